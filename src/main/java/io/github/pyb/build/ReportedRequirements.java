package io.github.pyb.build;

import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * What backends reported that they require, the last time that they were asked. Nothing is decided by that, because they
 * may say something else today; it makes a list of what is missing a better one.
 */
final class ReportedRequirements {

    private final Path directory;

    /** @param directory where is remembered what is remembered between builds */
    ReportedRequirements(Path directory) {
        this.directory = directory;
    }

    void remember(DistributionKind kind, List<String> requirements) throws MachineProblem {
        Path file = file(kind);
        try {
            Files.createDirectories(directory);
            AtomicFiles.write(file, String.join("\n", requirements));
        } catch (IOException e) {
            throw MachineProblem.of("cannot write down what the backend requires", file, e);
        }
    }

    /** All of them, for whatever kind of distribution. */
    List<String> all() throws MachineProblem {
        TreeSet<String> all = new TreeSet<>();
        for (DistributionKind kind : DistributionKind.values()) {
            try {
                if (Files.exists(file(kind))) {
                    Files.readString(file(kind)).lines().forEach(all::add);
                }
            } catch (IOException e) {
                throw MachineProblem.of("cannot read what the backend requires", file(kind), e);
            }
        }
        return List.copyOf(all);
    }

    private Path file(DistributionKind kind) {
        return directory.resolve("reported-" + kind.name().toLowerCase(Locale.ROOT) + ".txt");
    }
}
