package io.github.camelonomondo.rest;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** What stands in for the API. */
@TestConfiguration(proxyBeanMethods = false)
class RestTestBeans {

    @Bean
    @Primary
    FakeApi fakeApi() {
        return new FakeApi();
    }
}
