import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.Processes

def log = MavenRun.log(basedir)
def base = basedir.canonicalPath

// The message of one module, without Maven's prefixes.
def message = { String module ->
  def start = log.indexOf("on project ${module}: ")
  assertThat(start).as("the message of ${module}").isPositive()
  def end = log.indexOf("-> [Help", start)
  return log.substring(start, end).replaceAll(/(?m)^\[ERROR] /, "")
}

def kept = [
    "raises": "the hook build_wheel of the backend test_backend failed: ValueError: boom",
    "unsupported": "the backend test_backend does not support build_wheel here: not on this machine",
    "no-answer": "ended its process with exit code 0, but without an answer",
    "crash": "ended with exit code 139, by signal 11",
    "absolute-name": "the hook build_wheel returned an absolute path instead of the bare name of the file",
    "missing-file": "the hook build_wheel returned the name of a file that it did not make",
    "no-backend": "the backend no_such_backend cannot be imported: ModuleNotFoundError: No module named 'no_such_backend'",
    "no-hook": "the backend test_backend does not have the hook build_wheel",
    "bad-requires": "returned \"setuptools\" instead of a list of requirement strings",
    "no-install": "the build requirements could not be installed (pip ended with exit code 1)",
    "too-slow": "was ended because it took longer than 4.0 s",
]
kept.each { module, text ->
  def environment = new File(basedir, "${module}/target/pyb/env").listFiles()[0]
  assertThat(message(module))
      .as(module)
      .contains(text)
      .contains("  environment:  kept at ${environment.canonicalPath}")
      .contains("  enter it:     . ${environment.canonicalPath}/bin/activate")
      .contains("  run it again: sh ${base}/${module}/target/pyb/failure/replay.sh")
      .contains("  clear it:     nothing to do, the next build will reclaim it; or mvn -f ${base}/${module}/pom.xml io.github.pyb:pyb-maven-plugin:")
      .contains("  evidence:     ${base}/${module}/target/pyb/failure")
      .contains("  full log:     ${base}/${module}/target/pyb/log/wheel.log")
  assertThat(new File(environment, "bin/python")).exists()
  assertThat(new File(environment, ".pyb/owner.properties")).content().contains("state=kept")
  ["problem.txt", "build.log", "installed.txt", "replay.sh"].each {
    assertThat(new File(basedir, "${module}/target/pyb/failure/${it}")).exists()
  }
  assertThat(new File(basedir, "${module}/target/dist")).doesNotExist()
}
assertThat(message("no-install")).contains("No matching distribution found for no-such-distribution")
assertThat(Processes.isAlive("1")).isTrue()
assertThat(new File(basedir, "too-slow/pids").readLines()).hasSize(3).noneMatch { Processes.isAlive(it) }

def untouched = [
    "invalid-project": "\"requires\" must be an array of strings",
    "no-interpreter": "no Python interpreter of version 3.99 was found",
    "refused-location": "the environment cannot stand there: it is the directory of the project",
]
untouched.each { module, text ->
  assertThat(message(module)).contains(text).doesNotContain("environment:")
  assertThat(new File(basedir, "${module}/target")).doesNotExist()
}
assertThat(message("invalid-project")).contains("  where:        ${base}/invalid-project/pyproject.toml, line 2, column 1")

// A stack trace is for those who ask for it.
assertThat(log).doesNotContain("	at io.github.pyb")

// The script repeats what failed.
def replay = ["sh", "${base}/raises/target/pyb/failure/replay.sh"].execute()
def output = new StringBuffer()
replay.waitForProcessOutput(output, output)
assertThat(replay.exitValue()).isEqualTo(1)
assertThat(output.toString()).contains("ValueError: boom")
return true
