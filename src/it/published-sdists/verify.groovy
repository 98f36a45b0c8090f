import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.Trees
import io.github.pyb.testing.WheelFile

// The wheel of each project, and something that has to be in it.
[
    flit_core: ["flit_core-3.12.0-py3-none-any.whl", "flit_core/buildapi.py"],
    packaging: ["packaging-24.2-py3-none-any.whl", "packaging/version.py"],
    hatchling: ["hatchling-1.27.0-py3-none-any.whl", "hatchling/build.py"],
    iniconfig: ["iniconfig-2.0.0-py3-none-any.whl", "iniconfig/__init__.py"],
    poetry_core: ["poetry_core-2.1.3-py3-none-any.whl", "poetry/core/masonry/api.py"],
    crashtest: ["crashtest-0.4.1-py3-none-any.whl", "crashtest/frame.py"],
    six: ["six-1.17.0-", "six.py"],
    pytz: ["pytz-2025.2-", "pytz/zoneinfo/Europe/Berlin"],
    MarkupSafe: ["MarkupSafe-3.0.2-", "markupsafe/_speedups."],
    setuptools: ["setuptools-80.9.0-py3-none-any.whl", "setuptools/build_meta.py"],
].each { name, expected ->
  def wheels = (new File(basedir, "${name}/target/dist").listFiles() ?: []) as List
  assertThat(wheels).as(name).hasSize(1)
  assertThat(wheels[0].name.toLowerCase()).startsWith(expected[0].toLowerCase())
  def members = WheelFile.read(wheels[0].toPath())
  assertThat(members.keySet()).as(name).anyMatch { it.startsWith(expected[1]) }.anyMatch { it.endsWith(".dist-info/RECORD") }
  assertThat(members.keySet()).as(name).noneMatch { it.startsWith("target/") }

  def after = Trees.describe(basedir.toPath().resolve(name)).findAll { !it.key.startsWith("target") }
  assertThat(after).as("sources of ${name}").isEqualTo(context.get("sources")[name])
}
// A compiled module that runs.
def compiled = WheelFile.read(new File(basedir, "MarkupSafe/target/dist").listFiles()[0].toPath()).keySet()
assertThat(compiled).anyMatch { it ==~ /markupsafe\/_speedups.*\.(so|pyd)/ }
return true
