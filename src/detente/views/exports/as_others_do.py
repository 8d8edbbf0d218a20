"""The events in the layouts of ICEWS, POLECAT and GDELT 2.0, for tools that read those.

What detente does not know is left empty, never guessed. Events that did not happen (planned, feared, denied, demanded)
are left out: those tables have no column to say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from detente.codebook.actor_tables import load_actor_tables
from detente.ledger import Ledger
from detente.records import REAL, Actor, Event, Place, Report
from detente.views.exports.described import Described, package, typed
from detente.views.plain import plain
from detente.views.temperature import day_of

ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District",
    "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}

# GDELT 2.0 (codebook of 19 February 2015); an actor's and a place's columns are named after it.
_GDELT_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
                "Type2Code", "Type3Code")  # fmt: skip
_GDELT_PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
GDELT = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"{actor}{column}" for actor in ("Actor1", "Actor2") for column in _GDELT_ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{of}Geo_{column}" for of in ("Actor1", "Actor2", "Action") for column in _GDELT_PLACE),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
GDELT_MENTIONS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen",
    "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip

# The columns of these layouts that are no text.
_TYPES = {
    "numbers": ("Intensity", "Latitude", "Longitude", "FractionDate", "GoldsteinScale", "AvgTone", "ActionGeo_Lat", "ActionGeo_Long"),
    "integers": ("GLOBALEVENTID", "Year", "IsRootEvent", "QuadClass", "NumMentions", "NumSources", "NumArticles", "GeoNames ID",
                 "MentionType", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen"),
    "days": ("Event Date", "Publication Date"),
}  # fmt: skip

Cell = str | int | float | None


class Happened(NamedTuple):
    """An event with what a row needs of it: one source, one target, its report, its place."""

    event: Event
    source: Actor | None
    target: Actor | None
    report: Report
    place: Place | None
    day: date


def happened(ledger: Ledger) -> Iterator[Happened]:
    """A row for each pair of source and target of each event that happened and has a day."""
    actors = {a.id: a for a in ledger.actors()}
    reports = {r.id: r for r in ledger.reports()}
    places = {p.id: p for p in ledger.places()}
    for event in ledger.events():
        report = reports[event.report]
        day = day_of(event, report.published_at)
        if event.status not in REAL or day is None:
            continue
        place = places.get(event.place or "")
        for source in [actors.get(id) for id in event.sources] or [None]:
            for target in [actors.get(id) for id in event.targets] or [None]:
                yield Happened(event, source, target, report, place, day)


def icews(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """`events.icews.tsv`, in the twenty columns of the ICEWS event files."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        yield ICEWS
        for row in happened(ledger):
            event, (name, country, lat, lon, _) = row.event, _where(row.place)
            yield (
                event.id, row.day.isoformat(), *_named(row.source), event.type, event.cameo, event.intensity,
                *_named(row.target), row.report.story, None, row.report.publisher, name, None, None, country, lat, lon,
            )  # fmt: skip

    yield "events.icews.tsv", map(_tsv, rows())
    yield "icews.datapackage.json", [package(Described("events.icews.tsv", typed(ICEWS, **_TYPES), "\t"))]


def polecat(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """`events.polecat.tsv`, in the forty columns of the POLECAT files."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        yield POLECAT
        for row in happened(ledger):
            event, report = row.event, row.report
            name, country, lat, lon, geonames = _where(row.place)
            yield (
                event.id, row.day.isoformat(), event.type, event.mode, event.intensity, _QUADS[event.quad],
                ";".join(event.contexts), *_polecat_actor(row.source), *_polecat_actor(row.target),
                name, None, None, None, country, lat, lon, geonames, name, None, report.publisher,
                (report.published_at or "")[:10], None, None, None, report.language, f"detente {report.schema}",
            )  # fmt: skip

    yield "events.polecat.tsv", map(_tsv, rows())
    yield (
        "polecat.datapackage.json",
        [package(Described("events.polecat.tsv", typed(POLECAT, **_TYPES), "\t"))],
    )


def gdelt(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """`events.export.CSV` and `events.mentions.CSV`, tab-separated without a heading as GDELT 2.0 has them: 61 and 16
    columns. Ids are numbers there: they are counted, in the order of the events."""

    def events() -> Iterator[tuple[Cell, ...]]:
        for number, row in enumerate(happened(ledger), 1):
            event, place, day = row.event, row.place, row.day
            compact = day.strftime("%Y%m%d")
            fraction = day.year + (day.timetuple().tm_yday - 1) / 365
            code = event.cameo or ""
            where: tuple[Cell, ...] = (
                (4, place.name, None, None, None, place.lat, place.lon, place.geonames)
                if place
                else (0, *[None] * 7)
            )
            nowhere: tuple[Cell, ...] = (0, *[None] * 7)
            yield (
                number, compact, compact[:6], day.year, f"{fraction:.4f}", *_gdelt_actor(row.source),
                *_gdelt_actor(row.target), 1, code, code[:3], code[:2], event.quad, event.intensity, 1, 1, 1, None,
                *nowhere, *nowhere, *where, compact, row.report.url,
            )  # fmt: skip

    def mentions() -> Iterator[tuple[Cell, ...]]:
        for number, row in enumerate(happened(ledger), 1):
            event, report = row.event, row.report
            at, published = (
                row.day.strftime("%Y%m%d000000"),
                (report.published_at or "")[:10].replace("-", ""),
            )
            evidence = event.evidence
            source, target = (
                spans[0].start if spans else None for spans in (evidence.source, evidence.target)
            )
            yield (
                number, at, f"{published}000000" if published else None, 1, report.publisher, report.url or report.id, None,
                source, target, evidence.trigger.start, 1, round(event.confidence * 100), report.n_chars, None, None, None,
            )  # fmt: skip

    yield "events.export.CSV", map(_tsv, events())
    yield "events.mentions.CSV", map(_tsv, mentions())
    yield (
        "gdelt.datapackage.json",
        [
            package(
                Described("events.export.CSV", typed(GDELT, **_TYPES), "\t", header=False),
                Described("events.mentions.CSV", typed(GDELT_MENTIONS, **_TYPES), "\t", header=False),
            )
        ],
    )


def _named(actor: Actor | None) -> tuple[Cell, Cell, Cell]:
    """Name, sector and country, which ICEWS calls by its name."""
    if actor is None:
        return None, None, None
    state = load_actor_tables().states.get(actor.country or "")
    return actor.name, actor.sector, state.name if state else actor.country


def _where(place: Place | None) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Name, country, latitude, longitude and GeoNames id of a place."""
    return (place.name, place.country, place.lat, place.lon, place.geonames) if place else (None,) * 5


def _polecat_actor(actor: Actor | None) -> tuple[Cell, ...]:
    if actor is None:
        return (None,) * 8
    title = actor.roles[0].title if actor.roles else None
    return (actor.name, actor.country, None, actor.sector, actor.sector, title, actor.name, actor.wikidata)


def _gdelt_actor(actor: Actor | None) -> tuple[Cell, ...]:
    if actor is None:
        return (None,) * 10
    code = f"{actor.country or ''}{actor.sector or ''}" or None
    return (code, actor.name.upper(), actor.country, None, None, None, None, actor.sector, None, None)


def _tsv(row: tuple[Cell, ...]) -> bytes:
    """One line; tabs and line breaks in a cell become blanks, since the layouts have no way to quote."""
    return (
        "\t".join("" if cell is None else " ".join(plain(str(cell)).split()) for cell in row).encode() + b"\n"
    )
