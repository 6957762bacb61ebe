package io.github.camelonomondo.component;

import org.apache.camel.spi.Metadata;

/**
 * Headers that the producers read; they set none. The consumer sets {@link #SCAN}. Only the {@code Camel} prefix is kept out
 * of untrusted input.
 */
public final class OnomondoConstants {

    private static final String PRODUCER = "producer";

    @Metadata(
            label = PRODUCER,
            description =
                    "The SIM, by its id of 9 digits or its ICCID of 19 or 20, of getSim, updateSim, addTag and removeTag.",
            javaType = "String")
    public static final String SIM = "CamelOnomondoSim";

    @Metadata(label = PRODUCER, description = "The id of the tag of addTag and removeTag.", javaType = "String")
    public static final String TAG = "CamelOnomondoTag";

    @Metadata(label = PRODUCER, description = "How many SIMs listSims or findSims gives at most.", javaType = "Integer")
    public static final String LIMIT = "CamelOnomondoLimit";

    @Metadata(label = PRODUCER, description = "The cursor of the page that listSims gives.", javaType = "String")
    public static final String NEXT_PAGE = "CamelOnomondoNextPage";

    @Metadata(
            label = PRODUCER,
            description =
                    "Which SIMs listSims gives: key:value, one or several of them as a list or an array; all must hold.",
            javaType = "List<String>")
    public static final String FILTER = "CamelOnomondoFilter";

    @Metadata(
            label = PRODUCER,
            description = "What findSims looks for: part of a SIM id or label, or a complete ICCID.",
            javaType = "String")
    public static final String SEARCH = "CamelOnomondoSearch";

    @Metadata(label = PRODUCER, description = "How many found SIMs findSims leaves out first.", javaType = "Integer")
    public static final String OFFSET = "CamelOnomondoOffset";

    @Metadata(
            label = "consumer",
            description = "The number of the scan that a page of changes belongs to.",
            javaType = "Long")
    public static final String SCAN = "CamelOnomondoScan";

    private OnomondoConstants() {}
}
