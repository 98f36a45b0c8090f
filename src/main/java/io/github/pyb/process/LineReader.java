package io.github.pyb.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into lines. Bytes that are not UTF-8 become replacement characters instead of errors (PEP
 * 517 asks frontends for that), a carriage return ends a line like a line feed, so that progress bars arrive piece by
 * piece, and lines longer than {@link #LONG} characters arrive in several parts, so that a process that never ends its
 * line cannot exhaust the memory. They are cut at a blank, if one comes before {@link #MAX_LENGTH}: what is between
 * blanks may be an address with a secret, which half of it would not look like.
 */
final class LineReader {

    static final int LONG = 16_384;
    static final int MAX_LENGTH = 2 * LONG;

    private final Reader reader;
    private boolean skipLineFeed;

    LineReader(InputStream stream) {
        this.reader = new InputStreamReader(
                stream,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
    }

    /** The next line without its end, or {@code null} at the end of the stream. */
    @Nullable
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = reader.read();
            if (c == '\n' && skipLineFeed) {
                skipLineFeed = false;
                continue;
            }
            skipLineFeed = c == '\r';
            if (c < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            if (c == '\n' || c == '\r') {
                return line.toString();
            }
            line.append((char) c);
            int length = line.length();
            boolean full = length >= MAX_LENGTH || (length >= LONG && Character.isWhitespace(c));
            if (full && !Character.isHighSurrogate((char) c)) {
                return line.toString();
            }
        }
    }
}
