package io.github.pyb.env;

import io.github.pyb.index.ProjectFile;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.packaging.Version;
import io.github.pyb.wheel.InterpreterTags;
import io.github.pyb.wheel.Uncertain;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one project that an index offers, as pip sees them: files for other interpreters, and those that were withdrawn,
 * are not there. Of a file with an unusual name, or of which something unusual is said, it is only known that pip may see something
 * in it.
 */
final class OfferedVersions {

    /** Pip's own list, without wheels. */
    private static final List<String> ARCHIVES = List.of(
            ".tar.gz", ".zip", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._+!-]+");
    private static final Pattern BUILD = Pattern.compile("[0-9]{1,18}[^0-9]*");
    private static final Pattern FOR_PYTHON = Pattern.compile("-py[123]\\.?[0-9]?$");

    private final ProjectName name;

    /**
     * What is not looked at yet, by the number that its version begins with; all whose versions begin with something else come first. A
     * page may have thousands of files, of which the newest few matter.
     */
    private final NavigableMap<Integer, List<Supplier<@Nullable Candidate>>> unread =
            new TreeMap<>(Comparator.reverseOrder());

    private final NavigableMap<Integer, List<Candidate>> read = new TreeMap<>(Comparator.reverseOrder());

    /**
     * A file that pip may choose.
     *
     * @param tags those of a wheel: for interpreters, ABIs and systems; none for a source distribution
     * @param build the build number of a wheel; empty if it has none
     * @param odd whether pip may see it with other eyes
     */
    private record Candidate(ProjectFile file, Version version, List<String> tags, String build, boolean odd) {

        boolean isWheel() {
            return !tags.isEmpty();
        }

        int rank(InterpreterTags interpreter) {
            return interpreter.rank(tags.get(0), tags.get(1), tags.get(2));
        }

        /** Whether pip sees it at all; in doubt it does. */
        boolean isSeenBy(InterpreterTags interpreter) {
            if (isWheel() && !odd && rank(interpreter) < 0) {
                return false;
            }
            Optional<Specifiers> python = python();
            return python.isEmpty()
                    || python.get().contains(interpreter.version().base());
        }

        /** What it says of interpreters, if that is clear. */
        private Optional<Specifiers> python() {
            return file.requiresPython().flatMap(Specifiers::parse).filter(wanted -> !wanted.areUnusual());
        }

        boolean isDoubtful() {
            return odd
                    || !file.clear()
                    || version.hasLocal()
                    || (file.requiresPython().isPresent() && python().isEmpty());
        }

        /** Of two wheels of a version that suit equally well, the one with the higher build number is taken. */
        int compareTo(Candidate other, InterpreterTags interpreter) {
            int order = Integer.compare(other.rank(interpreter), rank(interpreter));
            return order != 0 ? order : compareBuilds(build, other.build);
        }

        /** A page may list a file twice. */
        boolean isSameAs(Candidate other) {
            return file.sha256().isPresent() && file.sha256().equals(other.file.sha256());
        }

        private static int compareBuilds(String one, String other) {
            if (one.isEmpty() || other.isEmpty()) {
                return Boolean.compare(other.isEmpty(), one.isEmpty());
            }
            int order = Long.compare(number(one), number(other));
            return order != 0 ? order : one.replaceAll("^[0-9]+", "").compareTo(other.replaceAll("^[0-9]+", ""));
        }

        private static long number(String build) {
            return Long.parseLong(build.replaceAll("[^0-9]", ""));
        }
    }

    /** A wheel that was chosen. */
    record Chosen(ProjectFile file, Version version, String sha256) {}

    OfferedVersions(ProjectName name, List<ProjectFile> files) {
        this.name = name;
        for (ProjectFile file : files) {
            if (!file.yanked() || !file.clear()) {
                add(file);
            }
        }
    }

    private void add(ProjectFile file) {
        String fileName = decoded(file.name());
        unread.computeIfAbsent(first(fileName), number -> new ArrayList<>())
                .add(() -> fileName.endsWith(".whl") ? wheel(file, fileName) : sources(file, fileName));
    }

    /** The number that a version begins with, if it is a plain one with a dot behind it. */
    private int first(String fileName) {
        int start = nameLength(fileName) + 1;
        int end = start;
        while (end < fileName.length() && end < start + 6 && isDigit(fileName.charAt(end))) {
            end++;
        }
        boolean plain = end > start && end < fileName.length() && fileName.charAt(end) == '.';
        return plain ? Integer.parseInt(fileName.substring(start, end)) : Integer.MAX_VALUE;
    }

    /** How long the name of the project is that a file name begins with, as far as that is plain. */
    private int nameLength(String fileName) {
        int length = name.normalised().length();
        boolean plain = fileName.length() > length && fileName.charAt(length) == '-';
        for (int i = 0; plain && i < length; i++) {
            char c = Character.toLowerCase(fileName.charAt(i));
            plain = (c == '_' || c == '.' ? '-' : c) == name.normalised().charAt(i);
        }
        return plain ? length : fileName.length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Those whose versions begin with a number. */
    private List<Candidate> candidates(int number) {
        List<Candidate> known = read.get(number);
        if (known == null) {
            known = new ArrayList<>();
            for (Supplier<@Nullable Candidate> file : unread.getOrDefault(number, List.of())) {
                Candidate candidate = file.get();
                if (candidate != null) {
                    known.add(candidate);
                }
            }
            read.put(number, known);
        }
        return known;
    }

    private static String decoded(String name) {
        try {
            return name.indexOf('%') < 0 ? name : URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // As it is, it is odd enough.
            return name;
        }
    }

    private @Nullable Candidate wheel(ProjectFile file, String fileName) {
        String[] parts = fileName.substring(0, fileName.length() - 4).split("-", -1);
        int last = parts.length - 1;
        if (last != 4 && last != 5) {
            return null;
        }
        String build = last == 5 ? parts[2] : "";
        List<String> tags = List.of(parts[last - 2], parts[last - 1], parts[last]);
        boolean odd = !PLAIN.matcher(fileName).matches()
                || parts[0].contains("__")
                || parts[1].contains("_")
                || (last == 5 && !BUILD.matcher(build).matches())
                || tags.stream().anyMatch(tag -> !tag.equals(tag.toLowerCase(Locale.ROOT)));
        if (!odd && !ProjectName.of(parts[0]).equals(name)) {
            return null;
        }
        return candidate(file, parts[1].replace('_', '-'), tags, build, odd);
    }

    private @Nullable Candidate sources(ProjectFile file, String fileName) {
        for (String archive : ARCHIVES) {
            if (fileName.endsWith(archive)) {
                String stem = fileName.substring(0, fileName.length() - archive.length());
                for (int hyphen = stem.indexOf('-'); hyphen >= 0; hyphen = stem.indexOf('-', hyphen + 1)) {
                    if (ProjectName.of(stem.substring(0, hyphen)).equals(name)) {
                        String version = stem.substring(hyphen + 1);
                        String general = FOR_PYTHON.matcher(version).replaceFirst("");
                        boolean odd = !PLAIN.matcher(fileName).matches() || !general.equals(version);
                        return candidate(file, general, List.of(), "", odd);
                    }
                }
            }
        }
        return null;
    }

    /** Nothing if pip does not see it either, because its version is none. */
    private static @Nullable Candidate candidate(
            ProjectFile file, String text, List<String> tags, String build, boolean odd) {
        Optional<Version> version = Version.parse(text);
        return version.isEmpty() ? null : new Candidate(file, version.get(), tags, build, odd);
    }

    /**
     * The wheel that pip would install if nothing else was known of the project.
     *
     * @param specifiers which versions will do
     * @param interpreter whom it has to suit
     */
    synchronized Chosen newest(Specifiers specifiers, InterpreterTags interpreter) throws Uncertain {
        if (specifiers.areUnusual()) {
            throw new Uncertain("of " + name + " an unusual version is wanted: " + specifiers);
        }
        List<Candidate> candidates = new ArrayList<>();
        Version newest = newestVersion(specifiers, interpreter, candidates);
        Candidate best = null;
        boolean tie = false;
        for (Candidate candidate : candidates) {
            if (!candidate.version().equals(newest) || !candidate.isSeenBy(interpreter)) {
                continue;
            }
            if (candidate.isDoubtful()) {
                throw new Uncertain(
                        "it is not certain what to think of " + candidate.file().name());
            }
            if (!candidate.isWheel()) {
                continue;
            }
            int order = best == null ? 1 : candidate.compareTo(best, interpreter);
            if (order > 0) {
                best = candidate;
                tie = false;
            } else if (order == 0 && best != null) {
                tie |= !candidate.isSameAs(best);
            }
        }
        if (best == null) {
            throw new Uncertain(name + " " + newest + " would have to be built");
        }
        if (tie) {
            throw new Uncertain("of " + name + " " + newest + " there are wheels that suit equally well");
        }
        ProjectFile file = best.file();
        return new Chosen(
                file,
                newest,
                file.sha256().orElseThrow(() -> new Uncertain("the index has no hash of " + file.name())));
    }

    /**
     * Pre-releases only count if there is nothing else, or if somebody mentions one; whoever has to know that asks pip.
     *
     * @param seen gets all files that may have this version, or a newer one
     */
    private Version newestVersion(Specifiers specifiers, InterpreterTags interpreter, List<Candidate> seen)
            throws Uncertain {
        Version released = null;
        Version any = null;
        for (int number : unread.keySet()) {
            seen.addAll(candidates(number));
            for (Candidate candidate : candidates(number)) {
                Version version = candidate.version();
                boolean newer = any == null || version.compareTo(any) > 0;
                boolean newerRelease = !version.isPreRelease() && (released == null || version.compareTo(released) > 0);
                if ((newer || newerRelease) && specifiers.contains(version) && candidate.isSeenBy(interpreter)) {
                    any = newer ? version : any;
                    released = newerRelease ? version : released;
                }
            }
            // All that follows begins with a lower number.
            if (released != null && number != Integer.MAX_VALUE && released.compareTo(Version.of(number)) >= 0) {
                break;
            }
        }
        if (released == null) {
            throw new Uncertain("no release of " + name + " will do: " + specifiers);
        }
        if (specifiers.namePreRelease() && !released.equals(any)) {
            throw new Uncertain("a pre-release of " + name + " may be wanted: " + specifiers);
        }
        return released;
    }
}
