package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Works out what the hooks of one build see besides their environment. */
public final class Tuning {

    /** Directories that git does not leave upwards when it looks for a repository. */
    private static final String GIT_CEILINGS = "GIT_CEILING_DIRECTORIES";

    private final Host host;
    private final BuildLog log;

    public Tuning(Host host, BuildLog log) {
        this.host = host;
        this.log = log;
    }

    /**
     * Checks what can be checked before anything is made.
     *
     * @param users the variables that the user has set for this build
     */
    public void check(Map<String, String> users) throws UserProblem {
        new SetuptoolsConfig(host, log).check(EnvironmentChanges.none().with(users));
    }

    /** Adds to what hooks are told anyway. */
    public Tuned tune(TuningRequest request, OptionCheck compilers)
            throws UserProblem, MachineProblem, InterruptedException {
        Tuned tuned = new Tuned(request.changes(), request.configSettings(), Optional.empty());
        tuned = new Reproducibility(host).tune(request, tuned);
        tuned = new SetuptoolsConfig(host, log).tune(request, tuned);
        tuned = new Jobs(host).tune(request, tuned);
        tuned = new DebugPaths(host, log, compilers).tune(request, tuned);
        return new BuildDirectories(host, log).tune(request, tuned);
    }

    /**
     * Hides from git that a directory lies in somebody's checkout. An unpacked source distribution does so as a rule, under
     * {@code target}, but has nothing to do with it; backends that ask git about it would take the history of the checkout
     * for that of the project.
     */
    public EnvironmentChanges withoutCheckoutAbove(EnvironmentChanges changes, Path directory) {
        String users = changes.applyTo(host).getOrDefault(GIT_CEILINGS, "");
        String ceiling = String.valueOf(directory.toAbsolutePath().getParent());
        return changes.with(GIT_CEILINGS, users.isEmpty() ? ceiling : ceiling + host.pathSeparator() + users);
    }

    /**
     * Asks tools that a backend may call to stay offline, those that have a variable for that. What a backend itself does
     * is up to it.
     */
    public static EnvironmentChanges offline(EnvironmentChanges changes) {
        return changes.with("PIP_NO_INDEX", "1").with("UV_OFFLINE", "1").with("CARGO_NET_OFFLINE", "true");
    }
}
