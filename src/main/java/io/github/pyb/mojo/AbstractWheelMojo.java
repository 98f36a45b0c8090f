package io.github.pyb.mojo;

import io.github.pyb.build.BuildResult;
import io.github.pyb.build.BuildService;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;

/** Builds a wheel and makes Maven know it. */
abstract class AbstractWheelMojo extends AbstractBuildMojo {

    /** The artifact type under which wheels are attached; also their file name extension. */
    private static final String TYPE = "whl";

    private final BuildService service;
    private final MavenProjectHelper projectHelper;

    /**
     * Whether the wheel is attached to the Maven project, so that {@code install} and {@code deploy} take it along. Its
     * type is {@code whl}, its classifier the compatibility tags, for instance {@code py3-none-any}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.attach", defaultValue = "true")
    boolean attach;

    AbstractWheelMojo(
            Host host, RepositorySystem repositorySystem, BuildService service, MavenProjectHelper projectHelper) {
        super(host, repositorySystem);
        this.service = service;
        this.projectHelper = projectHelper;
    }

    @Override
    void run(BuildLog log) throws Problem, InterruptedException {
        BuildResult result = service.wheel(request(), log);
        if (attach) {
            projectHelper.attachArtifact(
                    project, TYPE, result.name().tags(), result.wheel().toFile());
        }
    }
}
