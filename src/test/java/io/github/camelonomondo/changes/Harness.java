package io.github.camelonomondo.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.api.ApiKey;
import io.github.camelonomondo.api.ApiSettings;
import io.github.camelonomondo.api.AuthForm;
import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.api.CallObserver;
import io.github.camelonomondo.api.HttpOnomondoApi;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.changes.compare.SimJson;
import io.github.camelonomondo.changes.journal.ChangeJournal;
import io.github.camelonomondo.changes.journal.CommandTrail;
import io.github.camelonomondo.changes.scan.ScanControl;
import io.github.camelonomondo.changes.scan.ScanListener;
import io.github.camelonomondo.changes.scan.ScanLoop;
import io.github.camelonomondo.changes.scan.ScanReport;
import io.github.camelonomondo.changes.scan.ScanSettings;
import io.github.camelonomondo.changes.scan.Scanning;
import io.github.camelonomondo.kafka.Leadership;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.EventFold;
import io.github.camelonomondo.support.KafkaBroker;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** A simulated fleet, topics of its own on a shared broker, and connectors that scan on command. */
public final class Harness implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    public final Fleet fleet;
    public final SimulatedOnomondo simulator;
    public final Topics topics = new Topics("t" + NUMBER.incrementAndGet() + ".");
    public final io.github.camelonomondo.support.Topics kafka;
    public final Map<String, Object> settings;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final OnomondoApi api;
    private final List<Connector> running = new ArrayList<>();

    public Harness(KafkaBroker broker, int sims) {
        fleet = Fleet.of(sims);
        simulator = new SimulatedOnomondo(fleet).start();
        settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        kafka = new io.github.camelonomondo.support.Topics(broker.bootstrapServers());
        kafka.create(
                3,
                topics.events(),
                topics.state(),
                topics.checkpoint(),
                topics.commands(),
                topics.commandResults(),
                topics.deadLetters(),
                topics.control(),
                topics.notifications());
        camel.start();
        var to = new ApiSettings(URI.create(simulator.url()), AuthForm.RAW, 0, 16, Duration.ofSeconds(5));
        api = new HttpOnomondoApi(camel, to, ApiKey.of("key"), new CallBudget(0, 16), CallObserver.none());
    }

    /** What one connector heard of its scans. */
    public static final class Ear implements ScanListener {
        public final List<ScanReport> reports = new CopyOnWriteArrayList<>();
        public final List<String> aborted = new CopyOnWriteArrayList<>();
        public final List<String> notBegun = new CopyOnWriteArrayList<>();
        public final List<Integer> suspects = new CopyOnWriteArrayList<>();

        @Override
        public void completed(ScanReport report, int known) {
            reports.add(report);
        }

        @Override
        public void aborted(int scan, String reason) {
            aborted.add(reason);
        }

        @Override
        public void notBegun(String reason) {
            notBegun.add(reason);
        }

        @Override
        public void suspect(int scan, int missing, int known) {
            suspects.add(missing);
        }
    }

    /** Between the scan and the journal: where a test lets things go wrong. */
    public interface Fault {
        void around(ChangeSet changes, ScanLoop.Delivery journal) throws Exception;
    }

    /** One connector's change stream. */
    public final class Connector implements AutoCloseable {
        public final Ear ear = new Ear();
        public final ScanControl control;
        public final ChangeJournal journal;
        /** Of the group's heartbeats. */
        public volatile boolean kafkaIsThere = true;

        private final ScanLoop loop;

        Connector(int pageSize, ScanControl control, Fault fault) {
            this.control = control;
            var clock = Clock.systemUTC();
            var fields = SimFields.ignoring(SimFields.IGNORED_BY_DEFAULT);
            journal = new ChangeJournal(
                    settings, topics, "group", new CommandTrail(settings, topics, clock), ear, leader(), clock);
            var scans = new ScanSettings(Duration.ofHours(1), pageSize, Duration.ofMinutes(1), fields);
            loop = new ScanLoop(
                    new Scanning(api, scans, new FleetState(fields), journal, ear, control, clock),
                    changes -> fault.around(changes, journal::write));
            loop.start();
        }

        private Leadership leader() {
            return new Leadership() {
                @Override
                public boolean leads() {
                    return true;
                }

                @Override
                public boolean isKafkaThere() {
                    return kafkaIsThere;
                }
            };
        }

        /** Scans and waits for its end. */
        public ScanReport scan() {
            int before = ear.reports.size();
            control.scanNow();
            return awaitReport(before + 1);
        }

        public ScanReport awaitReport(int count) {
            Awaitility.await("report " + count + "; aborted: " + ear.aborted)
                    .atMost(PATIENCE)
                    .until(() -> ear.reports.size() >= count);
            return ear.reports.get(count - 1);
        }

        public void awaitAborted(int count) {
            Awaitility.await("aborted scan " + count).atMost(PATIENCE).until(() -> ear.aborted.size() >= count);
        }

        public void awaitAborted(String reason) {
            Awaitility.await("a scan aborted with " + reason)
                    .atMost(PATIENCE)
                    .until(() -> ear.aborted.stream().anyMatch(why -> why.contains(reason)));
        }

        @Override
        public void close() {
            loop.close();
        }
    }

    public Connector connect() {
        return connect(new ScanControl());
    }

    /** As in a process that has led before. */
    public Connector connect(ScanControl control) {
        return connect(1_000, control, (changes, journal) -> journal.deliver(changes));
    }

    public Connector connect(int pageSize, Fault fault) {
        return connect(pageSize, new ScanControl(), fault);
    }

    private Connector connect(int pageSize, ScanControl control, Fault fault) {
        var connector = new Connector(pageSize, control, fault);
        running.add(connector);
        return connector;
    }

    public List<ConsumerRecord<String, String>> events() {
        return kafka.read(topics.events());
    }

    /** Events as "op SIM changed", sorted. */
    public List<String> eventsInWords() throws Exception {
        List<String> words = new ArrayList<>();
        for (var event : events()) {
            JsonNode json = SimJson.MAPPER.readTree(event.value());
            words.add(json.path("op").asText() + " " + event.key() + " "
                    + io.github.camelonomondo.support.Topics.header(event, "changed"));
        }
        words.sort(null);
        return words;
    }

    /** The state as a reader of the compacted topic would have it. */
    public Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        for (var record : kafka.read(topics.state())) {
            if (record.value() == null) {
                state.remove(record.key());
            } else {
                state.put(record.key(), record.value());
            }
        }
        return state;
    }

    /** Gives every SIM the same value of a property. */
    public void changeAll(String property, Object value) {
        fleet.ids().forEach(sim -> fleet.change(sim, property, value));
    }

    /** Folded over each other the events lead to the fleet, none of them is there twice, and the state says the same. */
    public void assertEveryDifferenceOnce() throws Exception {
        var fold = new EventFold();
        events().forEach(fold::take);
        Map<String, JsonNode> rows = new TreeMap<>();
        for (String id : fleet.ids()) {
            rows.put(id, SimJson.MAPPER.readTree(fleet.row(id).toString()));
        }
        Map<String, JsonNode> states = new TreeMap<>();
        for (var sim : state().entrySet()) {
            states.put(sim.getKey(), SimJson.MAPPER.readTree(sim.getValue()));
        }
        assertThat(fold.complaints()).isEmpty();
        assertThat(fold.sims()).isEqualTo(rows);
        assertThat(states).isEqualTo(rows);
    }

    @Override
    public void close() {
        running.forEach(Connector::close);
        kafka.close();
        simulator.close();
        camel.stop();
    }
}
