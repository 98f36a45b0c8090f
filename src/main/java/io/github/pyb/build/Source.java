package io.github.pyb.build;

import io.github.pyb.dist.SdistArchive;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.pyproject.SourceTree;
import io.github.pyb.pyproject.SourceTreeReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a build starts from. */
sealed interface Source {

    /** The versions of Python that the project says it runs on, if it does. */
    Optional<Specifiers> requiresPython() throws UserProblem;

    /** A directory. */
    record Tree(SourceTree tree) implements Source {
        @Override
        public Optional<Specifiers> requiresPython() {
            return tree.requiresPython();
        }
    }

    /** A source distribution, which becomes a directory when it is unpacked. */
    record Archive(SdistArchive archive) implements Source {
        @Override
        public Optional<Specifiers> requiresPython() throws UserProblem {
            Object value = archive.metadata().values().get("requires_python");
            return value instanceof String text ? Specifiers.parse(text) : Optional.empty();
        }
    }

    /**
     * Reads and checks what is to be built, without touching it.
     *
     * @throws UserProblem if it is neither a Python project nor a source distribution
     */
    static Source open(Path path, SourceTreeReader reader) throws UserProblem, MachineProblem, InterruptedException {
        if (isWheel(path)) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("there is nothing to build of a wheel")
                            .where(path)
                            .attempt("set sourceDirectory (-Dpyb.sourceDirectory) to a source tree or to a source"
                                    + " distribution; only pyb:metadata reads wheels"));
        }
        if (isNamed(path, ".tar.gz") && Files.notExists(path)) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("the source distribution does not exist")
                            .where(path)
                            .attempt("correct sourceDirectory (-Dpyb.sourceDirectory)"));
        }
        return isFile(path, ".tar.gz") ? new Archive(SdistArchive.open(path)) : new Tree(reader.read(path));
    }

    /** Whether a path is that of a wheel; only its name is looked at, and whether it is a file. */
    static boolean isWheel(Path path) {
        return isFile(path, ".whl");
    }

    private static boolean isFile(Path path, String suffix) {
        return Files.isRegularFile(path) && isNamed(path, suffix);
    }

    private static boolean isNamed(Path path, String suffix) {
        // The root of a file system has no name.
        return path.getFileName() != null
                && path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(suffix);
    }
}
