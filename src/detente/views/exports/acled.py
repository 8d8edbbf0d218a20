"""The events in the layout of ACLED (codebook of 2023): violence, protest, and of what else happens the steps that it lists.

What ACLED has no kind for (words, aid, sanctions …) is left out, and what detente does not know is left empty.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator

from detente.codebook.actor_tables import load_actor_tables
from detente.ledger import Filter, Ledger
from detente.records import Actor, Event, Measure, Spans
from detente.views.exports.as_others_do import Cell, Happened, happened
from detente.views.exports.described import Described, package, typed
from detente.views.plain import plain

ACLED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

_BATTLE = ("Political violence", "Battles", "Armed clash")
_ON_CIVILIANS = ("Political violence", "Violence against civilians", "Attack")
# By PLOVER's type and mode; a type alone where its mode says no more.
_KINDS: dict[tuple[str, str | None], tuple[str, str, str]] = {
    ("ASSAULT", "abduct"): ("Political violence", "Violence against civilians", "Abduction/forced disappearance"),
    ("ASSAULT", "sexual"): ("Political violence", "Violence against civilians", "Sexual violence"),
    ("ASSAULT", "explosives"): ("Political violence", "Explosions/Remote violence", "Remote explosive/landmine/IED"),
    ("ASSAULT", "suicide-attack"): ("Political violence", "Explosions/Remote violence", "Suicide bomb"),
    ("ASSAULT", "heavy-weapons"): ("Political violence", "Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("ASSAULT", "aerial"): ("Political violence", "Explosions/Remote violence", "Air/drone strike"),
    ("PROTEST", "riot"): ("Demonstrations", "Riots", "Violent demonstration"),
    ("PROTEST", None): ("Demonstrations", "Protests", "Peaceful protest"),
    ("AGREE", None): ("Strategic developments", "Strategic developments", "Agreement"),
    ("COERCE", "arrest"): ("Strategic developments", "Strategic developments", "Arrests"),
    ("COERCE", "seize"): ("Strategic developments", "Strategic developments", "Looting/property destruction"),
}  # fmt: skip
_STATE_FORCES = frozenset({"GOV", "MIL", "COP", "SPY"})
_CIVILIANS = frozenset({"CVL", "MED", "NGO", "BUS", "EDU", "LAB", "REF", "REL", "LEG", "OPP"})
_PRECISION = {"instant": 1, "day": 1, "week": 2, "month": 3, "range": 2}


def acled(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """`events.acled.csv`, in the 31 columns of ACLED's exports. A number of dead stands with the first attack of the sentence
    that gives it."""
    rows = [(row, kind) for row in happened(ledger) if (kind := _kind(row)) is not None]
    dead = _dead(ledger, [row.event for row, _ in rows if row.event.type == "ASSAULT"])
    words = ledger.words(row.event for row, _ in rows)

    def lines() -> Iterator[bytes]:
        yield _csv(ACLED)
        for row, (disorder, event_type, sub_type) in rows:
            event, place = row.event, row.place
            one, other = _inter(row.source, event), _inter(row.target, event)
            # Of several pairs of sides the first one has the dead: they are counted once.
            deaths = dead.pop(event.id, None)
            precision = _PRECISION.get(event.when.granularity or "") if event.when else None
            aimed = "Civilian targeting" if other == 7 and event.type == "ASSAULT" else None
            yield _csv(
                (
                    event.id, row.day.isoformat(), row.day.year, precision, disorder, event_type, sub_type,
                    _party(row.source), None, one, _party(row.target), None, other,
                    f"{min(one, other)}{max(one, other)}" if one and other else f"{one or other}0", aimed, None, None,
                    place.country if place else None, None, None, None, place.name if place else None,
                    place.lat if place else None, place.lon if place else None, None, row.report.publisher, None,
                    words.get(event.id), deaths, None, None,
                )
            )  # fmt: skip

    yield "events.acled.csv", lines()
    columns = typed(
        ACLED,
        numbers=("latitude", "longitude"),
        integers=("year", "time_precision", "inter1", "inter2", "fatalities"),
        days=("event_date",),
    )
    yield "acled.datapackage.json", [package(Described("events.acled.csv", columns, ","))]


def _kind(row: Happened) -> tuple[str, str, str] | None:
    """Disorder type, event type and sub-event type; None where ACLED has none."""
    event = row.event
    found = _KINDS.get((event.type, event.mode)) or _KINDS.get((event.type, None))
    if found is None and event.type == "ASSAULT":
        return _ON_CIVILIANS if _inter(row.target, event) == 7 else _BATTLE
    return found


def _inter(actor: Actor | None, event: Event) -> int | None:
    """ACLED's number of what an actor is; None where nobody is known."""
    if actor is None:
        return None
    if event.type == "PROTEST":
        if actor.sector in _CIVILIANS or actor.type in ("people", "group"):
            return 5 if event.mode == "riot" else 6
    if actor.type == "state" or actor.sector in _STATE_FORCES:
        return 1
    if actor.sector in ("REB", "SEP"):
        return 2
    if actor.sector in _CIVILIANS or actor.type in ("people", "person"):
        return 7
    return 8


def _party(actor: Actor | None) -> str | None:
    """An actor as ACLED names parties: its country stands in the name."""
    if actor is None or actor.country is None:
        return actor.name if actor else None
    states = load_actor_tables().states
    country = states[actor.country].name if actor.country in states else actor.country
    if actor.type == "state" or actor.sector == "GOV":
        return f"Government of {country}"
    if actor.sector in ("MIL", "COP"):
        return f"{'Military' if actor.sector == 'MIL' else 'Police'} Forces of {country}"
    return f"{actor.name} ({country})"


def _dead(ledger: Ledger, attacks: Iterable[Event]) -> dict[str, int]:
    """For attacks, by id, the number of dead: where a sentence gives one number, it is that of its first attack."""
    by_report: dict[str, list[Event]] = defaultdict(list)
    for event in attacks:
        by_report[event.report].append(event)
    told: dict[tuple[str, Spans], list[Measure]] = defaultdict(list)
    for measure in ledger.measures(Filter(type="dead")):
        for passage in ledger.sentence_of(measure):
            told[passage.report, passage.sentences].append(measure)
    found: dict[str, int] = {}
    for (report, sentences), measures in told.items():
        inside = [e for e in by_report[report] if any(s.contains(e.evidence.trigger) for s in sentences)]
        quantity = measures[0].quantity
        number = quantity.value if quantity.value is not None else quantity.low
        if len(measures) == 1 and inside and number is not None:
            found[min(inside, key=lambda e: e.evidence.trigger).id] = int(number)
    return found


def _csv(row: Iterable[Cell]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(
        "" if cell is None else " ".join(plain(str(cell)).split()) for cell in row
    )
    return out.getvalue().encode()
