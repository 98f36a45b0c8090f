package io.github.pyb.pyproject;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
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

/** Reads one {@code pyproject.toml}. */
final class DocumentReader {

    /** Larger files are refused; the largest known ones are a tenth of that. */
    private static final long MAX_SIZE = 4L * 1024 * 1024;

    private final DocumentMemory memory;

    DocumentReader(DocumentMemory memory) {
        this.memory = memory;
    }

    /** @throws UserProblem if it is not valid TOML */
    Document read(Path file) throws UserProblem {
        String text = text(file);
        Optional<Map<String, Object>> known = memory.recall(text);
        if (known.isPresent()) {
            return new Document(known.get(), () -> Toml.parse(text));
        }
        TomlTable table = parse(text, file);
        Map<String, Object> values = PlainValues.of(table);
        memory.remember(text, values);
        return new Document(values, () -> table);
    }

    private static TomlTable parse(String text, Path file) throws UserProblem {
        TomlParseResult result = Toml.parse(text);
        if (result.hasErrors()) {
            TomlParseError error = result.errors().get(0);
            throw new UserProblem(
                    ProblemKind.PROJECT_INVALID,
                    Explanation.of(file.getFileName() + " is not valid TOML: " + error.getMessage())
                            .where(file + ", line " + error.position().line() + ", column "
                                    + error.position().column()),
                    error);
        }
        return result;
    }

    private static String text(Path file) throws UserProblem {
        String problem;
        try {
            if (Files.size(file) > MAX_SIZE) {
                problem = "it is larger than " + MAX_SIZE / 1024 / 1024 + " MiB";
            } else {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                        .toString();
                if (!text.startsWith("\uFEFF")) {
                    return text;
                }
                problem = "it begins with a byte order mark, which TOML does not allow";
            }
        } catch (CharacterCodingException e) {
            problem = "it is not encoded in UTF-8";
        } catch (IOException e) {
            problem = MachineProblem.reasonAlone(e);
        }
        throw new UserProblem(
                ProblemKind.PROJECT_INVALID,
                Explanation.of(file.getFileName() + " cannot be read: " + problem)
                        .where(file));
    }
}
