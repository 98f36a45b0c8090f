package io.github.pyb.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a build has left running that was killed: its own code could not end it. It would go on writing to places that
 * are the next build's now. Only Linux tells what there is.
 */
public final class Orphans {

    /** Longer than any start takes. */
    private static final Duration START = Duration.ofSeconds(2);

    private final ProcessTree tree;
    private final Patience patience = Patience.normal();
    private final Consumer<String> notice;

    /** @param place what the build held, as it has {@linkplain ProcessRunner told its processes} */
    public Orphans(String place, Consumer<String> notice) {
        this.tree = new ProcessTree(Path.of("/proc"), place);
        this.notice = notice;
    }

    /** Ends them, and waits until they are gone. */
    public void end() {
        tree.awaitStarts(START);
        Set<ProcessHandle> found = tree.leftovers();
        if (found.isEmpty()) {
            return;
        }
        notice.accept("Ending what a build has left running that was killed: process " + words(found));
        Set<ProcessHandle> survivors = tree.kill(Set.of(), patience.killGrace());
        if (!survivors.isEmpty()) {
            notice.accept("These processes could not be ended: " + words(survivors));
        }
    }

    private static String words(Set<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> Long.toString(process.pid()))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
