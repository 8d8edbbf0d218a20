"""What tables say of numbers, days and roles, in few words."""

import pytest

from detente.records import Quantity, Role, When
from detente.views.tables import (
    days_in_words,
    marked,
    number,
    quantity_in_words,
    role_in_words,
    when_in_words,
)


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Quantity(100_000, 100_000, 100_000, "around"), "around 100,000"),
        (Quantity(4, 4, 4, None), "4"),
        (Quantity(1.5e9, 1.5e9, 1.5e9, None), "1,500,000,000"),
        (Quantity(2.5, 2.5, 2.5, None), "2.5"),
        (Quantity(None, 14_000, None, "more than"), "more than 14,000"),
        (Quantity(None, 24, None, "dozens"), "dozens (24 or more)"),
        (Quantity(None, 20, 30, None), "20 to 30"),
        (Quantity(None, None, 50, "up to"), "up to 50"),
        (Quantity(None, 20, 30, "between"), "between 20 and 30"),
        (Quantity(None, None, 50, None), "50 or fewer"),
        (Quantity(None, None, None, None), "unknown"),
    ],
)
def test_a_quantity_keeps_its_bounds_and_its_qualifier(quantity, words):
    assert quantity_in_words(quantity) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2022-01-21", "2022-01-21", "2022-01-21"),
        ("2022-01-24", "2022-01-30", "2022-01-24/30"),
        ("2022-01-24", "2022-02-06", "2022-01-24/2022-02-06"),
        ("2014-01-01", "2014-12-31", "2014"),
        ("2022-01-21T15:00:00Z", "2022-01-21T15:00:00Z", "2022-01-21"),
        (None, None, None),
    ],
)
def test_days_are_short_and_whole(start, end, words):
    assert days_in_words(When(None, start, end, None, None)) == words


def test_a_time_that_is_not_resolved_keeps_its_words():
    assert when_in_words(When(None, None, None, None, "next\nweek")) == "next week"
    assert (
        when_in_words(When(None, "2022-01-24", "2022-01-30", "week", "next week"))
        == "2022-01-24/30 (next week)"
    )
    assert when_in_words(None) is None


def test_a_role_has_its_country_and_its_dates():
    assert (
        role_in_words(Role("foreign minister", "Russia", "2004-03-09"))
        == "foreign minister of Russia (2004-03-09/)"
    )
    assert role_in_words(Role("president")) == "president"


def test_marks_stand_around_their_words():
    from detente.records import Span

    assert marked("a promise kept", [Span(2, 9), Span(10, 14)]) == "a «promise» «kept»"


def test_numbers_have_no_more_decimals_than_there_are():
    assert [number(n) for n in (1234567, 0.5, -3.25, 1e15)] == [
        "1,234,567",
        "0.5",
        "-3.25",
        "1,000,000,000,000,000",
    ]
