package io.github.camelonomondo.component;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.FileStateRepository;
import io.github.camelonomondo.changes.FleetState;
import io.github.camelonomondo.changes.MemoryStateRepository;
import io.github.camelonomondo.changes.StateRepository;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.changes.scan.ScanControl;
import io.github.camelonomondo.changes.scan.ScanListener;
import io.github.camelonomondo.changes.scan.ScanListeners;
import io.github.camelonomondo.changes.scan.ScanLoop;
import io.github.camelonomondo.changes.scan.ScanSettings;
import io.github.camelonomondo.changes.scan.ScanTrouble;
import io.github.camelonomondo.changes.scan.Scanning;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans the fleet over and over; an exchange for every page that showed changes, with a {@link ChangeSet} as its body.
 * The state moves after the exchange succeeded, so what the route failed on is found again by the next scan. A stop lets
 * the exchange in flight end, as long as Camel waits for it.
 */
final class OnomondoChangesConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(OnomondoChangesConsumer.class);

    private final OnomondoEndpoint endpoint;
    private final SimFields fields;
    private final FleetState state;
    private final StateRepository repository;
    private volatile @Nullable ScanLoop loop;
    private volatile boolean suspended;

    OnomondoChangesConsumer(OnomondoEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.fields = SimFields.ignoring(List.of(endpoint.getIgnoredFields().split(",", -1)));
        this.state = new FleetState(fields);
        this.repository = repository(endpoint);
        setHealthCheck(new ScansHealthCheck(this));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (endpoint.getScanInterval() == 0) {
            sayThatNothingIsScanned();
            return;
        }
        var settings = settings();
        if (repository instanceof FileStateRepository file && isOfItsRoute()) {
            file.check();
        }
        scan(settings);
    }

    @Override
    protected void doSuspend() throws Exception {
        super.doSuspend();
        if (loop != null) {
            loop.pause();
        }
        suspended = true;
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        if (loop != null) {
            scan(settings());
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (loop != null) {
            ShutdownStrategy shutdown = endpoint.getCamelContext().getShutdownStrategy();
            Duration patience =
                    Duration.of(shutdown.getTimeout(), shutdown.getTimeUnit().toChronoUnit());
            boolean isShutDown = suspended; // what Camel shuts down it suspends first
            loop.close(patience, () -> isShutDown && shutdown.isTimeoutOccurred());
        }
        super.doStop();
    }

    private void scan(ScanSettings settings) {
        suspended = false;
        var control = endpoint.getScanControl();
        var scanning = new Scanning(
                endpoint.api(),
                settings,
                state,
                repository,
                listener(),
                control == null ? new ScanControl() : control,
                Clock.systemUTC());
        var next = new ScanLoop(scanning, this::deliver);
        next.start(loop);
        loop = next;
    }

    private ScanListener listener() {
        var given = endpoint.getScanListener();
        var listener = given == null ? new ScanListener() {} : given;
        boolean isHandled = endpoint.isBridgeErrorHandler() || endpoint.getExceptionHandler() != null;
        // The handler that Camel has otherwise would log once more what is logged already.
        return !isHandled
                ? listener
                : new ScanListeners(listener, new ScanListener() {
                    @Override
                    public void failed(Throwable cause) {
                        handleException("onomondo:changes cannot scan", cause);
                    }
                });
    }

    private ScanSettings settings() {
        require("scanInterval", endpoint.getScanInterval(), 0, "0, for no scans, or more");
        require("pageSize", endpoint.getPageSize(), 1, "1 or more");
        require("stallTimeout", endpoint.getStallTimeout(), 1, "1 ms or more");
        return new ScanSettings(
                Duration.ofMillis(endpoint.getScanInterval()),
                endpoint.getPageSize(),
                Duration.ofMillis(endpoint.getStallTimeout()),
                fields);
    }

    private static void require(String option, long is, long least, String allowed) {
        if (is < least) {
            throw new IllegalArgumentException(
                    "onomondo:changes has " + option + "=" + is + ": " + allowed + " is allowed");
        }
    }

    /** False behind {@code master:}, which gives up what fails to start: there the loop waits for what is not there yet. */
    private boolean isOfItsRoute() {
        Route route = getRoute();
        return route != null && route.getConsumer() == this;
    }

    private void sayThatNothingIsScanned() {
        if (isOfItsRoute()) {
            LOG.atWarn().log("scanInterval=0: the fleet is not scanned, and no changes come");
        } else { // behind master:, of whose group this one has just been told to scan
            LOG.atWarn()
                    .log("leads, but scans are off here (scanInterval=0, in the connector ONOMONDO_SCAN_INTERVAL=0):"
                            + " nobody of the group scans while it leads; set the same interval everywhere");
        }
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
            if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
                throw new RollbackExchangeException("the route marked the changes for rollback", exchange);
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }

    /** Why scans fail, if they do. */
    @Nullable
    ScanTrouble trouble() {
        ScanLoop now = loop;
        return now == null || suspended ? null : now.trouble();
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
