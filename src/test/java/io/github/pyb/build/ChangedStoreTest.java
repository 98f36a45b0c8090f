package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is in the store is changed behind its back, every file of it, and the next build is as if nothing had happened. */
@Tag("faults")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "environments are kept there in another way")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ChangedStoreTest {

    @TempDir
    Path directory;

    private Builds build;
    private byte[] right;

    /** What may become of a file. */
    enum Change {
        A_BYTE_IN_THE_MIDDLE {
            @Override
            void make(Path file, Path outside) throws IOException {
                byte[] content = Files.readAllBytes(file);
                if (content.length > 0) {
                    content[content.length / 2] ^= 1;
                    Files.write(file, content);
                }
            }
        },
        CUT_OFF {
            @Override
            void make(Path file, Path outside) throws IOException {
                byte[] content = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(content, content.length / 2));
            }
        },
        EMPTY {
            @Override
            void make(Path file, Path outside) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        EXTENDED {
            @Override
            void make(Path file, Path outside) throws IOException {
                Files.write(file, new byte[] {'\n'}, StandardOpenOption.APPEND);
            }
        },
        GONE {
            @Override
            void make(Path file, Path outside) throws IOException {
                Files.delete(file);
            }
        },
        ANOTHER_NAME_OF_A_FILE_ELSEWHERE {
            @Override
            void make(Path file, Path outside) throws IOException {
                Files.createLink(outside, file);
            }
        },
        A_DIRECTORY {
            @Override
            void make(Path file, Path outside) throws IOException {
                Files.delete(file);
                Trees.write(file.resolve("in the way"), "x");
            }
        },
        FOR_EVERYBODY {
            @Override
            void make(Path file, Path outside) throws IOException {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
        },
        /** The last one, because what is a link cannot be changed any more. */
        A_LINK_TO_ITS_COPY {
            @Override
            void make(Path file, Path outside) throws IOException {
                Files.createSymbolicLink(file, Files.move(file, outside));
            }
        };

        abstract void make(Path file, Path outside) throws IOException;
    }

    /** What takes a while is tried in full only with {@code -Pfaults}. */
    private static Set<Change> changes() {
        return WitnessModule.THOROUGH
                ? EnumSet.complementOf(EnumSet.of(Change.A_DIRECTORY))
                : EnumSet.of(Change.A_BYTE_IN_THE_MIDDLE, Change.GONE);
    }

    @BeforeEach
    void fillStore() throws Exception {
        Path wheels = directory.resolve("wheels");
        WitnessModule.writeWheels(wheels, 10_000);
        build = WitnessModule.at(directory.resolve("module"), wheels, directory.resolve("store"));
        build.variables.put("WITNESS_ALL", "1");
        build.wheel();
        right = WitnessModule.wheel(build.wheel());
    }

    @Test
    @DisplayName(
            "a spare environment of which every file was changed, with its size and time where that can be, is put right")
    void spare() throws Exception {
        for (Change change : Change.values()) {
            List<Path> files = files("spares");
            assertThat(files).hasSizeGreaterThan(20);
            change(files, change);

            BuildResult result = build.wheel();

            assertThat(WitnessModule.steps(result)).as(change.name()).containsExactly(WitnessModule.WARM);
            assertThat(WitnessModule.wheel(result)).as(change.name()).isEqualTo(right);
            assertThat(build.log.lines("WARN")).as(change.name()).isEmpty();
        }
    }

    @Test
    @DisplayName("stored environments that were changed are made anew, and the next build finds them again")
    void packs() throws Exception {
        leaveOutTimes();
        for (Change change : changes()) {
            TreeRemoval.remove(directory.resolve("store/spares"));
            change(files("packs"), change);

            assertThat(WitnessModule.wheel(build.wheel())).as(change.name()).isEqualTo(right);

            TreeRemoval.remove(directory.resolve("store/spares"));
            BuildResult next = build.wheel();
            assertThat(WitnessModule.steps(next)).as(change.name()).containsExactly(WitnessModule.WARM);
            assertThat(WitnessModule.wheel(next)).as(change.name()).isEqualTo(right);
            assertThat(build.log.lines("WARN")).as(change.name()).isEmpty();
        }
    }

    @Test
    @DisplayName("one stored environment in the place of another one is noticed")
    void exchanged() throws Exception {
        leaveOutTimes();
        List<Path> packs = files("packs");
        TreeRemoval.remove(directory.resolve("store/spares"));
        Path aside = Files.move(packs.get(0), directory.resolve("aside"));
        for (int i = 1; i < packs.size(); i++) {
            Files.move(packs.get(i), packs.get(i - 1));
        }
        Files.move(aside, packs.get(packs.size() - 1));

        assertThat(WitnessModule.wheel(build.wheel())).isEqualTo(right);
        assertThat(build.log.lines("WARN"))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("A stored environment is damaged (its checksum is another one)"));
        assertThat(WitnessModule.steps(build.wheel())).containsExactly(WitnessModule.WARM);
    }

    @Test
    @DisplayName("what is remembered beside the environments is not believed when it was changed")
    void notes() throws Exception {
        for (Change change : changes()) {
            change(files("resolutions"), change);

            assertThat(WitnessModule.wheel(build.wheel())).as(change.name()).isEqualTo(right);
            assertThat(build.log.lines("WARN")).as(change.name()).isEmpty();
        }
        assertThat(WitnessModule.steps(build.wheel())).containsExactly(WitnessModule.WARM);
    }

    /** An empty environment that is made anew has other time stamps, on which nothing depends. */
    private void leaveOutTimes() throws Exception {
        build.variables.remove("WITNESS_ALL");
        right = WitnessModule.wheel(build.wheel());
    }

    /** Changes all files; their time stamps say nothing of it. */
    private void change(List<Path> files, Change change) throws IOException {
        int number = 0;
        Path outside = Files.createTempDirectory(directory, "outside");
        for (Path file : files) {
            FileTime time = Files.getLastModifiedTime(file);
            change.make(file, outside.resolve(Integer.toString(number++)));
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(file)) {
                Files.setLastModifiedTime(file, time);
            }
        }
    }

    private List<Path> files(String what) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("store").resolve(what))) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }
}
