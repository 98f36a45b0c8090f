import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.IndexServer
import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.WheelFile

// Beside the project, as an index is; else it would be among the sources.
def wheels = new File(basedir.parentFile, "lock-index").toPath()
def canary = new File(basedir.parentFile, "lock-canary")
def lock = new File(basedir, "pylock.build.toml")
def tool = { String version, String... more ->
  new WheelFile("tool", version).with("tool.py", (["NAME = 'tool ${version}'".toString()] + more.toList()) as String[])
      .requiring("part").writeInto(wheels)
}
tool("1.0")
new WheelFile("part", "2.0").writeInto(wheels)
new WheelFile("late", "3.0").with("late.py", "x = 1").writeInto(wheels)
def index = IndexServer.of(wheels)
def built = { WheelFile.read(new File(basedir, "target/dist/test_project-1.0-py3-none-any.whl").toPath())["test_project.py"] }
def maven = { String... arguments ->
  new MavenRun(basedir, (["-Dpyb.index=${index.simple()}".toString(),
      "-Dpyb.store=${new File(basedir.parentFile, "lock-store")}".toString()] + arguments.toList()) as String[])
}

try {
  // What is there now is locked, and what is there later does not count.
  assertThat(maven("pyb:lock").run(true).log())
      .contains("Added late 3.0", "Added part 2.0", "Added tool 1.0", "Written: " + lock.canonicalPath)
  assertThat(lock.text).contains("${index.files()}tool-1.0-py3-none-any.whl".toString()).doesNotContain(basedir.path, ".invalid")
  tool("2.0")
  assertThat(maven("pyb:wheel", "-Dpyb.lock=enforce").run(true).log())
      .contains("Locked: 2 distributions of pylock.build.toml", "Locked: 1 distribution of pylock.build.toml")
  assertThat(built()).isEqualTo("tool 1.0")

  // With no way to the index, and no installer: neither is asked for.
  def asked = index.requests().size()
  assertThat(maven("pyb:wheel", "-U", "-Dpyb.lock=enforce", "-Dpyb.index=http://localhost:1/simple/",
      "-Dpyb.installer=uv", "-Dpyb.uvExecutable=/nowhere/uv").run(true).log())
      .contains("Build environment: late 3.0, part 2.0, tool 1.0 (locked)")
      .doesNotContain("Installing", "Installer:")
  assertThat(index.requests()).hasSize(asked)

  // A backend that wants something else is told of, and so is what is locked.
  assertThat(maven("pyb:wheel", "-Dpyb.lock=enforce").with("REPORTED", "late>=4 new").run(false).log())
      .contains("what the build asks for is not what is locked",
          "asked by:     get_requires_for_build_wheel: late>=4", "locked:       late 3.0",
          "asked by:     get_requires_for_build_wheel: new", "locked:       not locked")

  // Another file under the same name is refused before anything in it has a chance.
  // pip has the right one in its cache.
  new File(basedir, "target/cache").deleteDir()
  tool("1.0", "open('${canary}', 'w')".toString())
  assertThat(maven("pyb:wheel", "-Dpyb.store.size=0").run(false).log())
      .contains("what is offered is not what is locked: its hash is another one; nothing of it was installed")
  assertThat(canary).doesNotExist()

  // Locked again, it says what is new.
  assertThat(maven("pyb:lock", "pyb:wheel").run(true).log())
      .contains("Updated tool 1.0 -> 2.0", "Locked: 2 distributions").doesNotContain("Added")
  assertThat(built()).isEqualTo("tool 2.0")
} finally {
  index.close()
}
return true
