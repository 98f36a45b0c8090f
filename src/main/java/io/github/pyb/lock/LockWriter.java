package io.github.pyb.lock;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes a lock file: the same bytes for the same content, with nothing in it of the machine or of the time. */
public final class LockWriter {

    private final SortedMap<Target, LockedSet> sets;
    private final StringBuilder text = new StringBuilder();

    /** @param sets what is locked for each target; at least one */
    public LockWriter(SortedMap<Target, LockedSet> sets) {
        this.sets = sets;
    }

    /** What is one entry of the file: the same version, for the same requirements, of the same sort. */
    private record Identity(ProjectName name, String version, SortedSet<String> steps, boolean direct, String index)
            implements Comparable<Identity> {

        static Identity of(LockedPackage one) {
            return new Identity(
                    one.name(),
                    one.version(),
                    one.steps(),
                    one.direct(),
                    one.index().orElse(""));
        }

        @Override
        public int compareTo(Identity other) {
            return Comparator.comparing(Identity::name)
                    .thenComparing(one -> Version.parse(one.version()).orElse(Version.of(0)))
                    .thenComparing(Identity::version)
                    .thenComparing(one -> one.steps().toString())
                    .thenComparing(Identity::direct)
                    .thenComparing(Identity::index)
                    .compare(this, other);
        }
    }

    /** The text of the file. */
    public String text() {
        text.setLength(0);
        text.append(
                "# What builds of this project require, with hashes. Written by mvn pyb:lock, which also renews it.\n");
        text.append("lock-version = \"1.0\"\n");
        array("environments", sets.keySet().stream().map(Target::marker).toList());
        sets.keySet().stream()
                .map(Target::pythonVersion)
                .min(Comparator.comparing(version -> Version.parse(version).orElse(Version.of(0))))
                .ifPresent(oldest -> pair("requires-python", ">=" + oldest));
        pair("created-by", "pyb-maven-plugin");
        if (packages().isEmpty()) {
            // The key is mandatory.
            text.append("packages = []\n");
        }
        packages().forEach(this::entry);
        sets.forEach(this::environment);
        return text.toString();
    }

    private SortedMap<Identity, SortedMap<Target, LockedPackage>> packages() {
        SortedMap<Identity, SortedMap<Target, LockedPackage>> packages = new TreeMap<>();
        sets.forEach((target, set) -> set.packages()
                .values()
                .forEach(one -> packages.computeIfAbsent(Identity.of(one), identity -> new TreeMap<>())
                        .put(target, one)));
        return packages;
    }

    private void entry(Identity identity, SortedMap<Target, LockedPackage> occurrences) {
        LockedPackage merged = occurrences.values().stream()
                .reduce((one, other) -> one.with(other.files()))
                .orElseThrow();
        text.append("\n[[packages]]\n");
        pair("name", identity.name().normalised());
        pair("version", identity.version());
        Optional<String> marker = Target.telling(occurrences.keySet(), sets.keySet());
        marker.ifPresent(condition -> pair("marker", condition));
        merged.index().ifPresent(index -> pair("index", index));
        if (merged.direct()) {
            text.append("archive = ").append(file(merged.files().get(0), false)).append('\n');
        } else {
            text.append("wheels = [\n");
            merged.files()
                    .forEach(
                            file -> text.append("    ").append(file(file, true)).append(",\n"));
            text.append("]\n");
        }
        text.append("tool.pyb.steps = ").append(inline(identity.steps())).append('\n');
    }

    private static String file(LockedFile file, boolean named) {
        List<String> members = new ArrayList<>();
        boolean obvious = file.url()
                .or(file::path)
                .map(place -> place.substring(place.lastIndexOf('/') + 1))
                .filter(file.name()::equals)
                .isPresent();
        if (named && !obvious) {
            members.add("name = " + quoted(file.name()));
        }
        file.url().ifPresent(url -> members.add("url = " + quoted(url)));
        file.path().ifPresent(path -> members.add("path = " + quoted(path)));
        members.add("hashes = {"
                + file.hashes().entrySet().stream()
                        .map(hash -> hash.getKey() + " = " + quoted(hash.getValue()))
                        .collect(Collectors.joining(", "))
                + "}");
        return "{" + String.join(", ", members) + "}";
    }

    private void environment(Target target, LockedSet set) {
        text.append("\n[[tool.pyb.environments]]\n");
        pair("marker", target.marker());
        set.asked().forEach((step, requirements) -> array(step, requirements));
        for (Map.Entry<String, Set<ProjectName>> step : set.provided().entrySet()) {
            array(
                    "maven." + step.getKey(),
                    new TreeSet<>(step.getValue())
                            .stream().map(ProjectName::normalised).toList());
        }
    }

    private void pair(String key, String value) {
        text.append(key).append(" = ").append(quoted(value)).append('\n');
    }

    private void array(String key, List<String> values) {
        text.append(key).append(" = [");
        values.forEach(value -> text.append("\n    ").append(quoted(value)).append(','));
        text.append(values.isEmpty() ? "]\n" : "\n]\n");
    }

    private static String inline(SortedSet<String> values) {
        return values.stream().map(LockWriter::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A basic string of TOML. */
    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04X", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
