package io.github.pyb.check;

import io.github.pyb.dist.CoreMetadata;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.packaging.Specifiers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Core metadata have to be understood by installers and indexes. */
final class MetadataRule {

    private static final Set<String> VERSIONS = Set.of("1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5");
    private static final Set<String> BEFORE_LICENSES = Set.of("1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "2.3");
    private static final Set<String> DESCRIPTION_TYPES = Set.of("text/plain", "text/x-rst", "text/markdown");

    private static final Pattern NAME =
            Pattern.compile("[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9]", Pattern.CASE_INSENSITIVE);

    private final CoreMetadata metadata;
    private final String file;
    private final Findings findings;

    /** @param file what the file with the metadata is called */
    MetadataRule(CoreMetadata metadata, String file, Findings findings) {
        this.metadata = metadata;
        this.file = file;
        this.findings = findings;
    }

    void check() {
        checkVersion();
        if (!NAME.matcher(metadata.name()).matches()) {
            findings.error(file + " has a Name that no project can have: " + Findings.quoted(metadata.name()));
        }
        String python = text("requires_python");
        if (!python.isEmpty() && Specifiers.parse(python).isEmpty()) {
            findings.error(file + " has a Requires-Python that is no list of specifiers: " + Findings.quoted(python));
        }
        for (String requirement : list("requires_dist")) {
            if (Requirement.parse(requirement).isEmpty()) {
                findings.error(file + " has a Requires-Dist that is no requirement", Findings.quoted(requirement));
            }
        }
        checkLicense();
        String type =
                text("description_content_type").replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!type.isEmpty() && !DESCRIPTION_TYPES.contains(type)) {
            findings.warning(
                    file + " has a Description-Content-Type that indexes do not show: " + Findings.quoted(type));
        }
        metadata.ignored().forEach(what -> findings.warning(file + " has what tools do not understand", what));
    }

    /** The license files that have to be in the distribution; before there was a rule where, none. */
    List<String> licenseFiles() {
        return BEFORE_LICENSES.contains(text("metadata_version")) ? List.of() : list("license_files");
    }

    private void checkVersion() {
        String version = text("metadata_version");
        if (version.isEmpty()) {
            findings.error(file + " has no Metadata-Version");
        } else if (!version.matches("[12]\\.[0-9]+")) {
            findings.error(file + " has a Metadata-Version that there is not: " + Findings.quoted(version));
        } else if (!VERSIONS.contains(version)) {
            findings.warning(file + " has a Metadata-Version that few tools will know: " + Findings.quoted(version));
        }
    }

    private void checkLicense() {
        if (text("license_expression").isEmpty()) {
            return;
        }
        if (BEFORE_LICENSES.contains(text("metadata_version"))) {
            findings.warning(file + " has a License-Expression, which there is since Metadata-Version 2.4 only");
        }
        if (list("classifiers").stream().anyMatch(classifier -> classifier.startsWith("License ::"))) {
            findings.warning(
                    file + " has both a License-Expression and a classifier of a license, of which tools warn");
        }
    }

    private String text(String key) {
        return metadata.values().get(key) instanceof String text ? text : "";
    }

    private List<String> list(String key) {
        return metadata.values().get(key) instanceof List<?> items
                ? items.stream().map(String::valueOf).toList()
                : List.of();
    }
}
