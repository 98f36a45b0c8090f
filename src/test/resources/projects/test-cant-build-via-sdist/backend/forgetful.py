"""A backend whose source distribution is a bare tar, without metadata and without the file that the wheel needs."""

import os
import tarfile
import zipfile

NAME = "test_cant_build_via_sdist"
INFO = NAME + "-1.0.dist-info/"


def build_sdist(sdist_directory, config_settings=None):
    top = NAME + "-1.0"
    with tarfile.open(os.path.join(sdist_directory, top + ".tar.gz"), "w") as archive:
        for path in ("pyproject.toml", "backend/forgetful.py"):
            archive.add(path, top + "/" + path)
    return top + ".tar.gz"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = NAME + "-1.0-py3-none-any.whl"
    with open("recipe.txt") as file, zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        wheel.writestr(NAME + ".txt", file.read())
        wheel.writestr(INFO + "METADATA", "Metadata-Version: 2.1\nName: test-cant-build-via-sdist\nVersion: 1.0\n")
        wheel.writestr(INFO + "WHEEL", "Wheel-Version: 1.0\nGenerator: forgetful\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(INFO + "RECORD", "".join(path + ",,\n" for path in wheel.namelist()) + INFO + "RECORD,,\n")
    return name
