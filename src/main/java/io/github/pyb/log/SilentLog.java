package io.github.pyb.log;

/** The log of something that nobody is to hear of, because it is done once more when it counts. */
public final class SilentLog implements BuildLog {

    @Override
    public void debug(String line) {
        // Nobody hears it.
    }

    @Override
    public void info(String line) {
        // Nobody hears it.
    }

    @Override
    public void warn(String line) {
        // Nobody hears it.
    }

    @Override
    public void error(String line) {
        // Nobody hears it.
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }
}
