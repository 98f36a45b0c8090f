package io.github.pyb.build;

import io.github.pyb.packaging.ProjectName;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An environment that was made to stay.
 *
 * @param path its directory
 * @param python its interpreter
 * @param activation the command that enters it
 * @param resolved the versions of the direct build requirements that are installed in it
 */
public record EnvironmentResult(Path path, Path python, String activation, Map<ProjectName, String> resolved) {

    public EnvironmentResult {
        resolved = Collections.unmodifiableMap(new LinkedHashMap<>(resolved));
    }
}
