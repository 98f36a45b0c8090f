# Tells what is installed for an interpreter, and what environment markers mean there. Handed to it with -c.
# Argument: the file that the answer is written to. Runs on Python 3.8 and later, with nothing but the standard library.
import sys

# With -c the current directory would be searched; a backend will not find anything there.
sys.path[:] = [entry for entry in sys.path if entry]

import json
import os
import platform
from importlib import metadata


def full_version(info):
    """A version as PEP 508 wants it: 3.13.0b2, for instance."""
    text = "%d.%d.%d" % (info.major, info.minor, info.micro)
    return text if info.releaselevel == "final" else text + info.releaselevel[0] + str(info.serial)


def markers():
    """The variables of PEP 508."""
    python = platform.python_version()
    return {
        "os_name": os.name,
        "sys_platform": sys.platform,
        "platform_machine": platform.machine(),
        "platform_python_implementation": platform.python_implementation(),
        "platform_release": platform.release(),
        "platform_system": platform.system(),
        "platform_version": platform.version(),
        "python_version": ".".join(platform.python_version_tuple()[:2]),
        # An interpreter between two releases says 3.13.0a1+, which is no version.
        "python_full_version": python + "local" if python.endswith("+") else python,
        "implementation_name": sys.implementation.name,
        "implementation_version": full_version(sys.implementation.version),
    }


def distributions():
    """All that is installed. If something is installed twice, the first one is what an import finds."""
    found = []
    for distribution in metadata.distributions():
        try:
            name = distribution.metadata["Name"]
            version = distribution.metadata["Version"]
            requires = list(distribution.requires or [])
        except Exception:
            # Half removed, or damaged: not installed as far as anybody can tell.
            continue
        if name and version:
            found.append({"name": name, "version": version, "requires": requires})
    return found


with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump({"markers": markers(), "distributions": distributions()}, file)
