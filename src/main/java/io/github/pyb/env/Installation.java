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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One installation, whichever program carries it out.
 *
 * @param purpose what it is for
 * @param requirements what is to be installed
 * @param timeout how long it may take; {@code null} for no limit
 * @param offline whether nothing may be fetched from elsewhere
 */
record Installation(
        Purpose purpose,
        List<String> requirements,
        @Nullable Duration timeout,
        boolean offline) {

    /** How installers say that a file is another one than it should be. */
    private static final Pattern OTHER_HASH = Pattern.compile("DO NOT MATCH THE HASHES|Hash mismatch");

    private static final Pattern NOT_FOUND = Pattern.compile("No matching distribution found for (?<requirement>.+)");

    /** What it is for. */
    enum Purpose {
        INSTALL("the build requirements could not be installed", "\"requires\" in pyproject.toml, the constraints"),
        INSTALL_LOCKED(
                "what is locked could not be installed", "whether what is locked is still offered (mvn pyb:lock)"),
        RESOLVE(
                "the build requirements could not be resolved to wheels",
                "\"requires\" in pyproject.toml, the constraints");

        private final String failure;
        private final String doubtful;

        Purpose(String failure, String doubtful) {
            this.failure = failure;
            this.doubtful = doubtful;
        }
    }

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
        if (purpose == Purpose.INSTALL_LOCKED
                && result.tail().stream()
                        .anyMatch(line -> OTHER_HASH.matcher(line).find())) {
            throw another(result);
        }
        if (route.isDeclared() || !route.complaints().isEmpty()) {
            throw failedOnTheWay(spec.title(), result, route);
        }
        throw failed(spec.title(), result, configuration);
    }

    /** If Maven says where packages come from, it is there that things went wrong, as a rule. */
    private UserProblem failedOnTheWay(String installer, ProcessResult result, PackageRoute route) {
        List<Complaint> complaints = route.complaints();
        Explanation explanation =
                ended(installer, result, complaints.stream().findFirst()).line("required", required());
        for (int i = 0; i < complaints.size(); i++) {
            // The first one is said already.
            String what = i == 0 ? "" : ": " + complaints.get(i).what();
            explanation = explanation.line("not fetched", complaints.get(i).address() + what);
        }
        explanation = explanation.output(result.tail()).and(wheelsOnly(result));
        for (Complaint complaint : complaints) {
            explanation = explanation.attempt(complaint.advice());
        }
        if (complaints.isEmpty()) {
            explanation = explanation.attempt(
                    "check " + purpose.doubtful + ", and the indexes with their patterns in the POM");
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
                        .line("required", required())
                        .output(result.tail())
                        .and(wheelsOnly(result))
                        .attempt(advice(installer, result.timedOut(), configuration)));
    }

    /** Found out before anything of it was unpacked. */
    private UserProblem another(ProcessResult result) {
        return new UserProblem(
                ProblemKind.LOCK_MISMATCH,
                Explanation.of("what is offered is not what is locked: its hash is another one; nothing of it was"
                                + " installed")
                        .output(result.tail())
                        .attempt("find out who has changed the file at that address")
                        .attempt("or, if that is as it should be, lock what is there now: mvn pyb:lock"));
    }

    /** How somebody who is offline comes to have it. What has been fetched for builds does not help to lock. */
    String supply() {
        return purpose == Purpose.RESOLVE
                ? "lock without -o: only a package index knows which wheels there are"
                : "fetch it: mvn pyb:go-offline, or leave out -o";
    }

    private String advice(String installer, boolean timedOut, String configuration) {
        if (timedOut) {
            return "allow it more time: -Dpyb.timeout=SECONDS";
        }
        return offline
                ? supply() + "; no package index was asked"
                        + (purpose == Purpose.RESOLVE
                                ? ""
                                : ", and an environment with these requirements is not in the store (pyb.store)")
                : "check " + purpose.doubtful + ", and whether " + installer + " reaches a package index ("
                        + configuration + ")";
    }

    /** Where only wheels will do, what has none seems not to exist. */
    private Explanation wheelsOnly(ProcessResult result) {
        Explanation more = Explanation.of("");
        if (purpose != Purpose.RESOLVE) {
            return more;
        }
        if (result.tail().stream().anyMatch(line -> line.contains("no such option: --"))) {
            return more.attempt("use pip 22.2 or later in that interpreter, which can resolve without installing");
        }
        for (String line : result.tail()) {
            Matcher matcher = NOT_FOUND.matcher(line);
            if (matcher.find()) {
                more = more.line("no wheel of", matcher.group("requirement"));
            }
        }
        return more.line(
                "note",
                "only wheels can be locked; of what an index has as a source distribution alone, put a wheel into an"
                        + " index (pip wheel makes one)");
    }

    /** Without hashes, of which there may be many. */
    private String required() {
        return requirements.stream()
                .map(requirement -> requirement.replaceAll(" --hash=\\S+", ""))
                .collect(Collectors.joining(", "));
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
        String what = offline ? "Maven is offline (-o), and the build requirements are not all here" : purpose.failure;
        return Explanation.of(what
                + reason.map(complaint -> ": " + complaint.what() + "; " + code).orElse(" (" + code + ")"));
    }
}
