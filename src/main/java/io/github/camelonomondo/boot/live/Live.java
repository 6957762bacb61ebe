package io.github.camelonomondo.boot.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.boot.KafkaSettings;
import io.github.camelonomondo.boot.Troubles;
import io.github.camelonomondo.kafka.TopicTail;
import io.github.camelonomondo.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * What passes by, for those who look on: the topics are followed while somebody does, and only then. Safe to share
 * between threads.
 */
final class Live implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Live.class);
    private static final int MOST_WATCHERS = 16;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long FIGURES_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Object> kafka;
    private final Topics topics;
    private final Supplier<ObjectNode> figures;
    private final LiveRecords records;
    private final Set<LiveWatcher> watchers = ConcurrentHashMap.newKeySet();
    private ExecutorService threads = newThreads();
    private boolean following;
    /** Of who follows now: that it cannot be done. */
    private boolean isSaid;

    private volatile boolean running;

    /** @param figures as they are now */
    Live(KafkaSettings kafka, Topics topics, Supplier<ObjectNode> figures) {
        this.kafka = kafka.client();
        this.topics = topics;
        this.figures = figures;
        this.records = new LiveRecords(topics);
    }

    /** A stream for one more, or null if there are too many. */
    synchronized @Nullable SseEmitter watch() {
        if (!running || watchers.size() >= MOST_WATCHERS) {
            return null;
        }
        var watcher = new LiveWatcher();
        watcher.offer(new LiveEvent("figures", figures.get()));
        watchers.add(watcher);
        threads.execute(() -> {
            try {
                watcher.sendOnAndOn();
            } finally {
                watchers.remove(watcher);
            }
        });
        if (!following) {
            following = true;
            threads.execute(this::follow);
        }
        return watcher.emitter();
    }

    private void follow() {
        var troubles = new Troubles(LOG, "what the page shows");
        isSaid = false;
        try {
            while (isWatched()) {
                try {
                    followOrShowFigures();
                } catch (RuntimeException e) { // the boundary: those who look on would see nothing any more
                    troubles.add(e);
                    pause();
                }
            }
        } catch (Error e) { // so that another may begin
            endFollowing();
            throw e;
        }
    }

    private void followOrShowFigures() {
        try (var tail = new TopicTail(
                kafka,
                List.of(topics.events(), topics.commandResults(), topics.deadLetters(), topics.notifications()))) {
            follow(tail);
        } catch (KafkaException e) {
            (isSaid ? LOG.atDebug() : LOG.atWarn())
                    .log("the page shows figures alone, as topics cannot be followed: {}", e.toString());
            isSaid = true;
            tell(new LiveEvent("figures", figures.get()));
            pause();
        }
    }

    private void follow(TopicTail tail) {
        long next = System.nanoTime();
        while (!watchers.isEmpty() && running) {
            if (System.nanoTime() - next >= 0) {
                var now = figures.get();
                now.put("deadLetters", tail.size(topics.deadLetters()));
                tell(new LiveEvent("figures", now));
                next = System.nanoTime() + FIGURES_EVERY;
            }
            tail.poll(POLL).forEach(record -> tell(records.event(record)));
        }
    }

    private synchronized boolean isWatched() {
        following = !watchers.isEmpty() && running;
        return following;
    }

    private synchronized void endFollowing() {
        following = false;
    }

    private void tell(LiveEvent event) {
        watchers.forEach(watcher -> watcher.offer(event));
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void start() {
        threads = newThreads();
        running = true;
    }

    /**
     * Before the web server, which waits for all streams to end. An interrupt would close a connection in mid-write, and
     * nobody would tell the web server.
     */
    @Override
    public synchronized void stop() {
        running = false;
        watchers.forEach(LiveWatcher::end);
        threads.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private static ExecutorService newThreads() {
        return Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "onomondo-live");
            thread.setDaemon(true);
            return thread;
        });
    }
}
