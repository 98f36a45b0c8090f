package io.github.pyb.tuning;

import io.github.pyb.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where Cargo builds, otherwise in {@code target} in the source tree. Only for those backends that ask Cargo what it has
 * built: others look for it where it always is.
 */
final class Cargo {

    private static final String VARIABLE = "CARGO_TARGET_DIR";

    private static final Set<String> ASKING = Set.of("maturin", "setuptools-rust");

    private static final Pattern TARGET_DIRECTORY = Pattern.compile("(?m)^\\s*(build\\.)?\"?target-dir\"?\\s*=");

    private final Host host;

    Cargo(Host host) {
        this.host = host;
    }

    Tuned place(TuningRequest request, Path directory, Tuned tuned) {
        boolean used = request.project().requires().stream().anyMatch(ASKING::contains);
        return !used || isPlaced(request)
                ? tuned
                : tuned.with(VARIABLE, directory.resolve("cargo").toString());
    }

    private boolean isPlaced(TuningRequest request) {
        Map<String, String> seen = request.changes().applyTo(host);
        return Stream.of(VARIABLE, "CARGO_BUILD_TARGET_DIR")
                        .anyMatch(name -> !seen.getOrDefault(name, "").isEmpty())
                || configurations(request.project().directory(), seen).anyMatch(Cargo::namesTargetDirectory);
    }

    /** Cargo reads those of all directories above the project, and the user's own. */
    private Stream<Path> configurations(Path project, Map<String, String> seen) {
        Path home = Optional.ofNullable(seen.get("CARGO_HOME"))
                .filter(value -> !value.isEmpty())
                .map(project::resolve)
                .orElse(host.home().resolve(".cargo"));
        Stream<Path> above =
                Stream.iterate(project, path -> path != null, Path::getParent).map(path -> path.resolve(".cargo"));
        return Stream.concat(above, Stream.of(home))
                .flatMap(place -> List.of(place.resolve("config.toml"), place.resolve("config")).stream());
    }

    private static boolean namesTargetDirectory(Path configuration) {
        try {
            return Files.isRegularFile(configuration)
                    && TARGET_DIRECTORY.matcher(Files.readString(configuration)).find();
        } catch (IOException e) {
            // Cargo will say what is wrong with it.
            return false;
        }
    }
}
