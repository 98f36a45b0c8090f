"""Compiles modules, and sees to it that what was written is whole.

Usage: python -c SCRIPT LIST

LIST is a file with the path of a module in each line. Modules that cannot be compiled are passed over. On a disk that is full,
Pythons (3.11 for one) write a part of a compiled module without noticing; whoever imports that fails. What is not whole is
removed, and the exit code tells. Runs on Python 3.8 and later.
"""

import compileall
import importlib.util
import marshal
import os
import py_compile
import sys

HEADER = 16


def compile_module(module):
    """Whether the module is compiled now, and can be loaded."""
    mode = py_compile.PycInvalidationMode.CHECKED_HASH
    compiled = importlib.util.cache_from_source(module)
    if compileall.compile_file(module, quiet=2, invalidation_mode=mode) and is_whole(compiled):
        return True
    if os.path.exists(compiled):
        os.remove(compiled)
    return False


def is_whole(compiled):
    try:
        with open(compiled, "rb") as file:
            marshal.loads(file.read()[HEADER:])
        return True
    except (OSError, EOFError, ValueError, TypeError):
        return False


def main(modules):
    with open(modules, encoding="utf-8") as file:
        done = [compile_module(line.rstrip("\n")) for line in file]
    sys.exit(0 if all(done) else 1)


main(sys.argv[1])
