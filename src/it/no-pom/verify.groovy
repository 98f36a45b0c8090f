import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def log = MavenRun.log(basedir)
def base = basedir.canonicalPath
assertThat(new File(basedir, "target/dist/test_project-1.0-py3-none-any.whl")).exists()
assertThat(log).contains("Environment: ${base}/env")
assertThat(log)
    .contains("the hook build_wheel of the backend test_backend failed: ValueError: boom")
    .containsPattern("clear it:     .*mvn io.github.pyb:pyb-maven-plugin:\\S+:standalone -Dpyb.env.reclaim=true")
assertThat(log).contains("the parameter distributions (-Dpyb.distributions) has a value that this version cannot build")
assertThat(log).contains("the source tree does not exist").contains("where:        ${base}/nothing-here")
assertThat(new File(basedir, "env")).doesNotExist()
return true
