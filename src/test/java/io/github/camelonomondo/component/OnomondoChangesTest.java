package io.github.camelonomondo.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.SimChange;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.Service;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The consumer in a Camel application of its own, without Kafka. */
class OnomondoChangesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Fleet fleet = Fleet.of(25);
    private final SimulatedOnomondo simulator = new SimulatedOnomondo(fleet).start();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private CamelContext context;

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    @Test
    void saysThatNobodyOfTheGroupScansWhileItLeadsIfScansAreOff() throws Exception {
        var logger = (Logger) LoggerFactory.getLogger(OnomondoChangesConsumer.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.addAppender(lines);

        run("scanInterval=0", this::note);
        logger.detachAppender(lines);

        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN))
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .contains("ONOMONDO_SCAN_INTERVAL=0", "the same interval"));
    }

    @Test
    void givesTheFleetThenWhatChanges() throws Exception {
        // Given
        run("scanInterval=200&pageSize=10", this::note);
        await().atMost(PATIENCE).until(() -> seen.size() == 25);

        // When
        fleet.change("000000009", "label", "pump");
        fleet.remove("000000010");

        // Then
        await().atMost(PATIENCE).until(() -> seen.size() == 27);
        assertThat(seen).contains("r 000000009 1 []", "u 000000009 2 [label]", "d 000000010 2 []");
    }

    @Test
    void givesAgainWhatTheRouteFailedOn() throws Exception {
        // Given
        var failures = new AtomicInteger(2);

        // When
        run("scanInterval=200", exchange -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("the route fails");
            }
            note(exchange);
        });

        // Then
        await().atMost(PATIENCE).until(() -> seen.size() >= 25);
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void keepsTheStateInAFileOverARestart(@TempDir Path folder) throws Exception {
        // Given
        Path file = folder.resolve("state/fleet.jsonl");
        run("scanInterval=200&stateFile=" + file, this::note);
        await().atMost(PATIENCE).until(() -> seen.size() == 25);
        fleet.change("000000001", "label", "one");
        await().atMost(PATIENCE).until(() -> seen.size() == 26);
        context.stop();
        Files.writeString(file, "{\"id\":\"0000", StandardOpenOption.APPEND);

        // When
        fleet.change("000000002", "label", "two");
        fleet.add("000000026");
        run("scanInterval=200&stateFile=" + file, this::note);

        // Then
        await().atMost(PATIENCE).until(() -> seen.size() == 28);
        assertThat(seen.subList(26, 28)).containsExactly("u 000000002 2 [label]", "c 000000026 1 []");
    }

    @Test
    void doesNotScanWhenSwitchedOff() throws Exception {
        run("scanInterval=0", this::note);

        await().during(Duration.ofMillis(300)).until(() -> simulator.calls().count(Call::isPage) == 0);
    }

    @Test
    void scansAgainWhenItLeadsAgain() throws Exception {
        // Given
        var cluster = new SwitchedCluster();
        run("scanInterval=200", this::note, "master:fleet:", cluster);
        cluster.lead(true);
        await().atMost(PATIENCE).until(() -> seen.size() == 25);

        // When
        cluster.lead(false);
        long calls = simulator.calls().count(Call::isPage);
        await().during(Duration.ofMillis(400)).until(() -> simulator.calls().count(Call::isPage) == calls);
        cluster.lead(true);

        // Then
        await().atMost(PATIENCE).until(() -> seen.size() == 50);
    }

    /** Leads when it is told to. */
    private static final class SwitchedCluster extends AbstractCamelClusterService<SwitchedCluster.View> {

        private volatile View view;

        @Override
        protected View createView(String namespace) {
            view = new View(this, namespace);
            return view;
        }

        void lead(boolean leads) {
            view.lead(leads);
        }

        static final class View extends AbstractCamelClusterView implements CamelClusterMember {
            private volatile boolean leads;

            View(SwitchedCluster cluster, String namespace) {
                super(cluster, namespace);
            }

            void lead(boolean now) {
                leads = now;
                fireLeadershipChangedEvent(now ? this : null);
            }

            @Override
            public Optional<CamelClusterMember> getLeader() {
                return leads ? Optional.of(this) : Optional.empty();
            }

            @Override
            public CamelClusterMember getLocalMember() {
                return this;
            }

            @Override
            public List<CamelClusterMember> getMembers() {
                return List.of(this);
            }

            @Override
            public boolean isLeader() {
                return leads;
            }

            @Override
            public boolean isLocal() {
                return true;
            }

            @Override
            public String getId() {
                return "switched";
            }
        }
    }

    private void run(String options, Processor processor) throws Exception {
        run(options, processor, "");
    }

    private void run(String options, Processor processor, String before, Service... services) throws Exception {
        context = new DefaultCamelContext();
        var component = new OnomondoComponent();
        component.setApiUrl(simulator.url());
        component.setToken("key");
        component.setCallsPerMinute(0);
        component.setCallTimeout(30_000);
        context.addComponent("onomondo", component);
        for (Service service : services) {
            context.addService(service);
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(before + "onomondo:changes?" + options).process(processor);
            }
        });
        context.start();
    }

    private void note(org.apache.camel.Exchange exchange) {
        for (SimChange change : exchange.getMessage().getBody(ChangeSet.class).changes()) {
            seen.add(change.op().code() + " " + change.sim() + " " + change.revision() + " " + change.changed());
        }
    }
}
