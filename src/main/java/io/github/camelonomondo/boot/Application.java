package io.github.camelonomondo.boot;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The connector. */
@SpringBootApplication
@EnableConfigurationProperties({ConnectorSettings.class, OperatingSettings.class})
public class Application {

    public static void main(String[] args) {
        var application = new SpringApplication(Application.class);
        application.addInitializers(new PortSettings());
        var started = new AtomicBoolean();
        // Asked to stop, it ends well: Java would say 143 after SIGTERM, as if it had been cut off.
        SpringApplication.getShutdownHandlers().add(() -> {
            if (started.get()) {
                Runtime.getRuntime().halt(0);
            }
        });
        application.run(args);
        started.set(true);
    }
}
