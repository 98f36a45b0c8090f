package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import java.util.Map;
import java.util.Optional;

/** Variables that put a cache before the compilers. Never before one that has something before it already. */
final class CompilerLaunchers {

    private CompilerLaunchers() {}

    /** CMake has a variable of its own, and finds the compilers as ever. */
    static EnvironmentChanges forCMake(CompilerCacheProgram program, Compilers compilers, EnvironmentChanges changes) {
        EnvironmentChanges launched = changes;
        for (Language language : Language.values()) {
            boolean launcher = compilers
                    .variable(language.variable())
                    .flatMap(Compilers::launcher)
                    .isPresent();
            if (!launcher && compilers.variable(language.launcherVariable()).isEmpty()) {
                launched = launched.with(
                        language.launcherVariable(), program.executable().toString());
            }
        }
        return launched;
    }

    /** Meson understands two words in the variables. Without them it would take sccache before ccache, if both are there. */
    static EnvironmentChanges forMeson(CompilerCacheProgram program, Compilers compilers, EnvironmentChanges changes) {
        return before(program, compilers, changes, Map.of());
    }

    /**
     * For all who take the compilers from {@code CC} and {@code CXX}.
     *
     * @param otherwise what is used where the variables say nothing; languages that are missing here have their usual
     *     compiler
     */
    static EnvironmentChanges before(
            CompilerCacheProgram program,
            Compilers compilers,
            EnvironmentChanges changes,
            Map<Language, String> otherwise) {
        EnvironmentChanges launched = changes;
        for (Language language : Language.values()) {
            Optional<String> command = compilers
                    .variable(language.variable())
                    .or(() -> Optional.ofNullable(otherwise.get(language)))
                    .or(() -> compilers.usual(language));
            if (command.isPresent() && Compilers.launcher(command.get()).isEmpty()) {
                launched = launched.with(language.variable(), program.word() + " " + command.get());
            }
        }
        return launched;
    }
}
