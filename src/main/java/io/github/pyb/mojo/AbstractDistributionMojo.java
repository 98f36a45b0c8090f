package io.github.pyb.mojo;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.BuildResult;
import io.github.pyb.build.BuildService;
import io.github.pyb.build.Distribution;
import io.github.pyb.build.EarlyClasses;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import java.io.File;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** Builds distributions and makes Maven know them. */
abstract class AbstractDistributionMojo extends AbstractBuildMojo {

    private static final String PACKAGING = "python-wheel";

    private final BuildService service;
    private final MavenProjectHelper projectHelper;

    /**
     * Whether what was built is attached to the Maven project, so that {@code install} and {@code deploy} take it along: a
     * wheel with the type {@code whl} and its compatibility tags as classifier, for instance {@code py3-none-any}, a source
     * distribution with the type {@code tar.gz} and the classifier {@code sdist}. In the packaging {@code python-wheel} the
     * wheel, the first one if several were built, is also what the module stands for: the artifact without a classifier.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.attach", defaultValue = "true")
    @Nullable
    String attach;

    /**
     * Whether nothing is built if nothing has changed since the last build of this goal, and its results are still there;
     * they are attached then as ever. Compared are the contents of the sources, parameters, constraints, wheels from Maven,
     * interpreters, environment variables, compilers, the configuration of the installer, and this plugin itself. With
     * {@code -U}, and once {@code updatePolicy} says that build requirements are resolved anew, it is built. A project that
     * is built where it is checked out is always built, and so is one without isolation. With {@code mvn -X} one line says
     * why it was built.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.skipIfUnchanged", defaultValue = "false")
    @Nullable
    String skipIfUnchanged;

    AbstractDistributionMojo(
            Host host, RepositorySystem repositorySystem, BuildService service, MavenProjectHelper projectHelper) {
        super(host, repositorySystem);
        this.service = service;
        this.projectHelper = projectHelper;
        // Maven is going to be busy with the parameters for a while.
        EarlyClasses.load();
    }

    /** Builds what the goal is for. */
    abstract BuildResult build(BuildService builder, BuildRequest request, BuildLog log)
            throws Problem, InterruptedException;

    /** Which distributions that are; goals that build always the same need not say more. */
    String variant() {
        return "";
    }

    @Override
    final void run(BuildLog log) throws Problem, InterruptedException {
        EarlyClasses.loadMoreFor(store());
        boolean attaching = ParameterValues.flag("attach", "pyb.attach", attach, true);
        BuildRequest request = request();
        EarlyClasses.loadForLock(request.environment().lock().file());
        BuildResult result = ParameterValues.flag("skipIfUnchanged", "pyb.skipIfUnchanged", skipIfUnchanged, false)
                ? service.unlessUnchanged(request, variant(), log, () -> build(service, request, log))
                : build(service, request, log);
        tell(result);
        if (attaching) {
            result.wheel().ifPresent(this::makeMain);
            result.distributions().forEach(this::attach);
        }
    }

    /** For the plugins that come after this one: what was built, and in {@code pyb.wheel.files} all wheels if several were. */
    private void tell(BuildResult result) {
        Properties properties = project.getProperties();
        result.sdist()
                .ifPresent(sdist ->
                        properties.setProperty("pyb.sdist.file", sdist.file().toString()));
        result.wheel()
                .ifPresent(wheel ->
                        properties.setProperty("pyb.wheel.file", wheel.file().toString()));
        if (result.wheel().isPresent()) {
            String wheels = result.distributions().stream()
                    .filter(Distribution.Wheel.class::isInstance)
                    .map(wheel -> wheel.file().toString())
                    .collect(Collectors.joining(File.pathSeparator));
            properties.setProperty("pyb.wheel.files", wheels);
        }
    }

    /** Every packaging but {@code pom} needs a file that it stands for; others than ours make their own. */
    private void makeMain(Distribution.Wheel wheel) {
        Artifact main = project.getArtifact();
        if (project.getPackaging().equals(PACKAGING) && main.getFile() == null) {
            main.setFile(wheel.file().toFile());
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
                    project, MavenWheels.TYPE, wheel.name().tags(), wheel.file().toFile());
        } else {
            projectHelper.attachArtifact(
                    project, "tar.gz", "sdist", distribution.file().toFile());
        }
    }
}
