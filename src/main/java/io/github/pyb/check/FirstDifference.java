package io.github.pyb.check;

import io.github.pyb.dist.ContentVisitor;
import io.github.pyb.dist.SdistArchive;
import io.github.pyb.dist.WheelArchive;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** In what two distributions differ that should be the same, as far as that tells why. */
public final class FirstDifference {

    /** Where in a gzip archive the time of its making stands. */
    private static final int GZIP_TIME = 4;

    private static final int GZIP_TIME_END = 8;

    private record Member(FileScan scan, Instant modified, int mode) {}

    private final Path one;
    private final Path other;
    private final Whereabouts whereabouts;

    /** @param whereabouts places whose paths may be the cause of a difference */
    public FirstDifference(Path one, Path other, Whereabouts whereabouts) {
        this.one = one;
        this.other = other;
        this.whereabouts = whereabouts;
    }

    /**
     * The end of a sentence; nothing if the two are the same byte for byte.
     *
     * @throws UserProblem if one of them cannot be read
     */
    public Optional<String> words() throws UserProblem, MachineProblem, InterruptedException {
        try {
            if (Files.mismatch(one, other) < 0) {
                return Optional.empty();
            }
            List<String> reasons = reasons(members(one), members(other));
            return Optional.of(reasons.isEmpty() ? around() : String.join("; ", reasons));
        } catch (IOException e) {
            throw MachineProblem.of("cannot compare two distributions", other, e);
        }
    }

    private Map<String, Member> members(Path file) throws UserProblem, MachineProblem, InterruptedException {
        Map<String, Member> members = new LinkedHashMap<>();
        ContentVisitor visitor = (member, content) -> members.put(
                member.path(),
                new Member(FileScan.of(content, "SHA-256", whereabouts), member.modified(), member.mode()));
        if (isWheel(file)) {
            WheelArchive.open(file).forEachFile(visitor);
        } else {
            SdistArchive.open(file).forEachFile(visitor);
        }
        return members;
    }

    private static List<String> reasons(Map<String, Member> first, Map<String, Member> second) {
        Set<String> onlyOnce = new HashSet<>(first.keySet());
        onlyOnce.removeAll(second.keySet());
        second.keySet().stream().filter(name -> !first.containsKey(name)).forEach(onlyOnce::add);
        if (!onlyOnce.isEmpty()) {
            return List.of(
                    "only one of them has " + named(onlyOnce.stream().sorted().toList()));
        }
        List<String> names = List.copyOf(first.keySet());
        if (!names.equals(List.copyOf(second.keySet()))) {
            return List.of("members are in another order");
        }
        List<String> reasons = new ArrayList<>();
        contents(names, first, second).ifPresent(reasons::add);
        attribute("time stamps", names, first, second, Member::modified).ifPresent(reasons::add);
        attribute("permissions", names, first, second, Member::mode).ifPresent(reasons::add);
        return reasons;
    }

    private static Optional<String> contents(
            List<String> names, Map<String, Member> first, Map<String, Member> second) {
        List<String> all =
                differing(names, first, second, member -> member.scan().hash());
        // It has the hashes of all others.
        List<String> causes =
                all.stream().filter(name -> !name.endsWith(".dist-info/RECORD")).toList();
        List<String> differing = causes.isEmpty() ? all : causes;
        return differing.stream().findFirst().map(name -> {
            Optional<String> place = get(first, name)
                    .scan()
                    .trace()
                    .or(() -> get(second, name).scan().trace());
            return "the content of " + named(differing)
                    + place.map(where -> ", in which the path of " + where + " stands")
                            .orElse("");
        });
    }

    private static Optional<String> attribute(
            String what,
            List<String> names,
            Map<String, Member> first,
            Map<String, Member> second,
            Function<Member, Object> attribute) {
        List<String> differing = differing(names, first, second, attribute);
        return differing.isEmpty() ? Optional.empty() : Optional.of("the " + what + " of " + named(differing));
    }

    private static List<String> differing(
            List<String> names,
            Map<String, Member> first,
            Map<String, Member> second,
            Function<Member, Object> attribute) {
        return names.stream()
                .filter(name -> !attribute.apply(get(first, name)).equals(attribute.apply(get(second, name))))
                .toList();
    }

    private static Member get(Map<String, Member> members, String name) {
        return Objects.requireNonNull(members.get(name));
    }

    private static String named(List<String> names) {
        return names.get(0) + (names.size() > 1 ? " and " + (names.size() - 1) + " more" : "");
    }

    /** What is different although all files and their time stamps are the same. */
    private String around() throws IOException {
        if (isWheel(one)) {
            return "the permissions of members, or the way they are compressed";
        }
        return Arrays.equals(gzipTime(one), gzipTime(other))
                ? "directories, links or owners of members, or the way they are compressed"
                : "the time of its making, in the header of gzip";
    }

    private static byte[] gzipTime(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return Arrays.copyOfRange(stream.readNBytes(GZIP_TIME_END), GZIP_TIME, GZIP_TIME_END);
        }
    }

    private static boolean isWheel(Path file) {
        return file.getFileName().toString().endsWith(".whl");
    }
}
