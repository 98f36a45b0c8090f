import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What was built of one checkout: the wheel of its tree, its source distribution, and the wheel of that. */
record Outcome(Path checkout, Path home, Path wheel, Path sdist, Path wheelFromSdist) {

    static final List<String> NAMES = List.of("wheel", "sdist", "wheel from the sdist");

    List<Path> files() {
        return List.of(wheel, sdist, wheelFromSdist);
    }

    /** The one file of a kind in a directory. */
    static Path only(Path directory, String suffix) throws IOException, Failure {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(suffix)).toList();
            if (found.size() != 1) {
                throw new Failure("instead of one " + suffix + " there are " + found + " in " + directory);
            }
            return found.get(0);
        }
    }
}
