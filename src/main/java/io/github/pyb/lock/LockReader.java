package io.github.pyb.lock;

import io.github.pyb.packaging.Marker;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.toml.Document;
import io.github.pyb.toml.InvalidToml;
import io.github.pyb.toml.TomlReader;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads lock files, those of other tools as well; every message names line and key. */
public final class LockReader {

    static final String RENEW = "mvn pyb:lock, which writes it anew";

    private static final String PACKAGES = "packages";

    /** In megabytes. */
    private static final int MAX_SIZE = 16;

    private LockReader() {}

    /**
     * Reads a file.
     *
     * @throws UserProblem if it is no lock file
     */
    public static Lock read(Path file) throws UserProblem, MachineProblem {
        return read(file, new TomlReader());
    }

    /**
     * Reads a file.
     *
     * @param toml may remember it
     * @throws UserProblem if it is no lock file
     */
    public static Lock read(Path file, TomlReader toml) throws UserProblem, MachineProblem {
        try {
            return read(file.toString(), toml.read(file, MAX_SIZE));
        } catch (InvalidToml e) {
            throw invalid(file.toString(), e);
        } catch (IOException e) {
            throw MachineProblem.of("cannot read the lock file", file, e);
        }
    }

    /**
     * Reads the text of one.
     *
     * @param name what the user knows it by
     */
    static Lock read(String name, String text) throws UserProblem {
        try {
            return read(name, new TomlReader().read(text));
        } catch (InvalidToml e) {
            throw invalid(name, e);
        }
    }

    private static UserProblem invalid(String name, InvalidToml e) {
        return new UserProblem(
                ProblemKind.LOCK_INVALID,
                Explanation.of("the lock file " + e.what())
                        .where(name + e.place())
                        .attempt(RENEW),
                e);
    }

    private static Lock read(String name, Document document) throws UserProblem {
        LockTable root = LockTable.root(name, document);
        checkVersion(root);
        List<Lock.Environment> environments = environments(root);
        List<Lock.Entry> entries = new ArrayList<>();
        for (LockTable one : root.tables(PACKAGES, true)) {
            entries.add(entry(one));
        }
        return new Lock(python(root), environments, entries);
    }

    /** Later versions of the first format have only more in them. */
    private static void checkVersion(LockTable root) throws UserProblem {
        String version = root.requiredText("lock-version");
        if (!version.matches("1\\.[0-9]+")) {
            throw root.invalid("lock-version", "has the format " + version + ", which is not known here (1.0 is)");
        }
    }

    private static Optional<Specifiers> python(LockTable root) throws UserProblem {
        Optional<String> text = root.text("requires-python");
        Optional<Specifiers> python = text.flatMap(Specifiers::parse);
        if (text.isPresent() && python.isEmpty()) {
            throw root.invalid("requires-python", "has a \"requires-python\" that cannot be understood: " + text.get());
        }
        return python;
    }

    private static List<Lock.Environment> environments(LockTable root) throws UserProblem {
        Map<String, Lock.Environment> environments = new LinkedHashMap<>();
        for (String text : root.texts("environments")) {
            environments.put(text, new Lock.Environment(text, root.marker("environments", text), Map.of(), Map.of()));
        }
        for (LockTable table : root.below("tool").below("pyb").tables("environments", false)) {
            String text = table.requiredText("marker");
            Map<String, List<String>> asked = new TreeMap<>();
            for (String step : table.keys()) {
                if (!step.equals("marker") && !step.equals("maven")) {
                    asked.put(step, table.texts(step));
                }
            }
            Map<String, Set<ProjectName>> provided = new TreeMap<>();
            LockTable maven = table.below("maven");
            for (String step : maven.keys()) {
                Set<ProjectName> names = new LinkedHashSet<>();
                maven.texts(step).forEach(name -> names.add(ProjectName.of(name)));
                provided.put(step, names);
            }
            environments.put(text, new Lock.Environment(text, table.marker("marker", text), asked, provided));
        }
        return List.copyOf(environments.values());
    }

    private static Lock.Entry entry(LockTable table) throws UserProblem {
        String name = table.requiredText("name");
        LockTable named = table.named(name);
        Optional<String> condition = named.text("marker");
        Optional<Marker> marker =
                condition.isPresent() ? Optional.of(named.marker("marker", condition.get())) : Optional.empty();
        List<LockedFile> files = new ArrayList<>();
        for (LockTable wheel : named.tables("wheels", false)) {
            files.add(file(wheel));
        }
        boolean direct = files.isEmpty() && named.has("archive");
        if (direct) {
            files.add(file(named.below("archive")));
        }
        Set<String> steps = new TreeSet<>(named.below("tool").below("pyb").texts("steps"));
        return new Lock.Entry(
                new LockedPackage(
                        ProjectName.of(name),
                        // Without one there is nothing of it that could be installed here.
                        files.isEmpty() ? named.text("version").orElse("") : named.requiredText("version"),
                        steps.isEmpty() ? Set.of(LockedSet.DECLARED) : steps,
                        direct,
                        named.text("index"),
                        files),
                marker,
                () -> named.place("name"));
    }

    private static LockedFile file(LockTable table) throws UserProblem {
        Optional<String> url = table.text("url");
        Optional<String> path = table.text("path");
        Optional<String> name = table.text("name").or(() -> url.or(() -> path).map(LockReader::fileName));
        if (path.isPresent() && !isPath(path.get())) {
            throw table.invalid("path", "has a path that no file can have here: " + path.get());
        }
        if (name.isEmpty()) {
            throw table.invalid("name", "has a file without a name, which is neither said nor the end of an address");
        }
        Map<String, String> hashes = new TreeMap<>();
        LockTable all = table.below("hashes");
        for (String algorithm : all.keys()) {
            String digits = all.requiredText(algorithm);
            if (LockedFile.ALGORITHMS.contains(algorithm)) {
                if (!digits.matches("[0-9a-f]{64,128}")) {
                    throw all.invalid(algorithm, "has a hash that is none: " + digits);
                }
                hashes.put(algorithm, digits);
            }
        }
        if (hashes.isEmpty()) {
            throw table.invalid(
                    "hashes",
                    "has no hash of " + name.get() + " that proves enough (" + String.join(", ", LockedFile.ALGORITHMS)
                            + ")");
        }
        return new LockedFile(name.get(), url, path, hashes);
    }

    private static boolean isPath(String text) {
        try {
            return !Path.of(text).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The last part of an address, without query and fragment. */
    private static String fileName(String place) {
        String bare = place.replaceFirst("[?#].*", "");
        return bare.substring(bare.lastIndexOf('/') + 1);
    }
}
