package io.github.camelonomondo.rest;

import io.github.camelonomondo.boot.Application;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** A test against the running connector, of which only REST is switched on. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@CamelSpringBootTest
@SpringBootTest(
        classes = Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "onomondo.api.token=test-token",
            "onomondo.rest.api-keys=tests:" + RestClient.KEY + ",others:k-other",
            "onomondo.routes=classpath:routes/*rest.camel.yaml",
            "management.server.port=0",
            "management.endpoint.health.probes.enabled=true",
        })
@ContextConfiguration(initializers = SharedBroker.class)
@Import(RestTestBeans.class)
@interface RestTest {}
