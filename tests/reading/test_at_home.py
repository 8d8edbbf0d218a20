"""Nameless people are of the country that the report is about, where it is about one."""

from __future__ import annotations

import pytest

from detente.reading import read_report
from detente.records import make_report


def country_of(text: str, words: str) -> str | None:
    reading = read_report(make_report(text))
    actor = next(m.actor for m in reading.mentions if words in m.span.of(reading.report.text))
    return next(a.country for a in reading.actors if a.id == actor)


@pytest.mark.parametrize("words", ["Police", "demonstrators"])
def test_in_a_report_of_one_country_the_nameless_are_of_it(words):
    assert country_of("Police fired tear gas at demonstrators in Harare on Friday.", words) == "ZWE"


def test_in_a_report_of_two_countries_nobody_guesses():
    text = "Zimbabwe closed its border with Zambia after demonstrators burned a customs post."
    assert country_of(text, "demonstrators") is None


def test_strangers_are_of_no_country_of_the_report():
    assert country_of("Police turned refugees away at a camp in Harare.", "refugees") is None


def test_the_police_of_two_countries_are_two_actors():
    ids = {
        a.id
        for town in ("Harare", "Lima")
        for a in read_report(make_report(f"Police fired tear gas at demonstrators in {town}.")).actors
        if "police" in a.name.lower()
    }
    assert len(ids) == 2


def test_an_only_country_is_that_of_its_government_and_ministers():
    text = "Rebels in the north of Chad attacked a convoy. The government sent soldiers."
    assert country_of(text, "government") == "TCD"
    assert country_of(text + " France sent aid.", "government") is None
    assert country_of("Kenyan prices rose. Finance Minister Ole Mpaka resigned.", "Mpaka") == "KEN"


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Two Pakistani gunmen attacked a hotel in Mumbai, killing ten people.", "people", "IND"),
        ("Officials in Chile said police in Lima had beaten students.", "students", "PER"),
        ("A bomb in a Kabul market killed 20 shoppers and ten residents, Iran said.", "residents", "AFG"),
        ("Jewish settlers set fire to a Palestinian school near Nablus.", "settlers", "ISR"),
        ("A suicide bomber killed ten people in Kabul, Pakistani officials said.", "bomber", None),
    ],
)
def test_civilians_are_of_the_country_where_their_clause_is_set(text, words, country):
    assert country_of(text, words) == country


def test_the_crowds_of_two_countries_are_two_actors():
    reading = read_report(make_report("Troops shot protesters in Lagos. Other protesters marched in Accra."))
    assert {a.country for a in reading.actors if a.name == "protesters"} == {"NGA", "GHA"}


MANY = "Pakistan voted. Pakistani police waited. Pakistan's army watched. Pakistanis queued. Pakistan hoped. "


def test_a_report_about_one_country_gives_it_its_nameless_government():
    assert country_of(MANY + "The government of the day fell. China was silent.", "government") == "PAK"
    assert country_of("Pakistan and China spoke. The government fell.", "government") is None
    assert country_of(MANY + "China said that the government would fall.", "government") is None
