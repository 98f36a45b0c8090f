package io.github.pyb.problem;

import org.jspecify.annotations.Nullable;

/** A failure that has been understood: it has a kind and an explanation that needs no stack trace. */
public abstract sealed class Problem extends Exception permits UserProblem, MachineProblem {

    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final transient Explanation explanation;

    Problem(ProblemKind kind, Explanation explanation, @Nullable Throwable cause) {
        super(explanation.text(), cause);
        this.kind = kind;
        this.explanation = explanation;
    }

    public ProblemKind kind() {
        return kind;
    }

    public Explanation explanation() {
        return explanation;
    }

    /** The same problem with more to say, for instance where the evidence is. */
    public abstract Problem explainedBy(Explanation more);
}
