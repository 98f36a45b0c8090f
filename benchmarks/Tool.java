import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A build frontend. */
interface Tool {

    /** Builds a wheel from a fresh checkout; seconds for each thing that is measured. */
    Map<String, Double> build(Project project) throws IOException, InterruptedException, Failure;

    String describe() throws IOException, InterruptedException, Failure;

    /** Runs the tool, and looks whether there is a wheel then. */
    static Ended run(Machine machine, Path directory, String output, List<String> command)
            throws IOException, InterruptedException, Failure {
        Ended ended = machine.runOrFail(
                directory, command, "a build has failed: " + String.join(" ", command) + " in " + directory);
        try (Stream<Path> files = Files.list(directory.resolve(output))) {
            if (files.filter(file -> file.toString().endsWith(".whl")).count() != 1) {
                throw new Failure("there is not one wheel in " + directory.resolve(output) + "\n" + ended.text());
            }
        }
        return ended;
    }
}
