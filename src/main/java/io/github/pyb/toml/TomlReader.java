package io.github.pyb.toml;

import io.github.pyb.log.BuildLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** Reads TOML 1.0. */
public final class TomlReader {

    private final DocumentMemory memory;

    /** A reader that remembers nothing. */
    public TomlReader() {
        this(DocumentMemory.none());
    }

    TomlReader(DocumentMemory memory) {
        this.memory = memory;
    }

    /**
     * A reader that does not parse what was parsed in an earlier build.
     *
     * @param store where that is remembered, for all builds of a user
     * @param size how many bytes the store may take; 0 for remembering nothing
     */
    public static TomlReader remembering(Path store, long size, BuildLog log) {
        return new TomlReader(DocumentMemory.within(store, size, log));
    }

    /**
     * Reads a file.
     *
     * @param limit how many megabytes it may have; more is refused
     * @throws InvalidToml if it is not valid TOML
     * @throws IOException if it cannot be read
     */
    public Document read(Path file, int limit) throws InvalidToml, IOException {
        if (Files.size(file) > (long) limit << 20) {
            throw unreadable("it is larger than " + limit + " MiB");
        }
        try {
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString());
        } catch (CharacterCodingException e) {
            throw unreadable("it is not encoded in UTF-8");
        }
    }

    /**
     * Reads the text of a file.
     *
     * @throws InvalidToml if it is not valid TOML
     */
    public Document read(String text) throws InvalidToml {
        if (text.startsWith("\uFEFF")) {
            throw unreadable("it begins with a byte order mark, which TOML does not allow");
        }
        Optional<Map<String, Object>> known = memory.recall(text);
        if (known.isPresent()) {
            return new Document(known.get(), () -> Toml.parse(text));
        }
        TomlTable table = parse(text);
        Map<String, Object> values = PlainValues.of(table);
        memory.remember(text, values);
        return new Document(values, () -> table);
    }

    private static TomlTable parse(String text) throws InvalidToml {
        TomlParseResult result = Toml.parse(text);
        if (result.hasErrors()) {
            TomlParseError error = result.errors().get(0);
            throw new InvalidToml(
                    "is not valid TOML: " + error.getMessage(),
                    Optional.of(new Position(
                            error.position().line(), error.position().column())));
        }
        return result;
    }

    private static InvalidToml unreadable(String why) {
        return new InvalidToml("cannot be read: " + why, Optional.empty());
    }
}
