package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.testing.RecordingLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One stage of a build on a machine that a test describes. */
final class TuningCase {

    final Map<String, String> machine = new HashMap<>();
    final Map<String, String> users = new HashMap<>();
    final Map<String, Object> settings = new LinkedHashMap<>();
    final Map<String, Object> tools = new HashMap<>();
    final Map<Path, String> ours = new HashMap<>();
    final RecordingLog log = new RecordingLog();
    final Path directory;
    Path home = Path.of("/home/me");
    Path source = Path.of("/source");
    String backend = "setuptools.build_meta";
    boolean inTree;
    Set<String> requires = Set.of("setuptools");
    Purpose purpose = Purpose.WHEEL;
    int jobs = 3;
    OptionCheck compilers = (option, changes) -> false;

    /** @param directory where intermediate files go */
    TuningCase(Path directory) {
        this.directory = directory;
    }

    TuningCase of(String name, String... requirements) {
        backend = name;
        requires = Set.of(requirements);
        return this;
    }

    Host host() {
        return new Host(Host.Family.LINUX, machine, home);
    }

    Tuned tune() throws Exception {
        return new Tuning(host(), log)
                .tune(
                        new TuningRequest(
                                purpose,
                                new TuningRequest.Project(source, backend, inTree, requires, tools),
                                EnvironmentChanges.none().with(users),
                                users,
                                settings,
                                ours,
                                directory,
                                jobs,
                                Optional.of(Instant.parse("2020-01-01T00:00:00Z"))),
                        compilers);
    }

    /** All variables that hooks see. */
    Map<String, String> seen() throws Exception {
        return tune().changes().applyTo(host());
    }

    /** The variable as hooks see it; {@code none} if there is none. */
    String seen(String variable) throws Exception {
        return new TreeMap<>(seen()).getOrDefault(variable, "none");
    }
}
