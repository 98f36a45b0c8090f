package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.InstallerKind;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Provision;
import io.github.pyb.python.Provisioning;
import io.github.pyb.testing.IndexServer;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.SuppliedProject;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.Uv;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How builds without network get along with lock files, with builds that are left out, and with hooks that start early. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "paths of these environments are those of POSIX systems")
class OfflineCombinationsTest {

    private static final String LACKING = "Maven is offline (-o), and what the build requires is not here\n";

    @TempDir
    Path directory;

    private Path wheels;
    private IndexServer index;
    private Builds build;

    @BeforeEach
    void makeModule() {
        wheels = SuppliedProject.wheelsInto(directory.resolve("wheels"));
        index = IndexServer.of(wheels);
        build = Builds.supplied(directory, index);
    }

    @AfterEach
    void close() {
        index.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("pyb:go-offline lays in what is locked, and then builds need neither an index nor an installer")
    void locked(InstallerKind kind) throws Exception {
        install(kind);
        build.lock();
        newer("supplied_wheel");
        newer("supplied_sdist");
        useAnotherStore();
        build.lock = LockMode.ENFORCE;

        build.goOffline();
        assertThat(build.log.lines("INFO"))
                .contains("Locked: 1 distribution of pylock.build.toml")
                .endsWith(
                        "  required: supplied-backend 1.0, supplied-editable 1.0, supplied-run 1.0, supplied-sdist 1.0,"
                                + " supplied-wheel 1.0");
        index.close();
        build.disconnect();
        InstallerChoice present = build.installer;
        build.installer = new InstallerChoice(InstallerKind.UV, Optional.of(Path.of("/nowhere/uv")), true);

        build.wheel();
        assertThat(build.log.lines("INFO"))
                .contains("Build environment: supplied-backend 1.0, supplied-wheel 1.0 (locked)");
        assertThat(build.sdist().files()).hasSize(1);
        assertThat(build.sdistThenWheel().files()).hasSize(2);
        build.metadata();
        build.environment();
        // What the project needs to run is not locked, and what was just built is installed.
        build.installer = present;
        assertThat(build.editable().path()).isDirectory();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what is locked and neither in the store nor with the installer is missing, whatever else is there")
    void lockedAndMissing(InstallerKind kind) throws Exception {
        install(kind);
        build.lock();
        useAnotherStore();
        build.variables.put("UV_CACHE_DIR", directory.resolve("cache/another").toString());
        newer("supplied_wheel");
        Path locked = build.module.resolve("pylock.build.toml");
        Path aside = Files.move(locked, directory.resolve("aside.toml"));
        build.wheel();
        Files.move(aside, locked);
        newer("supplied_backend");
        build.variables.put("UV_CACHE_DIR", directory.resolve("cache/third").toString());
        build.disconnect();
        int asked = index.requests().size();

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INSTALL_FAILED))
                .hasMessageStartingWith(LACKING)
                .hasMessageContaining("missing:      supplied-backend 1.0 (locked for " + tag() + ")\n")
                .hasMessageContaining("missing:      supplied-wheel 1.0 (locked for " + tag()
                        + ", needed if the backend reports it)\n")
                .hasMessageContaining("try:          fetch it once, without -o: mvn pyb:go-offline");
        assertThat(build.defaultEnvironment()).doesNotExist();
        assertThat(index.requests()).hasSize(asked);
    }

    @Test
    @DisplayName("what is locked for the hooks is no obstacle by itself, and if it is missing the installer says so")
    void lockedForHooks() throws Exception {
        // To lock, the declared ones are installed, and so they are stored.
        build.lock();
        build.disconnect();

        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith(LACKING)
                .hasMessageContaining("missing:      supplied-wheel==1.0\n")
                .hasMessageContaining("try:          fetch it: mvn pyb:go-offline");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what is locked may come from wheels that the installer has on this machine")
    void lockedAtHand(InstallerKind kind) throws Exception {
        install(kind);
        build.lock();
        useAnotherStore();
        build.variables.put("PIP_FIND_LINKS", wheels.toString());
        build.variables.put("UV_FIND_LINKS", wheels.toString());
        build.disconnect();

        assertThat(build.wheel().files()).hasSize(1);
        assertThat(build.log.lines("INFO")).contains("Locked: 1 distribution of pylock.build.toml");
    }

    @Test
    @DisplayName("what is not locked and has to be is refused offline as ever; otherwise it is laid in without a lock")
    void lockedOtherwise() throws Exception {
        build.lock();
        SuppliedProject.into(build.module, "supplied-run");
        useAnotherStore();
        StoreSettings empty = build.store;
        InstallerChoice online = build.installer;

        build.disconnect();
        build.lock = LockMode.ENFORCE;
        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.LOCK_MISMATCH))
                .hasMessageContaining("asked by:     requires in [build-system]: supplied-run\n");
        assertThat(build.defaultEnvironment()).doesNotExist();
        build.lock = LockMode.PREFER;
        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith(LACKING)
                .hasMessageContaining("missing:      supplied-run (for " + tag() + ")\n");

        build.store = empty;
        build.installer = online;
        build.goOffline();
        assertThat(build.log.lines("WARN"))
                .anyMatch(line -> line.startsWith("what the build asks for is not what is locked"));
        build.disconnect();
        index.close();
        assertThat(build.wheel().files()).hasSize(1);
    }

    @Test
    @DisplayName("pyb:lock says which interpreter it does not get offline, and locks for no others")
    void lockWithoutInterpreter() {
        build.pythons = List.of(Pythons.any().executable().toString(), "maven:3.13");
        build.provisioning = new Provisioning(
                Provision.AUTO,
                directory.resolve("cpython"),
                OfflineCombinationsTest::isOffline,
                Duration.ofSeconds(1));
        build.disconnect();

        assertThatThrownBy(build::lock)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INTERPRETER_UNRESOLVED))
                .hasMessageContaining("missing:      interpreter maven:3.13\n");
        assertThat(build.module.resolve("pylock.build.toml")).doesNotExist();
    }

    private static Path isOffline(String coordinates) throws UserProblem {
        throw new UserProblem(ProblemKind.INTERPRETER_NOT_FOUND, Explanation.of("Maven says so"));
    }

    @Test
    @DisplayName(
            "where nothing has changed nothing is needed, though nothing is here; pyb:go-offline is no change either")
    void unchanged() throws Exception {
        build.wheelUnlessUnchanged();
        build.goOffline();
        index.close();
        useAnotherStore();
        build.disconnect();

        build.wheelUnlessUnchanged();
        assertThat(build.log.lines("INFO")).singleElement().asString().startsWith("Nothing has changed since ");

        Trees.write(build.module.resolve("more.py"), "");
        assertThatThrownBy(build::wheelUnlessUnchanged)
                .hasMessageStartingWith(LACKING)
                .hasMessageContaining("missing:      supplied-backend (for " + tag() + ")\n");
    }

    @Test
    @DisplayName("where environments cannot be moved, an editable installation has to be made once with a network")
    void unmovable() throws Exception {
        build = Builds.supplied(directory.resolve("with a blank"), index);
        InstallerChoice online = build.installer;
        build.goOffline();
        build.disconnect();
        assertThat(build.wheel().files()).hasSize(1);
        assertThatThrownBy(build::editable).hasMessageStartingWith(LACKING);

        build.installer = online;
        build.editable();
        build.disconnect();
        assertThat(build.editable().path()).isDirectory();
    }

    @Test
    @DisplayName("no hook gets ready for pyb:go-offline that nobody calls")
    void hooks() throws Exception {
        Path loads = directory.resolve("loads.txt");
        build.variables.put("SUPPLIED_LOADS", loads.toString());

        build.goOffline();

        // One hook for each kind says what is required; two more what an editable installation needs to run.
        assertThat(Files.readAllLines(loads)).hasSize(5);
    }

    @Test
    @DisplayName("pip is asked where it finds wheels although there is no environment yet, and says what is not there")
    void pipByItself() throws Exception {
        Path configuration = Trees.write(
                directory.resolve("pip.conf"),
                "[global]",
                "find-links =",
                "    " + directory.resolve("empty"),
                "    " + wheels);
        Files.createDirectory(directory.resolve("empty"));
        build.variables.put("PIP_CONFIG_FILE", configuration.toString());
        SuppliedProject.into(build.module, "supplied-nowhere");
        build.disconnect();

        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith(LACKING)
                .hasMessageContaining("missing:      supplied-nowhere (for " + tag() + ")\n")
                .hasMessageNotContaining("supplied-backend");
        assertThat(build.defaultEnvironment()).doesNotExist();

        SuppliedProject.into(build.module);
        assertThat(build.wheel().files()).hasSize(1);
    }

    private void newer(String project) {
        new WheelFile(project, "2.0").writeInto(wheels);
    }

    private void useAnotherStore() {
        build.store = new StoreSettings(
                directory.resolve("another-store"), build.store.limit(), Instant.MIN, Duration.ofMinutes(1));
    }

    private void install(InstallerKind kind) {
        Optional<Path> uv = kind == InstallerKind.UV ? Optional.of(Uv.executable()) : Optional.empty();
        build.installer = new InstallerChoice(kind, uv, false);
    }

    private static String tag() {
        return Pythons.any().tag();
    }
}
