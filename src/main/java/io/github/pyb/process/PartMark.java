package io.github.pyb.process;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a process says that a part of its work is over while it goes on itself: by a line that begins with a word that nobody
 * else knows. After it comes an exit code, or anything else if that part was not done. The line stands apart: one without
 * anything in it comes before it, which ends what was written last.
 *
 * @param word what the line begins with
 */
public record PartMark(String word) {

    /** What the line says. */
    record Said(@Nullable Integer exitCode) {}

    public static PartMark random() {
        return new PartMark("pyb-" + UUID.randomUUID() + " ");
    }

    /** What a line of output says of the part; nothing if it is another line. */
    @Nullable
    Said in(String line) {
        if (!line.startsWith(word)) {
            return null;
        }
        try {
            return new Said(Integer.valueOf(line.substring(word.length())));
        } catch (NumberFormatException e) {
            return new Said(null);
        }
    }
}
