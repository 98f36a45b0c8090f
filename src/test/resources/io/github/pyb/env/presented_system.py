# Makes an environment as create_environment.py would make it on another system, with an installation that is laid out as
# there. The source of venv is the real one, and so is the file system beneath it; what differs is what Python says of the
# system to that source.
# Arguments: win32 or darwin; venv's __init__.py; the interpreter that environments are made from; the one that is running;
# free-threaded or not; the script; and the script's own arguments.
import importlib.util
import logging
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import types

assert logging and shlex and shutil and subprocess and types, "venv must not be the first to import them"
system, module, base_executable, executable, threading, script = sys.argv[1:7]


def open_on_windows(file, mode="r", **options):
    """Lines of text end there in another way."""
    if "b" not in mode:
        options["newline"] = "\r\n"
    return open(file, mode, **options)


def load(name, file, **variables):
    """A module from a file, with variables that are there before anything of it runs."""
    spec = importlib.util.spec_from_file_location(name, file)
    loaded = importlib.util.module_from_spec(spec)
    vars(loaded).update(variables)
    spec.loader.exec_module(loaded)
    return loaded


# It reads files that only the real system has.
variables = sysconfig.get_config_vars()
variables["Py_GIL_DISABLED"] = int(threading == "free-threaded")
sys._base_executable = base_executable
sys.executable = executable
sys.platform = system
if system == "win32":
    os.name = "nt"
    schemes = sysconfig._INSTALL_SCHEMES
    if "venv" in schemes:
        schemes["venv"] = schemes["nt_venv"]
    # Debian's own are not there.
    names = tuple(name for name in schemes if name not in ("posix_local", "deb_system"))
    sysconfig.get_scheme_names = lambda: names
    sys.modules["venv"] = load("venv", module, open=open_on_windows)
else:
    sys.modules["venv"] = load("venv", module)
sys.argv[1:] = sys.argv[7:]
with open(script, encoding="utf-8") as file:
    exec(compile(file.read(), script, "exec"), {"__name__": "__main__"})
