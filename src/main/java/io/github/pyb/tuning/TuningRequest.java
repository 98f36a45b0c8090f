package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What there is to know before the hooks of one stage can be told anything.
 *
 * @param purpose what the backend is called for
 * @param project what it builds
 * @param changes how the environment of the hooks differs from ours so far
 * @param users the variables that the user has set for this build, which win over all that is set here
 * @param configSettings what the user wants every hook to get
 * @param ours directories of this build that the bytes of a result must not depend on, each with the name that stands for
 *     it instead
 * @param directory where intermediate files go, for this interpreter and no other
 * @param jobs how many compilers may run at the same time
 * @param timestamp the time that stands for the time of the build, if there is one
 */
public record TuningRequest(
        Purpose purpose,
        Project project,
        EnvironmentChanges changes,
        Map<String, String> users,
        Map<String, ?> configSettings,
        Map<Path, String> ours,
        Path directory,
        int jobs,
        Optional<Instant> timestamp) {

    /**
     * The project as far as it matters here.
     *
     * @param directory where hooks run
     * @param backend the backend, as {@code [build-system]} names it
     * @param inTree whether the backend is loaded from the source tree, where it may wrap any other one
     * @param requires the normalised names of the declared build requirements
     * @param tools the tables below {@code [tool]} in {@code pyproject.toml}, as plain values
     */
    public record Project(
            Path directory, String backend, boolean inTree, Set<String> requires, Map<String, Object> tools) {

        public Project {
            requires = Set.copyOf(requires);
        }

        /** Whether the backend is the module of that name itself, as it was installed. */
        boolean isBuiltBy(String module) {
            return !inTree && (backend.equals(module) || backend.startsWith(module + ":"));
        }
    }

    public TuningRequest {
        users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
        configSettings = Collections.unmodifiableMap(new LinkedHashMap<>(configSettings));
        ours = Collections.unmodifiableMap(new LinkedHashMap<>(ours));
    }
}
