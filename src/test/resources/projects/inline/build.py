"""A backend that stands in the tree, requires nothing, and writes its wheel by hand."""

import os
import zipfile

MODULE = "def main():\n    print('told by inline')\n"
METADATA = "Metadata-Version: 2.1\nName: inline\nVersion: 1.0\n"
INFO = "inline-1.0.dist-info/"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = "inline-1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        wheel.writestr("inline.py", MODULE)
        wheel.writestr(INFO + "METADATA", METADATA)
        wheel.writestr(INFO + "WHEEL", "Wheel-Version: 1.0\nGenerator: inline\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(INFO + "entry_points.txt", "[console_scripts]\ntell = inline:main\n")
        wheel.writestr(INFO + "RECORD", "".join(path + ",,\n" for path in wheel.namelist()) + INFO + "RECORD,,\n")
    return name
