package io.github.pyb.env;

import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.store.TreePack;
import io.github.pyb.store.TreeSnapshot;
import io.github.pyb.store.Unstorable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * How an isolated environment comes to have what it has: what was resolved before, and is good still, comes out of the
 * store, and no installer is started; everything else is installed, and kept in the store for the next time.
 */
final class EnvironmentContents {

    private final BuildLog log;
    private final BlankEnvironment blank;
    private final EnvironmentCreator creator;
    private final StoredEnvironment stored;
    private final ResolutionMemory memory;
    private final StableTimes stableTimes;
    private final InstantSource clock;
    private final BooleanSupplier alone;
    private final Changeable policy;

    /** The stored environment that is there now, or will be as soon as it is needed; nothing if it is not a stored one. */
    private Optional<String> state;

    /** What was there after the first installation: with that, the next environment will begin. */
    private Optional<String> first = Optional.empty();

    /** Why there is none; empty if nobody knows. */
    private String unstored = "the store is switched off, or cannot be used";

    private boolean begun;

    /** When the oldest of what is there was resolved. */
    private Instant asOf = Instant.MAX;

    /** What requirements are remembered by, if that was installed before which the state stands for. */
    @FunctionalInterface
    interface Key {
        RequirementsKey in(String state) throws UserProblem, MachineProblem, InterruptedException, IOException;
    }

    /**
     * @param blank what the environment begins with
     * @param alone whether it is certain that nobody works in the environment
     * @param policy what is done with requirements that may change unnoticed
     */
    EnvironmentContents(
            BuildLog log,
            BlankEnvironment blank,
            EnvironmentCreator creator,
            StoredEnvironment stored,
            ResolutionMemory memory,
            StableTimes stableTimes,
            InstantSource clock,
            BooleanSupplier alone,
            Changeable policy) {
        this.log = log;
        this.blank = blank;
        this.creator = creator;
        this.stored = stored;
        this.memory = memory;
        this.stableTimes = stableTimes;
        this.clock = clock;
        this.alone = alone;
        this.policy = policy;
        this.state = blank.id();
    }

    /** Sees to it that the environment is there, whatever is installed in it. */
    void begin() throws UserProblem, MachineProblem, InterruptedException {
        carefully(this::beginIfNeeded);
    }

    /**
     * Brings in what is required.
     *
     * @param installing has an installer do that
     */
    void bring(Key required, ResolutionMemory.Work installing)
            throws UserProblem, MachineProblem, InterruptedException {
        carefully(() -> {
            Optional<RequirementsKey> key = key(required);
            if (key.isPresent() && recall(key.get())) {
                return;
            }
            if (key.isEmpty() || !mayBeKept(key.get())) {
                install(installing);
                return;
            }
            memory.inTurn(key.get().text(), () -> {
                // Whoever had to wait finds what it wants now, as a rule.
                if (!recall(key.get())) {
                    installAndKeep(key.get(), installing);
                }
            });
        });
    }

    Instant asOf() {
        return asOf;
    }

    private void resolvedAt(Instant time) {
        asOf = asOf.isBefore(time) ? asOf : time;
    }

    /** Why a later build would not find all this in the store; nothing if it would. A sentence without its end. */
    Optional<String> whyNotStored() {
        return state.isPresent() ? Optional.empty() : Optional.of(unstored);
    }

    /** Leaves what is there for the next environment of the same sort, if nobody can be at work on it any more. */
    void retire() {
        if (state.isPresent() && first.isPresent() && alone.getAsBoolean()) {
            stored.retire(first.get());
        }
    }

    private void carefully(ResolutionMemory.Work work) throws UserProblem, MachineProblem, InterruptedException {
        try {
            work.run();
        } catch (IOException e) {
            throw MachineProblem.of(
                    "cannot finish the environment", blank.layout().root(), e);
        }
    }

    private void beginIfNeeded() throws IOException, UserProblem, MachineProblem, InterruptedException {
        if (begun) {
            return;
        }
        begun = true;
        if (blank.made()) {
            keepBlank();
            return;
        }
        Optional<List<TreePack>> trees = stored.between("", blank.id().orElseThrow());
        if (trees.isEmpty()) {
            // It was there a moment ago; somebody has removed the store.
            creator.create(blank.layout().root());
            keepBlank();
            return;
        }
        for (TreePack tree : trees.get()) {
            stored.write(tree);
        }
    }

    private void keepBlank() throws IOException {
        if (blank.id().isPresent()) {
            try {
                stored.keepBlank(blank.id().get());
            } catch (Unstorable e) {
                notKept(e.reason());
                state = Optional.empty();
            }
        }
    }

    private Optional<RequirementsKey> key(Key required)
            throws UserProblem, MachineProblem, InterruptedException, IOException {
        if (state.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(required.in(state.get()));
    }

    private boolean mayBeKept(RequirementsKey key) {
        if (policy == Changeable.KEPT || key.changeable().isEmpty()) {
            return true;
        }
        notKept(key.changeable().get());
        return false;
    }

    private boolean recall(RequirementsKey key) throws IOException, UserProblem, MachineProblem, InterruptedException {
        Optional<Resolution> resolution = memory.recall(key, policy);
        if (resolution.isEmpty()) {
            return false;
        }
        boolean fromNothing = !begun && !blank.made();
        String above = resolution.get().environment();
        Optional<List<TreePack>> trees = stored.between(fromNothing ? "" : state.orElseThrow(), above);
        if (trees.isEmpty()) {
            return false;
        }
        log.info("Build environment: "
                + (key.isLocked()
                        ? resolution.get().words() + " (locked)"
                        : resolution.get().describe(clock.instant())));
        key.changeable().ifPresent(why -> log.info("  as it was then, because Maven is offline: " + why));
        if (fromNothing) {
            begun = true;
            stored.begin(above, trees.get());
        } else {
            beginIfNeeded();
            for (TreePack tree : trees.get()) {
                stored.write(tree);
            }
        }
        if (!key.isLocked()) {
            resolvedAt(resolution.get().time());
        }
        reached(above);
        return true;
    }

    private void reached(String environment) {
        state = Optional.of(environment);
        if (first.isEmpty()) {
            first = state;
        }
    }

    private void install(ResolutionMemory.Work installing)
            throws IOException, UserProblem, MachineProblem, InterruptedException {
        beginIfNeeded();
        state = Optional.empty();
        resolvedAt(clock.instant());
        installing.run();
        stableTimes.apply();
    }

    private void installAndKeep(RequirementsKey key, ResolutionMemory.Work installing)
            throws IOException, UserProblem, MachineProblem, InterruptedException {
        beginIfNeeded();
        String below = state.orElseThrow();
        state = Optional.empty();
        resolvedAt(clock.instant());
        try {
            TreeSnapshot before = stored.snapshot();
            installing.run();
            TreeSnapshot after = stored.snapshot();
            boolean fixed = isFixed(key, before.until(after));
            stored.keep(below, before, after).ifPresent(this::reached);
            if (state.isPresent()) {
                memory.remember(
                        fixed ? key.text() : key.lastText(),
                        new Resolution(state.get(), clock.instant(), distributions()));
                return;
            }
            unstored = "the store cannot be written to";
        } catch (Unstorable e) {
            notKept(e.reason());
        }
        stableTimes.apply();
    }

    /**
     * Whether the requirements will mean the same for ever.
     *
     * @throws Unstorable if they will not, and that counts
     */
    private boolean isFixed(RequirementsKey key, TreeSnapshot.Changes installed) throws IOException, Unstorable {
        try {
            stored.checkOrigins(installed, key.direct());
            return key.changeable().isEmpty();
        } catch (Unstorable e) {
            if (policy != Changeable.KEPT) {
                throw e;
            }
            return false;
        }
    }

    private Map<String, String> distributions() throws IOException {
        Map<String, String> distributions = new TreeMap<>();
        for (Map.Entry<ProjectName, String> one :
                InstalledDistributions.versions(blank.layout()).entrySet()) {
            distributions.put(one.getKey().toString(), one.getValue());
        }
        return distributions;
    }

    private void notKept(String why) {
        unstored = why;
        log.debug("the environment is not kept for later builds: " + why);
    }
}
