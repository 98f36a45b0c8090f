package io.github.pyb.dist;

import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A source distribution: a tar archive compressed by gzip, with one directory in it that has a {@code PKG-INFO} (PEP 517,
 * PEP 625, PEP 721). It is read twice: the first time every member is checked, the second time they are unpacked. So an
 * archive that is refused leaves no trace.
 */
public final class SdistArchive {

    private static final Pattern PACKAGE_INFO = Pattern.compile("[^/]+/PKG-INFO");

    private final Path file;
    private final SdistName name;
    private final ArchiveLimits limits;

    private final MemberTree tree;

    /** What was found the first time, in the order of the archive. */
    private final List<Member> members = new ArrayList<>();

    private final byte[] digest;
    private final String top;
    private byte[] packageInfo = {};

    private SdistArchive(Path file, SdistName name, ArchiveLimits limits, Optional<String> workshop)
            throws IOException, InterruptedException {
        this.file = file;
        this.name = name;
        this.limits = limits;
        ArchiveBudget budget = new ArchiveBudget(limits, Files.size(file));
        tree = new MemberTree(budget);
        digest = new TarGzFile(file).read(budget, (entry, content) -> {
            if (workshop.isPresent() && withoutTop(entry.name()).startsWith(workshop.get() + "/")) {
                throw RefusedArchive.ofWorkshop(entry.name(), workshop.get());
            }
            Member member = tree.add(entry);
            members.add(member);
            if (PACKAGE_INFO.matcher(member.path()).matches()) {
                packageInfo = CoreMetadata.read("PKG-INFO", content);
            }
        });
        top = tree.top();
        tree.requireFile(top, "PKG-INFO");
        tree.checkLinks();
    }

    /**
     * Opens an archive and checks all of it.
     *
     * @throws UserProblem if its name is not one of a source distribution, or it is damaged, ambiguous, hostile or too large
     */
    public static SdistArchive open(Path file) throws UserProblem, MachineProblem, InterruptedException {
        return open(file, ArchiveLimits.normal(), Optional.empty());
    }

    /**
     * Opens an archive that was made just now; otherwise as {@link #open(Path)}.
     *
     * @param workshop where in the source tree builds work, with slashes, if it is there at all. Of that, nothing belongs to the
     *     archive, and some of it would look hostile
     */
    public static SdistArchive openMade(Path file, Optional<String> workshop)
            throws UserProblem, MachineProblem, InterruptedException {
        return open(file, ArchiveLimits.normal(), workshop);
    }

    static SdistArchive open(Path file, ArchiveLimits limits) throws UserProblem, MachineProblem, InterruptedException {
        return open(file, limits, Optional.empty());
    }

    private static SdistArchive open(Path file, ArchiveLimits limits, Optional<String> workshop)
            throws UserProblem, MachineProblem, InterruptedException {
        Optional<SdistName> name = SdistName.parse(String.valueOf(file.getFileName()));
        try {
            if (!Files.isRegularFile(file)) {
                throw RefusedArchive.missing();
            }
            if (name.isEmpty()) {
                throw RefusedArchive.misnamed("its name is not one of a source distribution (name-version.tar.gz)");
            }
            return new SdistArchive(file, name.get(), limits, workshop);
        } catch (RefusedArchive e) {
            throw refused(file, e);
        } catch (IOException e) {
            throw MachineProblem.of("cannot read the source distribution", file, e);
        }
    }

    private static String withoutTop(String member) {
        return member.substring(member.indexOf('/', member.startsWith("./") ? 2 : 0) + 1);
    }

    public SdistName name() {
        return name;
    }

    /** The one directory that everything is in. */
    public String top() {
        return top;
    }

    /** What {@code PKG-INFO} says. */
    public CoreMetadata metadata() throws UserProblem {
        return CoreMetadata.parse(packageInfo, top + "/PKG-INFO in " + file);
    }

    /** All members, files, directories and links, each by its path from the root of the archive. */
    public List<String> paths() {
        return members.stream().map(Member::path).toList();
    }

    /** Shows all regular files, in the order of the archive. */
    public void forEachFile(ContentVisitor visitor) throws UserProblem, MachineProblem, InterruptedException {
        Iterator<Member> checked = members.iterator();
        try {
            new TarGzFile(file).read(new ArchiveBudget(limits, Files.size(file)), (entry, content) -> {
                Member member = next(checked, entry);
                if (member.kind() == ArchiveEntry.Kind.FILE) {
                    visitor.visit(new ArchivedFile(member.path(), entry.modified(), entry.mode()), content);
                }
            });
        } catch (RefusedArchive e) {
            throw refused(file, e);
        } catch (IOException e) {
            throw MachineProblem.of("cannot read the source distribution", file, e);
        }
    }

    /**
     * Unpacks the archive. If that fails, the directory is empty again.
     *
     * @param directory an empty directory, which nobody else writes to
     * @return the source tree within it
     */
    public Path unpack(Path directory) throws UserProblem, MachineProblem, InterruptedException {
        return unpack(directory, Files::createSymbolicLink);
    }

    Path unpack(Path directory, Unpacking.Linking linking) throws UserProblem, MachineProblem, InterruptedException {
        Unpacking unpacking = new Unpacking(directory, linking);
        try {
            unpack(unpacking);
            return unpacking.resolve(top);
        } catch (RefusedArchive e) {
            throw refused(file, e).explainedBy(unpacking.undo());
        } catch (IOException e) {
            throw MachineProblem.of("cannot unpack the source distribution", file, e)
                    .explainedBy(unpacking.undo());
        } catch (InterruptedException e) {
            unpacking.undo();
            throw e;
        }
    }

    private void unpack(Unpacking unpacking) throws IOException, InterruptedException {
        Iterator<Member> checked = members.iterator();
        byte[] digestNow = new TarGzFile(file).read(new ArchiveBudget(limits, Files.size(file)), (entry, content) -> {
            unpacking.write(next(checked, entry), content);
        });
        if (!Arrays.equals(digest, digestNow)) {
            throw RefusedArchive.changed();
        }
        unpacking.finish(tree);
    }

    /** Only what was checked is used, whatever has become of the file since then. */
    private static Member next(Iterator<Member> checked, ArchiveEntry entry) throws RefusedArchive {
        Member member = checked.hasNext() ? checked.next() : null;
        if (member == null || !member.entry().equals(entry)) {
            throw RefusedArchive.changed();
        }
        return member;
    }

    private static UserProblem refused(Path file, RefusedArchive why) {
        return why.problem(ProblemKind.SDIST_REFUSED, "the source distribution", file);
    }
}
