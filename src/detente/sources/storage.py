"""Files of object stores and other remote file systems (`s3://bucket/folder`), through fsspec; needs the extra `storage`.

Which stores there are, and where their keys and addresses come from, is fsspec's affair: S3 comes with the extra, others
(Google Cloud, Azure, SFTP, Hadoop) with one more package each.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from detente.sources.draft import Skipped

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Bytes that are asked for at a time.
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """A file of a store, as the sources see files: `address` is its full address, `path` what the store calls it."""

    store: Any
    path: str
    address: str

    def __str__(self) -> str:
        return self.address

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.path).suffix

    def with_suffix(self, suffix: str) -> StoredFile:
        path, address = (
            text.removesuffix(self.suffix) + suffix if self.suffix else text + suffix
            for text in (self.path, self.address)
        )
        return StoredFile(self.store, path, address)

    def is_file(self) -> bool:
        try:
            return bool(self.store.isfile(self.path))
        except Exception as error:
            raise _as_os_error(error) from error

    def open(self, mode: str) -> BinaryIO:
        """A stream of its bytes; whatever a store raises comes as an `OSError`."""
        try:
            return cast(BinaryIO, io.BufferedReader(_Stream(self.store.open(self.path, mode)), _PIECE))
        except Exception as error:
            raise _as_os_error(error) from error


class _Stream(io.RawIOBase):
    """The stream of a store, whose errors are its own, as a stream of Python, whose errors are `OSError`."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._inner.seekable())

    def readinto(self, buffer: WriteableBuffer) -> int:
        into = memoryview(buffer).cast("B")
        try:
            found = self._inner.read(len(into))
        except Exception as error:
            raise _as_os_error(error) from error
        into[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._inner.seek(offset, whence))

    def tell(self) -> int:
        return int(self._inner.tell())

    def close(self) -> None:
        self._inner.close()
        super().close()


def stored_files(address: str) -> Iterator[StoredFile | Skipped]:
    """The files that an address of a store names: itself, all below a folder, all that a pattern (`*`) fits, by name."""
    if "::" in address:
        yield Skipped(address, None, "an address inside an address", "Name the archive; it is looked into")
        return
    try:
        import fsspec

        store, path = fsspec.core.url_to_fs(address)
        if "*" in path:
            paths = sorted(p for p in store.glob(path) if store.isfile(p))
        elif store.isfile(path):
            paths = [path]
        else:
            paths = [p for p in sorted(store.find(path)) if not _is_hidden(p[len(path) :])]
    except ImportError as error:
        mend = "pip install 'detente[storage]', and for other stores than S3 what is named there"
        yield Skipped(address, None, f"its store needs one more library ({error})", mend)
        return
    except Exception as error:
        yield Skipped(
            address, None, f"the store does not give it ({_said(error)})", "Check the address and the keys"
        )
        return
    if not paths:
        yield Skipped(address, None, "nothing is stored there", "Check the address")
    for found in paths:
        yield StoredFile(store, found, str(store.unstrip_protocol(found)))


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _as_os_error(error: Exception) -> OSError:
    return error if isinstance(error, OSError) else OSError(_said(error))


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
