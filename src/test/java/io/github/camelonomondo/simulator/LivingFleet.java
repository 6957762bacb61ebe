package io.github.camelonomondo.simulator;

import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What SIMs do by themselves: come online, roam, use data, go offline. The same seed tells the same story. */
public final class LivingFleet implements AutoCloseable {

    private static final int TICKS_PER_SECOND = 10;

    private final Fleet fleet;
    private final Random random;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "living-fleet");
        thread.setDaemon(true);
        return thread;
    });
    private long now = Fleet.EPOCH_MILLIS;

    public LivingFleet(Fleet fleet, long seed) {
        this.fleet = fleet;
        this.random = new Random(seed);
    }

    /** Lets so many things happen every second until it is closed. */
    public LivingFleet live(int perSecond) {
        var unused = clock.scheduleAtFixedRate(new Ticks(perSecond), 0, 1000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
        return this;
    }

    /** Lets so many things happen at once; most of them are data used. */
    public synchronized void happen(int times) {
        for (int i = 0; i < times && fleet.size() > 0; i++) {
            now += 1 + random.nextInt(500);
            happenTo(fleet.at(random.nextInt(fleet.size())));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void happenTo(SimulatedSim sim) {
        int kind = random.nextInt(10);
        if (!sim.isActivated()) {
            sim.leave();
        } else if (!sim.isOnline() || kind == 0) {
            sim.join(Network.ALL.get(random.nextInt(Network.ALL.size())), now);
        } else if (kind == 1) {
            sim.leave();
        } else {
            sim.useData(random.nextInt(100_000));
        }
    }

    /** Spreads a number per second over the ticks, none lost to rounding. */
    private final class Ticks implements Runnable {

        private final int perSecond;
        private long tick;

        Ticks(int perSecond) {
            this.perSecond = perSecond;
        }

        @Override
        public void run() {
            long before = tick * perSecond / TICKS_PER_SECOND;
            tick++;
            happen((int) (tick * perSecond / TICKS_PER_SECOND - before));
        }
    }
}
