import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def base = basedir.canonicalPath
def places = { String log -> (log =~ /Environment: (.*)/).collect { it[1] - "${base}/" } }

assertThat(places(MavenRun.log(basedir)))
    .containsExactly("from/configuration", "from/argument", "from/property", "from/variable", "from/variable", "from/property")
def allEmpty = new MavenRun(basedir, "pyb:wheel", "-Dbuild.env.dir=").with("BUILD_ENV_DIR", "").run(true)
assertThat(places(allEmpty.log())).singleElement().asString().matches("target/pyb/env/\\w+")
assertThat(new File(basedir, "pom.xml")).exists()
return true
