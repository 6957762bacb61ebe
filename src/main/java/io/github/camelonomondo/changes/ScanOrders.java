package io.github.camelonomondo.changes;

import io.github.camelonomondo.kafka.Order;
import io.github.camelonomondo.kafka.OrderRefusedException;
import java.util.Map;

/** The orders that concern the scans, as they stand on the control topic. */
public final class ScanOrders {

    private ScanOrders() {}

    /** {@code scan-now} and {@code accept-removals}, by name. */
    public static Map<String, Order> of(ScanControl control) {
        return Map.of(
                "scan-now", (order, parts) -> scanNow(control), "accept-removals", (order, parts) -> accept(control));
    }

    private static Map<String, Object> scanNow(ScanControl control) {
        control.scanNow();
        return Map.of();
    }

    private static Map<String, Object> accept(ScanControl control) throws OrderRefusedException {
        int accepted = control.acceptRemovals();
        if (accepted == 0) {
            throw new OrderRefusedException("no removals wait to be accepted");
        }
        return Map.of("missing", accepted);
    }
}
