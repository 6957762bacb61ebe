package io.github.camelonomondo.changes.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelonomondo.changes.scan.ScanControl;
import io.github.camelonomondo.kafka.control.OrderRefusedException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Orders to scans that cannot be obeyed. */
class ScanOrdersTest {

    @Test
    void refusesAScanWhereNothingIsScanned() {
        var scanNow =
                Objects.requireNonNull(ScanOrders.of(new ScanControl(), false).get("scan-now"));

        assertThatThrownBy(() -> scanNow.execute(JsonNodeFactory.instance.objectNode(), null))
                .isInstanceOf(OrderRefusedException.class)
                .hasMessageContaining("ONOMONDO_SCAN_INTERVAL");
    }
}
