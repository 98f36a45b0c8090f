package io.github.pyb.build;

import io.github.pyb.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the report of an earlier build says that others have to know.
 *
 * @param goal the goal
 * @param files what was built
 */
record ReportedBuild(String goal, List<Path> files) {

    /** Goals that build wheels from the source distribution that they have built before. */
    private static final Set<String> THROUGH_SDIST = Set.of("build", "standalone");

    /** Reads a report; without one, or with something else in its place, nothing was built. */
    static ReportedBuild read(Path report) {
        List<Path> files = new ArrayList<>();
        try {
            if (Json.parse(Files.readString(report)) instanceof Map<?, ?> content
                    && content.get("artifacts") instanceof List<?> artifacts) {
                for (Object artifact : artifacts) {
                    if (artifact instanceof Map<?, ?> members && members.get("path") instanceof String path) {
                        files.add(Path.of(path));
                    }
                }
                return new ReportedBuild(String.valueOf(content.get("goal")), files);
            }
        } catch (IOException | Json.InvalidJson | InvalidPathException e) {
            return new ReportedBuild("", List.of());
        }
        return new ReportedBuild("", List.of());
    }

    boolean wentThroughSdist() {
        return THROUGH_SDIST.contains(goal);
    }
}
