"""Who deals with whom, over time: the sides and what passes between each two of them, period by period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from xml.etree import ElementTree

from detente.ledger import Ledger
from detente.records import Actor
from detente.temperature import By, Deed, level_of, period_of
from detente.views.plain import plain
from detente.views.standing import side_names
from detente.views.tables import Column, Table

_NODE = (("name", "string"), ("type", "string"), ("country", "string"))
_EDGE = (("deeds", "int"), ("net", "double"), ("conflict", "double"), ("cooperation", "double"), ("first", "string"), ("last", "string"))  # fmt: skip


@dataclass(frozen=True)
class Edge:
    """What one side did to another: how many deeds, their temperature (docs/temperature.md), the first and last day."""

    source: str
    target: str
    deeds: int
    conflict: float
    cooperation: float
    first: date
    last: date

    @property
    def net(self) -> float:
        return self.cooperation - self.conflict


def edges_of(deeds: Iterable[Deed]) -> tuple[Edge, ...]:
    """An edge from each side to each other one to which it did something."""
    groups: dict[tuple[str, str], list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.source and deed.target:
            groups[deed.source, deed.target].append(deed)
    return tuple(
        Edge(*sides, len(found), *level_of(found), min(d.day for d in found), max(d.day for d in found))
        for sides, found in sorted(groups.items())
    )


def edges_by_period(deeds: Iterable[Deed], by: By) -> Mapping[tuple[date, date], tuple[Edge, ...]]:
    """The edges of each period of which deeds are told."""
    groups: dict[tuple[date, date], list[Deed]] = defaultdict(list)
    for deed in deeds:
        groups[period_of(deed.day, by)].append(deed)
    return {period: edges_of(groups[period]) for period in sorted(groups)}


def network_table(ledger: Ledger, periods: Mapping[tuple[date, date], Sequence[Edge]]) -> Table:
    """A row for each edge of each period."""
    names = side_names(ledger)
    return Table(
        (
            Column("from", whole=True), Column("to", whole=True), Column("source"), Column("target"),
            Column("deeds", number=True), Column("net", number=True), Column("conflict", number=True),
            Column("cooperation", number=True),
        ),
        tuple(
            (
                start.isoformat(), end.isoformat(), names.get(e.source, e.source),
                names.get(e.target, e.target), e.deeds, round(e.net, 2), round(e.conflict, 2),
                round(e.cooperation, 2),
            )
            for (start, end), edges in periods.items()
            for e in edges
        ),
    )  # fmt: skip


def graphml_of(ledger: Ledger, edges: Sequence[Edge]) -> bytes:
    """The sides as nodes and the edges between them, as GraphML."""
    actors = {a.id: a for a in ledger.actors()}
    states = {a.country: a for a in actors.values() if a.type == "state" and a.country}
    root = ElementTree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    parts: tuple[tuple[Literal["node", "edge"], tuple[tuple[str, str], ...]], ...] = (
        ("node", _NODE),
        ("edge", _EDGE),
    )
    for domain, fields in parts:
        for name, type_ in fields:
            ElementTree.SubElement(
                root, "key", {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": type_}
            )
    graph = ElementTree.SubElement(root, "graph", edgedefault="directed")
    for side in sorted({side for edge in edges for side in (edge.source, edge.target)}):
        node = ElementTree.SubElement(graph, "node", id=side)
        _data(node, "node", dict(_facts(side, states.get(side) or actors.get(side))))
    for e in edges:
        edge = ElementTree.SubElement(graph, "edge", source=e.source, target=e.target)
        _data(
            edge,
            "edge",
            {
                "deeds": e.deeds, "net": round(e.net, 4), "conflict": round(e.conflict, 4),
                "cooperation": round(e.cooperation, 4), "first": e.first.isoformat(), "last": e.last.isoformat(),
            },
        )  # fmt: skip
    drawn: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return drawn


def _facts(side: str, actor: Actor | None) -> Iterator[tuple[str, str | None]]:
    yield "name", actor.name if actor else side
    yield "type", actor.type if actor else "state"
    yield "country", actor.country if actor else side


def _data(parent: ElementTree.Element, domain: str, values: Mapping[str, str | float | None]) -> None:
    for name, value in values.items():
        if value is not None:
            ElementTree.SubElement(parent, "data", key=f"{domain}-{name}").text = plain(str(value))
