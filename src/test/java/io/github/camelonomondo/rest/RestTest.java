package io.github.camelonomondo.rest;

import io.github.camelonomondo.boot.Application;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** A test against the running connector, of which only REST is switched on. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@CamelSpringBootTest
@SpringBootTest(
        classes = Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "onomondo.rest.api-keys=tests:" + RestClient.KEY + ",others:k-other",
            "onomondo.rest.deadline=2s",
            "camel.main.routes-include-pattern=classpath:routes/*rest.camel.yaml",
            "camel.component.kafka.brokers=localhost:1",
            "spring.servlet.multipart.enabled=false",
            "server.tomcat.max-swallow-size=16MB",
            "management.server.port=0",
        })
@Import(RestTestBeans.class)
@interface RestTest {}
