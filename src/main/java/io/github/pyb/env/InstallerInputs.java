package io.github.pyb.env;

import io.github.pyb.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What decides what an installer installs, apart from what package indexes have at that moment. */
public final class InstallerInputs {

    private InstallerInputs() {}

    /**
     * Stands for all of it: the installer's configuration, constraints, and the files that are named in them.
     *
     * @param environment all the variables that the installer sees
     * @return nothing if it may become something else without anybody noticing
     */
    public static Optional<String> identity(
            InstallerKind kind, Host host, Map<String, String> environment, List<Path> constraints) throws IOException {
        RequirementsKey key = RequirementsKey.of(
                "", List.of(), kind.name(), InstallerConfiguration.of(kind, host, environment), constraints);
        return key.changeable().isPresent() ? Optional.empty() : Optional.of(key.text());
    }
}
