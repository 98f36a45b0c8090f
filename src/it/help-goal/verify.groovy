import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

assertThat(MavenRun.log(basedir))
    .contains("pyb:wheel")
    .contains("Where the isolated environment stands.")
    .contains("User property: build.env.dir")
assertThat(new MavenRun(basedir, "pyb:help").run(true).log())
    .contains("This plugin has 5 goals:")
    .contains("pyb:clean").contains("pyb:env").contains("pyb:standalone").contains("pyb:wheel")
return true
