package io.github.camelonomondo.commands.parse;

/** Ends the reading of a record. Never leaves {@link CommandParser}. */
final class Refusing extends Exception {

    private static final long serialVersionUID = 1L;
    private final transient CommandError error;

    private Refusing(CommandError error) {
        super(error.detail(), null, false, false);
        this.error = error;
    }

    static Refusing because(ErrorCode code, String detail) {
        return new Refusing(CommandError.of(code, detail));
    }

    CommandError error() {
        return error;
    }
}
