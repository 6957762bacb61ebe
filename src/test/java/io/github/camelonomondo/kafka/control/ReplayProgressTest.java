package io.github.camelonomondo.kafka.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What is noted of an order that is carried out in parts. */
class ReplayProgressTest {

    @Test
    void goesOnAsNotedAndEndsWhereItWasToEndAtFirst() {
        var begun = ReplayProgress.of(null, Map.of(0, 10L, 1, 5L));
        assertThat(begun.take(deadLetter(0, 3))).isTrue();
        begun.match();

        var later = ReplayProgress.of(begun.note(), Map.of(0, 90L, 1, 95L));

        assertThat(later.next()).isEqualTo(Map.of(0, 4L));
        assertThat(later.ends()).isEqualTo(Map.of(0, 10L, 1, 5L));
        assertThat(later.read()).isOne();
        assertThat(later.matched()).isOne();
        assertThat(later.take(deadLetter(0, 10))).isFalse();
        assertThat(later.read()).isOne();
    }

    @Test
    void waitsForNothingThatATopicMadeAnewNoLongerHolds() {
        var begun = ReplayProgress.of(null, Map.of(0, 10L));

        assertThat(ReplayProgress.of(begun.note(), Map.of(0, 2L)).ends()).isEqualTo(Map.of(0, 2L));
        assertThat(ReplayProgress.of(begun.note(), Map.of()).ends()).isEqualTo(Map.of(0, 0L));
    }

    @Test
    void isKeptWhileOtherOrdersAreAnsweredAndForgottenWithItsOwnAnswer() {
        JsonNode note = ReplayProgress.of(null, Map.of(0, 10L)).note();
        var amid = ControlProgress.NONE.amid(4, 7, note);

        assertThat(amid.noteOf(4, 7)).isEqualTo(note);
        assertThat(amid.noteOf(4, 8)).isNull();
        assertThat(amid.after(1, 7, true).noteOf(4, 7)).isEqualTo(note);
        assertThat(amid.after(4, 7, false).noteOf(4, 7)).isNull();
    }

    private static ConsumerRecord<byte[], byte[]> deadLetter(int partition, long offset) {
        return new ConsumerRecord<>("dlq", partition, offset, null, null);
    }
}
