package io.github.pyb.python;

import java.util.List;
import java.util.Objects;

/** An executable that is no usable interpreter; the message is the reason, the rest of a sentence that begins with it. */
final class Rejected extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> output;

    Rejected(String reason) {
        this(reason, List.of());
    }

    /** @param output what the executable said */
    Rejected(String reason, List<String> output) {
        super(reason);
        this.output = List.copyOf(output);
    }

    String reason() {
        return Objects.requireNonNull(getMessage());
    }

    List<String> output() {
        return output;
    }
}
