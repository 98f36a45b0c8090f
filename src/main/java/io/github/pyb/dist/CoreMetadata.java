package io.github.pyb.dist;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Core metadata of a distribution: what its {@code PKG-INFO} or {@code METADATA} says, with the names that Python tools give
 * to the fields in JSON. Values are not validated but for those two that nothing works without, and fields are always in
 * the same order.
 */
public final class CoreMetadata {

    /** Descriptions are the largest part; indexes accept less than that. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private enum Form {
        /** One line. */
        LINE,
        /** Text whose line breaks count. */
        TEXT,
        /** A field that can stand more than once. */
        LIST,
        /** One line with commas between the items. */
        WORDS,
        /** A field that can stand more than once, each with a label, a comma and an address. */
        ADDRESSES
    }

    private record Field(String header, String key, Form form) {}

    /** All fields up to metadata version 2.5, in the order in which they are shown. */
    private static final List<Field> FIELDS = List.of(
            new Field("Metadata-Version", "metadata_version", Form.LINE),
            new Field("Name", "name", Form.LINE),
            new Field("Version", "version", Form.LINE),
            new Field("Dynamic", "dynamic", Form.LIST),
            new Field("Platform", "platforms", Form.LIST),
            new Field("Supported-Platform", "supported_platforms", Form.LIST),
            new Field("Summary", "summary", Form.LINE),
            new Field("Description", "description", Form.TEXT),
            new Field("Description-Content-Type", "description_content_type", Form.LINE),
            new Field("Keywords", "keywords", Form.WORDS),
            new Field("Home-page", "home_page", Form.LINE),
            new Field("Download-URL", "download_url", Form.LINE),
            new Field("Author", "author", Form.LINE),
            new Field("Author-email", "author_email", Form.LINE),
            new Field("Maintainer", "maintainer", Form.LINE),
            new Field("Maintainer-email", "maintainer_email", Form.LINE),
            new Field("License", "license", Form.TEXT),
            new Field("License-Expression", "license_expression", Form.LINE),
            new Field("License-File", "license_files", Form.LIST),
            new Field("Classifier", "classifiers", Form.LIST),
            new Field("Requires-Dist", "requires_dist", Form.LIST),
            new Field("Requires-Python", "requires_python", Form.LINE),
            new Field("Requires-External", "requires_external", Form.LIST),
            new Field("Project-URL", "project_urls", Form.ADDRESSES),
            new Field("Provides-Extra", "provides_extra", Form.LIST),
            new Field("Provides-Dist", "provides_dist", Form.LIST),
            new Field("Obsoletes-Dist", "obsoletes_dist", Form.LIST),
            new Field("Import-Name", "import_names", Form.LIST),
            new Field("Import-Namespace", "import_namespaces", Form.LIST),
            new Field("Requires", "requires", Form.LIST),
            new Field("Provides", "provides", Form.LIST),
            new Field("Obsoletes", "obsoletes", Form.LIST));

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String where;
    private final List<String> ignored;
    private final String name;
    private final String version;

    private CoreMetadata(MetadataText text, String where) throws UserProblem {
        ignored = new ArrayList<>(text.oddities());
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Field field : FIELDS) {
            known.add(field.header());
            List<String> found = found(field, text);
            if (!found.isEmpty()) {
                put(field, found);
            }
        }
        text.headers().stream()
                .map(MetadataText.Header::name)
                .filter(header -> !known.contains(header))
                .distinct()
                .forEach(header -> ignored.add(header + ", which is no field of core metadata"));
        this.where = where;
        name = required("Name", "name", where);
        version = required("Version", "version", where);
    }

    /**
     * Understands the content of a {@code PKG-INFO} or {@code METADATA}.
     *
     * @param where the file, for messages
     * @throws UserProblem if there is no name or no version in it
     */
    public static CoreMetadata parse(byte[] content, String where) throws UserProblem {
        return new CoreMetadata(MetadataText.of(content), where);
    }

    /** Reads a file with core metadata, unless it is too large for one. */
    static byte[] read(String name, InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw RefusedArchive.tooLarge("its " + name + " has more than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }

    public String name() {
        return name;
    }

    public String version() {
        return version;
    }

    /**
     * What the metadata claim to be those of.
     *
     * @throws UserProblem if the version is none that Python knows (PEP 440)
     */
    public Identity identity(String claimant) throws UserProblem {
        Version known = Version.parse(version)
                .orElseThrow(() -> new UserProblem(
                        ProblemKind.METADATA_INVALID,
                        Explanation.of("the core metadata has a Version that Python does not know (PEP 440)")
                                .where(where)
                                .line("value", "\"" + version + "\"")));
        return new Identity(claimant, ProjectName.of(name), known);
    }

    /**
     * All fields that are present, by their names in JSON: a string, a list of strings, or for {@code project_urls} a map of
     * strings.
     */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** What could not be understood and is not among the values, each in some words. */
    public List<String> ignored() {
        return Collections.unmodifiableList(ignored);
    }

    private static List<String> found(Field field, MetadataText text) {
        List<String> found = new ArrayList<>(text.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(field.header()))
                .map(header -> field.form() == Form.TEXT ? header.text() : header.line())
                .toList());
        if (field.key().equals("description") && !text.body().isBlank()) {
            found.add(text.body());
        }
        return found;
    }

    private void put(Field field, List<String> found) {
        switch (field.form()) {
            // An empty one says that there is nothing of the kind.
            case LIST ->
                values.put(
                        field.key(),
                        found.stream().filter(item -> !item.isEmpty()).toList());
            case ADDRESSES -> values.put(field.key(), addresses(found));
            case LINE, TEXT, WORDS -> {
                if (found.size() > 1) {
                    ignored.add(field.header() + ", which is there " + found.size() + " times");
                } else if (field.form() == Form.WORDS) {
                    values.put(field.key(), words(found.get(0)));
                } else {
                    values.put(field.key(), found.get(0));
                }
            }
        }
    }

    private static List<String> words(String line) {
        return List.of(line.split(",", -1)).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private Map<String, String> addresses(List<String> found) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (String item : found) {
            int comma = item.indexOf(',');
            String label = comma < 0 ? item : item.substring(0, comma).strip();
            if (comma < 0) {
                ignored.add("Project-URL \"" + item + "\", which has no comma after its label");
            } else if (addresses.putIfAbsent(label, item.substring(comma + 1).strip()) != null) {
                ignored.add("Project-URL \"" + item + "\", whose label is there already");
            }
        }
        return Collections.unmodifiableMap(addresses);
    }

    private String required(String header, String key, String where) throws UserProblem {
        String value = String.valueOf(values.getOrDefault(key, "")).strip();
        if (value.isEmpty()) {
            String twice = ignored.stream().anyMatch(item -> item.startsWith(header + ", ")) ? "more than one " : "no ";
            throw new UserProblem(
                    ProblemKind.METADATA_INVALID,
                    Explanation.of("the core metadata has " + twice + header)
                            .where(where)
                            .attempt("build the distribution anew; if that does not help, with another version of its"
                                    + " build backend"));
        }
        return value;
    }
}
