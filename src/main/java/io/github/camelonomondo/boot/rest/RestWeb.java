package io.github.camelonomondo.boot.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.async.AsyncWebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Spring MVC around the routes: the deadline, the pages, the problems. */
final class RestWeb implements WebMvcConfigurer {

    private static final String SWAGGER_UI = "classpath*:META-INF/resources/webjars/swagger-ui/*/swagger-ui.css";

    private final Duration deadline;

    RestWeb(Duration deadline) {
        this.deadline = deadline;
    }

    @Override
    public void configureAsyncSupport(AsyncSupportConfigurer async) {
        async.setDefaultTimeout(deadline.toMillis());
        async.registerDeferredResultInterceptors(new NoDeadlineForBulk());
    }

    /** The schemas of the topics, and the files of the WebJar under a path without its version. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/schemas/*.json").addResourceLocations("classpath:/schemas/");
        try {
            for (var file : new PathMatchingResourcePatternResolver().getResources(SWAGGER_UI)) {
                var folder = file.getURL().toString().replaceFirst("[^/]+$", "");
                registry.addResourceHandler("/swagger-ui/**").addResourceLocations(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.add(0, new RestProblems());
    }

    private static final class NoDeadlineForBulk implements DeferredResultProcessingInterceptor {

        @Override
        public <T> void beforeConcurrentHandling(NativeWebRequest request, DeferredResult<T> result) {
            if (request instanceof AsyncWebRequest async
                    && request instanceof ServletWebRequest servlet
                    && servlet.getRequest().getRequestURI().equals("/sims/bulk")) {
                async.setTimeout(0L);
            }
        }
    }
}
