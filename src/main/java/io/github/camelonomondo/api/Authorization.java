package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    /** Keeps the form of {@code notRefused}, to which the API has just answered anything but 401. */
    void keep(String notRefused) {
        if (setting == AuthForm.AUTO && !notRefused.equals(header())) {
            AuthForm other = other(form);
            if (notRefused.equals(written(other))) {
                form = other;
            }
        }
    }

    /** {@code answer} without the key, should the API have sent it back. */
    HttpAnswer hiding(HttpAnswer answer) {
        String secret = key.current();
        String text = new String(answer.body(), UTF_8);
        if (secret.isEmpty() || !text.contains(secret)) {
            return answer;
        }
        byte[] hidden = text.replace(secret, "***").getBytes(UTF_8);
        return new HttpAnswer(answer.status(), hidden, answer.rate(), answer.cut());
    }

    private static AuthForm other(AuthForm form) {
        return form == AuthForm.RAW ? AuthForm.BEARER : AuthForm.RAW;
    }

    private String written(AuthForm as) {
        return as == AuthForm.RAW ? key.current() : "Bearer " + key.current();
    }
}
