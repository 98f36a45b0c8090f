package io.github.pyb.tuning;

import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets compilers write other names into what they make than those of directories that are somewhere else in every
 * checkout. Extension modules have such names in them, because Python's own flags ask for debug information.
 *
 * <p>The variable is one that adds: {@code CFLAGS} would replace the flags that the interpreter was built with. setuptools
 * and Meson read it, CMake does not. A flag that a compiler does not know would break the build, so the compilers are
 * asked first; and only where there is something to compile, because that takes its time.
 */
final class DebugPaths {

    private static final String VARIABLE = "CPPFLAGS";
    private static final String OPTION = "-ffile-prefix-map=";

    private static final Set<String> READERS = Set.of("setuptools", "meson-python");

    /** What means the same to a shell, to distutils and to Meson, which all take the variable apart in their own way. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}/._+@:,-]+");

    private final Host host;
    private final BuildLog log;
    private final OptionCheck compilers;

    DebugPaths(Host host, BuildLog log, OptionCheck compilers) {
        this.host = host;
        this.log = log;
        this.compilers = compilers;
    }

    Tuned tune(TuningRequest request, Tuned tuned) throws MachineProblem, InterruptedException {
        String users = tuned.changes().applyTo(host).getOrDefault(VARIABLE, "").strip();
        if (!isOfUse(request) || users.contains("-prefix-map=")) {
            return tuned;
        }
        Map<String, String> names = names(request);
        if (!names.keySet().stream().allMatch(name -> PLAIN.matcher(name).matches())) {
            log.debug("paths in debug information stay as they are: one has a character that " + VARIABLE
                    + " cannot hold for all that read it");
            return tuned;
        }
        if (!compilers.accept(OPTION + "/a=b", tuned.changes())) {
            log.debug("paths in debug information stay as they are: not all compilers know " + OPTION);
            return tuned;
        }
        String options = names.entrySet().stream()
                .map(name -> OPTION + name.getKey() + "=" + name.getValue())
                .collect(Collectors.joining(" "));
        return tuned.with(VARIABLE, users.isEmpty() ? options : users + " " + options);
    }

    /** Who develops wants a debugger to find the sources. */
    private boolean isOfUse(TuningRequest request) {
        return host.isLinux()
                && (request.purpose() == Purpose.WHEEL || request.purpose() == Purpose.WHEEL_FROM_SDIST)
                && request.project().requires().stream().anyMatch(READERS::contains)
                && NativeSources.mayBeIn(request.project());
    }

    /** Of several that fit, compilers take the last one; that has to be the innermost. */
    private static Map<String, String> names(TuningRequest request) {
        Map<Path, String> all = new LinkedHashMap<>(request.ours());
        all.put(request.directory(), "build");
        all.put(request.project().directory(), ".");
        List<Path> outermostFirst = all.keySet().stream()
                .sorted(Comparator.comparingInt(Path::getNameCount).thenComparing(Comparator.naturalOrder()))
                .toList();
        Map<String, String> names = new LinkedHashMap<>();
        outermostFirst.forEach(path -> names.put(path.toString(), all.getOrDefault(path, "")));
        return names;
    }
}
