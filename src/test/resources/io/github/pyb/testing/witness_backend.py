"""A build backend for tests in which things go wrong: its wheel says what is in the environment that it runs in."""

import hashlib
import os
import sys
import time
import zipfile

TIME = (1980, 1, 1, 0, 0, 0)


def get_requires_for_build_wheel(config_settings=None):
    return ["witness-late"]


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    import witness_late

    assert witness_late.x == 1
    for i in range(int(os.environ.get("WITNESS_LINES", "0"))):
        print("line %d of %s" % (i, os.getcwd()), flush=i % 7 == 0)
    _linger()
    name = "witnessed-1-py3-none-any.whl"
    with open(os.path.join(wheel_directory, name), "wb") as file:
        with zipfile.ZipFile(file, "w") as wheel:
            _write(wheel, "seen.txt", "".join(line + "\n" for line in _seen()))
            file.flush()
            time.sleep(float(os.environ.get("WITNESS_PAUSE", "0")))
            _write(wheel, "large.txt", "x" * int(os.environ.get("WITNESS_SIZE", "0")))
            _write(wheel, "witnessed-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: witnessed\nVersion: 1\n")
    return name


def _write(wheel, name, text):
    wheel.writestr(zipfile.ZipInfo(name, TIME), text)


def _linger():
    """Takes long, or leaves something behind that does, if told to; says which process that is."""
    marker = os.environ.get("WITNESS_LINGER")
    if marker:
        with open(marker, "w") as file:
            file.write("%d\n" % os.getpid())
        time.sleep(60)
    marker = os.environ.get("WITNESS_LEAVE")
    if marker:
        import subprocess

        nothing = subprocess.DEVNULL
        left = subprocess.Popen(["sleep", "60"], stdin=nothing, stdout=nothing, stderr=nothing)
        with open(marker, "w") as file:
            file.write("%d\n" % left.pid)


def _seen():
    """A line for each entry of the environment. Unless told so, without what is another one at each place."""
    everything = "WITNESS_ALL" in os.environ
    root = sys.prefix
    for directory, names, files in os.walk(root):
        names.sort()
        if directory == root:
            names.remove(".pyb")
            if not everything:
                names.remove("bin")
        elif not everything and "__pycache__" in names:
            names.remove("__pycache__")
        for name in sorted(names + files):
            path = os.path.join(directory, name)
            if everything or name not in ("RECORD", "pyvenv.cfg"):
                yield os.path.relpath(path, root) + " " + _entry(path, everything)


def _entry(path, everything):
    if os.path.islink(path):
        return "link to " + os.readlink(path)
    mode = " %o" % os.stat(path).st_mode
    if os.path.isdir(path):
        return "directory" + mode
    with open(path, "rb") as file:
        content = file.read()
    links = " %d %d" % (os.stat(path).st_nlink, os.stat(path).st_mtime_ns) if everything else ""
    return hashlib.sha256(content).hexdigest() + mode + links


def main():
    print("a witness")
