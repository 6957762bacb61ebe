package io.github.camelonomondo.changes.scan;

import java.time.Duration;
import java.time.Instant;

/**
 * What a complete scan saw.
 *
 * @param scan its number
 * @param startedAt when it began
 * @param took from its first call to its last commit
 * @param pages calls that gave a page
 * @param sims different SIMs on them
 * @param snapshot SIMs reported for the first time by a first scan
 * @param created other SIMs not seen before
 * @param changed SIMs that differed
 * @param removed SIMs found gone
 * @param suspected SIMs missing, but too many to be believed
 * @param nameless rows of the list without a SIM id; if there are any, nothing was removed
 * @param undecided SIMs missing of which it is not known whether they are gone; they stay
 */
public record ScanReport(
        int scan,
        Instant startedAt,
        Duration took,
        int pages,
        int sims,
        int snapshot,
        int created,
        int changed,
        int removed,
        int suspected,
        int nameless,
        int undecided) {}
