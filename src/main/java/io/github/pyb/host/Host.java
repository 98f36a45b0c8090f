package io.github.pyb.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.inject.Inject;

/** The machine that a build runs on. Immutable: the environment is read once, when the goal starts. */
public final class Host {

    /** The families of operating systems that differ in a way that matters here. */
    public enum Family {
        LINUX,
        MACOS,
        WINDOWS,
        /** Any other POSIX system. */
        UNIX
    }

    /** What the JVM says instead of a home directory. */
    public static final String UNKNOWN_HOME = "?";

    private final Family family;
    private final Map<String, String> environment;
    private final Path home;
    private final String architecture;
    private final boolean utf8;

    /** The machine we run on. */
    @Inject
    public Host() {
        this(
                familyOf(System.getProperty("os.name", "")),
                System.getenv(),
                home(System.getProperty("user.home"), System.getenv()),
                System.getProperty("os.arch", ""),
                System.getProperty("sun.jnu.encoding", "").equals("UTF-8"));
    }

    /**
     * The user's home directory. Of a user whom the machine does not know, as containers often have one, the JVM says "?", and
     * that is no directory but a name, which would be looked for among the sources.
     *
     * @param said by the JVM
     */
    static Path home(String said, Map<String, String> environment) {
        if (!said.equals(UNKNOWN_HOME)) {
            return Path.of(said);
        }
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        return home.isAbsolute() ? home : Path.of("/");
    }

    /** A machine as a test describes it. */
    public Host(Family family, Map<String, String> environment, Path home) {
        this(family, environment, home, "amd64");
    }

    /**
     * A machine as a test describes it.
     *
     * @param architecture as Java names it, {@code amd64} or {@code aarch64} for instance
     */
    public Host(Family family, Map<String, String> environment, Path home, String architecture) {
        this(family, environment, home, architecture, true);
    }

    /**
     * A machine as a test describes it.
     *
     * @param utf8 whether its files have their names in UTF-8
     */
    public Host(Family family, Map<String, String> environment, Path home, String architecture, boolean utf8) {
        this.family = family;
        // Windows does not tell PATH from Path, and keeps whichever case came first.
        Map<String, String> copy =
                family == Family.WINDOWS ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new TreeMap<>();
        copy.putAll(environment);
        this.environment = Collections.unmodifiableMap(copy);
        this.home = home;
        this.architecture = architecture;
        this.utf8 = utf8;
    }

    public Family family() {
        return family;
    }

    public boolean isLinux() {
        return family == Family.LINUX;
    }

    public boolean isWindows() {
        return family == Family.WINDOWS;
    }

    /** All environment variables; names compare as the system compares them. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The value of a variable; an empty one counts as unset. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Whether the names of files are in UTF-8; otherwise in the encoding of the user's locale. */
    public boolean namesFilesInUtf8() {
        return utf8;
    }

    /** The processor, as Java names it. */
    public String architecture() {
        return architecture;
    }

    public Path home() {
        return home;
    }

    /** What separates the entries of {@code PATH}. */
    public String pathSeparator() {
        return isWindows() ? ";" : ":";
    }

    /** The directories of {@code PATH}, without empty and relative ones: those would mean the current directory. */
    public List<Path> searchPath() {
        return absolutePaths(variable("PATH").orElse(""));
    }

    /** The paths in a list that is written like {@code PATH}, without empty and relative ones. */
    public List<Path> absolutePaths(String list) {
        return Stream.of(list.split(Pattern.quote(pathSeparator()), -1))
                .flatMap(entry -> absolute(entry).stream())
                .toList();
    }

    private static Optional<Path> absolute(String entry) {
        try {
            return Optional.of(Path.of(entry)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            // No file can be there.
            return Optional.empty();
        }
    }

    /** Every executable file of that name on {@code PATH}, in the order in which a shell would find them. */
    public List<Path> findOnPath(String command) {
        List<Path> found = new ArrayList<>();
        for (Path directory : searchPath()) {
            for (String name : fileNames(command)) {
                Path candidate = directory.resolve(name);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    found.add(candidate);
                    break;
                }
            }
        }
        return found;
    }

    private List<String> fileNames(String command) {
        if (!isWindows()) {
            return List.of(command);
        }
        List<String> names = new ArrayList<>();
        if (command.contains(".") && new File(command).getName().lastIndexOf('.') > 0) {
            names.add(command);
        }
        for (String extension :
                variable("PATHEXT").orElse(".COM;.EXE;.BAT;.CMD").split(";", -1)) {
            names.add(command + extension.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static Family familyOf(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return Family.WINDOWS;
        }
        if (name.startsWith("mac")) {
            return Family.MACOS;
        }
        return name.startsWith("linux") ? Family.LINUX : Family.UNIX;
    }
}
