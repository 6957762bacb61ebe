package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.changes.FleetState;
import io.github.camelonomondo.changes.StateRepository;
import java.time.Clock;

/**
 * What scans work with, the same from one to the next.
 *
 * @param api is asked for pages, and for SIMs that none of them showed
 * @param state what the next page is compared with; of the thread of the scans alone
 * @param repository where the state outlives the process
 * @param listener hears how the scans go
 * @param control orders to them
 */
public record Scanning(
        OnomondoApi api,
        ScanSettings settings,
        FleetState state,
        StateRepository repository,
        ScanListener listener,
        ScanControl control,
        Clock clock) {}
