package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.Problem;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Somebody cleans in another terminal while a build is running. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows does not let go of files that are in use")
class VanishedWorkDirectoryTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName(
            "if target is removed during a build, that build fails and says so, and the next one succeeds without help")
    void vanished() throws Exception {
        Path module = TestBackend.into(
                directory.resolve("module"),
                "requires = []",
                "build-backend = 'cleaning_backend'",
                "backend-path = ['backend']");
        Trees.write(
                module.resolve("backend/cleaning_backend.py"),
                "import os, shutil",
                "from test_backend import *",
                "def build_wheel(directory, settings=None, metadata=None):",
                "    shutil.rmtree(os.environ['CLEANED'], ignore_errors=True)",
                "    raise OSError('where is everything?')");
        Builds build = new Builds(module);
        build.variables.put("CLEANED", module.resolve("target").toString());

        assertThatThrownBy(build::wheel).isInstanceOf(Problem.class);

        assertThat(build.log.lines("WARN"))
                .anyMatch(line -> line.startsWith("the work directory was removed while the build was using it"));
        assertThat(build.work).doesNotExist();
        build.variables.put("CLEANED", "");
        Trees.write(module.resolve("backend/cleaning_backend.py"), "from test_backend import *");
        assertThat(build.wheel().files()).hasSize(1);
    }
}
