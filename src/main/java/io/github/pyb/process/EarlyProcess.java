package io.github.pyb.process;

import io.github.pyb.log.BuildLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that was started and may have to wait: whoever has started it decides when its standard input ends. */
public final class EarlyProcess {

    private final Process process;
    private final ProcessEvents events;
    private final BuildLog log;

    EarlyProcess(Process process, BuildLog log) {
        this.process = process;
        this.events = ProcessEvents.watch(process);
        this.log = log;
    }

    Process process() {
        return process;
    }

    ProcessEvents events() {
        return events;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    void release() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            log.debug("the standard input of process " + process.pid() + " could not be closed: " + e.getMessage());
        }
    }

    /** Ends it, and waits for that, but not for ever. */
    void abandon(Duration atMost) throws InterruptedException {
        events.abandonOutput();
        if (!process.destroyForcibly().waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("process " + process.pid() + " cannot be ended; not waiting");
        }
    }
}
