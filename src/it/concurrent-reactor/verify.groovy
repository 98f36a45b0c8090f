import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def log = MavenRun.log(basedir)
assertThat(new File(basedir, "presence").readLines()).containsExactly("enter", "leave", "enter", "leave")
assertThat(log).containsPattern("\\[(one|two)] waiting for \\S+/shared/env, which is in use by \\S+/(one|two) \\(goal wheel, process \\d+\\)")
// Whose line it is can be seen although the lines of both modules are mixed.
assertThat(log).contains("[INFO] [one] build_wheel | the hook does linger").contains("[INFO] [two] build_wheel | the hook does linger")
["one", "two"].each {
  assertThat(new File(basedir, "${it}/target/dist/test_project-1.0-py3-none-any.whl")).exists()
}
assertThat(new File(basedir, "shared")).isEmptyDirectory()
return true
