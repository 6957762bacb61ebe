package io.github.camelonomondo.kafka.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import io.github.camelonomondo.kafka.FencedException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How often an order is tried at which Kafka fails. */
class OrderExecutionTest {

    private static final ReceivedOrder ORDER = order(7);

    private RuntimeException failure = new KafkaException("there is no such topic");
    private @Nullable JsonNode done;
    private final OrderExecution execution = new OrderExecution(Map.of("replay-dlq", (order, parts) -> {
        throw failure;
    }));

    @Test
    void isThreeTimesIfThatWillNotPass() throws Exception {
        assertTriedAgain(2);

        assertThat(execution.carryOut(ORDER, parts()).details(parts()))
                .isEqualTo(Map.of("reason", "it failed 3 times: there is no such topic"));
    }

    @Test
    void isTwentyTimesIfThatMayPass() throws Exception {
        failure = new KafkaException("the transaction failed", new TimeoutException("no leader"));
        assertTriedAgain(19);

        assertThat(execution.carryOut(ORDER, parts()).type()).isEqualTo("order.refused");
    }

    @Test
    void isCountedAnewOnceAPartOfItIsSafeAndForEachOrder() throws Exception {
        assertTriedAgain(2);
        done = IntNode.valueOf(1);
        assertTriedAgain(2);
        assertThatThrownBy(() -> execution.carryOut(order(8), parts())).isSameAs(failure);

        assertTriedAgain(2);
        assertThat(execution.carryOut(ORDER, parts()).details(parts()))
                .isEqualTo(Map.of("reason", "it came as far as 1; then it failed 3 times: there is no such topic"));
    }

    @Test
    void isCountedThoughOthersInOtherPartitionsFailInTurns() throws Exception {
        var other = new ReceivedOrder(1, 7, ORDER.json());
        for (int i = 0; i < 2; i++) {
            assertTriedAgain(1);
            assertThatThrownBy(() -> execution.carryOut(other, parts())).isSameAs(failure);
        }

        assertThat(execution.carryOut(ORDER, parts()).type()).isEqualTo("order.refused");
        assertThat(execution.carryOut(other, parts()).type()).isEqualTo("order.refused");
    }

    @Test
    void isNotCountedOfOneThatIsNotItsOwn() {
        failure = new FencedException(failure);
        assertTriedAgain(30);
        failure = new InterruptException(new InterruptedException());
        assertTriedAgain(30);
        assertThat(Thread.interrupted()).isTrue();
    }

    private void assertTriedAgain(int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> execution.carryOut(ORDER, parts())).isSameAs(failure);
        }
    }

    private Order.Parts parts() {
        return new Order.Parts() {
            @Override
            public @Nullable JsonNode lastNote() {
                return done;
            }

            @Override
            public void write(List<ProducerRecord<byte[], byte[]>> records, JsonNode note) {
                done = note;
            }
        };
    }

    private static ReceivedOrder order(long offset) {
        return new ReceivedOrder(
                0, offset, new ObjectMapper().createObjectNode().put("order", "replay-dlq"));
    }
}
