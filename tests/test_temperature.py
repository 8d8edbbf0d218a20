"""The temperature between two sides: reckoned by hand, deaf to copies, honest about what it does not know."""

from __future__ import annotations

import random
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.leading import lags_of, surest
from detente.reading import read_report
from detente.records import Event, make_report
from detente.temperature import (
    Deed,
    Point,
    Told,
    contrast,
    daily,
    deed_pulls,
    deeds_of,
    period_of,
    stretch_before,
    temperature,
)
from detente.turning import turning_points

MONDAY = date(2022, 1, 17)


def event(type_: str, intensity: float, confidence: float = 0.8, **changes) -> Event:
    [read] = read_report(make_report("Norway attacked Sweden.", published_at="2022-01-17")).events
    return msgspec.structs.replace(read, type=type_, intensity=intensity, confidence=confidence, **changes)


def told(found: Event, report: str = "r1", story: str = "s1", day: date = MONDAY) -> Told:
    return Told(msgspec.structs.replace(found, id=f"{found.type}-{report}"), report, story, day, "NOR", "SWE")


def test_the_example_of_the_documents_reckoned_with_a_pencil() -> None:
    """Monday: talks (+1, believed 0.8) in one story; an accusation (−2) in two (0.8 and 0.5). Next Tuesday: an attack (−10,
    0.9), of which only somebody's word is known."""
    deeds = deeds_of(
        [
            told(event("CONSULT", 1.0)),
            told(event("ACCUSE", -2.0)),
            told(event("ACCUSE", -2.0, 0.5), "r2", "s2"),
            told(event("ASSAULT", -10.0, 0.9, claimed_by="s-1"), "r3", "s3", MONDAY + timedelta(8)),
        ],
        {"s1": 1, "s2": 1, "s3": 1},
    )
    assert [(d.type, round(d.weight, 2), d.intensity, d.stories) for d in deeds] == [
        ("ACCUSE", 0.9, -2.0, 2),  # 1 − (1 − 0.8) · (1 − 0.5)
        ("CONSULT", 0.8, 1.0, 1),
        ("ASSAULT", 0.45, -10.0, 1),  # half of 0.9
    ]
    first, second = temperature(daily(deeds), by="week")
    assert (first.start, first.end) == (MONDAY, MONDAY + timedelta(6))
    assert first.cooperation == pytest.approx(0.8 / 1.7)  # 0.8 · 1 / (0.8 + 0.9)
    assert first.conflict == pytest.approx(1.8 / 1.7)
    assert first.net == pytest.approx(-1.0 / 1.7)
    assert (second.net, second.deeds) == (pytest.approx(-10.0), 1)


@pytest.mark.parametrize("status", ["planned", "hypothetical", "negated", "demanded"])
def test_what_did_not_happen_does_not_count(status: str) -> None:
    assert deeds_of([told(event("ASSAULT", -10.0, status=status))], {}) == ()


def test_ten_copies_of_a_story_weigh_what_one_does() -> None:
    once = deeds_of([told(event("ASSAULT", -10.0))], {"s1": 1})
    copies = deeds_of([told(event("ASSAULT", -10.0), f"r{n}") for n in range(10)], {"s1": 10})
    assert [(round(d.weight, 9), d.intensity, d.stories) for d in copies] == [
        (round(d.weight, 9), d.intensity, d.stories) for d in once
    ]


def test_a_deed_that_one_copy_of_ten_tells_counts_a_tenth() -> None:
    [deed] = deeds_of([told(event("ASSAULT", -10.0))], {"s1": 10})
    assert deed.weight == pytest.approx(0.08)


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from([-10.0, -5.0, -2.0, 1.0, 4.0]), st.floats(0.1, 1.0)),
        min_size=1,
    )
)
def test_the_order_of_telling_does_not_matter_and_the_net_lies_in_its_band(rows) -> None:
    deeds = [
        Deed(MONDAY + timedelta(n), "A", "B", "CONSULT", w, i, (str(k),), 1)
        for k, (n, i, w) in enumerate(rows)
    ]
    points = temperature(daily(deeds), by="day")
    assert [(p.start, p.deeds) for p in points] == [
        (p.start, p.deeds) for p in temperature(daily(deeds[::-1]), by="day")
    ]
    for p in points:
        if p.net is not None and p.low is not None and p.high is not None:
            assert -10 <= p.low <= p.net + 1e-9
            assert p.net - 1e-9 <= p.high <= 10
            assert p.net == pytest.approx(p.cooperation - p.conflict)


def test_more_coverage_is_not_more_conflict() -> None:
    few = [Deed(MONDAY, "A", "B", "ACCUSE", 0.9, -2.0, ("1",), 1)]
    many = [Deed(MONDAY, "A", str(n), "ACCUSE", 0.9, -2.0, (str(n),), 9) for n in range(50)]
    assert temperature(daily(few))[0].net == temperature(daily(many))[0].net == pytest.approx(-2.0)


def test_a_period_without_a_deed_has_no_temperature_and_one_deed_no_band() -> None:
    deeds = [Deed(MONDAY + timedelta(n), "A", "B", "CONSULT", 1.0, 1.0, (str(n),), 1) for n in (0, 14)]
    first, gap, last = temperature(daily(deeds), by="week")
    assert (gap.net, gap.low, gap.deeds) == (None, None, 0)
    assert (first.net, first.low, last.high) == (1.0, None, None)


def test_months_and_weeks_begin_where_the_calendar_has_them() -> None:
    assert period_of(date(2021, 12, 31), "month") == (date(2021, 12, 1), date(2021, 12, 31))
    assert period_of(date(2022, 1, 1), "week") == (date(2021, 12, 27), date(2022, 1, 2))


def test_a_turn_is_found_where_the_level_changes_with_the_deeds_that_made_it() -> None:
    dice = random.Random(1)
    deeds = [
        Deed(
            MONDAY + timedelta(n), "A", "B", "CONSULT", 0.9, dice.gauss(2 if n < 30 else -5, 1), (str(n),), 1
        )
        for n in range(60)
    ]
    [turn] = turning_points(deeds)
    assert turn.day == MONDAY + timedelta(30)
    assert turn.before == pytest.approx(2, abs=0.5)
    assert turn.after == pytest.approx(-5, abs=0.5)
    assert all(d.day >= turn.day and d.intensity < 0 for d in turn.deeds)


def test_the_turn_of_ten_years_is_found_to_the_week() -> None:
    dice = random.Random(5)
    deeds = [
        Deed(
            MONDAY + timedelta(n),
            "A",
            "B",
            "CONSULT",
            0.9,
            dice.gauss(2 if n < 1501 else -2, 1),
            (str(n),),
            1,
        )
        for n in range(3650)
    ]
    [turn] = turning_points(deeds)
    assert abs((turn.day - MONDAY).days - 1501) <= 3


def test_a_level_that_does_not_change_has_no_turn() -> None:
    dice = random.Random(2)
    deeds = [
        Deed(MONDAY + timedelta(n), "A", "B", "CONSULT", 0.9, dice.gauss(0, 3), (str(n),), 1)
        for n in range(60)
    ]
    assert turning_points(deeds) == ()


def test_what_moved_it_adds_up_with_a_pencil() -> None:
    """Monday: talks (+1, weight 1). Tuesday: an accusation (−2, weight 1) and an attack (−10, weight 0.5). From +1 to
    (−2 − 5) / 1.5 = −4.67; the attack pulls 0.5 · (−10 − 1) / 1.5 = −3.67 of it, the accusation −2."""
    tuesday = MONDAY + timedelta(1)
    deeds = [
        Deed(MONDAY, "A", "B", "CONSULT", 1.0, 1.0, ("1",), 1),
        Deed(tuesday, "A", "B", "ACCUSE", 1.0, -2.0, ("2",), 1),
        Deed(tuesday, "B", "A", "ASSAULT", 0.5, -10.0, ("3",), 1),
    ]
    found = contrast(deeds, (MONDAY, MONDAY), (tuesday, tuesday))
    assert found.change == pytest.approx(-17 / 3)
    assert [(d.type, round(pull, 2)) for d, pull in deed_pulls(deeds, found)] == [
        ("ASSAULT", -3.67),
        ("ACCUSE", -2.0),
    ]
    assert sum(p.points for p in found.pulls) == pytest.approx(found.change)


def test_the_stretch_before_reaches_back_to_what_is_told() -> None:
    deeds = [Deed(MONDAY, "A", "B", "CONSULT", 1.0, 1.0, ("1",), 1)]
    week = (MONDAY + timedelta(14), MONDAY + timedelta(20))
    assert stretch_before(deeds, *week) == (MONDAY, MONDAY + timedelta(13))
    assert stretch_before([], *week) == (MONDAY + timedelta(7), MONDAY + timedelta(13))


def levels(values: list[float]) -> tuple[Point, ...]:
    weeks = (MONDAY + timedelta(7 * n) for n in range(len(values)))
    return tuple(Point(day, day + timedelta(6), value) for day, value in zip(weeks, values, strict=True))


def test_who_moves_first_is_said_where_the_other_follows_and_only_there() -> None:
    dice = random.Random(4)
    walk = [0.0]
    for _ in range(60):
        walk.append(walk[-1] * 0.9 + dice.gauss(0, 1.5))
    one = levels([x + dice.gauss(0, 0.3) for x in walk[2:]])
    other = levels([x + dice.gauss(0, 0.3) for x in walk[:-2]])
    assert surest(lags_of(list(zip(one, other, strict=True)))).periods == 2
    assert surest(lags_of(list(zip(other, one, strict=True)))).periods == -2
    alone = levels([dice.gauss(0, 1.5) for _ in one])
    assert surest(lags_of(list(zip(one, alone, strict=True)))) is None
    assert lags_of(list(zip(one[:6], other[:6], strict=True))) == ()
