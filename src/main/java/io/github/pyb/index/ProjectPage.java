package io.github.pyb.index;

import io.github.pyb.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the page of a project in an index offers, in HTML (PEP 503) or JSON (PEP 691). */
final class ProjectPage {

    private static final String HASH = "sha256=";

    /** How long the hash of a file is. */
    private static final int DIGITS = 64;

    private final Index index;
    private final List<ProjectFile> files = new ArrayList<>();

    private ProjectPage(Index index) {
        this.index = index;
    }

    /**
     * The files of a page.
     *
     * @param address where it was found: what its links are relative to
     */
    static List<ProjectFile> read(Index index, String contentType, byte[] body, URI address)
            throws SimplePage.NotAPage {
        ProjectPage page = new ProjectPage(index);
        String text = new String(body, StandardCharsets.UTF_8);
        String form = contentType.toLowerCase(Locale.ROOT);
        if (form.startsWith("application/") && form.contains("json")) {
            page.readJson(text, address);
        } else if (form.contains("html")) {
            page.readHtml(text, address);
        } else {
            throw new SimplePage.NotAPage("it answered with something that is no page of a package index");
        }
        return page.files;
    }

    private void readJson(String text, URI address) throws SimplePage.NotAPage {
        try {
            if (!(Json.parse(text) instanceof Map<?, ?> page) || !(page.get("files") instanceof List<?> all)) {
                throw new SimplePage.NotAPage("its answer has no list of files");
            }
            for (Object file : all) {
                if (file instanceof Map<?, ?> members && members.get("url") instanceof String url) {
                    add(address, url, members);
                }
            }
        } catch (Json.InvalidJson e) {
            throw new SimplePage.NotAPage("its answer is no valid JSON (" + e.getMessage() + ")");
        }
    }

    private void add(URI address, String url, Map<?, ?> members) {
        Object hash = members.get("hashes") instanceof Map<?, ?> hashes ? hashes.get("sha256") : null;
        Object python = members.get("requires-python");
        Object yanked = members.get("yanked");
        boolean clear = (python == null || python instanceof String)
                && (yanked == null || yanked instanceof String || yanked instanceof Boolean);
        add(
                address,
                url,
                text(hash),
                text(python),
                yanked != null && !yanked.equals(false) && !yanked.equals(""),
                clear && url.indexOf('#') < 0);
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private void readHtml(String text, URI address) {
        URI base = address;
        for (HtmlTags.Tag tag : HtmlTags.in(text)) {
            Map<String, String> said = tag.attributes();
            String reference = said.getOrDefault("href", "");
            if (tag.name().equals("base")) {
                base = Link.directory(base, reference).orElse(base);
                continue;
            }
            int hash = reference.indexOf('#');
            String fragment = hash < 0 ? "" : reference.substring(hash + 1);
            boolean hashed = fragment.startsWith(HASH);
            // An attribute without a value is not there for some, and empty for others.
            boolean clear = (fragment.isEmpty() || hashed)
                    && !said.getOrDefault("data-yanked", "-").isEmpty();
            add(
                    base,
                    hash < 0 ? reference : reference.substring(0, hash),
                    hashed ? Optional.of(fragment.substring(HASH.length())) : Optional.empty(),
                    text(said.get("data-requires-python")),
                    said.containsKey("data-yanked"),
                    clear);
        }
    }

    private void add(
            URI base,
            String reference,
            Optional<String> sha256,
            Optional<String> requiresPython,
            boolean yanked,
            boolean clear) {
        Optional<String> name = name(base, reference);
        if (name.isPresent()) {
            files.add(new ProjectFile(
                    index,
                    name.get(),
                    base,
                    reference,
                    sha256.filter(ProjectPage::isHash),
                    requiresPython,
                    yanked,
                    clear));
        }
    }

    /** The last part of a path. Most references are plain enough to find it without taking them apart. */
    private static Optional<String> name(URI base, String reference) {
        int slash = reference.lastIndexOf('/');
        boolean plain = slash >= 0 && slash + 1 < reference.length() && reference.charAt(slash + 1) != '.';
        for (int i = slash + 1; plain && i < reference.length(); i++) {
            char c = reference.charAt(i);
            plain = (c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || "-_.+!".indexOf(c) >= 0;
        }
        return plain && reference.indexOf('?') < 0
                ? Optional.of(reference.substring(slash + 1))
                : Link.of(base, reference).map(Link::fileName);
    }

    /** It becomes the name of a file. */
    private static boolean isHash(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return text.length() == DIGITS;
    }
}
