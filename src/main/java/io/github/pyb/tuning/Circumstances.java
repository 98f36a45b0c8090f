package io.github.pyb.tuning;

import io.github.pyb.host.Host;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a native build depends on and its build tool does not watch: CMake and Meson ask for compilers, flags and libraries
 * once, and remember the answers.
 */
final class Circumstances {

    /** Variables that compilers, build tools and the searches for libraries read, as far as their names tell. */
    private static final Pattern VARIABLES = Pattern.compile(
            "CC|CXX|CPP|FC|F77|F90|OBJC|OBJCXX|LD|AR|AS|NM|RANLIB|STRIP"
                    + "|NINJA|CPATH|C_INCLUDE_PATH|CPLUS_INCLUDE_PATH|LIBRARY_PATH|SDKROOT|MACOSX_DEPLOYMENT_TARGET"
                    + "|SOURCE_DATE_EPOCH|.*FLAGS|.*_ROOT|(?!XDG_).*_DIR|(CMAKE|SKBUILD|MESON|PKG_CONFIG|CARGO|RUST|PYO3|MATURIN|CUDA).*");

    /** How many jobs there are decides how fast something is built, not what. */
    private static final Set<String> HARMLESS = Set.of("CMAKE_BUILD_PARALLEL_LEVEL", "CARGO_BUILD_JOBS", "MAKEFLAGS");

    private final Host host;

    Circumstances(Host host) {
        this.host = host;
    }

    /** All of it, by names that can be shown. */
    Map<String, String> of(TuningRequest request, Tuned tuned) {
        Map<String, String> all = new TreeMap<>();
        all.put("the place of the sources", request.project().directory().toString());
        all.put("the backend", request.project().backend());
        request.configSettings().forEach((key, value) -> all.put("config setting " + key, String.valueOf(value)));
        Map<String, String> seen = tuned.changes().applyTo(host);
        seen.forEach((name, value) -> {
            if (VARIABLES.matcher(name).matches() && !HARMLESS.contains(name)) {
                all.put(name, value);
            }
        });
        // What stands in the environment is known by its version, and has just been installed.
        Path environment = Path.of(seen.getOrDefault("VIRTUAL_ENV", "/"));
        new BuildPrograms(host)
                .outside(environment, seen)
                .forEach((tool, identity) -> all.put("the program " + tool, identity));
        return all;
    }
}
