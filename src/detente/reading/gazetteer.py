"""Which places bear a name: the look-up that toponyms are resolved with.

Two tables of the codebook, both by folded name: `places.csv`, which people write (countries, states, seas,
rivers, disputed and historical regions, with every name they go by), and `gazetteer.tsv`, which
`scripts/build_gazetteer` makes of GeoNames (towns of 500 people or more, first- and second-level divisions).
The second is mapped into memory and searched by halving, so that nothing of it is loaded.
"""

from __future__ import annotations

import csv
import mmap
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import as_file, files
from math import log10
from typing import NamedTuple

from detente.reading.folding import fold

_KINDS = {"K": "capital", "P": "city", "A": "region", "C": "county"}


class Bearer(NamedTuple):
    """One place that bears a name. `division` is its first-level division (a state) as GeoNames codes it."""

    name: str
    kind: str
    country: str | None
    division: str | None
    lat: float
    lon: float
    geonames: int | None
    prior: float


def bearers(name: str) -> tuple[Bearer, ...]:
    """All places that bear a name, the best known first; none where nobody knows the name."""
    return _bearers(fold(name))


def is_abbreviation(text: str) -> bool:
    """Whether capitals are a place's initials (“UAE”, “DMZ”), which the tables list one by one."""
    return text in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    names = (n for row in _own_rows() for n in (row["name"], *row["aliases"].split(";")))
    return frozenset(n for n in names if n.isupper())


def is_clipped(text: str) -> bool:
    """Whether a word is a state's abbreviation but for the dot (“Ark”, “Mass”): alone it is another word."""
    return "." not in text and fold(text) in _clipped()


@cache
def _clipped() -> frozenset[str]:
    aliases = (a for row in _own_rows() for a in row["aliases"].split(";"))
    return frozenset(fold(a) for a in aliases if a.endswith(".") and a.count(".") == 1)


def country_at(name: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of a country's name, None where it is no country's."""
    return next((b.country for b in _curated().get(fold(name), ()) if b.kind == "country"), None)


def country_of_people(word: str) -> str | None:
    """The country of a people’s adjective or name (“Russian”, “Swedes”), None where there is none."""
    return _peoples().get(word.casefold())


@cache
def _peoples() -> dict[str, str]:
    found: dict[str, str] = {}
    text = files("detente.codebook").joinpath("countries.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        for word in (*row["adjectives"].split(";"), *row["people"].split(";")):
            if word:
                found.setdefault(word.casefold(), row["country"])
                found.setdefault(f"{word.casefold()}s", row["country"])
    return found


# Names come again within a report and among reports of a day; bounded, as a million reports hold every name.
@lru_cache(maxsize=20_000)
def _bearers(key: str) -> tuple[Bearer, ...]:
    own = _curated().get(key, ())
    # What people wrote about a region stands for what GeoNames has under the same name and country.
    taken = {(b.country, b.division) for b in own if b.division}
    nations = {b.country for b in own if b.kind == "country"}
    shipped = [
        b
        for b in _shipped(key)
        if not (b.kind == "region" and (b.country, b.division) in taken)
        and not (b.country in nations and fold(b.name) != key)
    ]
    return tuple(
        sorted((*own, *shipped), key=lambda b: (-b.prior, b.country or "", b.division or "", b.lat, b.lon))
    )


# How likely a name alone means a place, as the logarithm of a number of people. Swept on the odd documents of
# the four toponym corpora, in steps of a half: the optimum is flat within one step of each.
_OWN = {
    "country": 9.0, "continent": 9.0, "sea": 8.0, "disputed": 8.0, "region": 7.0, "historical": 7.0,
    "city": 6.0, "district": 5.5, "site": 6.0,
}  # fmt: skip
_OTHER_OWN, _NO_COUNTRY = 7.0, 8.5
_BONUS = {"capital": 1.5, "city": 0.0, "region": -0.5, "county": -1.5}
# An alternate name that begins as the name does is another spelling; else it is a name of former times, of
# another language or of a suburb, and another place's own name goes before it.
_SPELLING_COST, _ALTERNATE_COST = 0.3, 1.2
# Less so where it is the very name of another town of some size: Puno is in Peru, not another spelling of Pune.
_OTHERS_NAME_COST, _A_TOWN = 1.5, 4.5
# “Texas” for Texas County.
_BARE_COUNTY_COST = 2.0


def _own_prior(row: dict[str, str]) -> float:
    if row["prior"]:
        return float(row["prior"])
    # What belongs to no country (“Middle East”) is as well known as a country.
    return _OWN.get(row["kind"], _OTHER_OWN) if row["country"] else max(_NO_COUNTRY, _OWN.get(row["kind"], 0))


def _own_rows() -> Iterator[dict[str, str]]:
    return csv.DictReader(files("detente.codebook").joinpath("places.csv").read_text("utf-8").splitlines())


@cache
def _curated() -> dict[str, tuple[Bearer, ...]]:
    found: dict[str, list[Bearer]] = {}
    for row in _own_rows():
        bearer = Bearer(
            row["name"],
            row["kind"],
            row["country"] or None,
            row["division"] or None,
            float(row["lat"]),
            float(row["lon"]),
            int(row["geonames"]) if row["geonames"] else None,
            _own_prior(row),
        )
        for name in dict.fromkeys(fold(n) for n in (row["name"], *row["aliases"].split(";")) if n):
            found.setdefault(name, []).append(bearer)
    return {name: tuple(places) for name, places in found.items()}


@cache
def _index() -> mmap.mmap:
    with as_file(files("detente.codebook").joinpath("gazetteer.tsv")) as path, path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def _shipped(key: str) -> list[Bearer]:
    """The bearers on the index's line of a folded name."""
    index, wanted = _index(), key.encode()
    low, high = 0, len(index)
    while low < high:
        # `start` is the first line that begins after the middle; the line before it may still be the one.
        middle = (low + high) // 2
        start = index.rfind(b"\n", 0, middle) + 1
        end = index.find(b"\n", start)
        tab = index.find(b"\t", start, end)
        here = index[start:tab]
        if here == wanted:
            return [_bearer(key, cell) for cell in index[tab + 1 : end].decode().split("\t")]
        if here < wanted:
            low = end + 1
        else:
            high = start
    return []


def _bearer(key: str, cell: str) -> Bearer:
    name, code, country, division, lat, lon, people, geonames = cell.split("|")
    kind = _KINDS[code]
    prior = log10(int(people) + 100) + _BONUS[kind]
    if name.startswith("~"):
        name = name[1:]
        prior -= _SPELLING_COST if fold(name)[:3] == key[:3] else _ALTERNATE_COST
    elif kind == "county" and fold(name or key) != key:
        prior -= _BARE_COUNTY_COST
    return Bearer(
        name or key.title(),
        kind,
        country or None,
        division or None,
        float(lat),
        float(lon),
        int(geonames) if geonames else None,
        prior,
    )
