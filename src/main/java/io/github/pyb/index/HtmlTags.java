package io.github.pyb.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the tags of an HTML page that lead somewhere. Reads what pages of indexes have, and does not stumble over the rest:
 * one pass, nothing nested, so that the worst page costs no more than its length.
 */
final class HtmlTags {

    private static final Set<String> WANTED = Set.of("a", "base");

    private final String text;
    private int position;

    private HtmlTags(String text) {
        this.text = text;
    }

    /**
     * A tag.
     *
     * @param name in lower case
     * @param attributes with names in lower case, values without entities
     */
    record Tag(String name, Map<String, String> attributes) {}

    static List<Tag> in(String page) {
        return new HtmlTags(page).read();
    }

    private List<Tag> read() {
        List<Tag> tags = new ArrayList<>();
        while ((position = text.indexOf('<', position)) >= 0) {
            if (text.startsWith("<!--", position)) {
                int end = text.indexOf("-->", position);
                position = end < 0 ? text.length() : end;
                continue;
            }
            position++;
            String name = word();
            if (WANTED.contains(name)) {
                tags.add(new Tag(name, attributes()));
            }
        }
        return tags;
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        while (position < text.length() && text.charAt(position) != '>') {
            String name = word();
            if (name.isEmpty()) {
                position++;
                continue;
            }
            skipBlanks();
            String value = "";
            if (position < text.length() && text.charAt(position) == '=') {
                position++;
                skipBlanks();
                value = value();
            }
            attributes.putIfAbsent(name, HtmlText.unescape(value));
        }
        return attributes;
    }

    private String word() {
        int start = position;
        while (position < text.length() && isPartOfWord(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position).toLowerCase(Locale.ROOT);
    }

    private static boolean isPartOfWord(char c) {
        return !Character.isWhitespace(c) && "=<>/\"'".indexOf(c) < 0;
    }

    private String value() {
        char quote = position < text.length() ? text.charAt(position) : '>';
        if (quote != '"' && quote != '\'') {
            int start = position;
            while (position < text.length()
                    && text.charAt(position) != '>'
                    && !Character.isWhitespace(text.charAt(position))) {
                position++;
            }
            return text.substring(start, position);
        }
        int start = ++position;
        int end = text.indexOf(quote, start);
        position = end < 0 ? text.length() : end + 1;
        return text.substring(start, end < 0 ? text.length() : end);
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }
}
