package io.github.pyb.mojo;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.BuildService;
import io.github.pyb.build.EnvironmentResult;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/**
 * Creates the environment in which the wheel would be built, with all build requirements, and leaves it: to look into it,
 * or to use it as the interpreter of an IDE. {@code pyb:clean} removes it.
 *
 * @since 0.1.0
 */
@Mojo(name = "env", threadSafe = true)
public final class EnvMojo extends AbstractKeptEnvironmentMojo {

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.env.skip", defaultValue = "false")
    boolean skipEnv;

    @Inject
    public EnvMojo(Host host, RepositorySystem repositorySystem, BuildService service) {
        super(host, repositorySystem, service);
    }

    @Override
    EnvironmentResult make(BuildService builder, BuildRequest request, BuildLog log)
            throws Problem, InterruptedException {
        return builder.environment(request, log);
    }

    @Override
    Optional<String> skippedBy() {
        return skipEnv ? Optional.of("pyb.env.skip") : Optional.empty();
    }
}
