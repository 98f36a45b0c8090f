import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def log = MavenRun.log(basedir)
def chosen = new File(basedir, "chosen")

assertThat(log).containsPattern("Reclaiming the environment at \\S+/target/pyb/env/\\w+, left by the hook build_wheel .* ValueError: boom")
assertThat(new File(basedir, "target/dist/test_project-1.0-py3-none-any.whl")).exists()

def refusal = log.substring(log.lastIndexOf("still holds the environment of an earlier build"))
assertThat(refusal)
    .contains("left by:      the hook build_wheel of the backend test_backend failed: ValueError: boom (goal wheel of")
    .contains("reclaimEnv (-Dpyb.env.reclaim=true)")
assertThat(new File(chosen, "bin/python")).exists()
assertThat(new File(basedir, "target/pyb/failure/replay.sh")).as("evidence of the failure before").exists()

// The command that the message names, word for word, but for the Maven that runs it.
def command = (refusal =~ /clear it:\s+mvn (.*)/)[0][1]
assertThat(command).doesNotContain("'")
def cleared = new MavenRun(basedir.parentFile, command.split(" ") as String[]).run(true)
assertThat(cleared.log()).contains("Removed ${chosen.canonicalPath}")
assertThat(chosen).doesNotExist()

// And the other way out.
new MavenRun(basedir, "pyb:wheel", "-Dpyb.config.do=raise", "-Dbuild.env.dir=chosen").run(false)
def reclaimed = new MavenRun(basedir, "pyb:wheel", "-Dpyb.env.reclaim", "-Dbuild.env.dir=chosen").run(true)
assertThat(reclaimed.log()).contains("Reclaiming the environment at ${chosen.canonicalPath}")
assertThat(chosen).doesNotExist()
return true
