package io.github.camelonomondo.boot.live;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.boot.Figures;
import io.github.camelonomondo.boot.Instance;
import io.github.camelonomondo.boot.KafkaSettings;
import io.github.camelonomondo.boot.Outages;
import io.github.camelonomondo.boot.ScanFigures;
import io.github.camelonomondo.kafka.LeaderElection;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.kafka.control.ControlReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the page at {@code /} shows. */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

    @Bean
    Live live(
            KafkaSettings kafka,
            Topics topics,
            Figures figures,
            CallBudget budget,
            ScanFigures scans,
            Outages outages,
            ControlReader control,
            LeaderElection election,
            Instance instance) {
        var page = new LiveFigures(figures, budget, scans, outages, control, election, instance);
        return new Live(kafka, topics, page::now);
    }
}
