import io.github.pyb.testing.FakePython
import io.github.pyb.testing.Pythons
import io.github.pyb.testing.TestBackend
import io.github.pyb.testing.Trees

def real = Pythons.any().executable()
def base = basedir.toPath()

def module = { String name, List<String> script, List<String> requires = [] ->
  def directory = base.resolve(name)
  TestBackend.into(directory, "requires = [${requires.collect { "'${it}'" }.join(', ')}]".toString(),
      "build-backend = 'test_backend'", "backend-path = ['backend']")
  Trees.write(directory.resolve("pom.xml"), """<project>
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>io.github.pyb.it</groupId>
    <artifactId>broken-interpreter</artifactId>
    <version>1.0</version>
  </parent>
  <artifactId>${name}</artifactId>
  <packaging>pom</packaging>
  ${name == 'wrong-version' ? '<properties><python>3.99</python></properties>' : ''}
</project>""".toString())
  if (script) {
    FakePython.executable(directory.resolve("python"), (["#!/bin/sh"] + script) as String[])
  }
}

// The real one with another answer to the question what it is.
def answering = { String edits -> ["'${real}' \"\$@\" | sed ${edits}".toString()] }

module("missing", [])
module("no-python", ["exit 0"])
module("garbage", ["echo 'Usage: python [a snake]'", "exit 1"])
module("python-two", ["echo 'Unknown option: -I' >&2", "echo 'usage: python [option] ...' >&2", "exit 2"])
module("no-library", ["echo 'python: error while loading shared libraries: libpython3.11.so.1.0: cannot open shared object file' >&2", "exit 127"])
module("no-version", ["echo 'pyenv: python: command not found' >&2", "echo >&2", "echo 'Use pyenv global to set a version.' >&2", "exit 127"])
// What Debian's python3 is without python3-venv, once with a venv module and once without.
module("no-venv", answering("-E 's/\"venv\": \"[^\"]*\"/\"venv\": null/'"))
module("no-pip", answering("-E 's/\"pip\": \\{[^}]*\\}/\"pip\": null/; s/\"pip_wheels\": \\[[^]]*\\]/\"pip_wheels\": []/; s#\"executable\": \"[^\"]*\"#\"executable\": \"'\"\$0\"'\"#'"), ["needed"])
module("wrong-version", [])
return true
