"""Words and deeds: what stands beside what a side said that it would or would not do, and what does not."""

from __future__ import annotations

import random

import pytest

from detente.deeds import Beside
from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import make_report
from detente.views.deeds import all_beside

NO_INTENTION = ("2022-01-14", "Russia said on Friday that it had no intention of invading Ukraine.")


def beside(tmp_path, *reports: tuple[str, str], seed: int = 0) -> tuple[tuple[Beside, ...], list[str]]:
    """The words that deeds stand beside, and the words of these deeds."""
    made = [make_report(text, id=f"r-{n}", published_at=day) for n, (day, text) in enumerate(reports)]
    readings = list(read_reports(made))
    random.Random(seed).shuffle(readings)
    texts = {r.id: r.text for r in made}
    with open_ledger(tmp_path / f"{seed}.db", create=True) as ledger:
        for reading in readings:
            ledger.add(reading)
        found = tuple(b for b in all_beside(ledger) if b.done)
    return found, [d.span.of(texts[d.report]) for b in found for d in b.done]


def test_troops_massed_stand_beside_a_denied_intention_to_invade(tmp_path):
    (found,), did = beside(
        tmp_path, NO_INTENTION, ("2022-01-20", "Russia massed around 100,000 troops near the border with Ukraine.")
    )  # fmt: skip
    assert (found.said.stated, found.said.words) == ("denied the intention", "invading Ukraine")
    assert len(did) == 1
    assert "100,000 troops" in did[0]


def test_a_promise_stands_beside_the_deed_that_does_it(tmp_path):
    (found,), did = beside(
        tmp_path,
        ("2019-03-01", "Pakistan promised on Friday to release the captured Indian pilot."),
        ("2019-03-03", "Pakistan released the Indian pilot on Saturday at the Wagah crossing."),
    )  # fmt: skip
    assert found.said.stated == "promised"
    assert did == ["Pakistan released the Indian pilot on Saturday at the Wagah crossing"]
    assert not found.done[0].claimed


def test_what_only_others_say_is_marked(tmp_path):
    (found,), _ = beside(
        tmp_path, NO_INTENTION, ("2022-02-24", "Russia attacked Ukraine on Thursday, Kyiv said.")
    )
    assert found.done[0].claimed


@pytest.mark.parametrize(
    "later",
    [
        ("2022-01-20", "Russia opened a consulate in Mali on Thursday."),
        ("2022-01-20", "Belarus massed 30,000 troops near the border with Ukraine."),
        ("2022-01-10", "Russia massed around 100,000 troops near the border with Ukraine on Sunday."),
        ("2022-01-20", "Fears grew that Russia would attack Ukraine."),
    ],
)
def test_other_matters_other_sides_earlier_days_and_fears_stand_beside_nothing(tmp_path, later):
    assert beside(tmp_path, NO_INTENTION, later) == ((), [])


def test_a_deed_told_by_two_reports_is_one(tmp_path):
    (found,), _ = beside(
        tmp_path,
        NO_INTENTION,
        ("2022-02-24", "Russia attacked Ukraine on Thursday."),
        ("2022-02-25", "Russia attacked Ukraine with missiles on Thursday."),
    )  # fmt: skip
    assert [d.told_by for d in found.done] == [("r-1", "r-2")]


def test_the_pairs_do_not_depend_on_the_order_of_reading(tmp_path):
    reports = (
        NO_INTENTION,
        ("2022-01-20", "Russia massed 100,000 troops near Ukraine."),
        ("2022-02-24", "Russia attacked Ukraine on Thursday."),
    )
    assert len({beside(tmp_path, *reports, seed=seed)[0] for seed in range(1, 6)}) == 1
