"""A build backend (PEP 517) for packages below src, in one file. What is built is described in setup.cfg."""

import base64
import configparser
import hashlib
import io
import os
import tarfile
import zipfile

TIME = (2026, 1, 1, 0, 0, 0)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name, version, metadata = _describe()
    info = "%s-%s.dist-info" % (name, version)
    members = {path[len("src/"):]: _read(path) for path in _files() if path.startswith("src/")}
    members[info + "/METADATA"] = metadata
    members[info + "/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: acme\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join("%s,sha256=%s,%d\n" % (path, _digest(content), len(content)) for path, content in members.items())
    members[info + "/RECORD"] = (record + info + "/RECORD,,\n").encode()
    file_name = "%s-%s-py3-none-any.whl" % (name, version)
    with zipfile.ZipFile(os.path.join(wheel_directory, file_name), "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in members.items():
            wheel.writestr(zipfile.ZipInfo(path, TIME), content)
    return file_name


def build_sdist(sdist_directory, config_settings=None):
    name, version, metadata = _describe()
    top = "%s-%s" % (name, version)
    members = {path: _read(path) for path in _files()}
    members["PKG-INFO"] = metadata
    with tarfile.open(os.path.join(sdist_directory, top + ".tar.gz"), "w:gz", format=tarfile.PAX_FORMAT) as sdist:
        for path, content in members.items():
            member = tarfile.TarInfo(top + "/" + path)
            member.size = len(content)
            sdist.addfile(member, io.BytesIO(content))
    return top + ".tar.gz"


def _describe():
    config = configparser.ConfigParser()
    config.read("setup.cfg", encoding="utf-8")
    name, version = config["metadata"]["name"], config["metadata"]["version"]
    lines = ["Metadata-Version: 2.1", "Name: " + name, "Version: " + version]
    lines += ["Requires-Dist: " + one for one in config["metadata"].get("requires", "").split("\n") if one]
    return name.replace("-", "_"), version, "\n".join(lines + [""]).encode()


def _files():
    found = ["pyproject.toml", "setup.cfg"]
    for directory, _, names in os.walk("src"):
        found += [os.path.join(directory, name).replace(os.sep, "/") for name in names if not name.endswith(".pyc")]
    return sorted(found)


def _read(path):
    with open(path, "rb") as file:
        return file.read()


def _digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
