package io.github.pyb.mojo;

import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Masking;
import java.util.function.Consumer;
import org.apache.maven.plugin.logging.Log;

/** Maven's log. Texts of several lines become several lines of the log. */
final class MavenBuildLog implements BuildLog {

    private final Log log;
    private final String prefix;

    /** @param module the module's name, before every line; empty if modules are built one after the other */
    MavenBuildLog(Log log, String module) {
        this.log = log;
        this.prefix = module.isEmpty() ? "" : "[" + module + "] ";
    }

    @Override
    public void debug(String line) {
        write(line, log::debug);
    }

    @Override
    public void info(String line) {
        write(line, log::info);
    }

    @Override
    public void warn(String line) {
        write(line, log::warn);
    }

    @Override
    public void error(String line) {
        write(line, log::error);
    }

    @Override
    public boolean isDebugEnabled() {
        return log.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return log.isInfoEnabled();
    }

    private void write(String text, Consumer<CharSequence> level) {
        if (text.isEmpty()) {
            level.accept(prefix);
        }
        // Some lines quote what others have written: requirements, for instance, which may be addresses with passwords.
        Masking.mask(text).lines().forEach(line -> level.accept(prefix + line));
    }
}
