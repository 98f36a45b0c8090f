package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.FakeProgram;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import io.github.pyb.tuning.CompilerCacheChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is a reason to build, one after the other; and that without a reason nothing is built. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "as the other tests that build")
class UnchangedBuildTest {

    private static final String WHEEL = "full_project-1.0-py3-none-any.whl";

    @TempDir
    Path directory;

    Builds build;

    @BeforeEach
    void makeModule() throws Exception {
        build = new Builds(TestBackend.complete(directory.resolve("module")));
        build.debug = true;
        build.wheelUnlessUnchanged();
        assertThat(reasons()).containsExactly("nothing is known of a build before");
    }

    @Test
    @DisplayName("nothing has changed: nothing is built, one line says so, the result is that of the last build")
    void unchanged() throws Exception {
        byte[] wheel = Files.readAllBytes(build.output.resolve(WHEEL));
        byte[] report = Files.readAllBytes(build.work.resolve("report.json"));

        BuildResult result = build.wheelUnlessUnchanged();

        assertThat(build.log.lines("INFO"))
                .containsExactly("Nothing has changed since " + build.output.resolve(WHEEL)
                        + " was built just now: not built again (pyb.skipIfUnchanged)");
        assertThat(result.wheel().orElseThrow().file()).isEqualTo(build.output.resolve(WHEEL));
        assertThat(result.wheel().orElseThrow().name().tags()).isEqualTo("py3-none-any");
        assertThat(result.files()).containsExactly(build.output.resolve(WHEEL));
        assertThat(Files.readAllBytes(build.output.resolve(WHEEL))).isEqualTo(wheel);
        assertThat(Files.readAllBytes(build.work.resolve("report.json"))).isEqualTo(report);
    }

    @Test
    @DisplayName("a report that another goal has written in the meantime is replaced by that of the results")
    void report() throws Exception {
        build.sdist();

        build.wheelUnlessUnchanged();

        assertThat(reasons()).isEmpty();
        Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(build.work.resolve("report.json")));
        assertThat(report.get("goal")).isEqualTo("wheel");
        assertThat(((List<?>) report.get("artifacts"))).hasSize(1);
    }

    @Test
    @DisplayName("a change of the sources is a reason to build, named after the file")
    void sources() throws Exception {
        Trees.write(build.module.resolve("full_project/__init__.py"), "value = 2");
        assertBuilt("full_project/__init__.py has changed");

        Trees.write(build.module.resolve("full_project/more.py"), "");
        assertBuilt("full_project/more.py is new");

        Files.delete(build.module.resolve("full_project/more.py"));
        assertBuilt("full_project/more.py is gone");
        assertUnchanged();

        Trees.write(build.module.resolve("full_project/__pycache__/a.pyc"), "left by tests");
        Trees.write(build.module.resolve("target/classes/a.txt"), "left by Maven");
        assertUnchanged();
    }

    @Test
    @DisplayName("a store that stands among the sources is no part of them: it is neither copied nor a change")
    void storeAmongSources() throws Exception {
        Path cache = build.module.resolve(".cache/pyb");
        build.store = new StoreSettings(
                cache.resolve("environments"), build.store.limit(), build.store.staleBefore(), build.store.patience());
        Trees.write(cache.resolve("mine"), "a file of somebody else");
        assertBuilt(".cache is new");

        Trees.write(cache.resolve("environments/packs/more"), "of another build");
        assertUnchanged();

        assertThat(cache.resolve("environments/CACHEDIR.TAG")).isRegularFile();
        assertThat(build.work.resolve("source/.cache/pyb")).isDirectoryContaining(path -> path.endsWith("mine"));
        assertThat(build.work.resolve("source/.cache/pyb/environments")).doesNotExist();
    }

    @Test
    @DisplayName("what another build has put in the place of the results is not taken for them")
    void overtaken() throws Exception {
        Builds other = new Builds(build.module);
        other.settings.put("run-requires", List.of("something"));
        build.then = () -> {
            try {
                other.wheel();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        Trees.write(build.module.resolve("needed.txt"), "new");
        assertBuilt("needed.txt has changed");
        build.then = () -> {};

        assertBuilt("the results in " + build.output + " are not those that " + build.work + " knows of");
        assertUnchanged();
    }

    @Test
    @DisplayName("a build during which a file was another one for a moment is not relied on")
    void restless() throws Exception {
        Trees.write(build.module.resolve("needed.txt"), "new");
        build.then = () -> {
            Trees.write(build.module.resolve("needed.txt"), "of another branch");
            Trees.write(build.module.resolve("needed.txt"), "new");
        };
        assertBuilt("needed.txt has changed");
        build.then = () -> {};

        assertBuilt("needed.txt has changed");
        assertUnchanged();
    }

    @Test
    @DisplayName("other parameters are a reason to build")
    void parameters() throws Exception {
        build.settings.put("more", List.of(1));
        assertBuilt("the config setting more is new");
        build.settings.put("more", List.of(2));
        assertBuilt("the config setting more has changed");
        build.settings.remove("more");
        assertBuilt("the config setting more is gone");

        build.timestamp = Instant.parse("2020-01-02T03:04:05Z");
        assertBuilt("the time that stands for that of the build has changed");
        build.version = new PomVersion("1.0", "pom.xml", VersionCheck.WARN, false);
        assertBuilt("the version of the POM has changed");
        build.mode = SourceMode.COPY;
        assertBuilt("the source mode has changed");
        build.output = build.module.resolve("target/other");
        assertBuilt("the choice of places has changed");
        build.envDir = directory.resolve("env");
        assertBuilt("the place of the environment has changed");
        build.variant = "other";
        assertBuilt("the choice of what is built has changed");
        build.compilerCache = CompilerCacheChoice.AUTO;
        assertBuilt("the compiler cache has changed");
        build.reuse = false;
        assertBuilt("the choice of interpreters has changed");
        build.installer = new InstallerChoice(build.installer.kind(), Optional.of(directory.resolve("uv")), false);
        assertBuilt("the installer has changed");
        assertUnchanged();
        build.jobs = 1;
        assertUnchanged();
    }

    @Test
    @DisplayName("variables are a reason to build, those of the POM and those of the machine; some have no effect")
    void variables() throws Exception {
        build.variables.put("CFLAGS", "-O1");
        assertBuilt("the environment variable CFLAGS is new");
        machine(Map.of("BUILD_NUMBER", "1"));
        assertBuilt("the environment variable BUILD_NUMBER is new");
        machine(Map.of("BUILD_NUMBER", "2"));
        assertBuilt("the environment variable BUILD_NUMBER has changed");
        machine(Map.of("BUILD_NUMBER", "2", "WINDOWID", "7", "MAVEN_CMD_LINE_ARGS", "verify", "CI_JOB_TOKEN", "t"));
        assertUnchanged();
        assertThat(build.work.resolve("record/built-wheel.json")).content().doesNotContain("CI_JOB_TOKEN");
    }

    @Test
    @DisplayName(
            "constraints, configuration of the installer, wheels from Maven and the lock file are reasons to build")
    void files() throws Exception {
        Path constraints = Trees.write(directory.resolve("constraints.txt"), "click==8");
        build.constraints.add(constraints);
        String reason = "the configuration of the installer, or a file of constraints has changed";
        assertBuilt(reason);
        Trees.write(constraints, "click==9");
        assertBuilt(reason);

        Path configuration = Trees.write(directory.resolve("pip.conf"), "[global]");
        build.variables.put("PIP_CONFIG_FILE", configuration.toString());
        assertThat(reasonsOf(build)).hasSize(1);
        Trees.write(configuration, "[global]", "pre = true");
        assertBuilt(reason);

        build.provided.add(new WheelFile("lib", "1.0").writeInto(directory));
        assertBuilt("the wheel lib-1.0-py3-none-any.whl, which Maven provides is new");
        new WheelFile("lib", "1.0").with("lib.py", "x = 1").writeInto(directory);
        assertBuilt("the wheel lib-1.0-py3-none-any.whl, which Maven provides has changed");

        Trees.write(
                build.module.resolve("pylock.build.toml"),
                "lock-version = '1.0'",
                "created-by = 'somebody'",
                "packages = []");
        assertBuilt("the lock file is new");
        build.lock = LockMode.IGNORE;
        assertBuilt("the choice of a lock file has changed");
        assertUnchanged();
    }

    @Test
    @DisplayName("another compiler under the same name is a reason to build")
    void programs() throws Exception {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        machine(Map.of("PATH", programs + ":" + new Host().environment().get("PATH")));
        assertBuilt("the environment variable PATH has changed");
        FakeProgram.at(programs.resolve("cmake"));
        assertThat(reasonsOf(build)).hasSize(1).first().asString().startsWith("the program cmake ");
        assertUnchanged();
    }

    @Test
    @DisplayName("results that are not there any more, or are not those that were built, are a reason to build")
    void results() throws Exception {
        String reason = "the results in " + build.output + " are not those that " + build.work + " knows of";
        Files.delete(build.output.resolve(WHEEL));
        assertBuilt(reason);

        Files.writeString(build.output.resolve(WHEEL), "x");
        assertBuilt(reason);
        assertUnchanged();
    }

    @Test
    @DisplayName("when build requirements are to be resolved anew, it is built: with -U, or after an interval")
    void updates() throws Exception {
        build.resolveAnew();
        assertBuilt("its build requirements are to be resolved anew");
        assertUnchanged();
    }

    @Test
    @DisplayName("what was remembered and cannot be understood is nothing")
    void damagedMemory() throws Exception {
        Path file = build.work.resolve("record/built-wheel.json");
        String text = Files.readString(file);
        for (String damaged : List.of("", "{}", "[]", text.replace("\"looked\": \"", "\"looked\": \"x"))) {
            Files.writeString(file, damaged);
            assertBuilt("nothing is known of a build before");
        }
        assertUnchanged();
    }

    @Test
    @DisplayName("a failed build leaves what was known, so the next one is built again")
    void failure() throws Exception {
        Trees.write(build.module.resolve("full_project/__init__.py"), "value = 2");
        build.settings.put("wheel", "raise");
        assertThatThrownBy(() -> build.wheelUnlessUnchanged()).isInstanceOf(UserProblem.class);

        build.settings.clear();
        assertBuilt("full_project/__init__.py has changed");
    }

    @Test
    @DisplayName("what cannot be known is built, and one line says why")
    void never() throws Exception {
        Files.createSymbolicLink(build.module.resolve("link"), Files.createDirectory(directory.resolve("elsewhere")));
        build.wheelUnlessUnchanged();
        assertThat(build.log.lines("DEBUG"))
                .anyMatch(line -> line.startsWith("built, because it cannot be known whether something has changed:")
                        && line.contains("link is a link to a directory that is not part of the sources"));

        build.keep = KeepPolicy.ALWAYS;
        build.reclaim = true;
        assertNever("keepEnv wants an environment to be there");
        build.keep = KeepPolicy.FAILURE;
        build.mode = SourceMode.INPLACE;
        assertNever("what is built in place may depend on more than its files");
        build.mode = SourceMode.AUTO;
        build.isolated = false;
        assertNever("without isolation nobody knows what has changed in the interpreter's environment");
    }

    @Test
    @DisplayName("a project that is built in place because of its version is always built")
    void versionControl() throws Exception {
        Path project = build.module.resolve("pyproject.toml");
        Files.writeString(project, Files.readString(project) + "[tool.setuptools_scm]\n");

        assertNever("its version comes from version control ([tool.setuptools_scm])");
    }

    private void assertNever(String why) throws Exception {
        build.wheelUnlessUnchanged();
        assertThat(build.log.lines("INFO")).contains("pyb.skipIfUnchanged has no effect: " + why);
        assertThat(built(build.log)).isTrue();
    }

    private void assertBuilt(String reason) throws Exception {
        assertThat(reasonsOf(build)).containsExactly(reason);
        assertThat(built(build.log)).isTrue();
    }

    private void assertUnchanged() throws Exception {
        assertThat(reasonsOf(build)).isEmpty();
        assertThat(built(build.log)).isFalse();
    }

    private List<String> reasonsOf(Builds builds) throws Exception {
        builds.wheelUnlessUnchanged();
        return reasons();
    }

    private List<String> reasons() {
        String begin = "built, because ";
        return build.log.lines("DEBUG").stream()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()))
                .toList();
    }

    private static boolean built(RecordingLog log) {
        return log.lines("INFO").stream().anyMatch(line -> line.startsWith("Built "));
    }

    private void machine(Map<String, String> more) throws IOException {
        Host real = new Host();
        Map<String, String> variables = new HashMap<>(real.environment());
        variables.putAll(more);
        build.host = new Host(real.family(), variables, real.home());
    }
}
