package io.github.camelonomondo.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API's no to one SIM or one call.
 *
 * @param status of the HTTP answer that held it
 * @param code the API's own word for it, such as {@code connector_not_found}; null if it gave none
 * @param detail its message, or the start of what it sent; never holds the key
 */
public record Refusal(
        int status, @Nullable String code, @Nullable String detail) implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final Pattern FINAL = Pattern.compile("(_|\\b)not_found\\b|invalid|unknown|forbidden|not found");

    /**
     * True if asking again cannot help: the words end in {@code _not_found} or speak of invalid, unknown or forbidden
     * things. Anything else may pass. A code that is a word is all that counts; one that is a number or a sentence says no
     * more than the message.
     */
    @JsonIgnore
    public boolean isFinal() {
        String words = code != null && Refusals.isWord(code) ? code : code + " " + detail;
        return FINAL.matcher(words.toLowerCase(Locale.ROOT)).find();
    }

    /** True if what was asked for is not there: of a GET, the SIM. */
    @JsonIgnore
    public boolean isNotFound() {
        return status == NOT_FOUND;
    }

    /** True if what was sent is not taken: of a page, its cursor; of a tag, perhaps only that it is so already. */
    @JsonIgnore
    public boolean isBadRequest() {
        return status == BAD_REQUEST;
    }

    /** The API's words, for a message. */
    public String inWords() {
        if (code != null) {
            return detail == null ? code : code + ": " + detail;
        }
        return detail == null ? "no reason given" : detail;
    }
}
