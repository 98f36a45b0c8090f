package io.github.pyb.tuning;

import io.github.pyb.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Compilers and build tools of the machine, which decide what comes of native sources. */
public final class BuildPrograms {

    private static final List<String> TOOLS =
            List.of("cc", "gcc", "clang", "c++", "g++", "clang++", "cmake", "ninja", "meson");

    /** Those of Rust, which Cargo itself watches. */
    private static final List<String> RUST = List.of("cargo", "rustc");

    /** A word of a command that may be the name of a program, and no option. */
    private static final Pattern PROGRAM = Pattern.compile("[\\w./+:\\\\][\\w./+:\\\\-]*");

    private final Host host;

    public BuildPrograms(Host host) {
        this.host = host;
    }

    /**
     * Which ones there are, and as what they are known again.
     *
     * @param seen the variables that a build sees
     */
    public Map<String, String> of(Map<String, String> seen) {
        return identities(seen, RUST, file -> true);
    }

    /** The same without those of Rust, and without those that a build has just been given. */
    Map<String, String> outside(Path environment, Map<String, String> seen) {
        return identities(seen, List.of(), file -> environment.getNameCount() == 0 || !file.startsWith(environment));
    }

    private Map<String, String> identities(Map<String, String> seen, List<String> more, Predicate<Path> counted) {
        List<String> tools = new ArrayList<>(TOOLS);
        tools.addAll(more);
        for (String variable : List.of("CC", "CXX")) {
            tools.addAll(List.of(seen.getOrDefault(variable, "").split("\\s+", -1)));
        }
        Host seeing = new Host(host.family(), seen, host.home(), host.architecture());
        Map<String, String> identities = new TreeMap<>();
        for (String tool : tools) {
            if (PROGRAM.matcher(tool).matches()) {
                Optional<Path> file =
                        seeing.findOnPath(tool).stream().filter(counted).findFirst();
                file.ifPresent(found -> identities.put(tool, identity(found)));
            }
        }
        return identities;
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
