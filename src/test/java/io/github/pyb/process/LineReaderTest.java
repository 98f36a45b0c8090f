package io.github.pyb.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    @DisplayName("line feeds, carriage returns and both together end a line")
    void lineEnds() throws Exception {
        assertThat(read("a\nb\r\nc\rd\n\ne")).containsExactly("a", "b", "c", "d", "", "e");
    }

    @Test
    @DisplayName("bytes that are not UTF-8 are replaced, the rest of the line is kept")
    void badBytes() throws Exception {
        byte[] bytes = {'a', (byte) 0xff, 'b', '\n', (byte) 0xc3, (byte) 0xa9, '\n'};

        assertThat(read(bytes)).containsExactly("a\ufffdb", "é");
    }

    @Test
    @DisplayName("a line without end arrives in parts")
    void longLine() throws Exception {
        List<String> lines = read("x".repeat(LineReader.MAX_LENGTH * 2 + 1));

        assertThat(lines).hasSize(3);
        assertThat(String.join("", lines)).hasSize(LineReader.MAX_LENGTH * 2 + 1);
    }

    @Test
    @DisplayName("a long line is cut between words, so that an address with a secret stays one")
    void words() throws Exception {
        String long1 = "x".repeat(LineReader.LONG - 20);

        assertThat(read(long1 + " https://user:canary@host/simple and more"))
                .containsExactly(long1 + " https://user:canary@host/simple ", "and more");
    }

    @Test
    @DisplayName("a character of two halves is never cut in two")
    void surrogates() throws Exception {
        List<String> lines = read("x".repeat(LineReader.MAX_LENGTH - 1) + "😀y");

        assertThat(lines.get(0)).endsWith("😀");
    }

    @Test
    @DisplayName("an empty stream has no lines")
    void empty() throws Exception {
        assertThat(read("")).isEmpty();
    }

    private static List<String> read(String text) throws Exception {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> read(byte[] bytes) throws Exception {
        LineReader reader = new LineReader(new ByteArrayInputStream(bytes));
        List<String> lines = new ArrayList<>();
        for (String line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }
}
