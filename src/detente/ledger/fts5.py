"""Full-text search in SQLite: FTS5, which also says for other databases what the words of a text are.

Words are compared without case, accents and English endings (“responses” finds “response”).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection

OPEN_MARK, CLOSE_MARK = "\x02", "\x03"

# Words around the hits of a snippet; FTS5 allows up to 64.
SNIPPET_WORDS = 24

_TOKENIZER = "porter unicode61 remove_diacritics 2"
_SNIPPET = f"snippet(passage_index, 0, '{OPEN_MARK}', '{CLOSE_MARK}', '…', {SNIPPET_WORDS})"

# The index covers this view and holds no second copy of the words.
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
    f"""
    CREATE VIRTUAL TABLE passage_index USING fts5 (
        text,
        content = 'passage_text',
        content_rowid = 'id',
        tokenize = '{_TOKENIZER}'
    )
    """,
)

# Rows whose snippets are asked for in one statement.
_SNIPPETS = 500


class Term(NamedTuple):
    """A word or phrase of a query; with `prefix` its last word may go on."""

    text: str
    prefix: bool


class Found(NamedTuple):
    """A passage that matches: whose it is, and a snippet whose hits stand between the two marks."""

    kind: str
    report: str
    record: str | None
    snippet: str


_TERM = re.compile(r'"([^"]*)"|(\S+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))


def terms_of(query: str) -> list[Term]:
    """The words and "phrases" of a query, which must all occur; a star at the end of a word finds all that begin so."""
    terms = []
    for phrase, word in _TERM.findall(query.translate(_QUOTES)):
        text = phrase or word
        bare = "".join(c if c.isprintable() and c != '"' else " " for c in text)
        bare = bare.encode("utf-8", "replace").decode("utf-8")
        if any(c.isalnum() for c in bare):
            prefix = word.endswith("*")
            terms.append(Term(bare.rstrip("*") if prefix else bare, prefix))
    return terms


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
    terms: Sequence[Term],
    *,
    kinds: Sequence[str],
    report: str | None,
    limit: int | None,
) -> list[Found]:
    """The passages that match, best first; equals in an order that does not depend on that of reading."""
    conditions, values = ["passage_index MATCH ?"], [expression_of(terms)]
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
    # Snippets cost more than finding: only for what is shown, and of its texts alone. The index itself would look for a
    # word with a star anew for each row.
    snippets: dict[int, str] = {}
    for start in range(0, len(found), _SNIPPETS):
        ids = [row[0] for row in found[start : start + _SNIPPETS]]
        texts = connection.exec_driver_sql(
            f"SELECT id, text FROM passage_text WHERE id IN ({', '.join('?' * len(ids))})", tuple(ids)
        )
        snippets |= snippets_of(terms, {row[0]: row[1] for row in texts})
    return [Found(kind, report, record, snippets[id]) for id, kind, report, record in found]


def expression_of(terms: Iterable[Term]) -> str:
    """FTS5's expression for terms that must all occur. All is quoted, so that nothing of what the user types is
    taken for FTS5's own syntax."""
    return " AND ".join(f'"{term.text}"{"*" if term.prefix else ""}' for term in terms)


# ── texts of any ledger ───────────────────────────────────────────────────────────────


def words_of(texts: Mapping[int, str]) -> dict[int, list[str]]:
    """The words of each text in order, as FTS5 compares them."""
    words: dict[int, list[str]] = {id: [] for id in texts}
    with _indexed(texts) as index:
        index.execute("CREATE VIRTUAL TABLE word USING fts5vocab (passage_index, instance)")
        for id, term in index.execute('SELECT doc, term FROM word ORDER BY doc, "offset"'):
            words[id].append(term)
    return words


def snippets_of(terms: Iterable[Term], texts: Mapping[int, str]) -> dict[int, str]:
    """The snippets of those texts in which all terms occur."""
    with _indexed(texts) as index:
        found = f"SELECT rowid, {_SNIPPET} FROM passage_index WHERE passage_index MATCH ?"
        return dict(index.execute(found, (expression_of(terms),)))


@contextmanager
def _indexed(texts: Mapping[int, str]) -> Iterator[sqlite3.Connection]:
    """An index in memory of some texts."""
    index = sqlite3.connect(":memory:")
    try:
        index.execute(f"CREATE VIRTUAL TABLE passage_index USING fts5 (text, tokenize = '{_TOKENIZER}')")
        index.executemany("INSERT INTO passage_index (rowid, text) VALUES (?, ?)", texts.items())
        yield index
    finally:
        index.close()
