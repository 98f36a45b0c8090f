package io.github.pyb.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OwnedDirectoryTest {

    private static final Ownership.Builder BUILDER = new Ownership.Builder("wheel", "/project", 42, "1.0");

    @TempDir
    Path directory;

    List<String> notices = new CopyOnWriteArrayList<>();

    @Test
    @DisplayName(
            "a missing directory is created for its owner alone, with missing parents, and is gone after its removal")
    void missing() throws Exception {
        Path place = directory.resolve("a/b/env");

        OwnedDirectory owned = claim(place);
        owned.occupy();
        Trees.write(place.resolve("lib/file"), "x");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                .isEqualTo("rwx------");
        owned.removeAndClose();
        assertThat(place).doesNotExist();
        assertThat(place.getParent()).isEmptyDirectory();
    }

    @Test
    @DisplayName("an empty directory is used, and is there again, empty and with its permissions, after the removal")
    void empty() throws Exception {
        Path place = Files.createDirectory(directory.resolve("env"));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-x---"));

        OwnedDirectory owned = claim(place);
        owned.occupy();
        Trees.write(place.resolve("lib/file"), "x");
        owned.removeAndClose();

        assertThat(place).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                .isEqualTo("rwxr-x---");
    }

    @Test
    @DisplayName("a directory with anything in it is refused and stays as it is, be it one hidden file")
    void foreign() {
        Path place = directory.resolve("env");
        Trees.write(place.resolve(".hidden"), "precious");
        Map<String, String> before = Trees.describe(place);

        assertThatThrownBy(() -> claim(place))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("not made by this plugin, so it was left untouched")
                .hasMessageContaining(place.toString())
                .hasMessageContaining("it holds:     .hidden");
        assertThat(Trees.describe(place)).isEqualTo(before);
    }

    @Test
    @DisplayName("the refusal names the first entries found, not all")
    void firstEntries() {
        Path place = directory.resolve("env");
        List.of("d", "b", "a", "c").forEach(name -> Trees.write(place.resolve(name), "x"));

        assertThatThrownBy(() -> claim(place)).hasMessageContaining("a, b, c\n");
    }

    @Test
    @DisplayName("a directory of the same name as our control directory does not make a directory ours")
    void fakeControl() {
        Path place = directory.resolve("env");
        Trees.write(place.resolve(".pyb/owner.properties"), "kind=nonsense");
        Trees.write(place.resolve("precious"), "data");

        assertThatThrownBy(() -> claim(place)).hasMessageContaining("not made by this plugin");
    }

    @Test
    @DisplayName("a marker behind a link does not make a directory ours")
    void linkedMarker() throws Exception {
        Path real = directory.resolve("real");
        OwnedDirectory other = claim(real);
        other.occupy();
        Path place = directory.resolve("env");
        Trees.write(place.resolve("precious"), "data");
        Files.createSymbolicLink(place.resolve(".pyb"), real.resolve(".pyb"));

        assertThatThrownBy(() -> claim(place)).hasMessageContaining("not made by this plugin");
        other.removeAndClose();
    }

    @Test
    @DisplayName("what a killed build left in the moment before its marker was written counts as empty")
    void lockOnly() throws Exception {
        Path place = directory.resolve("env");
        Trees.write(place.resolve(".pyb/lock"), "");

        assertThat(OwnedDirectory.inspect(place)).isInstanceOf(OwnedDirectory.Finding.Empty.class);
    }

    @Test
    @DisplayName("a kept directory tells the next build who left it, when and why")
    void kept() throws Exception {
        Path place = directory.resolve("env");
        OwnedDirectory first = claim(place);
        first.occupy();
        first.keep("build_wheel failed\nsecond line");
        first.close();

        OwnedDirectory second = claim(place);

        assertThat(second.found()).isPresent();
        assertThat(second.found().get().state()).isEqualTo(Ownership.State.KEPT);
        assertThat(second.found().get().story())
                .startsWith("build_wheel failed (goal wheel of /project, process 42, 20");
        second.close();
    }

    @Test
    @DisplayName("a directory that was released was not abandoned; one whose build was cut off was, and says by which")
    void abandoned() throws Exception {
        Path place = directory.resolve("env");
        OwnedDirectory killed = claim(place);
        killed.occupy();
        killed.close();

        OwnedDirectory next = claim(place);
        assertThat(next.abandoned()).contains(killed.id());
        assertThat(next.id()).isNotEqualTo(killed.id());
        next.occupy();
        next.release("for the next build");

        OwnedDirectory last = claim(place);
        assertThat(last.abandoned()).isEmpty();
        last.removeAndClose();
        last.release("too late, it is somebody else's");
        assertThat(place).doesNotExist();
    }

    @Test
    @DisplayName("looking at a kept directory and leaving it changes nothing")
    void lookAndLeave() throws Exception {
        Path place = directory.resolve("env");
        OwnedDirectory first = claim(place);
        first.occupy();
        first.keep("failed");
        first.close();
        String marker = Files.readString(place.resolve(".pyb/owner.properties"));

        claim(place).close();

        assertThat(Files.readString(place.resolve(".pyb/owner.properties"))).isEqualTo(marker);
    }

    @Test
    @DisplayName("a directory that was created by us is removed by a later build, one that the user made is not")
    void existedBeforeSurvivesKeeping() throws Exception {
        Path ours = directory.resolve("ours");
        Path users = Files.createDirectory(directory.resolve("users"));
        for (Path place : List.of(ours, users)) {
            OwnedDirectory first = claim(place);
            first.occupy();
            first.keep("failed");
            first.close();
            OwnedDirectory second = claim(place);
            second.occupy();
            second.removeAndClose();
        }

        assertThat(ours).doesNotExist();
        assertThat(users).isEmptyDirectory();
    }

    @Test
    @DisplayName("a build whose process is gone left a directory that says so")
    void killed() throws Exception {
        Path place = directory.resolve("env");
        OwnedDirectory first = claim(place);
        first.occupy();
        first.close();

        OwnedDirectory second = claim(place);

        assertThat(second.found().orElseThrow().story()).startsWith("a build that did not come to its end (goal wheel");
        second.close();
    }

    @Test
    @DisplayName("an environment and a work directory are never taken for one another")
    void kinds() throws Exception {
        Path place = directory.resolve("work");
        OwnedDirectory work = OwnedDirectory.claim(
                place, Ownership.inUse(Ownership.Kind.WORK_DIRECTORY, BUILDER, false), waiting(1000));
        work.occupy();
        work.close();

        assertThatThrownBy(() -> claim(place)).hasMessageContaining("for something else (work-directory)");
    }

    @Test
    @DisplayName("a second build waits, says for whom, and gets the directory when the first is done")
    void waits() throws Exception {
        Path place = directory.resolve("env");
        OwnedDirectory first = claim(place);
        first.occupy();
        CompletableFuture<OwnedDirectory> second = CompletableFuture.supplyAsync(() -> claimUnchecked(place));
        while (notices.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(second).isNotDone();

        first.removeAndClose();

        OwnedDirectory gained = second.get(10, TimeUnit.SECONDS);
        assertThat(gained.found()).isEmpty();
        assertThat(notices)
                .containsExactly("waiting for " + place + ", which is in use by /project (goal wheel, process 42)");
        gained.occupy();
        gained.removeAndClose();
        assertThat(place).doesNotExist();
    }

    @Test
    @DisplayName("a wait that takes too long ends with a problem that says who holds the directory")
    void busy() throws Exception {
        Path place = directory.resolve("env");
        OwnedDirectory first = claim(place);
        first.occupy();

        assertThatThrownBy(() -> OwnedDirectory.claim(
                        place, Ownership.inUse(Ownership.Kind.ENVIRONMENT, BUILDER, false), waiting(200)))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.LOCATION_BUSY))
                .hasMessageContaining("another build still uses the directory after 0.")
                .hasMessageContaining("used by:      /project (goal wheel, process 42)");
        first.removeAndClose();
    }

    @Test
    @DisplayName("of many builds at one place never two are there at a time")
    void exclusive() throws Exception {
        Path place = directory.resolve("env");
        AtomicInteger inside = new AtomicInteger();
        List<CompletableFuture<Void>> builds = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            builds.add(CompletableFuture.runAsync(() -> {
                OwnedDirectory owned = claimUnchecked(place);
                try {
                    assertThat(inside.incrementAndGet()).isEqualTo(1);
                    owned.occupy();
                    assertThat(place.resolve("file")).doesNotExist();
                    Trees.write(place.resolve("file"), "x");
                    TimeUnit.MILLISECONDS.sleep(5);
                    inside.decrementAndGet();
                    owned.removeAndClose();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }

        CompletableFuture.allOf(builds.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);

        // A build that begins just when another one removes its directory takes the empty directory for the user's.
        assertThat(OwnedDirectory.inspect(place))
                .isInstanceOfAny(OwnedDirectory.Finding.Missing.class, OwnedDirectory.Finding.Empty.class);
    }

    @Test
    @DisplayName("another JVM waits as well, and the lock of a JVM that was killed is free")
    void otherJvm() throws Exception {
        Path place = directory.resolve("env");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        place.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(other.inputReader().readLine()).isEqualTo("held");

        assertThatThrownBy(() -> OwnedDirectory.claim(
                        place, Ownership.inUse(Ownership.Kind.ENVIRONMENT, BUILDER, false), waiting(400)))
                .hasMessageContaining("another build still uses the directory")
                .hasMessageContaining("process " + other.pid());

        other.destroyForcibly().waitFor();
        OwnedDirectory owned = claim(place);
        assertThat(owned.found().orElseThrow().state()).isEqualTo(Ownership.State.IN_USE);
        owned.occupy();
        owned.removeAndClose();
    }

    /** Another Maven, as far as locks are concerned: holds a directory until it is killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            Ownership.Builder builder = new Ownership.Builder(
                    "wheel", "/other", ProcessHandle.current().pid(), "1.0");
            OwnedDirectory owned = OwnedDirectory.claim(
                    Path.of(arguments[0]),
                    Ownership.inUse(Ownership.Kind.ENVIRONMENT, builder, false),
                    new Waiting(Duration.ofSeconds(10), System.err::println));
            owned.occupy();
            System.out.println("held");
            Thread.sleep(Duration.ofMinutes(1).toMillis());
        }
    }

    @Test
    @DisplayName("what cannot be removed leaves the marker in place, with the reason in it")
    void leftover() throws Exception {
        Path place = directory.resolve("env");
        OwnedDirectory owned = claim(place);
        owned.occupy();
        Path stubborn = Trees.write(place.resolve("stubborn/file"), "x").getParent();
        boolean immutable =
                new ProcessBuilder("chattr", "+i", stubborn.toString()).start().waitFor() == 0;
        assumeTrue(immutable, "SKIPPED: this user cannot make a directory that nobody can remove (chattr +i)");
        try {
            assertThatThrownBy(owned::removeAndClose).isInstanceOf(MachineProblem.class);
            assertThat(OwnedDirectory.inspect(place))
                    .isInstanceOfSatisfying(
                            OwnedDirectory.Finding.Owned.class,
                            found -> assertThat(found.ownership().state()).isEqualTo(Ownership.State.LEFTOVER));
        } finally {
            new ProcessBuilder("chattr", "-i", stubborn.toString()).start().waitFor();
        }
    }

    @Test
    @DisplayName("whoever was interrupted before is told so, and not of a failure")
    void interruptedBefore() throws Exception {
        Path place = directory.resolve("env");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> claim(place)).isInstanceOf(InterruptedException.class);

        claim(place).removeAndClose();
    }

    @Test
    @DisplayName("a directory is free for others if the marker cannot be written")
    void noMarker() throws Exception {
        Path place = directory.resolve("env");
        OwnedDirectory owned = claim(place);
        TreeRemoval.remove(place.resolve(OwnedDirectory.CONTROL));
        assertThatThrownBy(owned::occupy)
                .isInstanceOf(MachineProblem.class)
                .hasMessageContaining("cannot write the marker");

        claim(place).removeAndClose();

        assertThat(notices).isEmpty();
    }

    private OwnedDirectory claim(Path place) throws Exception {
        return OwnedDirectory.claim(
                place, Ownership.inUse(Ownership.Kind.ENVIRONMENT, BUILDER, false), waiting(20_000));
    }

    private OwnedDirectory claimUnchecked(Path place) {
        try {
            return claim(place);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Waiting waiting(long milliseconds) {
        return new Waiting(Duration.ofMillis(milliseconds), notices::add);
    }
}
