package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.ApiSettings;
import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.api.CallObserver;
import io.github.camelonomondo.api.CallTracer;
import io.github.camelonomondo.api.HttpOnomondoApi;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.component.OnomondoComponent;
import io.github.camelonomondo.kafka.Notifications;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** The API and the component in front of it. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    @Bean
    Figures figures(MeterRegistry registry) {
        return new Figures(registry);
    }

    @Bean
    Outages outages(Notifications notifications) {
        return new Outages(notifications);
    }

    @Bean
    CallBudget callBudget(ConnectorSettings settings) {
        return new CallBudget(settings.callsPerMinute(), settings.inFlight());
    }

    @Bean
    CallTracer callTracer(
            ConnectorSettings settings, OperatingSettings operating, ConfigurableEnvironment environment) {
        return operating.tracing().isOn()
                ? OpenTelemetryCalls.exporting(
                        Variables.filledIn(environment, "OTEL_"), settings.api().url())
                : CallTracer.none();
    }

    @Bean
    CallTimes callTimes() {
        return new CallTimes();
    }

    @Bean
    HttpOnomondoApi onomondoApi(
            CamelContext context,
            ConnectorSettings settings,
            CallBudget budget,
            List<CallObserver> observers,
            CallTracer tracer) {
        ConnectorSettings.Api api = settings.api();
        var http = new ApiSettings(
                api.url(), api.auth(), settings.callsPerMinute(), settings.inFlight(), settings.callTimeout());
        CallObserver observer = (operation, outcome, detail, took) ->
                observers.forEach(each -> each.called(operation, outcome, detail, took));
        return new HttpOnomondoApi(context, http, api.key(), budget, observer, tracer);
    }

    /** Found by Camel under the name of its scheme. */
    @Bean("onomondo-component")
    OnomondoComponent onomondo(OnomondoApi api) {
        var component = new OnomondoComponent();
        component.setApi(api);
        return component;
    }
}
