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
import java.util.Optional;

/**
 * Sends setuptools' intermediate files to a directory of ours, which is empty at the beginning of every build: setuptools
 * ships what it finds there, and does not notice that a header or a flag has changed.
 */
final class SetuptoolsConfig {

    /** Names a file with options for distutils; setuptools reads it since 65.4, and so do backends that wrap it. */
    private static final String EXTRA_CONFIG = "DIST_EXTRA_CONFIG";

    private final Host host;
    private final BuildLog log;

    SetuptoolsConfig(Host host, BuildLog log) {
        this.host = host;
        this.log = log;
    }

    /** Whether the file that the user may have set can be read, which setuptools itself would not say. */
    void check(EnvironmentChanges changes) throws UserProblem {
        Optional<String> users = users(changes);
        if (users.isPresent()) {
            read(users.get());
        }
    }

    Tuned tune(TuningRequest request, Tuned tuned) throws UserProblem, MachineProblem {
        Path base = request.directory().resolve("setuptools");
        Path file = request.directory().resolve("setuptools.cfg");
        Optional<String> users = users(request.changes());
        DistutilsConfig config = users.isPresent() ? read(users.get()) : DistutilsConfig.parse("");
        if (config.has("build", "build_base")) {
            log.warn("build_base in the file that " + EXTRA_CONFIG + " names is left as it is; setuptools puts files of"
                    + " earlier builds that it finds there into the wheel");
        } else {
            config.set("build", "build_base", base.toString());
        }
        try {
            TreeRemoval.remove(base);
            Files.createDirectories(request.directory());
            AtomicFiles.write(file, config.text());
            return tuned.with(EXTRA_CONFIG, file.toString());
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the options for setuptools", file, e);
        }
    }

    private Optional<String> users(EnvironmentChanges changes) {
        return Optional.ofNullable(changes.applyTo(host).get(EXTRA_CONFIG)).filter(value -> !value.isBlank());
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
