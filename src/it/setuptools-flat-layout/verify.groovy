import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.Trees
import io.github.pyb.testing.WheelFile

def sources = { Trees.describe(basedir.toPath()).findAll { !it.key.startsWith("target") && !it.key.startsWith("build.log") } }
def maven = { String... arguments ->
  new MavenRun(basedir, (["pyb:wheel", "-Dpyb.python=maven:3.11"] + arguments.toList()) as String[])
      .with("PIP_NO_INDEX", "1")
      .with("PIP_FIND_LINKS", "${basedir}/target/wheels")
}
def before = sources()
def wheel = new File(basedir, "target/dist/flat-1.0-py3-none-any.whl").toPath()

def log = maven().run(true).log()
// Both stages were installed: setuptools asks for wheel only when it is asked.
assertThat(log).contains("  - setuptools==65.5.0").contains("  - wheel==0.0.1")
assertThat(WheelFile.read(wheel).keySet())
    .contains("flat/__init__.py", "flat/gone.py")
    .noneMatch { it.startsWith("target") || it.startsWith("build") }
assertThat(sources()).isEqualTo(before)

// A module that is gone is gone from the next wheel.
assertThat(new File(basedir, "flat/gone.py").delete()).isTrue()
maven().run(true)
assertThat(WheelFile.read(wheel).keySet()).contains("flat/__init__.py").doesNotContain("flat/gone.py")

// In place, what will go wrong is told before, and what is told goes wrong.
def inPlace = maven("-Dpyb.sourceMode=inplace").run(false).log()
assertThat(inPlace).contains("[WARNING] setuptools will find target beside pyproject.toml and may take it for a package")
    .contains("Multiple top-level packages discovered in a flat-layout: ")
return true
