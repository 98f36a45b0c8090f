package io.github.pyb.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Unless it is run by root, a test cannot make files of another user, so here it is ourselves who are somebody else. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "who we are is known on Linux alone")
class TrustTest {

    private static final int SOMEBODY = 123_456_789;

    @TempDir
    Path directory;

    private Path shared;
    private Path store;

    @BeforeEach
    void make() throws IOException {
        shared = Files.createDirectory(directory.toRealPath().resolve("shared"));
        store = Files.createDirectories(shared.resolve("pyb/environments"));
    }

    @Test
    @DisplayName(
            "what is our own may be believed, also where everybody may make directories, and what is not there as well")
    void ours() throws IOException {
        everybodyMayWriteTo(shared);

        assertThat(Trust.objection(store)).isEmpty();
        assertThat(Trust.objection(shared.resolve("missing"))).isEmpty();
    }

    @Test
    @DisplayName("what everybody may write to may not be believed, whoever it belongs to")
    void open() throws IOException {
        everybodyMayWriteTo(store);

        assertThat(Trust.objection(store)).contains("everybody may write to it");
    }

    @Test
    @DisplayName(
            "what another user has made where everybody may make directories may not be believed, nor what is below it")
    void strange() throws IOException {
        strangers(shared.resolve("pyb"));
        everybodyMayWriteTo(shared);

        assertThat(Trust.objection(store, Optional.of(SOMEBODY)))
                .contains(shared.resolve("pyb") + " belongs to another user, and everybody may write to " + shared);
    }

    @Test
    @DisplayName("nor what a link leads to that another user has laid there")
    void link() throws IOException {
        Path place = Files.createDirectory(directory.resolve("place"));
        everybodyMayWriteTo(place);
        Path link = Files.createSymbolicLink(place.resolve("store"), store);
        strangers(link);

        assertThat(Trust.objection(link, Optional.of(SOMEBODY)).orElseThrow())
                .startsWith(link + " belongs to another user");
    }

    /** What is root's is nobody's concern, so if that is who we are, it has to be somebody else's. */
    private static void strangers(Path path) throws IOException {
        if (Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0)) {
            Files.setAttribute(path, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void everybodyMayWriteTo(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
}
