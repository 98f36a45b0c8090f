# Tells what an interpreter is. Handed to it with -c, so that nothing has to be written anywhere first.
# Answers with one line of JSON, behind a word that nothing else prints.
import json
import os
import re
import sys
import sysconfig


def find_module(name):
    """The directory of a package, without importing it."""
    from importlib.machinery import PathFinder

    spec = PathFinder.find_spec(name)
    return os.path.dirname(spec.origin) if spec and spec.origin else None


def own_pip():
    """The interpreter's own pip: its version, and whether it carries its dependencies with it.

    A distribution that takes them out makes a pip that cannot work for another environment (--python).
    """
    directory = find_module("pip")
    if directory is None:
        return None
    with open(os.path.join(directory, "__init__.py"), encoding="utf-8") as file:
        version = re.search(r"""__version__\s*=\s*["']([^"']+)""", file.read())
    return {
        "version": version.group(1) if version else None,
        "directory": directory,
        "bundled": os.path.isdir(os.path.join(directory, "_vendor", "packaging")),
    }


def pip_wheels():
    """The wheels from which ensurepip would install pip; some distributions keep them in a place of their own."""
    directories = [sysconfig.get_config_var("WHEEL_PKG_DIR"), "/usr/share/python-wheels"]
    ensurepip = find_module("ensurepip")
    if ensurepip:
        directories.insert(0, os.path.join(ensurepip, "_bundled"))
    found = []
    for directory in directories:
        if directory and os.path.isdir(directory):
            found += [os.path.join(directory, name) for name in os.listdir(directory) if re.match(r"pip-.*\.whl$", name)]
    return found


def probe():
    """All answers; a failure to find pip is an answer as well."""
    free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    answer = {
        "version": list(sys.version_info),
        "implementation": sys.implementation.name,
        "executable": sys.executable,
        "platform": sysconfig.get_platform(),
        "free_threaded": free_threaded,
        "debug": hasattr(sys, "gettotalrefcount"),
        "venv": find_module("venv") is not None,
    }
    try:
        answer["pip"] = own_pip()
        answer["pip_wheels"] = pip_wheels()
    except (OSError, ValueError, UnicodeError) as error:
        answer["pip"] = None
        answer["pip_wheels"] = []
        answer["pip_error"] = str(error)
    return answer


print("pyb-probe: " + json.dumps(probe()))
