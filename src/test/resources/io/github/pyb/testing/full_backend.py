"""A small but complete build backend for tests: it packs what stands beside it, and has all hooks of PEP 517 and PEP 660."""

import base64
import glob
import hashlib
import io
import os
import sys
import sysconfig
import tarfile
import time
import zipfile


class UnsupportedOperation(Exception):
    pass


def _settings(config_settings):
    settings = config_settings or {}
    if "trace" in settings:
        with open(settings["trace"], "a") as file:
            file.write("%s\n" % sorted(settings))
    return settings


def _note_environ(settings, hook):
    if "environ" in settings:
        with open(settings["environ"], "a") as file:
            file.write("%s %s\n" % (hook, os.environ.get("GIT_CEILING_DIRECTORIES")))


def _version():
    with open("VERSION") as file:
        return file.read().strip()


def _metadata(settings):
    name = settings.get("metadata-name", "Full_Project")
    text = "Metadata-Version: 2.1\nName: %s\nVersion: %s\nSummary: for tests\n" % (name, _version())
    for requirement in settings.get("run-requires", []):
        text += "Requires-Dist: %s\n" % requirement
    return text


def _own_tags():
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    own = "%s%d%d" % ({"cpython": "cp", "pypy": "pp"}[sys.implementation.name], *sys.version_info[:2])
    return "%s-%s-%s" % (own, own, platform)


def _requires(settings):
    return settings.get("requires", [])


def get_requires_for_build_sdist(config_settings=None):
    return _requires(_settings(config_settings))


def get_requires_for_build_wheel(config_settings=None):
    return _requires(_settings(config_settings))


def get_requires_for_build_editable(config_settings=None):
    return _requires(_settings(config_settings))


def build_sdist(sdist_directory, config_settings=None):
    settings = _settings(config_settings)
    _note_environ(settings, "build_sdist")
    if settings.get("sdist") == "unsupported":
        raise UnsupportedOperation("no archives here")
    version = _version()
    top = "full_project-" + version
    name = settings.get("sdist-name", top + ".tar.gz")
    left_out = settings.get("leave-out", [])
    with tarfile.open(os.path.join(sdist_directory, name), "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(glob.glob("**", recursive=True)):
            if os.path.isfile(path) and path not in left_out and "__pycache__" not in path:
                member = archive.gettarinfo(path, top + "/" + path)
                member.mtime = 1577836800
                with open(path, "rb") as file:
                    archive.addfile(member, file)
        if settings.get("sdist") != "without metadata":
            content = _metadata(settings).encode()
            member = tarfile.TarInfo(top + "/PKG-INFO")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        if settings.get("sdist") == "hostile":
            archive.addfile(tarfile.TarInfo(top + "/../../escaped.txt"))
    return name


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    settings = _settings(config_settings)
    name = "full_project-%s.dist-info" % _version()
    os.mkdir(os.path.join(metadata_directory, name))
    with open(os.path.join(metadata_directory, name, "METADATA"), "w") as file:
        file.write(_metadata(settings))
    return name


def _wheel(directory, settings, files):
    version = settings.get("wheel-version", _version())
    tags = settings.get("tags", "py3-none-any").replace("{own}", _own_tags())
    name = "full_project-%s-%s.whl" % (version, tags)
    info = "full_project-%s.dist-info/" % version
    files = dict(files)
    files[info + "METADATA"] = _metadata(settings)
    files[info + "WHEEL"] = "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: %s\n" % tags
    record = ""
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()
        record += "%s,sha256=%s,%d\n" % (path, digest, len(content.encode()))
    if "unrecorded" in settings:
        files[settings["unrecorded"]] = "nobody knows of me\n"
    files[info + "RECORD"] = record + info + "RECORD,,\n"
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        for path, content in files.items():
            wheel.writestr(path, content)
    return name


def _meet(place):
    """Waits until another build is here, too."""
    with open(os.path.join(place, str(os.getpid())), "w"):
        pass
    for _ in range(600):
        if len(os.listdir(place)) == 2:
            return
        time.sleep(0.05)
    raise ValueError("nobody else came")


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    settings = _settings(config_settings)
    _note_environ(settings, "build_wheel")
    if settings.get("wheel") == "raise" or settings.get("raise-on") == "%d.%d" % sys.version_info[:2]:
        raise ValueError("no wheel today")
    files = {}
    if "name-version" in settings:
        files["full_project/version.txt"] = "%d.%d" % sys.version_info[:2]
    if "meet" in settings:
        _meet(settings["meet"])
    for path in sorted(glob.glob("full_project/**", recursive=True)):
        if os.path.isfile(path) and path.endswith(".py"):
            with open(path) as file:
                files[path] = file.read()
    if "nowhere" not in settings:
        files["full_project/where.txt"] = os.getcwd()
    with open("needed.txt") as file:
        files["full_project/needed.txt"] = file.read()
    if "times" in settings:
        with open(settings["times"], "a") as file:
            file.write("%d\n" % os.stat("full_project/__init__.py").st_mtime_ns)
    return _wheel(wheel_directory, settings, files)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    settings = _settings(config_settings)
    return _wheel(wheel_directory, settings, {"full_project.pth": os.getcwd() + "\n"})
