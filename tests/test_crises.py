"""The reports on other crises (tests/gold/crises): that their lists can be held against what is read of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.evaluate import matching
from detente.evaluate.lists import ActorLine, load_list, report_of

CRISES = Path(__file__).parent / "gold" / "crises"
LISTS = sorted(CRISES.rglob("*.toml"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_line_of_a_crisis_stands_once_in_its_report(path: Path) -> None:
    gold = load_list(path)
    report = report_of(gold, path.parent)
    assert report.published_at
    assert report.publisher
    for line in gold.lines:
        if not isinstance(line, ActorLine):
            matching.locate(report.text, line.words)


def test_half_of_the_crises_are_held_out() -> None:
    open_ones = [path for path in LISTS if path.parent == CRISES]
    held_out = [path for path in LISTS if path.parent == CRISES / "held_out"]
    assert len(open_ones) == len(held_out) == 4
