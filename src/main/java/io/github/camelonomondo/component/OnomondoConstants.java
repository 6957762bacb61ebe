package io.github.camelonomondo.component;

import org.apache.camel.spi.Metadata;

/** Headers that the producers read and write. Only the {@code Camel} prefix is kept out of untrusted input. */
public final class OnomondoConstants {

    @Metadata(description = "The SIM: its id of 9 digits or its ICCID of 19 or 20.", javaType = "String")
    public static final String SIM = "CamelOnomondoSim";

    @Metadata(description = "The id of a tag.", javaType = "String")
    public static final String TAG = "CamelOnomondoTag";

    @Metadata(description = "How many SIMs at most.", javaType = "Integer")
    public static final String LIMIT = "CamelOnomondoLimit";

    @Metadata(description = "The cursor of the page to list.", javaType = "String")
    public static final String NEXT_PAGE = "CamelOnomondoNextPage";

    @Metadata(description = "key:value, one or a list of them; all must hold.", javaType = "List<String>")
    public static final String FILTER = "CamelOnomondoFilter";

    @Metadata(description = "Part of a SIM id or label, or a complete ICCID.", javaType = "String")
    public static final String SEARCH = "CamelOnomondoSearch";

    @Metadata(description = "How many found SIMs to leave out first.", javaType = "Integer")
    public static final String OFFSET = "CamelOnomondoOffset";

    @Metadata(description = "The number of the scan that a page of changes belongs to.", javaType = "Long")
    public static final String SCAN = "CamelOnomondoScan";

    private OnomondoConstants() {}
}
