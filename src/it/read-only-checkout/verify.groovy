import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.PackageIndex
import io.github.pyb.testing.Trees
import java.nio.file.Files
import java.nio.file.Path

def root = System.getProperty("user.name") == "root"
def make = { String name, Map<String, List<String>> files ->
  def checkout = new File(basedir, name)
  checkout.mkdirs()
  Files.copy(basedir.toPath().resolve("pom.xml"), checkout.toPath().resolve("pom.xml"))
  files.each { path, lines -> Trees.write(checkout.toPath().resolve(path), lines as String[]) }
  return checkout
}
// Runs Maven where nothing can be written, and sees to it that nothing was.
def run = { File checkout, boolean success, String goal, String... more ->
  def corner = new File(basedir, "corner of ${checkout.name}".toString())
  corner.mkdirs()
  def before = Trees.describeWithTimes(checkout.toPath(), "target")
  def arguments = ([
      goal,
      "-Dbuild.env.dir=${corner}/env",
      "-Dpyb.workDirectory=${corner}/work",
      "-Dpyb.outputDirectory=${corner}/dist",
      "-Dpyb.env.reclaim",
  ] + more.toList()) as String[]
  def maven
  if (root) {
    def script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$1" && ! touch x 2> /dev/null && shift && exec "$@"'
    maven = new MavenRun(checkout, arguments).through("unshare", "-m", "sh", "-c", script, "sh", checkout.path)
  } else {
    ["chmod", "-R", "a-w", checkout.path].execute().waitFor()
    maven = new MavenRun(checkout, arguments)
  }
  try {
    maven.run(success)
  } finally {
    ["chmod", "-R", "u+w", checkout.path].execute().waitFor()
  }
  assertThat(Trees.describeWithTimes(checkout.toPath(), "target")).isEqualTo(before)
  if (success) {
    assertThat(new File(corner, "env")).doesNotExist()
  }
  return [log: maven.log(), built: (new File(corner, "dist").list() ?: []) as List]
}

def hermetic = make("checkout", [:])
["pyproject.toml", "backend/test_backend.py"].each {
  new File(hermetic, "backend").mkdirs()
  Files.copy(basedir.toPath().resolve(it), hermetic.toPath().resolve(it))
}
assertThat(run(hermetic, true, "pyb:wheel", "-Dpyb.config.do=write-source").built).contains("test_project-1.0-py3-none-any.whl")

// A backend that has to write where it may not: the message says why that is, and what can be done.
def refused = run(hermetic, false, "pyb:wheel", "-Dpyb.config.do=write-source", "-Dpyb.sourceMode=inplace").log
assertThat(refused)
    .contains("the hook build_wheel of the backend test_backend failed: ")
    .contains("read-only:    ${hermetic}, in which this project is built, cannot be written to".toString())
    .contains("build from a copy (-Dpyb.sourceMode=copy)")
assertThat(run(hermetic, true, "pyb:wheel", "-Dpyb.sourceMode=inplace").built).contains("test_project-1.0-py3-none-any.whl")

def why = PackageIndex.whyNot()
if (why) {
  System.out.println "[WARNING] SKIPPED: real backends in a read-only checkout; ${why}"
  return true
}
[flit_core: ["flit_core", "flit_core.buildapi"], hatchling: ["hatchling", "hatchling.build"], setuptools: ["setuptools", "setuptools.build_meta"]].each { name, backend ->
  def checkout = make(name, [
      "pyproject.toml": ["[build-system]", "requires = ['${backend[0]}']", "build-backend = '${backend[1]}'",
          "[project]", "name = 'frozen'", "version = '1.0'", "requires-python = '>=3.8'", "description = 'nothing here can be changed'"]*.toString(),
      "frozen/__init__.py": [],
  ])
  assertThat(run(checkout, true, "pyb:build").built).as(name).contains("frozen-1.0.tar.gz", "frozen-1.0-py3-none-any.whl")
  // In place it is the backend's own affair: only setuptools writes where it stands.
  def inPlace = run(checkout, name != "setuptools", "pyb:wheel", "-Dpyb.sourceMode=inplace").log
  if (name == "setuptools") {
    assertThat(inPlace).contains("frozen.egg-info").contains("in which this project is built, cannot be written to")
  }
}
return true
