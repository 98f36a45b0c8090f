import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun
import io.github.pyb.testing.SettingsFile
import io.github.pyb.testing.Trees
import io.github.pyb.testing.WheelFile

def examples = MavenRun.targetDirectory().parent.resolve("examples")
def reactor = new File(basedir, "reactor")
def root = reactor.toPath()
def parent = examples.resolve("mixed-reactor/pom.xml").toFile().text
def dependency = { String on, String type ->
  "<dependency><groupId>it.ten</groupId><artifactId>${on}</artifactId><version>\${project.version}</version><type>${type}</type></dependency>"
}
def module = { String name, String packaging, List dependencies, String build = "" ->
  Trees.write(root.resolve("${name}/pom.xml".toString()), """<project>
  <modelVersion>4.0.0</modelVersion>
  <parent><groupId>it.ten</groupId><artifactId>ten</artifactId><version>1.0-SNAPSHOT</version></parent>
  <artifactId>${name}</artifactId>
  <packaging>${packaging}</packaging>
  <dependencies>${dependencies.join("\n")}</dependencies>
  <build><plugins>${build}</plugins></build>
</project>""".toString())
}
def java = { String name, String uses = "" ->
  def value = uses ? "it.${uses.capitalize()}.value() + 1" : "1"
  Trees.write(root.resolve("${name}/src/main/java/it/${name.capitalize()}.java".toString()),
      "package it; public final class ${name.capitalize()} { public static int value() { return ${value}; } }".toString())
}
def python = { String name, List requires ->
  Trees.write(root.resolve("${name}/pyproject.toml".toString()), "[build-system]",
      "requires = [${(["acme-build"] + requires).collect { "'${it}'" }.join(", ")}]".toString(), "build-backend = 'acme_build'")
  Trees.write(root.resolve("${name}/setup.cfg".toString()), "[metadata]", "name = ${name}".toString(), "version = 1.0.dev0",
      "requires =", *requires.collect { "  ${it}".toString() })
  Trees.write(root.resolve("${name}/src/${name}/__init__.py".toString()), "name = '${name}'".toString())
}

// Four of Java, five of Python, one of both; and no order in their list.
def modules = ["p3", "j3", "both", "p2", "packed", "j1", "acme-build", "p1", "j2", "p4"]
Trees.write(root.resolve("pom.xml"), parent
    .replaceFirst("<groupId>io.github.pyb.examples</groupId>\\s*<artifactId>mixed-reactor</artifactId>\\s*<version>1.0</version>",
        "<groupId>it.ten</groupId><artifactId>ten</artifactId><version>1.0-SNAPSHOT</version>")
    .replaceFirst("(?s)<modules>.*</modules>", "<modules>${modules.collect { "<module>${it}</module>" }.join("")}</modules>")
    .replace("</pluginManagement>", """</pluginManagement>
    <plugins><plugin><groupId>io.github.pyb</groupId><artifactId>pyb-maven-plugin</artifactId></plugin></plugins>"""))
java("j1")
module("j1", "jar", [])
java("j2", "j1")
module("j2", "jar", [dependency("j1", "jar")])
java("j3", "j2")
module("j3", "jar", [dependency("j2", "jar")])
Trees.copy(examples.resolve("wheel-reactor/acme-build"), root.resolve("acme-build"))
module("acme-build", "python-wheel", [])
def build = dependency("acme-build", "whl")
python("p1", [])
module("p1", "python-wheel", [build])
python("p2", ["p1"])
module("p2", "python-wheel", [build, dependency("p1", "whl")])
// p1 comes with p2: both in Python's and in Maven's eyes.
python("p3", ["p2 >=1.0.dev0"])
module("p3", "python-wheel", [build, dependency("p2", "whl")])
python("p4", [])
module("p4", "pom", [build], """<plugin><groupId>io.github.pyb</groupId><artifactId>pyb-maven-plugin</artifactId>
    <executions><execution><goals><goal>wheel</goal></goals></execution></executions></plugin>""")
// A module with a jar and a wheel.
java("both", "j1")
python("both", ["p1"])
module("both", "jar", [build, dependency("p1", "whl"), dependency("j1", "jar")],
    """<plugin><groupId>io.github.pyb</groupId><artifactId>pyb-maven-plugin</artifactId>
    <executions><execution><goals><goal>build</goal></goals></execution></executions></plugin>""")
// A jar in a wheel, as in the example.
def packed = examples.resolve("mixed-reactor/greeting/pom.xml").toFile().text.replaceFirst("(?s).*<plugins>(.*)</plugins>.*", '$1')
python("packed", [])
module("packed", "python-wheel", [build, dependency("j3", "jar"), dependency("both", "jar"),
    dependency("both", "whl").replace("</type>", "</type><classifier>py3-none-any</classifier>")],
    packed.replace("<include>pyproject.toml</include>", "<include>pyproject.toml</include><include>setup.cfg</include>")
        .replace("\${python.sources}/src/greeting/jars", "\${project.build.directory}/python/src/packed/jars")
        .replace("\${python.sources}", "\${project.build.directory}/python"))

def settings = new SettingsFile().write(new File(basedir, "settings.xml").toPath())
def repository = new File(basedir, "repository")
def maven = { String... arguments ->
  new MavenRun(reactor, arguments).withSettings(settings).inRepository(repository.path).with("PIP_NO_INDEX", "1")
}
def wheel = { String name -> new File(reactor, "${name}/target/dist/${name.replace("-", "_")}-1.0.dev0-py3-none-any.whl") }
def wheels = ["p1", "p2", "p3", "p4", "both", "packed", "acme-build"]
def members = { String name -> WheelFile.read(wheel(name).toPath()).keySet() }

assertThat(repository).doesNotExist()
def first = maven("-T", "2", "install").run(true).log()
wheels.each { assertThat(wheel(it)).as(it).exists() }
assertThat(members("packed")).contains("packed/jars/j3.jar", "packed/jars/j2.jar", "packed/jars/both.jar")
assertThat(first)
    .contains("[p3] Wheels from Maven, which come before any index: acme-build 1.0.dev0, p1 1.0.dev0, p2 1.0.dev0")
    .contains("[packed] Wheels from Maven, which come before any index: acme-build 1.0.dev0, both 1.0.dev0, p1 1.0.dev0")
def installed = { String name -> new File(repository, "it/ten/${name}/1.0-SNAPSHOT") }
assertThat(new File(installed("p3"), "p3-1.0-SNAPSHOT.whl")).hasSameBinaryContentAs(wheel("p3"))
assertThat(installed("both").list()).contains("both-1.0-SNAPSHOT.jar", "both-1.0-SNAPSHOT-py3-none-any.whl", "both-1.0-SNAPSHOT-sdist.tar.gz")
assertThat(installed("p4").list()).contains("p4-1.0-SNAPSHOT-py3-none-any.whl").doesNotContain("p4-1.0-SNAPSHOT.whl")

// One, with what it needs and nothing else.
Trees.write(root.resolve("p1/src/p1/more.py"), "x = 1")
def second = maven("-pl", ":p3", "-am", "package").run(true).log()
assertThat(second).contains("Building p1 ", "Building p2 ", "Building p3 ", "Building acme-build ")
    .doesNotContain("Building p4 ").doesNotContain("Building j1 ")
assertThat(members("p1")).contains("p1/more.py")
assertThat(WheelFile.read(new File(reactor, "p3/target/pyb/wheels/${wheel("p1").name}").toPath())).containsKey("p1/more.py")

// All, and nobody is asked for anything.
modules.each { new File(reactor, "${it}/target").deleteDir() }
maven("-o", "-T", "2", "install").run(true)
wheels.each { assertThat(wheel(it)).as(it).exists() }
return true
