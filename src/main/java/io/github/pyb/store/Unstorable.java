package io.github.pyb.store;

/** A tree that cannot be kept; the message is the reason, a sentence without its end. */
public final class Unstorable extends Exception {

    private static final long serialVersionUID = 1L;

    public Unstorable(String reason) {
        super(reason);
    }

    /** Why it cannot be kept. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
