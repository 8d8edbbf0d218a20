"""When: what a page's time expressions mean."""

import pytest

from detente.reading import read_report
from detente.records import make_report


def times(text, published="2022-01-21"):
    reading = read_report(make_report(text, published_at=published))
    return [(t.text, t.start, t.end) for t in reading.times]


def test_next_week_is_the_week_after_the_day_of_publication():
    assert times("The minister would reply next week.") == [("next week", "2022-01-24", "2022-01-30")]


def test_a_year_is_its_first_to_its_last_day():
    assert times("They seized the peninsula in 2014.") == [("2014", "2014-01-01", "2014-12-31")]


def test_a_weekday_of_the_past_tense_is_the_latest_one():
    assert times("They met on Thursday.") == [("Thursday", "2022-01-20", "2022-01-20")]


def test_a_weekday_with_will_is_the_next_one():
    assert times("They will meet on Monday.") == [("Monday", "2022-01-24", "2022-01-24")]


def test_a_relative_time_stays_open_without_a_day_of_publication():
    assert times("They met yesterday and on 20 January 2022.", None) == [
        ("yesterday", None, None),
        ("20 January 2022", "2022-01-20", "2022-01-20"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran will reply within two weeks.", [("within two weeks", "2022-01-21", "2022-02-04")]),
        ("The army took the city within two days.", []),
        ("They fought for three years.", []),
        ("In the past two years prices rose.", [("the past two years", "2020-01-21", "2022-01-21")]),
        ("It began two weeks ago.", [("two weeks ago", "2022-01-03", "2022-01-09")]),
        ("Two days after the talks he left.", [("Two days after", None, None)]),
        ("They clashed in recent days.", [("recent days", None, None)]),
        ("He resigned earlier this month.", [("earlier this month", "2022-01-01", "2022-01-31")]),
        ("It fell in the late 1990s.", [("the late 1990s", "1990-01-01", "1999-12-31")]),
        ("It grew in the first quarter of 2021.", [("the first quarter of 2021", "2021-01-01", "2021-03-31")]),
        ("They met in mid-December.", [("mid-December", "2021-12-01", "2021-12-31")]),
        ("The war ended last summer.", [("last summer", "2021-06-01", "2021-08-31")]),
        ("They met on 03/04/2021 and 13/04/2021.",
         [("03/04/2021", None, None), ("13/04/2021", "2021-04-13", "2021-04-13")]),
        ("The truce began at 5 p.m. on Thursday.",
         [("5 p.m. on Thursday", "2022-01-20T17:00", "2022-01-20T17:00")]),
        ("Shots were fired on Christmas Day.", [("Christmas Day", "2021-12-25", "2021-12-25")]),
        ("From 5 to 7 May 2015 they talked.", [("5 to 7 May 2015", "2015-05-05", "2015-05-07")]),
        ("The empire fell in the 20th century.", [("the 20th century", "1900-01-01", "1999-12-31")]),
    ],
)  # fmt: skip
def test_an_expression_means_its_first_and_last_day(text, expected):
    assert times(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May will speak, April Smith may march.",
        "The army sent 2000 soldiers.",
        "He prays every Friday.",
        "They rejected Article 1990 of the code.",
        "The families marked Bloody Sunday.",
    ],
)
def test_names_counts_and_habits_are_no_times(text):
    assert times(text) == []
