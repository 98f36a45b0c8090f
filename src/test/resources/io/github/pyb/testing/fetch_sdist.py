"""Fetches the source distribution of one release from the package index that pip uses, without running anything of it.

Usage: fetch_sdist.py NAME VERSION DIRECTORY [archive]

Unpacks it into the directory, or, with the last word, puts the archive there as it is.
"""

import hashlib
import html
import io
import os
import re
import subprocess
import sys
import tarfile
import urllib.parse
import urllib.request


def index_url():
    """The index that pip is configured to use, else its default."""
    configured = os.environ.get("PIP_INDEX_URL")
    if not configured:
        config = subprocess.run(
            [sys.executable, "-m", "pip", "config", "get", "global.index-url"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        configured = config.stdout.decode().strip()
    if not configured:
        from pip._internal.models.index import PyPI

        configured = PyPI.simple_url
    return configured.rstrip("/") + "/"


def fetch(url):
    with urllib.request.urlopen(url, timeout=60) as response:
        return response.read()


def main(name, version, directory, form="tree"):
    page = urllib.parse.urljoin(index_url(), re.sub(r"[-_.]+", "-", name).lower() + "/")
    wanted = re.compile("^" + re.sub(r"[-_.]+", "[-_.]", name) + "-" + re.escape(version) + r"\.tar\.gz$", re.IGNORECASE)
    # The simple index in HTML (PEP 503), which every index speaks.
    links = [html.unescape(link) for link in re.findall(r"""href=["']([^"']+)""", fetch(page).decode())]
    (link,) = {link for link in links if wanted.match(urllib.parse.unquote(link.partition("#")[0].rpartition("/")[2]))}
    url, _, fragment = link.partition("#")
    content = fetch(urllib.parse.urljoin(page, url))
    if fragment.startswith("sha256="):
        assert "sha256=" + hashlib.sha256(content).hexdigest() == fragment, "the hash of " + url
    if form == "archive":
        file = os.path.join(directory, urllib.parse.unquote(url.rpartition("/")[2]))
        with open(file + ".part", "wb") as part:
            part.write(content)
        os.replace(file + ".part", file)
        return
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive.getmembers():
            # The directory is the caller's, not the archive's.
            member.name = member.name.partition("/")[2]
            if member.name and (member.isfile() or member.isdir()):
                archive.extract(member, directory)


main(*sys.argv[1:])
