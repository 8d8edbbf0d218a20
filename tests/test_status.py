"""What happened is told from what did not: the pairs of tests/gold/status.tsv, each half against its floor."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from detente.reading.language import load_language
from detente.reading.modality import status_of
from detente.records import EVENT_TYPES

PAIRS = Path(__file__).parent / "gold" / "status.tsv"
HAPPENED = ("occurred", "ongoing")

# The quality gate, a little under what `python bench/status.py` measured when the floor was set, so that a tie
# turned over by a parser does not fail it. Pairs of even number were kept aside while the rules were written:
# their figure is the honest one. Lowering a floor is a decision: say why in the commit.
LEAST_BALANCED = {"odd": 0.98, "even": 0.95}
MOST_TOLD_AS_FACT = {"odd": 6, "even": 24}


def rows() -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def right() -> Mapping[tuple[str, bool], list[bool]]:
    """By half and whether it happened: for each sentence, whether it is told so."""
    found = rows()
    docs = load_language().pipe(r["sentence"].replace("<", "").replace(">", "") for r in found)
    told: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for row, doc in zip(found, docs, strict=True):
        start = row["sentence"].index("<")
        token = next(t for t in doc if t.idx <= start < t.idx + len(t))
        happened = row["status"] in HAPPENED
        told["odd" if int(row["pair"]) % 2 else "even", happened].append(
            (status_of(token) in HAPPENED) is happened
        )
    return told


@pytest.mark.parametrize("half", ["odd", "even"])
def test_what_happened_and_what_did_not_are_told_apart(
    half: str, right: Mapping[tuple[str, bool], list[bool]]
) -> None:
    shares = [sum(right[half, happened]) / len(right[half, happened]) for happened in (True, False)]
    assert sum(shares) / 2 >= LEAST_BALANCED[half]


@pytest.mark.parametrize("half", ["odd", "even"])
def test_what_did_not_happen_is_seldom_told_as_a_fact(
    half: str, right: Mapping[tuple[str, bool], list[bool]]
) -> None:
    assert right[half, False].count(False) <= MOST_TOLD_AS_FACT[half]


def test_every_pair_holds_one_deed_that_happened_and_one_that_did_not() -> None:
    pairs: dict[str, list[bool]] = defaultdict(list)
    for row in rows():
        pairs[row["pair"]].append(row["status"] in HAPPENED)
    assert len(pairs) >= 270
    assert all(sorted(pair) == [False, True] for pair in pairs.values())


def test_the_pairs_cover_every_type() -> None:
    assert {row["type"] for row in rows()} == set(EVENT_TYPES)
