package io.github.pyb.env;

import io.github.pyb.json.Json;
import io.github.pyb.packaging.Marker;
import io.github.pyb.packaging.ProjectName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is installed for an interpreter, as that says itself.
 *
 * @param markers the values that the variables of environment markers have there
 * @param distributions all that is installed
 */
record Inventory(Map<String, String> markers, Map<ProjectName, Distribution> distributions) {

    /**
     * Something that is installed.
     *
     * @param version as it was written; not every one is a version in the sense of PEP 440
     * @param requires what it requires itself
     */
    record Distribution(String version, List<String> requires) {

        Distribution {
            requires = List.copyOf(requires);
        }
    }

    Inventory {
        markers = Map.copyOf(markers);
        distributions = Collections.unmodifiableMap(new TreeMap<>(distributions));
    }

    /** The inventory that {@code inventory.py} writes; nothing if the text is no inventory. */
    static Optional<Inventory> parse(String json) {
        try {
            Map<?, ?> answer = (Map<?, ?>) Objects.requireNonNull(Json.parse(json));
            Map<String, String> markers = new TreeMap<>();
            for (String variable : Marker.VARIABLES) {
                markers.put(variable, text((Map<?, ?>) Objects.requireNonNull(answer.get("markers")), variable));
            }
            Map<ProjectName, Distribution> distributions = new TreeMap<>();
            for (Object item : (List<?>) Objects.requireNonNull(answer.get("distributions"))) {
                Map<?, ?> distribution = (Map<?, ?>) item;
                List<String> requires = ((List<?>) Objects.requireNonNull(distribution.get("requires")))
                        .stream().map(String.class::cast).toList();
                distributions.putIfAbsent(
                        ProjectName.of(text(distribution, "name")),
                        new Distribution(text(distribution, "version"), requires));
            }
            return Optional.of(new Inventory(markers, distributions));
        } catch (Json.InvalidJson | ClassCastException | NullPointerException e) {
            return Optional.empty();
        }
    }

    Optional<Distribution> find(ProjectName name) {
        return Optional.ofNullable(distributions.get(name));
    }

    /** The versions of everything, by name. */
    Map<ProjectName, String> versions() {
        Map<ProjectName, String> versions = new TreeMap<>();
        distributions.forEach((name, distribution) -> versions.put(name, distribution.version()));
        return versions;
    }

    private static String text(Map<?, ?> members, String key) {
        return (String) Objects.requireNonNull(members.get(key), key);
    }
}
