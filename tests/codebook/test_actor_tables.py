"""The tables of actors can be extended by anyone: each row must be one that the reader can use."""

import csv
import re
from importlib.resources import files

import pycountry
import pytest

from detente.codebook.actor_tables import load_actor_tables

TABLES = ["countries", "organisations", "offices", "groups", "people"]
# Codes that ISO 3166-1 does not hold: user-assigned Kosovo, and states that are no more (ISO 3166-3).
OTHER_CODES = {"XKX", "DDR", "CSK", "YUG", "SUN", "SCG", "YMD"}
SECTORS = set(
    "GOV MIL COP JUD LEG SPY OPP PTY REB SEP RAD IMG IGO NGO MED BUS LAB EDU REL CVL REF CRM".split()
)


def rows(table):
    with files("detente.codebook").joinpath(f"{table}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("table", TABLES)
def test_every_row_fills_the_columns_of_its_table(table):
    for row in rows(table):
        assert None not in row
        assert None not in row.values(), row
        assert "’" not in "".join(row.values()), f"apostrophes are straight: {row}"
        assert row.get("sector", "") in SECTORS | {""}, row


def test_every_country_of_the_world_has_a_row():
    held = {row["code"] for row in rows("countries")}
    uninhabited = {"ATA", "ATF", "BVT", "HMD", "IOT", "SGS", "UMI"}
    small = {"ALA", "BES", "BLM", "CCK", "CXR", "MAF", "NFK", "PCN", "SHN", "SJM", "SPM", "SXM", "TKL", "WLF"}
    assert {c.alpha_3 for c in pycountry.countries} - held <= uninhabited | small


@pytest.mark.parametrize("table", ["countries", "organisations"])
def test_every_country_code_is_one_of_iso(table):
    known = {c.alpha_3 for c in pycountry.countries} | OTHER_CODES
    assert {row["country"] for row in rows(table)} - known <= {""}


def test_people_come_from_states_of_the_table():
    assert {row["country"] for row in rows("people")} - {row["code"] for row in rows("countries")} <= {""}


def test_a_name_stands_for_one_actor():
    seen = {}
    for row in rows("organisations"):
        for form in [row["name"], *filter(None, row["aliases"].split(";"))]:
            assert seen.setdefault(form, row["name"]) == row["name"], form


def test_terms_of_office_are_days_or_years_in_order():
    for row in rows("people"):
        for day in (row["start"], row["end"]):
            assert re.fullmatch(r"(\d{4}(-\d\d-\d\d)?)?", day), row
        if row["start"] and row["end"]:
            assert row["start"][:4] <= row["end"][:4], row


def test_the_adjective_gives_the_plural_noun():
    names = load_actor_tables().names
    assert {n.kind for n in names["Russians"]} == {"people"}
    assert names.keys().isdisjoint({"Britishs", "Chineses"})
