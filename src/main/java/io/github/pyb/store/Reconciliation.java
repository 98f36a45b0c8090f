package io.github.pyb.store;

import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.zip.CRC32C;

/**
 * Makes a directory equal to a tree that it nearly is. Looks at every file, all of its content too: what differs in
 * anything is written anew, and what is there too much is removed. For POSIX systems.
 */
public final class Reconciliation {

    /**
     * A part of the tree.
     *
     * @param times when its files were modified, in nanoseconds since 1970
     */
    public record Layer(TreePack pack, ToLongFunction<TreeEntry.File> times) {}

    private static final String PROBE = ".pyb-probe";
    private static final int EVERYBODY_ALL = 0777;
    private static final int EVERYBODY_READ_WRITE = 0666;

    /** What the system says of an entry. */
    private record Look(int mode, long size, FileTime time, int links) {

        private static final int KIND = 0170000;
        private static final int DIRECTORY = 0040000;
        private static final int REGULAR = 0100000;
        private static final int LINK = 0120000;
        private static final int PERMISSIONS = 07777;

        static Look at(Path path) throws IOException {
            Map<String, Object> attributes =
                    Files.readAttributes(path, "unix:mode,size,lastModifiedTime,nlink", LinkOption.NOFOLLOW_LINKS);
            return new Look(
                    (Integer) Objects.requireNonNull(attributes.get("mode")),
                    (Long) Objects.requireNonNull(attributes.get("size")),
                    (FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime")),
                    (Integer) Objects.requireNonNull(attributes.get("nlink")));
        }

        boolean is(int kind) {
            return (mode & KIND) == kind;
        }

        int permissions() {
            return mode & PERMISSIONS;
        }
    }

    private record Candidate(Path path, TreeEntry.File file, Look look, Layer layer) {}

    private final Path root;
    private final String spared;
    private final Placing placing;

    /** What should be there; entries are from the layer that has the last word on them. */
    private final Map<String, TreeEntry> expected = new HashMap<>();

    /** Which layer that is. */
    private final Map<String, Layer> origins = new HashMap<>();

    private final Set<String> right = ConcurrentHashMap.newKeySet();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Candidate> placed = new ArrayList<>();

    /** The rights of a new directory; those of a new file are the same but for that it is not to be run. */
    private int usual;

    /** @param spared the name of an entry of the directory itself that is left alone */
    public Reconciliation(Path root, String spared, Placing placing) {
        this.root = root;
        this.spared = spared;
        this.placing = placing;
    }

    /**
     * Makes the directory equal to the tree.
     *
     * @param layers the lowest first
     */
    public void run(List<Layer> layers) throws IOException, MachineProblem, InterruptedException {
        layers.forEach(this::expect);
        usual = permissionsOfNew();
        look(root, "");
        try {
            ManyFiles.forEach(candidates, this::check);
        } catch (ClosedByInterruptException e) {
            throw Materialisation.interrupted(e);
        }
        placed.sort(Comparator.comparing(candidate -> candidate.file().path()));
        for (Layer layer : layers) {
            checkPlaced(layer.pack());
            new Materialisation(root, placing, layer.times())
                    .write(layer.pack(), entry -> !right.contains(entry.path()));
        }
    }

    /** Whether the system tells what has to be known. */
    static boolean isPossible() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    }

    private int permissionsOfNew() throws IOException {
        Path probe = Files.createDirectory(root.resolve(PROBE));
        try {
            return Look.at(probe).permissions();
        } finally {
            Files.delete(probe);
        }
    }

    private void expect(Layer layer) {
        for (TreeEntry entry : layer.pack().manifest().entries()) {
            if (entry instanceof TreeEntry.Gone) {
                expected.remove(entry.path());
            } else {
                expected.put(entry.path(), entry);
                origins.put(entry.path(), layer);
            }
        }
    }

    private void look(Path directory, String prefix) throws IOException, MachineProblem {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path path : entries) {
                String name = path.getFileName().toString();
                if (!prefix.isEmpty() || !name.equals(spared)) {
                    lookAt(path, prefix + name);
                }
            }
        }
    }

    private void lookAt(Path path, String name) throws IOException, MachineProblem {
        TreeEntry entry = expected.get(name);
        Look look = Look.at(path);
        if (entry instanceof TreeEntry.Directory && look.is(Look.DIRECTORY)) {
            setPermissions(path, look, usual);
            right.add(name);
            look(path, name + "/");
        } else if (entry instanceof TreeEntry.Link link
                && look.is(Look.LINK)
                && Files.readSymbolicLink(path).toString().equals(link.target())) {
            right.add(name);
        } else if (entry instanceof TreeEntry.File file && look.is(Look.REGULAR) && look.links() == 1) {
            // A file with another name somewhere could be changed from there.
            (file.placed() ? placed : candidates)
                    .add(new Candidate(path, file, look, Objects.requireNonNull(origins.get(name))));
        } else {
            TreeRemoval.remove(path);
        }
    }

    private void check(Candidate candidate, ByteBuffer buffer) throws IOException {
        if (candidate.look().size() == candidate.file().size()
                && checksum(candidate.path(), buffer) == candidate.file().checksum()) {
            accept(candidate);
        }
    }

    private static int checksum(Path path, ByteBuffer buffer) throws IOException {
        CRC32C checksum = new CRC32C();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                checksum.update(buffer.flip());
            }
        }
        return (int) checksum.getValue();
    }

    private void checkPlaced(TreePack pack) throws IOException {
        for (Candidate candidate : placed) {
            TreeEntry.File file = candidate.file();
            if (candidate.layer().pack() == pack
                    && Arrays.equals(
                            Files.readAllBytes(candidate.path()), placing.placed(file.path(), pack.content(file)))) {
                accept(candidate);
            }
        }
    }

    private void accept(Candidate candidate) throws IOException {
        TreeEntry.File file = candidate.file();
        setPermissions(
                candidate.path(), candidate.look(), usual & (file.executable() ? EVERYBODY_ALL : EVERYBODY_READ_WRITE));
        FileTime time = FileTime.from(candidate.layer().times().applyAsLong(file), TimeUnit.NANOSECONDS);
        if (!candidate.look().time().equals(time)) {
            Files.setLastModifiedTime(candidate.path(), time);
        }
        right.add(file.path());
    }

    private static void setPermissions(Path path, Look look, int permissions) throws IOException {
        if (look.permissions() != permissions) {
            Files.setAttribute(path, "unix:mode", permissions, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
