package io.github.camelonomondo.api;

import org.jspecify.annotations.Nullable;

/** Writes the key in the form that works. Safe to share between threads. */
final class Authorization {

    private final ApiKey key;
    private final AuthForm setting;
    private volatile AuthForm form;

    Authorization(ApiKey key, AuthForm setting) {
        this.key = key;
        this.setting = setting;
        this.form = setting == AuthForm.RAW ? AuthForm.RAW : AuthForm.BEARER;
    }

    /** The header's value now. */
    String header() {
        return written(form);
    }

    /**
     * What to try once after {@code refused} brought a 401: the key that replaced it meanwhile, or the other form.
     * Null if there is nothing else to try.
     */
    @Nullable
    String alternativeTo(String refused) {
        key.refresh();
        String now = header();
        if (!now.equals(refused)) {
            return now;
        }
        return setting == AuthForm.AUTO ? written(other(form)) : null;
    }

    /** Keeps the form of {@code accepted}, which the API has just taken. */
    void keep(String accepted) {
        if (setting == AuthForm.AUTO && !accepted.equals(header())) {
            AuthForm other = other(form);
            if (accepted.equals(written(other))) {
                form = other;
            }
        }
    }

    private static AuthForm other(AuthForm form) {
        return form == AuthForm.RAW ? AuthForm.BEARER : AuthForm.RAW;
    }

    private String written(AuthForm as) {
        return as == AuthForm.RAW ? key.current() : "Bearer " + key.current();
    }
}
