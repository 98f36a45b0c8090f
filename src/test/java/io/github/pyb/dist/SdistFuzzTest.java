package io.github.pyb.dist;

import static io.github.pyb.testing.TarBuilder.header;
import static io.github.pyb.testing.TarBuilder.sdist;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.TarBuilder;
import io.github.pyb.testing.Trees;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives that are damaged at random, always in the same way. Whatever comes of it, nothing is written outside of the
 * destination, and an archive that is refused leaves nothing in it.
 */
class SdistFuzzTest {

    private static final int MUTATIONS = 3000;

    /** So small that no mutation takes long. */
    private static final ArchiveLimits LIMITS = new ArchiveLimits(200, 4 << 20, 500, 100_000, 1024, 64);

    /** What could turn one field into another, or a name into one that leads elsewhere. */
    private static final List<String> PIECES = List.of(
            "../",
            "/",
            "..",
            ".",
            "/../",
            "pkg-1.0/../../",
            "\\",
            "C:",
            "\0",
            "path=",
            "linkpath=",
            "size=",
            "00000000000",
            "77777777777",
            "\u00ff",
            " ",
            "1",
            "2",
            "5",
            "x",
            "g",
            "L",
            "K",
            "aux",
            "link",
            "sub",
            "PKG-INFO");

    @TempDir
    Path directory;

    private final Random random = new Random(721);
    private int refused;
    private int unpacked;

    @Test
    @DisplayName("no damage makes an archive dangerous")
    void fuzz() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Path destination = Files.createDirectories(outside.resolve("destination"));
        Trees.write(outside.resolve("canary"), "alive");
        byte[] archive = archive();

        for (int i = 0; i < MUTATIONS; i++) {
            Path file = TarBuilder.write(directory.resolve("pkg-" + i + ".tar.gz"), TarBuilder.gzip(mutated(archive)));
            attempt(file, destination, i);
            Files.delete(file);
            TreeRemoval.removeContent(destination, Set.of());
            assertThat(Trees.describe(outside))
                    .as("mutation " + i)
                    .containsOnlyKeys("", "canary", "destination")
                    .containsValue(Trees.describe(outside).get("canary"));
        }
        // Neither a reader that refuses everything nor mutations that do nothing would prove anything.
        assertThat(refused).isGreaterThan(MUTATIONS / 10);
        assertThat(unpacked).isGreaterThan(MUTATIONS / 10);
    }

    private void attempt(Path file, Path destination, int mutation) throws Exception {
        try {
            Path tree = SdistArchive.open(file, LIMITS).unpack(destination);
            unpacked++;
            assertWithin(tree, destination.toRealPath(), mutation);
        } catch (UserProblem e) {
            refused++;
            assertThat(e.kind()).isEqualTo(ProblemKind.SDIST_REFUSED);
            assertThat(destination).as("mutation " + mutation).isEmptyDirectory();
        }
    }

    /** Everything is in one directory, and no link leads out of it. */
    private static void assertWithin(Path tree, Path destination, int mutation) throws Exception {
        assertThat(tree.getParent()).isEqualTo(destination);
        try (Stream<Path> entries = Files.list(destination)) {
            assertThat(entries).containsExactly(tree);
        }
        try (Stream<Path> entries = Files.walk(tree)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (Files.isSymbolicLink(entry)) {
                    Path target = entry.getParent().resolve(Files.readSymbolicLink(entry));
                    assertThat(target.normalize()).as("mutation " + mutation).startsWithRaw(tree);
                    if (Files.exists(entry)) {
                        assertThat(entry.toRealPath())
                                .as("mutation " + mutation)
                                .startsWith(tree.toRealPath());
                    }
                } else {
                    assertThat(Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                                    || Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                            .isTrue();
                }
            }
        }
    }

    /** One of everything. */
    private static byte[] archive() {
        return sdist().globalPax("comment", "0123456789abcdef")
                .file("pkg-1.0/setup.py", "print()\n")
                .directory("pkg-1.0/sub/")
                .pax("path", "pkg-1.0/sub/" + "p".repeat(120), "mtime", "1700000000.5")
                .file("x", "pax")
                .longName("pkg-1.0/sub/" + "g".repeat(120))
                .file("x", "gnu")
                .symbolicLink("pkg-1.0/sub/link", "../setup.py")
                .longLink("../" + "l".repeat(120))
                .symbolicLink("pkg-1.0/sub/long", "x")
                .symbolicLink("pkg-1.0/chain", "sub/link")
                .hardLink("pkg-1.0/hard", "pkg-1.0/setup.py")
                .add(header("prefixed", '0').text(345, "pkg-1.0/sub/prefix").content("y".repeat(600)))
                .finished();
    }

    /** Some changes; headers get their checksums anew in most cases, so that it is not these that find the damage. */
    private byte[] mutated(byte[] archive) {
        byte[] copy = archive.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            copy = mutatedOnce(copy);
        }
        if (random.nextInt(8) != 0) {
            seal(copy);
        }
        return copy;
    }

    private byte[] mutatedOnce(byte[] bytes) {
        if (bytes.length < 512) {
            return bytes;
        }
        int position = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[position] = (byte) random.nextInt(256);
            case 1 -> bytes[position] ^= (byte) (1 << random.nextInt(8));
            case 2 -> put(bytes, position, piece());
            case 3 -> put(bytes, block(bytes) + field(), piece());
            case 4 -> bytes[block(bytes) + 156] = (byte) "0123456789xgLKXS\0".charAt(random.nextInt(17));
            case 5 -> {
                int from = block(bytes);
                System.arraycopy(bytes, from, bytes, block(bytes), Math.min(512, bytes.length - from));
            }
            default -> {
                return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, position) : bytes;
            }
        }
        return bytes;
    }

    private byte[] piece() {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
    }

    /** The place of some block, which in many cases is a header. */
    private int block(byte[] bytes) {
        return random.nextInt(bytes.length / 512) * 512;
    }

    private int field() {
        int[] fields = {0, 8, 100, 124, 135, 136, 157, 160, 257, 345};
        return fields[random.nextInt(fields.length)];
    }

    private static void put(byte[] bytes, int position, byte[] piece) {
        System.arraycopy(piece, 0, bytes, position, Math.max(0, Math.min(piece.length, bytes.length - position)));
    }

    private static void seal(byte[] bytes) {
        for (int block = 0; block + 512 <= bytes.length; block += 512) {
            // A header's checksum ends with a NUL and a blank.
            boolean isHeader = bytes[block + 154] == 0 && bytes[block + 155] == ' ';
            if (isHeader) {
                Arrays.fill(bytes, block + 148, block + 156, (byte) ' ');
                int sum = 0;
                for (int i = block; i < block + 512; i++) {
                    sum += bytes[i] & 0xff;
                }
                put(bytes, block + 148, String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
