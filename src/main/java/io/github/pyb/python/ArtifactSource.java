package io.github.pyb.python;

import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;

/** Gets files by their Maven coordinates: through mirrors, with credentials, and offline if they are there already. */
@FunctionalInterface
public interface ArtifactSource {

    /**
     * The file of an artifact.
     *
     * @param coordinates {@code group:artifact:extension:classifier:version}
     * @throws UserProblem if it cannot be had; it says why
     */
    Path resolve(String coordinates) throws UserProblem;
}
