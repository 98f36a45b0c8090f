"""A build backend for tests. The config setting "do" says what its hook does; without it, a small wheel is built."""

import base64
import hashlib
import json
import os
import subprocess
import sys
import time
import warnings
import zipfile


class UnsupportedOperation(Exception):
    pass


def _wheel(directory, name="test_project-1.0-py3-none-any.whl", content="value = 1\n"):
    files = {
        "test_project.py": content,
        "test_project-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: test-project\nVersion: 1.0\n",
        "test_project-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        for path, text in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record += "%s,sha256=%s,%d\n" % (path, digest, len(text))
            wheel.writestr(path, text)
        wheel.writestr("test_project-1.0.dist-info/RECORD", record + "test_project-1.0.dist-info/RECORD,,\n")
    return name


def _hang():
    """Leaves a child, a grandchild without a parent, and itself, all of them asleep."""
    program = "import os, time; open(os.environ['PIDS'], 'a').write('%d\\n' % os.getpid()); time.sleep(300)"
    subprocess.Popen([sys.executable, "-c", program])
    orphan = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', sys.argv[1]], start_new_session=True)"
    subprocess.check_call([sys.executable, "-c", orphan, program])
    while not os.path.exists(os.environ["PIDS"]) or len(open(os.environ["PIDS"]).readlines()) < 2:
        time.sleep(0.01)
    open(os.environ["PIDS"], "a").write("%d\n" % os.getpid())
    print("sleeping", flush=True)
    time.sleep(300)


def _wait_and_raise():
    """Fails as soon as another build is asleep."""
    while not os.path.exists(os.environ["PIDS"]) or len(open(os.environ["PIDS"]).readlines()) < 3:
        time.sleep(0.05)
    raise ValueError("waited long enough")


def _facts(directory):
    """What a hook sees of the world, for the test to look at."""
    facts = {
        "environ": dict(os.environ),
        "cwd": os.getcwd(),
        "path": sys.path,
        "argv": sys.argv,
        "prefix": sys.prefix,
        "umask": os.umask(0o022),
        "stdin": sys.stdin.read() if sys.stdin else None,
    }
    with open(os.environ["FACTS"], "w") as file:
        json.dump(facts, file)
    return _wheel(directory)


def _spy(directory):
    """Writes down what any process of this user can find out about the others."""
    with open(os.environ["FACTS"], "wb") as facts:
        for process in os.listdir("/proc"):
            for file in ("cmdline", "environ") if process.isdigit() else ():
                try:
                    with open(os.path.join("/proc", process, file), "rb") as source:
                        facts.write(b"%s of %s: %s\n" % (file.encode(), process.encode(), source.read()))
                except OSError:
                    pass
    return _wheel(directory)


def _crash():
    os.kill(os.getpid(), 11)


def _raise(error):
    raise error


def _warn(directory):
    warnings.warn("this is\nimportant")
    warnings.warn("nobody sees this", DeprecationWarning)
    return _wheel(directory)


def _linger(directory):
    """Builds, but takes its time, and notes in a file when it is at work."""
    with open(os.environ["PRESENCE"], "a") as file:
        file.write("enter\n")
    time.sleep(float(os.environ.get("LINGER", "0.5")))
    with open(os.environ["PRESENCE"], "a") as file:
        file.write("leave\n")
    return _wheel(directory)


def _do(what, directory):
    print("the hook does " + str(what), flush=True)
    actions = {
        None: lambda: _wheel(directory),
        "facts": lambda: _facts(directory),
        "spy": lambda: _spy(directory),
        "spy-and-raise": lambda: _spy(directory) and _raise(ValueError("boom")),
        "raise": lambda: _raise(ValueError("boom")),
        "unsupported": lambda: _raise(UnsupportedOperation("not on this machine")),
        "exit-0": lambda: sys.exit(0),
        "exit-3": lambda: sys.exit(3),
        "os-exit-0": lambda: os._exit(0),
        "os-exit-7": lambda: os._exit(7),
        "os-exit-255": lambda: os._exit(255),
        "crash": _crash,
        "hang": _hang,
        "wait-and-raise": _wait_and_raise,
        "warn": lambda: _warn(directory),
        "linger": lambda: _linger(directory),
        "none": lambda: None,
        "number": lambda: 42,
        "object": lambda: object(),
        "absolute": lambda: os.path.join(directory, _wheel(directory)),
        "subdirectory": lambda: (os.mkdir(os.path.join(directory, "sub")), "sub/" + _wheel(os.path.join(directory, "sub")))[1],
        "not-made": lambda: "other-1.0-py3-none-any.whl",
        "no-wheel-name": lambda: _wheel(directory, "made.zip"),
        "bytes": lambda: os.write(1, b"bad \xff bytes\n") and _wheel(directory),
        "secret": lambda: print("https://user:canary@index/") or _wheel(directory),
        "write-source": lambda: open("written-by-backend.txt", "w").write("x") and _wheel(directory),
        "chatter": lambda: [print("line %d" % i) for i in range(200)] and _raise(ValueError("after much talk")),
    }
    return actions[what]()


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return _do((config_settings or {}).get("do"), wheel_directory)


def get_requires_for_build_wheel(config_settings=None):
    settings = config_settings or {}
    if settings.get("requires") == "a string":
        return "setuptools"
    if settings.get("requires") == "a number":
        return ["fine", 1]
    if settings.get("requires") == "raise":
        raise ValueError("no requirements today")
    return settings.get("requires") or []
