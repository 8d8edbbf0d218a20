"""How many: what the numbers of a page count."""

import pytest

from detente.reading import read_report
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
