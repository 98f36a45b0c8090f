package io.github.pyb.mojo;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Understands the parameter {@code jobs}. */
final class JobCount {

    private JobCount() {}

    /**
     * How many compilers may run at the same time.
     *
     * @param processors how many processors there are for all of Maven
     * @param modulesAtOnce how many modules Maven may build at the same time
     */
    static int parse(@Nullable String value, int processors, int modulesAtOnce) throws UserProblem {
        Optional<String> text = ParameterValues.given(value).map(String::strip);
        if (text.isEmpty() || text.get().equals("auto")) {
            return Math.max(1, processors / Math.max(1, modulesAtOnce));
        }
        if (!text.get().matches("[1-9][0-9]{0,4}")) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("jobs (-Dpyb.jobs=" + text.get()
                                    + ") is neither auto nor a whole number greater than 0")
                            .attempt("auto, or a number, for instance -Dpyb.jobs=4"));
        }
        return Integer.parseInt(text.get());
    }
}
