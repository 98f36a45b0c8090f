package io.github.pyb.mojo;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.ArtifactSource;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** Maven's repositories, with the mirrors, credentials and proxies of the settings, and offline if Maven is. */
final class MavenArtifacts implements ArtifactSource {

    private final RepositorySystem system;
    private final RepositorySystemSession session;
    private final List<RemoteRepository> repositories;

    MavenArtifacts(RepositorySystem system, RepositorySystemSession session, List<RemoteRepository> repositories) {
        this.system = system;
        this.session = session;
        this.repositories = List.copyOf(repositories);
    }

    @Override
    public Path resolve(String coordinates) throws UserProblem {
        try {
            return system.resolveArtifact(
                            session, new ArtifactRequest(new DefaultArtifact(coordinates), repositories, null))
                    .getArtifact()
                    .getFile()
                    .toPath();
        } catch (ArtifactResolutionException e) {
            throw new UserProblem(
                    ProblemKind.INTERPRETER_NOT_FOUND,
                    Explanation.of("Maven cannot resolve " + coordinates + ": " + e.getMessage()),
                    e);
        }
    }
}
