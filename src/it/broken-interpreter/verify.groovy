import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def log = MavenRun.log(basedir)
def base = basedir.canonicalPath

// The message of one module, without Maven's prefixes.
def message = { String module ->
  def start = log.indexOf("on project ${module}: ")
  assertThat(start).as("the message of ${module}").isPositive()
  def end = log.indexOf("-> [Help", start)
  return log.substring(start, end).replaceAll(/(?m)^\[ERROR] /, "")
}

def cannotBeUsed = [
    "missing": "it does not exist",
    "no-python": "it is no Python: asked for its version it said nothing",
    "garbage": "it failed with exit code 1 when it was asked for its version: Usage: python [a snake]",
    "python-two": "it is a Python 2, and 3.8 is the oldest that can be used",
    "no-library": "it does not start, because a library that it needs is missing: python: error while loading shared libraries: libpython3.11.so.1.0: cannot open shared object file",
    "no-version": "it failed with exit code 127 when it was asked for its version: pyenv: python: command not found",
]
cannotBeUsed.each { module, reason ->
  assertThat(message(module))
      .as(module)
      .contains("the Python interpreter ${base}/${module}/python cannot be used: ${reason}\n")
      .contains("  try:          name another one: -Dpyb.python=/path/to/python3 (or a version such as 3.12), or leave the parameter python out")
  // Nothing is made for an interpreter that there is not.
  assertThat(new File(basedir, "${module}/target")).doesNotExist()
}
assertThat(message("no-version")).contains("  last output:\n").contains("    Use pyenv global to set a version.")

assertThat(message("no-venv"))
    .contains("the Python interpreter has no venv module, so no environment can be made with it")
    .contains("apt install python3-venv")
assertThat(message("no-pip"))
    .contains("there is no pip that could install the build requirements: the interpreter has none, and ensurepip has no wheel of it")
    .contains("apt install python3-venv")
assertThat(message("wrong-version"))
    .contains("no Python interpreter of version 3.99 was found")
    .containsPattern("(tried: .*: it is c?[pP]y\\S+ 3\\.|looked on: )")

assertThat(log).doesNotContain("	at io.github.pyb")
return true
