"""Full-text search in PostgreSQL: for each passage a tsvector of its words, as FTS5 has them.

PostgreSQL would take other words for one than SQLite does, so it is only asked where words stand. What a tsvector
cannot hold (see `_rough`) is noted as rough: such a passage is found by its words and then looked at by FTS5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

from detente.ledger import fts5
from detente.ledger.fts5 import Found, Term

DDL = (
    """
    CREATE TABLE passage_index (
        passage bigint PRIMARY KEY REFERENCES passage (id) ON DELETE CASCADE,
        words tsvector,
        rough boolean NOT NULL
    )
    """,
    "CREATE INDEX passage_index_by_words ON passage_index USING gin (words)",
    "CREATE INDEX passage_index_rough ON passage_index (passage) WHERE rough",
)

# The limits of a tsvector: places are counted up to 16,383, 256 of them a word; a word has up to 2,046 bytes, all
# words and places together up to 1,048,575.
_LAST_PLACE, _PLACES, _LONGEST, _ROOM = 16_383, 256, 2_046, 1_048_575

# Passages whose texts are fetched in one statement.
_ROWS = 500

_TEXTS = """
    SELECT passage.id, passage.text, report.title, report.text
    FROM passage JOIN report ON report.id = passage.report
"""


def add_passages(connection: Connection, report: str) -> None:
    """Index what `passage` holds of a report."""
    words = fts5.words_of(_texts(connection, "passage.report = :report", report=report))
    rows = []
    for id, those in words.items():
        packed = _packed(those)
        rows.append({"passage": id, "words": packed.words, "rough": packed.rough})
    if rows:
        connection.execute(
            text("INSERT INTO passage_index VALUES (:passage, CAST(:words AS tsvector), :rough)"), rows
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
    asked = _queries(terms)
    if asked is None:
        return []
    conditions = [
        "(words @@ CAST(:phrases AS tsquery) OR rough AND (words IS NULL OR words @@ CAST(:all AS tsquery)))"
    ]
    if kinds:
        conditions.append("passage.kind = ANY(:kinds)")
    if report is not None:
        conditions.append("passage.report = :report")
    rows = connection.execute(
        text(
            "SELECT passage.id, passage.kind, passage.report, passage.record "
            "FROM passage_index JOIN passage ON passage.id = passage_index.passage "
            f"WHERE {' AND '.join(conditions)} "
            "ORDER BY ts_rank(words, CAST(:all AS tsquery), 1) DESC NULLS LAST, "
            "passage.report, passage.kind, passage.record NULLS FIRST"
        ),
        {"phrases": asked.phrases, "all": asked.all, "kinds": list(kinds), "report": report},
        execution_options={"yield_per": _ROWS},
    )
    found: list[Found] = []
    for some in rows.partitions(_ROWS if limit is None else min(limit, _ROWS)):
        ids = [row.id for row in some]
        snippets = fts5.snippets_of(terms, _texts(connection, "passage.id = ANY(:ids)", ids=ids))
        found += [
            Found(row.kind, row.report, row.record, snippets[row.id]) for row in some if row.id in snippets
        ]
        if limit is not None and len(found) >= limit:
            break
    rows.close()
    return found[:limit]


def _texts(connection: Connection, condition: str, **values: object) -> dict[int, str]:
    """The texts of passages by their ids: their own words, or the report's with its title."""
    return {
        id: own or _with_title(title, whole)
        for id, own, title, whole in connection.execute(text(f"{_TEXTS} WHERE {condition}"), values)
    }


def _with_title(title: str | None, whole: str) -> str:
    return whole if title is None or whole.startswith(title) else f"{title}\n{whole}"


class _Packed(NamedTuple):
    """The words of a passage as a tsvector is written; None where there are too many for any."""

    words: str | None
    rough: bool


def _packed(words: Iterable[str]) -> _Packed:
    places: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(words, start=1):
        places[_cut(word)].append(at)
    size = sum(len(word.encode()) for word in places)
    rough = (
        any(
            len(at) > _PLACES or at[-1] > _LAST_PLACE or len(word) >= _LONGEST // 4
            for word, at in places.items()
        )
        or size + sum(4 + 2 * len(at) for at in places.values()) > _ROOM
    )
    if rough:
        return _Packed(" ".join(map(_quoted, places)) if size <= _ROOM else None, True)
    return _Packed(
        " ".join(f"{_quoted(word)}:{','.join(map(str, at))}" for word, at in places.items()), False
    )


class _Queries(NamedTuple):
    """Two tsqueries: for the phrases, and for all their words wherever they stand."""

    phrases: str
    all: str


def _queries(terms: Sequence[Term]) -> _Queries | None:
    """None where nothing of the terms is a word."""
    words = fts5.words_of({n: term.text for n, term in enumerate(terms)})
    phrases = []
    for n, term in enumerate(terms):
        lexemes = [_quoted(_cut(word)) for word in words[n]]
        if lexemes and term.prefix:
            lexemes[-1] += ":*"
        if lexemes:
            phrases.append(lexemes)
    if not phrases:
        return None
    return _Queries(
        " & ".join(f"({' <-> '.join(lexemes)})" for lexemes in phrases),
        " & ".join(lexeme for lexemes in phrases for lexeme in lexemes),
    )


def _cut(word: str) -> str:
    """A word, or so much of it as surely fits; a character has up to four bytes."""
    return word[: _LONGEST // 4]


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
