package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.changes.compare.SimFields;
import java.time.Duration;

/**
 * How to scan.
 *
 * @param interval from the start of one scan to the start of the next
 * @param pageSize SIMs per call
 * @param stallTimeout a scan without a page for so long is ended
 * @param fields what counts as a change
 */
public record ScanSettings(Duration interval, int pageSize, Duration stallTimeout, SimFields fields) {

    public ScanSettings {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the scan interval must be longer than 0, not " + interval);
        }
        if (pageSize < 1) {
            throw new IllegalArgumentException("a page must hold at least one SIM, not " + pageSize);
        }
        if (stallTimeout.isNegative() || stallTimeout.isZero()) {
            throw new IllegalArgumentException("the stall timeout must be longer than 0, not " + stallTimeout);
        }
    }
}
