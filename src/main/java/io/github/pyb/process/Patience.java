package io.github.pyb.process;

import java.time.Duration;

/**
 * How patient a runner is with its processes. Only tests have a reason to change it.
 *
 * @param heartbeat after so much silence of a process the user is told that it is still running
 * @param killGrace how long processes that are told to end may take until they are ended by force
 * @param forceGrace how long the end of a process is waited for that was ended by force: one that waits for a file system
 *     that does not answer cannot be ended
 * @param outputGrace how long output is waited for after its process has ended: one in the background may hold it open
 * @param shutdown how long a JVM that is told to stop waits for the evidence of the failure
 */
record Patience(Duration heartbeat, Duration killGrace, Duration forceGrace, Duration outputGrace, Duration shutdown) {

    static Patience normal() {
        return new Patience(
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(20));
    }
}
