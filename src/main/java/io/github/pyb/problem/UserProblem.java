package io.github.pyb.problem;

import org.jspecify.annotations.Nullable;

/** The project, its requirements, its backend or a setting is at fault; the user can solve it. */
public final class UserProblem extends Problem {

    private static final long serialVersionUID = 1L;

    public UserProblem(ProblemKind kind, Explanation explanation) {
        this(kind, explanation, null);
    }

    public UserProblem(ProblemKind kind, Explanation explanation, @Nullable Throwable cause) {
        super(kind, explanation, cause);
    }

    @Override
    public UserProblem explainedBy(Explanation more) {
        return new UserProblem(kind(), explanation().and(more), this);
    }
}
