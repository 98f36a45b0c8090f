import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import java.nio.file.Files
import java.nio.file.Path

// A PATH with the tools that Maven's launcher and the C library's own questions need, and no Python.
def tools = new File(basedir, "tools")
tools.mkdirs()
["sh", "env", "uname", "dirname", "basename", "ls", "tr", "cat", "readlink", "getconf", "expr", "xargs", "sed", "realpath"].each { tool ->
  def found = ["/usr/bin", "/bin"].collect { new File(it, tool) }.find { it.canExecute() }
  if (found) {
    Files.createSymbolicLink(tools.toPath().resolve(tool), found.toPath())
  }
}
def store = new File(basedir, "store")
def maven = { String... arguments ->
  new MavenRun(basedir, (["pyb:wheel", "-Dpyb.store=${store}"] + arguments.toList()) as String[])
      .with("PATH", tools.path)
      .with("VIRTUAL_ENV", "")
}

def none = maven("-Dpyb.provision=never").run(false).log()
assertThat(none).contains("no Python interpreter was found").contains("looked on:    PATH")
assertThat(maven("-Dpyb.provision=never", "-Dpyb.python=maven:3.11").run(false).log())
    .contains("python (-Dpyb.python=maven:3.11) asks for an interpreter from Maven, which provision (-Dpyb.provision=never) forbids")
assertThat(maven("-Dpyb.python=maven:2.7").run(false).log())
    .contains("tried:        a CPython that Maven resolves: it does not fit: known are 3.14.3")
assertThat(new File(store, "cpython")).doesNotExist()

def first = maven("-Dpyb.python=>=3.11,<3.12").run(true).log()
assertThat(first)
    .contains("Unpacking CPython 3.11.3 to ${new File(store.canonicalPath, "cpython")}")
    .containsPattern("Python: CPython 3\\.11\\.3, \\S+/bin/python3\\.11 \\(resolved by Maven, as no other fits: org\\.bytedeco:cpython:jar:linux-x86_64:3\\.11\\.3-1\\.5\\.9\\)")
assertThat(new File(basedir, "target/dist/test_project-1.0-py3-none-any.whl")).exists()

// Once is enough, and then no repository is needed, and the interpreter is known.
assertThat(maven("-o", "-X", "-Dpyb.python=maven:3.11").run(true).log())
    .doesNotContain("Unpacking")
    .containsPattern("Python: \\S+/bin/python3\\.11 is known from an earlier build")
    .doesNotContain("probe |")

// Nothing in it speaks of the machine that it was made on.
def python = new File(store, "cpython").listFiles().find { it.directory }
def variables = [new File(python, "bin/python3").path, "-c",
    "import sysconfig; print([v for v in sysconfig.get_config_vars().values() if isinstance(v, str) and ('/__w/' in v or 'rpath' in v)])"].execute().text
assertThat(variables.trim()).isEqualTo("[]")
assertThat(new File(python, "lib/pkgconfig/python-3.11.pc")).content().contains("prefix=${python.canonicalPath}")
assertThat(new File(python, "lib/libpython3.11.so")).exists()

// An environment does not start through a link to it from elsewhere, so the link is not used.
def link = Files.createSymbolicLink(basedir.toPath().resolve("linked-python"), python.toPath().resolve("bin/python3"))
assertThat(maven("-o", "-Dpyb.python=${link}").run(true).log())
    .contains("Python: CPython 3.11.3, ${python.canonicalPath}/bin/python3.11 (as asked for)")

// A directory that was moved is not used, because it has its path written down in many places.
def renamed = new File(basedir, "moved store")
assertThat(store.renameTo(renamed)).isTrue()
assertThat(new MavenRun(basedir, "pyb:wheel", "-Dpyb.store=${renamed}", "-Dpyb.python=maven:3.11").with("PATH", tools.path).run(true).log())
    .contains("Unpacking CPython 3.11.3")
return true
