package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.index.Complaint;
import io.github.pyb.log.Durations;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One installation, whichever program carries it out.
 *
 * @param requirements what is to be installed
 * @param timeout how long it may take; {@code null} for no limit
 * @param offline whether nothing may be fetched from elsewhere
 */
record Installation(List<String> requirements, @Nullable Duration timeout, boolean offline) {

    /**
     * Writes the requirements into a file: installers honour environment markers there, and a requirement cannot be taken
     * for an option there. The first line tells pip the encoding, which it would otherwise guess from the locale.
     */
    Path writeRequirements(Path directory) throws MachineProblem {
        String text = requirements.stream()
                .map(requirement -> requirement.strip() + "\n")
                .collect(Collectors.joining("", "# -*- coding: utf-8 -*-\n", ""));
        try {
            return Files.writeString(Files.createTempFile(directory, "requirements-", ".txt"), text);
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the list of requirements", directory, e);
        }
    }

    /**
     * Runs the installer.
     *
     * @param spec its process; the title is the installer's name
     * @param passing what only this run of it sees
     * @param route where packages come from
     * @param configuration what of the installer's own configuration decides where packages come from
     * @throws UserProblem if it fails
     */
    void run(
            ProcessRunner runner,
            ProcessSpec spec,
            EnvironmentChanges passing,
            PackageRoute route,
            String configuration)
            throws UserProblem, MachineProblem, InterruptedException {
        ProcessResult result = runner.run(spec, passing);
        if (result.succeeded()) {
            return;
        }
        runner.replayIfHidden(spec, result);
        if (route.isDeclared() || !route.complaints().isEmpty()) {
            throw failedOnTheWay(spec.title(), result, route);
        }
        throw failed(spec.title(), result, configuration);
    }

    /** If Maven says where packages come from, it is there that things went wrong, as a rule. */
    private UserProblem failedOnTheWay(String installer, ProcessResult result, PackageRoute route) {
        List<Complaint> complaints = route.complaints();
        Explanation explanation = ended(installer, result, complaints.stream().findFirst())
                .line("required", String.join(", ", requirements));
        for (int i = 0; i < complaints.size(); i++) {
            // The first one is said already.
            String what = i == 0 ? "" : ": " + complaints.get(i).what();
            explanation = explanation.line("not fetched", complaints.get(i).address() + what);
        }
        explanation = explanation.output(result.tail());
        for (Complaint complaint : complaints) {
            explanation = explanation.attempt(complaint.advice());
        }
        if (complaints.isEmpty()) {
            explanation =
                    explanation.attempt("check \"requires\" in pyproject.toml, the constraints, and the indexes with"
                            + " their patterns in the POM");
        }
        if (route.isDeclared()) {
            explanation = explanation.line(
                    "note",
                    "the indexes come from Maven: run again by hand, " + installer
                            + " takes packages from where its own configuration says");
        }
        return new UserProblem(kind(result), explanation);
    }

    private UserProblem failed(String installer, ProcessResult result, String configuration) {
        return new UserProblem(
                kind(result),
                ended(installer, result, Optional.empty())
                        .line("required", String.join(", ", requirements))
                        .output(result.tail())
                        .attempt(advice(installer, result.timedOut(), configuration)));
    }

    private String advice(String installer, boolean timedOut, String configuration) {
        if (timedOut) {
            return "allow it more time: -Dpyb.timeout=SECONDS";
        }
        return offline
                ? "build once without -o: no package index was asked, and an environment with these requirements is not in"
                        + " the store (pyb.store)"
                : "check \"requires\" in pyproject.toml, the constraints, and whether " + installer
                        + " reaches a package index (" + configuration + ")";
    }

    private static ProblemKind kind(ProcessResult result) {
        return result.timedOut() ? ProblemKind.TIMEOUT : ProblemKind.INSTALL_FAILED;
    }

    private Explanation ended(String installer, ProcessResult result, Optional<Complaint> reason) {
        if (result.timedOut()) {
            return Explanation.of("installing the build requirements was ended because it took longer than "
                    + Durations.words(timeout == null ? result.elapsed() : timeout));
        }
        String code = installer + " ended with exit code " + result.exitCode();
        String what = offline
                ? "Maven is offline (-o), and the build requirements are not all here"
                : "the build requirements could not be installed";
        return Explanation.of(what
                + reason.map(complaint -> ": " + complaint.what() + "; " + code).orElse(" (" + code + ")"));
    }
}
