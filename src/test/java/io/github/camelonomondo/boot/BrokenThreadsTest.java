package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.support.GenericApplicationContext;

class BrokenThreadsTest {

    private final GenericApplicationContext context = new GenericApplicationContext();

    @BeforeEach
    void start() {
        context.registerBean(ApplicationAvailabilityBean.class);
        context.registerBean(BrokenThreads.class, () -> new BrokenThreads(context));
        context.refresh();
        AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void endTheLifeOfTheConnectorIfAnErrorKillsThem() throws InterruptedException {
        die(new OutOfMemoryError("Java heap space"));

        assertThat(liveness()).isEqualTo(LivenessState.BROKEN);
    }

    @Test
    void areOnlyToldOfIfItIsAnException() throws InterruptedException {
        die(new IllegalStateException("one request"));

        assertThat(liveness()).isEqualTo(LivenessState.CORRECT);
    }

    private void die(Throwable cause) throws InterruptedException {
        var thread = new Thread(() -> BrokenThreadsTest.<RuntimeException>fail(cause), "dying");
        thread.start();
        thread.join();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void fail(Throwable cause) throws E {
        throw (E) cause;
    }

    private LivenessState liveness() {
        return context.getBean(ApplicationAvailabilityBean.class).getLivenessState();
    }
}
