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


def pip_wheel_directories():
    """Where ensurepip would look for wheels; some distributions keep them in a place of their own."""
    directories = [sysconfig.get_config_var("WHEEL_PKG_DIR"), "/usr/share/python-wheels"]
    ensurepip = find_module("ensurepip")
    if ensurepip:
        directories.insert(0, os.path.join(ensurepip, "_bundled"))
    return [directory for directory in directories if directory]


def pip_wheels():
    """The wheels from which ensurepip would install pip."""
    found = []
    for directory in pip_wheel_directories():
        if os.path.isdir(directory):
            found += [os.path.join(directory, name) for name in os.listdir(directory) if re.match(r"pip-.*\.whl$", name)]
    return found


def leads_home(executable):
    """Whether an environment whose base is this executable finds the standard library.

    It looks in the directories above the base, and then only in the place that the interpreter was compiled for. An
    interpreter that was moved after that is not there, and a link to it from elsewhere leads nowhere.
    """
    if os.name == "nt":
        return True
    library = os.path.relpath(sysconfig.get_path("stdlib"), sys.base_prefix)
    directory = os.path.dirname(os.path.abspath(executable))
    while True:
        if os.path.exists(os.path.join(directory, library, "os.py")):
            # It takes the first that it finds, even that of another interpreter.
            return os.path.realpath(directory) == os.path.realpath(sys.base_prefix)
        parent = os.path.dirname(directory)
        if parent == directory:
            return False
        directory = parent


def base_executable():
    """The executable that environments are made from: behind links if environments could not start through them."""
    executable = os.path.abspath(getattr(sys, "_base_executable", None) or sys.executable)
    if sys.prefix != sys.base_prefix:
        # An environment that was made from it is what answers here.
        return executable
    real = os.path.realpath(executable)
    return real if not leads_home(executable) and leads_home(real) else executable


def executable():
    """The interpreter itself; that of an environment is the one in the environment."""
    return sys.executable if sys.prefix != sys.base_prefix else base_executable()


def environment_scheme():
    """The layout of a virtual environment.

    Since Python 3.11 it has a name. Before, the default scheme is meant, unless the distributor changed it for the
    base installation (Debian's posix_local, Apple's framework).
    """
    if "venv" in sysconfig.get_scheme_names():
        return "venv"
    return "nt" if os.name == "nt" else "posix_prefix"


def c_library():
    """The C library and its version, as wheels for this machine have to know it; nothing outside of Linux."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return os.confstr("CS_GNU_LIBC_VERSION")
    except (AttributeError, OSError, ValueError):
        # Only glibc knows that name.
        return None


def layout():
    """What an environment that is made from this interpreter looks like, relative to its root."""
    root = os.path.join(os.path.abspath(os.sep), "root")
    places = dict.fromkeys(["base", "platbase", "installed_base", "installed_platbase"], root)
    scheme = environment_scheme()

    def place(name):
        return os.path.relpath(sysconfig.get_path(name, scheme, places), root)

    return {
        "base_executable": base_executable(),
        "base_prefix": os.path.abspath(sys.base_prefix),
        "scripts": place("scripts"),
        "purelib": place("purelib"),
        "platlib": place("platlib"),
        # Before it had a scheme of its own, venv left out the directory of the version.
        "include": place("include") if scheme == "venv" else "Include" if os.name == "nt" else "include",
        "lib64_link": sys.maxsize > 2**32 and os.name == "posix" and sys.platform != "darwin",
    }


def abi():
    """What the interpreter loads."""
    from importlib.util import MAGIC_NUMBER

    return {
        "extension_suffix": sysconfig.get_config_var("EXT_SUFFIX"),
        "soabi": sysconfig.get_config_var("SOABI"),
        "cache_tag": sys.implementation.cache_tag,
        "bytecode": MAGIC_NUMBER.hex(),
        "c_library": c_library(),
    }


def loaded_libraries():
    """The shared libraries that the system has loaded for this interpreter, where it tells."""
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            fields = [line.rstrip("\n").split(None, 5) for line in maps]
    except OSError:
        return []
    return [field[5] for field in fields if len(field) == 6 and ".so" in os.path.basename(field[5])]


def witnesses():
    """Files and directories, there or not, that have changed if an answer has changed; nothing if they cannot be named."""
    library = sysconfig.get_path("stdlib")
    found = [sys.executable, base_executable(), library, sysconfig.__file__, os.path.join(library, "lib-dynload")]
    for directory in (os.path.dirname(sys.executable), os.path.dirname(os.path.dirname(sys.executable))):
        found.append(os.path.join(directory, "pyvenv.cfg"))
    pip = find_module("pip")
    if pip:
        found += [os.path.join(pip, "__init__.py"), os.path.join(pip, "_vendor")]
    found += pip_wheel_directories()
    found += sys.path
    for directory in sys.path:
        if os.path.isdir(directory):
            found += [os.path.join(directory, name) for name in os.listdir(directory) if name.endswith((".pth", "._pth"))]
    loaded = [getattr(module, "__file__", None) for module in list(sys.modules.values())] + loaded_libraries()
    for file in filter(None, loaded):
        # Files of the standard library come and go together, and their directory tells; these are edited.
        edited = os.path.basename(file).startswith(("_sysconfigdata", "sitecustomize"))
        if edited or not file.startswith(library + os.sep):
            found.append(file)
    found = sorted({os.path.abspath(path) for path in found if path})
    try:
        length = len("".join(found).encode("utf-8"))
    except UnicodeError:
        return None
    # A line that is too long would not arrive as one.
    return found if length + 4 * len(found) < 12000 else None


def probe():
    """All answers; a failure to find pip is an answer as well."""
    free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    answer = {
        "version": list(sys.version_info),
        "implementation": sys.implementation.name,
        "executable": executable(),
        "platform": sysconfig.get_platform(),
        "free_threaded": free_threaded,
        "debug": hasattr(sys, "gettotalrefcount"),
        "venv": find_module("venv"),
        "layout": layout(),
        "abi": abi(),
    }
    try:
        answer["witnesses"] = witnesses()
        answer["pip"] = own_pip()
        answer["pip_wheels"] = pip_wheels()
    except (OSError, ValueError, UnicodeError) as error:
        answer["pip"] = None
        answer["pip_wheels"] = []
        answer["witnesses"] = None
        answer["pip_error"] = str(error)
    return answer


print("pyb-probe: " + json.dumps(probe()))
