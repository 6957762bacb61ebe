package io.github.camelonomondo.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
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
    private static final int ATTEMPTS = 3;

    /** At what may pass, while Kafka takes what else is written: an hour in which all others wait would be too long. */
    private static final int PATIENT_ATTEMPTS = 20;

    private final Map<String, Order> orders;
    private @Nullable ReceivedOrder failing;
    private @Nullable JsonNode failedAfter;
    private int failures;

    /** @param orders by name */
    OrderExecution(Map<String, Order> orders) {
        this.orders = Map.copyOf(orders);
    }

    /**
     * How an order ended.
     *
     * @param type {@code order.done} or {@code order.refused}
     * @param details what the answer says besides
     */
    record Outcome(String type, Map<String, ? extends @Nullable Object> details) {}

    /**
     * Carries it out.
     *
     * @throws Exception if another attempt may do it: Kafka is away, another leads, this instance stops; and for some attempts, if
     *     no part of the order becomes safe between them, whatever else is thrown by Kafka's client
     */
    Outcome carryOut(ReceivedOrder order, Order.Parts parts) throws Exception {
        try {
            return new Outcome("order.done", execute(order, parts));
        } catch (OrderRefusedException e) {
            return refused(String.valueOf(e.getMessage()));
        } catch (AuthorizationException e) {
            return refused("Kafka denies what it needs: " + e.getMessage() + before(parts));
        } catch (FencedException | InterruptException | WakeupException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof RuntimeException && !(e instanceof KafkaException)) {
                // Nothing was foreseen of this order, and nothing will be if it is read again and again.
                return broken(e, "the order broke: " + e + before(parts));
            }
            int attempts = attempts(order, parts);
            if (attempts >= (mayPass(e) ? PATIENT_ATTEMPTS : ATTEMPTS)) {
                return broken(e, "it failed " + attempts + " times: " + e.getMessage() + before(parts));
            }
            throw e;
        }
    }

    /** What of it is done, and stays. */
    private static String before(Order.Parts parts) {
        JsonNode done = parts.lastNote();
        return done == null ? "" : "; before that it came as far as " + done;
    }

    private Map<String, ? extends @Nullable Object> execute(ReceivedOrder order, Order.Parts parts) throws Exception {
        JsonNode json = order.json();
        if (json == null) {
            throw new OrderRefusedException("an order is a JSON object such as {\"order\": \"scan-now\"}");
        }
        Order known = orders.get(order.name());
        if (known == null) {
            throw new OrderRefusedException("no such order; there are " + PauseOrders.PAUSE + ", " + PauseOrders.RESUME
                    + ", " + String.join(", ", orders.keySet()));
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
        boolean isSame = failing != null
                && failing.partition() == order.partition()
                && failing.offset() == order.offset()
                && Objects.equals(failedAfter, parts.lastNote());
        failures = isSame ? failures + 1 : 1;
        failing = order;
        failedAfter = parts.lastNote();
        return failures;
    }

    private static Outcome broken(Exception cause, String why) {
        LOG.atError().log("an order broke", cause);
        return refused(why);
    }

    private static Outcome refused(String why) {
        return new Outcome("order.refused", Map.of("reason", ReceivedOrder.shown(why)));
    }
}
