"""A backend that can describe its project, with the help of what its hook asks for, but cannot build it."""

import os


def get_requires_for_build_wheel(config_settings=None):
    return ["test-metadata-words"]


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    from test_metadata_words import NAME

    info = "test_metadata-1.0.dist-info"
    os.mkdir(os.path.join(metadata_directory, info))
    with open(os.path.join(metadata_directory, info, "METADATA"), "w") as file:
        file.write("Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n" % NAME)
    return info


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    raise NotImplementedError("no wheel of this")


def build_sdist(sdist_directory, config_settings=None):
    raise NotImplementedError("no source distribution of this")
