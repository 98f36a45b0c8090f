package io.github.pyb.build;

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
 * @param builds the part of each interpreter; none if nothing had to be built
 * @param report what was written about it for other programs; empty before that
 */
public record BuildResult(
        List<Distribution> distributions, String backend, List<InterpreterBuild> builds, Map<String, ?> report) {

    public BuildResult {
        distributions = List.copyOf(distributions);
        builds = List.copyOf(builds);
        report = Collections.unmodifiableMap(new LinkedHashMap<>(report));
    }

    BuildResult(List<Distribution> distributions, String backend, List<InterpreterBuild> builds) {
        this(distributions, backend, builds, Map.of());
    }

    /** The same, with what was written about it. */
    BuildResult reported(Map<String, ?> content) {
        return new BuildResult(distributions, backend, builds, content);
    }

    /** The wheel, if one was built; the first one if several were. */
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
