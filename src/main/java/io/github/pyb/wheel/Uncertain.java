package io.github.pyb.wheel;

/**
 * Why a wheel is left to pip, as the rest of a sentence for the log. Not a problem of anybody: whether it is one, and what the
 * user is told of it, is for pip to say. Nothing is installed then.
 */
public final class Uncertain extends Exception {

    private static final long serialVersionUID = 1L;

    public Uncertain(String why) {
        super(why);
    }

    public Uncertain(String why, Throwable cause) {
        super(why, cause);
    }

    /** The reason. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
