"""Side-cars: `report.json` beside `report.txt` says what the text itself does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from detente.errors import BrokenSidecar
from detente.sources.draft import Facts

if TYPE_CHECKING:
    from detente.sources.storage import StoredFile

# A few short fields; more is no side-car.
LARGEST = 64 * 1024

_FACTS = msgspec.json.Decoder(Facts)


def sidecar_of(path: Path | StoredFile) -> Path | StoredFile:
    """Where the side-car of a report stands, if there is one."""
    return path.with_suffix(".json")


def read_sidecar(path: Path | StoredFile) -> Facts:
    """What the side-car of `path` says, nothing where there is none; keys that are no facts are ignored."""
    beside = sidecar_of(path)
    if not beside.is_file():
        return Facts()
    try:
        with beside.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise BrokenSidecar(f"its side-car {beside.name} cannot be read ({error.strerror})") from error
    if len(raw) > LARGEST:
        raise BrokenSidecar(f"its side-car {beside.name} is over {LARGEST // 1024} kB")
    try:
        return _FACTS.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenSidecar(f"its side-car {beside.name} is broken ({error})") from error
