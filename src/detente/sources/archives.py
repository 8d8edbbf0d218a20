"""Archives of files (ZIP, WACZ, tar) and compressed files (gz, bz2, xz): what lies in them is read as if it lay
beside them, without unpacking anything to disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from detente.sources.draft import Skipped

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Bytes that are unpacked at a time.
_PIECE = 256 * 1024
_PACKED: dict[str, Callable[[Any], Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_ZIPS = (".zip", ".wacz")
_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")

ARCHIVE_ENDINGS = (*_ZIPS, *_TARS)
# Text packs to a third or a fourth, a report printed a hundred times over to a hundredth. What holds more than so many
# bytes and unpacks to more than so many times its size holds nothing but its size.
LARGEST_UNDOUBTED, DENSEST = 64 * 1024 * 1024, 250


class Overpacked(Exception):
    """What unpacks to far more than text does."""

    def __init__(self) -> None:
        super().__init__(f"it unpacks to more than {DENSEST} times its size, as no text does")


# What a cut or forged archive raises while it is read.
BROKEN = (
    Overpacked,
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
    """The unpacked bytes of a compressed file, as a stream that ends in `Overpacked` where they are no text's."""
    counted = _Counted(stream)
    suffix = ".gz" if name.lower().endswith(".tgz") else PurePath(name).suffix.lower()
    return cast(BinaryIO, io.BufferedReader(_Weighed(_PACKED[suffix](counted), counted), _PIECE))


class _Counted(io.RawIOBase):
    """A stream that counts the bytes taken from it."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        found = self._inner.read(size)
        self.taken += len(found)
        return found


class _Weighed(io.RawIOBase):
    """What comes out of a packed stream, weighed against what went in."""

    def __init__(self, inner: Any, packed: _Counted) -> None:
        self._inner, self._packed = inner, packed
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        found = int(self._inner.readinto(buffer))
        self._given += found
        if _is_overpacked(self._packed.taken, self._given):
            raise Overpacked
        return found


def _is_overpacked(packed: int, unpacked: int) -> bool:
    return unpacked > LARGEST_UNDOUBTED and unpacked > DENSEST * packed


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
                if _is_overpacked(info.compress_size, info.file_size):
                    yield Skipped(info.filename, None, str(Overpacked()), "Unpack it first")
                    continue
                with archive.open(info) as member:
                    yield info.filename, cast(BinaryIO, member)
    else:
        try:
            yield from _tar_members(stream if name.lower().endswith(".tar") else unpacked(name, stream))
        except TypeError as error:  # what Python's module raises where a compressed header is cut
            raise tarfile.ReadError("a header is broken") from error


def _tar_members(stream: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            inside = archive.extractfile(member) if member.isfile() else None
            if inside is not None and not _is_hidden(member.name):
                yield member.name, cast(BinaryIO, inside)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
