"""Packs generated SDKs, with one fixed time for all files. Prints the files that it writes.

Usage: pack.py python <source folder> <output folder>
       pack.py go <source folder> <zip> <module>@<version>
"""

import contextlib
import gzip
import io
import os
import pathlib
import sys
import tarfile
import zipfile

TIME = int(os.environ["SOURCE_DATE_EPOCH"])
DATE = (1980, 1, 1, 0, 0, 0)


def pack_python(source, output):
    from setuptools import build_meta

    os.chdir(source)
    with contextlib.redirect_stdout(sys.stderr):
        names = [build_meta.build_wheel(output), build_meta.build_sdist(output)]
    same_time(pathlib.Path(output, names[1]))
    return [os.path.join(output, name) for name in names]


def same_time(sdist):
    """Setuptools gives an sdist the time at which it is built, and the builder's user."""
    entries = []
    with tarfile.open(sdist) as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            content = archive.extractfile(member) if member.isfile() else None
            entries.append((member, content.read() if content else None))
    with open(sdist, "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=TIME) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for member, content in entries:
                member.mtime, member.uid, member.gid, member.uname, member.gname = TIME, 0, 0, "", ""
                member.pax_headers = {}
                archive.addfile(member, None if content is None else io.BytesIO(content))


def pack_go(source, target, prefix):
    files = sorted(path for path in pathlib.Path(source).rglob("*") if path.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            name = f"{prefix}/{path.relative_to(source).as_posix()}"
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return [target]


PACKERS = {"python": pack_python, "go": pack_go}
print("\n".join(PACKERS[sys.argv[1]](*sys.argv[2:])))
