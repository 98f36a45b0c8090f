package io.github.pyb.tuning;

import io.github.pyb.host.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where scikit-build-core, as a backend or as a plugin of hatchling, lets CMake build. Otherwise that is a directory for
 * temporary files, with another name each time. The plugin for setuptools builds among setuptools' own files and does not
 * read this.
 */
final class ScikitBuildCore {

    /** Read by scikit-build-core alone, whoever wraps it; wins over everything else that it reads. */
    private static final String VARIABLE = "SKBUILD_BUILD_DIR";

    private static final String KEY = "build-dir";
    private static final String HOOK = "scikit-build";

    private final Host host;

    ScikitBuildCore(Host host) {
        this.host = host;
    }

    Tuned place(TuningRequest request, Path directory, Tuned tuned) {
        boolean used =
                request.project().inTree() || request.project().requires().contains("scikit-build-core");
        if (!used || isPlaced(request)) {
            return tuned;
        }
        // The value is a template.
        String value = directory.resolve("cmake").toString().replace("{", "{{").replace("}", "}}");
        return tuned.with(VARIABLE, value);
    }

    private boolean isPlaced(TuningRequest request) {
        return !request.changes().applyTo(host).getOrDefault(VARIABLE, "").isEmpty()
                || Stream.of(KEY, "build_dir", "skbuild." + KEY, "skbuild.build_dir")
                        .anyMatch(request.configSettings()::containsKey)
                || isPlacedByProject(request.project().tools());
    }

    private static boolean isPlacedByProject(Map<String, Object> tools) {
        return Stream.of(
                                List.of(HOOK),
                                List.of("hatch", "build", "hooks", HOOK),
                                List.of("hatch", "build", "targets", "wheel", "hooks", HOOK))
                        .anyMatch(table -> isIn(tools, table))
                || Table.items(tools, HOOK, "overrides").stream()
                        .anyMatch(override -> override instanceof Map<?, ?> table && table.containsKey(KEY));
    }

    private static boolean isIn(Map<String, Object> tools, List<String> table) {
        String[] keys = Stream.concat(table.stream(), Stream.of(KEY)).toArray(String[]::new);
        return Table.value(tools, keys).isPresent();
    }
}
