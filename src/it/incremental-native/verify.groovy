import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import java.nio.charset.StandardCharsets
import java.util.zip.ZipFile

/** One of the two projects. */
class Project {
  File directory

  /** Builds, and returns the names of the files that were compiled. */
  Set<String> build(String goal) {
    def log = new MavenRun(directory, goal).run(true).log()
    return (log =~ / -c \S*src\/(\w+)\.c/).collect { it[1] } as Set
  }

  Map<String, String> wheel() {
    def file = new File(directory, "target/dist").listFiles().find { it.name.endsWith(".whl") }
    new ZipFile(file).withCloseable { zip ->
      zip.entries().collectEntries {
        [it.name, new String(zip.getInputStream(it).readAllBytes(), StandardCharsets.ISO_8859_1)]
      }
    }
  }

  String library() {
    return wheel().find { it.key =~ /many\/.*units.*/ }.value
  }

  void write(String unit, String words) {
    new File(directory, "src/${unit}.c").text = "const char *${unit}(void) { return \"${words} ${unit}\"; }\n"
  }

  /** Meson packs into source distributions what was committed. */
  void commit() {
    [["init", "-q"], ["add", "-A"],
        ["-c", "user.name=it", "-c", "user.email=it@localhost", "commit", "-q", "-m", "state"]].each {
      def git = new ProcessBuilder(["git"] + it).directory(directory).inheritIO().start()
      assertThat(git.waitFor()).isZero()
    }
  }
}

["cmake", "meson"].each {
  def project = new Project(directory: new File(basedir, it))
  project.commit()
  ["pyb:wheel", "pyb:build"].each { goal ->
    def words = "changed for ${goal}"
    assertThat(project.build(goal)).as("%s, first %s", it, goal).hasSize(40)
    project.write("unit23", words)
    project.commit()
    assertThat(project.build(goal)).as("%s, next %s", it, goal).containsExactly("unit23")
    assertThat(project.library()).contains("${words} unit23".toString())
  }

  // What is removed, a module and a unit, is in no wheel that follows.
  assertThat(project.wheel().keySet()).contains("many/gone.py")
  assertThat(project.library()).contains("first unit42")
  assertThat(new File(project.directory, "many/gone.py").delete()).isTrue()
  assertThat(new File(project.directory, "src/unit42.c").delete()).isTrue()
  project.commit()
  ["pyb:wheel", "pyb:build"].each { goal ->
    // The other goal has not seen the last change yet.
    assertThat(project.build(goal)).as("%s, %s after removals", it, goal).isSubsetOf("unit23")
    assertThat(project.wheel().keySet()).contains("many/__init__.py").doesNotContain("many/gone.py")
    assertThat(project.library()).contains("unit41").doesNotContain("unit42")
  }

  // A flag changes everything, and no tool would notice.
  def changed = new MavenRun(project.directory, "pyb:wheel").with("CFLAGS", "-DOTHER").run(true).log()
  assertThat(changed).contains("The native build starts from scratch, because this has changed: CFLAGS")
  assertThat((changed =~ / -c \S*src\/\w+\.c/).count).isEqualTo(39)
}
return true
