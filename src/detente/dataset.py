"""A folder of Parquet (`detente export --as parquet`, `detente scale`) asked in place by DuckDB: the deeds of a million
events, and their sums by day, without a ledger and without a loop over them.

The steps are those of `temperature.deeds_of`, a query each, and a test holds both to the same series. Needs the extra
`parquet`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from detente.errors import DetenteError, UnknownName
from detente.ledger import Filter
from detente.ledger.filters import STATE_SECTORS
from detente.records import REAL
from detente.sources.coded import country_of
from detente.temperature import HEARSAY, VERBAL, Daily, Deed
from detente.turning import NAMED, Change, Turn, changes_of

# Decimals that are kept of sums: threads add up in an order that is not always the same.
DECIMALS = 9

# The events that happened, a row for each pair of sides, with whether either is who is asked for (`s0`, `t0`, `s1` …).
_TOLD = """
WITH happened AS (
    SELECT e.id, r.n AS report, e.type, e.intensity, r.story, e."when".start[:10] AS a, e."when"."end"[:10] AS b, r.day AS reported,
        e.confidence * CASE WHEN e.claimed_by IS NULL THEN 1 ELSE {hearsay} END AS belief,
        CASE WHEN len(e.sources) = 0 THEN [''] ELSE e.sources END AS sources,
        CASE WHEN len(e.targets) = 0 THEN [''] ELSE e.targets END AS targets
    FROM event AS e JOIN report AS r ON r.id = e.report
    WHERE e.status IN {real} AND {events}
), acted AS (
    SELECT * EXCLUDE (sources, targets), unnest(sources) AS s, targets, len(sources) > 1 OR len(targets) > 1 AS several
    FROM happened
), met AS (SELECT * EXCLUDE (targets), unnest(targets) AS t FROM acted),
told AS (
    SELECT m.id, m.report, m.story, m.type, m.intensity, m.belief, m.several,
        CASE WHEN a IS NULL OR b IS NULL OR reported BETWEEN a AND b THEN reported ELSE b END AS day,
        coalesce(x.side, m.s) AS source, coalesce(y.side, m.t) AS target {marks}
    FROM met AS m LEFT JOIN chosen AS x ON x.id = m.s LEFT JOIN chosen AS y ON y.id = m.t
)
"""
# Most events have one actor on either side; only the others are looked through for actors of one side, and for any that is
# asked for.
_DEEDS = """
, once AS (
    SELECT {columns} FROM told WHERE NOT several AND {one} UNION ALL
    SELECT DISTINCT {columns} FROM (
        SELECT * FROM told WHERE several {any_of_several}
    )
), by_report AS (
    SELECT day, source, target, type, story, report, max(belief) AS p, sum(intensity) AS i, count(*) AS n, min(id) AS id
    FROM once WHERE day IS NOT NULL AND (source <> target OR source = '') GROUP BY ALL
), by_story AS (
    SELECT day, source, target, type, b.story, sum(p) / greatest(any_value(c.n), count(*)) AS p,
        sum(i) / sum(b.n) AS i, min(id) AS id
    FROM by_report AS b JOIN copies AS c ON c.story = b.story GROUP BY ALL
)
SELECT day, source, target, type, round(1 - product(1 - p), {decimals}) AS w, round(sum(p * i) / sum(p), {decimals}) AS i,
    min(id) AS id, count(*) AS stories
FROM by_story GROUP BY ALL HAVING sum(p) > 0
"""
_ANY = "bool_or({}) OVER (PARTITION BY report, id)"
_COLUMNS = "id, report, story, type, intensity, belief, day, source, target"
# In the order of `temperature.SUMS`.
_DAILY = """
SELECT day, count(*), sum(stories), sum(w), sum(w * w), sum(w * greatest(-i, 0)), sum(w * greatest(i, 0)), sum(w * i * i),
    sum(CASE WHEN type IN {verbal} THEN w ELSE 0 END), sum(CASE WHEN type IN {verbal} THEN w * i ELSE 0 END)
FROM deed GROUP BY day ORDER BY day
"""


class DataSet:
    """The Parquet files of a folder. Close it, or use it in `with`."""

    def __init__(self, folder: Path) -> None:
        """`DetenteError` where the folder holds no such files, or DuckDB is missing."""
        try:
            import duckdb
        except ImportError as error:
            raise DetenteError(
                "Asking Parquet needs one more library: pip install 'detente[parquet]'."
            ) from error
        events, reports, actors = (_files(folder, kind) for kind in ("event", "report", "actor"))
        stories = f"SELECT id AS report, story FROM {reports}"
        if (beside := folder / "story.parquet").exists():
            stories = f"SELECT report, story FROM read_parquet({_quoted(str(beside))})"
        self._connection = duckdb.connect()
        for made in (
            f"VIEW event AS FROM {events}",
            f"VIEW written AS SELECT id, text FROM {reports}",
            # Reports and stories are numbered: numbers are grouped faster than ids.
            f"""TABLE report AS SELECT r.id, row_number() OVER (ORDER BY r.id) AS n, r.published_at[:10] AS day,
                    dense_rank() OVER (ORDER BY coalesce(s.story, r.id)) AS story
                FROM {reports} AS r LEFT JOIN ({stories}) AS s ON s.report = r.id""",
            "TABLE copies AS SELECT story, count(*) AS n FROM report GROUP BY story",
            f"VIEW actor AS FROM {actors}",
            "TABLE side AS SELECT id, min(coalesce(country, id)) AS side FROM actor GROUP BY id",
        ):
            self._connection.execute(f"CREATE {made}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def choose(self, wanted: Filter) -> Self:
        """Find the deeds of a filter (`actor`, `source`, `target`, `dyad`, `type`, `since`, `until`, as a ledger's list has
        them), of which the other questions are asked."""
        sides = [
            name
            for name in (wanted.actor, wanted.source, wanted.target, *(wanted.dyad or ()))
            if name is not None
        ]
        marks = range(len(sides))
        asked_for = "".join(f", id IN {_listed(self._ids(name))} AS f{n}" for n, name in enumerate(sides))
        told = _TOLD.format(
            hearsay=HEARSAY,
            real=REAL,
            events=_events(wanted),
            marks="".join(
                f", coalesce(x.f{n}, false) AS s{n}, coalesce(y.f{n}, false) AS t{n}" for n in marks
            ),
        )
        deeds = _DEEDS.format(
            columns=_COLUMNS,
            one=_pairs(wanted, "{}"),
            any_of_several=f"QUALIFY {_pairs(wanted, _ANY)}" if sides else "",
            decimals=DECIMALS,
        )
        self._connection.execute(f"CREATE OR REPLACE TABLE chosen AS SELECT id, side{asked_for} FROM side")
        self._connection.execute(f"CREATE OR REPLACE TABLE deed AS {told} {deeds}")
        return self

    def daily(self) -> Daily:
        """The sums of the deeds by day."""
        found = self._connection.execute(_DAILY.format(verbal=tuple(sorted(VERBAL)))).fetchall()
        days = tuple(date.fromisoformat(row[0]) for row in found)
        return Daily(
            days, np.round(np.array([row[1:] for row in found], float).reshape(len(days), 9), DECIMALS)
        )

    def deeds(self) -> tuple[Deed, ...]:
        """The deeds, each with the first of the events that tell it."""
        return self._deeds("ORDER BY day, source, target, type")

    def turns(self, told: Daily) -> tuple[Turn, ...]:
        """Where the level changes, and the deeds that made it."""
        return tuple(Turn(c.day, c.before, c.after, self._makers(c)) for c in changes_of(told))

    def words(self, deeds: Iterable[Deed]) -> Mapping[Deed, str]:
        """Each deed in the words of its first event."""
        wanted = {deed.events[0]: deed for deed in deeds}
        rows = self._connection.execute(
            f"""SELECT e.id, e.evidence.span, r.text FROM event AS e JOIN written AS r ON r.id = e.report
            WHERE e.id IN {_listed(wanted)}"""
        ).fetchall()
        said = {id: " ".join(text[span[0] : span[1]].split()) for id, span, text in rows if span}
        return {
            deed: f"{deed.type} · {deed.source} → {deed.target}: {said.get(id, '')}"
            for id, deed in wanted.items()
        }

    def _makers(self, change: Change) -> tuple[Deed, ...]:
        """The deeds that pull the level furthest; as `turning.makers` has them."""
        way = 1 if change.after > change.before else -1
        return self._deeds(
            f"""WHERE day BETWEEN '{change.day}' AND '{change.last}'
            ORDER BY -w * (i - {change.before!r}) * {way}, day, id LIMIT {NAMED}"""
        )

    def _deeds(self, rest: str) -> tuple[Deed, ...]:
        rows = self._connection.execute(
            f"SELECT day, source, target, type, w, i, id, stories FROM deed {rest}"
        )
        return tuple(
            Deed(date.fromisoformat(day), source, target, type_, w, i, (id,), stories)
            for day, source, target, type_, w, i, id, stories in rows.fetchall()
        )

    def _ids(self, name: str) -> Sequence[str]:
        """The ids that a name means: an id itself, a state with all that act for it, whoever bears it."""
        official = f"(type = 'state' OR sector IN {STATE_SECTORS} OR (type = 'office' AND sector IS NULL))"
        country = name if re.fullmatch("[A-Z]{3}", name) else country_of(name)
        bears = "lower(name) = lower($1) OR list_contains([lower(x) for x in aliases], lower($1))"
        for condition, value in (("id = $1", name), (f"country = $1 AND {official}", country), (bears, name)):
            if value is None:
                continue
            found = self._connection.execute(
                f"SELECT DISTINCT id FROM actor WHERE {condition}", [value]
            ).fetchall()
            if found:
                return sorted(id for (id,) in found)
        raise UnknownName(f"no actor is called “{name}” in these files.")


def _events(wanted: Filter) -> str:
    """What a filter asks of an event itself."""
    found = ["true"]
    if wanted.types():
        found.append(f"e.type IN {_listed(t.upper() for t in wanted.types())}")
    if (first := wanted.first_day()) is not None:
        found.append(f"""coalesce(e."when"."end"[:10], e."when".start[:10], r.day) >= '{first}'""")
    if (last := wanted.last_day()) is not None:
        found.append(f"""coalesce(e."when".start[:10], e."when"."end"[:10], r.day) <= '{last}'""")
    return " AND ".join(found)


def _pairs(wanted: Filter, mark: str) -> str:
    """What a filter asks of the sides, by the marks of `_TOLD`; `mark` says how one is looked at."""
    found, n = ["true"], 0
    if wanted.actor is not None:
        found.append(f"({mark.format('s0')} OR {mark.format('t0')})")
        n += 1
    if wanted.source is not None:
        found.append(mark.format(f"s{n}"))
        n += 1
    if wanted.target is not None:
        found.append(mark.format(f"t{n}"))
        n += 1
    if wanted.dyad is not None:
        ways = ((f"s{n}", f"t{n + 1}"), (f"s{n + 1}", f"t{n}"))
        found.append(f"({' OR '.join(f'({mark.format(s)} AND {mark.format(t)})' for s, t in ways)})")
    return " AND ".join(found)


def _files(folder: Path, kind: str) -> str:
    """The files of a kind as a table of SQL: one of the export, or one for each part of what was read at scale."""
    one, parts = folder / f"{kind}.parquet", folder / kind
    if one.is_file():
        return f"read_parquet({_quoted(str(one))})"
    if parts.is_dir() and any(parts.glob("*.parquet")):
        return f"read_parquet({_quoted(str(parts / '*.parquet'))})"
    raise DetenteError(
        f"{folder}: there is no {kind}.parquet here. Name a folder that `detente export --as parquet` or "
        "`detente scale` has written."
    )


def _listed(values: Iterable[str]) -> str:
    """Values as a list that IN takes, also without any."""
    return f"({', '.join(map(_quoted, values)) or 'NULL'})"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
