package io.github.camelonomondo.boot;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is done again and again. */
@Configuration(proxyBeanMethods = false)
class PeriodicConfiguration {

    @Bean
    Periodically statusLines(StatusLine line) {
        return new Periodically("onomondo-status", Duration.ofSeconds(5), line::say);
    }

    @Bean
    Periodically backlogLooks(Backlog backlog) {
        return new Periodically("onomondo-backlog", Duration.ofSeconds(5), backlog::look, backlog::end);
    }

    @Bean
    Periodically reloads(Reload reload) {
        return new Periodically("onomondo-reload", Reload.EVERY, reload::look);
    }
}
