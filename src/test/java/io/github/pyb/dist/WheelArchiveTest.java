package io.github.pyb.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.TarBuilder;
import io.github.pyb.testing.WheelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WheelArchiveTest {

    private static final String METADATA = "Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n";

    @TempDir
    Path directory;

    Path file;
    Path destination;

    @BeforeEach
    void prepare() throws Exception {
        file = directory.resolve("pkg-1.0-py3-none-any.whl");
        destination = Files.createDirectory(directory.resolve("destination"));
    }

    @Test
    @Behaviour({106, 120})
    @DisplayName("a wheel has core metadata")
    void metadata() throws Exception {
        Path wheel = new WheelFile("pkg", "1.0").requiring("click").writeInto(directory);

        CoreMetadata metadata = WheelArchive.open(wheel).metadata();

        assertThat(metadata.name()).isEqualTo("pkg");
        assertThat(metadata.values()).containsEntry("requires_dist", List.of("click"));
    }

    @Test
    @Behaviour(106)
    @DisplayName("what counts is in the wheel, not in its file name")
    void fileName() throws Exception {
        Path renamed = Files.move(
                new WheelFile("pkg", "1.0").writeInto(directory),
                directory.resolve("other-2.0-1build-cp311-cp311-linux_x86_64.whl"));

        assertThat(WheelArchive.open(renamed).metadata().name()).isEqualTo("pkg");
    }

    @ParameterizedTest(name = "{1}")
    @Behaviour({106, 120})
    @DisplayName("a wheel has one file with metadata, right below its top")
    @CsvSource(
            delimiter = '|',
            value = {
                "pkg/METADATA | 0",
                "a/pkg-1.0.dist-info/METADATA | 0",
                "pkg-1.0.dist-info/METADATA/a | 0",
                "pkg-1.0.dist-info/metadata | 0",
                "a-1.0.dist-info/METADATA;b-1.0.dist-info/METADATA | 2",
                "a.dist-info/METADATA;b.dist-info/METADATA;c.dist-info/METADATA | 3"
            })
    void count(String names, int count) throws Exception {
        write(Stream.of(names.split(";"))
                .flatMap(name -> Stream.of(name, METADATA))
                .toArray(String[]::new));

        assertRefused(() -> WheelArchive.open(file), "it has to have one file *.dist-info/METADATA, and has " + count);
    }

    @ParameterizedTest
    @DisplayName("no member of a wheel has a name that leads out of it")
    @ValueSource(strings = {"../evil", "/evil", "C:/evil", "\\evil", "a/../../evil", "a\\..\\evil", "a//b", "a\u0000b"})
    void names(String name) throws Exception {
        write("pkg-1.0.dist-info/METADATA", METADATA, name, "x");

        assertRefused(() -> WheelArchive.open(file), "the member \"");
    }

    @Test
    @DisplayName("no two members of a wheel have the same name")
    void twice() throws Exception {
        write("pkg-1.0.dist-info/METADATA", METADATA, "pkg-1.0.dist-info/METADATB", "Name: other\n");
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("METADATB", "METADATA");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));

        assertRefused(
                () -> WheelArchive.open(file), "the member \"pkg-1.0.dist-info/METADATA\" is in the archive twice");
    }

    @Test
    @Behaviour({106, 120})
    @DisplayName("a wheel is a zip archive")
    void noZip() throws Exception {
        Files.writeString(file, "no wheel");
        assertRefused(() -> WheelArchive.open(file), "it is no zip archive");

        Files.write(file, new byte[0]);
        assertRefused(() -> WheelArchive.open(file), "it is no zip archive");

        write("pkg-1.0.dist-info/METADATA", METADATA);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(() -> WheelArchive.open(file), "it is no zip archive, or a damaged one");

        Files.write(file, TarBuilder.gzip(whole));
        assertRefused(() -> WheelArchive.open(file), "it is no zip archive");

        ByteArrayOutputStream prefixed = new ByteArrayOutputStream();
        prefixed.writeBytes("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        prefixed.writeBytes(whole);
        Files.write(file, prefixed.toByteArray());
        assertRefused(() -> WheelArchive.open(file), "it is no zip archive");

        Files.delete(file);
        assertRefused(() -> WheelArchive.open(file), "there is no such file");
    }

    @Test
    @DisplayName("a member without a time is one of the first day that zip archives know")
    void noTime() throws Exception {
        write("pkg-1.0.dist-info/METADATA", METADATA);
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 10, 14, (byte) 0);
        int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\001\002");
        Arrays.fill(bytes, directory + 12, directory + 16, (byte) 0);
        Files.write(file, bytes);

        List<Instant> times = new ArrayList<>();
        WheelArchive.open(file).forEachFile((member, content) -> times.add(member.modified()));

        assertThat(times).containsExactly(Instant.parse("1980-01-01T00:00:00Z"));
    }

    @Test
    @DisplayName("damaged metadata is refused")
    void damaged() throws Exception {
        write("pkg-1.0.dist-info/METADATA", METADATA);
        byte[] whole = Files.readAllBytes(file);

        Files.write(file, changed(whole, "METADATA"));
        assertRefused(() -> WheelArchive.open(file), "\"pkg-1.0.dist-info/METADATA\" does not have the checksum");
    }

    @Test
    @DisplayName("what is too large or too much is refused")
    void limits() throws Exception {
        write("pkg-1.0.dist-info/METADATA", METADATA + "x".repeat(17 * 1024 * 1024));
        assertRefused(() -> WheelArchive.open(file), "its METADATA has more than 16777216 bytes");

        write("pkg-1.0.dist-info/METADATA", METADATA, "pkg-1.0.dist-info/a", "x".repeat(20_000), "b", "");
        assertRefused(() -> WheelArchive.open(file, limits(2, 10_000)), "it has more than 2 members");
    }

    @Test
    @DisplayName("metadata without a version is named with its file")
    void invalidMetadata() throws Exception {
        write("pkg-1.0.dist-info/METADATA", "Name: pkg\n");
        WheelArchive archive = WheelArchive.open(file);

        assertThatThrownBy(archive::metadata)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.METADATA_INVALID))
                .hasMessageContaining("the core metadata has no Version")
                .hasMessageContaining("pkg-1.0.dist-info/METADATA in " + file);
    }

    @ParameterizedTest(name = "{2}")
    @DisplayName("a wheel knows its own file name, whatever the file is called now")
    @CsvSource(
            delimiter = '|',
            value = {
                "pkg-1.0 | Tag: py3-none-any | pkg-1.0-py3-none-any.whl",
                "Pkg-1.0 | Tag: py2-none-any;Tag: py3-none-any | Pkg-1.0-py2.py3-none-any.whl",
                "pkg-1.0 | Build: 7;Tag: py3-none-any | pkg-1.0-7-py3-none-any.whl",
                "pkg-1.0.0 | tag: cp39-abi3-manylinux_2_17_x86_64;tag: cp39-abi3-manylinux2014_x86_64 |"
                        + " pkg-1.0.0-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
            })
    void ownName(String stem, String wheel, String expected) throws Exception {
        file = directory.resolve("my-artifact-1.0-SNAPSHOT.whl");
        write(stem + ".dist-info/METADATA", METADATA, stem + ".dist-info/WHEEL", wheel.replace(';', '\n') + "\n");

        assertThat(WheelArchive.open(file).name().fileName()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{2}")
    @DisplayName("a wheel that does not say what it is called is refused")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pkg-1.0 | WHEEL.txt | it has no file \"pkg-1.0.dist-info/WHEEL\" | x",
                "pkg-1.0 | WHEEL | the tags in its WHEEL are not those of one file name: \"\" | Wheel-Version: 1.0",
                "pkg-1.0 | WHEEL | not those of one file name: \"a-b-c, d-b-e\" | Tag: a-b-c;Tag: d-b-e",
                "pkg-1.0 | WHEEL | its WHEEL has a Tag that is none: \"py3\" | Tag: py3",
                "my-pkg-1.0 | WHEEL | no file name comes of its directory \"my-pkg-1.0.dist-info\" | Tag: a-b-c",
                "pkg-1.0 | WHEEL | no file name comes of its directory | Tag: a-b-../../c"
            })
    void noOwnName(String stem, String member, String reason, String wheel) throws Exception {
        write(stem + ".dist-info/METADATA", METADATA, stem + ".dist-info/" + member, wheel.replace(';', '\n') + "\n");

        assertRefused(() -> WheelArchive.open(file).name(), reason);
    }

    @Test
    @DisplayName("a wheel whose directory and metadata are of different versions is refused with both")
    void contradiction() throws Exception {
        write("pkg-2.0.dist-info/METADATA", METADATA, "pkg-2.0.dist-info/WHEEL", "Tag: py3-none-any\n");

        assertThatThrownBy(() -> WheelArchive.open(file).name())
                .hasMessageContaining("the version of pkg-1.0-py3-none-any.whl is not the same everywhere")
                .hasMessageContaining("its directory pkg-2.0.dist-info: pkg 2.0")
                .hasMessageContaining("its METADATA: pkg 1.0");
    }

    private static ArchiveLimits limits(int members, long bytes) {
        return new ArchiveLimits(members, bytes, 500, 1000, 100, 10);
    }

    /** Stored without compression, so that a change of a byte is nothing but that. */
    private void write(String... namesAndContents) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                byte[] content = namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8);
                ZipEntry entry = new ZipEntry(namesAndContents[i]);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                CRC32 checksum = new CRC32();
                checksum.update(content);
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
    }

    /** Changes the first byte of a member's content. */
    private static byte[] changed(byte[] zip, String name) {
        byte[] copy = zip.clone();
        int content = new String(zip, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
        copy[content] ^= 1;
        return copy;
    }

    private static void assertRefused(ThrowingCallable call, String reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.WHEEL_REFUSED))
                .hasMessageStartingWith("the wheel is refused: ")
                .hasMessageContaining(reason)
                .hasMessageContaining("pkg-1.0-py3-none-any.whl");
    }
}
