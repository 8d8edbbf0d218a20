"""When: what a page's time expressions mean."""

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
