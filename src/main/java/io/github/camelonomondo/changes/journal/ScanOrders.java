package io.github.camelonomondo.changes.journal;

import io.github.camelonomondo.changes.scan.ScanControl;
import io.github.camelonomondo.kafka.control.Order;
import io.github.camelonomondo.kafka.control.OrderForm;
import io.github.camelonomondo.kafka.control.OrderRefusedException;
import java.util.Map;

/** The orders that concern the scans, as they stand on the control topic. */
public final class ScanOrders {

    private ScanOrders() {}

    /**
     * {@code scan-now} and {@code accept-removals}, by name.
     *
     * @param scanning false if the change stream is switched off
     */
    public static Map<String, Order> of(ScanControl control, boolean scanning) {
        return Map.of(
                OrderForm.SCAN_NOW,
                (order, parts) -> scanNow(control, scanning),
                OrderForm.ACCEPT_REMOVALS,
                (order, parts) -> accept(control));
    }

    private static Map<String, Object> scanNow(ScanControl control, boolean scanning) throws OrderRefusedException {
        if (!scanning) {
            throw new OrderRefusedException("nothing is scanned: ONOMONDO_SCAN_INTERVAL is 0");
        }
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
