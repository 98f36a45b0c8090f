package io.github.pyb.tuning;

import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Works out what the hooks of one build see besides their environment. */
public final class Tuning {

    /** Names a file with options for distutils; setuptools reads it since 65.4, and so do backends that wrap it. */
    private static final String EXTRA_CONFIG = "DIST_EXTRA_CONFIG";

    /** Directories that git does not leave upwards when it looks for a repository. */
    private static final String GIT_CEILINGS = "GIT_CEILING_DIRECTORIES";

    private static final String EPOCH = "SOURCE_DATE_EPOCH";

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
        Optional<String> extra = extraConfig(EnvironmentChanges.none().with(users));
        if (extra.isPresent()) {
            read(extra.get());
        }
    }

    private Optional<String> extraConfig(EnvironmentChanges changes) {
        return Optional.ofNullable(changes.applyTo(host).get(EXTRA_CONFIG)).filter(value -> !value.isBlank());
    }

    /**
     * Adds variables to those that hooks see anyway.
     *
     * @param changes how the environment of hooks differs from ours so far
     * @param users the variables that the user has set for this build, which win over all that is fixed here
     * @param directory a directory of ours for intermediate files; what setuptools had in it is removed, because setuptools
     *     would ship it
     * @param timestamp the time that stands for the time of the build, if there is one
     */
    public EnvironmentChanges tune(
            EnvironmentChanges changes, Map<String, String> users, Path directory, Optional<Instant> timestamp)
            throws UserProblem, MachineProblem {
        EnvironmentChanges tuned = changes;
        for (Map.Entry<String, String> variable : fixed(timestamp).entrySet()) {
            if (!users.containsKey(variable.getKey())) {
                tuned = tuned.with(variable.getKey(), variable.getValue());
            }
        }
        Optional<String> extra = extraConfig(changes);
        return tuned.with(EXTRA_CONFIG, writeExtraConfig(extra, directory).toString());
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

    /** What would otherwise depend on who builds, where and when. */
    private Map<String, String> fixed(Optional<Instant> timestamp) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PYTHONHASHSEED", "0");
        variables.put("TZ", "UTC");
        if (host.isLinux()) {
            // Elsewhere there is no locale that every machine has and that knows all characters.
            variables.put("LC_ALL", "C.UTF-8");
        }
        if (timestamp.isPresent() && host.variable(EPOCH).isEmpty()) {
            variables.put(EPOCH, Long.toString(timestamp.get().getEpochSecond()));
        }
        return variables;
    }

    private Path writeExtraConfig(Optional<String> users, Path directory) throws UserProblem, MachineProblem {
        Path base = directory.resolve("setuptools");
        Path file = directory.resolve("setuptools.cfg");
        DistutilsConfig config = users.isPresent() ? read(users.get()) : DistutilsConfig.parse("");
        if (config.has("build", "build_base")) {
            log.warn("build_base in the file that " + EXTRA_CONFIG + " names is left as it is; setuptools puts files of"
                    + " earlier builds that it finds there into the wheel");
        } else {
            config.set("build", "build_base", base.toString());
        }
        try {
            TreeRemoval.remove(base);
            Files.createDirectories(directory);
            AtomicFiles.write(file, config.text());
            return file;
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the options for setuptools", file, e);
        }
    }

    private static DistutilsConfig read(String file) throws UserProblem {
        if (!new File(file).isAbsolute()) {
            // setuptools would look where it runs, in a copy of the sources as a rule; nobody can mean that.
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of(EXTRA_CONFIG + " has a relative path, and it is not clear what it is relative to")
                            .where(file)
                            .attempt("an absolute path, ${project.basedir}/" + file + " for instance in"
                                    + " environmentVariables"));
        }
        try {
            return DistutilsConfig.parse(Files.readString(Path.of(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("the file that " + EXTRA_CONFIG + " names cannot be read: "
                                    + MachineProblem.reason(e))
                            .where(file)
                            .attempt("correct the variable, or unset it"));
        }
    }
}
