import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def log = MavenRun.log(basedir)
def base = basedir.canonicalPath
assertThat(new File(basedir, "target/dist").list())
    .containsExactlyInAnyOrder("full_project-1.0.tar.gz", "full_project-1.0-py3-none-any.whl")
assertThat(log).contains("Environment: ${base}/env")
assertThat(log)
    .contains("the hook build_wheel of the backend full_backend failed: ValueError: no wheel today")
    .containsPattern("clear it:     .*mvn io.github.pyb:pyb-maven-plugin:\\S+:standalone -Dpyb.env.reclaim=true")
assertThat(log).contains("the parameter distributions (-Dpyb.distributions) has an unknown value")
assertThat(log).contains("the source tree does not exist").contains("where:        ${base}/nothing-here")
assertThat(new File(basedir, "env")).doesNotExist()
assertThat(new File(basedir, "from-sdist").list()).containsExactly("full_project-1.0-py3-none-any.whl")
return true
