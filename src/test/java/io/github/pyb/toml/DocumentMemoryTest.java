package io.github.pyb.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.testing.RecordingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentMemoryTest {

    private static final String EVERYTHING = """
            [build-system]
            requires = ["flit_core>=3.2"]
            build-backend = "flit_core.buildapi"

            [project]
            name = "everything"
            version = "1.0"

            [tool.demo]
            text = "\\u00e9\\t\\"quoted\\" \\\\ \\U0001F40D"
            whole = 9223372036854775807
            negative = -17
            fraction = 0.1
            large = 1e300
            infinite = -inf
            truth = true
            date = 2026-11-21
            moment = 2026-11-21T10:11:12.345Z
            list = [1, "two", [3.0, {four = 4}]]
            "a key . with dots" = {}
            empty = ""
            """;

    @TempDir
    Path directory;

    private final RecordingLog log = new RecordingLog();
    private Path store;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        store = directory.resolve("store");
        file = Files.createDirectory(directory.resolve("project")).resolve("pyproject.toml");
        Files.writeString(file, EVERYTHING);
    }

    @Test
    @DisplayName("what is remembered is what was read, value for value and in the same order")
    void same() throws IOException, InvalidToml {
        Document read = reader().read(file, 1);

        Document remembered = reader().read(file, 1);

        assertThat(read.values()).containsKeys("build-system", "project", "tool");
        assertThat(remembered.values()).isEqualTo(read.values());
        assertThat(remembered.values().toString()).isEqualTo(read.values().toString());
        assertThat(notes()).hasSize(1);
    }

    @Test
    @DisplayName("a remembered file knows its positions as well")
    void positions() throws IOException, InvalidToml {
        reader().read(file, 1);

        assertThat(reader().read(file, 1).position(List.of("build-system", "build-backend")))
                .hasValue(new Position(3, 1));
    }

    @Test
    @DisplayName("it is the remembered values that count")
    void recalled() throws IOException, InvalidToml {
        DocumentMemory memory = DocumentMemory.within(store, 1 << 20, log);
        memory.remember(EVERYTHING, Map.of("project", "from memory"));

        assertThat(reader().read(file, 1).values()).containsOnlyKeys("project");
    }

    @Test
    @DisplayName("any change of the file makes it another one")
    void changed() throws IOException, InvalidToml {
        reader().read(file, 1);
        Files.writeString(file, EVERYTHING.replace("1.0", "1.1"));

        assertThat(reader().read(file, 1).string("project", "version")).hasValue("1.1");
    }

    @Test
    @DisplayName("a damaged note is not believed")
    void damaged() throws IOException, InvalidToml {
        reader().read(file, 1);
        Path note = notes().get(0);
        Files.writeString(note, Files.readString(note).replace("everything", "something!"));

        assertThat(reader().read(file, 1).string("project", "name")).hasValue("everything");
        assertThat(log.lines("DEBUG")).anyMatch(line -> line.endsWith("is damaged"));
    }

    @Test
    @DisplayName("an invalid file is not remembered, and is as invalid the second time")
    void invalid() throws IOException {
        Files.writeString(file, "[project\n");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> reader().read(file, 1))
                    .isInstanceOfSatisfying(
                            InvalidToml.class, e -> assertThat(e.place()).startsWith(", line 1, column "))
                    .hasMessageStartingWith("is not valid TOML: ");
        }
        assertThat(notes()).isEmpty();
    }

    @Test
    @DisplayName("a file with a password in an address is read, and not remembered")
    void secret() throws IOException, InvalidToml {
        Files.writeString(
                file, EVERYTHING.replace("flit_core>=3.2", "flit_core @ https://jane:s3cret@index.example/f.whl"));

        assertThat(reader().read(file, 1).string("project", "name")).hasValue("everything");
        assertThat(notes()).isEmpty();
    }

    @Test
    @DisplayName("without a store nothing is written")
    void none() throws IOException, InvalidToml {
        TomlReader reader = new TomlReader(DocumentMemory.within(store, 0, log));

        assertThat(reader.read(file, 1).string("project", "name")).hasValue("everything");
        assertThat(store).doesNotExist();
    }

    private TomlReader reader() {
        return new TomlReader(DocumentMemory.within(store, 1 << 20, log));
    }

    private List<Path> notes() {
        Path place = store.resolve("documents");
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
