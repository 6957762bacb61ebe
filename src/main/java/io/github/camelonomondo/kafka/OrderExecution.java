package io.github.camelonomondo.kafka;

import com.fasterxml.jackson.databind.JsonNode;
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
    private static final int ATTEMPTS = 3;

    private final Map<String, Order> orders;
    private @Nullable ReceivedOrder failing;
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
     * @throws Exception if another attempt may do it: Kafka is away, another leads, this instance stops; or, twice for one
     *     order, whatever Kafka's client throws
     */
    Outcome carryOut(ReceivedOrder order, Order.Parts parts) throws Exception {
        try {
            return new Outcome("order.done", execute(order, parts));
        } catch (OrderRefusedException e) {
            return refused(String.valueOf(e.getMessage()));
        } catch (AuthorizationException e) {
            return refused("Kafka denies what it needs: " + e.getMessage());
        } catch (FencedException e) {
            throw e;
        } catch (Exception e) {
            if (mayPass(e)) {
                throw e;
            }
            if (e instanceof RuntimeException && !(e instanceof KafkaException)) {
                // Nothing was foreseen of this order, and nothing will be if it is read again and again.
                return broken(e, "the order broke: " + e);
            }
            if (isGivenUp(order)) {
                return broken(e, "it failed " + ATTEMPTS + " times: " + e.getMessage());
            }
            throw e;
        }
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
            if (cause instanceof RetriableException
                    || cause instanceof InterruptException
                    || cause instanceof WakeupException
                    || cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    private boolean isGivenUp(ReceivedOrder order) {
        boolean isSame =
                failing != null && failing.partition() == order.partition() && failing.offset() == order.offset();
        failures = isSame ? failures + 1 : 1;
        failing = order;
        return failures >= ATTEMPTS;
    }

    private static Outcome broken(Exception cause, String why) {
        LOG.atError().log("an order broke", cause);
        return refused(why);
    }

    private static Outcome refused(String why) {
        return new Outcome("order.refused", Map.of("reason", ReceivedOrder.shown(why)));
    }
}
