"""Detente's coding beside that of others: what it exports itself must agree with it wholly."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from detente.ledger import Filter, Ledger
from detente.sources.coded import Coded, NotCoded, country_of, open_coded, read_coded, type_of
from detente.sources.draft import Skipped
from detente.views.compare import agreement_in_words, compared, deeds_of_table
from detente.views.exports import export

TEXTS = {
    "2022-01-17": "Norway and Sweden signed a treaty on fishing on Monday.",
    "2022-01-18": "Norway accused Sweden of spying.",
    "2022-01-19": "Sweden threatened Norway with sanctions.",
    "2022-01-20": "Norwegian troops attacked a Swedish base on Thursday.",
    "2022-01-24": "Sweden sent medicine to Norway on Monday.",
}


@pytest.fixture(scope="module")
def ledger(reported, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    with reported(tmp_path_factory.mktemp("compare") / "l.db", TEXTS) as ledger:
        ledger.refresh()
        yield ledger


@pytest.mark.parametrize(
    ("form", "name"),
    [("icews", "events.icews.tsv"), ("polecat", "events.polecat.tsv"), ("gdelt", "events.export.CSV")],
)
def test_what_detente_exports_agrees_with_it(ledger: Ledger, tmp_path: Path, form: str, name: str) -> None:
    export(ledger, tmp_path, form)
    wanted = Filter(dyad=("Norway", "Sweden"))
    found = compared(ledger, deeds_of_table(ledger, open_coded(tmp_path / name), wanted), wanted, by="day")
    assert found.correlation is not None
    assert found.correlation[0] == pytest.approx(1)
    assert all(ours == theirs for *_, ours, theirs in found.counts if ours)
    assert "over 5 periods: 1.00" in agreement_in_words(found)


def test_only_the_sides_and_the_time_that_are_asked_for_count(ledger: Ledger) -> None:
    from datetime import date

    rows = [
        Coded(date(2022, 1, 18), "NOR", "SWE", "ACCUSE", -2.0),
        Coded(date(2022, 1, 18), "NOR", "DNK", "ASSAULT", -10.0),
        Coded(date(2021, 1, 18), "NOR", "SWE", "ASSAULT", -10.0),
    ]
    wanted = Filter(dyad=("NOR", "SWE"), since="2022-01-01")
    found = compared(ledger, deeds_of_table(ledger, rows, wanted), wanted, by="day")
    assert sum(theirs for *_, theirs in found.counts) == 1
    assert found.correlation is None


@pytest.mark.parametrize(
    ("code", "type_"),
    [("190", "ASSAULT"), ("042", "CONSULT"), ("010", None), ("YIELD", "CONCEDE"), ("AID", "AID"), ("", None)],
)
def test_codes_and_older_names_are_plovers_types(code: str, type_: str | None) -> None:
    assert type_of(code) == type_


def test_countries_are_known_by_code_and_by_name() -> None:
    assert (country_of("USA"), country_of("United States"), country_of("Nowhere")) == ("USA", "USA", None)


def test_a_broken_row_is_named_and_another_table_is_refused() -> None:
    heading = "Event Date\tSource Country\tTarget Country\tCAMEO Code\tIntensity"
    table = f"{heading}\nsoon\tNorway\tSweden\t190\t-10\n2022-01-18\tNorway\n2022-01-18\tNorway\tSweden\t190\t-10\n"
    first, second, third = read_coded(io.BytesIO(table.encode()), "t")
    assert isinstance(first, Skipped)
    assert isinstance(second, Skipped)
    assert "line 3: 2 columns, not 5" in str(second).replace("t, ", "")
    assert third.type == "ASSAULT"
    with pytest.raises(NotCoded, match="no table of ICEWS"):
        list(read_coded(io.BytesIO(b"a\tb\n"), "t"))
