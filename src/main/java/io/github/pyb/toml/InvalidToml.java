package io.github.pyb.toml;

import java.util.Optional;

/** A file that is no TOML; the message is the rest of a sentence about it. */
public final class InvalidToml extends Exception {

    private static final long serialVersionUID = 1L;

    private final String place;

    InvalidToml(String what, Optional<Position> position) {
        super(what);
        this.place = position.map(Position::words).orElse("");
    }

    /** The rest of a sentence about the file. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** Where in the file, to be put after its name; empty if it is not a matter of one place. */
    public String place() {
        return place;
    }
}
