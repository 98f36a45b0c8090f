"""Stands in for the distribution "wheel", which setuptools needs before version 70 and which cannot be had without an
index. Packs what setuptools has built; pure projects only."""

import os
import shutil
import zipfile

from setuptools import Command


class bdist_wheel(Command):
    description = "pack a wheel, for tests"
    user_options = [("dist-dir=", "d", "where the wheel goes")]

    def initialize_options(self):
        self.dist_dir = None

    def finalize_options(self):
        self.dist_dir = self.dist_dir or "dist"

    def egg2dist(self, egg_info, dist_info):
        """What setuptools asks for to describe a project without building it."""
        os.makedirs(dist_info, exist_ok=True)
        shutil.copyfile(os.path.join(egg_info, "PKG-INFO"), os.path.join(dist_info, "METADATA"))

    def run(self):
        self.run_command("build")
        self.run_command("egg_info")
        lib = self.get_finalized_command("build").build_lib
        info = self.get_finalized_command("egg_info").egg_info
        name = "%s-%s" % (self.distribution.get_name().replace("-", "_"), self.distribution.get_version())
        os.makedirs(self.dist_dir, exist_ok=True)
        with zipfile.ZipFile(os.path.join(self.dist_dir, name + "-py3-none-any.whl"), "w") as wheel:
            for directory, _, files in os.walk(lib):
                for file in sorted(files):
                    path = os.path.join(directory, file)
                    wheel.write(path, os.path.relpath(path, lib))
            wheel.write(os.path.join(info, "PKG-INFO"), name + ".dist-info/METADATA")
            wheel.writestr(name + ".dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(name + ".dist-info/RECORD", "")
