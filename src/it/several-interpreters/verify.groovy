import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.WheelFile

def pypy = System.getenv("PATH").split(File.pathSeparator).collect { new File(it, "pypy3") }.find { it.canExecute() }
if (pypy == null) {
  System.out.println "[WARNING] SKIPPED in part: there is no pypy3 on PATH; CPython only"
}
def dist = new File(basedir, "target/dist")
def wheels = { dist.list().findAll { it.endsWith(".whl") }.sort() }
def maven = { String... arguments ->
  new MavenRun(basedir, ["clean", "package", "-Dpyb.attach=true"] + arguments.toList() as String[])
}
def pythons = "-Dpyb.pythons=maven:3.11,maven:3.12" + (pypy ? ",pypy3" : "")

// What is made for one interpreter is made with each of them; the source distribution once.
def log = maven(pythons, "-Dpyb.config.tags={own}").run(true).log()
assertThat(log)
    .containsPattern("Python: CPython 3\\.11\\.3, ")
    .containsPattern("Python: CPython 3\\.12\\.1, ")
    .containsPattern("\\[cp311] Building the wheel with full_backend")
    .containsPattern("\\[cp312] Building the wheel with full_backend")
    .containsPattern("Built for ${pypy ? 3 : 2} interpreters in ")
assertThat(log.count("Building the source distribution")).isEqualTo(1)
assertThat(wheels()).hasSize(pypy ? 3 : 2)
    .anyMatch { it.contains("-cp311-cp311-") }.anyMatch { it.contains("-cp312-cp312-") }
if (pypy) {
  assertThat(wheels()).anyMatch { (it ==~ /.*-pp3\d+-pp3\d+-.*/) }
}
assertThat(new File(dist, "full_project-1.0.tar.gz")).exists()

// What serves all is made once.
log = maven(pythons).run(true).log()
assertThat(log).containsPattern("A wheel with the tags py3-none-any serves cp312.* is not built again")
assertThat(wheels()).isEqualTo(["full_project-1.0-py3-none-any.whl"])

// One wrong word, and nothing is built.
def wrong = new MavenRun(basedir, "clean", "package", "-Dpyb.pythons=maven:3.11,maven:3.12", "-Dpyb.python=maven:3.11")
assertThat(wrong.run(false).log())
    .contains("python (-Dpyb.python) and pythons (-Dpyb.pythons) contradict each other")
assertThat(dist).doesNotExist()
return true
