"""Tables that others have coded: the layouts are known, the countries of their parties too."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from detente.sources.coded import Coded, country_of, open_coded, read_coded

ACLED = (
    "event_id_cnty,event_date,year,event_type,sub_event_type,actor1,actor2,country,location,latitude,longitude,source,"
    "notes,fatalities,timestamp\n"
)


def acled(*rows: str) -> list[Coded]:
    return list(read_coded(io.BytesIO((ACLED + "\n".join(rows)).encode()), "acled.csv"))


def test_a_row_of_acled_is_an_event_with_its_dead() -> None:
    [event] = acled(
        "UKR1,2022-03-01,2022,Explosions/Remote violence,Shelling/artillery/missile attack,Military Forces of Russia (2000-),"
        'Civilians (Ukraine),Ukraine,Kharkiv,49.99,36.23,Courier,"Shells hit a square, killing ten.",10,1646870400'
    )
    assert (event.day, event.source, event.target, event.type, event.intensity) == (
        date(2022, 3, 1), "RUS", "UKR", "ASSAULT", -10.0,
    )  # fmt: skip
    assert (event.country, event.place, event.dead, event.coder) == ("UKR", "Kharkiv", 10, "acled")
    assert event.words == "Shells hit a square, killing ten."


@pytest.mark.parametrize(
    ("party", "country"),
    [
        ("Military Forces of Ukraine (2019-) Azov Regiment", "UKR"),
        ("Government of Russia (2000-)", "RUS"),
        ("Police Forces of the United States (2021-)", "USA"),
        ("Protesters (Kenya)", "KEN"),
        ("Islamic State of Iraq and the Levant", None),
        ("Sudan Liberation Movement", None),
        ("Unidentified Armed Group", None),
    ],
)
def test_parties_of_acled_have_the_country_that_they_name_as_theirs(party: str, country: str | None) -> None:
    [event] = acled(f"A1,2022-03-01,2022,Battles,Armed clash,{party},,Kenya,Nairobi,,,,,0,1")
    assert event.source == country


def test_what_is_no_event_of_plover_is_none_and_the_day_may_be_in_words() -> None:
    row = "A{0},21 January 2022,2022,Strategic developments,{1},Government of Russia,,Russia,Moscow,,,,,0,1"
    rows = [row.format(n, sub) for n, sub in enumerate(("Agreement", "Other", "Change to group/activity"))]
    assert [(e.type, e.day) for e in acled(*rows)] == [("AGREE", date(2022, 1, 21))]


def test_packed_tables_are_read(tmp_path: Path) -> None:
    table = b"Event ID\tEvent Date\tSource Country\tTarget Country\tCAMEO Code\tIntensity\n1\t2022-01-18\tNorway\tSweden\t190\t-10\n"
    (tmp_path / "t.tab.gz").write_bytes(gzip.compress(table))
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("t.tab", table)
    for name in ("t.tab.gz", "t.zip"):
        assert [(e.source, e.target, e.id) for e in open_coded(tmp_path / name)] == [("NOR", "SWE", "1")]


def test_without_an_intensity_an_event_has_that_of_its_type() -> None:
    table = "Event Date\tEvent Type\tActor Country\tRecipient Country\tIntensity\n2022-01-18\tASSAULT\tNOR\tSWE\t\n"
    [event] = read_coded(io.BytesIO(table.encode()), "t")
    assert event.intensity == -9.0


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Timor-Leste", "TLS"),
        ("The Gambia", "GMB"),
        ("Guinea-Bissau", "GNB"),
        ("ROM", "ROU"),
        ("Russian Federation", "RUS"),
    ],
)
def test_countries_are_known_as_these_tables_write_them(written: str, code: str) -> None:
    assert country_of(written) == code
