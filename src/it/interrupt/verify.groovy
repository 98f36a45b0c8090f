import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.Processes

def pids = new File(basedir, "pids")
def work = new File(basedir, "sleeps/target/pyb")

// A hook, its child, and a grandchild without a parent were running; now none is, and the evidence is there.
def checkEnd = { String how ->
  def alive = pids.readLines().findAll { Processes.isAlive(it) }
  assertThat(alive).as("processes that survived ${how}").isEmpty()
  assertThat(pids.readLines()).hasSize(3)
  def environment = new File(work, "env").listFiles()[0]
  assertThat(new File(environment, "bin/python")).exists()
  assertThat(new File(environment, ".pyb/owner.properties")).content()
      .as(how).contains("state=kept").contains("reason=the build was interrupted during build_wheel")
  assertThat(new File(work, "failure/problem.txt")).content().startsWith("interrupted\n")
  assertThat(new File(work, "failure/replay.sh")).exists()
  pids.delete()
}

// Ctrl-C in a terminal reaches all processes of the foreground at once; here only Maven itself gets the signal.
["INT", "TERM"].each { signal ->
  // A shell that starts things in the background makes them ignore the first of these signals.
  def run = new MavenRun(new File(basedir, "sleeps"), "pyb:wheel").through("env", "--default-signal=INT").with("PIDS", pids.path)
  run.start()
  Processes.awaitLines(pids.toPath(), 3)
  assertThat(["kill", "-${signal}", run.process().pid().toString()].execute().waitFor()).isZero()
  assertThat(run.await()).isNotZero()
  checkEnd("SIG" + signal)
}

// With -T a module that fails ends Maven while another one is still at work.
def run = new MavenRun(basedir, "-T", "2", "pyb:wheel").with("PIDS", pids.path).run(false)
assertThat(run.log()).contains("on project fails: the hook build_wheel of the backend test_backend failed: ValueError: waited long enough")
checkEnd("the failure of another module")

// After all that the next build just works.
new MavenRun(new File(basedir, "sleeps"), "pyb:wheel", "-Ddo=warn").run(true)
return true
