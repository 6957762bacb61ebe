package io.github.camelonomondo.component;

import io.github.camelonomondo.api.ApiSettings;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.changes.StateRepository;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.changes.scan.ScanControl;
import io.github.camelonomondo.changes.scan.ScanListener;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Manage Onomondo IoT SIMs, and follow what changes in the fleet. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "onomondo",
        title = "Onomondo",
        syntax = "onomondo:operation",
        category = {Category.IOT, Category.API},
        headersClass = OnomondoConstants.class)
public class OnomondoEndpoint extends DefaultEndpoint implements EndpointServiceLocation {

    @UriPath
    @Metadata(
            required = true,
            description =
                    "What to do: listSims, findSims, getSim, updateSim, updateSims, addTag, removeTag or listTags as"
                            + " a producer, changes as a consumer.")
    private OnomondoOperation operation;

    @UriParam(
            label = "producer",
            defaultValue = "COMMANDS",
            description = "Who waits for the budget: REST gets the next call, SCAN one of five, COMMANDS the rest.")
    private Priority priority = Priority.COMMANDS;

    @UriParam(
            label = "consumer",
            defaultValue = "60s",
            javaType = "java.time.Duration",
            description = "From the start of one scan of the fleet to the start of the next. 0: no scans.")
    private long scanInterval = 60_000;

    @UriParam(label = "consumer", defaultValue = "1000", description = "How many SIMs to ask for in one call.")
    private int pageSize = 1_000;

    @UriParam(
            label = "consumer",
            defaultValue =
                    "usage,online_at,last_came_online_at,location,data_limit.used,data_limit.period,data_limit.resets_at,tags.can_write",
            description = "Properties that do not count as changed, comma-separated; names inside objects are dotted.")
    private String ignoredFields = String.join(",", SimFields.IGNORED_BY_DEFAULT);

    @UriParam(
            label = "consumer",
            description = "A file that keeps the last known state of the fleet over a restart. Without it, and without"
                    + " stateRepository, the first scan after a start reports every SIM.")
    private @Nullable String stateFile;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "5m",
            javaType = "java.time.Duration",
            description = "A scan that shows no page for so long is ended.")
    private long stallTimeout = 300_000;

    @UriParam(label = "consumer,advanced", description = "Keeps the last known state of the fleet over a restart.")
    private @Nullable StateRepository stateRepository;

    @UriParam(label = "consumer,advanced", description = "Hears how the scans go.")
    private @Nullable ScanListener scanListener;

    @UriParam(label = "consumer,advanced", description = "Takes orders to the scans.")
    private @Nullable ScanControl scanControl;

    OnomondoEndpoint(String uri, Component component, OnomondoOperation operation) {
        super(uri, component);
        this.operation = operation;
    }

    @Override
    public OnomondoComponent getComponent() {
        return (OnomondoComponent) super.getComponent();
    }

    /** Null where the component calls an API that it was given. */
    @Override
    public @Nullable String getServiceUrl() {
        return getComponent().getApi() == null
                ? ApiSettings.shown(getComponent().getApiUrl())
                : null;
    }

    @Override
    public String getServiceProtocol() {
        return "http";
    }

    @Override
    public Producer createProducer() {
        if (operation == OnomondoOperation.changes) {
            throw new UnsupportedOperationException("onomondo:changes is read from, not written to");
        }
        return new OnomondoProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != OnomondoOperation.changes) {
            throw new UnsupportedOperationException(
                    "onomondo:" + operation + " is written to; only onomondo:changes is read from");
        }
        var consumer = new OnomondoChangesConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    OnomondoApi api() {
        return getComponent().api();
    }

    public OnomondoOperation getOperation() {
        return operation;
    }

    public void setOperation(OnomondoOperation operation) {
        this.operation = operation;
    }

    public Priority getPriority() {
        return priority;
    }

    public void setPriority(Priority priority) {
        this.priority = priority;
    }

    public long getScanInterval() {
        return scanInterval;
    }

    public void setScanInterval(long scanInterval) {
        this.scanInterval = scanInterval;
    }

    public int getPageSize() {
        return pageSize;
    }

    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public String getIgnoredFields() {
        return ignoredFields;
    }

    public void setIgnoredFields(String ignoredFields) {
        this.ignoredFields = ignoredFields;
    }

    public @Nullable String getStateFile() {
        return stateFile;
    }

    public void setStateFile(@Nullable String stateFile) {
        this.stateFile = stateFile;
    }

    public long getStallTimeout() {
        return stallTimeout;
    }

    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }

    public @Nullable StateRepository getStateRepository() {
        return stateRepository;
    }

    public void setStateRepository(@Nullable StateRepository stateRepository) {
        this.stateRepository = stateRepository;
    }

    public @Nullable ScanListener getScanListener() {
        return scanListener;
    }

    public void setScanListener(@Nullable ScanListener scanListener) {
        this.scanListener = scanListener;
    }

    public @Nullable ScanControl getScanControl() {
        return scanControl;
    }

    public void setScanControl(@Nullable ScanControl scanControl) {
        this.scanControl = scanControl;
    }
}
