package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many calls a batch may need, and how many it makes. */
class ExpectedCallsTest {

    private static final int RUNS = 100;
    /** Rows on a page of the model. */
    private static final int PAGE = 7;

    /** Commands of every kind, SIMs that are few or many of the fleet, and of which some wait behind barriers. */
    @ParameterizedTest
    @CsvSource({"20,15,false", "20,15,true", "300,40,false", "300,40,true", "2000,60,false", "2000,60,true"})
    void areNeverExceededIfNothingFails(int fleet, int sims, boolean isFleetKnown) {
        for (int run = 0; run < RUNS; run++) {
            var random = new Random(run);
            var api = new ModelApi(fleet, 0, random);
            var ledger = new Ledger(api, 1, random);
            int commands = 1 + random.nextInt(2 * sims);
            boolean isNarrow = random.nextBoolean();
            for (int i = 0; i < commands; i++) {
                int number = 1 + random.nextInt(isNarrow ? sims : fleet);
                String sim = number % 4 == 0
                        ? "8945730000" + String.format("%09d", number) + "0"
                        : String.format("%09d", number);
                String barrier = random.nextInt(10) == 0 ? ",'coalesce':false" : "";
                ledger.add("{'sim':'" + sim + "'," + kind(random) + barrier + "}");
            }
            if (isFleetKnown) {
                ledger.knowingPages((fleet + PAGE - 1) / PAGE);
            }

            ledger.run();

            assertThat(api.calls()).as("run %d", run).isLessThanOrEqualTo(ledger.expectedCalls());
        }
    }

    private static String kind(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "'type':'relabel','label':'" + random.nextInt() + "'";
            case 1 -> "'type':'tag','tag':'t" + random.nextInt(5) + "'";
            case 2 -> "'type':'untag','tag':'t" + random.nextInt(5) + "'";
            default -> "'type':'set-tags','tags':['t1']";
        };
    }

    /** What made the look-ups of a batch cost more than 20 s of the budget. */
    @Test
    void areAGetEachInAHugeFleetAndATwentiethMoreToSeeThatItIsHuge() {
        var api = new ModelApi(50_000, 0, new Random(1));
        var ledger = new Ledger(api, 1, new Random(1));
        IntStream.rangeClosed(1, 100)
                .forEach(sim -> ledger.add("{'type':'tag','tag':'t1','sim':'%09d'}".formatted(50_000 - sim)));

        ledger.run();

        assertThat(ledger.results()).hasSize(100);
        assertThat(api.calls()).isLessThanOrEqualTo(100 + 6 + 5);
        assertThat(ledger.expectedCalls()).isLessThanOrEqualTo(100 + 6 + 5 + 1);
    }

    @Test
    void areThePagesOfAFleetThatIsKnownToBeSmall() {
        var ledger = new Ledger(new ModelApi(70, 0, new Random(1)), 1, new Random(1)).knowingPages(10);
        IntStream.rangeClosed(1, 60)
                .forEach(sim -> ledger.add("{'type':'tag','tag':'t1','sim':'%09d'}".formatted(sim)));

        ledger.run();

        assertThat(ledger.expectedCalls()).isEqualTo(1 + 10 + 3);
    }

    @Test
    void areBoundedThoughThePagesNeverEnd() {
        var api = new ModelApi(50, 0, new Random(1));
        api.loopCursor();
        var ledger = new Ledger(api, 1, new Random(1)).knowingPages(5);
        IntStream.rangeClosed(1, 8)
                .forEach(sim -> ledger.add("{'type':'tag','tag':'t1','sim':'%09d'}".formatted(40 + sim)));

        ledger.run();

        assertThat(ledger.results()).hasSize(8);
        assertThat(api.calls())
                .as("one page past the fifth, a GET each, a bulk")
                .isEqualTo(6 + 8 + 1);
    }

    @Test
    void areAFewMoreWhereTheFleetIsLargerThanWasKnown() {
        var api = new ModelApi(7_000, 0, new Random(1));
        var ledger = new Ledger(api, 1, new Random(1)).knowingPages(1);
        IntStream.rangeClosed(1, 3)
                .forEach(sim -> ledger.add("{'type':'tag','tag':'t1','sim':'%09d'}".formatted(6_000 + sim)));

        ledger.run();

        assertThat(api.calls()).as("two pages, a GET each, a bulk").isEqualTo(2 + 3 + 1);
    }

    /** Else the fleet would be taken for a page. */
    @Test
    void areCountedForAFleetOfUnknownSizeAfterAPageThatLostItsCursor() {
        var api = new ModelApi(7_000, 0, new Random(1));
        api.loseCursor();
        var ledger = new Ledger(api, 1, new Random(1));
        IntStream.rangeClosed(1, 8)
                .forEach(sim -> ledger.add("{'type':'tag','tag':'t1','sim':'%09d'}".formatted(6_000 + sim)));

        ledger.run();

        assertThat(api.calls()).as("a page, a GET each, a bulk").isEqualTo(1 + 8 + 1);
        assertThat(ledger.fleetPages().isKnown()).isFalse();
    }
}
