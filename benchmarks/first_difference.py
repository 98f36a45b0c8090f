"""Says whether two wheels or source distributions are the same, and if not, why.

Usage: python first_difference.py FILE FILE [NAME=PATH ...]

Prints one line. The pairs name places; a file that holds one of these paths, or whose counterpart does, is told to. Of
several members that differ in the same way the first is named.
"""

import gzip
import sys
import tarfile
import zipfile

# Where PyPA build unpacks a source distribution, below the directory for temporary files.
RANDOM = ("a directory with a random name", b"build-via-sdist-")


def read(path):
    """The members in their order: for each its name, its content, and what else is said about it."""
    if path.endswith(".whl"):
        with zipfile.ZipFile(path) as archive:
            return [
                (info.filename, archive.read(info), {"time stamp": info.date_time, "permissions": info.external_attr >> 16})
                for info in archive.infolist()
            ]
    with tarfile.open(path) as archive:
        members = []
        for info in archive:
            content = archive.extractfile(info).read() if info.isreg() else b""
            owner = (info.uid, info.gid, info.uname, info.gname)
            facts = {"time stamp": info.mtime, "permissions": info.mode, "owner": owner}
            members.append((info.name, content, facts))
        return members


def compression(first, second):
    """Differences that are around the members."""
    if first.endswith(".whl"):
        return []
    headers = []
    for path in (first, second):
        with open(path, "rb") as file:
            headers.append(file.read(8)[4:])
    if headers[0] != headers[1]:
        return ["the time in the header of gzip"]
    with gzip.open(first) as one, gzip.open(second) as other:
        return ["the compression"] if one.read() == other.read() else []


def attribute(name, first, second):
    differing = [one for one, other in zip(first, second) if one[2].get(name) != other[2].get(name)]
    if not differing:
        return []
    plural = name if name in ("owner", "permissions") else name + "s"
    return ["%s of %d of %d members (`%s`)" % (plural, len(differing), len(first), short(differing[0][0]))]


def contents(first, second, places):
    differing = [(one, other) for one, other in zip(first, second) if one[1] != other[1]]
    # It has the hashes of all others.
    causes = [pair for pair in differing if not pair[0][0].endswith(".dist-info/RECORD")] or differing
    reasons = []
    for one, other in causes[:1]:
        held = dict.fromkeys(name for name, path in places if path in one[1] or path in other[1])
        why = ", which holds the path of " + " and of ".join(held) if held else ""
        more = " and %d more" % (len(causes) - 1) if len(causes) > 1 else ""
        reasons.append("the content of `%s`%s%s" % (short(one[0]), more, why))
    return reasons


def short(name):
    """The last part of a name, without what differs between platforms."""
    base = name.rstrip("/").rpartition("/")[2]
    return base.partition(".cpython-")[0] + ".so" if ".cpython-" in base else base


def reasons(first, second, places):
    one, other = read(first), read(second)
    names = [member[0] for member in one], [member[0] for member in other]
    if set(names[0]) != set(names[1]):
        return ["the members: `%s` is in one only" % short(sorted(set(names[0]) ^ set(names[1]))[0])]
    if names[0] != names[1]:
        return ["the order of the members"]
    found = contents(one, other, places) + compression(first, second)
    for name in ("time stamp", "permissions", "owner"):
        found += attribute(name, one, other)
    return found or ["the format of the archive"]


def main():
    first, second = sys.argv[1:3]
    places = [argument.partition("=")[::2] for argument in sys.argv[3:]]
    with open(first, "rb") as one, open(second, "rb") as other:
        same = one.read() == other.read()
    encoded = [(name, path.encode()) for name, path in places] + [RANDOM]
    print("same bytes" if same else "; ".join(reasons(first, second, encoded)))


main()
