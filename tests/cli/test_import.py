"""`detente import`, and what series and comparisons make of what others have coded."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

HEADING = "Event ID\tEvent Date\tSource Name\tSource Country\tTarget Name\tTarget Country\tCAMEO Code\tIntensity\tEvent Text\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "icews.tsv"
    days = (date(2022, 1, 17) + timedelta(n) for n in range(8))
    rows = (
        f"{n}\t{day}\tArmy (Norway)\tNorway\tSweden\tSweden\t{'190' if n % 2 else '042'}\t{-10 if n % 2 else 1}\tUse force\n"
        for n, day in enumerate(days)
    )
    path.write_text(HEADING + "".join(rows), encoding="utf-8")
    return path


def test_a_table_becomes_a_series_without_any_report(run, table) -> None:
    assert "8 events as icews has them" in run("import", str(table)).output
    found = json.loads(run("temperature", "Norway", "SWE", "--coder", "icews", "--format", "json").output)
    assert found["title"] == "Norway – SWE (icews)"
    assert found["points"][0]["deeds"] == 7
    why = run("temperature", "Norway", "SWE", "--coder", "icews", "--by", "day", "--why", "2022-01-18").output
    assert "ASSAULT (icews 190) · Army (Norway) → Sweden: Use force" in why


def test_own_and_others_deeds_are_merged_and_compared(run, table, reported, tmp_path) -> None:
    texts = {"2022-01-18": "Norway attacked Sweden.", "2022-01-30": "Norway sent Sweden food."}
    reported(tmp_path / "detente.db", texts).close()
    run("import", str(table))
    both = run(
        "temperature", "NOR", "SWE", "--coder", "detente", "--coder", "icews", "--format", "json"
    ).output
    points = json.loads(both)["points"]
    assert (points[0]["deeds"], points[0]["stories"], points[-1]["deeds"]) == (7, 8, 2)
    compared = run("compare", "icews", "NOR", "SWE", "--by", "day").output
    assert compared == run("compare", str(table), "NOR", "SWE", "--by", "day").output
    assert "others' deeds" in compared


def test_a_broken_row_is_named_and_the_others_are_kept(run, table) -> None:
    table.write_text(
        table.read_text(encoding="utf-8") + "9\tsoon\tA\tNorway\tB\tSweden\t190\t-10\t\n", encoding="utf-8"
    )
    done = run("import", str(table))
    assert done.exit_code == 1
    assert "line 10: a day or a number that is none" in done.output
    assert "8 events as icews" in done.output


def test_what_was_never_imported_is_told(run, table) -> None:
    run("import", str(table))
    assert "holds nothing that “gdelt” has coded" in str(run("temperature", "--coder", "gdelt").exception)
    assert "detente import" in str(run("compare", "gdelt", "NOR", "SWE").exception)
    assert run("import").exit_code == 2
    assert run("temperature", "NOR", "--coder", "icews", "--issue", "missiles").exit_code == 2
