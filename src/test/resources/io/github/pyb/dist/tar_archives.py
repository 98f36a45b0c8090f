"""Writes source distributions with Python's tarfile, and unpacks them with its data filter.

Usage: tar_archives.py DIRECTORY LETTERS. LETTERS, in hexadecimal UTF-8, are put into some names. For each FORMAT there will be DIRECTORY/FORMAT/pkg-1.0.tar.gz; standard output has, in JSON,
what the data filter made of it, or null where this Python has no filters yet.
"""

import hashlib
import io
import json
import os
import sys
import tarfile

FORMATS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
TOP = "pkg-1.0"
LETTERS = bytes.fromhex(sys.argv[2]).decode("utf-8")
LONG = "a_directory_with_quite_a_long_name"


class Writer:
    def __init__(self, tar):
        self.tar = tar

    def add(self, name, kind, mtime=1700000000, mode=0o644, target="", content=b"", uid=1000):
        info = tarfile.TarInfo(TOP + "/" + name if name else TOP)
        info.type, info.mtime, info.mode, info.linkname, info.uid = kind, mtime, mode, target, uid
        info.size = len(content)
        self.tar.addfile(info, io.BytesIO(content))

    def file(self, name, content=b"content\n", **more):
        self.add(name, tarfile.REGTYPE, content=content, **more)

    def directory(self, name, **more):
        self.add(name, tarfile.DIRTYPE, mode=0o755, mtime=1600000000, **more)

    def link(self, name, target):
        self.add(name, tarfile.SYMTYPE, target=target)

    def hard_link(self, name, target, **more):
        self.add(name, tarfile.LNKTYPE, target=TOP + "/" + target, **more)


def write(path, format_name):
    with tarfile.open(path, "w:gz", format=FORMATS[format_name], encoding="utf-8") as tar:
        out = Writer(tar)
        out.directory("")
        out.file("PKG-INFO", b"Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n")
        for mode in (0o0, 0o644, 0o755, 0o4755, 0o7777, 0o655, 0o611, 0o777, 0o666, 0o400, 0o100, 0o750):
            out.file("mode_%04o" % mode, mode=mode)
        for size in (0, 1, 511, 512, 513, 1024, 100000):
            out.file("size_%d" % size, bytes(i * 7 % 256 for i in range(size)))
        out.file("time_0", mtime=0)
        out.directory("names")
        out.file("names/a" + LETTERS + "b")
        out.link("names/link", "a" + LETTERS + "b")
        out.file("implied/directory/file")
        for depth in (3, 5):
            out.file("/".join(["long"] + [LONG] * depth + ["module.py"]))
        out.directory("sub")
        out.link("sub/file", "../PKG-INFO")
        out.link("sub/up", "..")
        out.link("sub/chain", "file")
        out.link("sub/dangling", "nothing/here")
        out.link("to_directory", "sub")
        out.file("script", b"#!/bin/sh\n", mode=0o755)
        out.hard_link("hard", "script", mode=0o755)
        if format_name != "ustar":
            out.file("/".join(["long"] + [LONG] * 12 + ["module.py"]))
            out.file("x" * 200 + ".py")
            out.link("sub/long_target", "../long/" + "/".join([LONG] * 5 + ["module.py"]))
            out.hard_link("hard_" + "y" * 150, "x" * 200 + ".py")
            out.file("time_before", mtime=-86400)
            out.file("uid_large", uid=1 << 30)
        if format_name == "pax":
            out.file("time_fraction", mtime=1700000000.5)


def describe(root):
    found = {}
    for directory, directories, files in os.walk(root):
        for name in directories + files:
            path = os.path.join(directory, name)
            key = os.path.relpath(path, root).replace(os.sep, "/")
            status = os.lstat(path)
            if os.path.islink(path):
                found[key] = "link to " + os.readlink(path)
                continue
            text = "%04o" % (status.st_mode & 0o7777)
            if os.path.isdir(path):
                # What has no member of its own has the time of unpacking.
                of_its_own = "implied" not in key and "long" not in key
                text = "directory " + text + (" %d" % (status.st_mtime_ns // 1000) if of_its_own else "")
            else:
                with open(path, "rb") as file:
                    text = "file %s %d %s" % (text, status.st_mtime_ns // 1000, hashlib.sha256(file.read()).hexdigest())
            found[key] = text
    return found


def main(directory):
    found = {}
    for format_name in FORMATS:
        place = os.path.join(directory, format_name)
        os.makedirs(place)
        archive = os.path.join(place, TOP + ".tar.gz")
        write(archive, format_name)
        found[format_name] = None
        if hasattr(tarfile, "data_filter"):
            unpacked = os.path.join(place, "python")
            with tarfile.open(archive) as tar:
                tar.extractall(unpacked, filter="data")
            found[format_name] = describe(unpacked)
    print(json.dumps(found))


main(sys.argv[1])
