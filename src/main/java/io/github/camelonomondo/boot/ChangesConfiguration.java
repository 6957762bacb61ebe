package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.changes.journal.ChangeJournal;
import io.github.camelonomondo.changes.journal.CommandTrail;
import io.github.camelonomondo.changes.journal.ScanNotifications;
import io.github.camelonomondo.changes.journal.ScanOrders;
import io.github.camelonomondo.changes.scan.ScanControl;
import io.github.camelonomondo.changes.scan.ScanListeners;
import io.github.camelonomondo.commands.SimLookup;
import io.github.camelonomondo.kafka.KafkaGroupClusterService;
import io.github.camelonomondo.kafka.KafkaNotifications;
import io.github.camelonomondo.kafka.LeaderElection;
import io.github.camelonomondo.kafka.Notifications;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.kafka.control.CommandSwitch;
import io.github.camelonomondo.kafka.control.ControlReader;
import io.github.camelonomondo.kafka.control.DeadLetterReplay;
import io.github.camelonomondo.kafka.control.Order;
import io.github.camelonomondo.kafka.control.OrderForm;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The change stream: who leads, what was seen, what is told, what is ordered. */
@Configuration(proxyBeanMethods = false)
class ChangesConfiguration {

    @Bean
    Instance instance() {
        return Instance.ofThisProcess();
    }

    @Bean
    KafkaNotifications notifications(KafkaSettings kafka, Topics topics, Instance instance) {
        return new KafkaNotifications(kafka.client(), topics, instance.name(), Clock.systemUTC());
    }

    @Bean
    LeaderElection leaderElection(
            KafkaSettings kafka,
            Topics topics,
            ConnectorSettings settings,
            CallBudget budget,
            ScanNotifications listener,
            ScanFigures figures) {
        var election = new LeaderElection(kafka.client(), topics.state(), settings.group() + "-leader");
        election.listen(listener);
        if (!settings.scan().interval().isZero()) {
            election.listen(figures);
        }
        election.listen(new LeaderElection.Listener() {
            @Override
            public void members(int count) {
                budget.shareAmong(count);
            }
        });
        return election;
    }

    /** Starts and stops with the context, to which it is added before the routes are read. */
    @Bean
    KafkaGroupClusterService clusterService(LeaderElection election, Instance instance) {
        return new KafkaGroupClusterService(election, instance.name());
    }

    @Bean
    ScanFigures scanFigures() {
        return new ScanFigures(Clock.systemUTC());
    }

    @Bean
    ScanNotifications scanNotifications(Notifications notifications) {
        return new ScanNotifications(notifications);
    }

    @Bean
    ScanTimes scanTimes(MeterRegistry registry, ConnectorSettings settings, ObjectProvider<SimLookup> commandLookups) {
        int asked = settings.scan().pageSize();
        return new ScanTimes(registry, scan -> commandLookups.getObject().fleetHolds(scan.sims(), scan.pages(), asked));
    }

    @Bean
    ScanListeners scanListener(ScanNotifications notifications, ScanTimes times, ScanFigures figures) {
        return new ScanListeners(notifications, times, figures);
    }

    @Bean
    ScanControl scanControl() {
        return new ScanControl();
    }

    @Bean
    ChangeJournal changeJournal(
            KafkaSettings kafka,
            Topics topics,
            ConnectorSettings settings,
            ScanListeners scanListener,
            LeaderElection election) {
        Clock clock = Clock.systemUTC();
        var trail = new CommandTrail(kafka.client(), topics, clock);
        return new ChangeJournal(kafka.client(), topics, settings.group(), trail, scanListener, election, clock);
    }

    @Bean
    ControlReader controlReader(
            KafkaSettings kafka,
            Topics topics,
            ConnectorSettings settings,
            Instance instance,
            CommandSwitch commands,
            ScanControl scans,
            LeaderElection election,
            Notifications notifications) {
        Map<String, Order> orders =
                new HashMap<>(ScanOrders.of(scans, !settings.scan().interval().isZero()));
        orders.put(OrderForm.REPLAY_DLQ, new DeadLetterReplay(kafka.client(), topics));
        return new ControlReader(
                kafka.client(),
                topics,
                settings.group(),
                instance.name(),
                commands,
                orders,
                election,
                notifications,
                Clock.systemUTC());
    }
}
