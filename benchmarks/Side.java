import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One of two who build the same sources: where, and as whom.
 *
 * @param place the directory that everything of this side is in
 * @param umask the umask of all that is run
 * @param variables what its environment has
 * @param times the time stamps of its sources; empty for those of the checkout
 * @param user what has to stand before a command to run it as this side's user; empty for the user who compares
 */
record Side(
        Machine machine,
        Path place,
        String umask,
        Map<String, String> variables,
        Optional<FileTime> times,
        List<String> user) {

    static final Instant LONG_AGO = Instant.parse("2021-06-07T08:09:11Z");

    /** A user who has nothing to do with anything, and may not do much. */
    private static final String NOBODY = "65534";

    /** Somebody at the usual place with the usual umask. */
    static Side usual(Machine machine) throws IOException, InterruptedException, Failure {
        Map<String, String> variables = Map.of("TZ", "UTC", "LC_ALL", "C.UTF-8");
        return new Side(machine, place(machine, "usual"), "022", variables, Optional.empty(), List.of());
    }

    /**
     * Somebody else at another place, in another time zone, and with a stricter umask.
     *
     * @param programs what has to be there for the other user as well; otherwise it is the same user
     */
    static Side other(Machine machine, String name, List<List<String>> programs)
            throws IOException, InterruptedException, Failure {
        List<String> nobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        boolean possible = true;
        for (List<String> program : programs) {
            possible = possible && works(machine, nobody, program);
        }
        Map<String, String> variables = Map.of("TZ", "Pacific/Auckland", "LC_ALL", "C");
        Optional<FileTime> times = Optional.of(FileTime.from(LONG_AGO));
        return new Side(machine, place(machine, name), "077", variables, times, possible ? nobody : List.of());
    }

    private static boolean works(Machine machine, List<String> user, List<String> program) throws InterruptedException {
        List<String> command = new ArrayList<>(user);
        command.addAll(program);
        try {
            return machine.run(Path.of("/"), command).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path place(Machine machine, String name) throws IOException {
        Path place = machine.target("reproducibility").resolve(name);
        Machine.remove(place);
        Files.createDirectories(place.resolve("home"));
        return place;
    }

    private static String rustup() {
        String told = System.getenv("RUSTUP_HOME");
        return told == null
                ? Path.of(System.getProperty("user.home"), ".rustup").toString()
                : told;
    }

    boolean isAnotherUser() {
        return !user.isEmpty();
    }

    Path home() {
        return place.resolve("home");
    }

    /** A clone of a repository: the same commit for every side. */
    Path checkout(Path origin, String tool) throws IOException, InterruptedException, Failure {
        Path directory =
                place.resolve(tool).resolve(origin.getFileName().toString().replace(".bundle", ""));
        Files.createDirectories(directory.getParent());
        own();
        run(place, List.of("git", "clone", "-q", origin.toString(), directory.toString()));
        if (times.isPresent()) {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                    return path.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                    Files.setLastModifiedTime(path, times.get());
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return directory;
    }

    /** An empty directory, for what is built. */
    Path results(String tool, Path checkout, String what) throws IOException, InterruptedException, Failure {
        Path directory = place.resolve("results")
                .resolve(tool)
                .resolve(checkout.getFileName())
                .resolve(what);
        Files.createDirectories(directory);
        own();
        return directory;
    }

    /** Makes everything here this side's own. */
    private void own() throws IOException, InterruptedException, Failure {
        if (isAnotherUser()) {
            machine.runOrFail(
                    place, List.of("chown", "-R", NOBODY + ":" + NOBODY, place.toString()), "chown does not work");
        }
    }

    /** Runs a command that has to succeed, as this side. */
    Ended run(Path directory, List<String> command) throws IOException, InterruptedException, Failure {
        List<String> all = new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
        all.addAll(user);
        all.add("env");
        environment().forEach((name, value) -> all.add(name + "=" + value));
        all.addAll(command);
        return machine.runOrFail(directory, all, "failed in " + directory + ": " + String.join(" ", command));
    }

    private Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>(variables);
        all.put("HOME", home().toString());
        all.put("PIP_CACHE_DIR", home().resolve("pip-cache").toString());
        // What one side has compiled must not come back to the other one: Meson takes a compiler cache unless it is
        // told not to.
        all.putAll(Map.of("CC", "cc", "CXX", "c++", "CCACHE_DISABLE", "1"));
        // Toolchains are the machine's, as compilers are; only what Cargo downloads belongs to the user.
        all.put("RUSTUP_HOME", rustup());
        return all;
    }
}
