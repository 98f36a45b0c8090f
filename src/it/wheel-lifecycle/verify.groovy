import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.Trees
import io.github.pyb.testing.WheelFile

def wheel = new File(basedir, "target/dist/test_project-1.0-py3-none-any.whl")
assertThat(WheelFile.read(wheel.toPath())).containsKeys("test_project.py", "test_project-1.0.dist-info/RECORD")

// The classifier is made of the tags, so the installed file has the name that PEP 427 asks for.
def installed = new File(localRepositoryPath, "io/github/pyb/it/test_project/1.0/test_project-1.0-py3-none-any.whl")
assertThat(installed).hasSameBinaryContentAs(wheel)

assertThat(new File(basedir, "target/pyb/env").list()).isEmpty()
assertThat(new File(basedir, "target/pyb/log/wheel.log")).content().contains("== build_wheel")
assertThat(Trees.describe(basedir.toPath().resolve("backend"))).isEqualTo(context.get("sources"))
assertThat(MavenRun.log(basedir))
    .contains("[INFO] build_wheel | the hook does None")
    .contains("[INFO] Checked test_project-1.0-py3-none-any.whl: nothing to object to")
return true
