package io.github.camelonomondo.changes;

import java.util.List;

/**
 * What one page of a scan showed to have changed: the body of an exchange of {@code onomondo:changes}. The state that
 * the next scan compares with takes it in after the exchange succeeded, so an exchange that fails comes again.
 *
 * @param scan number of the scan
 * @param changes at least one, in the order of the page
 */
public record ChangeSet(int scan, List<SimChange> changes) {

    public ChangeSet {
        changes = List.copyOf(changes);
    }
}
