"""`detente temperature` from the shell: why it moved, how two stretches differ, who moves first."""

from __future__ import annotations

import json

import pytest

TEXTS = {
    "2022-01-17": "Norway and Sweden signed a treaty on fishing on Monday.",
    "2022-01-25": "Norway accused Sweden of spying.",
    "2022-01-27": "Norwegian troops attacked a Swedish base on Thursday.",
}


@pytest.fixture
def temperature(run, reported, tmp_path):
    reported(tmp_path / "detente.db", TEXTS).close()
    return lambda *options: run("temperature", "NOR", "SWE", *options)


def test_why_is_told_with_the_stretch_before_in_the_words_of_the_deeds(temperature) -> None:
    shown = temperature("--why", "2022-01-24..2022-01-30").output
    assert "2022-01-17 to 2022-01-23" in shown
    assert "attacked a Swedish base" in shown
    assert "colder" in shown


def test_a_day_alone_is_its_period(temperature) -> None:
    found = json.loads(temperature("--why", "2022-01-25", "--format", "json").output)
    assert (found["after"]["start"], found["after"]["end"]) == ("2022-01-24", "2022-01-30")


def test_two_stretches_are_compared(temperature) -> None:
    shown = temperature("--compare", "2022-01-24..2022-01-30", "2022-01-01..2022-01-23").output
    assert "difference" in shown
    assert "ACCUSE" in shown
    assert "warmer" in shown


def test_who_moves_first_is_not_said_of_little(temperature) -> None:
    assert "Too few periods" in temperature("--first").output


@pytest.mark.parametrize("written", ["soon", "2022-01-24..2022-01-22", "2022-01-24..soon"])
def test_a_stretch_that_is_none_is_told(temperature, written: str) -> None:
    done = temperature("--why", written)
    assert done.exit_code == 2
    assert written in done.output
