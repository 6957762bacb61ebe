package io.github.camelonomondo.component;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.FileStateRepository;
import io.github.camelonomondo.changes.FleetState;
import io.github.camelonomondo.changes.MemoryStateRepository;
import io.github.camelonomondo.changes.ScanControl;
import io.github.camelonomondo.changes.ScanListener;
import io.github.camelonomondo.changes.ScanLoop;
import io.github.camelonomondo.changes.ScanSettings;
import io.github.camelonomondo.changes.SimFields;
import io.github.camelonomondo.changes.StateRepository;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans the fleet over and over; an exchange for every page that showed changes, with a {@link ChangeSet} as its body.
 * The state moves after the exchange succeeded, so what the route failed on is found again by the next scan.
 */
final class OnomondoChangesConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(OnomondoChangesConsumer.class);

    private final OnomondoEndpoint endpoint;
    private final SimFields fields;
    private final FleetState state;
    private final StateRepository repository;
    private @Nullable ScanLoop loop;

    OnomondoChangesConsumer(OnomondoEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.fields = SimFields.ignoring(List.of(endpoint.getIgnoredFields().split(",", -1)));
        this.state = new FleetState(fields);
        this.repository = repository(endpoint);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (endpoint.getScanInterval() == 0) {
            LOG.atWarn()
                    .log("leads, but scans are off here (ONOMONDO_SCAN_INTERVAL=0): nobody of the group scans while it"
                            + " leads; set the same interval everywhere");
            return;
        }
        var settings = new ScanSettings(
                Duration.ofMillis(endpoint.getScanInterval()),
                endpoint.getPageSize(),
                Duration.ofMillis(endpoint.getStallTimeout()),
                fields);
        var listener = endpoint.getScanListener();
        var control = endpoint.getScanControl();
        loop = new ScanLoop(
                endpoint.api(),
                settings,
                state,
                repository,
                listener == null ? new ScanListener() {} : listener,
                control == null ? new ScanControl() : control,
                this::deliver,
                Clock.systemUTC());
        loop.start();
    }

    @Override
    protected void doStop() throws Exception {
        if (loop != null) {
            loop.close();
            loop = null;
        }
        super.doStop();
    }

    private void deliver(ChangeSet changes) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setHeader(OnomondoConstants.SCAN, (long) changes.scan());
            exchange.getMessage().setBody(changes);
            getProcessor().process(exchange);
            Exception failure = exchange.getException();
            if (failure != null) {
                throw failure;
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static StateRepository repository(OnomondoEndpoint endpoint) {
        var given = endpoint.getStateRepository();
        if (given != null) {
            return given;
        }
        String file = endpoint.getStateFile();
        return file == null ? new MemoryStateRepository() : new FileStateRepository(Path.of(file));
    }
}
