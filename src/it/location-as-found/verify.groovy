import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.Trees

def log = MavenRun.log(basedir)
["places/missing/env", "places/empty", "places/real"].each {
  assertThat(log).as("the environment stands exactly there").contains("Environment: ${new File(basedir.canonicalPath, it)}")
}
// The parent that was created stays, the rest is as before.
assertThat(Trees.describe(basedir.toPath().resolve("places")))
    .isEqualTo(["": "directory", "empty": "directory", "link": "link to real", "missing": "directory", "real": "directory"])
return true
