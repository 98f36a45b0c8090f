package io.github.pyb.index;

import io.github.pyb.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page of one project in an index, in HTML (PEP 503) or JSON (PEP 691), rewritten so that its links lead to the gateway.
 * Of HTML nothing is taken over but the links and what they say about files.
 *
 * @param contentType the form of the page
 * @param text the page
 */
record SimplePage(String contentType, String text) {

    /** The forms of pages, for a request; the first is the shortest to read. */
    static final String FORMS =
            "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2," + " text/html;q=0.01";

    /** What says something about a file. Signatures, that is {@code data-gpg-sig}, are not offered here. */
    private static final Pattern ATTRIBUTE = Pattern.compile("data-(?!gpg-)[a-z-]+");

    /** It is not a page of an index; the message is the rest of a sentence. */
    static final class NotAPage extends Exception {
        private static final long serialVersionUID = 1L;

        NotAPage(String message) {
            super(message);
        }
    }

    /**
     * Rewrites a page.
     *
     * @param address where it was found: what its links are relative to
     * @param newAddress what a link becomes; nothing leaves the file out
     */
    static SimplePage rewrite(String contentType, byte[] body, URI address, Function<Link, Optional<String>> newAddress)
            throws NotAPage {
        String text = new String(body, StandardCharsets.UTF_8);
        String form = contentType.toLowerCase(Locale.ROOT);
        if (form.startsWith("application/") && form.contains("json")) {
            return new SimplePage(contentType, json(text, address, newAddress));
        }
        if (form.contains("html")) {
            return new SimplePage(contentType, html(text, address, newAddress));
        }
        throw new NotAPage("it answered with " + (form.isBlank() ? "something of no known type" : form)
                + ", which is no page of a package index");
    }

    private static String json(String text, URI address, Function<Link, Optional<String>> newAddress) throws NotAPage {
        try {
            if (!(Json.parse(text) instanceof Map<?, ?> page) || !(page.get("files") instanceof List<?> files)) {
                throw new NotAPage("its answer has no list of files");
            }
            List<Object> rewritten = new ArrayList<>();
            for (Object file : files) {
                if (file instanceof Map<?, ?> members && members.get("url") instanceof String url) {
                    Link.of(address, url)
                            .flatMap(newAddress)
                            .ifPresent(replaced -> rewritten.add(with(members, "url", replaced)));
                }
            }
            return Json.write(with(page, "files", rewritten));
        } catch (Json.InvalidJson e) {
            throw new NotAPage("its answer is no valid JSON (" + e.getMessage() + ")");
        }
    }

    private static Map<String, @Nullable Object> with(Map<?, ?> members, String key, Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        members.forEach((name, old) -> copy.put(String.valueOf(name), old));
        copy.put(key, value);
        return copy;
    }

    private static String html(String text, URI address, Function<Link, Optional<String>> newAddress) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html><head>"
                + "<meta name=\"pypi:repository-version\" content=\"1.0\"></head><body>\n");
        URI base = address;
        for (HtmlTags.Tag tag : HtmlTags.in(text)) {
            String reference = tag.attributes().getOrDefault("href", "");
            if (tag.name().equals("base")) {
                base = Link.directory(base, reference).orElse(base);
                continue;
            }
            Link.of(base, reference)
                    .flatMap(link -> newAddress.apply(link).map(replaced -> anchor(link, replaced, tag.attributes())))
                    .ifPresent(page::append);
        }
        return page.append("</body></html>\n").toString();
    }

    private static String anchor(Link link, String address, Map<String, String> attributes) {
        StringBuilder anchor = new StringBuilder("<a href=\"");
        anchor.append(HtmlText.escape(address));
        if (!link.fragment().isEmpty()) {
            anchor.append('#').append(HtmlText.escape(link.fragment()));
        }
        anchor.append('"');
        attributes.forEach((name, value) -> {
            if (ATTRIBUTE.matcher(name).matches()) {
                anchor.append(' ')
                        .append(name)
                        .append("=\"")
                        .append(HtmlText.escape(value))
                        .append('"');
            }
        });
        return anchor.append('>')
                .append(HtmlText.escape(link.fileName()))
                .append("</a><br>\n")
                .toString();
    }
}
