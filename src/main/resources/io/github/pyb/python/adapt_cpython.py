# Makes a CPython that was unpacked from a jar at home in its final place. Run by that CPython itself, in the directory
# where it was unpacked, with its final directory as the argument.
#
# Its build configuration still names the directories of the machine that built it. setuptools would not find Python.h,
# CMake and Meson would silently take another Python's headers, and the run path of the interpreter would get into every
# extension module.
import compileall
import glob
import json
import os
import pprint
import re
import sys

FLAGS = re.compile(r"-Wl,-rpath,[^\s']*|(?<![\w/.-])-s(?![\w/.=-])")
LINKER_VARIABLES = re.compile(r"(LDFLAGS|SHARED$|CONFIG_ARGS)")


def read(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)


def without_flags(text):
    """Linker flags without the ones that strip symbols and add run paths."""
    return re.sub(r"  +", " ", FLAGS.sub("", text)).replace("= ", "=").rstrip()


def adapted(variables, old, new):
    """Configuration variables with another prefix and without the linker flags of the build machine."""
    result = {}
    for name, value in variables.items():
        if isinstance(value, str):
            value = value.replace(old, new)
            if LINKER_VARIABLES.search(name):
                value = without_flags(value)
        result[name] = value
    return result


def adapt(final):
    here = os.getcwd()
    lib = os.path.join(here, "lib", "python%d.%d" % sys.version_info[:2])
    (data,) = glob.glob(os.path.join(lib, "_sysconfigdata_*.py"))
    module = {}
    exec(read(data), module)
    variables = module["build_time_vars"]
    old = variables["prefix"]
    write(
        data,
        "# Adapted to its place by pyb-maven-plugin.\nbuild_time_vars = %s\n"
        % pprint.pformat(adapted(variables, old, final), width=10**6),
    )
    for path in glob.glob(os.path.join(lib, "_sysconfig_vars_*.json")):
        write(path, json.dumps(adapted(json.loads(read(path)), old, final), indent=2))
    for pattern in (
        "lib/python3.*/build-details.json",
        "lib/python3.*/config-*/python-config.py",
        "lib/pkgconfig/python*.pc",
        "bin/python*-config",
    ):
        for path in glob.glob(os.path.join(here, pattern)):
            write(path, read(path).replace(old, final))
    for path in glob.glob(os.path.join(lib, "config-*", "Makefile")):
        lines = read(path).replace(old, final).split("\n")
        write(path, "\n".join(without_flags(line) if re.match(r"\w*(LDFLAGS|SHARED|CONFIG_ARGS)\w*\s*=", line) else line for line in lines))
    # Packages belong into environments, which still can be made (PEP 668).
    write(
        os.path.join(lib, "EXTERNALLY-MANAGED"),
        "[externally-managed]\nError=This Python belongs to pyb-maven-plugin, which makes environments with it.\n",
    )


def check():
    """Whatever a build needs has to work; what is missing shows here, not in somebody's build."""
    import ctypes
    import hashlib
    import ssl
    import venv
    import zlib

    assert ctypes and hashlib.sha256 and ssl.create_default_context and venv and zlib


check()
adapt(sys.argv[1])
# Compiled once and for all, so that the tree can be read-only and does not depend on time stamps.
compileall.compile_dir(
    os.path.join(os.getcwd(), "lib"),
    quiet=2,
    workers=0,
    maxlevels=20,
    invalidation_mode=__import__("py_compile").PycInvalidationMode.UNCHECKED_HASH,
)
