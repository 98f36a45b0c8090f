package io.github.pyb.problem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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

    /** What an I/O exception means, with the file that it is about: the JDK often gives the bare path as the message. */
    public static String reason(IOException cause) {
        String file = cause instanceof FileSystemException exception ? exception.getFile() : null;
        return file == null ? reasonAlone(cause) : reasonAlone(cause) + " (" + file + ")";
    }

    /** What an I/O exception means, for a sentence that names the file already. */
    public static String reasonAlone(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        } else if (cause instanceof NoSuchFileException) {
            return "no such file or directory";
        } else if (cause instanceof FileAlreadyExistsException) {
            return "it exists already";
        } else if (cause instanceof NotDirectoryException) {
            return "not a directory";
        } else if (cause instanceof DirectoryNotEmptyException) {
            return "the directory is not empty";
        }
        String message = cause instanceof FileSystemException exception ? exception.getReason() : cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    @Override
    public MachineProblem explainedBy(Explanation more) {
        return new MachineProblem(kind(), explanation().and(more), this);
    }
}
