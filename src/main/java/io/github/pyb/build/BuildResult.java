package io.github.pyb.build;

import io.github.pyb.dist.WheelName;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.python.Interpreter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of a build.
 *
 * @param wheel the wheel, in the output directory
 * @param name what its name says
 * @param interpreter the interpreter that built it
 * @param resolved the versions of the direct build requirements that were used
 */
public record BuildResult(Path wheel, WheelName name, Interpreter interpreter, Map<ProjectName, String> resolved) {

    public BuildResult {
        resolved = Collections.unmodifiableMap(new LinkedHashMap<>(resolved));
    }
}
