package io.github.camelonomondo.kafka.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.kafka.FencedException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the orders of the leader and says how each ended. One that cannot be carried out is refused, whatever the
 * reason, as those behind it wait. One thread at a time.
 */
final class OrderExecution {

    private static final Logger LOG = LoggerFactory.getLogger(OrderExecution.class);
    private static final String REFUSED = "order.refused";
    private static final String REASON = "reason";
    private static final int ATTEMPTS = 3;

    /** At what may pass, while Kafka takes what else is written: an hour in which all others wait would be too long. */
    private static final int PATIENT_ATTEMPTS = 20;

    private final Map<String, Order> orders;
    /** By partition: those behind wait, but not those of other partitions, which may fail in turns. */
    private final Map<Integer, Failures> failing = new HashMap<>();

    /** @param orders by name */
    OrderExecution(Map<String, Order> orders) {
        this.orders = Map.copyOf(orders);
    }

    /**
     * How often an order failed.
     *
     * @param at which, and how far it had come each time
     */
    private record Failures(String at, int count) {
        Failures and(Failures one) {
            return at.equals(one.at) ? new Failures(at, count + 1) : one;
        }
    }

    /**
     * How an order ended.
     *
     * @param type {@code order.done} or {@code order.refused}
     * @param details what the answer says besides
     * @param isCutOff true if parts of it may be done that these do not speak of
     */
    record Outcome(String type, Map<String, ? extends @Nullable Object> details, boolean isCutOff) {

        /** The details, and of an order that was cut off what is done and stays, as of now. */
        Map<String, ? extends @Nullable Object> details(Order.Parts parts) {
            JsonNode done = parts.lastNote();
            return isCutOff && done != null
                    ? reason("it came as far as " + done + "; then " + details.get(REASON))
                    : details;
        }
    }

    private static Map<String, ? extends @Nullable Object> reason(String why) {
        return Map.of(REASON, ReceivedOrder.shown(why));
    }

    /**
     * Carries it out.
     *
     * @throws Exception if another attempt may do it: Kafka is away, another leads, this instance stops; and for some attempts, if
     *     no part of the order becomes safe between them, whatever else is thrown by Kafka's client
     */
    Outcome carryOut(ReceivedOrder order, Order.Parts parts) throws Exception {
        try {
            return new Outcome("order.done", execute(order, parts), false);
        } catch (OrderRefusedException e) {
            return new Outcome(REFUSED, reason(String.valueOf(e.getMessage())), false);
        } catch (AuthorizationException e) {
            return cutOff("Kafka denies what it needs: " + e.getMessage());
        } catch (FencedException | InterruptException | WakeupException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof RuntimeException && !(e instanceof KafkaException)) {
                // Nothing was foreseen of this order, and nothing will be if it is read again and again.
                return broken(e, "the order broke: " + e);
            }
            int attempts = attempts(order, parts);
            if (attempts >= (mayPass(e) ? PATIENT_ATTEMPTS : ATTEMPTS)) {
                return broken(e, "it failed " + attempts + " times: " + e.getMessage());
            }
            throw e;
        }
    }

    private Map<String, ? extends @Nullable Object> execute(ReceivedOrder order, Order.Parts parts) throws Exception {
        JsonNode json = order.json();
        if (json == null) {
            throw new OrderRefusedException("an order is a JSON object such as {\"order\": \"scan-now\"}");
        }
        String flaw = order.flaw();
        if (flaw != null) {
            throw new OrderRefusedException(flaw);
        }
        Order known = orders.get(order.name());
        if (known == null) {
            throw new OrderRefusedException("no such order; there are " + String.join(", ", OrderForm.NAMES));
        }
        return known.execute(json, parts);
    }

    private static boolean mayPass(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }

    /** Since a part of it became safe. */
    private int attempts(ReceivedOrder order, Order.Parts parts) {
        // The note as text: one that was read back has numbers of other types.
        var once = new Failures(order.offset() + " " + parts.lastNote(), 1);
        return failing.merge(order.partition(), once, Failures::and).count;
    }

    private static Outcome broken(Exception cause, String why) {
        LOG.atError().log("an order broke", cause);
        return cutOff(why);
    }

    private static Outcome cutOff(String why) {
        return new Outcome(REFUSED, reason(why), true);
    }
}
