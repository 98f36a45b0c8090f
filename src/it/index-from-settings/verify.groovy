import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.IndexServer
import io.github.pyb.testing.MavenRun

try {
  def log = MavenRun.log(basedir)
  def corp = context.corp
  def work = new File(basedir, "target/pyb")

  // What settings.xml says has happened.
  assertThat(log)
      .contains("Package index: corp, ${corp.simple()} (the parameter indexes, credentials of the server corp), for corp-*")
      .contains("/repo/simple/ (mirror python-mirror in settings.xml, credentials of the server python-mirror)")
      .contains("- corp-tool==1.0")
  assertThat(context.mirror.authorizations()).containsOnly(context.secrets.mirror)
  assertThat(context.mirror.requests()).isNotEmpty().noneMatch { it.contains("corp") }
  // Maven 4 takes that way for errands of its own, too.
  assertThat(context.proxy.requests())
      .contains("CONNECT localhost:${corp.simple().port}".toString())
      .noneMatch { it.contains("127.0.0.1") }
  assertThat(corp.authorizations())
      .contains(IndexServer.basic("corp", context.secrets.corp), IndexServer.basic("corp", context.secrets.wrong))
  assertThat(new File(basedir, "target/dist/test_project-1.0-py3-none-any.whl")).exists()

  // The failures have left what they leave.
  assertThat(log).contains("the package index corp does not accept the credentials of the server corp in settings.xml (status 401)")
  assertThat(new File(work, "failure/replay.sh")).exists()
  assertThat(new File(work, "env").listFiles()).isNotEmpty()
  assertThat(new File(basedir, "target/wrong/failure/replay.sh")).exists()

  // And nowhere is a secret.
  def hunt = context.hunt
  hunt.inFiles(basedir.toPath())
  hunt.inFiles(localRepositoryPath.toPath())
  assertThat(hunt.findings()).isEmpty()
  assertThat(hunt.places())
      .contains(new File(basedir, "build.log").path, new File(work, "source/facts.txt").path)
      .anyMatch { it.startsWith("/proc/") && it.endsWith("/environ") }
} finally {
  [context.corp, context.mirror, context.proxy]*.close()
}
return true
