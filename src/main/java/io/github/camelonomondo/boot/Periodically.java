package io.github.camelonomondo.boot;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does something again and again while the connector runs, on a thread of its own: soon after the start, and then at its pace. An exception does not end it, an
 * error does.
 */
final class Periodically implements SmartLifecycle {

    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final String name;
    private final Duration every;
    private final Runnable work;
    private final Runnable atTheEnd;
    private volatile @Nullable Turns turns;

    /**
     * Nothing yet.
     *
     * @param name of the thread
     * @param every from the end of one turn to the begin of the next
     * @param work of one turn; interrupted at the end
     */
    Periodically(String name, Duration every, Runnable work) {
        this(name, every, work, () -> {});
    }

    /** @param atTheEnd done after the last turn; left out if that does not end in time */
    Periodically(String name, Duration every, Runnable work, Runnable atTheEnd) {
        this.name = name;
        this.every = every;
        this.work = work;
        this.atTheEnd = atTheEnd;
    }

    @Override
    public void start() {
        var begun = new Turns();
        turns = begun;
        begun.start();
    }

    @Override
    public void stop() {
        var ending = turns;
        turns = null;
        if (ending != null && ending.end()) {
            atTheEnd.run();
        }
    }

    @Override
    public boolean isRunning() {
        return turns != null;
    }

    /** From a start to a stop. */
    private final class Turns extends Thread {
        private final CountDownLatch over = new CountDownLatch(1);

        Turns() {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            var troubles = new Troubles(LoggerFactory.getLogger(Periodically.class), name);
            try {
                Duration pause = every.compareTo(SOON) < 0 ? every : SOON;
                while (!over.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    turn(troubles);
                    pause = every;
                }
            } catch (InterruptedException e) {
                interrupt();
            }
        }

        private void turn(Troubles troubles) {
            try {
                work.run();
                troubles.end();
            } catch (RuntimeException e) { // the boundary: the next turn must come
                troubles.add(e);
            }
        }

        /** True if it has come to an end. */
        boolean end() {
            over.countDown();
            interrupt();
            try {
                join(LONGEST_END.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return !isAlive();
        }
    }
}
