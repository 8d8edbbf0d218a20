"""Which time dates a verb or a noun."""

import pytest

from detente.reading.language import load_language
from detente.reading.page import Page
from detente.reading.times import find_times, time_of
from detente.records import make_report


def dated(text, word):
    page = Page(make_report(text, published_at="2022-01-21"), load_language()(text), ())
    time = time_of(next(t for t in page.doc if t.text == word), find_times(page))
    return time.text if time else None


@pytest.mark.parametrize(
    ("text", "word", "time"),
    [
        ("The minister said on Friday that Moscow would reply next week.", "said", "Friday"),
        ("The minister said on Friday that Moscow would reply next week.", "reply", "next week"),
        ("On Friday the envoy said that rebels had attacked the convoy.", "attacked", None),
        ("The ministers met in Geneva and signed the accord on Friday.", "met", "Friday"),
        ("Turkey agreed on Monday to release the journalist, who was arrested in May.", "release", None),
        ("Turkey agreed on Monday to release the journalist, who was arrested in May.", "arrested", "May"),
        ("Monday's attack killed 12 people.", "attack", "Monday"),
        ("Iran rejected a proposal made last month by European diplomats.", "rejected", None),
        ("Iran rejected a proposal made last month by European diplomats.", "proposal", "last month"),
        ("The embassy was closed between May and July 2015.", "closed", "between May and July 2015"),
        ("Since 2014 the two armies have clashed repeatedly.", "clashed", "Since 2014"),
        ("“We will respond by Friday,” the minister told reporters on Monday.", "respond", "Friday"),
    ],
)
def test_a_verb_takes_the_time_of_its_own_clause(text, word, time):
    assert dated(text, word) == time


def test_two_months_share_the_year_that_the_second_gives():
    text = "The embassy was closed between November and March 2015."
    page = Page(make_report(text), load_language()(text), ())
    time = time_of(next(t for t in page.doc if t.text == "closed"), find_times(page))
    assert (time.start, time.end) == ("2014-11-01", "2015-03-31")


def test_a_time_that_something_has_gone_on_since_has_no_end():
    text = "Since 2014 the two armies have clashed repeatedly."
    page = Page(make_report(text), load_language()(text), ())
    time = time_of(next(t for t in page.doc if t.text == "clashed"), find_times(page))
    assert (time.start, time.end) == ("2014-01-01", None)
