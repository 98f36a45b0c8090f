package io.github.pyb.mojo;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.BuildResult;
import io.github.pyb.build.BuildService;
import io.github.pyb.build.Distribution;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** Builds distributions and makes Maven know them. */
abstract class AbstractDistributionMojo extends AbstractBuildMojo {

    private final BuildService service;
    private final MavenProjectHelper projectHelper;

    /**
     * Whether what was built is attached to the Maven project, so that {@code install} and {@code deploy} take it along: a
     * wheel with the type {@code whl} and its compatibility tags as classifier, for instance {@code py3-none-any}, a source
     * distribution with the type {@code tar.gz} and the classifier {@code sdist}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.attach", defaultValue = "true")
    @Nullable
    String attach;

    AbstractDistributionMojo(
            Host host, RepositorySystem repositorySystem, BuildService service, MavenProjectHelper projectHelper) {
        super(host, repositorySystem);
        this.service = service;
        this.projectHelper = projectHelper;
    }

    /** Builds what the goal is for. */
    abstract BuildResult build(BuildService builder, BuildRequest request, BuildLog log)
            throws Problem, InterruptedException;

    @Override
    final void run(BuildLog log) throws Problem, InterruptedException {
        boolean attaching = ParameterValues.flag("attach", "pyb.attach", attach, true);
        BuildResult result = build(service, request(), log);
        for (Distribution distribution : result.distributions()) {
            // For the plugins that come after this one: pyb.wheel.file and pyb.sdist.file.
            project.getProperties()
                    .setProperty(
                            "pyb." + distribution.kind() + ".file",
                            distribution.file().toString());
            if (attaching) {
                attach(distribution);
            }
        }
    }

    /** Several goals may build the same; Maven is told of it once. */
    private boolean isAttached(Distribution distribution) {
        return project.getAttachedArtifacts().stream()
                .anyMatch(artifact -> distribution.file().toFile().equals(artifact.getFile()));
    }

    private void attach(Distribution distribution) {
        if (isAttached(distribution)) {
            return;
        }
        if (distribution instanceof Distribution.Wheel wheel) {
            projectHelper.attachArtifact(
                    project, "whl", wheel.name().tags(), wheel.file().toFile());
        } else {
            projectHelper.attachArtifact(
                    project, "tar.gz", "sdist", distribution.file().toFile());
        }
    }
}
