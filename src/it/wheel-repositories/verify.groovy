import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.RepositoryServer
import io.github.pyb.testing.SettingsFile
import io.github.pyb.testing.TestBackend

def producer = new File(basedir, "producer")
def consumer = new File(basedir, "consumer")
TestBackend.complete(producer.toPath())
def wheel = new File(producer, "target/dist/full_project-1.0-py3-none-any.whl")
def sdist = new File(producer, "target/dist/full_project-1.0.tar.gz")
def group = "io/github/pyb/it/wheels"
def secret = "canary-of-the-repository"

def server = new RepositoryServer(new File(basedir, "served").toPath(), "builder", secret)
def files = new File(basedir, "files")
def repositories = [
    file: [url: files.toURI().toString(), directory: files],
    http: [url: server.url(), directory: new File(basedir, "served")],
]
try {
  repositories.each { kind, repository ->
    def settings = { String name, String password ->
      new SettingsFile().with("wheels", repository.url, "builder", password)
          .write(new File(basedir, "${kind}-${name}.xml").toPath())
    }
    // A local repository of its own for each who builds, as on another machine.
    def maven = { File project, String machine, String... arguments ->
      new MavenRun(project, arguments).withSettings(settings("settings", secret))
          .inRepository(new File(basedir, "${kind}-${machine}").path)
    }
    def copies = new File(consumer, "target/wheels")
    def pom = new File(producer, "pom.xml")
    def snapshot = pom.text
    try {
      for (version in ["1.0-SNAPSHOT", "1.0"]) {
        pom.text = snapshot.replace("1.0-SNAPSHOT</version>\n  <packaging>", "${version}</version>\n  <packaging>")
        def log = maven(producer, "producer", "clean", "deploy", "-DaltDeploymentRepository=wheels::${repository.url}").run(true).log()
        assertThat(log).doesNotContain(secret)

        def resolved = maven(consumer, "consumer", "clean", "package", "-Dwanted=${version}").run(true).log()
        assertThat(resolved).contains("Copied ${copies}/${wheel.name}").doesNotContain(secret)
        assertThat(copies.list()).containsExactly(wheel.name)
        assertThat(new File(copies, wheel.name)).hasSameBinaryContentAs(wheel)

        // A second time nothing is asked for.
        maven(consumer, "consumer", "-o", "package", "-Dwanted=${version}").run(true)
        assertThat(copies.list()).containsExactly(wheel.name)
      }
    } finally {
      pom.text = snapshot
    }

    // A release lies in the repository under its own name, too, for those who come without this plugin.
    def released = new File(repository.directory, "${group}/full_project/1.0")
    assertThat(new File(released, wheel.name)).hasSameBinaryContentAs(wheel)
    assertThat(new File(released, "full_project-1.0.whl")).hasSameBinaryContentAs(wheel)
    assertThat(new File(released, "full_project-1.0-sdist.tar.gz")).hasSameBinaryContentAs(sdist)
    maven(consumer, "consumer", "dependency:copy", "-DoutputDirectory=target/plain",
        "-Dartifact=io.github.pyb.it.wheels:full_project:1.0:whl:py3-none-any").run(true)
    assertThat(new File(consumer, "target/plain/${wheel.name}")).hasSameBinaryContentAs(wheel)
  }

  assertThat(server.requests()).contains("PUT /${group}/full_project/1.0/full_project-1.0.whl".toString(),
      "GET /${group}/full_project/1.0/full_project-1.0.whl".toString())

  // Who has not the password gets nothing but a clear message.
  def stranger = new SettingsFile().with("wheels", server.url(), "builder", "wrong").write(new File(basedir, "stranger.xml").toPath())
  def refused = new MavenRun(consumer, "clean", "package").withSettings(stranger)
      .inRepository(new File(basedir, "stranger").path).run(false).log()
  assertThat(refused).contains("Maven cannot resolve the wheels that the module depends on: ")
      .contains("wanted:       io.github.pyb.it.wheels:full_project:1.0 (type whl)")
      .containsPattern("401|[Nn]ot authorized|[Aa]uthentication")
} finally {
  server.close()
}
return true
