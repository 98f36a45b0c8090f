package io.github.pyb.mojo;

import io.github.pyb.build.BuildService;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Prints the core metadata of the project as JSON, with its keys always in the same order. It is asked of the backend
 * ({@code prepare_metadata_for_build_wheel}), or taken from a wheel that is built for that if the backend cannot say.
 * {@code sourceDirectory} can also be a source distribution or a wheel; nothing is built of the latter.
 *
 * <p>With {@code mvn -q} nothing but the JSON is printed.
 *
 * @since 0.1.0
 */
@Mojo(name = "metadata", threadSafe = true)
public final class MetadataMojo extends AbstractBuildMojo {

    private final BuildService service;

    /**
     * A file that the JSON is written to as well. The default is {@code metadata.json} in the work directory.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.metadata.file")
    @Nullable
    String metadataFile;

    /**
     * Skips this goal.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.metadata.skip", defaultValue = "false")
    boolean skipMetadata;

    @Inject
    public MetadataMojo(Host host, RepositorySystem repositorySystem, BuildService service) {
        super(host, repositorySystem);
        this.service = service;
    }

    @Override
    void run(BuildLog log) throws Problem, InterruptedException {
        Path file = values().path("metadataFile", metadataFile)
                .orElse(workDirectory().resolve("metadata.json"));
        // Not through the log: with -q this is all there is, for a program to read.
        System.out.print(service.metadata(request(), file, log));
    }

    @Override
    Optional<String> skippedBy() {
        return skipMetadata ? Optional.of("pyb.metadata.skip") : Optional.empty();
    }
}
