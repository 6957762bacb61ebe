package io.github.camelonomondo.boot.rest;

import io.github.camelonomondo.boot.ConnectorSettings;
import io.github.camelonomondo.commands.parse.CommandCheck;
import io.github.camelonomondo.kafka.CloudEvent;
import io.github.camelonomondo.rest.BulkUpdates;
import io.github.camelonomondo.rest.CommandRequests;
import io.github.camelonomondo.rest.HangUps;
import io.github.camelonomondo.rest.OpenApi;
import io.github.camelonomondo.rest.OrderRequests;
import io.github.camelonomondo.rest.Responses;
import io.github.camelonomondo.rest.RestAttempts;
import io.github.camelonomondo.rest.SimRequests;
import jakarta.servlet.Filter;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.catalina.core.StandardHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Wires the REST surface: what the routes call by name, and what stands before them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RestSettings.class)
class RestConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RestConfiguration.class);
    private static final String BODY_MILLIS = "20000";
    private static final int REQUESTS_AT_ONCE = 64;
    private static final int REQUESTS_WAITING = 256;
    /** After the filters that set the encoding and time the request, before everything that reads it. */
    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 100;

    /** The API's own samples write filter[]=… with bare brackets; the others are what a URL of JavaScript leaves as it is. */
    private static final String AS_PEOPLE_WRITE = "[]{}|^`\\";

    @Bean
    SimRequests simRequests() {
        return new SimRequests();
    }

    @Bean
    RestAttempts restAttempts() {
        return new RestAttempts();
    }

    @Bean
    Responses restResponses() {
        return new Responses();
    }

    @Bean
    HangUps restHangUps() {
        return new HangUps();
    }

    @Bean
    OpenApi openApi() {
        return new OpenApi();
    }

    /** The contract of the topics; its schemas lie beside it. */
    @Bean
    RouterFunction<ServerResponse> asyncApi() {
        var file = new ClassPathResource("asyncapi.yaml");
        return RouterFunctions.route()
                .GET(
                        "/asyncapi.yaml",
                        request -> ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_YAML)
                                .body(file))
                .build();
    }

    @Bean
    BulkUpdates bulkUpdates(CamelContext camel) {
        return new BulkUpdates(camel);
    }

    /** Commands are handed over once the web server is done, so a bulk of minutes may not keep it. */
    @Bean
    ApplicationListener<ContextClosedEvent> endOfBulks(BulkUpdates bulks) {
        return stop -> bulks.end();
    }

    @Bean
    CommandRequests commandRequests() {
        return new CommandRequests(new CommandCheck());
    }

    @Bean
    OrderRequests orderRequests(ConnectorSettings settings) {
        return new OrderRequests(() -> attributesOfOrder(settings.group()));
    }

    @Bean
    RestCallers restCallers(RestSettings settings) {
        return settings.callers();
    }

    @Bean
    WebMvcConfigurer restWeb(RestSettings settings) {
        return new RestWeb(settings.deadline());
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> restServer(RestCallers callers) {
        return factory -> {
            if (callers.isEverybody()) {
                factory.setAddress(InetAddress.getLoopbackAddress());
                LOG.warn("neither ONOMONDO_REST_API_KEYS nor an issuer is set: REST listens on 127.0.0.1 only");
            }
            factory.addConnectorCustomizers(connector -> {
                connector.setProperty("relaxedQueryChars", AS_PEOPLE_WRITE);
                // To be refused by us: see RestMethodFilter.
                connector.setAllowTrace(true);
                // For the next byte of a body: a caller who sends none holds a thread until then.
                connector.setProperty("disableUploadTimeout", "false");
                connector.setProperty("connectionUploadTimeout", BODY_MILLIS);
            });
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(RestErrorValve.class.getName());
                }
            });
        };
    }

    /** Requests wait here for the API, so there are more of them than processors; what is beyond is told to come back. */
    @Bean
    ThreadPoolTaskExecutorCustomizer restThreads() {
        return pool -> {
            pool.setCorePoolSize(REQUESTS_AT_ONCE);
            pool.setMaxPoolSize(REQUESTS_AT_ONCE);
            pool.setQueueCapacity(REQUESTS_WAITING);
        };
    }

    @Bean
    FilterRegistrationBean<Filter> restLogFilter() {
        return inOrder(0, new RestLogFilter());
    }

    @Bean
    FilterRegistrationBean<Filter> restHeaderFilter() {
        return inOrder(1, new RestHeaderFilter());
    }

    @Bean
    FilterRegistrationBean<Filter> restKeyFilter(RestCallers callers) {
        return inOrder(2, new RestKeyFilter(callers));
    }

    @Bean
    FilterRegistrationBean<Filter> restStartFilter(CamelContext camel) {
        return inOrder(3, new RestStartFilter(camel::isStarted));
    }

    @Bean
    FilterRegistrationBean<Filter> restPathFilter() {
        return inOrder(4, new RestPathFilter());
    }

    @Bean
    FilterRegistrationBean<Filter> restMethodFilter() {
        return inOrder(5, new RestMethodFilter());
    }

    @Bean
    FilterRegistrationBean<Filter> restBodyFilter() {
        return inOrder(6, new RestBodyFilter());
    }

    private static Map<String, String> attributesOfOrder(String group) {
        return CloudEvent.of(UUID.randomUUID().toString(), "com.onomondo.connector.order.v1", group, Instant.now())
                .toMap();
    }

    private static FilterRegistrationBean<Filter> inOrder(int place, Filter filter) {
        var registration = new FilterRegistrationBean<Filter>(filter);
        registration.setOrder(FIRST + place);
        return registration;
    }
}
