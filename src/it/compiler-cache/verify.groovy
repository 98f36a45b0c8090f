import static org.assertj.core.api.Assertions.assertThat

import groovy.json.JsonSlurper
import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.WheelFile

// Each build begins as in a fresh checkout; only the cache is left of the one before.
def maven = { String cache, Map<String, String> variables, String... arguments ->
  ["pyb", "dist"].each { new File(basedir, "target/${it}").deleteDir() }
  def run = new MavenRun(basedir, (["pyb:build", "-Dpyb.python=maven:3.11"] + arguments.toList()) as String[])
      .with("PIP_NO_INDEX", "1")
      .with("PIP_FIND_LINKS", "${basedir}/target/wheels")
      .with("CCACHE_DIR", "${basedir}/target/${cache}")
  variables.each { name, value -> run.with(name, value) }
  return run.run(true).log()
}
def ccache = "-Dpyb.compilerCache=ccache"
def wheel = { WheelFile.read(new File(basedir, "target/dist/native-1.0-py3-none-any.whl").toPath()).findAll { it.key.endsWith(".so") } }
def reported = { new JsonSlurper().parse(new File(basedir, "target/pyb/report.json")).compilerCache }

maven("unused", [:])
assertThat(reported()).isNull()
def compiled = wheel()
assertThat(compiled).hasSize(1)

assertThat(maven("cache", [:], ccache))
    .containsPattern("Compiler cache: ccache \\d\\S+, /")
    .contains("Compiler cache ccache: 0 hits (0 direct), 2 misses")
assertThat(maven("cache", [:], ccache)).contains("Compiler cache ccache: 2 hits (2 direct), 0 misses")
assertThat(reported()).containsEntry("name", "ccache").containsEntry("hits", 2).containsEntry("directHits", 2)
    .containsEntry("misses", 0).containsEntry("notCacheable", 0)
// What came out of the cache is what the compiler would have made.
assertThat(wheel()).isEqualTo(compiled)

// A cache that somebody has set up by hand hits as well, because the paths are the same each time.
def statistics = new File(basedir, "target/statistics")
def byHand = [CC: "ccache gcc", CCACHE_STATSLOG: statistics.path]
maven("by-hand", byHand)
assertThat(statistics.readLines().count("cache_miss")).isEqualTo(2)
statistics.delete()
maven("by-hand", byHand)
assertThat(statistics.readLines().count("cache_miss")).isEqualTo(0)
assertThat(statistics.readLines().count("direct_cache_hit")).isEqualTo(2)
return true
