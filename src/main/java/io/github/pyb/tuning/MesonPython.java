package io.github.pyb.tuning;

import java.nio.file.Path;
import java.util.List;

/**
 * What meson-python can be told. It reads config settings and no variables, and refuses keys that it does not know; so
 * only the module itself is told, not a backend of the source tree that may wrap it.
 */
final class MesonPython {

    static final String MODULE = "mesonpy";

    /** The older of two names for the same; all releases know it. */
    private static final String BUILD_DIRECTORY = "builddir";

    private MesonPython() {}

    /** Sends Meson's files, otherwise in a directory with a random name in the source tree, to a directory of ours. */
    static Tuned place(TuningRequest request, Path directory, Tuned tuned) {
        boolean placed = request.configSettings().containsKey(BUILD_DIRECTORY)
                || request.configSettings().containsKey("build-dir");
        return placed || !request.project().isBuiltBy(MODULE)
                ? tuned
                : tuned.withSetting(BUILD_DIRECTORY, directory.resolve("meson").toString());
    }

    /** What the project itself tells ninja. */
    static List<String> compileArgs(TuningRequest.Project project) {
        return Table.items(project.tools(), "meson-python", "args", "compile").stream()
                .map(Object::toString)
                .toList();
    }
}
