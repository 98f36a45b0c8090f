package io.github.pyb.build;

import io.github.pyb.fs.Sha256;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.python.Interpreter;
import io.github.pyb.tuning.CompilerCacheCounts;
import io.github.pyb.tuning.CompilerCacheUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was built, of what and how, for other programs to read. The members {@code version} and {@code artifacts} are those
 * of the report that PyPA build writes; the others are ours.
 */
final class BuildReport {

    /** The version of the common part. */
    private static final String VERSION = "1.0";

    private final BuildRequest request;
    private final BuildResult result;
    private final Duration elapsed;

    BuildReport(BuildRequest request, BuildResult result, Duration elapsed) {
        this.request = request;
        this.result = result;
        this.elapsed = elapsed;
    }

    /** Writes it, in one step; the result has it from now on. */
    BuildResult write() throws MachineProblem {
        try {
            Map<String, @Nullable Object> content = content();
            JsonFile.write(request.places().report(), content);
            return result.reported(content);
        } catch (IOException e) {
            throw MachineProblem.of(
                    "cannot read what was built", request.places().output(), e);
        }
    }

    private Map<String, @Nullable Object> content() throws IOException {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("version", VERSION);
        List<Object> artifacts = new ArrayList<>();
        for (Distribution distribution : result.distributions()) {
            artifacts.add(artifact(distribution));
        }
        report.put("artifacts", artifacts);
        report.put("goal", request.goal());
        report.put("plugin", request.pluginVersion());
        report.put("backend", result.backend());
        report.put("isolated", request.environment().isolated());
        Map<String, Object> timings = new LinkedHashMap<>();
        timings.put("milliseconds", elapsed.toMillis());
        if (request.interpreters().areSeveral()) {
            report.put("builds", result.builds().stream().map(BuildReport::part).toList());
        } else {
            InterpreterBuild build = result.builds().get(0);
            report.put("interpreter", interpreter(build.interpreter()));
            report.put("requirements", requirements(build));
            build.lock().ifPresent(lock -> report.put("lock", lock(lock)));
            build.compilerCache().ifPresent(use -> report.put("compilerCache", compilerCache(use)));
            timings.put("steps", steps(build));
        }
        report.put("timings", timings);
        return report;
    }

    /** What one of several interpreters has done; no steps if a wheel serves it that another one has built. */
    private static Map<String, Object> part(InterpreterBuild build) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("interpreter", interpreter(build.interpreter()));
        part.put(
                "artifacts",
                build.distributions().stream()
                        .map(distribution -> distribution.file().getFileName().toString())
                        .toList());
        part.put("requirements", requirements(build));
        build.lock().ifPresent(lock -> part.put("lock", lock(lock)));
        build.compilerCache().ifPresent(use -> part.put("compilerCache", compilerCache(use)));
        part.put("steps", steps(build));
        return part;
    }

    private static Map<String, Object> artifact(Distribution distribution) throws IOException {
        Path file = distribution.file();
        Map<String, Object> artifact = new LinkedHashMap<>();
        artifact.put("name", file.getFileName().toString());
        artifact.put("path", file.toString());
        artifact.put("kind", distribution.kind());
        artifact.put("size", Files.size(file));
        artifact.put("hashes", Map.of("sha256", Sha256.of(file)));
        return artifact;
    }

    private static Map<String, Object> interpreter(Interpreter interpreter) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("path", interpreter.executable().toString());
        description.put("version", interpreter.version().toString());
        description.put("implementation", interpreter.implementation());
        description.put("platform", interpreter.platform());
        description.put("tag", interpreter.tag());
        return description;
    }

    /** By kind of distribution: what is required directly, and the version that was used. */
    private static Map<String, Object> requirements(InterpreterBuild build) {
        Map<String, Object> kinds = new LinkedHashMap<>();
        build.resolved().forEach((kind, versions) -> {
            Map<String, Object> named = new LinkedHashMap<>();
            for (Map.Entry<ProjectName, String> version : versions.entrySet()) {
                named.put(version.getKey().normalised(), version.getValue());
            }
            kinds.put(kind, named);
        });
        return kinds;
    }

    private static Map<String, Object> lock(UsedLock lock) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("file", lock.file().toString());
        description.put("distributions", lock.distributions());
        description.put("complete", lock.complete());
        return description;
    }

    /** The counts, or why there are none. */
    private static Map<String, Object> compilerCache(CompilerCacheUse use) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", use.program().name());
        description.put("path", use.program().executable().toString());
        description.put("version", use.program().version());
        if (use.counts().isEmpty()) {
            description.put("uncounted", use.whyNoCounts());
            return description;
        }
        CompilerCacheCounts counts = use.counts().get();
        description.put("hits", counts.hits());
        counts.direct().ifPresent(direct -> description.put("directHits", direct));
        description.put("misses", counts.misses());
        description.put("notCacheable", counts.notCacheable());
        return description;
    }

    private static List<Object> steps(InterpreterBuild build) {
        List<Object> steps = new ArrayList<>();
        for (ProcessRunner.Step step : build.steps()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("step", step.title());
            entry.put("milliseconds", step.elapsed().toMillis());
            steps.add(entry);
        }
        return steps;
    }
}
