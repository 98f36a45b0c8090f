# Creates a virtual environment without pip, and tells where its parts are. Handed to the base interpreter with -c.
# Arguments: the environment's directory, and the file that the answer is written to.
import json
import os
import sys
import sysconfig
import venv


def scheme():
    """The layout of a virtual environment.

    Since Python 3.11 it has a name. Before, the default scheme is meant, unless the distributor changed it for the
    base installation (Debian's posix_local, Apple's framework).
    """
    names = sysconfig.get_scheme_names()
    if "venv" in names:
        return "venv"
    if "posix_local" in names or "osx_framework_library" in names:
        return "posix_prefix"
    return "nt" if os.name == "nt" else "posix_prefix"


def create(directory):
    # Windows: links need a privilege, and conda's interpreters do not work through them.
    builder = venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt")
    context = builder.ensure_directories(directory)
    builder.create(directory)
    places = {"base": directory, "platbase": directory, "installed_base": directory, "installed_platbase": directory}
    python = os.path.join(context.bin_path, "python.exe" if os.name == "nt" else "python")
    return {
        "python": python if os.path.exists(python) else context.env_exe,
        "scripts": context.bin_path,
        "purelib": sysconfig.get_path("purelib", scheme(), places),
        "platlib": sysconfig.get_path("platlib", scheme(), places),
    }


answer = create(sys.argv[1])
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(answer, file)
