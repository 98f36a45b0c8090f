package io.github.pyb.hooks;

import io.github.pyb.log.Durations;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessResult;
import java.util.Optional;

/** The words for every way in which a hook can fail. */
final class HookFailures {

    /** POSIX: a process that a signal has ended has this and the signal's number as its exit code. */
    private static final int SIGNALS = 128;

    private static final int LAST_SIGNAL = 64;

    private final HookContext context;
    private final Hook hook;

    HookFailures(HookContext context, Hook hook) {
        this.context = context;
        this.hook = hook;
    }

    UserProblem of(HookAnswer answer, ProcessResult result) {
        if (result.timedOut()) {
            return timedOut(result);
        }
        UserProblem problem;
        if (answer instanceof HookAnswer.BackendUnavailable unavailable) {
            problem = unavailable(unavailable);
        } else if (answer instanceof HookAnswer.Unsupported unsupported) {
            problem = problem(
                    ProblemKind.UNSUPPORTED_OPERATION,
                    backend() + " does not support " + hook.word() + " here"
                            + (unsupported.message().isEmpty() ? "" : ": " + unsupported.message()));
        } else if (answer instanceof HookAnswer.Raised raised) {
            problem = problem(ProblemKind.HOOK_FAILED, "the hook " + named() + " failed: " + raised.message());
        } else if (answer instanceof HookAnswer.Exited exited) {
            problem = problem(
                    ProblemKind.HOOK_FAILED,
                    "the hook " + named() + " ended its process by sys.exit(" + exited.code() + ")");
        } else if (answer instanceof HookAnswer.BadValue bad) {
            problem = badResult("a value of type " + bad.type() + ", which cannot be an answer");
        } else {
            problem = noAnswer(answer, result);
        }
        return problem.explainedBy(Explanation.of("").output(result.tail()));
    }

    UserProblem missing() {
        return new UserProblem(
                ProblemKind.HOOK_MISSING,
                Explanation.of(backend() + " does not have the hook " + hook.word())
                        .where(table())
                        .attempt("use a version of the backend that has it (see \"requires\")"));
    }

    /** @param what what was returned, the object of the sentence */
    UserProblem badResult(String what) {
        return problem(ProblemKind.BAD_RESULT, "the hook " + named() + " returned " + what);
    }

    private UserProblem timedOut(ProcessResult result) {
        return new UserProblem(
                ProblemKind.TIMEOUT,
                Explanation.of("the hook " + named() + " was ended because it took longer than "
                                + Durations.words(
                                        Optional.ofNullable(context.timeout()).orElse(result.elapsed())))
                        .where(context.project())
                        .output(result.tail())
                        .attempt("allow it more time: -Dpyb.timeout=SECONDS"));
    }

    private UserProblem unavailable(HookAnswer.BackendUnavailable unavailable) {
        String advice = "check \"build-backend\" and \"requires\"";
        Optional<String> missing = unavailable.missingModule();
        if (!context.backend().path().isEmpty()) {
            advice = "check \"build-backend\" and \"backend-path\"";
        } else if (missing.isPresent()
                && missing.get().split("\\.", 2)[0].equals(context.backend().topLevelModule())) {
            advice = "add the distribution that has the module " + missing.get() + " to \"requires\"";
        } else if (missing.isPresent()) {
            advice = "the backend is there but needs the module " + missing.get()
                    + "; add the distribution that has it to \"requires\"";
        }
        return new UserProblem(
                ProblemKind.BACKEND_UNAVAILABLE,
                Explanation.of(backend() + " cannot be imported: " + unavailable.message())
                        .where(table())
                        .attempt(advice));
    }

    private UserProblem noAnswer(HookAnswer answer, ProcessResult result) {
        if (result.exitCode() == 0) {
            return problem(
                    ProblemKind.HOOK_FAILED,
                    "the hook " + named() + " ended its process with exit code 0, but without an answer");
        }
        String how = "the process of the hook " + named() + " ended with exit code " + result.exitCode();
        if (result.exitCode() > SIGNALS && result.exitCode() <= SIGNALS + LAST_SIGNAL) {
            how += ", by signal " + (result.exitCode() - SIGNALS);
            if (result.exitCode() == SIGNALS + 9) {
                how += "; the system may have run out of memory";
            }
        } else if (answer instanceof HookAnswer.None none) {
            how += " and without an answer (" + none.reason() + ")";
        }
        return problem(ProblemKind.HOOK_FAILED, how);
    }

    private UserProblem problem(ProblemKind kind, String what) {
        return new UserProblem(kind, Explanation.of(what).where(context.project()));
    }

    private String named() {
        return hook.word() + " of " + backend();
    }

    private String backend() {
        return "the backend " + context.backend().name();
    }

    private String table() {
        return context.project().resolve("pyproject.toml") + ", [build-system]";
    }
}
