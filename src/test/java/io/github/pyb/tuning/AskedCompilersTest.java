package io.github.pyb.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.KnownAnswers;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.FakePython;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere compilers are not asked")
class AskedCompilersTest {

    @TempDir
    Path directory;

    final Map<String, String> variables = new TreeMap<>();
    RecordingLog log = new RecordingLog();
    Path records;

    @BeforeEach
    void installCompilers() throws Exception {
        Files.createDirectories(directory.resolve("bin"));
        records = directory.resolve("records");
        variables.put("PATH", directory.resolve("first") + ":" + directory.resolve("bin"));
        compiler("bin/gcc", "exit 0");
        compiler("bin/g++", "exit 0");
    }

    @Test
    @DisplayName("what all of them accept is remembered")
    void remembered() throws Exception {
        assertThat(ask("-fone")).isEqualTo("accepted, asked");
        assertThat(ask("-fone")).isEqualTo("accepted");
        assertThat(log.lines("DEBUG"))
                .containsExactly("compilers: that all of them accept -fone is known from an earlier build");

        assertThat(ask("-ftwo")).isEqualTo("accepted, asked");
    }

    @Test
    @DisplayName("a refusal is not remembered: the reason may have been another one")
    void refused() throws Exception {
        compiler("bin/g++", "exit 1");

        assertThat(ask("-fone")).isEqualTo("refused, asked");
        assertThat(ask("-fone")).isEqualTo("refused, asked");
        assertThat(records).doesNotExist();
    }

    @Test
    @DisplayName("they are asked again when one of them has changed")
    void changed() throws Exception {
        ask("-fone");
        compiler("bin/g++", "exit 1 # another one");

        assertThat(ask("-fone")).isEqualTo("refused, asked");
        assertThat(log.lines("DEBUG"))
                .contains("compilers: asking whether all of them accept -fone: " + directory.resolve("bin/g++")
                        + " has changed");
    }

    @Test
    @DisplayName("and when one has come that would be found first, or where there was none")
    void another() throws Exception {
        ask("-fone");
        compiler("first/gcc", "exit 0");

        assertThat(ask("-fone")).isEqualTo("accepted, asked");
        assertThat(log.lines("DEBUG"))
                .contains("compilers: asking whether all of them accept -fone: gcc is another program now");

        assertThat(ask("-fone")).isEqualTo("accepted");
        compiler("bin/clang", "exit 1");
        assertThat(ask("-fone")).isEqualTo("refused, asked");
    }

    @Test
    @DisplayName("and for every CC and CXX, behind whatever program these stand")
    void variables() throws Exception {
        ask("-fone");
        variables.put("CC", directory.resolve("bin/launcher") + " own-cc");
        compiler("bin/launcher", "shift", "exit 0");
        compiler("bin/own-cc", "exit 0");

        assertThat(ask("-fone")).isEqualTo("accepted, asked");
        assertThat(ask("-fone")).isEqualTo("accepted");
        compiler("bin/own-cc", "exit 0 # another one");
        assertThat(ask("-fone")).isEqualTo("accepted, asked");
    }

    @Test
    @DisplayName("no option of CC is written down, nor a variable before it")
    void secrets() throws Exception {
        variables.put("CC", "env TOKEN=hidden gcc -DTOKEN=hidden");
        compiler("bin/env", "exit 0");

        assertThat(ask("-fone")).isEqualTo("accepted, asked");
        assertThat(record()).content().contains("bin/gcc").doesNotContain("hidden");
        assertThat(ask("-fone")).isEqualTo("accepted");
    }

    @Test
    @DisplayName("a damaged record is as good as none")
    void damaged() throws Exception {
        ask("-fone");
        String text = Files.readString(record());
        for (String damaged : List.of("", "{", text.replace("{\\\"", "\\u0000"), text.replace("/gcc", "\\u0000"))) {
            Files.writeString(record(), damaged);

            assertThat(ask("-fone")).as(damaged).isEqualTo("accepted, asked");
            assertThat(ask("-fone")).isEqualTo("accepted");
        }
    }

    @Test
    @DisplayName("where nothing can be written they are asked each time")
    void unwritable() throws Exception {
        records = Trees.write(directory.resolve("file"));

        assertThat(ask("-fone")).isEqualTo("accepted, asked");
        assertThat(ask("-fone")).isEqualTo("accepted, asked");
        assertThat(log.lines("DEBUG"))
                .anyMatch(line -> line.startsWith(
                        "compilers: the next build asks them again, because its answer cannot be written down: "));
    }

    private String ask(String option) throws Exception {
        log = new RecordingLog();
        Host host = new Host(Host.Family.LINUX, variables, directory);
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(host, new RecordingLog(), transcript, Cancellation.NONE)) {
            AskedCompilers compilers = new AskedCompilers(
                    host, log, runner, Pythons.any().executable(), directory, new KnownAnswers(records), null);
            boolean accepted = compilers.accept(option, EnvironmentChanges.none());
            return (accepted ? "accepted" : "refused") + (runner.steps().isEmpty() ? "" : ", asked");
        }
    }

    private void compiler(String name, String... lines) throws Exception {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        FakePython.executable(
                file, Stream.concat(Stream.of("#!/bin/sh"), Stream.of(lines)).toArray(String[]::new));
    }

    private Path record() throws Exception {
        try (Stream<Path> files = Files.list(records)) {
            return files.findFirst().orElseThrow();
        }
    }
}
