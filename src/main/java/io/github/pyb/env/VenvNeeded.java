package io.github.pyb.env;

/** An environment that only the interpreter's own {@code venv} can make; the message is the reason. */
final class VenvNeeded extends Exception {

    private static final long serialVersionUID = 1L;

    VenvNeeded(String reason) {
        super(reason);
    }

    /** Why it is needed, a sentence without its end. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
