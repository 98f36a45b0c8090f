package io.github.pyb.build;

import io.github.pyb.fs.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Loads the classes of a build on a thread of their own, while Maven's thread is still about its parameters and the
 * project. A JVM that is as young as Maven's spends more time on loading them than on what they do. Which they are, and in
 * which order they are needed, is written down by {@code benchmarks/run early-classes}; one that is missing there, or is
 * not in this Java, costs time and nothing else.
 */
public final class EarlyClasses {

    static final String WARM = "early_classes.txt";
    static final String COLD = "early_classes_cold.txt";
    static final String LOCKED = "early_classes_locked.txt";

    /** Ours are made ready for use. Others only loaded: in which order they may be made ready is theirs to know. */
    private static final String OURS = "io.github.pyb.";

    private EarlyClasses() {}

    /** Begins with those that every build needs, unless there is only one processor. Nothing waits for the end. */
    public static void load() {
        begin(WARM);
    }

    /**
     * Goes on with those that are needed where nothing has been built yet.
     *
     * @param store what all builds of a user share
     */
    public static void loadMoreFor(Path store) {
        if (!Files.isDirectory(store)) {
            begin(COLD);
        }
    }

    /**
     * Goes on with those that read a lock file.
     *
     * @param lock where one is, or would be
     */
    public static void loadForLock(Optional<Path> lock) {
        if (lock.filter(Files::exists).isPresent()) {
            begin(LOCKED);
        }
    }

    private static void begin(String list) {
        if (Runtime.getRuntime().availableProcessors() > 1) {
            Thread thread = new Thread(() -> load(list), "pyb-early-classes");
            thread.setDaemon(true);
            // A build may be over before, and its classes be no longer there. Whatever is wrong, the build itself will
            // tell.
            thread.setUncaughtExceptionHandler((gone, why) -> {});
            thread.start();
        }
    }

    static void load(String list) {
        ClassLoader loader = EarlyClasses.class.getClassLoader();
        for (String name : Resources.text(EarlyClasses.class, list).split("\n", 0)) {
            load(name, loader);
        }
    }

    private static void load(String name, ClassLoader loader) {
        try {
            Class.forName(name, name.startsWith(OURS), loader);
        } catch (ClassNotFoundException | LinkageError e) {
            // Whoever needs it will be told.
            return;
        }
    }
}
