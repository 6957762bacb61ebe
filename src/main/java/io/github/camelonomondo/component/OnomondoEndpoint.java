package io.github.camelonomondo.component;

import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Manage Onomondo IoT SIMs, and follow what changes in the fleet. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "onomondo",
        title = "Onomondo",
        syntax = "onomondo:operation",
        category = {Category.IOT, Category.API},
        headersClass = OnomondoConstants.class)
public class OnomondoEndpoint extends DefaultEndpoint {

    @UriPath
    @Metadata(required = true, description = "What to do.")
    private OnomondoOperation operation;

    @UriParam(
            label = "producer",
            defaultValue = "COMMANDS",
            description = "Who waits for the budget: REST gets the next call, SCAN one of five, COMMANDS the rest.")
    private Priority priority = Priority.COMMANDS;

    OnomondoEndpoint(String uri, Component component, OnomondoOperation operation) {
        super(uri, component);
        this.operation = operation;
    }

    @Override
    public OnomondoComponent getComponent() {
        return (OnomondoComponent) super.getComponent();
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
        throw new UnsupportedOperationException(
                "onomondo:" + operation + " is written to; only onomondo:changes is read from");
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
}
