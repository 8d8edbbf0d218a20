"""Which places bear a name."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.folding import fold
from detente.reading.gazetteer import bearers, country_at, country_of_people

INDEX = files("detente.codebook").joinpath("gazetteer.tsv").read_bytes().splitlines()
OWN = list(csv.DictReader(files("detente.codebook").joinpath("places.csv").read_text("utf-8").splitlines()))


def best(name: str) -> tuple[str, str | None]:
    place = bearers(name)[0]
    return place.name, place.country


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Kiev", ("Kyiv", "UKR")),
        ("KHARKOV", ("Kharkiv", "UKR")),
        ("Cote d'Ivoire", ("Ivory Coast", "CIV")),
        ("Côte d’Ivoire", ("Ivory Coast", "CIV")),
        ("U.S.", ("United States", "USA")),
        ("N.Y.", ("New York", "USA")),
        ("Sana'a", ("Sanaa", "YEM")),
        ("Washington", ("Washington", "USA")),
        ("Raqqa", ("Raqqa", "SYR")),
        ("Rafah", ("Rafah", "PSE")),
        ("Bombay", ("Mumbai", "IND")),
        ("Nagorno-Karabakh", ("Nagorno-Karabakh", "AZE")),
    ],
)
def test_a_place_is_found_under_every_name_that_it_goes_by(name: str, place: tuple[str, str]) -> None:
    assert best(name) == place


def test_washington_alone_is_the_capital() -> None:
    assert bearers("Washington")[0].kind == "capital"


def test_many_towns_bear_one_name_and_the_biggest_comes_first() -> None:
    paris = bearers("Paris")
    assert paris[0].country == "FRA"
    assert {("USA", "TX"), ("USA", "KY"), ("CAN", "08")} <= {(b.country, b.division) for b in paris}


def test_nobody_knows_a_name_that_is_no_place() -> None:
    assert bearers("Xyzzyville") == bearers("") == ()


def test_a_country_is_known_by_its_name_and_a_town_is_no_country() -> None:
    assert [country_at(n) for n in ("Russia", "the States", "UAE", "Geneva")] == ["RUS", "USA", "ARE", None]


def test_a_people_belongs_to_a_country() -> None:
    assert [country_of_people(w) for w in ("Russian", "ukrainians", "Geneva")] == ["RUS", "UKR", None]


@given(st.integers(0, len(INDEX) - 1))
def test_every_name_of_the_index_is_found(line: int) -> None:
    key, *cells = INDEX[line].decode().split("\t")
    assert len(bearers(key)) >= 1
    assert len(bearers(key)) <= len(cells) + 5


def test_the_index_is_sorted_by_its_bytes_and_its_names_are_folded() -> None:
    names = [line.partition(b"\t")[0] for line in INDEX]
    assert names == sorted(set(names))
    assert all(fold(name.decode()) == name.decode() for name in names[::97])


@pytest.mark.parametrize("row", OWN, ids=lambda row: row["name"])
def test_a_row_of_the_places_table_is_complete_and_found(row: dict[str, str]) -> None:
    assert row["kind"]
    assert row["country"] == "" or (len(row["country"]) == 3 and row["country"].isupper())
    assert -90 <= float(row["lat"]) <= 90
    assert -180 <= float(row["lon"]) <= 180
    for name in (row["name"], *filter(None, row["aliases"].split(";"))):
        assert row["name"] in {b.name for b in bearers(name)}


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
