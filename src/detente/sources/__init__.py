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
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

import msgspec

from detente.dateline import find_dateline
from detente.errors import BrokenSidecar, NotText
from detente.records import Report, make_report
from detente.sources.archives import BROKEN, Overpacked, is_archive, members, packed_name, unpacked
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
from detente.sources.sidecar import read_sidecar
from detente.sources.tables import read_csv, read_parquet
from detente.sources.walk import STDIN, WebPage, is_device, is_pipe, unreadable, walk
from detente.sources.warc import read_warc

if TYPE_CHECKING:
    from detente.sources.storage import StoredFile
    from detente.sources.web import FetchedFile
    from detente.watch.fetching import Fetcher

__all__ = [
    "FORMATS",
    "LONGEST_REPORT",
    "ReportDefaults",
    "Skipped",
    "Source",
    "format_of",
    "is_sidecar",
    "open_reports",
    "reports_at",
]

Source = Callable[[BinaryIO], Iterator[Draft | Skipped]]

# Characters of the longest report that is read. The longest news features have 100,000; the parser refuses
# texts over 1,000,000 and needs memory in proportion. What is longer is a book or a dump of many reports.
LONGEST_REPORT = 500_000

# Lines, rows or items one after the other that are no reports, after which a file is taken for something else: each is noted
# in the ledger, and a disk of noise would fill it.
MOST_IN_A_ROW = 10_000

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


class _Known(NamedTuple):
    """What is known about the reports of a file beside what they say themselves: what goes before that, what after."""

    before: Facts
    after: Facts
    columns: tuple[tuple[str, str], ...]


def open_reports(
    paths: Iterable[str | os.PathLike[str]],
    defaults: ReportDefaults = NO_DEFAULTS,
    fetcher: Fetcher | None = None,
) -> Iterator[Report | Skipped]:
    """The reports of files, directories and addresses, one by one, and what was skipped among them.

    A directory stands for its files, all the way down, in the order of their names, without hidden ones; an
    archive for the files in it; a sitemap for its pages; “-” is report JSONL on standard input. Addresses of the web
    are fetched by the `fetcher`, and by none without. A broken report never stops the others: it becomes a `Skipped`.
    A fact about a report comes from its side-car, else from itself, else from `defaults`.
    """
    for found in walk(paths, fetcher):
        if isinstance(found, Skipped):
            yield found
        else:
            yield from reports_at(found, defaults, fetcher)


def reports_at(
    place: Path | StoredFile | WebPage, defaults: ReportDefaults = NO_DEFAULTS, fetcher: Fetcher | None = None
) -> Iterator[Report | Skipped]:
    """The reports of one place that `walk` found, and what was skipped there."""
    after = Facts(published_at=defaults.published_at, publisher=defaults.publisher)
    if str(place) == STDIN:
        known = _Known(Facts(), after, defaults.columns)
        yield from _admitted(_JSONL, sys.stdin.buffer, "standard input", known)
    elif isinstance(place, WebPage):
        yield from _reports_of_page(place, after, defaults.columns, fetcher)
    else:
        yield from _reports_of(place, after, defaults.columns)


def format_of(name: str) -> Format | None:
    """How a file of that name is read; None where detente does not read its kind."""
    suffixes = [s.lower() for s in PurePath(name).suffixes]
    return _BY_ENDING.get("".join(suffixes[-2:])) or _BY_ENDING.get("".join(suffixes[-1:]))


def _reports_of(
    file: Path | StoredFile, after: Facts, columns: tuple[tuple[str, str], ...]
) -> Iterator[Report | Skipped]:
    try:
        if isinstance(file, Path):
            file.lstat()  # a name that stands for nothing is a missing file, whatever its ending
            if is_device(file):
                mend = "Pipe its reports in as JSON lines instead"
                yield Skipped(str(file), None, "a device or socket", mend)
                return
        if is_sidecar(file):
            return
        known = _Known(_facts_beside(file), after, columns)
        yield from _read(file, str(file), known)
    except BrokenSidecar as error:
        yield Skipped(str(file), None, str(error), "Mend the side-car or remove it; the report was skipped")
    except (OSError, ValueError) as error:
        yield unreadable(file, error)


def _reports_of_page(
    page: WebPage, after: Facts, columns: tuple[tuple[str, str], ...], fetcher: Fetcher | None
) -> Iterator[Report | Skipped]:
    from detente.sources.web import FetchedFile, answer_of

    assert fetcher is not None  # without one `walk` gives no page
    answer = page.answer or answer_of(page.url, fetcher)
    if isinstance(answer, Skipped):
        yield answer
    else:
        after = Facts(url=answer.url).over(page.facts).over(after)
        yield from _read(FetchedFile(answer), page.url, _Known(Facts(), after, columns))


def _read(file: Path | StoredFile | FetchedFile, name: str, known: _Known) -> Iterator[Report | Skipped]:
    """The reports of a file of a known format, of an archive, or of the one file that is packed in it."""
    inner = format_of(packed_name(file.name) or "")
    format = format_of(file.name) or (_JSONL if isinstance(file, Path) and is_pipe(file) else None)
    if format is None and inner is None and not is_archive(file.name):
        yield _other_kind(name)
        return
    try:
        with file.open("rb") as stream:
            if format is not None:
                yield from _admitted(format, stream, name, known)
            elif is_archive(file.name):
                yield from _reports_in(file.name, stream, name, known)
            elif inner is not None:
                with unpacked(file.name, stream) as content:
                    yield from _admitted(inner, content, name, known)
    except BROKEN as error:
        yield _broken_archive(name, error)


def _reports_in(archive: str, stream: BinaryIO, name: str, known: _Known) -> Iterator[Report | Skipped]:
    """The reports of the files in an archive; a broken one does not stop the others where the archive holds."""
    for member in members(archive, stream):
        if isinstance(member, Skipped):
            yield msgspec.structs.replace(member, path=f"{name}!{member.path}")
            continue
        inside, content = member
        format = format_of(inside)
        if format is None:
            yield _other_kind(f"{name}!{inside}")
            continue
        try:
            yield from _admitted(format, content, f"{name}!{inside}", known)
        except BROKEN as error:
            yield _broken_archive(f"{name}!{inside}", error)


def _other_kind(name: str) -> Skipped:
    return Skipped(
        name, None, f"no kind of file that detente reads ({_ENDINGS})", "Convert it, or leave it out"
    )


def _broken_archive(name: str, error: Exception) -> Skipped:
    sound = "Unpack it yourself if it is sound"
    mend = sound if isinstance(error, Overpacked) else "Copy it again; it may be cut off"
    return Skipped(name, None, f"cannot be unpacked ({str(error)[:120]})", mend)


def is_sidecar(file: Path | StoredFile) -> bool:
    """Whether a file says something of a report beside it, and is none itself."""
    return file.suffix == ".json" and any(
        file.with_suffix(ending).is_file() for ending, format in _BY_ENDING.items() if format.holds_one
    )


def _facts_beside(file: Path | StoredFile) -> Facts:
    """What the side-car of a file says, or of the file that is packed in it."""
    packed = packed_name(file.name)
    format = format_of(packed or file.name)
    if format is None or not format.holds_one:
        return Facts()
    return read_sidecar(file.with_suffix("") if packed else file)


def _admitted(format: Format, stream: BinaryIO, name: str, known: _Known) -> Iterator[Report | Skipped]:
    if format.largest is not None:
        raw = stream.read(format.largest + 1)
        if len(raw) > format.largest:
            yield Skipped(
                name, None, f"larger than {format.largest // 10**6} MB", "Split it into one report a file"
            )
            return
        stream = io.BytesIO(raw)
    source = (
        cast(Source, partial(format.source, columns=dict(known.columns)))  # only tables take columns
        if format.source in _TABLES
        else format.source
    )
    in_a_row = 0
    try:
        for draft in source(stream):
            if isinstance(draft, Skipped):
                found: Report | Skipped = Skipped(name, draft.place, draft.reason, draft.mend)
            else:
                found = admit(draft, name, known.before, known.after)
            yield found
            in_a_row = in_a_row + 1 if isinstance(found, Skipped) else 0
            if in_a_row == MOST_IN_A_ROW:
                yield Skipped(name, None, f"{in_a_row:,} in a row are no reports", "The rest was not read")
                return
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
