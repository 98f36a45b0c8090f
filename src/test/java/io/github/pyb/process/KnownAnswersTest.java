package io.github.pyb.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "who may write to a directory is asked of POSIX systems")
class KnownAnswersTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("what everybody may have written down is not believed: an answer says what is run next")
    void strange() throws Exception {
        Path program = Trees.write(directory.resolve("program"), "#!/bin/sh");
        Path records = directory.resolve("store/probe");
        KnownAnswers answers = new KnownAnswers(records);
        assertThat(answers.remember("key", program, "answer", List.of(), Instant.MAX))
                .isEmpty();
        assertThat(answers.recall("key", program)).isEqualTo("answer");

        Files.setPosixFilePermissions(records, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> answers.recall("key", program))
                .isInstanceOf(KnownAnswers.Unknown.class)
                .hasMessage("the record in " + records + " is not believed: everybody may write to it");
    }
}
