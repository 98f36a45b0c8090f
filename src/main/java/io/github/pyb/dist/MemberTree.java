package io.github.pyb.dist;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All members of an archive, by where they go. Takes in one after the other and refuses those that cannot be unpacked in the
 * same way on every system, or could be in more than one way; so all of them are known, and known to be harmless, before the
 * first of them is written.
 */
final class MemberTree {

    /** As many links as Linux follows before it takes them for a circle. */
    private static final int MAX_LINKS = 40;

    /** A place in the archive: one that a member has, or that is only named on the way to others. */
    private static final class Place {
        final String name;
        final @Nullable Place parent;
        final int depth;

        /** By their names as a system sees them that tells neither upper from lower case nor one Unicode form from another. */
        final Map<String, Place> children = new HashMap<>(2);

        @Nullable
        Member member;

        @Nullable
        LinkTarget link;

        /** Where a link leads in the end, once that has been found out. */
        @Nullable
        Place end;

        Place(String name, @Nullable Place parent) {
            this.name = name;
            this.parent = parent;
            this.depth = parent == null ? 0 : parent.depth + 1;
        }

        Place child(String wanted) {
            Place child = children.get(fold(wanted));
            return child != null && child.name.equals(wanted) ? child : NOWHERE;
        }
    }

    /** Where links lead whose target is not in the archive. */
    private static final Place NOWHERE = new Place("", null);

    private final ArchiveBudget budget;
    private final Place root = new Place("", null);
    private final List<Place> links = new ArrayList<>();

    MemberTree(ArchiveBudget budget) {
        this.budget = budget;
    }

    /** Takes one member in. */
    Member add(ArchiveEntry entry) throws RefusedArchive {
        budget.spendName(entry.name());
        budget.spendName(entry.linkTarget());
        MemberName name = MemberName.parse(entry.name(), budget.limits());
        boolean calledDirectory = name.components().isEmpty() || entry.name().matches("(?s).*/\\.?");
        if (calledDirectory && entry.kind() != ArchiveEntry.Kind.DIRECTORY) {
            throw RefusedArchive.hostile(entry.name(), "has the name of a directory but is none");
        }
        MemberName.checkPortable(entry.name(), name.components());
        String path = name.path();
        Place place = place(name, path);
        Member member = switch (entry.kind()) {
            case FILE, DIRECTORY -> new Member(entry, path, "");
            case HARD_LINK -> new Member(entry, path, hardLinkTarget(entry, path));
            case SYMBOLIC_LINK -> {
                place.link = linkTarget(entry, path, place.depth);
                links.add(place);
                yield new Member(entry, path, place.link.text());
            }
        };
        settle(place, member);
        return member;
    }

    /** Finds or makes the place of a member, and those above it. */
    private Place place(MemberName name, String path) throws RefusedArchive {
        Place place = root;
        for (String component : name.components()) {
            if (place.member != null && place.member.kind() != ArchiveEntry.Kind.DIRECTORY) {
                throw RefusedArchive.hostile(
                        path, "lies in something that is no directory: " + RefusedArchive.quoted(place.member.path()));
            }
            String folded = fold(component);
            Place child = place.children.get(folded);
            if (child == null) {
                budget.spendMember();
                child = new Place(component, place);
                place.children.put(folded, child);
            } else if (!child.name.equals(component)) {
                throw RefusedArchive.unportable(
                        path,
                        "differs from " + RefusedArchive.quoted(child.name) + " beside it in upper and lower case or in"
                                + " the form of a letter only; on Windows and macOS one would overwrite the other");
            }
            place = child;
        }
        return place;
    }

    private void settle(Place place, Member member) throws RefusedArchive {
        boolean directory = member.kind() == ArchiveEntry.Kind.DIRECTORY;
        if (place.member != null) {
            if (!directory || place.member.kind() != ArchiveEntry.Kind.DIRECTORY) {
                throw RefusedArchive.hostile(member.path(), "is in the archive twice");
            }
            budget.spendMember();
        }
        if (!directory && !place.children.isEmpty()) {
            throw RefusedArchive.hostile(member.path(), "is no directory, but others lie in it");
        }
        place.member = member;
    }

    private LinkTarget linkTarget(ArchiveEntry entry, String path, int depth) throws RefusedArchive {
        LinkTarget target = LinkTarget.parse(path, entry.linkTarget(), budget.limits());
        // The top directory is the archive's; above it everything is somebody else's.
        if (target.up() > Math.max(0, depth - 2)) {
            throw RefusedArchive.hostile(
                    path, "is a link that leads out of the archive: " + RefusedArchive.quoted(target.text()));
        }
        return target;
    }

    private String hardLinkTarget(ArchiveEntry entry, String path) throws RefusedArchive {
        MemberName name;
        try {
            name = MemberName.parse(entry.linkTarget(), budget.limits());
        } catch (RefusedArchive e) {
            throw RefusedArchive.hostile(
                    path, "is a hard link to a place that cannot be: " + RefusedArchive.quoted(entry.linkTarget()));
        }
        Member target = find(name.components()).map(place -> place.member).orElse(null);
        if (target == null || target.kind() != ArchiveEntry.Kind.FILE) {
            throw RefusedArchive.hostile(
                    path,
                    "is a hard link to something that is no file before it in the archive: "
                            + RefusedArchive.quoted(entry.linkTarget()));
        }
        budget.spendBytes(target.entry().size());
        return target.path();
    }

    private Optional<Place> find(List<String> components) {
        Place place = root;
        for (String component : components) {
            place = place.child(component);
            if (place == NOWHERE) {
                return Optional.empty();
            }
        }
        return Optional.of(place);
    }

    /** The one directory that everything is in. */
    String top() throws RefusedArchive {
        if (root.children.size() != 1) {
            List<String> names = new TreeSet<>(root.children.values().stream()
                            .map(place -> RefusedArchive.quoted(place.name))
                            .toList())
                    .stream().limit(5).toList();
            throw RefusedArchive.damaged("it has to have one directory that everything is in, and has "
                    + (names.isEmpty() ? "none" : String.join(", ", names)));
        }
        Place top = root.children.values().iterator().next();
        if (top.member != null && top.member.kind() != ArchiveEntry.Kind.DIRECTORY) {
            throw RefusedArchive.damaged(
                    top.name, "has to be the directory that everything is in, and is a file or a link");
        }
        return top.name;
    }

    /** Checks that there is a regular file at a place. */
    void requireFile(String... components) throws RefusedArchive {
        Optional<Place> place = find(List.of(components));
        String path = String.join("/", components);
        if (place.isEmpty()) {
            throw RefusedArchive.damaged("it has no " + path);
        }
        Member member = place.get().member;
        if (member == null || member.kind() != ArchiveEntry.Kind.FILE) {
            throw RefusedArchive.damaged(path, "has to be a regular file, and is a directory or a link");
        }
    }

    /** To be called when all members are known: where symbolic links lead depends on the others. */
    void checkLinks() throws RefusedArchive {
        for (Place link : links) {
            follow(link, 0);
        }
    }

    /** The member that a symbolic link leads to in the end, unless that is not in the archive. */
    Optional<Member> endOf(Member link) {
        return find(List.of(link.path().split("/", -1))).map(place -> place.end).map(end -> end.member);
    }

    private Place follow(Place place, int followed) throws RefusedArchive {
        if (place.link == null || place.end != null) {
            return place.end == null ? place : place.end;
        }
        if (followed > MAX_LINKS) {
            throw RefusedArchive.hostile(
                    place.member == null ? place.name : place.member.path(), "is a link that leads in circles");
        }
        Place end = place;
        for (int i = 0; i <= place.link.up(); i++) {
            end = Objects.requireNonNull(end.parent, "links lead upwards to the top directory at most");
        }
        for (String component : place.link.down()) {
            end = follow(end.child(component), followed + 1);
        }
        place.end = end;
        return end;
    }

    private static String fold(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
