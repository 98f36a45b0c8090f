package io.github.pyb.problem;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The machinery broke: an I/O error, an interruption, a lost file of ours. */
public final class MachineProblem extends Problem {

    private static final long serialVersionUID = 1L;

    public MachineProblem(ProblemKind kind, Explanation explanation, @Nullable Throwable cause) {
        super(kind, explanation, cause);
    }

    /**
     * An I/O error in words.
     *
     * @param what what could not be done, for instance {@code cannot write the log}
     */
    public static MachineProblem of(String what, Object where, IOException cause) {
        return new MachineProblem(
                ProblemKind.MACHINE, Explanation.of(what + ": " + reason(cause)).where(where), cause);
    }

    /** The build was stopped from outside; the interrupt is on its way through the stack. */
    public static MachineProblem interrupted(String during) {
        return new MachineProblem(
                ProblemKind.INTERRUPTED, Explanation.of("the build was interrupted during " + during), null);
    }

    /** What an I/O exception means: the JDK often gives a bare path as the message, which alone says nothing. */
    public static String reason(IOException cause) {
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage();
        String words = switch (name) {
            case "AccessDeniedException" -> "permission denied";
            case "NoSuchFileException" -> "no such file or directory";
            case "FileAlreadyExistsException" -> "it exists already";
            case "NotDirectoryException" -> "not a directory";
            case "DirectoryNotEmptyException" -> "the directory is not empty";
            default -> null;
        };
        if (words == null) {
            return message == null ? name : message;
        }
        return message == null ? words : words + " (" + message + ")";
    }

    @Override
    public MachineProblem explainedBy(Explanation more) {
        return new MachineProblem(kind(), explanation().and(more), this);
    }
}
