"""Full-text search: the one other place that is SQLite's own (FTS5).

The index covers the view `passage_text`: the text of each report with its title, and the words of its
records. It holds no second copy of them. Words are compared without case, accents and English endings
(“responses” finds “response”).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

OPEN_MARK, CLOSE_MARK = "\x02", "\x03"

# Words around the hits of a snippet; FTS5 allows up to 64.
SNIPPET_WORDS = 24

DDL = (
    """
    CREATE VIEW passage_text AS
    SELECT passage.id AS id,
           CASE WHEN passage.text IS NOT NULL THEN passage.text
                WHEN report.title IS NULL THEN report.text
                WHEN substr(report.text, 1, length(report.title)) = report.title THEN report.text
                ELSE report.title || char(10) || report.text END AS text
    FROM passage JOIN report ON report.id = passage.report
    """,
    """
    CREATE VIRTUAL TABLE passage_index USING fts5 (
        text,
        content = 'passage_text',
        content_rowid = 'id',
        tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
)

# Rows whose snippets are asked for in one statement.
_SNIPPETS = 500


class Found(NamedTuple):
    """A passage that matches: whose it is, and a snippet whose hits stand between the two marks."""

    kind: str
    report: str
    record: str | None
    snippet: str


_TERM = re.compile(r'"([^"]*)"|(\S+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))


def match_expression(query: str) -> str | None:
    """FTS5's expression for words and "phrases" that must all occur; None where no word is left.

    Everything is quoted, so that nothing of what the user types is taken for FTS5's own syntax; a
    star at the end of a word finds all words that begin so.
    """
    terms = []
    for phrase, word in _TERM.findall(query.translate(_QUOTES)):
        text = phrase or word
        bare = "".join(c if c.isprintable() and c != '"' else " " for c in text)
        bare = bare.encode("utf-8", "replace").decode("utf-8")
        if any(c.isalnum() for c in bare):
            star = "*" if word.endswith("*") else ""
            terms.append(f'"{bare.rstrip("*") if star else bare}"{star}')
    return " AND ".join(terms) if terms else None


def add_passages(connection: Connection, report: str) -> None:
    """Index what `passage` holds of a report."""
    connection.exec_driver_sql(
        "INSERT INTO passage_index (rowid, text) SELECT id, text FROM passage_text "
        "WHERE id IN (SELECT id FROM passage WHERE report = ?)",
        (report,),
    )


def drop_passages(connection: Connection, report: str) -> None:
    """Forget them again; before the rows themselves are deleted, as FTS5 must see the old words."""
    connection.exec_driver_sql(
        "INSERT INTO passage_index (passage_index, rowid, text) SELECT 'delete', id, text FROM passage_text "
        "WHERE id IN (SELECT id FROM passage WHERE report = ?)",
        (report,),
    )


def find_passages(
    connection: Connection,
    expression: str,
    *,
    kinds: Sequence[str] = (),
    report: str | None = None,
    limit: int | None = None,
) -> list[Found]:
    """The passages that match, best first; equals in an order that does not depend on that of reading."""
    conditions, values = ["passage_index MATCH ?"], [expression]
    if kinds:
        conditions.append(f"passage.kind IN ({', '.join('?' * len(kinds))})")
        values += kinds
    if report is not None:
        conditions.append("passage.report = ?")
        values.append(report)
    found = connection.exec_driver_sql(
        "SELECT passage.id, passage.kind, passage.report, passage.record "
        "FROM passage_index JOIN passage ON passage.id = passage_index.rowid "
        f"WHERE {' AND '.join(conditions)} "
        "ORDER BY rank, passage.report, passage.kind, passage.record LIMIT ?",
        (*values, -1 if limit is None else limit),
    ).all()
    # Snippets cost more than finding: only for what is shown.
    snippets: dict[int, str] = {}
    for start in range(0, len(found), _SNIPPETS):
        ids = [row[0] for row in found[start : start + _SNIPPETS]]
        rows = connection.exec_driver_sql(
            f"SELECT rowid, snippet(passage_index, 0, '{OPEN_MARK}', '{CLOSE_MARK}', '…', {SNIPPET_WORDS}) "
            f"FROM passage_index WHERE passage_index MATCH ? AND rowid IN ({', '.join('?' * len(ids))})",
            (expression, *ids),
        )
        snippets.update((row[0], row[1]) for row in rows)
    return [Found(kind, report, record, snippets[id]) for id, kind, report, record in found]
