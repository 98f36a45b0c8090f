package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The compilers as hooks would find them if no cache were switched on. */
final class Compilers {

    /** Programs that stand before a compiler. More than one of them is one too many. */
    private static final Set<String> LAUNCHERS =
            Set.of("ccache", "sccache", "buildcache", "cachepot", "distcc", "icecc", "fccache");

    private final Map<String, String> environment;
    private final Host seen;

    /** @param changes how the environment of hooks differs from the host's */
    Compilers(Host host, EnvironmentChanges changes) {
        this.environment = changes.applyTo(host);
        this.seen = new Host(host.family(), environment, host.home());
    }

    /** What a variable says; an empty one says nothing. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    List<Path> searchPath() {
        return seen.searchPath();
    }

    String path() {
        return environment.getOrDefault("PATH", "");
    }

    /** The program that a word of a command means, as a shell would find it. */
    Optional<Path> find(String word) {
        if (word.contains("/")) {
            return Optional.of(Path.of(word)).filter(Files::isRegularFile).filter(Files::isExecutable);
        }
        return seen.findOnPath(word).stream().findFirst();
    }

    /** The first of the usual compilers that is there. */
    Optional<String> usual(Language language) {
        return language.usual().stream()
                .filter(name -> !seen.findOnPath(name).isEmpty())
                .findFirst();
    }

    /** The program that a command puts before its compiler, if it does. */
    static Optional<String> launcher(String command) {
        String name = firstWord(command).replaceFirst("^.*[/\\\\]", "");
        return Optional.of(name).filter(LAUNCHERS::contains);
    }

    static String firstWord(String command) {
        return command.strip().split("\\s+", 2)[0];
    }

    /** Where another program than this cache stands before the compilers already, in words. */
    List<String> foreign(String cache) {
        List<String> found = new ArrayList<>();
        for (Language language : Language.values()) {
            for (String name : List.of(language.variable(), language.launcherVariable())) {
                variable(name)
                        .flatMap(Compilers::launcher)
                        .filter(launcher -> !launcher.equals(cache))
                        .ifPresent(launcher -> found.add(name + " (" + launcher + ")"));
            }
        }
        if (!cache.equals(CompilerCacheProgram.CCACHE)) {
            linksToCcache().ifPresent(link -> found.add("PATH (" + link + " is ccache)"));
        }
        return found;
    }

    /** Distributions have directories of links to ccache, named as compilers are, for users to put on PATH. */
    private Optional<Path> linksToCcache() {
        for (Language language : Language.values()) {
            for (String name : language.usual()) {
                List<Path> found = seen.findOnPath(name);
                if (!found.isEmpty() && isCcache(found.get(0))) {
                    return Optional.of(found.get(0));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isCcache(Path file) {
        try {
            return file.toRealPath().getFileName().toString().startsWith(CompilerCacheProgram.CCACHE);
        } catch (IOException e) {
            // It has just gone, or cannot be looked at: then it is not what will compile either.
            return false;
        }
    }
}
