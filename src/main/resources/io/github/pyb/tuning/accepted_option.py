"""Ends well if every C and C++ compiler that a build may come to use accepts an option.

Those are what CC and CXX name, or else what the interpreter was built with, which setuptools takes, and what is called
as compilers usually are, which Meson takes. Runs on every Python that can build a wheel.
"""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig

USUAL = {"CC": ["cc", "gcc", "clang"], "CXX": ["c++", "g++", "clang++"]}


def compilers(variable):
    """The commands that can be run, each once."""
    if os.environ.get(variable):
        commands = [os.environ[variable]]
    else:
        commands = [sysconfig.get_config_var(variable) or ""] + USUAL[variable]
    found = []
    for command in commands:
        words = shlex.split(command)
        if words and shutil.which(words[0]) and words not in found:
            found.append(words)
    return found


def accepts(command, language, option):
    arguments = command + [option, "-fsyntax-only", "-x", language, os.devnull]
    result = subprocess.run(arguments, stdin=subprocess.DEVNULL)
    print(" ".join(arguments), "ends with", result.returncode, flush=True)
    return result.returncode == 0


def main(option):
    c, cxx = compilers("CC"), compilers("CXX")
    accepted = all(accepts(command, "c", option) for command in c)
    return c and accepted and all(accepts(command, "c++", option) for command in cxx)


sys.exit(0 if main(sys.argv[1]) else 1)
