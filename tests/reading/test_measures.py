"""How many: what the numbers of a page count."""

import pytest

from detente.reading import read_report
from detente.reading.actors import Cast
from detente.reading.language import load_language
from detente.reading.measures import find_measures, magnitude_of
from detente.reading.page import Page
from detente.reading.times import find_times
from detente.records import Quantity, make_report


def measures(text, published="2022-01-21"):
    reading = read_report(make_report(text, published_at=published))
    return [(m.evidence.span.of(text), m.type, m.quantity, m.unit) for m in reading.measures]


@pytest.mark.parametrize(
    ("text", "evidence", "type_", "quantity", "unit"),
    [
        ("Around 80,000 Russian troops stood near the border.", "Around 80,000 Russian troops", "troops",
         Quantity(80000, 80000, 80000, "around"), "troop"),
        ("The war has left more than 9,000 dead.", "more than 9,000 dead", "dead",
         Quantity(None, 9000, None, "more than"), "dead"),
        ("Dozens of villagers were wounded.", "Dozens of villagers", "wounded",
         Quantity(None, 24, None, "dozens"), "villager"),
        ("Berlin imposed sanctions on three Belarusian officials.", "three Belarusian officials", "officials",
         Quantity(3, 3, 3, None), "official"),
        ("They spoke for around 90 minutes.", "around 90 minutes", "duration",
         Quantity(90, 90, 90, "around"), "minute"),
        ("The bank lent $2.5 billion to Kyiv.", "$2.5 billion", "money", Quantity(2.5e9, 2.5e9, 2.5e9, None), "USD"),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_qualifier_and_what_it_counts(text, evidence, type_, quantity, unit):
    assert measures(text) == [(evidence, type_, quantity, unit)]


def test_ages_percentages_and_articles_are_no_measures():
    assert measures("Ivan Petrov, 44, cited Article 5; 20 percent agreed with the 38-year-old driver.") == []


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The blast killed five policemen and injured 20 others.", ["dead", "wounded"]),
        ("Police arrested 30 people and a dozen were jailed.", ["detained", "detained"]),
        ("Half a million people fled; 3,000 asylum seekers remain.", ["displaced", "displaced"]),
        ("Paris expelled 12 Algerian diplomats.", ["officials"]),
        ("Rebels captured three villages and seized two ships.", ["other", "weapons"]),
        ("The death toll rose to 120.", ["dead"]),
        ("The two leaders met in one of the six cities.", []),
        ("Three in ten voters backed him; nine out of ten residents left.", []),
        ("They swore to keep 120 kg of uranium for 15 years.", ["other", "duration"]),
    ],
)
def test_the_verb_says_what_happened_to_those_who_are_counted(text, types):
    assert [type_ for _, type_, _, _ in measures(text)] == types


def test_a_range_of_numbers_keeps_both_ends():
    assert [q for _, _, q, _ in measures("Between 600 and 700 fighters remain.")] == [
        Quantity(None, 600, 700, "between")
    ]


def test_troops_belong_to_who_sends_them():
    reading = read_report(make_report("NATO has deployed 40,000 troops to its eastern flank."))
    (measure,) = reading.measures
    assert next(a.name for a in reading.actors if a.id == measure.actor) == "NATO"


def test_a_deed_has_the_magnitude_of_what_it_hit():
    text = "A suicide bomber killed at least 12 people and wounded 30 in Kabul after 20 years of war."
    page = Page(make_report(text), load_language()(text), ())
    found = find_measures(page, Cast((), ()), find_times(page), ())
    words = {t.text: magnitude_of(t, found) for t in page.doc}
    assert words["killed"] == Quantity(None, 12, None, "at least")
    assert words["wounded"] == Quantity(30, 30, 30, None)
    assert words["war"] is None
