package io.github.pyb.mojo;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.CheckRequest;
import io.github.pyb.build.CheckService;
import io.github.pyb.build.Places;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Checks the wheels and source distributions that the module has built: their names, {@code RECORD}, core metadata, whether
 * the tags fit to the content, and whether something is in them that hardly belongs there. What installers or indexes would
 * refuse, or what cannot work, fails the build, with one message for all of it; what is only suspicious is a warning.
 *
 * @since 0.1.0
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class CheckMojo extends AbstractBuildMojo {

    private final CheckService service;

    /**
     * What is checked instead of what the module has built: wheels and source distributions, for instance those that
     * another tool has repaired.
     *
     * <pre>mvn pyb:check -Dpyb.check.files=wheelhouse/a-1.0-cp312-cp312-manylinux_2_28_x86_64.whl</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.check.files")
    @Nullable
    List<String> files;

    /**
     * What is known and accepted: how the texts of findings begin, errors and warnings alike.
     *
     * <pre>{@code
     * <tolerated>
     *   <begin>a file is read at every start of the interpreter</begin>
     * </tolerated>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.check.tolerated")
    @Nullable
    List<String> tolerated;

    /**
     * Whether warnings fail the build as well.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.check.strict", defaultValue = "false")
    @Nullable
    String strict;

    /**
     * Whether everything is built once more, from a copy of the sources with other time stamps, in another environment and
     * without a compiler cache, and has to come out the same, byte for byte. If it does not, the message says what differs
     * first. The second build is done as this goal is configured, so configure the plugin, not only the goal that builds. A
     * project that has to be built where it is checked out is built there again; only the other places are others then.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.check.reproducible", defaultValue = "false")
    @Nullable
    String reproducible;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.check.skip", defaultValue = "false")
    boolean skipCheck;

    @Inject
    public CheckMojo(Host host, RepositorySystem repositorySystem, CheckService service) {
        super(host, repositorySystem);
        this.service = service;
    }

    @Override
    void run(BuildLog log) throws Problem, InterruptedException {
        List<Path> chosen = new ArrayList<>();
        for (String file : texts(files)) {
            values().path("files", file).ifPresent(chosen::add);
        }
        Optional<BuildRequest> again =
                ParameterValues.flag("reproducible", "pyb.check.reproducible", reproducible, false)
                        ? Optional.of(request())
                        : Optional.empty();
        service.check(
                new CheckRequest(
                        chosen.isEmpty() ? built() : chosen,
                        chosen.isEmpty() ? Optional.of(places().report()) : Optional.empty(),
                        whereabouts(),
                        texts(tolerated),
                        ParameterValues.flag("strict", "pyb.check.strict", strict, false),
                        again),
                log);
    }

    private static List<String> texts(@Nullable List<String> values) {
        return Stream.ofNullable(values)
                .flatMap(List::stream)
                .flatMap(value -> ParameterValues.given(value).stream())
                .map(String::strip)
                .toList();
    }

    /** What this run of Maven knows to have been built; the report has what was built in an earlier one. */
    private List<Path> built() throws UserProblem {
        Path output = places().output();
        return Stream.concat(Stream.of(project.getArtifact()), project.getAttachedArtifacts().stream())
                .map(Artifact::getFile)
                .filter(file -> file != null)
                .map(file -> file.toPath().toAbsolutePath().normalize())
                .filter(file -> file.startsWith(output))
                .filter(file ->
                        file.toString().endsWith(".whl") || file.toString().endsWith(".tar.gz"))
                .distinct()
                .toList();
    }

    private Map<Path, String> whereabouts() throws UserProblem {
        Places places = places();
        Map<Path, String> whereabouts = new LinkedHashMap<>();
        chosenEnvDir().ifPresent(place -> whereabouts.put(place, "the environment"));
        whereabouts.put(places.work(), "the work directory");
        whereabouts.putIfAbsent(places.source(), "the sources");
        whereabouts.putIfAbsent(places.base(), "the module");
        whereabouts.putIfAbsent(host().home(), "the home directory");
        return whereabouts;
    }

    @Override
    Optional<String> skippedBy() {
        return skipCheck ? Optional.of("pyb.check.skip") : Optional.empty();
    }
}
