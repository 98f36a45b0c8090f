package io.github.pyb.mojo;

import io.github.pyb.build.CleanRequest;
import io.github.pyb.build.CleanService;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Removes environments that builds have left, at the default places and at the one that {@code envDir} names, unpacked source
 * distributions, intermediate files of backends, and the work directory. Removes only what this plugin has made: everything else is refused and stays untouched.
 *
 * @since 0.1.0
 */
@Mojo(name = "clean", defaultPhase = LifecyclePhase.CLEAN, threadSafe = true)
public final class CleanMojo extends AbstractPybMojo {

    private final CleanService service;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.clean.skip", defaultValue = "false")
    boolean skipClean;

    /**
     * Whether the environments in {@code store}, which all builds of a user share, are removed as well. Interpreters stay.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.clean.store", defaultValue = "false")
    @Nullable
    String cleanStore;

    @Inject
    public CleanMojo(Host host, CleanService service) {
        super(host);
        this.service = service;
    }

    @Override
    void run(BuildLog log) throws Problem, InterruptedException {
        List<Path> removed = service.clean(
                new CleanRequest(
                        base(),
                        workDirectory(),
                        chosenEnvDir(),
                        chosenSdistDirectory(),
                        chosenBuildDirectory(),
                        environmentStore(),
                        patience(),
                        plugin.getVersion()),
                log);
        if (removed.isEmpty()) {
            log.info("Nothing to remove");
        }
        removed.forEach(path -> log.info("Removed " + path));
    }

    private Optional<Path> environmentStore() throws UserProblem {
        return ParameterValues.flag("cleanStore", "pyb.clean.store", cleanStore, false)
                ? Optional.of(StoreSettings.within(store()))
                : Optional.empty();
    }

    @Override
    Optional<String> skippedBy() {
        return skipClean ? Optional.of("pyb.clean.skip") : Optional.empty();
    }
}
