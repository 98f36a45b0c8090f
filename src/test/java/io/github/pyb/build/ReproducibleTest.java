package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.host.Host;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The same sources, checked out elsewhere by somebody else, give the same bytes if the backend takes what it is given. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no permissions to be different")
class ReproducibleTest {

    /** Packs what it finds as it finds it, and notes whatever else could depend on the builder. */
    private static final List<String> BACKEND = List.of(
            "import io, os, tarfile, time, zipfile",
            "EPOCH = int(os.environ['SOURCE_DATE_EPOCH'])",
            "def notes():",
            "    with open('made-by-backend.txt', 'w') as file:",
            "        file.write('%s %s %s' % (time.tzname, time.strftime('%H:%M', time.localtime(EPOCH)), os.environ.get('LC_ALL')))",
            "    return list({'of', 'no', 'particular', 'order'})",
            "def files():",
            "    return ['pyproject.toml', 'pkg/script', 'pkg/data.txt', 'made-by-backend.txt']",
            "def build_sdist(directory, config_settings=None):",
            "    words = ' '.join(notes()).encode()",
            "    def clamped(member):",
            "        member.mtime = min(member.mtime, EPOCH)",
            "        member.uid = member.gid = 0",
            "        member.uname = member.gname = ''",
            "        return member",
            "    import gzip",
            "    with open(os.path.join(directory, 'a-1.tar.gz'), 'wb') as raw, gzip.GzipFile('', 'wb', 9, raw, EPOCH) as zipped, \\",
            "            tarfile.open(fileobj=zipped, mode='w', format=tarfile.PAX_FORMAT) as archive:",
            "        for path in files() + ['backend/backend.py']:",
            "            archive.add(path, 'a-1/' + path, filter=clamped)",
            "        for name, text in (('PKG-INFO', b'Metadata-Version: 2.1\\nName: a\\nVersion: 1\\n'), ('words', words)):",
            "            member = tarfile.TarInfo('a-1/' + name)",
            "            member.size = len(text)",
            "            archive.addfile(member, io.BytesIO(text))",
            "    return 'a-1.tar.gz'",
            "def build_wheel(directory, config_settings=None, metadata_directory=None):",
            "    words = notes()",
            "    with zipfile.ZipFile(os.path.join(directory, 'a-1-py3-none-any.whl'), 'w') as wheel:",
            "        def add(name, content, mode):",
            "            info = zipfile.ZipInfo(name, time.gmtime(EPOCH)[:6])",
            "            info.external_attr = mode << 16",
            "            wheel.writestr(info, content)",
            "        for path in files():",
            "            with open(path, 'rb') as file: add(path, file.read(), os.stat(path).st_mode)",
            "        add('words.txt', ' '.join(words), 0o644)",
            "        add('a-1.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: a\\nVersion: 1\\n', 0o644)",
            "    return 'a-1-py3-none-any.whl'");

    @TempDir
    Path directory;

    @Test
    @DisplayName(
            "another directory, umask, time, zone, locale, home and hash seed: the same source distribution and wheels")
    void same() throws Exception {
        Builds mine = checkout(
                "mine",
                "rw-r--r--",
                "rwxr-xr-x",
                Instant.parse("2024-05-06T07:08:09Z"),
                Map.of("TZ", "UTC", "LC_ALL", "C", "PYTHONHASHSEED", "1", "HOME", "/home/me"));
        Builds theirs = checkout(
                "a rather different/place",
                "rw-------",
                "rwx------",
                Instant.parse("2025-11-12T13:14:16Z"),
                Map.of("TZ", "Asia/Tokyo", "LC_ALL", "de_DE.UTF-8", "PYTHONHASHSEED", "2", "HOME", "/home/them"));

        List<byte[]> first = built(mine);
        assertThat(built(theirs)).usingRecursiveComparison().isEqualTo(first);
        assertThat(built(mine))
                .as("once more at the same place")
                .usingRecursiveComparison()
                .isEqualTo(first);
    }

    private Builds checkout(String place, String files, String scripts, Instant time, Map<String, String> machine)
            throws IOException {
        Path module = directory.resolve(place);
        TestBackend.into(module, "requires = []", "build-backend = 'backend'", "backend-path = ['backend']");
        Files.delete(module.resolve("backend/test_backend.py"));
        Trees.write(module.resolve("backend/backend.py"), BACKEND.toArray(String[]::new));
        Trees.write(module.resolve("pkg/data.txt"), "data");
        Trees.write(module.resolve("pkg/script"), "#!/bin/sh");
        try (Stream<Path> all = Files.walk(module)) {
            for (Path path : all.toList()) {
                boolean executable = Files.isDirectory(path) || path.endsWith("script");
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? scripts : files));
                Files.setLastModifiedTime(path, FileTime.from(time));
            }
        }
        Builds build = new Builds(module);
        build.timestamp = Instant.parse("2020-01-02T03:04:05Z");
        Host real = new Host();
        Map<String, String> variables = new HashMap<>(real.environment());
        variables.putAll(machine);
        variables.remove("SOURCE_DATE_EPOCH");
        build.host = new Host(real.family(), variables, Path.of(machine.getOrDefault("HOME", "/")));
        return build;
    }

    /** The source distribution, the wheel from it, and the wheel from the tree. */
    private static List<byte[]> built(Builds build) throws Exception {
        BuildResult both = build.sdistThenWheel();
        byte[] sdist = Files.readAllBytes(both.files().get(0));
        byte[] wheel = Files.readAllBytes(both.files().get(1));
        return List.of(sdist, wheel, Files.readAllBytes(build.wheel().files().get(0)));
    }
}
