package io.github.camelonomondo.rest;

/** Ends a request with its problem. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static ProblemException badRequest(String error, String detail) {
        return new ProblemException(Problem.badRequest(error, detail));
    }

    Problem problem() {
        return problem;
    }
}
