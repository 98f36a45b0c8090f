package io.github.pyb.dist;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;

/**
 * Which project in which version something claims to be. File names and metadata of what is built from one source tree
 * have to claim the same; otherwise an installer would install something else than it was asked for.
 *
 * @param claimant what claims it: the name of a file, metadata, or an sdist; the label of a line in a message
 * @param name the project
 * @param version the version
 */
public record Identity(String claimant, ProjectName name, Version version) {

    /** What setuptools calls a project that has no name. */
    private static final String NAMELESS = "unknown";

    /**
     * Checks that another claim is the same, however it is spelled.
     *
     * @param file what was built, for the message
     * @throws UserProblem if it is not
     */
    public void agree(Identity other, Path file) throws UserProblem {
        if (!name.equals(other.name) || !version.equals(other.version)) {
            throw new UserProblem(
                    ProblemKind.BAD_RESULT,
                    Explanation.of((name.equals(other.name) ? "the version of " : "the name of ") + file.getFileName()
                                    + " is not the same everywhere")
                            .line(claimant, name + " " + version)
                            .line(other.claimant, other.name + " " + other.version)
                            .attempt("give name and version in one place only; if they come from version control,"
                                    + " the source distribution has to hold them"));
        }
    }

    /** Whether the backend has found neither name nor version, and has made up both. */
    public boolean isNameless() {
        return name.normalised().equals(NAMELESS) && version.equals(Version.of(0, 0, 0));
    }
}
