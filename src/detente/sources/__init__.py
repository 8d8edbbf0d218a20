"""Where reports come from: one small file a format, one signature, `(stream) -> Iterator[Draft | Skipped]`.

`open_reports` is the one way in. To add a format, write its function and name it in `FORMATS`.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple, cast

from detente.dateline import find_dateline
from detente.errors import BrokenSidecar, NotText
from detente.records import Report, make_report
from detente.sources.archives import BROKEN, is_archive, members, open_packed, packed_name
from detente.sources.docx import read_docx
from detente.sources.draft import Draft, Facts, Skipped
from detente.sources.eml import read_eml, read_mbox
from detente.sources.feeds import read_feed
from detente.sources.html import read_html
from detente.sources.json_document import read_json
from detente.sources.jsonl import read_jsonl
from detente.sources.language import foreign_language
from detente.sources.newsml import read_xml
from detente.sources.pdf import read_pdf
from detente.sources.plain import read_plain
from detente.sources.published import read_published
from detente.sources.sidecar import read_sidecar, sidecar_of
from detente.sources.tables import read_csv, read_parquet
from detente.sources.walk import STDIN, is_device, is_pipe, unreadable, walk
from detente.sources.warc import read_warc

__all__ = ["FORMATS", "LONGEST_REPORT", "ReportDefaults", "Skipped", "Source", "format_of", "open_reports"]

Source = Callable[[BinaryIO], Iterator[Draft | Skipped]]

# Characters of the longest report that is read. The longest news features have 100,000; the parser refuses
# texts over 1,000,000 and needs memory in proportion. What is longer is a book or a dump of many reports.
LONGEST_REPORT = 500_000


# Bytes of the largest document that is read whole.
_LARGEST_DOCUMENT = 32 * 1024 * 1024


class Format(NamedTuple):
    """How files of one kind are read. `largest` bounds the bytes of a file read at once, None is a stream; a file
    with one report may have a side-car."""

    name: str
    endings: tuple[str, ...]
    source: Source
    largest: int | None
    holds_one: bool = False


FORMATS: tuple[Format, ...] = (
    Format("plain text", (".txt", ".text", ".md"), read_plain, 4 * LONGEST_REPORT, holds_one=True),
    Format("web page", (".html", ".htm", ".xhtml"), read_html, 16 * 1024 * 1024, holds_one=True),
    Format("report JSONL", (".jsonl", ".ndjson"), read_jsonl, None),
    Format("PDF", (".pdf",), read_pdf, _LARGEST_DOCUMENT, holds_one=True),
    Format("Word document", (".docx",), read_docx, _LARGEST_DOCUMENT, holds_one=True),
    Format("e-mail", (".eml",), read_eml, _LARGEST_DOCUMENT, holds_one=True),
    Format("mailbox", (".mbox",), read_mbox, None),
    Format("feed", (".rss", ".atom", ".rdf"), read_feed, _LARGEST_DOCUMENT),
    Format("agency XML or feed", (".xml", ".nitf"), read_xml, _LARGEST_DOCUMENT),
    Format("JSON Feed, ninjs or report", (".json",), read_json, _LARGEST_DOCUMENT),
    Format("table", (".csv", ".tsv"), read_csv, None),
    Format("Parquet table", (".parquet",), read_parquet, None),
    Format("web archive", (".warc", ".warc.gz"), read_warc, None),
)

_BY_ENDING = {ending: format for format in FORMATS for ending in format.endings}
_JSONL = _BY_ENDING[".jsonl"]
_ENDINGS = ", ".join(sorted(_BY_ENDING))
# The formats whose columns the user may name.
_TABLES = (read_csv, read_parquet)


class ReportDefaults(NamedTuple):
    """What holds for reports that do not say it themselves: an ISO 8601 date, the name of an outlet; and for
    tables which column holds which fact, as pairs of fact and column."""

    published_at: str | None = None
    publisher: str | None = None
    columns: tuple[tuple[str, str], ...] = ()


NO_DEFAULTS = ReportDefaults()


def open_reports(
    paths: Iterable[str | os.PathLike[str]], defaults: ReportDefaults = NO_DEFAULTS
) -> Iterator[Report | Skipped]:
    """The reports of files and directories, one by one, and what was skipped among them.

    A directory stands for its files, all the way down, in the order of their names, without hidden ones; an
    archive for the files in it; “-” is report JSONL on standard input. A broken report never stops the others:
    it becomes a `Skipped`. A fact about a report comes from its side-car, else from itself, else from `defaults`.
    """
    for found in walk(paths):
        if isinstance(found, Skipped):
            yield found
        elif str(found) == STDIN:
            yield from _admitted(_JSONL, sys.stdin.buffer, "standard input", Facts(), defaults)
        else:
            yield from _reports_of(found, defaults)


def format_of(name: str) -> Format | None:
    """How a file of that name is read; None where detente does not read its kind."""
    suffixes = [s.lower() for s in PurePath(name).suffixes]
    return _BY_ENDING.get("".join(suffixes[-2:])) or _BY_ENDING.get("".join(suffixes[-1:]))


def _reports_of(path: Path, defaults: ReportDefaults) -> Iterator[Report | Skipped]:
    format = format_of(path.name) or (_JSONL if is_pipe(path) else None)
    if _is_sidecar(path):
        return
    try:
        path.lstat()  # a name that stands for nothing is a missing file, whatever its ending
        if is_device(path):
            yield Skipped(str(path), None, "a device or socket", "Pipe its reports in as JSON lines instead")
        elif format is not None:
            with path.open("rb") as stream:
                yield from _admitted(format, stream, str(path), _facts_beside(path, format), defaults)
        elif is_archive(path):
            yield from _reports_in(path, defaults)
        elif (inner := format_of(packed_name(path) or "")) is not None:
            with open_packed(path) as stream:
                beside = _facts_beside(path.with_suffix(""), inner)
                yield from _admitted(inner, cast(BinaryIO, stream), str(path), beside, defaults)
        else:
            yield _other_kind(str(path))
    except BrokenSidecar as error:
        yield Skipped(str(path), None, str(error), "Mend the side-car or remove it; the report was skipped")
    except BROKEN as error:
        yield _broken_archive(str(path), error)
    except (OSError, ValueError) as error:
        yield unreadable(path, error)


def _reports_in(path: Path, defaults: ReportDefaults) -> Iterator[Report | Skipped]:
    """The reports of the files in an archive; a broken one does not stop the others where the archive holds."""
    for member in members(path):
        if isinstance(member, Skipped):
            yield member
            continue
        name, stream = member
        format = format_of(name)
        if format is None:
            yield _other_kind(f"{path}!{name}")
            continue
        try:
            yield from _admitted(format, stream, f"{path}!{name}", Facts(), defaults)
        except BROKEN as error:
            yield _broken_archive(f"{path}!{name}", error)


def _other_kind(name: str) -> Skipped:
    return Skipped(
        name, None, f"no kind of file that detente reads ({_ENDINGS})", "Convert it, or leave it out"
    )


def _broken_archive(name: str, error: Exception) -> Skipped:
    return Skipped(name, None, f"cannot be unpacked ({str(error)[:120]})", "Copy it again; it may be cut off")


def _is_sidecar(path: Path) -> bool:
    return path.suffix == ".json" and any(
        path.with_suffix(ending).exists() for ending, format in _BY_ENDING.items() if format.holds_one
    )


def _facts_beside(path: Path, format: Format) -> Facts:
    return read_sidecar(path) if format.holds_one and sidecar_of(path) != path else Facts()


def _admitted(
    format: Format, stream: BinaryIO, name: str, beside: Facts, defaults: ReportDefaults
) -> Iterator[Report | Skipped]:
    if format.largest is not None:
        raw = stream.read(format.largest + 1)
        if len(raw) > format.largest:
            yield Skipped(
                name, None, f"larger than {format.largest // 10**6} MB", "Split it into one report a file"
            )
            return
        stream = io.BytesIO(raw)
    source = (
        cast(Source, partial(format.source, columns=dict(defaults.columns)))  # only tables take columns
        if format.source in _TABLES
        else format.source
    )
    beyond = Facts(published_at=defaults.published_at, publisher=defaults.publisher)
    try:
        for found in source(stream):
            if isinstance(found, Skipped):
                yield Skipped(name, found.place, found.reason, found.mend)
            else:
                yield admit(found, name, beside, beyond)
    except NotText as error:
        yield Skipped(name, None, str(error), "Save its text as UTF-8")
    except (OSError, *BROKEN):
        raise
    except Exception as error:  # a library that a source leans on gave up on this file: the others are read
        fault = f"reading it failed ({type(error).__name__}: {error})"
        yield Skipped(name, None, fault, "This is a fault of detente, please report it with the file")


def admit(draft: Draft, name: str, beside: Facts, beyond: Facts) -> Report | Skipped:
    """The report of a draft, or why it is not read: no words, too long, no English, a date that is none."""
    facts = beside.over(draft.facts).over(beyond)

    def skipped(reason: str, mend: str) -> Skipped:
        return Skipped(name, draft.place, reason, mend)

    if half := half_character(draft.text, *facts.values()):
        return skipped(f"holds half a character ({half})", "Write it whole, or as U+FFFD")
    if not any(c.isalpha() for c in draft.text):
        return skipped("holds no text", "Nothing was read from it")
    if len(draft.text) > LONGEST_REPORT:
        size = f"{len(draft.text):,} characters, more than the {LONGEST_REPORT:,} that a report may have"
        return skipped(size, "Split it into one report each")
    if facts.language and not is_english(facts.language):
        return skipped(
            f"its language is {facts.language!r}, and detente reads English", "Translate it, or leave it out"
        )
    if (foreign := foreign_language(draft.text)) is not None:
        return skipped(
            f"its words are not English (nearest: {foreign!r}), and detente reads English",
            "Translate it, or leave it out",
        )
    published = read_published(facts.published_at) if facts.published_at else None
    if facts.published_at and published is None:
        return skipped(f"published_at is no date ({facts.published_at[:40]!r})", "Write it as YYYY-MM-DD")
    return make_report(
        draft.text,
        id=facts.id,
        title=facts.title,
        published_at=published,
        dateline=find_dateline(draft.text, facts.title),
        publisher=facts.publisher,
        url=facts.url,
        language=facts.language,
    )


def half_character(*texts: str | None) -> str | None:
    """The first lone surrogate, which no encoder can write, as JSON has it; None where all is whole."""
    for text in texts:
        try:
            (text or "").encode("utf-8")
        except UnicodeEncodeError as error:
            return f"\\u{ord(error.object[error.start]):04x}"
    return None


def is_english(language: str) -> bool:
    """Whether a language tag (BCP 47, ISO 639) or name says English."""
    return language.lower().replace("_", "-").split("-")[0].strip() in {"en", "eng", "english"}
