package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps pip from the network. It has no option for that: without an index it still follows links, of its configuration and of
 * constraint files. So it is told only of those that stay on this machine, and is not even started if that cannot do.
 */
final class OfflinePip {

    private static final String FIND_LINKS = "PIP_FIND_LINKS";

    /** A line of {@code pip config list}, the value as Python writes it. Configuration for {@code install} comes last. */
    private static final Pattern CONFIGURED =
            Pattern.compile("(?:global|install)\\.find-links\\s*=\\s*(['\"])(?<value>.*)\\1");

    /** An index is not asked, so its address in a file of constraints does no harm; all others would be followed. */
    private static final Pattern HARMLESS =
            Pattern.compile("\\s*(?:#.*|(?:-i|--index-url|--extra-index-url|--trusted-host)[ =].*)?");

    private static final Pattern WORD = Pattern.compile("[^\\s=]+");

    private final Host host;
    private final ProcessRunner runner;
    private final PipSource pip;
    private final EnvironmentSettings settings;

    OfflinePip(Host host, ProcessRunner runner, PipSource pip, EnvironmentSettings settings) {
        this.host = host;
        this.runner = runner;
        this.pip = pip;
        this.settings = settings;
    }

    /**
     * What pip has to see.
     *
     * @param changes what it would see otherwise
     * @param requirements what is to be installed; empty if some of it may be there already
     * @param advice what to do if something is missing
     * @throws UserProblem if it is certain that something cannot be had
     */
    EnvironmentChanges prepare(EnvironmentChanges changes, List<String> requirements, String advice)
            throws UserProblem, MachineProblem, InterruptedException {
        LocalLinks local = LocalLinks.among(links(changes));
        List<String> missing = missing(local, requirements);
        if (!missing.isEmpty()) {
            throw unavailable(missing, local, advice);
        }
        // Without any, a directory without wheels: an empty value would leave those of the configuration in force.
        String links =
                local.links().isEmpty() ? settings.temporaryDirectory().toString() : String.join(" ", local.links());
        return changes.with("PIP_NO_INDEX", "1").with(FIND_LINKS, links);
    }

    /** Requirements of which it is certain that they cannot be had. */
    List<String> missing(EnvironmentChanges changes, List<String> requirements)
            throws UserProblem, MachineProblem, InterruptedException {
        return missing(LocalLinks.among(links(changes)), requirements);
    }

    private List<String> missing(LocalLinks local, List<String> requirements) throws UserProblem, MachineProblem {
        Set<ProjectName> given = new HashSet<>();
        for (Path constraints : settings.constraints()) {
            List<String> lines = lines(constraints);
            checkAddresses(constraints, lines);
            given.addAll(givenBy(lines));
        }
        return local.missing(requirements.stream()
                .filter(text -> Requirement.parse(text)
                        .filter(requirement -> given.contains(requirement.name()))
                        .isEmpty())
                .toList());
    }

    private String links(EnvironmentChanges changes) throws UserProblem, MachineProblem, InterruptedException {
        String variable = changes.applyTo(host).getOrDefault(FIND_LINKS, "");
        return variable.isBlank() ? configuredLinks(changes) : variable;
    }

    private String configuredLinks(EnvironmentChanges changes)
            throws UserProblem, MachineProblem, InterruptedException {
        List<String> command = new ArrayList<>(pip.command());
        command.addAll(List.of("config", "list"));
        ProcessSpec spec = new ProcessSpec(
                "pip config",
                command,
                settings.temporaryDirectory(),
                changes,
                settings.timeout(),
                ProcessSpec.Output.ANSWER,
                List.of());
        ProcessResult result = runner.run(spec);
        if (!result.succeeded()) {
            runner.replayIfHidden(spec, result);
            throw new UserProblem(
                    ProblemKind.INSTALL_FAILED,
                    Explanation.of(
                                    "Maven is offline (-o), and pip does not say where it looks for wheels (it ended with"
                                            + " exit code " + result.exitCode() + ")")
                            .output(result.tail())
                            .attempt("correct pip's configuration, or set " + FIND_LINKS));
        }
        String links = "";
        for (String line : result.tail()) {
            Matcher matcher = CONFIGURED.matcher(line.strip());
            if (matcher.matches()) {
                links = matcher.group("value").replace("\\n", "\n").replace("\\\\", "\\");
            }
        }
        return links;
    }

    private static List<String> lines(Path constraints) throws MachineProblem {
        try {
            // Only addresses are looked for, so any encoding of the file will do.
            return Files.readAllLines(constraints, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw MachineProblem.of("cannot read the constraints", constraints, e);
        }
    }

    /** Projects for which a constraint names a file of this machine: pip takes that, wherever it looks otherwise. */
    private static Set<ProjectName> givenBy(List<String> lines) {
        return lines.stream()
                .map(Requirement::parse)
                .flatMap(Optional::stream)
                .filter(requirement ->
                        requirement.url().filter(url -> url.startsWith("file:")).isPresent())
                .map(Requirement::name)
                .collect(Collectors.toSet());
    }

    private static void checkAddresses(Path constraints, List<String> lines) throws UserProblem {
        for (int i = 0; i < lines.size(); i++) {
            Optional<String> address = HARMLESS.matcher(lines.get(i)).matches()
                    ? Optional.empty()
                    : WORD.matcher(lines.get(i).replaceAll("\\s#.*", ""))
                            .results()
                            .map(word -> word.group())
                            .filter(LocalLinks::isRemote)
                            .findFirst();
            if (address.isPresent()) {
                throw new UserProblem(
                        ProblemKind.INSTALL_FAILED,
                        Explanation.of("Maven is offline (-o), and a file of constraints names an address, which pip"
                                        + " would follow")
                                .where(constraints + ", line " + (i + 1))
                                .line("address", address.get())
                                .attempt("leave out -o, or put a path in its place"));
            }
        }
    }

    private static UserProblem unavailable(List<String> missing, LocalLinks local, String advice) {
        Explanation explanation = Explanation.of("Maven is offline (-o), and what the build requires is not here");
        for (String requirement : missing) {
            explanation = explanation.line("missing", requirement);
        }
        return new UserProblem(
                ProblemKind.INSTALL_FAILED,
                explanation
                        .line(
                                "looked in",
                                local.links().isEmpty()
                                        ? "no directory: none is configured for pip"
                                        : String.join(", ", local.links()))
                        .attempt(advice)
                        .attempt("or put wheels into a directory that pip knows (find-links in its configuration, or "
                                + FIND_LINKS + ")"));
    }
}
