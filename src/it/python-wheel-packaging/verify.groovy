import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import java.nio.file.Path

def wheel = new File(basedir, "target/dist/full_project-1.0-py3-none-any.whl")
def sdist = new File(basedir, "target/dist/full_project-1.0.tar.gz")
def installed = new File(localRepositoryPath, "io/github/pyb/it/full-project/2.0-SNAPSHOT")
// What the module stands for; the same for who wants a certain one; and what it was made of.
def expected = [".whl": wheel, "-py3-none-any.whl": wheel, "-sdist.tar.gz": sdist]
def check = {
  expected.each { end, file ->
    assertThat(new File(installed, "full-project-2.0-SNAPSHOT${end}")).hasSameBinaryContentAs(file)
  }
}
check()
assertThat(new File(basedir, "target/pyb/sdist/full-project/PKG-INFO")).as("built through the source distribution").exists()

// What a failed build has left outside of target is cleaned as well, and nothing else.
def maven = { String... arguments -> new MavenRun(basedir, arguments) }
def chosen = new File(basedir, "chosen")
maven("package", "-Dpyb.config.wheel=raise", "-Dbuild.env.dir=chosen/env").run(false)
assertThat(new File(chosen, "env")).isNotEmptyDirectory()
maven("clean", "-Dbuild.env.dir=chosen/env").run(true)
assertThat(new File(basedir, "target")).doesNotExist()
assertThat(chosen).isEmptyDirectory()
assertThat(new File(basedir, "full_project/__init__.py")).exists()

// What was built is checked before anybody else gets it.
def unchecked = maven("install", "-Dpyb.config.unrecorded=full_project/late.py").run(false).log()
assertThat(unchecked)
    .contains("pyb-maven-plugin").contains(":check (default-check)")
    .contains("what was built is not as it should be: 1 error, ")
    .contains("- RECORD does not list: full_project/late.py")
// The log of this integration test is packed, and has paths in it.
def strict = ["verify", "-Dpyb.check.strict", '-Dpyb.configSettings={"leave-out": ["build.log"], "nowhere": true}']
assertThat(maven(*strict).run(true).log())
    .contains("Checked full_project-1.0-py3-none-any.whl and full_project-1.0.tar.gz: nothing to object to")
// What has not changed is not built again, and is installed all the same.
maven("install", "-Dpyb.skipIfUnchanged").run(true)
assertThat(installed.deleteDir()).isTrue()
assertThat(maven("install", "-Dpyb.skipIfUnchanged").run(true).log())
    .contains("Nothing has changed since ${sdist} and ${wheel} were built just now: not built again")
    .contains("Checked full_project-1.0-py3-none-any.whl and full_project-1.0.tar.gz")
    .doesNotContain("build_wheel")
check()
assertThat(maven("verify", "-Dpyb.skipIfUnchanged", "-U", "-X").run(true).log())
    .contains("built, because its build requirements are to be resolved anew")
maven("clean").run(true)

// All that comes before is Maven's: there is nothing to compile, and nothing is said about it.
assertThat(maven("test").run(true).log()).doesNotContain("resources").doesNotContain("surefire")
assertThat(new File(basedir, "target")).doesNotExist()

// A second goal in the same run does not take the place of the first.
def both = maven("verify", "pyb:wheel").run(true).log()
assertThat(both).doesNotContain("already attached")

// The same with every line of Maven.
mavenVersions.split(",").each { version ->
  assertThat(installed.deleteDir()).isTrue()
  new MavenRun(Path.of(mavens, "apache-maven-${version}"), basedir, "clean", "install").run(true)
  check()
}

// Maven's own word for a module without a result.
assertThat(maven("install", "-Dpyb.attach=false").run(false).log()).contains("did not assign a file to the build artifact")
return true
