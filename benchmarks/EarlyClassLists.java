import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * No comparison, but made of the same projects: writes down which classes the plugin loads for a wheel, in their order, so
 * that it can load them before they are needed. One list for a store with what the build needs in it, one with what comes to
 * that if it is empty, and one with what comes to the first if there is a lock file.
 */
final class EarlyClassLists implements Comparison {

    private static final Path RESOURCES = Path.of("src/main/resources/io/github/pyb/build");

    /** From here on it is the goal that needs them. */
    private static final String FIRST = "io.github.pyb.build.EarlyClasses ";

    /** Not from the archive that the JVM brings, where they cost next to nothing; and no code that is made at run time. */
    private static final Pattern LOADED = Pattern.compile("\\S+ ([\\w.$]+) source: (?:jrt|file):.*");

    private static final Pattern MADE =
            Pattern.compile("\\$\\$(?!Lambda)|\\$Proxy|jdk\\.internal\\.reflect\\.Generated");

    /** A connection is made ready by a thread of its own, which needs these at once. */
    private static final Pattern OF_CONNECTIONS = Pattern.compile(
            "(?:com\\.sun\\.(?:crypto|security)|java\\.net|java\\.security|javax\\.(?:crypto|net|security)|jdk\\.internal\\.net|sun\\.(?:net|security|util\\.calendar))\\..*");

    private final Options options;
    private final Machine machine;

    EarlyClassLists(Options options, Machine machine) {
        this.options = options;
        this.machine = machine;
    }

    @Override
    public String run() throws IOException, InterruptedException, Failure {
        Plugin plugin = Plugin.install(machine, Python.find(machine, options.python()));
        Goal wheel = Goal.of(plugin, "wheel").keepingIn(machine.target("early-store"));
        Goal lock = Goal.of(plugin, "lock").keepingIn(wheel.store());
        Set<String> cold = new LinkedHashSet<>();
        Set<String> warm = new LinkedHashSet<>();
        Set<String> locked = new LinkedHashSet<>();
        for (Project project : Project.pure(machine)) {
            Machine.remove(wheel.store());
            cold.addAll(classes(project, wheel));
            warm.addAll(classes(project, wheel));
            Project withLock = project.locked(lock);
            classes(withLock, wheel);
            locked.addAll(classes(withLock, wheel));
        }
        if (warm.isEmpty()) {
            throw new Failure("the JVM has not said which classes it loads");
        }
        // Those that every build needs are loaded by another thread already.
        cold.removeAll(warm);
        cold.removeIf(name -> OF_CONNECTIONS.matcher(name).matches());
        locked.removeAll(warm);
        return write("early_classes.txt", warm)
                + write("early_classes_cold.txt", cold)
                + write("early_classes_locked.txt", locked);
    }

    private List<String> classes(Project project, Goal wheel) throws IOException, InterruptedException, Failure {
        Path checkout = project.checkout(machine, "pyb");
        Path log = machine.target("classes.log");
        machine.runOrFail(
                checkout,
                wheel.command(),
                // With one processor nothing is loaded early.
                Map.of("MAVEN_OPTS", "-XX:ActiveProcessorCount=1 -Xlog:class+load:file=" + log + "::filecount=0"),
                "the wheel cannot be built");
        List<String> names = new ArrayList<>();
        boolean begun = false;
        for (String line : Files.readAllLines(log)) {
            begun = begun || line.contains(FIRST);
            Matcher loaded = LOADED.matcher(line);
            if (begun && loaded.matches() && !MADE.matcher(loaded.group(1)).find()) {
                names.add(loaded.group(1));
            }
        }
        return names;
    }

    private String write(String name, Set<String> classes) throws IOException {
        Path file = machine.project().resolve(RESOURCES).resolve(name);
        Files.writeString(file, String.join("\n", classes) + "\n");
        return RESOURCES.resolve(name) + ": " + classes.size() + " classes\n";
    }
}
