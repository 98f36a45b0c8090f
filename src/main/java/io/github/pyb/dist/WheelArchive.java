package io.github.pyb.dist;

import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A wheel: a zip archive that has one directory {@code *.dist-info}, which says what is in it. Goes by the content and
 * never by the file name, in which a build tag can be taken for something else.
 */
public final class WheelArchive {

    private static final byte[] FIRST_BYTES = {'P', 'K', 3, 4};
    private static final Pattern METADATA = Pattern.compile("[^/]+\\.dist-info/METADATA");

    /** The beginning of the calendar of zip archives. */
    private static final Instant NO_TIME = Instant.parse("1980-01-01T00:00:00Z");

    private final Path file;
    private final ArchiveLimits limits;
    private final String distInfo;
    private final byte[] metadata;

    private WheelArchive(Path file, ArchiveLimits limits) throws IOException {
        this.file = file;
        this.limits = limits;
        try (ZipFile zip = openZip()) {
            ZipEntry entry = metadataOf(members(zip));
            this.distInfo = entry.getName().substring(0, entry.getName().indexOf('/'));
            this.metadata = CoreMetadata.read("METADATA", content(zip, entry, budget()));
        }
    }

    /**
     * Opens a wheel and checks the names of all its members.
     *
     * @throws UserProblem if it is no zip archive, has not one directory with metadata, or is damaged, ambiguous, hostile or
     *     too large
     */
    public static WheelArchive open(Path file) throws UserProblem, MachineProblem {
        return open(file, ArchiveLimits.normal());
    }

    static WheelArchive open(Path file, ArchiveLimits limits) throws UserProblem, MachineProblem {
        try {
            return new WheelArchive(file, limits);
        } catch (RefusedArchive e) {
            throw refused(file, e);
        } catch (IOException e) {
            throw MachineProblem.of("cannot read the wheel", file, e);
        }
    }

    /** What {@code METADATA} says. */
    public CoreMetadata metadata() throws UserProblem {
        return CoreMetadata.parse(metadata, distInfo + "/METADATA in " + file);
    }

    /**
     * The file name that the wheel says it has: of its {@code *.dist-info} directory, which has name and version as its
     * backend writes them, and of the build number and the tags in {@code WHEEL}. Whoever has stored the wheel under
     * another name, as Maven repositories do, has not lost its own.
     *
     * @throws UserProblem if the wheel does not say it, or contradicts itself
     */
    public WheelName name() throws UserProblem, MachineProblem {
        Identity identity = metadata().identity("its METADATA");
        WheelName name;
        try (ZipFile zip = openZip()) {
            name = recordedName(zip);
        } catch (RefusedArchive e) {
            throw refused(file, e);
        } catch (IOException e) {
            throw MachineProblem.of("cannot read the wheel", file, e);
        }
        new Identity("its directory " + distInfo, name.project(), name.version()).agree(identity, file);
        return name;
    }

    private WheelName recordedName(ZipFile zip) throws IOException {
        String member = distInfo + "/WHEEL";
        ZipEntry entry = zip.getEntry(member);
        if (entry == null) {
            throw RefusedArchive.damaged("it has no file " + RefusedArchive.quoted(member));
        }
        WheelTags tags = WheelTags.read(CoreMetadata.read("WHEEL", content(zip, entry, budget())));
        String stem = distInfo.substring(0, distInfo.length() - ".dist-info".length());
        return WheelName.parse(
                        stem + tags.build().map(build -> "-" + build).orElse("") + "-" + tags.compressed() + ".whl")
                .orElseThrow(() -> RefusedArchive.damaged("no file name comes of its directory "
                        + RefusedArchive.quoted(distInfo) + " and what its WHEEL says"));
    }

    /** The directory that says what is in the wheel, {@code pkg-1.0.dist-info} for instance. */
    public String distInfo() {
        return distInfo;
    }

    /** The content of a small file, if there is such a file. */
    public Optional<byte[]> read(String member) throws UserProblem, MachineProblem {
        try (ZipFile zip = openZip()) {
            ZipEntry entry = zip.getEntry(member);
            return entry == null || entry.isDirectory()
                    ? Optional.empty()
                    : Optional.of(CoreMetadata.read(member, content(zip, entry, budget())));
        } catch (RefusedArchive e) {
            throw refused(file, e);
        } catch (IOException e) {
            throw MachineProblem.of("cannot read the wheel", file, e);
        }
    }

    /** Shows all files, in the order of the archive. */
    public void forEachFile(ContentVisitor visitor) throws UserProblem, MachineProblem {
        try (ZipFile zip = openZip()) {
            ArchiveBudget budget = budget();
            for (ZipEntry entry : members(zip)) {
                if (!entry.isDirectory()) {
                    visitor.visit(new ArchivedFile(entry.getName(), modified(entry), 0), content(zip, entry, budget));
                }
            }
        } catch (RefusedArchive e) {
            throw refused(file, e);
        } catch (IOException e) {
            throw MachineProblem.of("cannot read the wheel", file, e);
        }
    }

    /** Some writers leave the time out: then month and day are 0, which is a day of no calendar. */
    private static Instant modified(ZipEntry entry) {
        try {
            return entry.getTimeLocal().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return NO_TIME;
        }
    }

    /**
     * Whether two wheels are the same, and if not, in what they differ first.
     *
     * @return nothing if they are the same byte for byte
     */
    public static Optional<String> difference(Path one, Path other) throws UserProblem, MachineProblem {
        try {
            if (Files.mismatch(one, other) < 0) {
                return Optional.empty();
            }
            try (ZipFile first = open(one).openZip();
                    ZipFile second = open(other).openZip()) {
                return Optional.of(difference(checksums(first), checksums(second)));
            }
        } catch (IOException e) {
            throw MachineProblem.of("cannot compare two wheels", other, e);
        }
    }

    private static String difference(Map<String, Long> first, Map<String, Long> second) {
        for (Map.Entry<String, Long> member : first.entrySet()) {
            Long checksum = second.get(member.getKey());
            if (checksum == null) {
                return "only one of them has " + member.getKey();
            } else if (!checksum.equals(member.getValue())) {
                return member.getKey() + " differs";
            }
        }
        return second.keySet().stream()
                .filter(name -> !first.containsKey(name))
                .findFirst()
                .map(name -> "only one of them has " + name)
                .orElse("members are in another order, or have other time stamps or modes");
    }

    private static Map<String, Long> checksums(ZipFile zip) {
        Map<String, Long> checksums = new LinkedHashMap<>();
        zip.stream().forEach(entry -> checksums.put(entry.getName(), entry.getCrc()));
        return checksums;
    }

    private ZipFile openZip() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw RefusedArchive.missing();
        }
        try (InputStream stream = Files.newInputStream(file)) {
            // A zip archive is found from its end; what is put before it other tools could take for the archive.
            if (!Arrays.equals(stream.readNBytes(FIRST_BYTES.length), FIRST_BYTES)) {
                throw RefusedArchive.damaged("it is no zip archive");
            }
        }
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw RefusedArchive.damaged("it is no zip archive, or a damaged one: " + e.getMessage());
        }
    }

    /** All members, each of which has a name of its own that stays within the archive. */
    private List<ZipEntry> members(ZipFile zip) throws RefusedArchive {
        if (zip.size() > limits.members()) {
            throw RefusedArchive.tooLarge("it has more than " + limits.members() + " members");
        }
        Set<String> names = new HashSet<>();
        List<ZipEntry> members = new ArrayList<>(Collections.list(zip.entries()));
        for (ZipEntry entry : members) {
            String name = MemberName.parse(entry.getName(), limits).path();
            if (!names.add(name)) {
                throw RefusedArchive.hostile(name, "is in the archive twice");
            }
        }
        return members;
    }

    private static ZipEntry metadataOf(List<ZipEntry> members) throws RefusedArchive {
        List<ZipEntry> found = members.stream()
                .filter(entry -> METADATA.matcher(entry.getName()).matches())
                .toList();
        if (found.size() != 1) {
            throw RefusedArchive.damaged("it has to have one file *.dist-info/METADATA, and has " + found.size());
        }
        return found.get(0);
    }

    /** The content of a member, which is compared with its checksum when its end is reached. */
    private static InputStream content(ZipFile zip, ZipEntry entry, ArchiveBudget budget) throws IOException {
        budget.checkDeclared(entry.getName(), entry.getSize());
        InputStream raw;
        try {
            raw = zip.getInputStream(entry);
        } catch (ZipException e) {
            throw RefusedArchive.damaged(entry.getName(), "cannot be read: " + e.getMessage());
        }
        return budget.counting(new CheckedInputStream(raw, new CRC32()) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    int count = super.read(buffer, offset, length);
                    if (count < 0 && getChecksum().getValue() != entry.getCrc()) {
                        throw RefusedArchive.damaged(entry.getName(), "does not have the checksum that it should have");
                    }
                    return count;
                } catch (ZipException | EOFException e) {
                    throw RefusedArchive.damaged(entry.getName(), "is damaged: " + e.getMessage());
                }
            }
        });
    }

    private ArchiveBudget budget() throws IOException {
        return new ArchiveBudget(limits, Files.size(file));
    }

    private static UserProblem refused(Path file, RefusedArchive why) {
        return why.problem(ProblemKind.WHEEL_REFUSED, "the wheel", file);
    }
}
