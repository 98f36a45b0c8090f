package io.github.pyb.python;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How interpreters are had that the machine does not have.
 *
 * @param provision whether they are
 * @param directory where they are unpacked, for all builds of a user
 * @param source where their archives come from
 * @param patience how long to wait for another build that unpacks the same one
 */
public record Provisioning(Provision provision, Path directory, ArtifactSource source, Duration patience) {}
