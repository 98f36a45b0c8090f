package io.github.pyb.env;

import io.github.pyb.fs.Sha256;
import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import io.github.pyb.store.TreePack;
import io.github.pyb.store.TreeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An environment with nothing installed in it. All that are made of one interpreter are the same, but for the place that
 * their files name; so one is made, and the others come out of the store, once they are needed.
 *
 * @param id the name under which it is stored; nothing if it is not to be stored
 * @param portable whether it can be taken to another place
 * @param layout where it stands, or will stand
 * @param made whether it stands there already
 */
record BlankEnvironment(Optional<String> id, boolean portable, EnvironmentLayout layout, boolean made) {

    /** A shorter path may be found in a file by chance. */
    private static final int TELLING = 12;

    /** Plans an environment if it can be had from the store; otherwise makes it. */
    static BlankEnvironment of(
            Interpreter interpreter, Path root, Host host, TreeStore store, EnvironmentCreator creator)
            throws UserProblem, MachineProblem, InterruptedException {
        boolean portable = isPortable(root, host);
        Optional<String> id = id(interpreter, root, host, store);
        Optional<EnvironmentLayout> stored = id.flatMap(name -> layout(name, root, store));
        return stored.isPresent()
                ? new BlankEnvironment(id, portable, stored.get(), false)
                : new BlankEnvironment(id, portable, creator.create(root), true);
    }

    /** Elsewhere scripts are programs; and an unusual path makes scripts that begin in another way. */
    private static boolean isPortable(Path root, Host host) {
        boolean plain = !host.isWindows() && ScriptRepair.isPlain(root.resolve("bin"));
        return plain && root.toString().length() >= TELLING;
    }

    /** The name under which such an environment is stored, or would be; nothing if there is no store. */
    static Optional<String> id(Interpreter interpreter, Path root, Host host, TreeStore store) {
        if (!store.isUsable()) {
            return Optional.empty();
        }
        try {
            Path real = interpreter.executable().toRealPath();
            return Optional.of(Sha256.ofText(String.join(
                    "\0\n",
                    List.of(
                            "blank environment " + RequirementsKey.RECIPE,
                            real.toString(),
                            Files.size(real) + " " + Files.getLastModifiedTime(real),
                            interpreter.identity(),
                            // Shells show it in their prompts.
                            String.valueOf(root.getFileName()),
                            isPortable(root, host) ? "" : root.toString()))));
        } catch (IOException e) {
            store.giveUp(e);
            return Optional.empty();
        }
    }

    private static Optional<EnvironmentLayout> layout(String id, Path root, TreeStore store) {
        Optional<TreePack> stored = store.open(id);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (TreePack pack = stored.get()) {
            Map<String, String> facts = pack.manifest().facts();
            return Optional.of(new EnvironmentLayout(
                    root,
                    root.resolve(fact(facts, "python")),
                    root.resolve(fact(facts, "scripts")),
                    root.resolve(fact(facts, "purelib")),
                    root.resolve(fact(facts, "platlib"))));
        }
    }

    private static String fact(Map<String, String> facts, String name) {
        return Objects.requireNonNull(facts.get(name), name);
    }

    /** What has to be known of the layout to use the environment elsewhere. */
    Map<String, String> facts() {
        return Map.of(
                "python", relative(layout.python()),
                "scripts", relative(layout.scripts()),
                "purelib", relative(layout.purelib()),
                "platlib", relative(layout.platlib()));
    }

    private String relative(Path part) {
        return layout.root().relativize(part).toString();
    }
}
