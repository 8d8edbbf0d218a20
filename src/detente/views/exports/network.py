"""Who deals with whom: GraphML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.ledger import Filter, Ledger
from detente.views.network import edges_of, graphml_of
from detente.views.temperature import told_deeds


def graphml(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """`network.graphml`: the sides as nodes, an edge from each source to each target with the number of its deeds, its
    temperature over all time (docs/temperature.md), and its first and last day."""
    yield "network.graphml", [graphml_of(ledger, edges_of(told_deeds(ledger, Filter())))]
