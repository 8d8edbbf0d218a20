"""`detente issues`: sides beside one another, how far apart they are, what is open since when."""

from __future__ import annotations

import json

import pytest

TEXTS = {
    "2022-01-17": "Norway demanded that Sweden withdraw its missiles from the border.",
    "2022-01-19": "Sweden flatly rejected Norway's demand that it withdraw its missiles from the border.",
    "2022-01-21": "Norway demanded that Denmark publish its maps. Norway demanded that Sweden dismantle its missiles.",
}


@pytest.fixture
def issues(run, reported, tmp_path):
    reported(tmp_path / "detente.db", TEXTS).close()
    return lambda *options: json.loads(run("issues", *options, "--format", "json").output)


def test_sides_stand_beside_one_another(issues) -> None:
    [row] = [row for row in issues() if row["issue"] == "missiles"]
    assert row["Norway"] == "1 demand open, 1 demand rejected"
    assert "1 refusal" in row["Sweden"]


def test_who_was_refused_everything_is_wholly_apart(issues) -> None:
    found = {(row["issue"], row["side"], row["other side"]): row for row in issues("--apart")}
    together = found["all", "Norway", "Sweden"]
    assert (together["apart"], together["settled"]) == (1.0, 1)
    assert together["low"] < 1.0
    assert (found["all", "Denmark", "Norway"]["apart"], found["all", "Denmark", "Norway"]["open"]) == (
        None,
        1,
    )


def test_what_is_open_is_counted_to_a_day_or_to_the_last_report(issues) -> None:
    told = [(row["holder"], row["since"], row["days"]) for row in issues("--open")]
    assert told == [("Norway", "2022-01-21", 0)] * 2
    assert {row["days"] for row in issues("--open", "--until", "2022-02-01")} == {11}
