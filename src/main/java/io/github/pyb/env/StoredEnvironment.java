package io.github.pyb.env;

import io.github.pyb.fs.OwnedDirectory;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.json.Json;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.store.Materialisation;
import io.github.pyb.store.Placing;
import io.github.pyb.store.Reconciliation;
import io.github.pyb.store.SpareTrees;
import io.github.pyb.store.TreeEntry;
import io.github.pyb.store.TreeManifest;
import io.github.pyb.store.TreePack;
import io.github.pyb.store.TreePackWriter;
import io.github.pyb.store.TreeSnapshot;
import io.github.pyb.store.TreeStore;
import io.github.pyb.store.Unstorable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** One environment on its ways out of the store and into it. In the store it is made of trees that lie over each other. */
final class StoredEnvironment {

    private static final String ORIGIN = ".dist-info/direct_url.json";

    private final TreeStore store;
    private final BlankEnvironment blank;
    private final EnvironmentLayout layout;
    private final StableTimes stableTimes;
    private final Bytecode bytecode;

    /**
     * @param blank what it begins with
     * @param stableTimes gives files the times that they had here before
     */
    StoredEnvironment(TreeStore store, BlankEnvironment blank, StableTimes stableTimes, Bytecode bytecode) {
        this.store = store;
        this.blank = blank;
        this.layout = blank.layout();
        this.stableTimes = stableTimes;
        this.bytecode = bytecode;
    }

    /** Everything that is there now. */
    TreeSnapshot snapshot() throws IOException, Unstorable {
        return TreeSnapshot.of(layout.root(), OwnedDirectory.CONTROL);
    }

    /** The trees that make one environment of another one, the lowest first; nothing if they are not all stored. */
    Optional<List<TreePack>> between(String below, String above) {
        return between(store, below, above);
    }

    static Optional<List<TreePack>> between(TreeStore store, String below, String above) {
        Deque<TreePack> packs = new ArrayDeque<>();
        String id = above;
        while (!id.equals(below)) {
            Optional<TreePack> pack = store.open(id);
            if (pack.isEmpty()) {
                for (TreePack opened : packs) {
                    opened.close();
                }
                return Optional.empty();
            }
            packs.addFirst(pack.get());
            id = pack.get().manifest().parent();
        }
        return Optional.of(List.copyOf(packs));
    }

    /** Writes a tree, and closes it. */
    void write(TreePack tree) throws IOException, InterruptedException {
        try (tree) {
            ToLongFunction<TreeEntry.File> times = times(tree);
            new Materialisation(layout.root(), placing(), times).write(tree);
        }
    }

    /**
     * Writes trees of which the lowest lies over nothing, and closes them: by putting right what an environment of the
     * same sort has left behind, if there is one.
     *
     * @param id what is there in the end
     */
    void begin(String id, List<TreePack> trees) throws IOException, MachineProblem, InterruptedException {
        if (putRight(id, trees)) {
            trees.forEach(TreePack::close);
            return;
        }
        for (TreePack tree : trees) {
            write(tree);
        }
    }

    private boolean putRight(String id, List<TreePack> trees) throws MachineProblem, InterruptedException {
        try {
            if (!new SpareTrees(store).take(id, layout.root())) {
                return false;
            }
            List<Reconciliation.Layer> layers = new ArrayList<>();
            for (TreePack tree : trees) {
                layers.add(new Reconciliation.Layer(tree, times(tree)));
            }
            new Reconciliation(layout.root(), OwnedDirectory.CONTROL, placing()).run(layers);
            return true;
        } catch (IOException e) {
            // Whoever had it before may have left it in any condition. Then it is made anew.
            TreeRemoval.removeContent(layout.root(), Set.of(OwnedDirectory.CONTROL));
            return false;
        }
    }

    /** Leaves what is there for the next one of the same sort. */
    void retire(String id) {
        new SpareTrees(store).park(id, layout.root(), OwnedDirectory.CONTROL);
    }

    private ToLongFunction<TreeEntry.File> times(TreePack tree) throws IOException {
        // Nothing depends on the files of a blank environment.
        return tree.manifest().parent().isEmpty()
                ? TreeEntry.File::time
                : stableTimes.ofStored(
                        tree.edition(), layout.root(), tree.manifest().files());
    }

    /** Stores the environment before anything is installed in it. */
    void keepBlank(String id) throws IOException, Unstorable {
        Optional<TreePackWriter> begun = store.begin(layout.root(), placing());
        if (begun.isPresent()) {
            try (TreePackWriter writer = begun.get()) {
                if (add(writer, TreeSnapshot.ofNothing().until(snapshot()))) {
                    store.publish(writer, writer.manifest("", blank.facts(), TreeEntry.File::time), id);
                }
            }
        }
    }

    /**
     * Stores what an installer has done, and makes the environment what it will be when it comes out of the store.
     *
     * @param below the environment in which it was done
     * @param before that one
     * @param after what is there now
     * @return the environment; nothing if the store does not take it
     * @throws Unstorable if it must not be stored
     */
    Optional<String> keep(String below, TreeSnapshot before, TreeSnapshot after)
            throws IOException, Unstorable, MachineProblem, InterruptedException {
        TreeSnapshot.Changes changes = before.until(after);
        if (after.size(changes) > store.largest()) {
            throw new Unstorable("it is too large for the store");
        }
        Optional<TreePackWriter> begun = store.begin(layout.root(), placing());
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        try (TreePackWriter writer = begun.get()) {
            if (!add(writer, changes)) {
                return Optional.empty();
            }
            TreeManifest installed = writer.manifest(below, Map.of(), TreeEntry.File::time);
            String id = installed.identity();
            Optional<TreePack> known = store.open(id);
            if (known.isPresent()) {
                // The same as last time: then also with the same times, and compiled already.
                write(known.get());
                return Optional.of(id);
            }
            ToLongFunction<TreeEntry.File> times = stableTimes.ofInstalled(layout.root(), installed.files());
            setTimes(installed.files(), times);
            bytecode.compile(layout, changes.present());
            return addDerived(writer, after.until(snapshot()))
                            && store.publish(writer, writer.manifest(below, Map.of(), times), id)
                    ? Optional.of(id)
                    : Optional.empty();
        }
    }

    private boolean add(TreePackWriter writer, TreeSnapshot.Changes changes) throws Unstorable {
        try {
            writer.add(changes);
            return true;
        } catch (IOException e) {
            store.giveUp(e);
            return false;
        }
    }

    private boolean addDerived(TreePackWriter writer, TreeSnapshot.Changes compiled) throws Unstorable {
        try {
            writer.addDerived(compiled);
            return true;
        } catch (IOException e) {
            store.giveUp(e);
            return false;
        }
    }

    private void setTimes(List<TreeEntry.File> files, ToLongFunction<TreeEntry.File> times) throws IOException {
        for (TreeEntry.File file : files) {
            long time = times.applyAsLong(file);
            if (time != file.time()) {
                Files.setLastModifiedTime(
                        layout.root().resolve(file.path()), FileTime.from(time, TimeUnit.NANOSECONDS));
            }
        }
    }

    /**
     * Checks where the distributions come from that are new: what one of them requires may name an address.
     *
     * @param installed what is new
     * @param direct projects that may come from a certain address, because what is there cannot change unnoticed
     * @throws Unstorable if another one comes from an address
     */
    void checkOrigins(TreeSnapshot.Changes installed, Set<ProjectName> direct) throws IOException, Unstorable {
        for (String path : installed.present()) {
            if (path.endsWith(ORIGIN)) {
                String directory = path.substring(0, path.length() - ORIGIN.length());
                ProjectName project = ProjectName.of(
                        directory.substring(directory.lastIndexOf('/') + 1).split("-", 2)[0]);
                String origin = Files.readString(layout.root().resolve(path));
                if (!direct.contains(project) || !isArchive(origin)) {
                    throw new Unstorable(project + " was not installed from a package index");
                }
            }
        }
    }

    private static boolean isArchive(String origin) {
        try {
            return Json.parse(origin) instanceof Map<?, ?> members && members.containsKey("archive_info");
        } catch (Json.InvalidJson e) {
            return false;
        }
    }

    private Placing placing() {
        return blank.portable() ? new EnvironmentPlacing(layout) : Placing.bound();
    }
}
