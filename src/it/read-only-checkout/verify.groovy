import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.Trees
import java.nio.file.Files

def checkout = new File(basedir, "checkout")
def corner = new File(basedir, "corner")
new File(checkout, "backend").mkdirs()
corner.mkdirs()
["pom.xml", "pyproject.toml", "backend/test_backend.py"].each {
  Files.copy(basedir.toPath().resolve(it), checkout.toPath().resolve(it))
}
def before = Trees.describe(checkout.toPath())
def arguments = [
    "pyb:wheel",
    "-Dbuild.env.dir=${corner}/env",
    "-Dpyb.workDirectory=${corner}/work",
    "-Dpyb.outputDirectory=${corner}/dist",
    "-Dpyb.config.do=write-source",
] as String[]

def run
if (System.getProperty("user.name") == "root") {
  def script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$1" && ! touch x 2> /dev/null && shift && exec "$@"'
  run = new MavenRun(checkout, arguments).through("unshare", "-m", "sh", "-c", script, "sh", checkout.path)
} else {
  ["chmod", "-R", "a-w", checkout.path].execute().waitFor()
  run = new MavenRun(checkout, arguments)
}
try {
  run.run(true)
} finally {
  ["chmod", "-R", "u+w", checkout.path].execute().waitFor()
}

assertThat(new File(corner, "dist/test_project-1.0-py3-none-any.whl")).exists()
assertThat(new File(corner, "env")).doesNotExist()
assertThat(Trees.describe(checkout.toPath())).isEqualTo(before)
return true
