package io.github.pyb.testing;

import io.github.pyb.log.BuildLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log that remembers its lines, each with its level before it. */
public final class RecordingLog implements BuildLog {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final boolean quiet;
    private final boolean debug;

    public RecordingLog() {
        this(false);
    }

    /** @param quiet whether this is the log of {@code mvn -q} */
    public RecordingLog(boolean quiet) {
        this(quiet, false);
    }

    private RecordingLog(boolean quiet, boolean debug) {
        this.quiet = quiet;
        this.debug = debug;
    }

    /** The log of {@code mvn -X}. */
    public static RecordingLog debugging() {
        return new RecordingLog(false, true);
    }

    /** All lines, as {@code INFO some text}. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The lines of one level, without the level. */
    public List<String> lines(String level) {
        List<String> found = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(level + " ")) {
                found.add(line.substring(level.length() + 1));
            }
        }
        return found;
    }

    @Override
    public void debug(String line) {
        lines.add("DEBUG " + line);
    }

    @Override
    public void info(String line) {
        lines.add("INFO " + line);
    }

    @Override
    public void warn(String line) {
        lines.add("WARN " + line);
    }

    @Override
    public void error(String line) {
        lines.add("ERROR " + line);
    }

    @Override
    public boolean isDebugEnabled() {
        return debug;
    }

    @Override
    public boolean isInfoEnabled() {
        return !quiet;
    }
}
