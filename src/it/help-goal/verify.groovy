import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

assertThat(MavenRun.log(basedir))
    .contains("pyb:wheel")
    .contains("Where the isolated environment stands.")
    .contains("User property: build.env.dir")
assertThat(new MavenRun(basedir, "pyb:help").run(true).log())
    .containsPattern("This plugin has \\d+ goals:")
    .contains("pyb:build", "pyb:check", "pyb:clean", "pyb:copy-wheels", "pyb:editable", "pyb:env", "pyb:go-offline", "pyb:lock", "pyb:metadata", "pyb:sdist", "pyb:standalone", "pyb:wheel")
return true
