"""Whether a weekday or a month is the last one or the next one."""

import pytest

from detente.reading.language import load_language
from detente.reading.page import Page
from detente.reading.times import find_times
from detente.records import make_report


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("The deal was signed on Thursday in Istanbul.", "2022-06-09"),
        ("Rescuers have found ten bodies since Friday.", "2022-06-10"),
        ("The minister condemned Friday's attack.", "2022-06-10"),
        ("The council will discuss Monday's attack.", "2022-06-13"),
        ("He will attend Monday's summit.", "2022-06-20"),
        ("The king called a meeting for Sunday.", "2022-06-19"),
        ("The senator quit his bid for the post on Monday.", "2022-06-13"),
        ("Putin to meet Xi on Friday", "2022-06-17"),
        ("The ceasefire expires on Saturday.", "2022-06-18"),
        ("Parliament voted to extend the truce until Friday.", "2022-06-17"),
        ("The group gave them until Sunday to leave.", "2022-06-19"),
        ("Ahead of Sunday's election, rallies were banned.", "2022-06-19"),
        ("The ministers gathered in Brussels on Wednesday.", "2022-06-15"),
        ("The next round is on Thursday.", "2022-06-16"),
        ("Elections will be held in May.", "2023-05-01"),
        ("Elections were held in May.", "2022-05-01"),
        ("The summit is planned for September.", "2022-09-01"),
        ("The election is scheduled for 6 November.", "2022-11-06"),
        ("The attack on 6 November killed twelve people.", "2021-11-06"),
    ],
)
def test_the_clause_tells_whether_a_day_is_past_or_ahead(text, start):
    page = Page(make_report(text, published_at="2022-06-15"), load_language()(text), ())
    assert [t.start for t in find_times(page)] == [start]
