package io.github.pyb.env;

import io.github.pyb.json.Json;
import io.github.pyb.lock.LockedFile;
import io.github.pyb.lock.LockedPackage;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads from pip's installation report (version 1, which pip has since 22.2) what would be installed. */
final class PipReport {

    private PipReport() {}

    static List<LockedPackage> read(Path file) throws MachineProblem {
        try {
            Map<?, ?> report = (Map<?, ?>) Objects.requireNonNull(Json.parse(Files.readString(file)));
            List<LockedPackage> packages = new ArrayList<>();
            for (Object one : (List<?>) member(report, "install")) {
                packages.add(read((Map<?, ?>) one));
            }
            return packages;
        } catch (IOException e) {
            throw MachineProblem.of("cannot read what pip has resolved", file, e);
        } catch (Json.InvalidJson | ClassCastException | NullPointerException e) {
            throw MachineProblem.of("pip's report is not understood", file, new IOException(e));
        }
    }

    private static LockedPackage read(Map<?, ?> item) {
        Map<?, ?> metadata = (Map<?, ?>) member(item, "metadata");
        Map<?, ?> download = (Map<?, ?>) member(item, "download_info");
        String url = (String) member(download, "url");
        // Without it the origin is a directory or version control.
        List<LockedFile> files = download.get("archive_info") instanceof Map<?, ?> archive
                ? List.of(new LockedFile(ResolvedFiles.name(url), Optional.of(url), Optional.empty(), hashes(archive)))
                : List.of();
        return new LockedPackage(
                ProjectName.of((String) member(metadata, "name")),
                (String) member(metadata, "version"),
                Set.of(),
                Boolean.TRUE.equals(item.get("is_direct")),
                Optional.empty(),
                files);
    }

    /** pip before 23.0 has only one, in the other form. */
    private static Map<String, String> hashes(Map<?, ?> archive) {
        Map<String, String> hashes = new TreeMap<>();
        if (archive.get("hashes") instanceof Map<?, ?> several) {
            several.forEach((algorithm, digits) -> hashes.put((String) algorithm, (String) digits));
        }
        if (hashes.isEmpty() && archive.get("hash") instanceof String one && one.contains("=")) {
            String[] parts = one.split("=", 2);
            hashes.put(parts[0], parts[1]);
        }
        return hashes;
    }

    private static Object member(Map<?, ?> members, String name) {
        return Objects.requireNonNull(members.get(name), name);
    }
}
