package io.github.pyb.mojo;

import io.github.pyb.build.BuildService;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/**
 * Fetches what builds of this module need once Maven is offline ({@code mvn -o}): the interpreters, those among them that
 * Maven resolves as well, and what the backend requires to build wheels, source distributions and editable installations.
 * It is kept in {@code store}. The goal builds nothing, but asks the backend what it requires.
 *
 * @since 0.1.0
 */
@Mojo(name = "go-offline", threadSafe = true)
public final class GoOfflineMojo extends AbstractBuildMojo {

    private final BuildService service;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.goOffline.skip", defaultValue = "false")
    boolean skipGoOffline;

    @Inject
    public GoOfflineMojo(Host host, RepositorySystem repositorySystem, BuildService service) {
        super(host, repositorySystem);
        this.service = service;
    }

    @Override
    void run(BuildLog log) throws Problem, InterruptedException {
        service.goOffline(request(), log);
    }

    @Override
    Optional<String> skippedBy() {
        return skipGoOffline ? Optional.of("pyb.goOffline.skip") : Optional.empty();
    }
}
