import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.PackageIndex
import java.nio.charset.StandardCharsets
import java.util.zip.ZipFile

def wheel = { String checkout, String goal, Map<String, String> variables ->
  def directory = new File(basedir, checkout)
  new File(directory, "target/dist").deleteDir()
  def run = new MavenRun(directory, goal, "-Dpyb.python=maven:3.11")
  variables.each { run.with(it.key, it.value) }
  run.run(true)
  return new File(directory, "target/dist").listFiles().find { it.name.endsWith(".whl") }
}
def library = { File file ->
  new ZipFile(file).withCloseable { zip ->
    def entry = zip.entries().find { it.name.endsWith(".so") }
    new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1)
  }
}
def offline = ["PIP_NO_INDEX": "1", "PIP_FIND_LINKS": new File(basedir, "wheels").path]

["pyb:wheel", "pyb:build"].each { goal ->
  def here = library(wheel("here", goal, offline))
  assertThat(here).contains(".debug_info").contains("src/traced.c").doesNotContain(basedir.path)
  assertThat(library(wheel("some/where/else", goal, offline)) == here).as(goal).isTrue()
}

// Without it the bytes tell where they were made; so it is known what makes the difference.
def users = offline + ["CPPFLAGS": "-ffile-prefix-map=/nowhere=/nowhere"]
assertThat(library(wheel("here", "pyb:wheel", users))).contains(basedir.path)

// The wheel as a whole: the one that packs it without an index is a stand-in, and packs the time of day.
def why = PackageIndex.whyNot()
if (why) {
  System.out.println "[WARNING] SKIPPED: the newest setuptools, because ${why}"
} else {
  ["pyb:wheel", "pyb:build"].each { goal ->
    assertThat(wheel("some/where/else", goal, [:])).as(goal).hasSameBinaryContentAs(wheel("here", goal, [:]))
  }
}
return true
