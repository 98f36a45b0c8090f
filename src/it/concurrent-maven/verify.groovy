import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.TestBackend

def presence = new File(basedir, "presence")
def other = new File(basedir, "other checkout")
TestBackend.into(other.toPath())
new File(other, "pom.xml").text = new File(basedir, "pom.xml").text
def run = { File directory ->
  new MavenRun(directory, "pyb:wheel", "-Dpyb.config.do=linger", "-Dpyb.outputDirectory=dist")
      .with("PRESENCE", presence.path)
      .with("LINGER", "2")
}
// Three builds: two in one checkout, where the work directory is shared as well.
def runs = [run(basedir).start(), run(basedir).start(), run(other).start()]
runs.each { assertThat(it.await()).as(it.log()).isZero() }

assertThat(presence.readLines().findAll { it == "enter" }).hasSize(3)
def log = runs.collect { it.log() }.join("\n")
assertThat(log).containsPattern("waiting for \\S+/target/pyb, which is in use by")
assertThat(new File(basedir, "shared/env")).doesNotExist()
assertThat(new File(basedir, "dist").list()).containsExactly("test_project-1.0-py3-none-any.whl")

// The same location from two checkouts.
presence.delete()
def at = { File directory -> run(directory).with("BUILD_ENV_DIR", new File(basedir, "common").path) }
new File(basedir, "pom.xml").text = new File(basedir, "pom.xml").text.replace("<envDir>shared/env</envDir>", "")
new File(other, "pom.xml").text = new File(other, "pom.xml").text.replace("<envDir>shared/env</envDir>", "")
runs = [at(basedir).start(), at(other).start()]
runs.each { assertThat(it.await()).as(it.log()).isZero() }
assertThat(presence.readLines()).containsExactly("enter", "leave", "enter", "leave")
log = runs.collect { it.log() }.join("\n")
assertThat(log).containsPattern("waiting for \\S+/common, which is in use by \\S+/concurrent-maven.* \\(goal wheel, process \\d+\\)")
assertThat(new File(basedir, "common")).doesNotExist()
return true
