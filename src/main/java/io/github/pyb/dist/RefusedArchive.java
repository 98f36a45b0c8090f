package io.github.pyb.dist;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An archive is damaged, ambiguous, hostile or too large; the message says why, names the member, and is the rest of a
 * sentence that begins with what kind of archive it is.
 */
final class RefusedArchive extends IOException {

    private static final long serialVersionUID = 1L;

    /** Names and other text of an archive take up no more than this in a message. */
    private static final int QUOTED = 200;

    private final String advice;

    private RefusedArchive(String reason, String advice) {
        super(reason);
        this.advice = advice;
    }

    /** The archive is not what its format says: cut off, damaged, or written by a faulty tool. */
    static RefusedArchive damaged(String reason) {
        return new RefusedArchive(reason, "get the archive once more, or build it with another version of its backend");
    }

    static RefusedArchive damaged(String member, String reason) {
        return damaged(subject(member) + reason);
    }

    /** There is no archive. */
    static RefusedArchive missing() {
        return new RefusedArchive("there is no such file", "check the path");
    }

    /** The file does not have the name that its format asks for. */
    static RefusedArchive misnamed(String reason) {
        return new RefusedArchive(reason, "give the file the name that its backend gave it");
    }

    /** The file is not what it was a moment ago. */
    static RefusedArchive changed() {
        return new RefusedArchive(
                "it was changed while it was being unpacked", "see to it that nothing else writes to the archive");
    }

    /** Unpacking the archive could reach other files, or gives other results with other tools. */
    static RefusedArchive hostile(String reason) {
        return new RefusedArchive(reason, "do not trust this archive; ask whoever made it why it is like that");
    }

    static RefusedArchive hostile(String member, String reason) {
        return hostile(subject(member) + reason);
    }

    /** The member cannot exist on every system. */
    static RefusedArchive unportable(String member, String reason) {
        return new RefusedArchive(
                subject(member) + reason,
                "rename it in the project or leave it out of the archive, and build the archive anew");
    }

    /** The member cannot exist on this system, or not with the encoding of file names that we run with. */
    static RefusedArchive unwritable(String member) {
        return new RefusedArchive(
                subject(member) + "has a name that no file can have here",
                "on Linux, run Maven in a locale with UTF-8 (LC_ALL=C.UTF-8); on Windows, rename it in the project");
    }

    /** The system does not let us make a link, and there is no file that could take its place. */
    static RefusedArchive needsLinks(String link, Throwable cause) {
        RefusedArchive refused = new RefusedArchive(
                subject(link) + "is a symbolic link, which cannot be made here, and not one to a file of the archive",
                "on Windows, switch on the developer mode, or run Maven as somebody who may make symbolic links");
        refused.initCause(cause);
        return refused;
    }

    /** A backend has packed what builds need while they work. */
    static RefusedArchive ofWorkshop(String member, String workshop) {
        return new RefusedArchive(
                subject(member) + "is not of the project, but of " + workshop + ", where builds work",
                "a line /" + workshop.replaceFirst("/.*", "") + "/ in .gitignore, if the backend leaves out what is"
                        + " ignored; or exclude it in the backend's settings");
    }

    /** The archive goes beyond a limit, which the reason names. */
    static RefusedArchive tooLarge(String reason) {
        return new RefusedArchive(
                reason,
                "if it is like that on purpose, unpack it by hand; a project can be built from its directory, too");
    }

    static RefusedArchive tooLarge(String member, String reason) {
        return tooLarge(subject(member) + reason);
    }

    /**
     * The refusal as a user sees it.
     *
     * @param what what kind of archive it is, with its article
     */
    UserProblem problem(ProblemKind kind, String what, Path file) {
        return new UserProblem(
                kind,
                Explanation.of(what + " is refused: " + getMessage())
                        .where(file)
                        .attempt(advice),
                this);
    }

    private static String subject(String member) {
        return "the member " + quoted(member) + " ";
    }

    /** Text that somebody else has chosen, harmless in a log. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(QUOTED).forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (isUnseen(c)) {
                quoted.append(c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append(text.codePointCount(0, text.length()) > QUOTED ? "...\"" : "\"")
                .toString();
    }

    /** Whether a character has no shape of its own: it moves the cursor, turns the direction of text, or is none. */
    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }
}
