import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.Trees

def log = MavenRun.log(basedir)
def reasons = [
    "not-empty": "the directory is not empty and was not made by this plugin, so it was left untouched",
    "file": "it is a file",
    "below-file": "above it there is a file: ",
    "dangling-link": "it is a link to nowhere (gone)",
    "root": "it is the root of a file system",
    "home": "it is the home directory",
    "above-module": "it is the directory of the project, or above it",
    "linked-module": "it is the directory of the project, or above it",
    "other-project": "it holds a pom.xml, so it is the directory of a project",
    "git": "it holds a .git, so it is the directory of a project",
    "separator": "its path has a \":\" in it, which separates the entries of PATH",
    "too-long": "its path is too long for the environment's scripts to start",
    "work-directory": "workDirectory (-Dpyb.workDirectory) must not be, or lie in, what envDir (-Dbuild.env.dir) names",
]
reasons.each { module, reason ->
  def start = log.indexOf("on project ${module}: ")
  assertThat(start).as(module).isPositive()
  assertThat(log.substring(start, log.indexOf("-> [Help", start))).as(module).contains(reason).contains("where: ")
  if (module != "work-directory") {
    assertThat(new File(basedir, "${module}/target")).as("nothing is created before the place is accepted").doesNotExist()
  }
}
assertThat(log.substring(log.indexOf("on project not-empty: "))).contains("it holds:     .hidden, sub")
assertThat(Trees.describe(basedir.toPath().resolve("places"))).isEqualTo(context.get("places"))
return true
