"""Compiles modules, and sees to it that what was written is whole.

Usage: python -c SCRIPT LIST

LIST is a file with the path of a module in each line. Modules that cannot be compiled are passed over, and so are those for which
there is no room; the exit code tells. The standard library's compileall does the same, but some Pythons (3.11 for one) write a
part of a compiled module onto a full disk without noticing, and whoever imports that fails. Several processes share the
work, where the system can make copies of one. Runs on Python 3.8 and later.
"""

import gc
import importlib.util
import marshal
import os
import sys
from importlib.machinery import SourceFileLoader

# PEP 552: the module counts as long as its content has the hash that is noted here.
CHECKED_HASH = 0b11

# A process of its own for fewer modules would take longer to start than it saves.
MODULES_PER_PROCESS = 16
MOST_PROCESSES = 4


def compile_module(module):
    """Whether the module is compiled now. What a distribution has brought along already is its own business."""
    compiled = importlib.util.cache_from_source(module)
    if os.path.exists(compiled):
        return True
    try:
        with open(module, "rb") as file:
            source = file.read()
        code = SourceFileLoader("<module>", module).source_to_code(source, module)
    except Exception:
        # Templates are no modules, and this is no place to complain about syntax.
        return False
    header = importlib.util.MAGIC_NUMBER + CHECKED_HASH.to_bytes(4, "little") + importlib.util.source_hash(source)
    return write(compiled, header + marshal.dumps(code), os.stat(module).st_mode)


def write(compiled, content, mode):
    """Whether the file is there now, and whole; otherwise it is not there."""
    unfinished = compiled + ".part"
    try:
        os.makedirs(os.path.dirname(compiled), exist_ok=True)
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, (mode & 0o666) | 0o200), "wb") as file:
            file.write(content)
        os.replace(unfinished, compiled)
        return True
    except OSError:
        if os.path.exists(unfinished):
            os.remove(unfinished)
        return False


def compile_all(modules):
    done = [compile_module(module) for module in modules]
    return all(done)


def compile_side_by_side(modules):
    """Like compile_all, with all processors."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, len(modules) // MODULES_PER_PROCESS)
    if processes < 2 or not hasattr(os, "fork"):
        return compile_all(modules)
    children = []
    for number in range(1, processes):
        child = os.fork()
        if child == 0:
            done = False
            try:
                done = compile_all(modules[number::processes])
            finally:
                os._exit(0 if done else 1)
        children.append(child)
    done = compile_all(modules[::processes])
    return all([os.waitpid(child, 0)[1] == 0 for child in children]) and done


def main(modules):
    # Nothing that is made here is garbage before the end.
    gc.disable()
    with open(modules, encoding="utf-8") as file:
        done = compile_side_by_side([line.rstrip("\n") for line in file])
    sys.exit(0 if done else 1)


main(sys.argv[1])
