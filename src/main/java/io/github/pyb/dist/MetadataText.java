package io.github.pyb.dist;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of core metadata taken apart: lines as in the head of an e-mail, with continuation lines, then an empty line and
 * a body. Lenient, as all readers are: what cannot be understood is left out, and named.
 *
 * @param headers the fields, in their order
 * @param body what stands after the empty line
 * @param oddities what was left out, each in some words
 */
record MetadataText(List<Header> headers, String body, List<String> oddities) {

    /**
     * One field.
     *
     * @param name its name
     * @param lines its value, a line each, with their indentation from the second on
     */
    record Header(String name, List<String> lines) {

        /** The value with its lines joined. */
        String line() {
            return String.join(" ", lines.stream().map(String::strip).toList()).strip();
        }

        /** The value with its line breaks, without the indentation that carried it through the format. */
        String text() {
            return String.join(
                    "\n",
                    lines.stream()
                            .map(line -> INDENTATION.matcher(line).replaceFirst(""))
                            .toList());
        }
    }

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static final Pattern INDENTATION = Pattern.compile("^( {7}\\||[ \\t]{1,8})");
    private static final Pattern LINE = Pattern.compile("(?<text>[^\\r\\n]*)(\\r\\n|\\n|\\r|\\z)");
    private static final Pattern FIELD = Pattern.compile("(?<name>[!-9;-~]+):[ \\t]*(?<value>.*)", Pattern.DOTALL);

    static MetadataText of(byte[] content) {
        List<String> oddities = new ArrayList<>();
        String text = decode(content, oddities);
        List<Header> headers = new ArrayList<>();
        Matcher line = LINE.matcher(text);
        int number = 0;
        while (line.lookingAt() && !line.group("text").isEmpty()) {
            number++;
            add(line.group("text"), number, headers, oddities);
            line.region(line.end(), text.length());
        }
        return new MetadataText(headers, text.substring(line.end()), oddities);
    }

    private static String decode(byte[] content, List<String> oddities) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            text = new String(content, StandardCharsets.UTF_8);
            oddities.add("bytes that are not UTF-8, now shown as \ufffd");
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static void add(String line, int number, List<Header> headers, List<String> oddities) {
        Matcher field = FIELD.matcher(line);
        if (line.startsWith(" ") || line.startsWith("\t")) {
            if (headers.isEmpty()) {
                oddities.add("line " + number + ", which continues nothing");
            } else {
                headers.get(headers.size() - 1).lines().add(line);
            }
        } else if (field.matches()) {
            headers.add(new Header(field.group("name"), new ArrayList<>(List.of(field.group("value")))));
        } else {
            oddities.add("line " + number + ", which is no field");
        }
    }
}
