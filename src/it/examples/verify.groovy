import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.PackageIndex
import io.github.pyb.testing.Trees
import io.github.pyb.testing.WheelFile

def examples = new File(basedir, "examples")
Trees.copy(MavenRun.targetDirectory().parent.resolve("examples"), examples.toPath())
def maven = { String name, String... goals -> new MavenRun(new File(examples, name), goals).run(true).log() }
def wheelOf = { String module -> new File(examples, "${module}/target/dist").listFiles().findAll { it.name.endsWith(".whl") } }

// Needs no index: its backend is one of its modules.
assertThat(maven("wheel-reactor", "package")).contains("Wheels from Maven, which come before any index: acme-build 1.0.dev0")
assertThat(wheelOf("wheel-reactor/acme-app")*.name).containsExactly("acme_app-1.0.dev0-py3-none-any.whl")

def why = PackageIndex.whyNot()
if (why) {
  System.out.println "[WARNING] SKIPPED: the examples whose backends come from an index: ${why}"
  return true
}

assertThat(maven("pure", "package")).contains("Build requirements in use:").contains("  - flit-core==")
assertThat(wheelOf("pure")*.name).containsExactly("hello_maven-1.0-py3-none-any.whl")
maven("pure", "clean")
assertThat(new File(examples, "pure/target")).doesNotExist()

maven("mixed-reactor", "package")
def mixed = wheelOf("mixed-reactor/greeting")
assertThat(mixed*.name).containsExactly("greeting-1.0-py3-none-any.whl")
assertThat(WheelFile.read(mixed[0].toPath()).keySet()).contains("greeting/jars/greeting-java.jar")
def jar = new File(examples, "mixed-reactor/greeting/target/python/src/greeting/jars/greeting-java.jar")
def java = new File(System.getProperty("java.home"), "bin/java")
assertThat([java.path, "-cp", jar.path, "example.Greeting"].execute().text.trim()).isEqualTo("Hello from Java, out of a wheel")

if (["cc", "gcc", "clang"].any { name -> System.getenv("PATH").split(File.pathSeparator).any { new File(it, name).canExecute() } }) {
  maven("c-extension", "package")
  assertThat(wheelOf("c-extension")).hasSize(1)
  assertThat(wheelOf("c-extension")[0].name).startsWith("fast_sum-1.0-cp")
} else {
  System.out.println "[WARNING] SKIPPED: the example with a C extension, because there is no C compiler"
}
return true
