import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def log = MavenRun.log(basedir)
assertThat((log =~ /Skipped: pyb.skip is set/).count).isEqualTo(4)
["wheel", "env", "clean", "standalone"].each {
  assertThat((log =~ /Skipped: pyb.${it}.skip is set/).count).as(it).isEqualTo(1)
}
assertThat(new File(basedir, "target")).doesNotExist()
return true
