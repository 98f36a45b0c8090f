package io.github.pyb.process;

import io.github.pyb.log.BuildLog;
import java.io.IOException;

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

    void abandon() throws InterruptedException {
        events.abandonOutput();
        process.destroyForcibly().waitFor();
    }
}
