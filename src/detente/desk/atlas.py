"""Where it happens and who deals with whom: the events on a map, and the sides as a network, both drawn as SVG."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from markupsafe import Markup

from detente.desk.lists import LISTS, filter_of
from detente.desk.quoting import Quoted, Quotes
from detente.ledger import Filter, Ledger
from detente.records import Event
from detente.temperature import Deed, level_of
from detente.views.plain import plain
from detente.views.tables import days_in_words
from detente.views.temperature import told_deeds

# Least width of the map's stretch of the earth and the room around the outermost place, in degrees.
NARROWEST, ROOM = 40.0, 6.0
# Events that are told of a place, and sides of a network: those with most deeds.
TOLD, SIDES = 30, 18
# The network's size, and the radius of its circle.
WIDTH, HEIGHT, RADIUS = 900, 640, 235


@dataclass(frozen=True)
class Told:
    """An event of a place: its line and its sentence."""

    id: str
    line: str
    status: str
    quote: Quoted | None


@dataclass(frozen=True)
class Place:
    """A place with events: where, how many, the mean of their intensities, whether it is the one asked about, and to which
    side of it its name stands (None where there is no room for it)."""

    name: str
    x: float
    y: float
    size: float
    n: int
    warmth: str
    chosen: bool
    label: str | None


@dataclass(frozen=True)
class MapPage:
    """The map: what is seen (left, top, width, height in degrees), its places, and the events of the one asked about."""

    chosen: Mapping[str, str]
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    land: Markup
    view: tuple[float, float, float, float]
    places: tuple[Place, ...]
    told: tuple[Told, ...]
    unplaced: int
    address: str


@dataclass(frozen=True)
class Node:
    """A side, where it stands, where its name does, and how many deeds it has."""

    name: str
    side: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    n: int


@dataclass(frozen=True)
class Edge:
    """What two sides do to one another: a curve, its width, the net temperature, and how it is called."""

    one: str
    other: str
    path: str
    width: float
    warmth: str
    label: str


@dataclass(frozen=True)
class NetworkPage:
    """The sides with most deeds on a circle, those that deal with one another side by side."""

    chosen: Mapping[str, str]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@cache
def _land() -> Markup:
    """The land of the earth as an SVG path: our own file, so that it is markup."""
    return Markup(resources.files("detente.desk").joinpath("world.svg").read_text(encoding="utf-8"))


def map_page(ledger: Ledger, chosen: Mapping[str, str], address: str) -> MapPage:
    """The events that the form asks for on the map; `place` is the place whose events are told."""
    located = {p.id: p for p in ledger.places() if p.lat is not None and p.lon is not None}
    events = ledger.events(filter_of(chosen))
    at: dict[tuple[float, float], list[Event]] = defaultdict(list)
    names: dict[tuple[float, float], Counter[str]] = defaultdict(Counter)
    for event in events:
        place = located.get(event.place or "")
        if place is not None and place.lon is not None and place.lat is not None:
            at[place.lon, place.lat].append(event)
            names[place.lon, place.lat][place.name] += 1
    places: list[Place] = []
    told: list[Event] = []
    view = _view(list(at))
    for (lon, lat), found in sorted(at.items(), key=lambda kv: (-len(kv[1]), kv[0])):
        name = min(names[lon, lat].items(), key=lambda kv: (-kv[1], kv[0]))[0]
        size = view[2] / 130 * math.sqrt(len(found))
        warmth = _warmth(sum(e.intensity for e in found) / len(found))
        is_chosen = chosen.get("place") == name
        near = [
            p for p in places if p.label and abs(p.y + lat) < view[2] / 50 and abs(p.x - lon) < view[2] / 7
        ]
        label = None if near else "end" if lon > view[0] + 0.85 * view[2] else "start"
        places.append(Place(plain(name), lon, -lat, round(size, 2), len(found), warmth, is_chosen, label))
        told += found if is_chosen else []
    others = "".join(f"&{k}={v}" for k, v in chosen.items() if k != "place")
    return MapPage(
        chosen, LISTS["events"].types, LISTS["events"].statuses, _land(), view, tuple(places),
        tuple(_told(ledger, told[:TOLD])), len(events) - sum(map(len, at.values())), others,
    )  # fmt: skip


def _view(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The stretch of the earth that shows all points: left, top, width, height, twice as wide as high."""
    if not points:
        return -180.0, -90.0, 360.0, 180.0
    left, right = min(x for x, _ in points) - ROOM, max(x for x, _ in points) + ROOM
    top, bottom = -max(y for _, y in points) - ROOM, -min(y for _, y in points) + ROOM
    width = min(max(right - left, 2 * (bottom - top), NARROWEST), 360.0)
    left = min(max((left + right - width) / 2, -180.0), 180.0 - width)
    top = min(max((top + bottom - width / 2) / 2, -90.0), 90.0 - width / 2)
    return round(left, 1), round(top, 1), round(width, 1), round(width / 2, 1)


def _told(ledger: Ledger, events: Sequence[Event]) -> list[Told]:
    names, quotes = ledger.names(), Quotes(ledger)
    found = []
    for event in events:
        sides = " → ".join(
            ", ".join(names.get(a, a) for a in side) for side in (event.sources, event.targets) if side
        )
        line = " · ".join(filter(None, (event.type, sides, days_in_words(event.when))))
        found.append(Told(event.id, plain(line), event.status, next(iter(quotes.of(event)), None)))
    return found


def _warmth(level: float) -> str:
    """The class of a colour for an intensity or a net temperature."""
    return "cold" if level <= -1 else "warm" if level >= 1 else "even"


def network_page(ledger: Ledger, chosen: Mapping[str, str]) -> NetworkPage:
    """Who deals with whom among the deeds that the form asks for."""
    wanted = filter_of({k: v for k, v in chosen.items() if k not in ("type", "status")})
    pairs: dict[tuple[str, str], list[Deed]] = defaultdict(list)
    for deed in told_deeds(ledger, wanted):
        if deed.source and deed.target:
            one, other = sorted((deed.source, deed.target))
            pairs[one, other].append(deed)
    told: Counter[str] = Counter()
    for (one, other), deeds in pairs.items():
        told[one] += len(deeds)
        told[other] += len(deeds)
    most = [side for side, _ in sorted(told.items(), key=lambda kv: (-kv[1], kv[0]))[:SIDES]]
    order = _ring(most, {pair: len(deeds) for pair, deeds in pairs.items()})
    names, states = ledger.names(), ledger.actors(Filter(type="state"))
    called = {**names, **{a.country: a.name for a in reversed(states) if a.country}}
    nodes = {}
    for n, side in enumerate(order):
        turn = 2 * math.pi * n / len(order) - math.pi / 2
        x, y = WIDTH / 2 + RADIUS * math.cos(turn), HEIGHT / 2 + RADIUS * math.sin(turn)
        far = RADIUS + 16
        label_x, label_y = WIDTH / 2 + far * math.cos(turn), HEIGHT / 2 + far * math.sin(turn) + 4
        anchor = "middle" if abs(math.cos(turn)) < 0.2 else "start" if math.cos(turn) > 0 else "end"
        x, y, label_x, label_y = (round(v, 1) for v in (x, y, label_x, label_y))
        nodes[side] = Node(plain(called.get(side, side)), side, x, y, label_x, label_y, anchor, told[side])
    edges = []
    for (one, other), deeds in sorted(pairs.items(), key=lambda kv: (len(kv[1]), kv[0])):
        if one in nodes and other in nodes:
            cold, warm = level_of(deeds)
            a, b = nodes[one], nodes[other]
            path = f"M{a.x} {a.y}Q{WIDTH / 2} {HEIGHT / 2} {b.x} {b.y}"
            label = f"{a.name} – {b.name}: {warm - cold:+.1f}, {len(deeds)}"
            width = round(1 + 1.6 * math.log2(len(deeds) + 1), 1)
            edges.append(Edge(one, other, path, width, _warmth(warm - cold), label))
    return NetworkPage(chosen, tuple(nodes.values()), tuple(edges))


def _ring(sides: Sequence[str], deals: Mapping[tuple[str, str], int]) -> list[str]:
    """The sides in an order in which each stands beside the one it deals with most of those that are left."""
    left = list(sides)
    ring = left[:1]
    while len(ring) < len(sides):
        last = ring[-1]
        left = [s for s in left if s not in ring]
        ring.append(max(left, key=lambda s: (deals.get((min(s, last), max(s, last)), 0), -left.index(s))))
    return ring
