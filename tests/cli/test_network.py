"""`detente network`: who deals with whom, period by period, as a table and as graphs."""

from __future__ import annotations

import json

import networkx
import pytest

TEXTS = {
    "2022-01-17": "Norway accused Sweden of spying.",
    "2022-02-18": "Norwegian troops attacked a Swedish base on Friday. Denmark sent medicine to Sweden.",
}


@pytest.fixture
def network(run, reported, tmp_path):
    reported(tmp_path / "detente.db", TEXTS).close()
    return lambda *options: run("network", *options)


def test_each_month_has_its_edges(network) -> None:
    rows = json.loads(network("--format", "json").output)
    assert [(r["from"][:7], r["source"], r["target"]) for r in rows] == [
        ("2022-01", "NOR", "SWE"),
        ("2022-02", "DNK", "SWE"),
        ("2022-02", "NOR", "SWE"),
    ]
    assert rows[0]["net"] > rows[2]["net"]
    assert "Norway" in network().output
    assert "Denmark" not in network("--actor", "Norway").output


def test_each_month_is_a_graph(network, tmp_path) -> None:
    network("--graphml", "graphs")
    graphs = {p.name: networkx.read_graphml(p) for p in sorted((tmp_path / "graphs").iterdir())}
    assert list(graphs) == ["network-2022-01-01.graphml", "network-2022-02-01.graphml"]
    assert set(graphs["network-2022-02-01.graphml"].nodes) == {"DNK", "NOR", "SWE"}
    assert graphs["network-2022-01-01.graphml"].edges["NOR", "SWE"]["deeds"] == 1
