package io.github.pyb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and rights of these trees are those of POSIX systems")
class TreeStoreTest {

    private static final long ENOUGH = 1 << 30;

    @TempDir
    Path directory;

    private final RecordingLog log = new RecordingLog();
    private Path tree;
    private TreeStore store;

    @BeforeEach
    void makeTree() throws IOException {
        tree = directory.resolve("tree");
        Trees.write(tree.resolve("lib/package/module.py"), "print('hello')");
        Trees.write(tree.resolve("lib/package/empty.py"));
        Trees.write(tree.resolve("bin/tool"), "#!" + tree + "/bin/python", "pass");
        Files.setPosixFilePermissions(tree.resolve("bin/tool"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.write(tree.resolve("lib/large.bin"), large());
        Files.createDirectories(tree.resolve("include"));
        Files.createSymbolicLink(tree.resolve("lib64"), Path.of("lib"));
        Files.createSymbolicLink(tree.resolve("bin/python"), Path.of("../include"));
        FileTime time = FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z"));
        Files.setLastModifiedTime(tree.resolve("lib/package/module.py"), time);
        store = new TreeStore(directory.resolve("store"), ENOUGH, log);
    }

    @Test
    @DisplayName("a tree comes out as it went in: contents, links, rights to run, and time stamps to the nanosecond")
    void roundTrip() throws Exception {
        String id = store(TreeSnapshot.ofNothing(), "");
        Path copy = materialised(id);

        Map<String, String> expected = Trees.describe(tree);
        expected.put("bin/tool", expected.get("bin/tool").replace(tree.toString(), copy.toString()));
        assertThat(Trees.describe(copy)).isEqualTo(expected);
        assertThat(copy.resolve("bin/tool")).isExecutable();
        assertThat(Files.isExecutable(copy.resolve("lib/large.bin"))).isFalse();
        assertThat(log.lines("WARN")).isEmpty();
    }

    @Test
    @DisplayName("the same tree has the same identity wherever it stands and whenever it was made, another one another")
    void identity() throws Exception {
        String id = store(TreeSnapshot.ofNothing(), "");
        tree = materialised(id);
        Files.setLastModifiedTime(tree.resolve("lib/large.bin"), FileTime.fromMillis(0));

        assertThat(store(TreeSnapshot.ofNothing(), "")).isEqualTo(id);
        assertThat(store(TreeSnapshot.ofNothing(), "something")).isNotEqualTo(id);
        Files.setPosixFilePermissions(tree.resolve("lib/large.bin"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(store(TreeSnapshot.ofNothing(), "")).isNotEqualTo(id);
    }

    @Test
    @DisplayName("a tree over another one says what is new, what is other, and what is gone")
    void layers() throws Exception {
        String below = store(TreeSnapshot.ofNothing(), "");
        TreeSnapshot before = TreeSnapshot.of(tree, ".pyb");
        Files.delete(tree.resolve("lib/package/module.py"));
        Files.delete(tree.resolve("lib/package/empty.py"));
        Files.delete(tree.resolve("lib/package"));
        Files.writeString(tree.resolve("lib/package"), "a file now");
        Files.delete(tree.resolve("lib64"));
        Trees.write(tree.resolve("lib64/new.py"));
        Files.delete(tree.resolve("bin/python"));
        Files.delete(tree.resolve("bin/tool"));
        Files.delete(tree.resolve("bin"));
        Files.createSymbolicLink(tree.resolve("bin"), Path.of("lib"));
        String above = store(before, below);

        Path copy = materialised(below);
        write(copy, above);

        assertThat(describe(copy)).isEqualTo(describe(tree));
        try (TreePack pack = store.open(above).orElseThrow()) {
            assertThat(pack.manifest().parent()).isEqualTo(below);
            assertThat(pack.manifest().entries())
                    .extracting(TreeEntry::path)
                    .containsExactly(
                            "bin",
                            "bin/python",
                            "bin/tool",
                            "lib/package",
                            "lib/package/empty.py",
                            "lib/package/module.py",
                            "lib64",
                            "lib64/new.py");
        }
    }

    @Test
    @DisplayName(
            "what was made of files is there beside them, and none of them is there twice, whatever time it has got since")
    void derived() throws Exception {
        try (TreePackWriter writer = store.begin(tree, new Plain(tree)).orElseThrow()) {
            TreeSnapshot before = TreeSnapshot.of(tree, ".pyb");
            writer.add(TreeSnapshot.ofNothing().until(before));
            Files.setLastModifiedTime(tree.resolve("lib/package/module.py"), FileTime.fromMillis(0));
            Trees.write(tree.resolve("lib/package/module.pyc"), "compiled");
            writer.addDerived(before.until(TreeSnapshot.of(tree, ".pyb")));

            assertThat(writer.manifest("", Map.of(), TreeEntry.File::time).entries())
                    .extracting(TreeEntry::path)
                    .doesNotHaveDuplicates()
                    .contains("lib/package/module.py", "lib/package/module.pyc");
        }
    }

    @Test
    @DisplayName("nothing that happens to a materialised tree reaches the store")
    void independent() throws Exception {
        String id = store(TreeSnapshot.ofNothing(), "");
        Path first = materialised(id);
        Map<String, String> expected = describe(first);
        Map<String, String> stored = Trees.describe(directory.resolve("store"));
        try (Stream<Path> files = Files.walk(first)) {
            for (Path file :
                    (Iterable<Path>) files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))::iterator) {
                assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(1);
                Files.writeString(file, "changed in place");
            }
        }

        assertThat(Trees.describe(directory.resolve("store"))).isEqualTo(stored);
        Path second = materialised(id);
        expected.replaceAll((path, entry) -> entry.replace(first.toString(), second.toString()));
        assertThat(describe(second)).isEqualTo(expected);
    }

    @Test
    @DisplayName("any byte of a pack that is another one is noticed; the pack is removed, and stored again later")
    void damage() throws Exception {
        Files.delete(tree.resolve("lib/large.bin"));
        String id = store(TreeSnapshot.ofNothing(), "");
        Path pack = pack(id);
        byte[] whole = Files.readAllBytes(pack);

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            Files.write(pack, damaged);
            assertThat(store.open(id)).as("byte %d of %d", i, whole.length).isEmpty();
            assertThat(pack).doesNotExist();
        }
        for (int length : List.of(0, 1, TreePack.FOOTER_LENGTH, whole.length / 2, whole.length - 1)) {
            byte[] cut = new byte[length];
            System.arraycopy(whole, 0, cut, 0, length);
            Files.write(pack, cut);
            assertThat(store.open(id)).as("%d bytes", length).isEmpty();
        }
        assertThat(log.lines("WARN"))
                .hasSize(whole.length + 5)
                .allMatch(line -> line.startsWith("A stored environment is damaged (it")
                        && line.endsWith(") and is made anew: " + pack));
        assertThat(store(TreeSnapshot.ofNothing(), "")).isEqualTo(id);
        assertThat(store.open(id)).isPresent();
    }

    @Test
    @DisplayName("the paths in a pack lead nowhere but into the tree")
    void paths() {
        assertThat(List.of("a", "a/b", "...", "a/.b/c..", "é/ü")).allMatch(TreeManifest::isWithin);
        assertThat(List.of("", "/a", "a/", "a//b", ".", "..", "../a", "a/..", "a/../b", "./a", "a/.", "a\\b", "a\nb"))
                .noneMatch(TreeManifest::isWithin);
    }

    @Test
    @DisplayName("what names its place in a way that is not understood is not stored; the message names it")
    void unstorable() throws Exception {
        Trees.write(tree.resolve("lib/package/paths.txt"), "x".repeat((1 << 20) - 10) + tree);
        assertThatThrownBy(() -> store(TreeSnapshot.ofNothing(), ""))
                .isInstanceOf(Unstorable.class)
                .hasMessage("lib/package/paths.txt names the place it is at");
        Files.delete(tree.resolve("lib/package/paths.txt"));

        Files.createSymbolicLink(tree.resolve("lib/link"), tree.resolve("lib"));
        assertThatThrownBy(() -> store(TreeSnapshot.ofNothing(), ""))
                .isInstanceOf(Unstorable.class)
                .hasMessage(tree.resolve("lib/link") + " is a link that names the place it is at");
        Files.delete(tree.resolve("lib/link"));

        Files.writeString(tree.resolve("lib/back\\slash"), "");
        assertThatThrownBy(() -> store(TreeSnapshot.ofNothing(), ""))
                .isInstanceOf(Unstorable.class)
                .hasMessage("another system could not name lib/back\\slash");
        Files.delete(tree.resolve("lib/back\\slash"));

        new ProcessBuilder("mkfifo", tree.resolve("lib/pipe").toString())
                .start()
                .waitFor();
        assertThatThrownBy(() -> store(TreeSnapshot.ofNothing(), ""))
                .isInstanceOf(Unstorable.class)
                .hasMessage("lib/pipe is neither a file nor a directory nor a link");
        assertThat(packs()).isEmpty();
    }

    @Test
    @DisplayName("what was not used for longest goes when there is not enough room, and what a killed build left")
    void eviction() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Trees.write(tree.resolve("lib/number.py"), String.valueOf(i));
            ids.add(store(TreeSnapshot.ofNothing(), ""));
            Files.setLastModifiedTime(pack(ids.get(i)), daysAgo(10 - i));
        }
        Path killed = Trees.write(directory.resolve("store/packs/.killed.part"), "half of a pack");
        Path writing = Trees.write(directory.resolve("store/packs/.writing.part"), "half of a pack");
        Files.setLastModifiedTime(killed, daysAgo(2));
        store.open(ids.get(0)).orElseThrow().close();

        long size = Files.size(pack(ids.get(0)));
        store = new TreeStore(directory.resolve("store"), size * 7 / 2, log);
        Trees.write(tree.resolve("lib/number.py"), "5");
        String last = store(TreeSnapshot.ofNothing(), "");

        assertThat(packs())
                .containsExactlyInAnyOrder(
                        ids.get(0) + TreeStore.PACK,
                        ids.get(3) + TreeStore.PACK,
                        last + TreeStore.PACK,
                        ".writing.part");
        assertThat(killed).doesNotExist();
        assertThat(writing).exists();
        assertThat(log.lines("WARN")).isEmpty();

        store = new TreeStore(directory.resolve("store"), size * 3 / 2, log);
        Trees.write(tree.resolve("lib/number.py"), "6");
        store(TreeSnapshot.ofNothing(), "");
        assertThat(log.lines("WARN"))
                .singleElement()
                .asString()
                .matches("The store of environments is full \\(\\d MB\\) and has lost one that was used just now;"
                        + " storeSize \\(-Dpyb.store.size\\) makes it larger");
    }

    @Test
    @DisplayName(
            "a store that cannot be written is told of once, and nothing is stored; one that is switched off is silent")
    void unwritable() throws Exception {
        Trees.write(directory.resolve("store"), "a file");

        assertThat(store.begin(tree, new Plain(tree))).isEmpty();
        assertThat(store.begin(tree, new Plain(tree))).isEmpty();
        assertThat(store.prepared("more")).isEmpty();
        assertThat(store.isUsable()).isFalse();
        assertThat(log.lines("WARN"))
                .containsExactly("Environments are not stored: it exists already (" + directory.resolve("store") + ")");

        TreeStore none = new TreeStore(directory.resolve("none"), 0, log);
        assertThat(none.begin(tree, new Plain(tree))).isEmpty();
        assertThat(none.open("id")).isEmpty();
        assertThat(directory.resolve("none")).doesNotExist();
        assertThat(log.lines("WARN")).hasSize(1);
    }

    @Test
    @DisplayName("a disk that is full while a tree is stored costs the stored tree and nothing else")
    void fullDisk() throws Exception {
        try (TreePackWriter writer = store.begin(tree, new Plain(tree)).orElseThrow()) {
            writer.add(TreeSnapshot.ofNothing().until(TreeSnapshot.of(tree, ".pyb")));
            Files.delete(writer.file());

            assertThat(store.publish(writer, writer.manifest("", Map.of(), TreeEntry.File::time), "id"))
                    .isFalse();
        }
        assertThat(packs()).isEmpty();
        assertThat(log.lines("WARN"))
                .singleElement()
                .asString()
                .startsWith("Environments are not stored: no such file");
    }

    @Test
    @DisplayName("a store that everybody may write to is not used, for what is in it would be run")
    void untrusted() throws Exception {
        String id = store(TreeSnapshot.ofNothing(), "");
        Files.setPosixFilePermissions(directory.resolve("store"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(store.open(id)).isEmpty();
        assertThat(log.lines("WARN"))
                .containsExactly(
                        "Environments are not stored: everybody may write to it (" + directory.resolve("store") + ")");
    }

    @Test
    @DisplayName("only a directory with our tag is removed, and only an empty one gets our tag")
    void removal() throws Exception {
        store(TreeSnapshot.ofNothing(), "");
        Path foreign = Trees.write(directory.resolve("foreign/file")).getParent();

        assertThat(TreeStore.remove(foreign)).isFalse();
        assertThat(new TreeStore(foreign, ENOUGH, log).begin(tree, new Plain(tree)))
                .isEmpty();
        assertThat(foreign).isDirectoryContaining(path -> path.endsWith("file"));
        assertThat(log.lines("WARN"))
                .containsExactly("Environments are not stored: the directory is not empty (" + foreign + ")");
        assertThat(TreeStore.remove(directory.resolve("store"))).isTrue();
        assertThat(directory.resolve("store")).doesNotExist();
        assertThat(TreeStore.remove(directory.resolve("store"))).isFalse();
    }

    @Test
    @DisplayName("many builds store and use the same tree at the same time")
    void concurrency() throws Exception {
        ExecutorService builds = Executors.newFixedThreadPool(16);
        List<Future<Map<String, String>>> results = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Path copy = Files.createDirectories(directory.resolve("copy" + i));
            results.add(builds.submit(() -> {
                TreeStore own = new TreeStore(directory.resolve("store"), ENOUGH, log);
                String id = store(own, TreeSnapshot.ofNothing(), "");
                try (TreePack pack = own.open(id).orElseThrow()) {
                    new Materialisation(copy, new Plain(copy), TreeEntry.File::time).write(pack);
                }
                Map<String, String> found = Trees.describe(copy);
                found.replaceAll((path, entry) -> entry.replace(copy.toString(), tree.toString()));
                return found;
            }));
        }
        for (Future<Map<String, String>> result : results) {
            assertThat(result.get()).isEqualTo(Trees.describe(tree));
        }
        builds.shutdown();
        assertThat(packs()).hasSize(1);
        assertThat(log.lines("WARN")).isEmpty();
    }

    @Test
    @DisplayName("builds that begin a store at the same moment do not take each other's for something foreign")
    void begunTogether() throws Exception {
        int builds = 4;
        ExecutorService threads = Executors.newFixedThreadPool(builds);
        for (int round = 0; round < 200; round++) {
            Path fresh = directory.resolve("fresh" + round);
            CyclicBarrier start = new CyclicBarrier(builds);
            List<Future<Optional<Path>>> results = new ArrayList<>();
            for (int i = 0; i < builds; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    return new TreeStore(fresh, ENOUGH, log).prepared("something");
                }));
            }
            for (Future<Optional<Path>> result : results) {
                assertThat(result.get()).as("round %d", round).contains(fresh.resolve("something"));
            }
        }
        threads.shutdown();
        assertThat(log.lines("WARN")).isEmpty();
    }

    @Test
    @DisplayName("a stored tree under the name of another one is damaged")
    void otherName() throws Exception {
        String id = store(TreeSnapshot.ofNothing(), "");
        String other = id.replaceFirst("^.", id.startsWith("0") ? "1" : "0");
        Files.move(pack(id), pack(other));

        assertThat(store.open(other)).isEmpty();
        assertThat(log.lines("WARN"))
                .singleElement()
                .asString()
                .startsWith("A stored environment is damaged (its checksum is another one)");
    }

    @Test
    @DisplayName("an interrupt ends the writing")
    void interrupt() throws Exception {
        String id = store(TreeSnapshot.ofNothing(), "");
        Path copy = Files.createDirectories(directory.resolve("copy"));
        try (TreePack pack = store.open(id).orElseThrow()) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> new Materialisation(copy, new Plain(copy), TreeEntry.File::time).write(pack))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    @DisplayName("a spare tree is as good as new, whatever was done to it, and whatever place it comes from")
    void spare() throws Exception {
        String below = store(TreeSnapshot.ofNothing(), "");
        TreeSnapshot before = TreeSnapshot.of(tree, ".pyb");
        Trees.write(tree.resolve("lib/second/layer.py"), "1");
        Files.writeString(tree.resolve("lib/package/module.py"), "other");
        Files.delete(tree.resolve("lib/package/empty.py"));
        String above = store(before, below);
        Path used = materialised(below);
        write(used, above);
        Trees.write(used.resolve(".pyb/lock"), "not to be touched");
        vandalise(used);
        SpareTrees spares = new SpareTrees(store);

        spares.park(above, used, ".pyb");
        assertThat(used)
                .isDirectoryContaining(path -> path.endsWith(".pyb"))
                .isDirectoryNotContaining(path -> path.endsWith("lib"));
        Path next = Files.createTempDirectory(directory, "next");
        Trees.write(next.resolve(".pyb/lock"), "not to be touched");
        assertThat(spares.take("another", next)).isFalse();
        assertThat(spares.take(above, next)).isTrue();
        assertThat(spares.take(above, next)).isFalse();
        putRight(next, below, above);

        Path fresh = materialised(below);
        write(fresh, above);
        Map<String, String> expected = Trees.describe(fresh);
        expected.replaceAll((path, entry) -> entry.replace(fresh.toString(), next.toString()));
        Map<String, String> found = Trees.describe(next);
        found.keySet().removeIf(path -> path.startsWith(".pyb"));
        assertThat(found).isEqualTo(expected);
        try (Stream<Path> files = Files.walk(next)) {
            for (Path file : (Iterable<Path>)
                    files.filter(path -> !path.startsWith(next.resolve(".pyb")) && !path.equals(next))::iterator) {
                Path same = fresh.resolve(next.relativize(file));
                assertThat(Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS))
                        .as(file.toString())
                        .isEqualTo(Files.getAttribute(same, "unix:mode", LinkOption.NOFOLLOW_LINKS));
                assertThat(
                                Files.isDirectory(file)
                                        ? 1
                                        : Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS))
                        .isEqualTo(1);
            }
        }
        assertThat(directory.resolve("outside/linked.py")).hasContent("other");
    }

    /** One of everything that a backend may do to its environment. */
    private void vandalise(Path used) throws IOException {
        Files.writeString(used.resolve("lib/large.bin"), "short");
        byte[] same = Files.readAllBytes(used.resolve("bin/tool"));
        same[same.length - 2] ^= 1;
        Files.write(used.resolve("bin/tool"), same);
        Files.createDirectories(directory.resolve("outside"));
        Files.createLink(directory.resolve("outside/linked.py"), used.resolve("lib/package/module.py"));
        Files.setLastModifiedTime(used.resolve("lib/second/layer.py"), FileTime.fromMillis(1));
        Files.setPosixFilePermissions(
                used.resolve("lib/second/layer.py"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(used.resolve("include"), PosixFilePermissions.fromString("rwx------"));
        Files.delete(used.resolve("lib64"));
        Files.createSymbolicLink(used.resolve("lib64"), directory.resolve("outside"));
        Files.delete(used.resolve("bin/python"));
        Trees.write(used.resolve("bin/python/in/the/way"));
        Trees.write(used.resolve("lib/package/more.py"));
        Trees.write(used.resolve("top/level"));
    }

    private void putRight(Path root, String... ids) throws Exception {
        List<Reconciliation.Layer> layers = new ArrayList<>();
        for (String id : ids) {
            layers.add(new Reconciliation.Layer(store.open(id).orElseThrow(), TreeEntry.File::time));
        }
        new Reconciliation(root, ".pyb", new Plain(root)).run(layers);
        layers.forEach(layer -> layer.pack().close());
    }

    @Test
    @DisplayName("any byte of a spare tree that is another one is found")
    void damagedSpare() throws Exception {
        Files.delete(tree.resolve("lib/large.bin"));
        String id = store(TreeSnapshot.ofNothing(), "");
        Path copy = materialised(id);
        Map<String, String> expected = Trees.describe(copy);
        for (String name : List.of("lib/package/module.py", "bin/tool")) {
            Path file = copy.resolve(name);
            FileTime time = Files.getLastModifiedTime(file);
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < whole.length; i++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= (byte) (1 << i % 8);
                Files.write(file, damaged);
                Files.setLastModifiedTime(file, time);

                putRight(copy, id);

                assertThat(Trees.describe(copy)).isEqualTo(expected);
            }
        }
    }

    @Test
    @DisplayName("what is right in a spare tree is left alone, inode by inode")
    void rightSpare() throws Exception {
        String id = store(TreeSnapshot.ofNothing(), "");
        Path copy = materialised(id);
        Map<Path, Object> before = inodes(copy);

        putRight(copy, id);

        assertThat(inodes(copy)).isEqualTo(before);
    }

    private static Map<Path, Object> inodes(Path root) throws IOException {
        Map<Path, Object> inodes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                inodes.put(file, Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS));
            }
        }
        return inodes;
    }

    @Test
    @DisplayName("there are never many spare trees, and those go first that were left first")
    void fewSpares() throws Exception {
        String id = store(TreeSnapshot.ofNothing(), "");
        SpareTrees spares = new SpareTrees(store);
        for (int i = 0; i < 18; i++) {
            Path used = Files.createDirectories(directory.resolve("used"));
            Trees.write(used.resolve("number"), String.valueOf(i));
            spares.park(id, used, ".pyb");
        }
        Path killed = Files.createDirectories(directory.resolve("store/spares/.moving-killed"));
        Files.setLastModifiedTime(killed, daysAgo(1));
        Path fromElsewhere = Trees.write(directory.resolve("store/spares/.DS_Store"), "what the Finder leaves");
        spares.park(id, Files.createDirectories(directory.resolve("empty")), ".pyb");

        assertThat(fromElsewhere).exists();
        Files.delete(fromElsewhere);
        try (Stream<Path> left = Files.list(directory.resolve("store/spares"))) {
            assertThat(left).hasSize(16);
        }
        store = new TreeStore(directory.resolve("store"), Files.size(pack(id)) * 8 - 1, log);
        Path used = directory.resolve("used");
        Trees.write(used.resolve("too/large"));
        new SpareTrees(store).park(id, used, ".pyb");
        assertThat(used.resolve("too/large")).exists();
    }

    @Test
    @DisplayName("what cannot be removed from among the spare trees is in nobody's way")
    void stubbornSpare() throws Exception {
        String id = store(TreeSnapshot.ofNothing(), "");
        Path used = materialised(id);
        Path stubborn = directory.resolve("store/spares/.moving-killed");
        Trees.write(stubborn.resolve("lib/file"), "x");
        Files.setLastModifiedTime(stubborn, daysAgo(1));
        boolean immutable =
                new ProcessBuilder("chattr", "+i", stubborn.resolve("lib").toString())
                                .start()
                                .waitFor()
                        == 0;
        assumeTrue(immutable, "this user cannot make a directory that nobody can remove (chattr +i)");
        try {
            new SpareTrees(store).park(id, used, ".pyb");

            assertThat(used).isEmptyDirectory();
            assertThat(log.lines("WARN")).isEmpty();
        } finally {
            new ProcessBuilder("chattr", "-i", stubborn.resolve("lib").toString())
                    .start()
                    .waitFor();
        }
    }

    /** Files in {@code bin} may name their place. */
    private record Plain(Path root) implements Placing {

        @Override
        public Optional<String> place() {
            return Optional.of(root.toString());
        }

        @Override
        public boolean mayBePlaced(String path) {
            return path.startsWith("bin/");
        }

        @Override
        public byte[] portable(String path, byte[] content) {
            return new String(content, StandardCharsets.UTF_8)
                    .replace(root.toString(), "PLACE")
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] placed(String path, byte[] stored) {
            return new String(stored, StandardCharsets.UTF_8)
                    .replace("PLACE", root.toString())
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private String store(TreeSnapshot before, String parent) throws Exception {
        return store(store, before, parent);
    }

    private String store(TreeStore target, TreeSnapshot before, String parent) throws Exception {
        try (TreePackWriter writer = target.begin(tree, new Plain(tree)).orElseThrow()) {
            writer.add(before.until(TreeSnapshot.of(tree, ".pyb")));
            TreeManifest manifest = writer.manifest(parent, Map.of(), TreeEntry.File::time);
            assertThat(target.publish(writer, manifest, manifest.identity())).isTrue();
            return manifest.identity();
        }
    }

    private Path materialised(String id) throws Exception {
        Path copy = Files.createTempDirectory(directory, "copy");
        write(copy, id);
        return copy;
    }

    private void write(Path copy, String id) throws Exception {
        Optional<TreePack> pack = store.open(id);
        try (TreePack opened = pack.orElseThrow()) {
            assertThat(opened.id()).isEqualTo(id);
            new Materialisation(copy, new Plain(copy), TreeEntry.File::time).write(opened);
        }
    }

    /** Without the file that names its place. */
    private static Map<String, String> describe(Path tree) {
        Map<String, String> description = Trees.describe(tree);
        description.remove("bin/tool");
        return description;
    }

    private Path pack(String id) {
        return directory.resolve("store/packs").resolve(id + TreeStore.PACK);
    }

    private List<String> packs() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("store/packs"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static FileTime daysAgo(int days) {
        return FileTime.from(Instant.now().minus(Duration.ofDays(days)));
    }

    private static byte[] large() {
        byte[] bytes = new byte[3_000_001];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 1000);
        }
        return bytes;
    }
}
