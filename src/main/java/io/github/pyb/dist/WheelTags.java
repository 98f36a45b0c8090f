package io.github.pyb.dist;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the file {@code WHEEL} of a wheel says of where it can be installed. The file has a line for each combination of tags
 * (binary distribution format, PEP 427); the name of the wheel has them in three sets.
 *
 * @param pythons tags of languages and implementations
 * @param abis tags of binary interfaces
 * @param platforms tags of platforms
 * @param build the build number, if there is one
 */
record WheelTags(Set<String> pythons, Set<String> abis, Set<String> platforms, Optional<String> build) {

    /** @throws RefusedArchive if there are no tags, or they are not those of one file name */
    static WheelTags read(byte[] content) throws RefusedArchive {
        List<MetadataText.Header> headers = MetadataText.of(content).headers();
        List<Set<String>> sets = List.of(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        Set<String> lines = new LinkedHashSet<>(values(headers, "Tag"));
        for (String line : lines) {
            String[] parts = line.split("-", -1);
            if (parts.length != sets.size()) {
                throw RefusedArchive.damaged("its WHEEL has a Tag that is none: " + RefusedArchive.quoted(line));
            }
            for (int i = 0; i < parts.length; i++) {
                sets.get(i).add(parts[i]);
            }
        }
        // Each tag of a set goes with each of the others; otherwise they would not be sets of one name.
        if (lines.isEmpty() || lines.size() != sets.stream().mapToInt(Set::size).reduce(1, (a, b) -> a * b)) {
            throw RefusedArchive.damaged("the tags in its WHEEL are not those of one file name: "
                    + RefusedArchive.quoted(String.join(", ", lines)));
        }
        return new WheelTags(
                sets.get(0),
                sets.get(1),
                sets.get(2),
                values(headers, "Build").stream().findFirst());
    }

    /** The three sets as they stand in a file name. */
    String compressed() {
        return String.join("-", String.join(".", pythons), String.join(".", abis), String.join(".", platforms));
    }

    private static List<String> values(List<MetadataText.Header> headers, String name) {
        List<String> values = new ArrayList<>();
        for (MetadataText.Header header : headers) {
            if (header.name().equalsIgnoreCase(name) && !header.line().isEmpty()) {
                values.add(header.line());
            }
        }
        return values;
    }
}
