package io.github.pyb.log;

import java.util.function.Consumer;

/**
 * The log of one of several builds that run side by side: every line has the name of the build before it, and is handed to
 * the thread that runs the goal, because only that one may write.
 */
public final class RelayedLog implements BuildLog {

    private final String name;
    private final BuildLog log;
    private final Consumer<Runnable> relay;

    /**
     * @param name stands before every line
     * @param log where the lines end up
     * @param relay sees to it that what it is given is run by the thread that may write, in the order in which it came
     */
    public RelayedLog(String name, BuildLog log, Consumer<Runnable> relay) {
        this.name = name;
        this.log = log;
        this.relay = relay;
    }

    @Override
    public void debug(String text) {
        relay(text, log::debug);
    }

    @Override
    public void info(String text) {
        relay(text, log::info);
    }

    @Override
    public void warn(String text) {
        relay(text, log::warn);
    }

    @Override
    public void error(String text) {
        relay(text, log::error);
    }

    @Override
    public boolean isDebugEnabled() {
        return log.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return log.isInfoEnabled();
    }

    private void relay(String text, Consumer<String> level) {
        text.lines().forEach(line -> relay.accept(() -> level.accept("[" + name + "] " + line)));
    }
}
