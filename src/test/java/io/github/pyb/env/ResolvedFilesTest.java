package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.index.Indexes;
import io.github.pyb.lock.LockedFile;
import io.github.pyb.lock.LockedPackage;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.testing.Trees;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an installer has resolved, on its way into a lock file. */
class ResolvedFilesTest {

    private static final String HASH = "a".repeat(64);

    @TempDir
    Path directory;

    @Test
    @DisplayName("addresses lose user, password, signature and fragment, and hashes that prove nothing are left out")
    void secrets() throws Exception {
        List<LockedPackage> published = published(one(
                "https://jane:secret@index.example/a/part-1.0%2Bx-py3-none-any.whl?signature=secret#sha256=" + HASH,
                Optional.of("https://jane:secret@index.example/simple/"),
                Map.of("sha256", HASH, "md5", "0")));

        assertThat(published)
                .singleElement()
                .satisfies(one -> assertThat(one.index()).contains("https://index.example/simple/"))
                .satisfies(one -> assertThat(one.files())
                        .containsExactly(new LockedFile(
                                "part-1.0+x-py3-none-any.whl",
                                Optional.of("https://index.example/a/part-1.0%2Bx-py3-none-any.whl"),
                                Optional.empty(),
                                Map.of("sha256", HASH))));
    }

    @Test
    @DisplayName("what is no wheel, has no hash, or comes from no file is refused by its name")
    void refused() {
        assertThatThrownBy(() ->
                        published(one("https://index.example/part-1.tar.gz", Optional.empty(), Map.of("sha256", HASH))))
                .hasMessageStartingWith("a lock file holds wheels with hashes only, and part 1.0 cannot be locked:"
                        + " part-1.tar.gz is no wheel")
                .hasMessageContaining("try:          put a wheel of it into a package index");
        assertThatThrownBy(() ->
                        published(one("https://index.example/part-1-py3-none-any.whl", Optional.empty(), Map.of())))
                .hasMessageContaining("the index and pip tell no hash of part-1-py3-none-any.whl");
        assertThatThrownBy(() -> published(
                        new LockedPackage(ProjectName.of("part"), "1.0", Set.of(), true, Optional.empty(), List.of())))
                .hasMessageContaining("it comes from a directory or from version control");
    }

    @Test
    @DisplayName(
            "pip's report is read as all its versions write it: one hash or several, files, directories, checkouts")
    void pipReport() throws Exception {
        Path report = Trees.write(
                directory.resolve("report.json"),
                "{\"version\": \"1\", \"pip_version\": \"22.2\", \"install\": [",
                " {\"metadata\": {\"name\": \"Old_One\", \"version\": \"1.0\"}, \"is_direct\": false, \"download_info\":",
                "  {\"url\": \"https://index.example/old_one-1.0-py3-none-any.whl\", \"archive_info\":",
                "   {\"hash\": \"sha256=" + HASH + "\"}}},",
                " {\"metadata\": {\"name\": \"new\", \"version\": \"2\"}, \"is_direct\": true, \"download_info\":",
                "  {\"url\": \"file:///new-2-py3-none-any.whl\", \"archive_info\":",
                "   {\"hash\": \"sha256=0\", \"hashes\": {\"sha256\": \"" + HASH + "\"}}}},",
                " {\"metadata\": {\"name\": \"vcs\", \"version\": \"3\"}, \"is_direct\": true, \"download_info\":",
                "  {\"url\": \"https://vcs.example/\", \"vcs_info\": {\"vcs\": \"git\"}}}",
                "]}");

        List<LockedPackage> packages = PipReport.read(report);

        assertThat(packages)
                .extracting(one -> one.name() + " " + one.version() + " " + one.direct())
                .containsExactly("old-one 1.0 false", "new 2 true", "vcs 3 true");
        assertThat(packages.get(0).files().get(0).hashes()).containsEntry("sha256", HASH);
        assertThat(packages.get(1).files().get(0).hashes()).containsEntry("sha256", HASH);
        assertThat(packages.get(2).files()).isEmpty();

        Trees.write(report, "{\"install\": 3}");
        assertThatThrownBy(() -> PipReport.read(report)).hasMessageContaining("pip's report is not understood");
    }

    private static LockedPackage one(String url, Optional<String> index, Map<String, String> hashes) {
        LockedFile file = new LockedFile(ResolvedFiles.name(url), Optional.of(url), Optional.empty(), hashes);
        return new LockedPackage(ProjectName.of("part"), "1.0", Set.of(), false, index, List.of(file));
    }

    private List<LockedPackage> published(LockedPackage one) throws Exception {
        Host host = new Host(Host.Family.LINUX, Map.of(), directory);
        try (PackageRoute route = PackageRoute.open(host, Indexes.UNDECLARED, EnvironmentChanges.none())) {
            return new ResolvedFiles(route, "pip").published(List.of(one));
        }
    }
}
