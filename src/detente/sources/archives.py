"""Archives of files (ZIP, WACZ, tar) and compressed files (gz, bz2, xz): what lies in them is read as if it lay
beside them, without unpacking anything to disk."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from detente.sources.draft import Skipped

_PACKED: dict[str, Callable[[BinaryIO], Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_ZIPS = (".zip", ".wacz")
_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")

ARCHIVE_ENDINGS = (*_ZIPS, *_TARS)
# What a cut or forged archive raises while it is read.
BROKEN = (
    EOFError,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,  # a way of packing that Python does not know
)


def is_archive(name: str) -> bool:
    """Whether a file of that name holds other files."""
    return name.lower().endswith(ARCHIVE_ENDINGS)


def packed_name(name: str) -> str | None:
    """The name of the one file that is packed in this one (“wire.jsonl” of “wire.jsonl.gz”); None for others."""
    suffix = PurePath(name).suffix
    return name.removesuffix(suffix) if suffix.lower() in _PACKED and not is_archive(name) else None


def unpacked(name: str, stream: BinaryIO) -> BinaryIO:
    """The unpacked bytes of a compressed file, as a stream."""
    return cast(BinaryIO, _PACKED[PurePath(name).suffix.lower()](stream))


def members(name: str, stream: BinaryIO) -> Iterator[tuple[str, BinaryIO] | Skipped]:
    """The files of an archive with their names, each as a stream to be read before the next; folders, links,
    devices and hidden files are passed over, and no name leads anywhere: nothing is written."""
    if name.lower().endswith(_ZIPS):
        with zipfile.ZipFile(stream) as archive:
            for info in archive.infolist():
                if info.is_dir() or _is_hidden(info.filename):
                    continue
                if info.flag_bits & 1:
                    yield Skipped(info.filename, None, "locked by a password", "Unpack it first")
                    continue
                with archive.open(info) as member:
                    yield info.filename, cast(BinaryIO, member)
    else:
        try:
            yield from _tar_members(stream)
        except TypeError as error:  # what Python's module raises where a compressed header is cut
            raise tarfile.ReadError("a header is broken") from error


def _tar_members(stream: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    with tarfile.open(fileobj=stream, mode="r|*") as archive:
        for member in archive:
            inside = archive.extractfile(member) if member.isfile() else None
            if inside is not None and not _is_hidden(member.name):
                yield member.name, cast(BinaryIO, inside)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
