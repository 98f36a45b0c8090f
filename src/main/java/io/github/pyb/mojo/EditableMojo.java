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
 * Makes an environment for development, and leaves it: with what the build requires, with the project itself as a
 * reference to its source tree (an editable installation, PEP 660), and with what the project needs to run. Because the
 * build requirements stay where they are, backends that build extension modules again on import can do so. The default
 * place is <code>${workDirectory}/editable/<i>tag</i></code>; {@code pyb:clean} removes it.
 *
 * @since 0.1.0
 */
@Mojo(name = "editable", threadSafe = true)
public final class EditableMojo extends AbstractKeptEnvironmentMojo {

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.editable.skip", defaultValue = "false")
    boolean skipEditable;

    @Inject
    public EditableMojo(Host host, RepositorySystem repositorySystem, BuildService service) {
        super(host, repositorySystem, service);
    }

    @Override
    EnvironmentResult make(BuildService builder, BuildRequest request, BuildLog log)
            throws Problem, InterruptedException {
        return builder.editable(request, log);
    }

    @Override
    Optional<String> skippedBy() {
        return skipEditable ? Optional.of("pyb.editable.skip") : Optional.empty();
    }
}
