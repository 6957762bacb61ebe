package io.github.camelonomondo.simulator;

import java.time.LocalDate;

/** Writes a SIM as GET /sims gives it. The caller holds the SIM's lock. */
final class SimRow {

    private static final byte[] ID = JsonBytes.bytes("{\"id\":\"");
    private static final byte[] ICCID = JsonBytes.bytes("\",\"iccid\":\"");
    private static final byte[] LABEL = JsonBytes.bytes("\",\"label\":");
    private static final byte[] NETWORK_LIST = JsonBytes.bytes(",\"network_whitelist\":");
    private static final byte[] IMEI_LOCK = JsonBytes.bytes(",\"imei_lock\":");
    private static final byte[] CONNECTOR = JsonBytes.bytes(",\"connector\":");
    private static final byte[] ACTIVATED = JsonBytes.bytes(",\"activated\":");
    private static final byte[] IPV4 = JsonBytes.bytes(",\"ipv4\":\"100.");
    private static final byte[] ONLINE = JsonBytes.bytes("\",\"online\":");
    private static final byte[] ONLINE_AT = JsonBytes.bytes(",\"online_at\":");
    private static final byte[] LAST_CAME_ONLINE_AT = JsonBytes.bytes(",\"last_came_online_at\":");
    private static final byte[] NETWORK = JsonBytes.bytes(",\"network\":");
    private static final byte[] USAGE = JsonBytes.bytes(",\"usage\":");
    private static final byte[] TAGS = JsonBytes.bytes(",\"tags\":[");
    private static final long DAY = 86_400_000;

    private SimRow() {}

    static void write(SimulatedSim sim, JsonBytes out) {
        int number = sim.number();
        out.raw(ID).digits(number, 9).raw(ICCID);
        SimNumbers.writeIccid(number, out);
        out.raw(LABEL).text(sim.label());
        out.raw(NETWORK_LIST).text(sim.networkList());
        out.raw(IMEI_LOCK).text(sim.imeiLock());
        out.raw(CONNECTOR).text(sim.connector());
        out.raw(ACTIVATED).bool(sim.isActivated());
        out.raw(IPV4).number(64 + (number >> 16) % 64).raw('.');
        out.number((number >> 8) & 255).raw('.').number(number & 255);
        out.raw(ONLINE).bool(sim.isOnline());
        writeInstant(sim.onlineAt(), out.raw(ONLINE_AT));
        writeInstant(sim.lastCameOnlineAt(), out.raw(LAST_CAME_ONLINE_AT));
        sim.network().write(out.raw(NETWORK));
        out.raw(USAGE).number(sim.usage());
        char before = 0;
        out.raw(TAGS);
        for (SimTag tag : sim.tags()) {
            if (before != 0) {
                out.raw(before);
            }
            tag.write(out);
            before = ',';
        }
        out.raw(']').raw('}');
    }

    // ISO-8601, always with milliseconds, as the API writes it; 0 is null.
    private static void writeInstant(long millis, JsonBytes out) {
        if (millis == 0) {
            out.text(null);
            return;
        }
        var date = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY));
        long time = Math.floorMod(millis, DAY);
        out.raw('"').digits(date.getYear(), 4).raw('-').digits(date.getMonthValue(), 2);
        out.raw('-').digits(date.getDayOfMonth(), 2).raw('T').digits(time / 3_600_000, 2);
        out.raw(':').digits(time / 60_000 % 60, 2).raw(':').digits(time / 1_000 % 60, 2);
        out.raw('.').digits(time % 1_000, 3).raw('Z').raw('"');
    }
}
