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
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.Uv;
import io.github.pyb.testing.WheelFile;
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

/** What is laid in for builds without network, and what such builds say if it is not. A real installer and an index. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "paths of these environments are those of POSIX systems")
class GoOfflineTest {

    @TempDir
    Path directory;

    private IndexServer index;
    private Builds build;

    @BeforeEach
    void makeModule() {
        index = IndexServer.of(SuppliedProject.wheelsInto(directory.resolve("wheels")));
        build = Builds.supplied(directory, index);
    }

    @AfterEach
    void close() {
        index.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("after pyb:go-offline every goal builds without asking an index, however old that is")
    void everyGoal(InstallerKind kind) throws Exception {
        install(kind);
        build.goOffline();
        assertThat(build.log.lines("INFO"))
                .endsWith(
                        "Ready for builds without network (mvn -o), with "
                                + Pythons.any().describe(),
                        "  required: supplied-backend 1.0, supplied-editable 1.0, supplied-run 1.0, supplied-sdist 1.0,"
                                + " supplied-wheel 1.0");
        assertThat(build.output).doesNotExist();
        assertThat(build.defaultEnvironment()).doesNotExist();
        index.close();
        build.disconnect();
        int asked = index.requests().size();

        BuildResult wheel = build.wheel();
        assertThat(WheelFile.read(wheel.wheel().orElseThrow().file()).get("installed.txt"))
                .contains("supplied_wheel")
                .doesNotContain("supplied_sdist", "supplied_editable", "supplied_run");
        assertThat(build.sdist().files()).hasSize(1);
        assertThat(build.sdistThenWheel().files()).hasSize(2);
        build.metadata();
        build.environment();
        assertThat(build.editable().path()).isDirectory();
        assertThat(index.requests()).hasSize(asked);
    }

    @Test
    @DisplayName("of several interpreters each gets its own supplies")
    void several() throws Exception {
        build.pythons = Pythons.two();
        build.provisioning = Pythons.fromBuild();
        build.goOffline();
        assertThat(build.log.lines("INFO"))
                .filteredOn(line -> line.startsWith("Ready for builds without network"))
                .hasSize(2);
        index.close();
        build.disconnect();

        build.reuse = false;
        assertThat(build.sdistThenWheel().builds()).hasSize(2);
        build.pythons = List.of();
        assertThat(build.wheel().files()).hasSize(1);
    }

    @Test
    @DisplayName("without, everything that is missing is listed before an environment is made, also what the backend"
            + " reported once")
    void missing() throws Exception {
        SuppliedProject.into(
                build.module,
                "supplied-wheel>=1",
                "supplied-nowhere",
                "supplied-run; python_version >= \"3\"",
                "supplied-old; python_version < \"3\"");
        build.disconnect();

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INSTALL_FAILED))
                .hasMessageStartingWith("Maven is offline (-o), and what the build requires is not here\n")
                .hasMessageContaining("missing:      supplied-backend (for " + tag() + ")\n")
                .hasMessageContaining("missing:      supplied-nowhere (for " + tag() + ")\n")
                .hasMessageContaining("missing:      supplied-wheel>=1 (for " + tag() + ")\n")
                .hasMessageContaining("missing:      supplied-run; python_version >= \"3\" (for " + tag() + ")\n")
                .hasMessageNotContaining("supplied-old")
                .hasMessageContaining("looked in:    the store " + build.store.directory())
                .hasMessageContaining("try:          fetch it once, without -o: mvn pyb:go-offline");
        assertThat(build.defaultEnvironment()).doesNotExist();
        assertThat(index.requests()).isEmpty();
    }

    @Test
    @DisplayName("what the backend reported the last time is listed as well, and is no obstacle by itself")
    void reported() throws Exception {
        build.wheel();
        SuppliedProject.into(build.module, "supplied-sdist");
        build.disconnect();

        assertThatThrownBy(build::wheel)
                .hasMessageContaining("missing:      supplied-sdist (for " + tag() + ")\n")
                .hasMessageContaining(
                        "missing:      supplied-wheel (for " + tag() + ", reported by the backend the last time)\n");

        SuppliedProject.into(build.module);
        assertThat(build.wheel().files()).hasSize(1);
        // Of source distributions nothing is known yet, and the installer does not find it either.
        assertThatThrownBy(build::sdist)
                .hasMessageContaining("supplied-sdist")
                .hasMessageContaining("fetch it: mvn pyb:go-offline");
    }

    @Test
    @DisplayName("uv says itself what is not in its cache")
    void missingForUv() throws Exception {
        install(InstallerKind.UV);
        SuppliedProject.into(build.module, "supplied-run");
        build.store = StoreSettings.none();
        build.wheel();
        SuppliedProject.into(build.module, "supplied-sdist");
        build.disconnect();
        int asked = index.requests().size();

        assertThatThrownBy(build::wheel)
                .hasMessageContaining("missing:      supplied-sdist (for")
                .hasMessageContaining("reported by the backend the last time");
        assertThat(index.requests()).hasSize(asked);
    }

    @Test
    @DisplayName("interpreters that Maven would resolve are on the list, together with what the others lack")
    void interpreters() {
        build.pythons = List.of(Pythons.any().executable().toString(), "maven:3.13");
        build.provisioning = new Provisioning(
                Provision.AUTO, directory.resolve("cpython"), GoOfflineTest::isOffline, Duration.ofSeconds(1));
        build.disconnect();

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INTERPRETER_UNRESOLVED))
                .hasMessageStartingWith("Maven is offline (-o), and what the build requires is not here\n")
                .hasMessageContaining("missing:      interpreter maven:3.13\n")
                .hasMessageContaining("missing:      supplied-backend (for " + tag() + ")\n")
                .hasMessageContaining("Maven says so");
        assertThat(build.work.resolve("env")).doesNotExist();

        build.pythons = List.of("maven:3.13");
        assertThatThrownBy(build::wheel)
                .hasMessageContaining("missing:      interpreter maven:3.13\n")
                .hasMessageContaining("mvn pyb:go-offline");
    }

    private static Path isOffline(String coordinates) throws UserProblem {
        throw new UserProblem(ProblemKind.INTERPRETER_NOT_FOUND, Explanation.of("Maven says so"));
    }

    @Test
    @DisplayName("what may change unnoticed is kept as it is for builds without network, and for them alone")
    void changeable() throws Exception {
        Path source = localSource("1.0");
        SuppliedProject.into(build.module, "local @ " + source.toUri());
        build.goOffline();

        localSource("2.0");
        assertThat(WheelFile.read(build.wheel().files().get(0)).get("installed.txt"))
                .contains("local");
        assertThat(build.log.lines("INFO")).contains("  - local==2.0");

        index.close();
        build.disconnect();
        assertThat(build.wheel().files()).hasSize(1);
        assertThat(build.log.lines("INFO"))
                .contains("  - local==1.0")
                .contains("  as it was then, because Maven is offline: there may be something else at " + source.toUri()
                        + " some day");
    }

    /** A project that pip has to build, with a backend from the index. */
    private Path localSource(String version) {
        Path source = directory.resolve("source");
        TestBackend.into(source, "requires = ['supplied-run']", "build-backend = 'local'", "backend-path = ['.']");
        Trees.write(
                source.resolve("local.py"),
                "import supplied_run, zipfile",
                "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                "    name = 'local-" + version + "-py3-none-any.whl'",
                "    info = 'local-" + version + ".dist-info/'",
                "    with zipfile.ZipFile(directory + '/' + name, 'w') as wheel:",
                "        wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: local\\nVersion: " + version
                        + "\\n')",
                "        wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')",
                "        wheel.writestr(info + 'RECORD', '')",
                "    return name");
        return source;
    }

    @Test
    @DisplayName("what cannot be kept makes pyb:go-offline fail, with the reason")
    void tooLarge() {
        build.store = new StoreSettings(build.store.directory(), 1000, Instant.MIN, Duration.ofMinutes(1));
        assertThatThrownBy(build::goOffline)
                .hasMessageStartingWith(
                        "the build environment cannot be kept for builds without network: it is too large"
                                + " for the store")
                .hasMessageContaining("-Dpyb.store.size=MEGABYTES");

        build.store = StoreSettings.none();
        assertThatThrownBy(build::goOffline)
                .hasMessageStartingWith("the build environment cannot be kept for builds without network: the store is"
                        + " switched off, or cannot be used");
    }

    @Test
    @DisplayName("pyb:go-offline cannot do its work offline")
    void contradiction() {
        build.disconnect();
        assertThatThrownBy(build::goOffline)
                .hasMessageStartingWith(
                        "pyb:go-offline fetches what builds without network need, and Maven is offline");
    }

    private void install(InstallerKind kind) {
        Optional<Path> uv = kind == InstallerKind.UV ? Optional.of(Uv.executable()) : Optional.empty();
        build.installer = new InstallerChoice(kind, uv, false);
    }

    private static String tag() {
        return Pythons.any().tag();
    }
}
