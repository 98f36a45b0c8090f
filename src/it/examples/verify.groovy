import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import java.nio.file.Files
import java.nio.file.Path

def source = MavenRun.targetDirectory().parent.resolve("examples")
def copy = { Path from, Path to ->
  Files.walk(from).filter { !it.toString().contains("target") }.forEach {
    def target = to.resolve(from.relativize(it).toString())
    Files.isDirectory(it) ? Files.createDirectories(target) : Files.copy(it, target)
  }
}
copy(source, basedir.toPath().resolve("examples"))
def wheelOf = { String name -> new File(basedir, "examples/${name}/target/dist").list() }

def pure = new MavenRun(new File(basedir, "examples/pure"), "package").run(true).log()
assertThat(pure).contains("Build requirements in use:").contains("  - flit-core==")
assertThat(wheelOf("pure")).containsExactly("hello_maven-1.0-py3-none-any.whl")
new MavenRun(new File(basedir, "examples/pure"), "clean").run(true)
assertThat(new File(basedir, "examples/pure/target")).doesNotExist()

if (["cc", "gcc", "clang"].any { name -> System.getenv("PATH").split(File.pathSeparator).any { new File(it, name).canExecute() } }) {
  new MavenRun(new File(basedir, "examples/c-extension"), "package").run(true)
  assertThat(wheelOf("c-extension")).hasSize(1)
  assertThat(wheelOf("c-extension")[0]).startsWith("fast_sum-1.0-cp")
} else {
  System.out.println "[WARNING] SKIPPED: the example with a C extension, because there is no C compiler"
}
return true
