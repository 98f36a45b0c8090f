import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import java.nio.file.Path

def maven = { String... arguments -> new MavenRun(Path.of(oldestMaven), basedir, arguments) }
assertThat(maven("--version").run(true).log()).contains("Apache Maven 3.6.3")

def log = maven("pyb:wheel", "-Dbuild.env.dir=env", "-Dpyb.config.key=value").run(true).log()
assertThat(log).contains("Environment: ${basedir.canonicalPath}/env").contains("Built ")
assertThat(maven("pyb:wheel", "-Dpyb.config.do=raise").run(false).log())
    .contains("the hook build_wheel of the backend test_backend failed: ValueError: boom")
    .contains("clear it:")
maven("pyb:env", "pyb:clean", "pyb:help", "pyb:standalone", "-Dpyb.distributions=wheel").run(true)
return true
