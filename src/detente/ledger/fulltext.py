"""Full-text search: each database by means of its own, which find the same passages.

What is searched is the text of each report with its title, and the words of its records (the table `passage`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection

from detente.ledger import fts5, tsvector
from detente.ledger.evidence import merged
from detente.ledger.fts5 import CLOSE_MARK, OPEN_MARK, Found, Term, terms_of
from detente.records import Span

__all__ = ["Found", "Term", "add_passages", "ddl", "drop_passages", "find_passages", "terms_of", "unmarked"]


def ddl(dialect: str) -> tuple[str, ...]:
    """The statements that make the index in a database of a dialect."""
    return fts5.DDL if dialect == "sqlite" else tsvector.DDL


def add_passages(connection: Connection, report: str) -> None:
    """Index what `passage` holds of a report."""
    if connection.dialect.name == "sqlite":
        fts5.add_passages(connection, report)
    else:
        tsvector.add_passages(connection, report)


def drop_passages(connection: Connection, report: str) -> None:
    """Forget them again, before their rows are deleted. In PostgreSQL they go with those."""
    if connection.dialect.name == "sqlite":
        fts5.drop_passages(connection, report)


def find_passages(
    connection: Connection,
    terms: Sequence[Term],
    *,
    kinds: Sequence[str] = (),
    report: str | None = None,
    limit: int | None = None,
) -> list[Found]:
    """The passages in which all terms occur, best first; equals in an order that does not depend on that of reading."""
    find = fts5.find_passages if connection.dialect.name == "sqlite" else tsvector.find_passages
    return find(connection, terms, kinds=kinds, report=report, limit=limit)


def unmarked(snippet: str) -> tuple[str, tuple[Span, ...]]:
    """A snippet without the marks that full-text search puts around its hits, and where they were."""
    plain: list[str] = []
    marks: list[Span] = []
    length, start = 0, 0
    for part in re.split(f"([{OPEN_MARK}{CLOSE_MARK}])", snippet):
        if part == OPEN_MARK:
            start = length
        elif part == CLOSE_MARK:
            if start < length:
                marks.append(Span(start, length))
            start = length
        else:
            plain.append(part)
            length += len(part)
    return "".join(plain), merged(tuple(marks))
