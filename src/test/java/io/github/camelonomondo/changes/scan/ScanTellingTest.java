package io.github.camelonomondo.changes.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of scans that do not come to their end. */
class ScanTellingTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(ScanTelling.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ScanTelling telling = new ScanTelling(new ScanListener() {});

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    @Test
    void saysOnceThatNoneCanBeginForAReasonThatStays() {
        telling.endedEarly(1, "another connector scans now");
        telling.endedEarly(1, "another connector scans now");
        telling.endedEarly(1, "Kafka is away");

        assertWarned("no scan can begin", "no scan can begin");
    }

    @Test
    void saysOfEachThatBeganThatItEndedEarly() {
        for (int scan = 1; scan <= 2; scan++) {
            telling.started(scan, true);
            telling.endedEarly(scan, "the API is away");
        }

        assertWarned("scan ended early", "scan ended early");
    }

    private void assertWarned(String... messages) {
        assertThat(log.list.stream().filter(line -> line.getLevel() == Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(messages);
    }
}
