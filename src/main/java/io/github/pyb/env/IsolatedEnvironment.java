package io.github.pyb.env;

import io.github.pyb.host.CommandLine;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An environment that has what one build requires, and nothing else. */
public final class IsolatedEnvironment implements BuildEnvironment {

    private final BuildLog log;
    private final EnvironmentLayout layout;
    private final Installer installer;
    private final EnvironmentChanges changes;
    private final EnvironmentContents contents;
    private final Set<String> required = new LinkedHashSet<>();

    IsolatedEnvironment(
            BuildLog log,
            EnvironmentLayout layout,
            Installer installer,
            EnvironmentChanges changes,
            EnvironmentContents contents) {
        this.log = log;
        this.layout = layout;
        this.installer = installer;
        this.changes = changes;
        this.contents = contents;
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
        boolean fresh = required.isEmpty();
        required.addAll(missing);
        contents.bring(missing, () -> install(missing, fresh));
    }

    private void install(List<String> missing, boolean fresh) throws UserProblem, MachineProblem, InterruptedException {
        log.info("Installing build requirements: " + String.join(", ", missing));
        installer.install(missing, fresh);
        checkArrival(missing);
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

    @Override
    public void retire() throws MachineProblem {
        contents.retire();
    }

    /** The environment's scripts come first, and nothing of other environments is seen. */
    @Override
    public EnvironmentChanges changes() {
        return changes;
    }
}
