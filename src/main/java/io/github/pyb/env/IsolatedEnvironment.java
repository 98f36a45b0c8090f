package io.github.pyb.env;

import io.github.pyb.host.CommandLine;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.lock.LockedPackage;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An environment that has what one build requires, and nothing else. */
public final class IsolatedEnvironment implements BuildEnvironment {

    private final BuildLog log;
    private final EnvironmentLayout layout;
    private final Installer installer;
    private final EnvironmentChanges changes;
    private final EnvironmentContents contents;
    private final Keys keys;
    private final Path temporaryDirectory;
    private final Set<String> required = new LinkedHashSet<>();
    private boolean used;

    IsolatedEnvironment(
            BuildLog log,
            EnvironmentLayout layout,
            Installer installer,
            EnvironmentChanges changes,
            EnvironmentContents contents,
            Keys keys,
            Path temporaryDirectory) {
        this.log = log;
        this.layout = layout;
        this.installer = installer;
        this.changes = changes;
        this.contents = contents;
        this.keys = keys;
        this.temporaryDirectory = temporaryDirectory;
    }

    /** What requirements are remembered by. */
    @FunctionalInterface
    interface Keys {
        RequirementsKey of(String state, List<String> requirements)
                throws UserProblem, MachineProblem, InterruptedException, IOException;
    }

    public Path path() {
        return layout.root();
    }

    @Override
    public Path python() {
        return layout.python();
    }

    /** The command that enters an environment, for the user's shell. */
    public static String activation(Host host, Path root) {
        return host.isWindows()
                ? CommandLine.quote(
                        host, root.resolve("Scripts").resolve("activate.bat").toString())
                : ". "
                        + CommandLine.quote(
                                host, root.resolve("bin").resolve("activate").toString());
    }

    /** Installs requirements that are not there yet. */
    @Override
    public void install(Collection<String> requirements) throws UserProblem, MachineProblem, InterruptedException {
        List<String> missing = requirements.stream()
                .distinct()
                .filter(requirement -> !required.contains(requirement))
                .sorted()
                .toList();
        if (missing.isEmpty()) {
            contents.begin();
            return;
        }
        boolean fresh = !used;
        used = true;
        required.addAll(missing);
        contents.bring(state -> keys.of(state, missing), () -> {
            log.info("Installing build requirements: " + String.join(", ", missing));
            installer.install(missing, fresh);
            finish(missing);
        });
    }

    /**
     * Installs exactly what is settled. If the store has it, neither an installer nor an index is needed for that.
     *
     * @param pins all that is to be there
     * @param requirements what it is there for
     */
    public void installLocked(List<Pin> pins, Collection<String> requirements)
            throws UserProblem, MachineProblem, InterruptedException {
        required.addAll(requirements);
        if (pins.isEmpty()) {
            contents.begin();
            return;
        }
        boolean fresh = !used;
        used = true;
        contents.bring(state -> RequirementsKey.ofLocked(state, pins), () -> {
            log.info("Installing locked build requirements: "
                    + pins.stream().map(Pin::toString).collect(Collectors.joining(", ")));
            installer.installLocked(pins, fresh);
            finish(pins.stream().map(pin -> pin.name().normalised()).toList());
        });
    }

    /**
     * Finds out which wheels requirements come to, with all that these need, whatever is installed here. Installs nothing.
     *
     * @param versions of projects that are settled already
     */
    public List<LockedPackage> resolve(Collection<String> requirements, Map<ProjectName, String> versions)
            throws UserProblem, MachineProblem, InterruptedException {
        List<String> distinct = requirements.stream().distinct().sorted().toList();
        if (distinct.isEmpty()) {
            return List.of();
        }
        // Installers ask the environment's interpreter.
        contents.begin();
        log.info("Resolving build requirements: " + String.join(", ", distinct));
        if (versions.isEmpty()) {
            return installer.resolve(distinct, Optional.empty());
        }
        String text = versions.entrySet().stream()
                .map(version -> version.getKey() + "==" + version.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            Path constraints = Files.createTempFile(temporaryDirectory, "settled-", ".txt");
            return installer.resolve(distinct, Optional.of(Files.writeString(constraints, text)));
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the list of versions", temporaryDirectory, e);
        }
    }

    private void finish(List<String> requirements) throws UserProblem, MachineProblem {
        checkArrival(requirements);
        try {
            new ScriptRepair(layout).repair();
        } catch (IOException e) {
            throw MachineProblem.of("cannot finish the environment", layout.root(), e);
        }
    }

    /** An installer that is configured to install elsewhere, or not at all, ends well and has done nothing for us. */
    private void checkArrival(List<String> requirements) throws UserProblem, MachineProblem {
        Set<ProjectName> installed = installed().keySet();
        Optional<Requirement> absent = requirements.stream()
                .map(Requirement::parse)
                .flatMap(Optional::stream)
                .filter(requirement -> requirement.marker().isEmpty() && !installed.contains(requirement.name()))
                .findFirst();
        if (absent.isPresent()) {
            throw new UserProblem(
                    ProblemKind.INSTALL_FAILED,
                    Explanation.of(installer.name() + " ended well, but "
                                    + absent.get().name() + " is not in the environment")
                            .where(layout.root())
                            .attempt("look into the configuration of " + installer.name()
                                    + " for a setting that sends packages elsewhere (target, prefix, root, dry-run)"));
        }
    }

    @Override
    public Map<ProjectName, String> resolvedVersions() throws MachineProblem {
        return InstalledDistributions.ofRequired(installed(), required);
    }

    @Override
    public Map<ProjectName, String> installed() throws MachineProblem {
        try {
            return InstalledDistributions.versions(layout);
        } catch (IOException e) {
            throw MachineProblem.of("cannot read what is installed", layout.root(), e);
        }
    }

    /** Why a later build would not find all this in the store; nothing if it would. A sentence without its end. */
    public Optional<String> whyNotStored() {
        return contents.whyNotStored();
    }

    @Override
    public Instant asOf() {
        return contents.asOf();
    }

    @Override
    public void retire() {
        contents.retire();
    }

    /** The environment's scripts come first, and nothing of other environments is seen. */
    @Override
    public EnvironmentChanges changes() {
        return changes;
    }
}
