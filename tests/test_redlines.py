"""Red lines over several reports: which are drawn, how firmly, and what counts as crossing one."""

from __future__ import annotations

import random

import pytest

from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import make_report
from detente.redlines import RedLine, firmness_of
from detente.views.redlines import all_lines

DRAWN = (
    "2024-03-01",
    "Turkey warned that any deployment of Greek troops on the islet of Kardak would be met with force.",
)
CHEMICAL = ("2012-08-21", "President Obama said the use of chemical weapons by Syria was a red line.")


def lines_of(tmp_path, *reports: tuple[str, str], seed: int = 0) -> tuple[RedLine, ...]:
    made = [make_report(text, id=f"r-{n}", published_at=day) for n, (day, text) in enumerate(reports)]
    readings = list(read_reports(made))
    random.Random(seed).shuffle(readings)
    with open_ledger(tmp_path / f"{seed}.db", create=True) as ledger:
        for reading in readings:
            ledger.add(reading)
        return all_lines(ledger)


def test_a_line_says_what_would_follow_and_how_firmly(tmp_path):
    (line,) = lines_of(tmp_path, DRAWN)
    assert line.condition == "any deployment of Greek troops on the islet of Kardak"
    assert line.consequence == "would be met with force"
    assert (line.firmness, line.fate, line.drawn) == ("flat", "standing", "2024-03-01")


def test_a_later_deed_of_the_side_that_was_warned_crosses_a_line(tmp_path):
    (line,) = lines_of(
        tmp_path, CHEMICAL, ("2013-08-22", "Syria used chemical weapons against civilians on Wednesday.")
    )
    assert line.fate == "crossed"
    (touch,) = line.touches
    assert (touch.report, touch.day) == ("r-1", "2013-08-21")


@pytest.mark.parametrize(
    "later",
    [
        "Syria used fuel from Iran on Wednesday.",
        "Jordan used chemical fertiliser on Wednesday.",
        "Syria denied using chemical weapons.",
        "The Syrian government opened a museum on Wednesday.",
        "Fears that Syria may use chemical weapons grew on Wednesday.",
    ],
)
def test_another_deed_crosses_nothing(tmp_path, later: str):
    (line,) = lines_of(tmp_path, CHEMICAL, ("2013-08-22", later))
    assert line.fate == "standing"


def test_what_is_only_somebodys_word_is_a_possible_crossing(tmp_path):
    (line,) = lines_of(
        tmp_path,
        CHEMICAL,
        ("2013-08-22", "France accused Syria of using chemical weapons against civilians."),
    )
    assert line.fate == "possibly crossed"


def test_a_deed_before_the_line_does_not_cross_it(tmp_path):
    (line,) = lines_of(tmp_path, ("2012-07-01", "Syria used chemical weapons on Sunday."), CHEMICAL)
    assert line.fate == "standing"


def test_a_threat_to_do_it_touches_a_line(tmp_path):
    (line, _) = lines_of(
        tmp_path,
        ("2018-09-01", "“An attack on Idlib would cross a red line,” Turkish Foreign Minister Mevlut Cavusoglu said."),
        ("2018-09-10", "Syria threatened on Monday to attack Idlib if the rebels did not disarm."),
    )  # fmt: skip
    assert line.fate == "touched"


def test_what_was_not_to_be_left_undone_and_was_done_is_heeded(tmp_path):
    (line,) = lines_of(
        tmp_path,
        ("2024-02-01", "Unless Serbia withdraws its police from Mitrovica, Kosovo will close the crossing, the government in Pristina said."),
        ("2024-02-09", "Serbia withdrew its police from Mitrovica on Friday."),
    )  # fmt: skip
    assert line.is_omission
    assert line.fate == "heeded"


def test_a_line_told_twice_is_one(tmp_path):
    (line,) = lines_of(
        tmp_path,
        DRAWN,
        ("2024-03-04", "Any deployment of Greek troops on Kardak would be met with force, Turkey said."),
    )
    assert {e.report for e in line.evidence} == {"r-0", "r-1"}
    assert line.last_told == "2024-03-04"


@pytest.mark.parametrize(
    "text",
    [
        "The African Union urged Kenya and Somalia not to escalate their dispute.",
        "Turkey will not accept the proposal, its foreign minister said.",
        "Venezuela offered to release the engineers if Colombia paid its debt.",
        "Syria crossed a red line, France said.",
    ],
)
def test_an_appeal_an_answer_and_an_offer_draw_no_line(tmp_path, text: str):
    assert lines_of(tmp_path, ("2024-03-01", text)) == ()


def test_the_lines_do_not_depend_on_the_order_of_reading(tmp_path):
    reports = (
        DRAWN,
        CHEMICAL,
        ("2024-03-09", "Greece deployed 200 troops on the islet of Kardak on Thursday."),
    )
    assert len({lines_of(tmp_path, *reports, seed=seed) for seed in range(1, 6)}) == 1


@pytest.mark.parametrize(
    ("said", "firmness"),
    [
        ("we will never accept this", "absolute"),
        ("under no circumstances will it be tolerated", "absolute"),
        ("any attack would be met with force", "flat"),
        ("Israel will strike", "flat"),
        ("we cannot allow it", "flat"),
        ("India may retaliate", "hedged"),
        ("reserves the right to respond", "hedged"),
        ("would have to reconsider its membership", "hedged"),
        ("severe consequences", None),
    ],
)
def test_firmness_is_read_from_the_words(said: str, firmness: str | None):
    assert firmness_of(said) == firmness
