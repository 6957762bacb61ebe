package io.github.camelonomondo.simulator;

import java.util.Optional;

/** How a call carries its key in {@code Authorization}. */
public enum KeyForm {
    /** The key alone, as the live API wants it. */
    RAW,
    /** {@code Bearer KEY}, as the generated samples have it. */
    BEARER,
    /** No key, or something that is neither form. */
    NONE;

    private static final String PREFIX = "Bearer ";

    static KeyForm of(String authorization) {
        if (authorization == null || authorization.isBlank()) {
            return NONE;
        }
        if (authorization.startsWith(PREFIX)) {
            return BEARER;
        }
        return authorization.contains(" ") ? NONE : RAW;
    }

    /** The key itself; it goes no further than the comparison. */
    Optional<String> key(String authorization) {
        return switch (this) {
            case RAW -> Optional.of(authorization);
            case BEARER -> Optional.of(authorization.substring(PREFIX.length()));
            case NONE -> Optional.empty();
        };
    }
}
