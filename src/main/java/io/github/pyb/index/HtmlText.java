package io.github.pyb.index;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few entities that stand in the attributes of an index page. */
final class HtmlText {

    private static final Pattern ENTITY = Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));");

    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

    private HtmlText() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String unescape(String text) {
        return text.indexOf('&') < 0
                ? text
                : ENTITY.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match.group(), match)));
    }

    private static String character(String entity, java.util.regex.MatchResult match) {
        if (match.group(3) != null) {
            return NAMED.getOrDefault(match.group(3), entity);
        }
        int code = match.group(1) != null ? Integer.parseInt(match.group(1)) : Integer.parseInt(match.group(2), 16);
        return Character.isValidCodePoint(code) ? Character.toString(code) : entity;
    }
}
