"""Tables, one report a row: CSV and TSV, and Parquet. Columns are known by the names that people give them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO, TextIO

from detente.sources.draft import Draft, Facts, Skipped

# The names of columns, lower case, the best first; `--column text=Body` on the command line goes before.
COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "article_text", "story", "maintext"),
    "id": ("id", "guid", "uuid", "doc_id", "document_id", "article_id", "story_id"),
    "title": ("title", "headline", "subject"),
    "published_at": ("published_at", "published", "date", "publication_date", "pub_date", "date_publish", "datetime"),
    "publisher": ("publisher", "source", "outlet", "newspaper", "publication", "source_domain"),
    "url": ("url", "link", "permalink"),
    "language": ("language", "lang"),
}  # fmt: skip
# Rows of Parquet that are held at a time.
_ROWS = 64
# Characters of the longest field: a report at its limit, and much beside it.
_LONGEST_FIELD = 4_000_000


def read_csv(stream: BinaryIO, columns: Mapping[str, str] | None = None) -> Iterator[Draft | Skipped]:
    """The rows of a table with a line of names; `columns` says which column holds which fact.

    Comma, semicolon or tab, whichever the line of names holds most. UTF-8, with or without its mark.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    first = lines.readline(_LONGEST_FIELD)
    delimiter = max(",;\t", key=first.count)
    names = next(csv.reader([first], delimiter=delimiter), [])
    found = columns_of(names, columns or {})
    if isinstance(found, Skipped):
        yield found
        return
    rows = csv.reader(_lines(lines), delimiter=delimiter)
    while True:
        place = f"line {rows.line_num + 2}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            if "larger" in str(error):  # of a field without an end the rest of the table may be part
                yield Skipped("", place, f"no row of a table ({error})", "The rest of the table was not read")
                return
            yield Skipped("", place, f"no row of a table ({error})", "The row was skipped")
            continue
        if row:
            yield _draft({key: row[at] if at < len(row) else "" for key, at in found.items()}, place)


def _lines(stream: TextIO) -> Iterator[str]:
    """The lines of a stream; one that no field could hold ends it."""
    while line := stream.readline(_LONGEST_FIELD + 1):
        if len(line) > _LONGEST_FIELD:
            raise csv.Error(f"a line larger than {_LONGEST_FIELD:,} characters")
        yield line


def read_parquet(stream: BinaryIO, columns: Mapping[str, str] | None = None) -> Iterator[Draft | Skipped]:
    """The rows of a Parquet file, a few at a time; needs the extra `parquet` (pyarrow)."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        yield Skipped("", None, "Parquet needs pyarrow", "pip install 'detente[parquet]'")
        return
    try:
        table = parquet.ParquetFile(stream)
        found = columns_of(table.schema_arrow.names, columns or {})
        if isinstance(found, Skipped):
            yield found
            return
        names = [table.schema_arrow.names[at] for at in found.values()]
        number = 0
        for batch in table.iter_batches(batch_size=_ROWS, columns=names):
            for row in batch.to_pylist():
                number += 1
                yield _draft(
                    {key: row[name] for key, name in zip(found, names, strict=True)}, f"row {number}"
                )
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        yield Skipped("", None, f"no Parquet file that can be read ({str(error)[:120]})", "Write it again")


def columns_of(names: Iterable[str], given: Mapping[str, str]) -> dict[str, int] | Skipped:
    """Which column holds which fact; a `Skipped` where none holds the text, or a named one is not there."""
    at = {name.strip().lower(): n for n, name in reversed(list(enumerate(names)))}
    have = ", ".join(name[:40] for name in list(at)[::-1][:12])
    for fact, name in given.items():
        if name.strip().lower() not in at:
            return Skipped("", None, f"no column {name!r} for {fact}", f"Its columns are: {have}")
    found = {}
    for fact, known in COLUMNS.items():
        wanted = (given[fact].strip().lower(),) if fact in given else known
        column = next((at[name] for name in wanted if name in at), None)
        if column is not None:
            found[fact] = column
    if "text" not in found:
        return Skipped(
            "", None, f"no column of texts among {have}", "Say which one it is: --column text=NAME"
        )
    return found


def _draft(row: Mapping[str, Any], place: str) -> Draft | Skipped:
    facts = {key: _word(value) for key, value in row.items()}
    text = facts.pop("text") or ""
    if half := next(
        (v for v in (text, *facts.values()) if v and any("\udc80" <= c <= "\udcff" for c in v)), None
    ):
        return Skipped("", place, f"not UTF-8 ({half[:40]!r})", "Save the table as UTF-8")
    return Draft(text, Facts(**facts), place)


def _word(value: Any) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip() or None if value is not None else None
