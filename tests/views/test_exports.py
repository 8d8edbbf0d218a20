"""The ledger in other people's forms: each is opened by a tool that reads that form, and nothing is lost on the way."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import msgspec
import networkx
import polars
import pytest

from detente.cli.export import FORM_NAMES
from detente.ledger import Filter, Ledger, open_ledger
from detente.parquet import KINDS
from detente.reading import read_report
from detente.records import Event, decode, make_report
from detente.sources.coded import open_coded
from detente.views.exports import FORMS, export
from detente.views.exports.acled import ACLED
from detente.views.exports.as_others_do import ICEWS, POLECAT
from detente.views.exports.records import records_of
from detente.views.temperature import told_deeds

TEXT = (
    "VIENNA, Jan. 17 — Norwegian Foreign Minister Anna Hale accused Sweden of spying on Monday. Norwegian troops attacked a "
    "Swedish base near Gothenburg on Sunday, killing 14 people. “We demand that Sweden withdraw its ships by Friday,” "
    "Hale said. Sweden may attack Norway next week, analysts fear."
)
HOSTILE = (
    "=HYPERLINK(1) attacked Sweden.\tThe\nNorwegian army <script>alert(1)</script> shelled Sweden on Monday."
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    with open_ledger(tmp_path_factory.mktemp("export") / "l.db", create=True) as ledger:
        for n, text in enumerate((TEXT, HOSTILE)):
            ledger.add(
                read_report(
                    make_report(
                        text,
                        title=f"=1+{n}",
                        published_at="2022-01-17",
                        publisher="The Courier",
                        url=f"https://courier.example/{n}",
                    )
                )
            )
        ledger.refresh()
        yield ledger


@pytest.fixture
def out(ledger: Ledger, tmp_path: Path):
    def made(form: str) -> Path:
        export(ledger, tmp_path, form)
        return tmp_path

    return made


def happened(ledger: Ledger) -> list[Event]:
    return [e for e in ledger.events() if e.status in ("occurred", "ongoing")]


def test_every_form_has_a_name_on_the_command_line() -> None:
    assert tuple(FORMS) == FORM_NAMES


def test_json_lines_are_the_records(ledger: Ledger, out) -> None:
    lines = (out("jsonl") / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert [decode(line) for line in lines] == [r for kind in KINDS for r in records_of(ledger, kind)]


@pytest.mark.parametrize("kind", KINDS)
def test_parquet_comes_back_as_the_records(ledger: Ledger, out, kind: str) -> None:
    rows = polars.read_parquet(out("parquet") / f"{kind}.parquet").to_dicts()
    assert [msgspec.convert({"kind": kind, **row}, KINDS[kind]) for row in rows] == list(
        records_of(ledger, kind)
    )


def test_duckdb_counts_the_events_of_the_parquet(ledger: Ledger, out) -> None:
    [(n,)] = duckdb.sql(
        f"SELECT count(*) FROM '{out('parquet')}/event.parquet' WHERE type = 'ASSAULT'"
    ).fetchall()
    assert n == sum(e.type == "ASSAULT" for e in ledger.events())


def test_tables_for_spreadsheets_hold_no_formula(out) -> None:
    folder = out("csv")
    for path in folder.glob("*.csv"):
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines()):
            assert not any(cell.lstrip()[:1] in tuple("=+@") for cell in row), path


@pytest.mark.parametrize("form", ["csv", "parquet", "icews", "polecat", "gdelt", "acled"])
def test_each_table_is_described(out, form: str) -> None:
    folder = out(form)
    package = json.loads((folder / f"{form}.datapackage.json").read_text())
    for resource in package["resources"]:
        path, fields = folder / resource["path"], resource["schema"]["fields"]
        if form == "parquet":
            assert polars.read_parquet(path).columns == [f["name"] for f in fields]
            continue
        dialect = resource.get("dialect", {"delimiter": ",", "header": True})
        types = {"string": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "date": "DATE"}
        rows = duckdb.read_csv(
            str(path), sep=dialect["delimiter"], header=dialect["header"], names=[f["name"] for f in fields],
            dtype=[types[f["type"]] for f in fields] if form != "csv" else None, quotechar='"' if form in ("csv", "acled") else "",
        )  # fmt: skip
        assert len(rows.fetchall()) >= 1
        if dialect["header"]:
            assert (
                path.read_text(encoding="utf-8-sig").splitlines()[0].split(dialect["delimiter"])
                == rows.columns
            )


def test_acled_has_the_attacks_and_protests_with_their_dead(ledger: Ledger, out) -> None:
    rows = list(csv.DictReader((out("acled") / "events.acled.csv").read_text(encoding="utf-8").splitlines()))
    assert tuple(rows[0]) == ACLED
    assert {row["event_id_cnty"] for row in rows} == {
        e.id for e in happened(ledger) if e.type in ("ASSAULT", "PROTEST")
    }
    first = next(row for row in rows if row["location"] == "Gothenburg")
    assert (first["event_type"], first["actor1"], first["fatalities"]) == (
        "Battles", "Military Forces of Norway", "14",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "name"),
    [("icews", "events.icews.tsv"), ("polecat", "events.polecat.tsv"), ("gdelt", "events.export.CSV"), ("acled", "events.acled.csv")],
)  # fmt: skip
def test_what_is_exported_can_be_imported(ledger: Ledger, out, tmp_path: Path, form: str, name: str) -> None:
    path = out(form) / name
    events = list(open_coded(path))
    with open_ledger(tmp_path / "other.db", create=True) as other:
        other.keep_coded(events)
        assert set(other.coded(form)) == set(events)
    own = {(d.day, d.source, d.target, d.type) for d in told_deeds(ledger, Filter()) if d.source and d.target}
    if form == "acled":
        own = {deed for deed in own if deed[3] in ("ASSAULT", "PROTEST")}
    assert {(e.day, e.source, e.target, e.type) for e in events if e.source and e.target} == own


@pytest.mark.parametrize(
    ("form", "name", "header"),
    [("icews", "events.icews.tsv", ICEWS), ("polecat", "events.polecat.tsv", POLECAT)],
)
def test_layouts_of_others_have_their_columns_and_what_happened(
    ledger: Ledger, out, form, name, header
) -> None:
    rows = list(csv.DictReader((out(form) / name).read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert tuple(rows[0]) == header
    assert {row["Event ID"] for row in rows} == {e.id for e in happened(ledger)}
    assault = next(row for row in rows if "ASSAULT" in row.values())
    assert assault["Event Date"] in ("2022-01-16", "2022-01-17")


def test_gdelt_has_61_and_16_columns_and_no_heading(ledger: Ledger, out) -> None:
    events, mentions = (
        [line.split("\t") for line in (out("gdelt") / f"events.{name}.CSV").read_text().splitlines()]
        for name in ("export", "mentions")
    )
    assert {len(row) for row in events} == {61}
    assert {len(row) for row in mentions} == {16}
    assert [row[0] for row in events] == [row[0] for row in mentions]
    assert len(events) >= len(happened(ledger))


def test_points_lie_where_the_places_are(out) -> None:
    found = json.loads((out("geojson") / "events.geojson").read_text(encoding="utf-8"))
    [lon, lat] = next(f for f in found["features"] if f["properties"]["place"] == "Gothenburg")["geometry"][
        "coordinates"
    ]
    assert (round(lon), round(lat)) == (12, 58)


def test_the_network_opens_in_networkx(out) -> None:
    graph = networkx.read_graphml(out("graphml") / "network.graphml")
    assert graph.nodes["NOR"]["name"] == "Norway"
    assert graph.edges["NOR", "SWE"]["net"] < 0


def test_marks_slice_to_the_words_they_quote(ledger: Ledger, out) -> None:
    texts = {r.url: r.text for r in ledger.reports()}
    lines = (out("annotations") / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) >= len(ledger.events())
    for line in lines:
        target = json.loads(line)["target"]
        position, quote = target["selector"]
        text = texts[target["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])
        assert text[position["end"] :].startswith(quote["suffix"])
