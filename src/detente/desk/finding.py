"""Search over texts and records, and the searches that were kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, get_args

import msgspec

from detente.desk.access import is_own
from detente.desk.lists import filter_of
from detente.desk.marks import Marked, Segment, segments
from detente.desk.quoting import Quotes, ReportRow, row_of
from detente.errors import DeskError
from detente.in_place import in_place
from detente.ledger import HitKind, Ledger
from detente.views.plain import plain

KINDS: tuple[str, ...] = get_args(HitKind)
# Finds that a page shows, of so many that are looked through where days are asked for.
SHOWN, LOOKED_THROUGH = 100, 2000
# Searches that are kept, and characters of a name and of an address.
KEPT, LONGEST = 200, 500


@dataclass(frozen=True)
class SearchHit:
    """One find: where it stands and the words around it."""

    kind: str
    address: str
    report: ReportRow
    snippet: tuple[Segment, ...]


class Saved(msgspec.Struct, frozen=True):
    """A search, or any other page of the desk, that somebody kept under a name."""

    name: str
    address: str


@dataclass(frozen=True)
class SearchPage:
    """The finds of a query, none where it is empty; `address` is that of this search, `saved` are those that were kept."""

    query: str
    chosen: Mapping[str, str]
    kinds: tuple[str, ...]
    hits: tuple[SearchHit, ...]
    saved: tuple[Saved, ...]
    address: str


def search_page(ledger: Ledger, chosen: Mapping[str, str], address: str) -> SearchPage:
    """What is found for `q` among records of the kind `kind`, in reports from `since` to `until`. With `live` the last word
    is still being typed: words that begin so count too."""
    query = chosen.get("q", "")
    asked = f"{query}*" if chosen.get("live") and query[-1:].isalnum() else query
    kind = chosen.get("kind")
    if kind and kind not in KINDS:
        raise DeskError(f"“{plain(kind)}” is no kind of record; there are: {', '.join(KINDS)}.")
    wanted = filter_of({k: v for k, v in chosen.items() if k in ("since", "until")})
    since, until = wanted.first_day() or "", wanted.last_day() or "9999"
    kinds = (cast(HitKind, kind),) if kind else ()
    limit = LOOKED_THROUGH if since or wanted.until else SHOWN
    days = ledger.days() if since or wanted.until else {}
    quotes = Quotes(ledger)
    hits = []
    for hit in ledger.search(asked, kinds=kinds, limit=limit):
        if days and not since <= (days[hit.report] or "") <= until:
            continue
        parts = segments(plain(hit.snippet), [Marked("", "found", hit.marks)])
        where = f"/reports/{hit.report}" + (f"#{hit.id}" if hit.id != hit.report else "")
        hits.append(SearchHit(hit.kind, where, row_of(quotes.report(hit.report)), tuple(parts)))
        if len(hits) == SHOWN:
            break
    return SearchPage(query, chosen, KINDS, tuple(hits), saved(ledger), f"/search{address}")


def saved(ledger: Ledger) -> tuple[Saved, ...]:
    """The searches that were kept with a ledger, by name."""
    try:
        found = msgspec.json.decode(ledger.beside(".searches.json").read_bytes(), type=list[Saved])
    except (OSError, msgspec.DecodeError):
        return ()
    return tuple(sorted(found, key=lambda s: (s.name.casefold(), s.name)))


def keep(ledger: Ledger, search: Saved) -> None:
    """Keep a search under its name, in the place of one so called; `DeskError` where it cannot be."""
    others = [s for s in saved(ledger) if s.name != search.name]
    if not search.name or not is_own(search.address) or len(others) >= KEPT:
        raise DeskError(f"A search needs a name and an address of the desk; at most {KEPT} are kept.")
    if len(search.name) > LONGEST or len(search.address) > LONGEST:
        raise DeskError(f"Name and address have at most {LONGEST} characters each.")
    _write(ledger, [*others, search])


def forget(ledger: Ledger, name: str) -> None:
    """Keep the search so called no longer."""
    _write(ledger, [s for s in saved(ledger) if s.name != name])


def _write(ledger: Ledger, searches: list[Saved]) -> None:
    with in_place(ledger.beside(".searches.json")) as out:
        out.write(msgspec.json.encode(searches))
