package io.github.pyb.check;

/**
 * Something that is not as it should be.
 *
 * @param severity how bad it is
 * @param text what it is, in one line
 */
public record Finding(Severity severity, String text) {

    /** How bad something is. */
    public enum Severity {
        /** Installers and indexes refuse the distribution, or install something that does not work. */
        ERROR,
        /** Probably nobody wanted it like that. */
        WARNING
    }

    /** Something that must not be. */
    public static Finding error(String text) {
        return new Finding(Severity.ERROR, text);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
