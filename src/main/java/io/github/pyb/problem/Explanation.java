package io.github.pyb.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a failure: one sentence that says what happened, then labelled lines that say where, what was kept, and
 * what to try.
 *
 * @param what one sentence, without a full stop at its end
 * @param lines the labelled lines, in the order in which they are shown
 */
public record Explanation(String what, List<Line> lines) {

    /** Columns that labels take up, so that the values line up. */
    private static final int LABEL_WIDTH = 14;

    /**
     * One labelled line.
     *
     * @param label a short name such as {@code where}
     * @param text the value; further lines of it are indented below the first
     */
    public record Line(String label, String text) {}

    public Explanation {
        lines = List.copyOf(lines);
    }

    public static Explanation of(String what) {
        return new Explanation(what, List.of());
    }

    /** The same explanation with one more line at its end. */
    public Explanation line(String label, String text) {
        List<Line> more = new ArrayList<>(lines);
        more.add(new Line(label, text));
        return new Explanation(what, more);
    }

    public Explanation where(Object place) {
        return line("where", place.toString());
    }

    /** What the user can try; several attempts are several lines. */
    public Explanation attempt(String advice) {
        return line("try", advice);
    }

    /** The last lines that a process wrote; nothing if it wrote none. */
    public Explanation output(List<String> tail) {
        return tail.isEmpty() ? this : line("last output", "\n" + String.join("\n", tail));
    }

    /** The same explanation with the lines of another one at its end. */
    public Explanation and(Explanation more) {
        List<Line> all = new ArrayList<>(lines);
        all.addAll(more.lines);
        return new Explanation(what, all);
    }

    /** The whole text, ready to be shown: without secrets, whatever it quotes. */
    public String text() {
        StringBuilder text = new StringBuilder(what);
        for (Line line : lines) {
            String label = line.label() + ":";
            text.append("\n  ").append(label);
            if (!line.text().startsWith("\n")) {
                text.append(" ".repeat(Math.max(1, LABEL_WIDTH - label.length())));
            }
            text.append(line.text().replace("\n", "\n    "));
        }
        return Masking.mask(text.toString());
    }
}
