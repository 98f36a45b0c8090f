import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import java.nio.charset.StandardCharsets
import java.util.zip.ZipFile

def build = { -> new MavenRun(basedir, "pyb:build").run(true).log() }
def library = { ->
  def wheel = new File(basedir, "target/dist").listFiles().find { it.name.endsWith(".whl") }
  new ZipFile(wheel).withCloseable { zip ->
    def entry = zip.entries().find { it.name.contains("libtwo") }
    new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1)
  }
}

def first = build()
assertThat(first).containsPattern(" -c \\S*changes\\.c").containsPattern(" -c \\S*stays\\.c")
assertThat(library()).contains("the first answer")

// The archive's own time stamps are clamped by the backend, and the source's go back.
def source = new File(basedir, "changes.c")
source.text = 'const char *changes(void) { return "another answer"; }\n'
source.lastModified = 946684800000L
def second = build()
assertThat(library()).contains("another answer").doesNotContain("the first answer")
assertThat(second).containsPattern(" -c \\S*changes\\.c").doesNotContainPattern(" -c \\S*stays\\.c")
return true
