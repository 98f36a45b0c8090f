import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def log = MavenRun.log(basedir)
assertThat((log =~ /Skipped: pyb.skip is set/).count).isEqualTo(4)
["wheel", "env", "clean", "standalone", "goOffline"].each {
  assertThat((log =~ /Skipped: pyb.${it}.skip is set/).count).as(it).isEqualTo(1)
}
// Maven 4 writes POMs there for itself (project-local-repo), in every build, "mvn validate" without any plugin included.
def target = new File(basedir, "target")
assertThat((target.list() ?: []) as List).isSubsetOf("project-local-repo")
return true
