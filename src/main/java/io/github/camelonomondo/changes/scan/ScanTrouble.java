package io.github.camelonomondo.changes.scan;

/**
 * Scans that failed one after another.
 *
 * @param scans how many, or attempts to begin one
 * @param reason of the last
 */
public record ScanTrouble(int scans, String reason) {}
