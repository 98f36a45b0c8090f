package io.github.pyb.python;

import io.github.pyb.json.Json;
import io.github.pyb.packaging.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an interpreter has said of itself.
 *
 * @param interpreter what it is
 * @param witnesses files and directories, there or not, that have changed if the answer has; nothing if it cannot name
 *     them
 */
record ProbeAnswer(Interpreter interpreter, Optional<List<Path>> witnesses) {

    ProbeAnswer {
        witnesses = witnesses.map(List::copyOf);
    }

    /** Understands an answer of {@code probe.py}. */
    static ProbeAnswer parse(String json) throws Rejected {
        try {
            return of((Map<?, ?>) Objects.requireNonNull(Json.parse(json), "nothing"));
        } catch (Json.InvalidJson | IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new Rejected("gives an answer that cannot be understood: " + e.getMessage());
        }
    }

    private static ProbeAnswer of(Map<?, ?> answer) {
        Interpreter interpreter = new Interpreter(
                Path.of(text(answer, "executable")),
                version(answer),
                text(answer, "implementation"),
                text(answer, "platform"),
                truth(answer, "free_threaded"),
                truth(answer, "debug"),
                optional(answer, "venv").map(Path::of),
                pip(answer.get("pip")),
                paths(answer.get("pip_wheels")),
                layout((Map<?, ?>) Objects.requireNonNull(answer.get("layout"), "layout")),
                abi((Map<?, ?>) Objects.requireNonNull(answer.get("abi"), "abi")),
                Map.of());
        return new ProbeAnswer(
                interpreter, Optional.ofNullable(answer.get("witnesses")).map(ProbeAnswer::paths));
    }

    /** {@code sys.version_info}: three numbers, the release level, and its serial. */
    private static Version version(Map<?, ?> answer) {
        List<?> parts = (List<?>) Objects.requireNonNull(answer.get("version"), "version");
        String release = parts.get(0) + "." + parts.get(1) + "." + parts.get(2);
        String level = switch (String.valueOf(parts.get(3))) {
            case "alpha" -> "a" + parts.get(4);
            case "beta" -> "b" + parts.get(4);
            case "candidate" -> "rc" + parts.get(4);
            default -> "";
        };
        return Version.parse(release + level).orElseThrow(() -> new IllegalArgumentException("version " + parts));
    }

    private static Optional<Interpreter.Pip> pip(@Nullable Object answer) {
        if (!(answer instanceof Map<?, ?> pip)) {
            return Optional.empty();
        }
        return Optional.of(new Interpreter.Pip(
                optional(pip, "version").flatMap(Version::parse),
                Path.of(text(pip, "directory")),
                truth(pip, "bundled")));
    }

    private static Interpreter.Layout layout(Map<?, ?> layout) {
        return new Interpreter.Layout(
                Path.of(text(layout, "base_executable")),
                Path.of(text(layout, "base_prefix")),
                Path.of(text(layout, "scripts")),
                Path.of(text(layout, "purelib")),
                Path.of(text(layout, "platlib")),
                Path.of(text(layout, "include")),
                truth(layout, "lib64_link"));
    }

    private static Interpreter.Abi abi(Map<?, ?> abi) {
        return new Interpreter.Abi(
                optional(abi, "extension_suffix"),
                optional(abi, "soabi"),
                optional(abi, "cache_tag"),
                text(abi, "bytecode"),
                optional(abi, "c_library"));
    }

    private static List<Path> paths(@Nullable Object answer) {
        List<Path> paths = new ArrayList<>();
        if (answer instanceof List<?> items) {
            items.forEach(item -> paths.add(Path.of((String) item)));
        }
        return paths;
    }

    private static String text(Map<?, ?> answer, String key) {
        return (String) Objects.requireNonNull(answer.get(key), key);
    }

    private static Optional<String> optional(Map<?, ?> answer, String key) {
        return Optional.ofNullable((String) answer.get(key));
    }

    private static boolean truth(Map<?, ?> answer, String key) {
        return Boolean.TRUE.equals(answer.get(key));
    }
}
