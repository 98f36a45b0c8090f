import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.Jdks
import io.github.pyb.testing.MavenMatrix
import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.TestBackend
import java.nio.file.Path

def jdks = Jdks.oldestAndNewest()
def base = basedir.canonicalPath
def plugin = (new File(basedir, "pom.xml").text =~ /(?s)<groupId>(io\.github\.pyb)<.*?<artifactId>(pyb-maven-plugin)<.*?<version>(.+?)</)[0][1..3].join(":")

// One cell, in as few runs as there can be: a failure without a POM, and with a POM all that a build does, up to install.
def cell = { String version, jdk ->
  def name = "maven-${version}-jdk-${jdk.feature()}".toString()
  def project = new File(basedir, name)
  def bare = new File(project, "bare")
  TestBackend.complete(project.toPath())
  TestBackend.complete(bare.toPath())
  new File(project, "pom.xml").text =
      new File(basedir, "pom.xml").text.replace("<artifactId>maven-matrix<", "<artifactId>${name}<")
  def maven = { File directory, String... arguments ->
    new MavenRun(Path.of(mavens, "apache-maven-${version}"), directory, arguments)
        .with("JAVA_HOME", jdk.home().toString())
        .with("BUILD_ENV_DIR", "variable")
  }

  // The environment's place comes from a variable. The source distribution is built before the wheel fails.
  assertThat(maven(bare, "${plugin}:standalone", "-Dpyb.config.wheel=raise").run(false).log())
      .contains("the hook build_wheel of the backend full_backend failed: ValueError: no wheel today")
      .contains("environment:  kept at ${base}/${name}/bare/variable")
      .contains("clear it:")
  assertThat(new File(bare, "variable/bin/python")).exists()
  assertThat(new File(bare, "target/dist").list()).containsExactly("full_project-1.0.tar.gz")

  // It comes from the POM's configuration when the failure is cleared away, and then from -D, which a property yields to.
  def log = maven(project, "-V", "pre-clean", "install", "-Dbuild.env.dir=argument").run(true).log()
  assertThat(log)
      .contains("Apache Maven ${version}")
      .containsPattern("Java version: ${jdk.feature()}\\b")
      .contains("Removed ${base}/${name}/bare/variable")
      .contains("Environment: ${base}/${name}/argument")
      .contains('"name": "Full_Project"')
  assertThat(new File(bare, "variable")).doesNotExist()
  ["argument", "property", "variable"].each { assertThat(new File(project, it)).doesNotExist() }
  def installed = new File(localRepositoryPath, "io/github/pyb/it/${name}/1.0")
  assertThat(new File(installed, "${name}-1.0-py3-none-any.whl")).exists()
  assertThat(new File(installed, "${name}-1.0-sdist.tar.gz")).exists()
}

def matrix = new MavenMatrix(mavenVersions.split(",") as List, jdks)
matrix.run(cell)
matrix.print()
matrix.writeTable(MavenRun.targetDirectory().resolve("maven-matrix.md"))
assertThat(matrix.failures()).isEmpty()
assertThat(matrix.missingIn(MavenRun.targetDirectory().resolveSibling("README.md"))).as("cells that the README does not have").isEmpty()
return true
