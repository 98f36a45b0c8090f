import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.packaging.Version
import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.PackageIndex
import io.github.pyb.testing.Pythons
import io.github.pyb.testing.Trees
import io.github.pyb.testing.WheelFile
import java.nio.file.Files

def project = { String name ->
  def directory = basedir.toPath().resolve(name)
  Files.createDirectories(directory)
  Files.copy(basedir.toPath().resolve("pom.xml"), directory.resolve("pom.xml"))
  return directory
}
def run = { directory, boolean success, String... arguments ->
  new MavenRun(directory.toFile(), (["-Dpyb.python=${Pythons.any().executable()}"] + arguments.toList()) as String[]).run(success).log()
}
def built = { directory, String suffix -> new File(directory.toFile(), "target/dist").listFiles().findAll { it.name.endsWith(suffix) } }
def wheel = { directory -> WheelFile.read(built(directory, ".whl").first().toPath()) }
def sdist = { directory -> ["tar", "tzf", built(directory, ".tar.gz").first().path].execute().text.readLines().collect { it.replaceFirst("[^/]*/", "") } }
def current = ["[build-system]", "requires = ['setuptools']", "build-backend = 'setuptools.build_meta'",
    "[project]", "name = 'leaky'", "version = '1.0'", "[tool.setuptools.packages.find]", "where = ['.']"]
def sources = { directory, String extensions ->
  Trees.write(directory.resolve("leaky/__init__.py"))
  Trees.write(directory.resolve("setup.py"), "from setuptools import setup, Extension", "setup(ext_modules=[${extensions}])".toString())
  Trees.write(directory.resolve("native.c"), '#include "native.h"', "const char *answer(void) { return ANSWER; }", "void *PyInit_native(void) { return 0; }")
  Trees.write(directory.resolve("second.c"), "void *PyInit_second(void) { return 0; }")
  Trees.write(directory.resolve("native.h"), '#define ANSWER "the first answer"')
}

// Everything that can be stale, in two builds of an sdist and of the wheel from it.
def stale = project("stale")
Trees.write(stale.resolve("pyproject.toml"), current as String[])
sources(stale, "Extension('leaky.native', ['native.c']), Extension('leaky.second', ['second.c'])")
Trees.write(stale.resolve("leaky/gone.py"))
Trees.write(stale.resolve("dropped.txt"))
Trees.write(stale.resolve("MANIFEST.in"), "include native.h", "include dropped.txt")
def before = Trees.describeWithTimes(stale, "target")
run(stale, true, "pyb:build")
run(stale, true, "pyb:wheel")
assertThat(Trees.describeWithTimes(stale, "target")).isEqualTo(before)
assertThat(wheel(stale).keySet()).contains("leaky/gone.py").anyMatch { it.startsWith("leaky/second.") }
assertThat(wheel(stale).find { it.key.startsWith("leaky/native.") }.value).contains("the first answer")
assertThat(sdist(stale)).contains("dropped.txt", "leaky/gone.py")

sources(stale, "Extension('leaky.native', ['native.c'])")
Trees.write(stale.resolve("native.h"), '#define ANSWER "another answer"')
Trees.write(stale.resolve("MANIFEST.in"), "include native.h")
Files.delete(stale.resolve("leaky/gone.py"))
["pyb:wheel", "pyb:build"].each { goal ->
  run(stale, true, goal)
  assertThat(wheel(stale).keySet()).as(goal).noneMatch { it.startsWith("leaky/second.") || it.startsWith("leaky/gone") || it.startsWith("build") }
  assertThat(wheel(stale).find { it.key.startsWith("leaky/native.") }.value).as(goal).contains("another answer").doesNotContain("the first answer")
}
assertThat(sdist(stale)).doesNotContain("dropped.txt", "leaky/gone.py", "second.c")

// setuptools building itself.
def itself = project("itself")
PackageIndex.fetchSdist("setuptools", "80.9.0", itself)
Trees.write(itself.resolve("setuptools/gone.py"))
before = Trees.describeWithTimes(itself, "target")
run(itself, true, "pyb:wheel")
assertThat(Trees.describeWithTimes(itself, "target")).isEqualTo(before)
assertThat(wheel(itself).keySet()).contains("setuptools/gone.py")
Files.delete(itself.resolve("setuptools/gone.py"))
run(itself, true, "pyb:wheel")
assertThat(wheel(itself).keySet()).contains("setuptools/__init__.py").doesNotContain("setuptools/gone.py")

// In place, because the version comes from git: what stays in the checkout is told.
def scm = project("scm")
Trees.write(scm.resolve("pyproject.toml"), "[build-system]", "requires = ['setuptools', 'setuptools-scm>=8']",
    "build-backend = 'setuptools.build_meta'", "[project]", "name = 'leaky'", "dynamic = ['version']",
    "[tool.setuptools_scm]", "version_file = 'src/leaky/_version.py'")
Trees.write(scm.resolve("src/leaky/__init__.py"))
Trees.write(scm.resolve("src/leaky/gone.py"))
Trees.write(scm.resolve(".gitignore"), "target/", "*.egg-info/", "_version.py")
def git = { String... words ->
  def process = (["git", "-c", "user.name=it", "-c", "user.email=it@localhost"] + words.toList()).execute(null as List, scm.toFile())
  def output = process.text
  assert process.waitFor() == 0: output
  return output
}
git("init", "-q")
git("add", ".")
git("commit", "-q", "-m", "first")
git("tag", "v1.5")
def log = run(scm, true, "pyb:build")
assertThat(built(scm, ".whl")*.name).containsExactly("leaky-1.5-py3-none-any.whl")
assertThat(log).contains("[INFO] The backend has written into ${scm}: src/leaky.egg-info, src/leaky/_version.py".toString())
assertThat(git("status", "--porcelain", "--ignored").readLines().collect { it.substring(3) })
    .containsExactlyInAnyOrder("src/leaky.egg-info/", "src/leaky/_version.py", "target/")
git("rm", "-q", "src/leaky/gone.py")
git("commit", "-q", "-m", "second")
git("tag", "v1.6")
["pyb:build", "pyb:wheel"].each { goal ->
  run(scm, true, goal)
  assertThat(WheelFile.read(new File(scm.toFile(), "target/dist/leaky-1.6-py3-none-any.whl").toPath()).keySet()).doesNotContain("leaky/gone.py")
}

// Two interpreters, one after the other in the same directories.
def minor = { File python ->
  def process = [python.path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"].execute()
  def answer = process.text.trim()
  process.waitFor() == 0 ? answer : ""
}
def one = Pythons.any().executable().toFile()
def places = System.getenv("PATH").split(File.pathSeparator).collect { new File(it) }
// Beside other versions of it, where a version manager has put them.
places += (one.parentFile?.parentFile?.parentFile?.listFiles() ?: []).collect { new File(it, "bin") }
def names = ["3.10", "3.9", "3.11", "3.8", "3.12", "3.13"]
def others = names.collectMany { name -> places.collect { new File(it, "python${name}".toString()) } }
def other = others.find { it.canExecute() && names.contains(minor(it)) && minor(it) != minor(one) }
if (other == null) {
  System.out.println "[WARNING] SKIPPED: one interpreter's extensions in the wheel of another; there is only ${one}"
  return true
}
def tag = { File python -> "cp" + minor(python).replace(".", "") }
def each = { directory ->
  [one, other, one].each { python ->
    new MavenRun(directory.toFile(), "pyb:wheel", "-Dpyb.python=${python}".toString()).run(true)
    def file = built(directory, ".whl").find { it.name.contains("-${tag(python)}-".toString()) }
    def shared = WheelFile.read(file.toPath()).keySet().findAll { it.endsWith(".so") }
    assertThat(shared).as("${directory.fileName} with ${python}".toString()).singleElement().asString()
        .contains("cpython-" + tag(python).substring(2))
  }
}
def fixed = project("fixed-build-lib")
Trees.write(fixed.resolve("pyproject.toml"), current as String[])
Trees.write(fixed.resolve("setup.cfg"), "[build]", "build_lib = build/everything")
sources(fixed, "Extension('leaky.native', ['native.c'])")
each(fixed)

if ([one, other].any { Version.parse(minor(it)).orElseThrow().compareTo(Version.of(3, 12)) >= 0 }) {
  System.out.println "[WARNING] SKIPPED: setuptools 58.1 needs Pythons older than 3.12, these are ${one} and ${other}"
  return true
}
def old = project("old-setuptools")
Trees.write(old.resolve("pyproject.toml"), "[build-system]", "requires = ['setuptools==58.1.0', 'wheel']", "build-backend = 'setuptools.build_meta'")
Trees.write(old.resolve("setup.cfg"), "[metadata]", "name = leaky", "version = 1.0", "[options]", "packages = leaky", "[build]", "build_lib = build/everything")
sources(old, "Extension('leaky.native', ['native.c'])")
before = Trees.describeWithTimes(old, "target")
each(old)
assertThat(Trees.describeWithTimes(old, "target")).isEqualTo(before)
return true
