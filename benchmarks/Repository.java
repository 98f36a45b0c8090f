import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git repository that is made of a directory. */
final class Repository {

    private Repository() {}

    /** Makes one, with everything that is there in its first commit. */
    static void begin(Machine machine, Path directory) throws IOException, InterruptedException, Failure {
        git(machine, directory, "init", "-q");
        commit(machine, directory);
    }

    /** Commits everything that has changed. */
    static void commit(Machine machine, Path directory) throws IOException, InterruptedException, Failure {
        git(machine, directory, "add", "-A");
        git(machine, directory, "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-q", "-m", "x");
    }

    private static void git(Machine machine, Path directory, String... words)
            throws IOException, InterruptedException, Failure {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        machine.runOrFail(directory, command, "the benchmark needs git");
    }
}
