"""Who deals with whom: GraphML."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from detente.ledger import Filter, Ledger
from detente.temperature import deeds_of, level_of
from detente.views.plain import plain
from detente.views.temperature import told_events

_NODE = (("name", "string"), ("type", "string"), ("country", "string"))
_EDGE = (("deeds", "int"), ("net", "double"), ("conflict", "double"), ("cooperation", "double"), ("first", "string"), ("last", "string"))  # fmt: skip


def graphml(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """`network.graphml`: the sides as nodes, an edge from each source to each target with the number of its deeds, its
    temperature over all time (docs/temperature.md), and its first and last day."""
    deeds = deeds_of(told_events(ledger, Filter()), dict(Counter(ledger.stories().values())))
    edges = defaultdict(list)
    for deed in deeds:
        if deed.source and deed.target:
            edges[deed.source, deed.target].append(deed)
    sides = sorted({side for edge in edges for side in edge})
    actors = {a.id: a for a in ledger.actors()}
    states = {a.country: a for a in actors.values() if a.type == "state" and a.country}
    root = ElementTree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for domain, fields in (("node", _NODE), ("edge", _EDGE)):
        for name, type_ in fields:
            ElementTree.SubElement(
                root, "key", {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": type_}
            )
    graph = ElementTree.SubElement(root, "graph", edgedefault="directed")
    for side in sides:
        actor = states.get(side) or actors.get(side)
        node = ElementTree.SubElement(graph, "node", id=side)
        _data(node, "node", name=actor.name if actor else side, type=actor.type if actor else "state", country=actor.country if actor else side)  # fmt: skip
    for (source, target), found in sorted(edges.items()):
        cold, warm = level_of(found)
        edge = ElementTree.SubElement(graph, "edge", source=source, target=target)
        _data(edge, "edge", deeds=len(found), net=round(warm - cold, 4), conflict=round(cold, 4), cooperation=round(warm, 4), first=min(d.day for d in found).isoformat(), last=max(d.day for d in found).isoformat())  # fmt: skip
    yield "network.graphml", [ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)]


def _data(parent: ElementTree.Element, domain: str, **values: str | float | None) -> None:
    for name, value in values.items():
        if value is not None:
            ElementTree.SubElement(parent, "data", key=f"{domain}-{name}").text = plain(str(value))
