"""A backend with no hook but build_wheel, which returns a whole path."""

import os
import zipfile

INFO = "test_no_prepare-1.0.dist-info/"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    file = os.path.join(wheel_directory, "test_no_prepare-1.0-py3-none-any.whl")
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr(INFO + "METADATA", "Metadata-Version: 2.1\nName: test-no-prepare\nVersion: 1.0\n")
    return file
