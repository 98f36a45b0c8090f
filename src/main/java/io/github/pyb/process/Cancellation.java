package io.github.pyb.process;

import java.util.Optional;

/** Tells whether a build has lost its point while it runs. Asked about once a second. */
@FunctionalInterface
public interface Cancellation {

    /** A build that goes on to its end. */
    Cancellation NONE = Optional::empty;

    /** Why everything that runs should end; the end of a sentence, after "because". */
    Optional<String> reason();
}
