import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def base = basedir.canonicalPath
def log = MavenRun.log(basedir)
def chosen = new File(basedir, "chosen")

assertThat(log)
    .contains("The environment is ready")
    .contains("  where:    ${base}/chosen")
    .contains("  python:   ${base}/chosen/bin/python")
    .contains("  enter it: . ${base}/chosen/bin/activate")
def entered = ["sh", "-c", ". '${base}/chosen/bin/activate' && python -c 'import sys; print(sys.prefix)'"].execute()
assertThat(entered.text.trim()).isEqualTo("${base}/chosen".toString())

assertThat(log).contains("not made by this plugin, so it was left untouched").contains("it holds:     precious")
assertThat(new File(basedir, "data/precious")).hasContent("data")
assertThat(chosen).exists()

def cleaned = new MavenRun(basedir, "pyb:clean", "-Dbuild.env.dir=chosen").run(true).log()
assertThat(cleaned).contains("Removed ${base}/chosen").contains("Removed ${base}/target/pyb")
assertThat(chosen).doesNotExist()
assertThat(new File(basedir, "target/pyb")).doesNotExist()
assertThat(new MavenRun(basedir, "pyb:clean").run(true).log()).contains("Nothing to remove")
return true
