"""The places that a page names, and where its events take place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading.language import load_language
from detente.reading.page import Page
from detente.reading.places import find_places, place_of
from detente.reading.quotations import find_quotations
from detente.records import Place, make_report

WORDS = (
    "Georgia Paris , Texas of the in and - Republic Congo Mazar Sharif (AP) — \n\n KYIV U.S. Russian peninsula "
    "Crimean 's Bosnia Herzegovina attacked said Mr. New York Times Highway 59 “ ” St. Tripoli , Lebanon ."
).split(" ")


def page_of(text: str, dateline: str | None = None) -> Page:
    report = make_report(text, dateline=dateline)
    return Page(report, load_language()(text), find_quotations(text))


def countries(text: str, dateline: str | None = None) -> dict[str, str | None]:
    """What the text calls each place, with the country that it lies in."""
    return {p.span.of(text): p.country for p in find_places(page_of(text, dateline))}


def one(text: str, name: str) -> Place:
    return next(p for p in find_places(page_of(text)) if p.span.of(text) == name)


def test_a_place_has_its_name_country_and_coordinates() -> None:
    place = one("Blinken and Lavrov met in Geneva on Friday.", "Geneva")
    assert (place.name, place.country, place.geonames) == ("Geneva", "CHE", 2660646)
    assert (round(place.lat or 0), round(place.lon or 0)) == (46, 6)


def test_a_container_next_to_a_name_decides_which_place_it_is() -> None:
    text = "Fires burned in Paris, Texas, in Springfield, Ill., and in Cordoba in Argentina."
    texas = one(text, "Paris")
    assert (texas.country, round(texas.lat or 0)) == ("USA", 34)
    assert round(one(text, "Springfield").lon or 0) == -90
    assert one(text, "Cordoba").country == "ARG"


def test_the_same_name_means_the_same_place_all_over_a_page() -> None:
    text = "TRIPOLI, Lebanon — Gunmen opened fire on Monday.\n\nIn Tripoli, shops stayed closed."
    assert {p.country for p in find_places(page_of(text))} == {"LBN"}


def test_neighbours_on_the_page_decide_between_namesakes() -> None:
    assert countries("In Columbus, Dayton and Lima, workers went on strike.")["Lima"] == "USA"
    assert countries("In Lima, Bogota and Quito, workers went on strike.")["Lima"] == "PER"


def test_a_senator_from_texas_does_not_move_paris() -> None:
    assert countries("Sen. Ted Cruz of Texas met French officials in Paris on Monday.")["Paris"] == "FRA"


def test_georgia_is_left_open_where_the_page_does_not_say_which() -> None:
    place = one("Georgia will hold elections in the autumn.", "Georgia")
    assert (place.country, place.lat, place.lon, place.geonames) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Tbilisi said that Georgia would join the alliance.", "GEO"),
        ("Russian troops left Georgia after the war over South Ossetia.", "GEO"),
        ("Voters in Georgia, Alabama and Florida went to the polls.", "USA"),
        ("The shop in Athens, Georgia, was robbed.", "USA"),
    ],
)
def test_georgia_is_the_state_or_the_country_that_the_page_makes_it(text: str, country: str) -> None:
    assert countries(text)["Georgia"] == country


def test_an_odessa_of_the_news_is_not_in_texas_because_a_senator_is() -> None:
    text = (
        "WASHINGTON — President Biden spoke with leaders of Russia, Ukraine and Germany about the attack in "
        "Odessa. Sen. Ted Cruz of Texas criticized him."
    )
    assert countries(text)["Odessa"] == "UKR"


def test_names_that_the_parse_breaks_are_whole() -> None:
    text = "The Democratic Republic of the Congo and Bosnia and Herzegovina sent envoys to Mazar-i-Sharif."
    assert countries(text) == {
        "Democratic Republic of the Congo": "COD",
        "Bosnia and Herzegovina": "BIH",
        "Mazar-i-Sharif": "AFG",
    }


def test_a_street_is_a_place_without_coordinates() -> None:
    place = one("Shots were fired in Memphis Street on Monday.", "Memphis Street")
    assert (place.country, place.lat) == (None, None)


def test_a_dateline_that_the_source_gives_apart_counts() -> None:
    text = "Firefighters in Paris put out a blaze on Sunday."
    assert countries(text)["Paris"] == "FRA"
    assert countries(text, dateline="LAMAR COUNTY, Texas")["Paris"] == "USA"


def test_seas_straits_and_disputed_regions_are_places() -> None:
    text = (
        "Ships crossed the Taiwan Strait and the South China Sea. Fighting went on in Crimea, in the Donbas "
        "and in Nagorno-Karabakh; talks on Kashmir and the West Bank failed."
    )
    found = countries(text)
    assert found["Taiwan Strait"] is None
    assert {"South China Sea", "Donbas", "Nagorno-Karabakh", "West Bank"} <= set(found)
    assert found["Crimea"] == "UKR"


def test_peoples_and_persons_are_no_places() -> None:
    text = "Russian and Ukrainian envoys met Michael Jordan and Jack London, French officials said."
    assert countries(text) == {}


def test_a_newspaper_is_no_place_but_a_police_force_has_one() -> None:
    assert countries("The New York Times reported it.") == {}
    assert countries("The Kentucky State Police made an arrest.") == {"Kentucky": "USA"}


def test_governments_called_by_their_capitals_keep_their_place() -> None:
    assert countries("Moscow demanded an answer and Washington refused.") == {
        "Moscow": "RUS",
        "Washington": "USA",
    }


def test_a_town_that_the_model_takes_for_a_person_is_a_place_where_its_country_is_named() -> None:
    text = "Azerbaijan shelled Stepanakert in Nagorno-Karabakh, Armenia said."
    assert countries(text)["Stepanakert"] == "AZE"


def test_no_place_is_invented_in_a_text_without_one() -> None:
    assert find_places(page_of("")) == ()
    assert countries("He said that nothing of the kind had happened.") == {}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_places_are_stretches_of_the_text_in_order_and_apart(words: list[str]) -> None:
    text = " ".join(words)
    last = 0
    for place in find_places(page_of(text)):
        assert last <= place.span.start < place.span.end <= len(text)
        assert (place.lat is None) == (place.lon is None)
        last = place.span.end


def test_the_same_report_gives_the_same_places() -> None:
    text = "Protesters in Lagos, Paris and Springfield marched; Georgia and Jordan did not."
    assert find_places(page_of(text)) == find_places(page_of(text))


@pytest.mark.parametrize(
    ("word", "place", "text"),
    [
        ("attacked", "Kabul", "Gunmen attacked a hotel in Kabul on Friday."),
        ("killed", "Kabul", "In Kabul, gunmen attacked a hotel and killed nine people."),
        ("killed", "Beirut", "An explosion in Beirut's port killed 200 people."),
        ("Fighting", "Aleppo", "Fighting was reported in the city of Aleppo."),
        ("shelled", "Idlib", "Syrian forces shelled villages in Idlib province."),
        ("talks", "Geneva", "The Geneva talks ended without a breakthrough."),
        ("killed", "Aleppo", "Troops entered Aleppo, where they killed dozens."),
        ("massed", "Ukraine", "With many troops massed near Ukraine, neighbours fear a war."),
        ("held", "Taiwan Strait", "China held military exercises in the Taiwan Strait."),
        ("invade", None, "Blinken said in Geneva that Russia would invade Ukraine."),
        ("withdraw", None, "The allies must withdraw troops from Poland."),
        ("deployed", None, "The alliance deployed battalions to Poland."),
        ("strike", "Kramatorsk", "A missile strike on a market in Kramatorsk killed 17 people."),
        ("sanctions", None, "Brussels agreed on new sanctions on Belarus."),
        ("called", None, "Leaders called on Armenia and Azerbaijan to talk."),
        ("sanctions", None, "The Russia sanctions were tightened."),
    ],
)
def test_an_event_takes_place_where_its_clause_says(word: str, place: str | None, text: str) -> None:
    page = page_of(text)
    token = next(t for t in page.doc if t.text == word)
    found = place_of(token, find_places(page))
    assert (found.name if found else None) == place
