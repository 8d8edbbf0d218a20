"""`detente temperature` over a real ledger: a table, a line, a picture, a frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import DetenteError
from detente.ledger import Filter, Ledger, open_ledger
from detente.reading import read_report
from detente.records import make_report
from detente.views.temperature import (
    frame,
    plot,
    sparkline,
    temperature_of,
    temperature_table,
    turns_in_words,
)

TEXTS = {
    "2022-01-17": "Norway and Sweden signed a treaty on fishing on Monday.",
    "2022-01-18": "Norway accused Sweden of spying.",
    "2022-01-20": "Norwegian troops attacked a Swedish base on Thursday.",
}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        for day, text in TEXTS.items():
            ledger.add(read_report(make_report(text, published_at=day)))
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
    assert rows.shape == (4, 9)
    assert rows["deeds"].to_list()[2] == 0


@pytest.mark.parametrize(
    ("name", "begins"), [("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.html", b"<!DOCTYPE html>")]
)
def test_a_picture_is_drawn_without_the_net(ledger: Ledger, tmp_path: Path, name: str, begins: bytes) -> None:
    plot(temperature_of(ledger, Filter(), by="day"), tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert b'src="http' not in (tmp_path / name).read_bytes()


def test_another_ending_is_told(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="name it"):
        plot(temperature_of(ledger, Filter()), tmp_path / "a.gif")
