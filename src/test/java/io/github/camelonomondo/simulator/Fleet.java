package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The SIMs of the simulated account, ordered by id. Thread-safe: a test changes it while the connector reads it.
 *
 * <p>A million SIMs are an array of small objects, so that a page is a binary search and a walk.
 */
public final class Fleet {

    static final long EPOCH_MILLIS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Catalogue catalogue = new Catalogue();
    private volatile SimulatedSim[] sims;

    private Fleet(int size) {
        sims = IntStream.rangeClosed(1, size).mapToObj(this::create).toArray(SimulatedSim[]::new);
    }

    /** SIMs 000000001 to {@code size}; the same ones whenever it is asked. */
    public static Fleet of(int size) {
        return new Fleet(size);
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public int size() {
        return sims.length;
    }

    public List<String> ids() {
        return Stream.of(sims).map(sim -> SimNumbers.id(sim.number())).toList();
    }

    public boolean has(String id) {
        return find(id).isPresent();
    }

    public String iccid(String id) {
        return SimNumbers.iccid(require(id).number());
    }

    /** The SIM as GET /sims/{id} gives it now. */
    public ObjectNode sim(String id) {
        return require(id).toDetail();
    }

    /** The SIM as GET /sims gives it now. */
    public ObjectNode row(String id) {
        return require(id).toRow();
    }

    /** The label, or null. */
    public String label(String id) {
        return sim(id).path("label").textValue();
    }

    /** The ids of the SIM's tags. */
    public List<String> tags(String id) {
        return require(id).tags().stream().map(SimTag::id).toList();
    }

    public void add(String id) {
        int number = SimNumbers.parseId(id).orElseThrow(() -> new IllegalArgumentException("Not a SIM id: " + id));
        synchronized (this) {
            int at = -position(sims, number) - 1;
            if (at < 0) {
                throw new IllegalArgumentException("Already in the fleet: " + id);
            }
            var next = Arrays.copyOf(sims, sims.length + 1);
            System.arraycopy(sims, at, next, at + 1, sims.length - at);
            next[at] = create(number);
            sims = next;
        }
    }

    public void remove(String id) {
        int number = require(id).number();
        synchronized (this) {
            sims = Stream.of(sims).filter(sim -> sim.number() != number).toArray(SimulatedSim[]::new);
        }
    }

    /**
     * Changes a property behind the connector's back, as another client or the network would. What PATCH does not know
     * (say {@code technologies.5g}, {@code ipv4}) is simply set.
     *
     * @param value anything Jackson writes; tags are given as a list of ids
     */
    public void change(String id, String property, Object value) {
        JsonNode json = JSON.valueToTree(value);
        var update = JSON.createObjectNode();
        update.set(property, json);
        if (require(id).update(update, catalogue).isPresent()) {
            require(id).override(property, json);
        }
    }

    /** Takes a property away: absent, not null. */
    public void drop(String id, String property) {
        require(id).override(property, MissingNode.getInstance());
    }

    Optional<SimulatedSim> find(String idOrIccid) {
        OptionalInt number = SimNumbers.parse(idOrIccid);
        return number.isPresent() ? find(number.getAsInt()) : Optional.empty();
    }

    SimulatedSim at(int index) {
        var now = sims;
        return now[index % now.length];
    }

    /** All SIMs with a greater number, in order. */
    Stream<SimulatedSim> after(int number) {
        var now = sims;
        int at = position(now, number);
        return Arrays.stream(now, at < 0 ? -at - 1 : at + 1, now.length);
    }

    private Optional<SimulatedSim> find(int number) {
        var now = sims;
        int at = position(now, number);
        return at < 0 ? Optional.empty() : Optional.of(now[at]);
    }

    private SimulatedSim require(String id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("No SIM " + id));
    }

    private static int position(SimulatedSim[] sims, int number) {
        int low = 0;
        int high = sims.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int there = sims[middle].number();
            if (there == number) {
                return middle;
            }
            if (there < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private SimulatedSim create(int number) {
        var known = catalogue.tags();
        var first = known.get(number % 5);
        return new SimulatedSim(number, number % 3 == 0 ? List.of(first) : List.of(first, known.get((number + 1) % 5)));
    }
}
