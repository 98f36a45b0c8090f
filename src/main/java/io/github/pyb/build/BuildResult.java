package io.github.pyb.build;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.python.Interpreter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a build.
 *
 * @param distributions what was built, in that order; in the output directory
 * @param backend the backend that built it
 * @param interpreter the interpreter that it ran in
 * @param resolved the versions of the direct build requirements that were used, for each kind of distribution
 * @param steps what was run, and how long it took
 */
public record BuildResult(
        List<Distribution> distributions,
        String backend,
        Interpreter interpreter,
        Map<String, Map<ProjectName, String>> resolved,
        List<ProcessRunner.Step> steps) {

    public BuildResult {
        distributions = List.copyOf(distributions);
        resolved = Collections.unmodifiableMap(new LinkedHashMap<>(resolved));
        steps = List.copyOf(steps);
    }

    /** The wheel, if one was built. */
    public Optional<Distribution.Wheel> wheel() {
        return first(Distribution.Wheel.class);
    }

    /** The source distribution, if one was built. */
    public Optional<Distribution.Sdist> sdist() {
        return first(Distribution.Sdist.class);
    }

    /** The files. */
    public List<Path> files() {
        return distributions.stream().map(Distribution::file).toList();
    }

    private <D extends Distribution> Optional<D> first(Class<D> kind) {
        return distributions.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
