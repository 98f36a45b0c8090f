import static org.assertj.core.api.Assertions.assertThat

import groovy.json.JsonSlurper
import io.github.pyb.testing.MavenRun

def name = "full_project-1.0"
def repository = new File(localRepositoryPath, "io/github/pyb/it/full-project/1.0")
assertThat(new File(repository, "full-project-1.0-py3-none-any.whl"))
    .hasSameBinaryContentAs(new File(basedir, "target/dist/${name}-py3-none-any.whl"))
assertThat(new File(repository, "full-project-1.0-sdist.tar.gz"))
    .hasSameBinaryContentAs(new File(basedir, "target/dist/${name}.tar.gz"))

def json = new JsonSlurper()
def report = json.parse(new File(basedir, "target/pyb/report.json"))
assertThat(report.artifacts.kind).containsExactly("sdist", "wheel")

// The second execution got its file from the property that the first one has set.
assertThat(json.parse(new File(basedir, "target/of-the-wheel.json")).name).isEqualTo("Full_Project")

// With -q there is nothing but the JSON.
def printed = new File(basedir, "metadata.log")
assertThat(json.parse(printed).version).isEqualTo("1.0")
assertThat(printed).hasSameTextualContentAs(new File(basedir, "target/pyb/metadata.json"))

def log = MavenRun.log(basedir)
def python = new File(basedir, "development/bin/python")
assertThat(log).contains("python:   ${python}")
def check = [python.path, "-c", "import full_project; print(full_project.__file__)"].execute(null, new File("/"))
assertThat(check.text.trim()).isEqualTo(new File(basedir, "full_project/__init__.py").canonicalPath)

assertThat(log).contains("isolation (-Dpyb.isolation=false) and envDir (-Dbuild.env.dir) contradict each other")
return true
