package io.github.pyb.env;

import io.github.pyb.index.Indexes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Settings of somebody who has chosen nothing; everything is in one directory. */
final class PipSettings {

    private PipSettings() {}

    static EnvironmentSettings in(Path directory) {
        return new EnvironmentSettings(
                directory,
                directory.resolve("record"),
                InstallerChoice.pip(),
                Indexes.UNDECLARED,
                List.of(),
                Map.of(),
                null,
                new StoreSettings(directory.resolve("store"), 16L << 30, Instant.MIN, Duration.ZERO));
    }
}
