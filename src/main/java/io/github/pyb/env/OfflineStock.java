package io.github.pyb.env;

import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import io.github.pyb.store.TreePack;
import io.github.pyb.store.TreeStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the store has for a build without network. Looks, and takes nothing out. */
final class OfflineStock {

    private final EnvironmentSettings settings;
    private final Interpreter interpreter;
    private final Path place;
    private final Host host;
    private final BuildLog log;

    /** @param place where the environment would stand */
    OfflineStock(EnvironmentSettings settings, Interpreter interpreter, Path place, Host host, BuildLog log) {
        this.settings = settings;
        this.interpreter = interpreter;
        this.place = place;
        this.host = host;
        this.log = log;
    }

    /** Whether there is an environment with what is required, and nothing else. */
    boolean has(EnvironmentContents.Key required) throws UserProblem, MachineProblem, InterruptedException {
        TreeStore store =
                new TreeStore(settings.store().directory(), settings.store().limit(), log);
        Optional<String> blank = BlankEnvironment.id(interpreter, place, host, store);
        if (blank.isEmpty()) {
            return false;
        }
        try {
            Optional<Resolution> known = new ResolutionMemory(store, settings.store(), InstantSource.system(), log)
                    .recall(required.in(blank.get()), settings.store().changeable());
            Optional<List<TreePack>> trees =
                    known.flatMap(resolution -> StoredEnvironment.between(store, "", resolution.environment()));
            trees.ifPresent(all -> all.forEach(TreePack::close));
            return trees.isPresent();
        } catch (IOException e) {
            throw MachineProblem.of("cannot look for the build requirements", place, e);
        }
    }
}
