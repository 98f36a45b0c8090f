package io.github.pyb.build;

import io.github.pyb.dist.SdistName;
import io.github.pyb.dist.WheelName;
import io.github.pyb.fs.Sha256;
import io.github.pyb.fs.TreeHashes;
import io.github.pyb.json.Json;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A build that has succeeded: what it was made of, and what came of it.
 *
 * @param inputs what decided what it made
 * @param looked when these were looked at
 * @param asOf when the oldest of its build requirements was resolved
 * @param built when it was done
 * @param report its report
 */
record RememberedBuild(Inputs inputs, Instant looked, Instant asOf, Instant built, Map<?, ?> report) {

    /** Writes it down for the next build. */
    void write(Path file) throws MachineProblem {
        Map<String, Object> files = new TreeMap<>();
        inputs.files().forEach((name, entry) -> files.put(name, List.of(entry.content(), entry.state())));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("looked", looked.toString());
        content.put("asOf", asOf.toString());
        content.put("built", built.toString());
        content.put("inputs", inputs.named());
        content.put("report", report);
        content.put("files", files);
        JsonFile.write(file, content);
    }

    /** The build before, if one was written down; what cannot be understood is none. */
    static Optional<RememberedBuild> read(Path file) {
        try {
            Map<?, ?> content = (Map<?, ?>) Objects.requireNonNull(Json.parse(Files.readString(file)));
            Map<String, String> named = new TreeMap<>();
            map(content, "inputs").forEach((name, value) -> named.put(text(name), text(value)));
            Map<String, TreeHashes.Entry> files = new TreeMap<>();
            map(content, "files").forEach((name, value) -> {
                List<?> entry = (List<?>) Objects.requireNonNull(value);
                files.put(text(name), new TreeHashes.Entry(text(entry.get(0)), text(entry.get(1))));
            });
            return Optional.of(new RememberedBuild(
                    new Inputs(named, files),
                    Instant.parse(text(content.get("looked"))),
                    Instant.parse(text(content.get("asOf"))),
                    Instant.parse(text(content.get("built"))),
                    map(content, "report")));
        } catch (IOException
                | Json.InvalidJson
                | ClassCastException
                | NullPointerException
                | IndexOutOfBoundsException
                | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What it has built, if all of that is still as it was left; otherwise nothing. */
    Optional<BuildResult> result() throws IOException {
        List<Distribution> distributions = new ArrayList<>();
        try {
            for (Object artifact : (List<?>) Objects.requireNonNull(report.get("artifacts"))) {
                Map<?, ?> members = (Map<?, ?>) Objects.requireNonNull(artifact);
                Path path = Path.of(text(members.get("path")));
                String hash = text(map(members, "hashes").get("sha256"));
                Optional<Distribution> distribution = distribution(path);
                if (distribution.isEmpty()
                        || !Files.isRegularFile(path)
                        || !Sha256.of(path).equals(hash)) {
                    return Optional.empty();
                }
                distributions.add(distribution.get());
            }
            return distributions.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BuildResult(distributions, text(report.get("backend")), List.of()));
        } catch (ClassCastException | NullPointerException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Distribution> distribution(Path path) {
        String name = path.getFileName().toString();
        Optional<Distribution> wheel = WheelName.parse(name).map(known -> new Distribution.Wheel(path, known));
        return wheel.or(() -> SdistName.parse(name).map(known -> new Distribution.Sdist(path, known)));
    }

    private static Map<?, ?> map(Map<?, ?> content, String name) {
        return (Map<?, ?>) Objects.requireNonNull(content.get(name));
    }

    private static String text(@Nullable Object value) {
        return (String) Objects.requireNonNull(value);
    }
}
