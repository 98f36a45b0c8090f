package io.github.pyb.toml;

/**
 * A place in a file.
 *
 * @param line the first one is 1
 * @param column the first one is 1
 */
public record Position(int line, int column) {

    /** To be put after the name of the file. */
    public String words() {
        return ", line " + line + ", column " + column;
    }
}
