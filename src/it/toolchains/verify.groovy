import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def log = MavenRun.log(basedir)
assertThat(log)
    .containsPattern("Python: CPython \\S+, \\S+ \\(from toolchains.xml\\)")
    .contains("a toolchain of the type python in toolchains.xml has no executable")
    .contains("but the project says that it runs on >=4 (requires-python)")
assertThat(new File(basedir, "target/dist/test_project-1.0-py3-none-any.whl")).exists()
return true
