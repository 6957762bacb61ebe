package io.github.camelonomondo.simulator;

import java.util.List;

/** The network a SIM is on, with its JSON made once. */
final class Network {

    static final Network NONE = new Network(null, null, null, null, null);

    static final List<Network> ALL = List.of(
            new Network("Telia", "Denmark", "DK", "238", "20"),
            new Network("Telenor Norge", "Norway", "NO", "242", "01"),
            new Network("Vodafone", "Germany", "DE", "262", "02"),
            new Network("Orange", "France", "FR", "208", "01"),
            new Network("KPN", "Netherlands", "NL", "204", "08"));

    private final byte[] json;

    private Network(String name, String country, String countryCode, String mcc, String mnc) {
        json = new JsonBytes(128)
                .raw(JsonBytes.bytes("{\"name\":"))
                .text(name)
                .raw(JsonBytes.bytes(",\"country\":"))
                .text(country)
                .raw(JsonBytes.bytes(",\"country_code\":"))
                .text(countryCode)
                .raw(JsonBytes.bytes(",\"mcc\":"))
                .text(mcc)
                .raw(JsonBytes.bytes(",\"mnc\":"))
                .text(mnc)
                .raw('}')
                .toBytes();
    }

    void write(JsonBytes out) {
        out.raw(json);
    }
}
