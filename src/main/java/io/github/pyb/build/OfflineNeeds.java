package io.github.pyb.build;

import io.github.pyb.env.Pin;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import java.util.ArrayList;
import java.util.List;

/** What a build without network lacks: all of it in one list, before anything is made. */
final class OfflineNeeds {

    private final BuildRequest request;
    private final List<String> missing = new ArrayList<>();
    private final List<UserProblem> notFound = new ArrayList<>();

    OfflineNeeds(BuildRequest request) {
        this.request = request;
    }

    /** Whether nothing may be fetched. */
    static boolean apply(BuildRequest request) {
        return request.environment().installer().offline();
    }

    /**
     * Puts an interpreter on the list that was not found.
     *
     * @throws UserProblem if it is not for want of a network
     */
    void addInterpreter(String wanted, UserProblem why) throws UserProblem {
        if (!apply(request) || why.kind() != ProblemKind.INTERPRETER_UNRESOLVED) {
            throw why;
        }
        missing.add("interpreter " + wanted);
        notFound.add(why);
    }

    /**
     * Requirements that are not to be had.
     *
     * @param interpreter the interpreter that they are for
     * @param declared those of {@code [build-system]}
     * @param reported those that the backend reported the last time; only of interest if something else is missing
     */
    void addRequirements(Interpreter interpreter, List<String> declared, List<String> reported) {
        if (declared.isEmpty()) {
            return;
        }
        declared.forEach(text -> missing.add(text + " (for " + interpreter.tag() + ")"));
        reported.forEach(
                text -> missing.add(text + " (for " + interpreter.tag() + ", reported by the backend the last time)"));
    }

    /**
     * Something that is locked and not to be had.
     *
     * @param declared what is locked for the requirements of {@code [build-system]}
     * @param besides what is locked for those that the backend may report; only of interest if something else is missing
     */
    void addLocked(Interpreter interpreter, List<Pin> declared, List<String> besides) {
        if (declared.isEmpty()) {
            return;
        }
        declared.forEach(pin -> missing.add(pin + " (locked for " + interpreter.tag() + ")"));
        besides.forEach(words ->
                missing.add(words + " (locked for " + interpreter.tag() + ", needed if the backend reports it)"));
    }

    /** @throws UserProblem if something is missing */
    void check() throws UserProblem {
        if (missing.isEmpty()) {
            return;
        }
        Explanation explanation = Explanation.of("Maven is offline (-o), and what the build requires is not here");
        for (String one : missing) {
            explanation = explanation.line("missing", one);
        }
        for (UserProblem problem : notFound) {
            explanation = explanation.line("because", problem.explanation().text());
        }
        throw new UserProblem(
                notFound.isEmpty() ? ProblemKind.INSTALL_FAILED : ProblemKind.INTERPRETER_UNRESOLVED,
                explanation
                        .line(
                                "looked in",
                                "the store " + request.environment().store().directory()
                                        + ", and where the installer looks on this machine")
                        .attempt("fetch it once, without -o: mvn pyb:go-offline"));
    }
}
