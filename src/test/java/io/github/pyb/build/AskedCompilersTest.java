package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.process.ProcessRunner;
import io.github.pyb.python.Provisioning;
import io.github.pyb.testing.Trees;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere compilers are not asked")
class AskedCompilersTest {

    @TempDir
    Path directory;

    Builds build;

    @BeforeEach
    void makeModule() {
        Path module = directory.resolve("module");
        Trees.write(
                module.resolve("pyproject.toml"),
                "[build-system]",
                "requires = ['setuptools']",
                "build-backend = 'setuptools.build_meta'",
                "[project]",
                "name = 'native'",
                "version = '1.0'",
                "[tool.setuptools]",
                "packages = ['native']");
        Trees.write(module.resolve("native/__init__.py"), "value = 1");
        build = new Builds(module).withSetuptools(directory.resolve("wheels"));
        Provisioning usual = build.provisioning;
        // Beside what is provisioned, answers are remembered; those of earlier tests are not to be known.
        build.provisioning = new Provisioning(
                usual.provision(), directory.resolve("store/cpython"), usual.source(), usual.patience());
    }

    @Test
    @DisplayName("they are asked before the environment is there, and the next build knows the answer")
    void once() throws Exception {
        Trees.write(build.module.resolve("native/native.c"), "int native;");

        assertThat(steps(build.wheel())).containsSubsequence("compilers", "pip");
        assertThat(steps(build.wheel())).doesNotContain("compilers");
    }

    @Test
    @DisplayName("a project without anything to compile does not wait for them")
    void pure() throws Exception {
        assertThat(steps(build.wheel())).doesNotContain("compilers");
    }

    private static List<String> steps(BuildResult result) {
        return result.builds().stream()
                .flatMap(one -> one.steps().stream())
                .map(ProcessRunner.Step::title)
                .toList();
    }
}
