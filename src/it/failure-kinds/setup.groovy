import io.github.pyb.testing.TestBackend
import io.github.pyb.testing.Trees

def inTree = ['requires = []', 'build-backend = "test_backend"', 'backend-path = ["backend"]'] as String[]

def module = { String name, Map<String, String> properties, String... buildSystem ->
  def directory = basedir.toPath().resolve(name)
  TestBackend.into(directory, buildSystem.length == 0 ? inTree : buildSystem)
  Trees.write(directory.resolve("pom.xml"), """<project>
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>io.github.pyb.it</groupId>
    <artifactId>failure-kinds</artifactId>
    <version>1.0</version>
  </parent>
  <artifactId>${name}</artifactId>
  <packaging>pom</packaging>
  <properties>
    ${properties.collect { key, value -> "<${key}>${value}</${key}>" }.join("\n    ")}
  </properties>
</project>""".toString())
}

module("raises", [do: "raise"])
module("unsupported", [do: "unsupported"])
module("no-answer", [do: "os-exit-0"])
module("crash", [do: "crash"])
module("absolute-name", [do: "absolute"])
module("missing-file", [do: "not-made"])
module("no-backend", [:], 'requires = []', 'build-backend = "no_such_backend"')
module("no-hook", [:])
new File(basedir, "no-hook/backend/test_backend.py").text = "# nothing\n"
module("bad-requires", [:])
new File(basedir, "bad-requires/backend/test_backend.py").text =
    "def get_requires_for_build_wheel(config_settings=None): return 'setuptools'\n"
module("no-install", [:], 'requires = ["no-such-distribution"]', 'build-backend = "x"')
module("too-slow", [do: "hang", timeout: "4"])
module("invalid-project", [:], 'requires = "setuptools"')
module("no-interpreter", [python: "3.99"])
module("refused-location", [env: '${project.basedir}'])
return true
