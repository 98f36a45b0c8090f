package io.github.pyb.index;

/** An answer that the installer gets instead of what it asked for; the message is for its log. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
