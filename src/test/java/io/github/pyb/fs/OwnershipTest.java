package io.github.pyb.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/project",
                " /with blanks ",
                "\tand tabs",
                "C:\\Users\\me\\new",
                "\\",
                "a=b:c",
                "#no comment",
                "!nor this",
                "größer → 漢字 🐍",
                "two\nlines\r\nand a half"
            })
    @DisplayName("what is written is read again, whatever the project's directory is called")
    void readAgain(String project) throws Exception {
        Path marker = directory.resolve("owner.properties");
        Ownership ownership = new Ownership(
                Ownership.Kind.ENVIRONMENT,
                "an-id",
                Instant.parse("2026-01-02T03:04:05Z"),
                new Ownership.Builder("wheel", project, 42, "1.0"),
                Ownership.State.IN_USE,
                project,
                true);

        ownership.write(marker);

        assertThat(Ownership.read(marker)).contains(ownership);
    }

    @Test
    @DisplayName("a reason as long as a log is shortened, and the directory stays one of ours")
    void longReason() throws Exception {
        Path marker = directory.resolve("owner.properties");
        Ownership inUse =
                Ownership.inUse(Ownership.Kind.ENVIRONMENT, new Ownership.Builder("wheel", "/p", 42, "1.0"), false);

        inUse.in(Ownership.State.KEPT, "x".repeat(499) + "\uD83D\uDC0D" + "y".repeat(1 << 20))
                .write(marker);

        assertThat(Ownership.read(marker))
                .hasValueSatisfying(read -> assertThat(read.reason()).isEqualTo("x".repeat(499) + "..."));
        assertThat(inUse.in(Ownership.State.KEPT, "x".repeat(500)).reason()).isEqualTo("x".repeat(500));
    }
}
