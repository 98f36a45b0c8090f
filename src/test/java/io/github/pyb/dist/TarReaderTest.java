package io.github.pyb.dist;

import static io.github.pyb.testing.TarBuilder.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the formats allow; what they do not is in {@link HostileArchivesTest}. */
class TarReaderTest {

    private static final Instant TIME = Instant.ofEpochSecond(013000000000L);

    private final List<String> contents = new ArrayList<>();

    @Test
    @DisplayName("a member is what its header says")
    void member() throws Exception {
        List<ArchiveEntry> entries = read(new TarBuilder()
                .directory("d/")
                .add(header("d/a", '0').mode(0755).content("content"))
                .symbolicLink("d/l", "a")
                .hardLink("d/h", "d/a"));

        assertThat(entries)
                .containsExactly(
                        new ArchiveEntry("d/", ArchiveEntry.Kind.DIRECTORY, "", 0, 0755, TIME),
                        new ArchiveEntry("d/a", ArchiveEntry.Kind.FILE, "", 7, 0755, TIME),
                        new ArchiveEntry("d/l", ArchiveEntry.Kind.SYMBOLIC_LINK, "a", 0, 0644, TIME),
                        new ArchiveEntry("d/h", ArchiveEntry.Kind.HARD_LINK, "d/a", 0, 0644, TIME));
        assertThat(contents).containsExactly("", "content", "", "");
    }

    @Test
    @DisplayName("before there were types, a slash made a directory")
    void v7() throws Exception {
        List<ArchiveEntry> entries = read(new TarBuilder()
                .add(header("d/", '\0').bytes(257, new byte[8]))
                .add(header("d/a", '\0').bytes(257, new byte[8]).content("x")));

        assertThat(entries)
                .extracting(ArchiveEntry::kind)
                .containsExactly(ArchiveEntry.Kind.DIRECTORY, ArchiveEntry.Kind.FILE);
    }

    @Test
    @DisplayName("a contiguous file is a file")
    void contiguous() throws Exception {
        assertThat(read(new TarBuilder().add(header("a", '7').content("x"))))
                .extracting(ArchiveEntry::kind)
                .containsExactly(ArchiveEntry.Kind.FILE);
        assertThat(contents).containsExactly("x");
    }

    @Test
    @DisplayName("a name ends with its field or with the first NUL, and POSIX has a field for what comes before it")
    void names() throws Exception {
        String name = "n".repeat(100);
        String prefix = "p".repeat(155);
        List<ArchiveEntry> entries = read(new TarBuilder()
                .add(header(name, '0').text(100, "0000644\0").text(345, prefix))
                .add(header("a\0b", '0')));

        assertThat(entries).extracting(ArchiveEntry::name).containsExactly(prefix + "/" + name, "a");
    }

    @Test
    @DisplayName("long names of GNU tar and names of pax override the header, for one member")
    void longNames() throws Exception {
        List<ArchiveEntry> entries = read(new TarBuilder()
                .longName("gnu")
                .longLink("target")
                .symbolicLink("x", "y")
                .pax("path", "pax", "linkpath", "place")
                .symbolicLink("x", "y")
                .longName("both")
                .pax("path", "both")
                .file("x", "")
                .pax("path", "both")
                .longName("both")
                .file("x", "")
                .file("none", ""));

        assertThat(entries).extracting(ArchiveEntry::name).containsExactly("gnu", "pax", "both", "both", "none");
        assertThat(entries).extracting(ArchiveEntry::linkTarget).containsExactly("target", "place", "", "", "");
    }

    @Test
    @DisplayName("the pax headers of Solaris are pax headers")
    void solaris() throws Exception {
        assertThat(read(new TarBuilder()
                        .add(header("x", 'X').content("10 path=a\n"))
                        .file("x", "")))
                .extracting(ArchiveEntry::name)
                .containsExactly("a");
    }

    @Test
    @DisplayName("pax records that mean nothing to us are skipped, whatever is in them")
    void otherRecords() throws Exception {
        byte[] record = "30 SCHILY.xattr.user.x=______\n".getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(record, 23, 29, (byte) 0xff);

        assertThat(read(new TarBuilder()
                        .globalPax("comment", "0123456789abcdef")
                        .add(header("x", 'x').content(record))
                        .file("a", "")))
                .extracting(ArchiveEntry::name)
                .containsExactly("a");
    }

    @Test
    @DisplayName("pax has the size where the header has no room for it, and may repeat it where it has")
    void paxSize() throws Exception {
        List<ArchiveEntry> entries = read(new TarBuilder().pax("size", "3").file("a", "abc"));

        assertThat(entries).extracting(ArchiveEntry::size).containsExactly(3L);

        byte[] large =
                new TarBuilder().pax("size", "8589934592").add(header("a", '0')).unfinished();
        ArchiveLimits limits = new ArchiveLimits(10, Long.MAX_VALUE, 500, 1000, 100, 10);
        TarReader reader = new TarReader(new ByteArrayInputStream(large), new ArchiveBudget(limits, 1));
        assertThat(reader.next().map(ArchiveEntry::size)).contains(8589934592L);
    }

    @Test
    @DisplayName("pax has fractions of seconds, and times before 1970")
    void paxTimes() throws Exception {
        assertThat(read(new TarBuilder()
                        .pax("mtime", "1700000000.123456789")
                        .file("a", "")
                        .pax("mtime", "-1.5")
                        .file("a", "")
                        .pax("mtime", "-0.25")
                        .file("a", "")
                        .pax("mtime", "7.")
                        .file("a", "")))
                .extracting(ArchiveEntry::modified)
                .containsExactly(
                        Instant.ofEpochSecond(1700000000, 123456789),
                        Instant.ofEpochMilli(-1500),
                        Instant.ofEpochMilli(-250),
                        Instant.ofEpochSecond(7));
    }

    @Test
    @DisplayName("numbers may be padded with blanks, missing, or binary")
    void numbers() throws Exception {
        byte[] three = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3};
        byte[] minusOne = new byte[12];
        Arrays.fill(minusOne, (byte) 0xff);
        List<ArchiveEntry> entries = read(new TarBuilder()
                .add(header("a", '0').content("abc").text(124, "         3 \0").text(100, "   644 \0"))
                .add(header("b", '0').content("abc").bytes(124, three).bytes(136, minusOne))
                .add(header("c", '0').bytes(100, new byte[8]).bytes(136, new byte[12])));

        assertThat(entries).extracting(ArchiveEntry::size).containsExactly(3L, 3L, 0L);
        assertThat(entries).extracting(ArchiveEntry::mode).containsExactly(0644, 0644, 0);
        assertThat(entries)
                .extracting(ArchiveEntry::modified)
                .containsExactly(TIME, Instant.ofEpochSecond(-1), Instant.EPOCH);
    }

    @Test
    @DisplayName("a checksum over signed bytes is a checksum, too")
    void signedChecksum() throws Exception {
        byte[] archive = new TarBuilder().file("\u00e9", "").unfinished();
        // Each of the two bytes that are not ASCII counts 256 less.
        int sum = Integer.parseInt(new String(archive, 148, 6, StandardCharsets.US_ASCII), 8) - 2 * 256;
        System.arraycopy(String.format("%06o", sum).getBytes(StandardCharsets.US_ASCII), 0, archive, 148, 6);

        assertThat(read(archive)).extracting(ArchiveEntry::name).containsExactly("\u00e9");
    }

    @ParameterizedTest
    @DisplayName("an archive ends with any number of empty blocks, or with none")
    @ValueSource(ints = {0, 1, 2, 19})
    void end(int blocks) throws Exception {
        byte[] archive = new TarBuilder().file("a", "x").unfinished();

        assertThat(read(Arrays.copyOf(archive, archive.length + blocks * 512))).hasSize(1);
    }

    @Test
    @DisplayName("what a visitor does not read is skipped")
    void skipped() throws Exception {
        byte[] archive = new TarBuilder()
                .file("a", "x".repeat(10_000))
                .file("b", "y".repeat(700))
                .file("c", "z")
                .finished();
        TarReader reader = reader(archive);

        assertThat(reader.next()).isPresent();
        assertThat(reader.next()).isPresent();
        assertThat(reader.content().readNBytes(3)).containsExactly('y', 'y', 'y');
        assertThat(reader.next().map(ArchiveEntry::name)).contains("c");
        assertThat(reader.content().read()).isEqualTo('z');
        assertThat(reader.content().read()).isEqualTo(-1);
        assertThat(reader.next()).isEmpty();
    }

    @ParameterizedTest(name = "flags {0}")
    @DisplayName("gzip headers may have extra fields, a name, a comment and a checksum")
    @ValueSource(ints = {0, 1, 2, 4, 8, 16, 31})
    void gzipHeaders(int flags) throws Exception {
        byte[] plain = TarBuilder.gzip("content".getBytes(StandardCharsets.UTF_8));
        byte[] optional = new byte[0];
        optional = (flags & 4) == 0 ? optional : concat(optional, new byte[] {3, 0, 'e', 'x', 't'});
        optional = (flags & 8) == 0 ? optional : concat(optional, "name\0".getBytes(StandardCharsets.US_ASCII));
        optional = (flags & 16) == 0 ? optional : concat(optional, "comment\0".getBytes(StandardCharsets.US_ASCII));
        optional = (flags & 2) == 0 ? optional : concat(optional, new byte[] {1, 2});
        byte[] header = Arrays.copyOf(plain, 10);
        header[3] = (byte) flags;
        byte[] file = concat(concat(header, optional), Arrays.copyOfRange(plain, 10, plain.length));

        try (GzipInput input = new GzipInput(new ByteArrayInputStream(file))) {
            assertThat(input.read()).isEqualTo('c');
            assertThat(input.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("ontent");
            assertThat(input.read()).isEqualTo(-1);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private List<ArchiveEntry> read(TarBuilder tar) throws IOException {
        return read(tar.finished());
    }

    private List<ArchiveEntry> read(byte[] archive) throws IOException {
        TarReader reader = reader(archive);
        List<ArchiveEntry> entries = new ArrayList<>();
        for (Optional<ArchiveEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            entries.add(entry.get());
            contents.add(new String(reader.content().readAllBytes(), StandardCharsets.UTF_8));
        }
        return entries;
    }

    private static TarReader reader(byte[] archive) {
        return new TarReader(
                new ByteArrayInputStream(archive), new ArchiveBudget(ArchiveLimits.normal(), archive.length));
    }
}
