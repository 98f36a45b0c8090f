"""A backend that requires something else for every kind of distribution, and whose projects need something to run."""

import importlib.metadata
import io
import os
import tarfile
import zipfile

METADATA = "Metadata-Version: 2.1\nName: a\nVersion: 1\nRequires-Dist: supplied-run\nRequires-Dist: supplied-extra; extra == 'x'\n"

if "SUPPLIED_LOADS" in os.environ:
    with open(os.environ["SUPPLIED_LOADS"], "a") as file:
        file.write("loaded\n")


def get_requires_for_build_wheel(config_settings=None):
    return ["supplied-wheel"]


def get_requires_for_build_sdist(config_settings=None):
    return ["supplied-sdist"]


def get_requires_for_build_editable(config_settings=None):
    return ["supplied-editable"]


def prepare_metadata_for_build_editable(directory, config_settings=None):
    os.mkdir(directory + "/a-1.dist-info")
    with open(directory + "/a-1.dist-info/METADATA", "w") as file:
        file.write(METADATA)
    return "a-1.dist-info"


def _wheel(directory):
    installed = "\n".join(sorted(found.metadata["Name"] for found in importlib.metadata.distributions()))
    with zipfile.ZipFile(directory + "/a-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("installed.txt", installed)
        wheel.writestr("a-1.dist-info/METADATA", METADATA)
        wheel.writestr("a-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("a-1.dist-info/RECORD", "installed.txt,,\na-1.dist-info/METADATA,,\na-1.dist-info/WHEEL,,\na-1.dist-info/RECORD,,\n")
    return "a-1-py3-none-any.whl"


def build_wheel(directory, config_settings=None, metadata_directory=None):
    return _wheel(directory)


def build_editable(directory, config_settings=None, metadata_directory=None):
    return _wheel(directory)


def build_sdist(directory, config_settings=None):
    with tarfile.open(directory + "/a-1.tar.gz", "w:gz") as sdist:
        info = tarfile.TarInfo("a-1/PKG-INFO")
        info.size = len(METADATA)
        sdist.addfile(info, io.BytesIO(METADATA.encode()))
        sdist.add("pyproject.toml", "a-1/pyproject.toml")
    return "a-1.tar.gz"
