"""Paths and addresses as given on the command line → the files and pages they stand for."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.sources.draft import Facts, Skipped

if TYPE_CHECKING:
    from detente.sources.storage import StoredFile
    from detente.watch.fetching import Answer, Fetcher

STDIN = "-"

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_WEB = re.compile(r"https?://", re.IGNORECASE)


class WebPage(NamedTuple):
    """An address to be read: what the sitemap that lists it says of it, and its answer where it has been asked already."""

    url: str
    facts: Facts = Facts()
    listed: bool = False
    answer: Answer | None = None

    def __str__(self) -> str:
        return self.url


def is_address(given: str) -> bool:
    """Whether a name is an address (`https://…`, `s3://…`) and no path of this machine."""
    return _ADDRESS.match(given) is not None


def is_of_web(given: str) -> bool:
    """Whether a name is an address of the web."""
    return _WEB.match(given) is not None


def walk(
    paths: Iterable[str | os.PathLike[str]], fetcher: Fetcher | None = None
) -> Iterator[Path | StoredFile | WebPage | Skipped]:
    """The files that the paths name: themselves, or all of a directory's, in the order of their names.

    A directory's hidden files are left out, and its links are not followed: what they lead to inside
    the tree is read under its own name, and what lies outside was not asked for. A path that is given
    itself may be hidden or a link. An address of a store stands for its files, a sitemap for the pages that it
    lists; nothing of the web is fetched without a `fetcher`.
    """
    for given in paths:
        path = Path(given)
        if str(given) == STDIN:
            yield path
        elif is_of_web(str(given)):
            yield from _pages_at(str(given), fetcher)
        elif is_address(str(given)):
            from detente.sources.storage import stored_files

            yield from stored_files(str(given))
        elif os.path.isdir(path):
            before = 0
            for before, found in enumerate(_files_of(path, path.resolve()), 1):  # noqa: B007
                yield found
            if not before:
                yield Skipped(str(path), None, "an empty directory", "Put reports into it, or name another")
        else:
            yield path


def _pages_at(url: str, fetcher: Fetcher | None) -> Iterator[WebPage | Skipped]:
    if fetcher is None:
        yield Skipped(
            url, None, "an address of the web, and nothing is fetched here", "`detente read` fetches it"
        )
        return
    from detente.sources.web import pages_at  # slow to import, seldom needed

    yield from pages_at(url, fetcher)


def _files_of(folder: Path, root: Path) -> Iterator[Path | Skipped]:
    try:
        with os.scandir(folder) as entries:
            inside = sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name)
    except OSError as error:
        yield unreadable(folder, error)
        return
    for entry in inside:
        path = folder / entry.name
        if entry.is_symlink():
            yield from _link(path, root)
        elif entry.is_dir(follow_symlinks=False):
            yield from _files_of(path, root)
        elif entry.is_file(follow_symlinks=False):
            yield path
        else:
            yield Skipped(str(path), None, "a pipe, socket or device", "Name it itself to read from it")


def _link(path: Path, root: Path) -> Iterator[Skipped]:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        yield Skipped(str(path), None, "a link that leads nowhere", "Remove it, or restore what it led to")
        return
    if not target.is_relative_to(root):
        yield Skipped(
            str(path), None, f"a link that leads out of the directory, to {target}", "Name that path itself"
        )


def unreadable(path: Path | StoredFile, error: OSError | ValueError) -> Skipped:
    """Why a file could not be opened or read, in words for the user."""
    match error:
        case FileNotFoundError() if isinstance(path, Path) and path.is_symlink():
            return Skipped(
                str(path), None, "a link that leads nowhere", "Remove it, or restore what it led to"
            )
        case FileNotFoundError() | NotADirectoryError():
            return Skipped(str(path), None, "no such file", "Check the name")
        case PermissionError():
            return Skipped(
                str(path), None, "no permission to read it", "Give yourself the right (chmod u+r), or copy it"
            )
        case OSError():
            return Skipped(
                str(path), None, f"cannot be read ({error.strerror or error})", "Check the disk and the name"
            )
        case _:
            return Skipped(str(path), None, f"no name of a file ({error})", "Check the name")


def is_pipe(path: Path) -> bool:
    """Whether the path is a pipe, as the shell's `<(…)` gives one."""
    try:
        return stat.S_ISFIFO(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def is_device(path: Path) -> bool:
    """Whether the path is a device or socket, which may have no end."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode)
