import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def index = context.index
def store = new File(basedir, "target/store")
def arguments = { String... more ->
  (["-Dpyb.store=${store}", "-Dpyb.index=${index.simple()}"] + more.toList()) as String[]
}
def maven = { String... more -> new MavenRun(basedir, arguments(more)) }

try {
  // Nothing is here: all of it is on the list, and nobody was asked.
  assertThat(maven("-o", "pyb:wheel").run(false).log())
      .contains("Maven is offline (-o), and what the build requires is not here")
      .contains("missing:      supplied-backend (for ")
      .contains("try:          fetch it once, without -o: mvn pyb:go-offline")
  assertThat(new File(basedir, "target/pyb/env")).doesNotExist()
  assertThat(maven("-o", "pyb:wheel", "-Dpyb.python=maven:>=3.11").run(false).log())
      .contains("missing:      interpreter maven:>=3.11")
      .contains("mvn pyb:go-offline")
  assertThat(maven("-o", "pyb:go-offline").run(false).log())
      .contains("pyb:go-offline fetches what builds without network need, and Maven is offline (-o)")
  assertThat(index.requests()).isEmpty()

  assertThat(maven("pyb:go-offline").run(true).log())
      .contains("Ready for builds without network (mvn -o), with ")
      .contains("required: supplied-backend 1.0, supplied-editable 1.0, supplied-run 1.0, supplied-sdist 1.0, supplied-wheel 1.0")
} finally {
  index.close()
}

// The index is gone. Where the system lets us, the network is gone as well, the loopback interface included.
def alone = ["unshare", "--map-root-user", "--net"]
boolean canBeAlone
try {
  canBeAlone = (alone + ["true"]).execute().waitFor() == 0
} catch (IOException e) {
  canBeAlone = false
}
if (!canBeAlone) {
  System.out.println "[WARNING] SKIPPED: this system does not let us run Maven without a network"
}
def offline = { String... more ->
  def run = maven((["-o", "-Dpyb.updatePolicy=always"] + more.toList()) as String[])
  canBeAlone ? run.through(alone as String[]) : run
}
assertThat(offline("pyb:build").run(true).log())
    .contains("Build environment: supplied-backend 1.0, supplied-wheel 1.0 (resolved ")
    .doesNotContain("Installing build requirements")
assertThat(new File(basedir, "target/dist").list()).containsExactlyInAnyOrder("a-1-py3-none-any.whl", "a-1.tar.gz")
assertThat(offline("pyb:editable").run(true).log())
    .contains("Build environment: supplied-backend 1.0, supplied-editable 1.0, supplied-run 1.0 (resolved ")
return true
