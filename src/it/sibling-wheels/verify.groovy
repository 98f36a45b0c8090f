import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.Trees
import io.github.pyb.testing.WheelFile
import java.nio.file.Path

def reactor = new File(basedir, "wheel-reactor")
Trees.copy(MavenRun.targetDirectory().parent.resolve("examples/wheel-reactor"), reactor.toPath())
// In place of an index: it has a newer one, which must not win.
def index = basedir.toPath().resolve("index")
new WheelFile("acme_build", "1.0.5").with("acme_build.py", "raise ValueError('not this one')").writeInto(index)
def installed = new File(localRepositoryPath, "io/github/pyb/examples/acme-build")
def maven = { Path home = null, String... arguments ->
  new MavenRun(home ?: Path.of(System.getProperty("maven.home")), reactor, arguments)
      .with("PIP_NO_INDEX", "1").with("PIP_FIND_LINKS", index.toString())
}
def app = new File(reactor, "acme-app")
def taken = "Wheels from Maven, which come before any index: acme-build 1.0.dev0"
def built = { new File(app, "target/dist/acme_app-1.0.dev0-py3-none-any.whl") }

// Nothing was built or installed yet: the message says what to do.
def alone = maven("package", "-pl", ":acme-app").run(false).log()
assertThat(alone)
    .contains("Maven cannot resolve the wheels that the module depends on: ")
    .contains("wanted:       io.github.pyb.examples:acme-build:1.0-SNAPSHOT (type whl)")
    .contains("try:          build the module acme-build in the same run: mvn package -pl :acme-app -am")

assertThat(maven("-T", "2", "package").run(true).log()).contains("[acme-app] ${taken}")
assertThat(built()).exists()
def copy = new File(app, "target/pyb/wheels/acme_build-1.0.dev0-py3-none-any.whl")
assertThat(copy).hasSameBinaryContentAs(new File(reactor, "acme-build/target/dist/${copy.name}"))

// The same bytes keep their time stamp.
def time = copy.lastModified()
assertThat(maven("package", "-pl", ":acme-app", "-am").run(true).log()).contains(taken)
assertThat(copy.lastModified()).isEqualTo(time)

// From the command line; a goal that builds no wheel before has nothing to give.
assertThat(maven("pyb:wheel").run(true).log()).contains(taken)
def tooEarly = maven("pyb:metadata").run(false).log()
assertThat(tooEarly)
    .contains("the module acme-build, whose wheel acme-app depends on, has not built it in this run")
    .contains("try:          let Maven come as far as the phase package: mvn package")

// Installed, it is there for modules that are built on their own.
maven("clean", "install").run(true)
def wheel = new File(installed, "1.0-SNAPSHOT/acme-build-1.0-SNAPSHOT.whl")
assertThat(wheel).exists()
for (arguments in [["-pl", ":acme-app"], ["-rf", ":acme-app"], ["-o", "-pl", ":acme-app"]]) {
  assertThat(maven(*arguments, "clean", "package").run(true).log()).contains(taken)
}
// Within a reactor it is not taken: it is older than what would be built.
assertThat(maven("pyb:metadata").run(false).log()).containsPattern("not taken: +\\S+/acme-build-1.0-SNAPSHOT.whl, which is of an earlier run")

// Another version than the one that is required.
def pyproject = new File(app, "pyproject.toml")
def original = pyproject.text
pyproject.text = original.replace("==1.0.*", ">=1.0.5")
assertThat(maven("package").run(false).log())
    .contains("the build requires another version of acme-build than the one that Maven provides")
    .contains('required:     "acme-build >=1.0.5" (requires in [build-system])')
    .contains("provided:     acme-build 1.0.dev0, ")
pyproject.text = original

// Without isolation nothing is installed, so nothing is resolved either: what is there counts.
assertThat(maven("package", "-pl", ":acme-app", "-Dpyb.isolation=false").run(false).log())
    .doesNotContain(taken)
    .contains("unmet:        acme-build==1.0.*: wanted ==1.0.*, found none")

// The oldest Maven and the newest. The fourth remembers what was packaged in earlier runs.
for (version in [mavenVersions.split(",").first(), mavenVersions.split(",").last()]) {
  installed.deleteDir()
  def home = Path.of(mavens, "apache-maven-${version}")
  assertThat(maven(home, "-T", "2", "clean", "package").run(true).log()).contains(taken)
  assertThat(maven(home, "package", "-pl", ":acme-app", "-am").run(true).log()).contains(taken)
  assertThat(maven(home, "pyb:metadata").run(false).log())
      .contains("the module acme-build, whose wheel acme-app depends on, has not built it in this run")
}
return true
