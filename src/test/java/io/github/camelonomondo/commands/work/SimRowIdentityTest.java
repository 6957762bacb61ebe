package io.github.camelonomondo.commands.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether an answer is believed to be of the SIM that was asked for. */
class SimRowIdentityTest {

    private static final String CARD = "8945730000000279139";

    @Test
    void isOfTheIdThatWasAskedFor() {
        assertThat(SimRow.isOf(sim("000279139", null), new SimId("000279139"))).isTrue();
        assertThat(SimRow.isOf(sim("000279140", null), new SimId("000279139"))).isFalse();
        assertThat(SimRow.isOf(Map.of(), new SimId("000279139"))).isFalse();
    }

    @Test
    void isOfTheCardThatWasAskedForWithOrWithoutItsCheckDigit() {
        assertThat(SimRow.isOf(sim("000279139", CARD), new Iccid(CARD + "4"))).isTrue();
        assertThat(SimRow.isOf(sim("000279139", CARD + "4"), new Iccid(CARD))).isTrue();
    }

    @Test
    void isNotOfAnotherCard() {
        assertThat(SimRow.isOf(sim("000279140", "8945730000000279140"), new Iccid(CARD)))
                .isFalse();
        assertThat(SimRow.isOf(sim("000279140", "8945 7300 0000 0279 140F"), new Iccid(CARD)))
                .isFalse();
    }

    @Test
    void isBelievedIfItShowsNoCard() {
        assertThat(SimRow.isOf(sim("000279139", null), new Iccid(CARD))).isTrue();
    }

    private static Map<String, @Nullable Object> sim(String id, @Nullable String iccid) {
        var sim = new HashMap<String, @Nullable Object>();
        sim.put("id", id);
        sim.put("iccid", iccid);
        return sim;
    }
}
