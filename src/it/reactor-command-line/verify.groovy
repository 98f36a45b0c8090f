import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

["python-one", "python-two"].each {
  assertThat(new File(basedir, "${it}/target/dist/test_project-1.0-py3-none-any.whl")).exists()
}
def log = MavenRun.log(basedir)
assertThat((log =~ /Nothing to build: this module is no Python project/).count).as("the parent and no-python").isEqualTo(2)
assertThat(new File(basedir, "no-python/target")).doesNotExist()
assertThat(log)
    .as("asked for by name, a module without Python is an error")
    .contains("there is no Python project: neither pyproject.toml nor setup.py exists")
return true
