"""`detente temperature` over a real ledger: a table, a line, a picture, a frame."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.errors import DetenteError
from detente.ledger import Filter, Ledger
from detente.views.moves import contrast_in_words, contrast_table, pulls_table, why, why_table
from detente.views.temperature import (
    frame,
    plot,
    sparkline,
    temperature_of,
    temperature_table,
    told_deeds,
    turns_in_words,
    with_members,
)

TEXTS = {
    "2022-01-17": "Norway and Sweden signed a treaty on fishing on Monday.",
    "2022-01-18": "Norway accused Sweden of spying.",
    "2022-01-20": "Norwegian troops attacked a Swedish base on Thursday.",
}


@pytest.fixture
def ledger(reported, tmp_path: Path) -> Ledger:
    with reported(tmp_path / "l.db", TEXTS) as ledger:
        ledger.refresh()
        yield ledger


def test_the_days_of_a_dyad_are_rows_and_a_line(ledger: Ledger) -> None:
    found = temperature_of(ledger, Filter(dyad=("Norway", "Sweden")), by="day")
    nets = [p.net for p in found.points]
    assert found.title == "Norway – Sweden"
    assert nets[0] > 0 > nets[1] > nets[3]
    assert nets[2] is None
    assert [row[0] for row in temperature_table(found, gaps=False).rows] == list(TEXTS)
    assert sparkline(found.points)[2] == " "
    assert turns_in_words(ledger, found) == ()


def test_a_frame_has_a_row_a_period(ledger: Ledger) -> None:
    rows = frame(temperature_of(ledger, Filter(dyad=("Norway", "Sweden")), by="day"))
    assert rows.shape == (4, 11)
    assert rows["deeds"].to_list()[2] == 0


@pytest.mark.parametrize(
    ("name", "begins"), [("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.html", b"<!DOCTYPE html>")]
)
def test_a_picture_is_drawn_without_the_net(ledger: Ledger, tmp_path: Path, name: str, begins: bytes) -> None:
    plot(temperature_of(ledger, Filter(), by="day"), tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert b'src="http' not in (tmp_path / name).read_bytes()


def test_words_and_acts_are_told_apart(ledger: Ledger) -> None:
    accused, *_, attacked = temperature_of(ledger, Filter(dyad=("NOR", "SWE")), by="day").points[1:]
    assert accused.verbal == accused.net
    assert accused.material is None
    assert (attacked.verbal, attacked.material) == (None, attacked.net)


def test_why_it_became_colder_is_said_in_the_words_of_the_deeds(ledger: Ledger) -> None:
    deeds = told_deeds(ledger, Filter(dyad=("NOR", "SWE")))
    found = why(deeds, date(2022, 1, 20), date(2022, 1, 20))
    assert found.before.start == date(2022, 1, 18)  # nothing is told of the 19th
    [(pull, day, words, id)] = why_table(ledger, deeds, found).rows
    assert (pull, day) == (round(found.change, 2), "2022-01-20")
    assert "Swedish base" in words
    assert ledger.record(id).type == "ASSAULT"
    assert contrast_in_words(found).startswith("colder")


def test_two_stretches_are_rows_and_their_difference_is_one(ledger: Ledger) -> None:
    deeds = told_deeds(ledger, Filter(dyad=("NOR", "SWE")))
    found = why(deeds, date(2022, 1, 18), date(2022, 1, 20))
    first, second, difference = contrast_table(found).rows
    assert difference[1] == pytest.approx(second[1] - first[1], abs=0.011)
    assert sum(row[0] for row in pulls_table(found).rows) == pytest.approx(difference[1], abs=0.02)


def test_nothing_told_is_no_difference(ledger: Ledger) -> None:
    found = why(told_deeds(ledger, Filter()), date(2021, 1, 1), date(2021, 1, 7))
    assert found.change is None
    assert "Nothing is told of" in contrast_in_words(found)


def test_an_alliance_may_stand_for_its_members(reported, tmp_path: Path) -> None:
    text = "NATO accused Russia of spying. Norwegian troops attacked a Russian base. Japan accused Russia of spying."
    with reported(tmp_path / "l.db", {"2022-01-17": text}) as ledger:
        wanted = Filter(dyad=("NATO", "Russia"))
        assert {d.type for d in told_deeds(ledger, wanted)} == {"ACCUSE"}
        members = told_deeds(ledger, *with_members(ledger, wanted))
        assert {(d.source, d.type) for d in members} - {("NOR", "ASSAULT")} == {
            (d.source, d.type) for d in told_deeds(ledger, wanted)
        }


def test_of_an_issue_are_the_deeds_told_where_a_position_on_it_is_taken(reported, tmp_path: Path) -> None:
    texts = {
        "2022-01-17": "Norway demanded that Sweden dismantle its missiles. Norway sent medicine to Sweden.",
        "2022-01-18": "Norway demanded that Sweden withdraw its missiles from the border.",
    }
    with reported(tmp_path / "l.db", texts) as ledger:
        found = told_deeds(ledger, Filter(dyad=("NOR", "SWE"), issue="missile"))
        assert {d.type for d in found} == {"REQUEST"}
        assert "AID" in {d.type for d in told_deeds(ledger, Filter(dyad=("NOR", "SWE")))}


def test_another_ending_is_told(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="name it"):
        plot(temperature_of(ledger, Filter()), tmp_path / "a.gif")
