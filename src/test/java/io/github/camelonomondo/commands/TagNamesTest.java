package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long the name of a tag is that tag's. */
class TagNamesTest {

    private final AtomicLong clock = new AtomicLong();
    private final TagNames names = new TagNames(new ModelApi(1, 0, new Random(1)), clock::get);

    @Test
    void areReadAgainAfterAMinuteAsAnotherTagMayHaveTheNameByThen() {
        assertThat(names.idOf("name 1")).isEmpty();
        names.refresh();
        assertThat(names.idOf("name 1")).contains("t1");

        pass(Duration.ofSeconds(59));
        assertThat(names.idOf("name 1")).contains("t1");
        pass(Duration.ofSeconds(1));
        assertThat(names.idOf("name 1")).isEmpty();

        names.refresh();
        assertThat(names.idOf("name 1")).contains("t1");
    }

    @Test
    void areNotNeededForWhatIsAnId() {
        names.refresh();

        pass(Duration.ofHours(1));

        assertThat(names.idOf("t1")).contains("t1");
        assertThat(names.idOf("aef0c9c8-f6d5-4e93-a330-1f59d5093d92")).contains("aef0c9c8-f6d5-4e93-a330-1f59d5093d92");
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
