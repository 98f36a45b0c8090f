"""Ends well if every C and C++ compiler that a build may come to use accepts an option.

Those are what CC and CXX name, or else what the interpreter was built with, which setuptools takes, and what is called
as compilers usually are, which Meson takes. The last line says which program was found under which name, and under which
none: as long as that stays so, the answer does. Runs on every Python that can build a wheel.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig

USUAL = {"CC": ["cc", "gcc", "clang"], "CXX": ["c++", "g++", "clang++"]}

found = {}


def compilers(variable):
    """The commands that can be run, each once."""
    if os.environ.get(variable):
        commands = [os.environ[variable]]
    else:
        commands = [sysconfig.get_config_var(variable) or ""] + USUAL[variable]
    usable = []
    for command in commands:
        words = shlex.split(command)
        # All of them, because a compiler may stand behind a cache or another program; but no options and no variables,
        # which may hold what nobody should write down.
        for word in words:
            if not word.startswith("-") and "=" not in word:
                found[word] = shutil.which(word)
        if words and found.get(words[0]) and words not in usable:
            usable.append(words)
    return usable


def accepts(command, language, option):
    arguments = command + [option, "-fsyntax-only", "-x", language, os.devnull]
    result = subprocess.run(arguments, stdin=subprocess.DEVNULL)
    print(" ".join(arguments), "ends with", result.returncode, flush=True)
    return result.returncode == 0


def main(option):
    c, cxx = compilers("CC"), compilers("CXX")
    accepted = all(accepts(command, "c", option) for command in c)
    return c and accepted and all(accepts(command, "c++", option) for command in cxx)


accepted = main(sys.argv[1])
print(json.dumps(found), flush=True)
sys.exit(0 if accepted else 1)
