package io.github.pyb.tuning;

import io.github.pyb.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final List<String> TOOLS =
            List.of("cc", "gcc", "clang", "c++", "g++", "clang++", "cmake", "ninja", "meson");

    /** A word of a command that may be the name of a program, and no option. */
    private static final Pattern PROGRAM = Pattern.compile("[\\w./+:\\\\][\\w./+:\\\\-]*");

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
        for (String tool : tools(seen)) {
            find(tool, seen).ifPresent(file -> all.put("the program " + tool, identity(file)));
        }
        return all;
    }

    private static List<String> tools(Map<String, String> seen) {
        List<String> tools = new ArrayList<>(TOOLS);
        for (String variable : List.of("CC", "CXX")) {
            tools.addAll(List.of(seen.getOrDefault(variable, "").split("\\s+", -1)));
        }
        tools.removeIf(tool -> !PROGRAM.matcher(tool).matches());
        return tools;
    }

    /** What stands in the environment is known by its version, and has just been installed. */
    private Optional<Path> find(String tool, Map<String, String> seen) {
        Path environment = Path.of(seen.getOrDefault("VIRTUAL_ENV", "/"));
        return new Host(host.family(), seen, host.home(), host.architecture())
                .findOnPath(tool).stream()
                        .filter(file -> environment.getNameCount() == 0 || !file.startsWith(environment))
                        .findFirst();
    }

    private static String identity(Path file) {
        try {
            Path real = file.toRealPath();
            return real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real);
        } catch (IOException e) {
            // Gone between two looks: not the same as any that is there.
            return file.toString();
        }
    }
}
