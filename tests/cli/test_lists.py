"""The lists say what the ledger holds, in every form, and nothing in a report can break them."""

import csv
import io
import json
import re
import subprocess
import sys

import msgspec
import pytest

from detente.cli.search import KINDS
from detente.errors import DetenteError, MissingLedger, UnknownName
from detente.ledger import HitKind, open_ledger
from detente.records import decode
from detente.views.tables import Column, Table, as_csv, as_markdown

LISTS = ("positions", "events", "statements", "actors", "measures")


@pytest.mark.parametrize("command", LISTS)
def test_a_list_has_one_form_for_each_reader(run, crisis_folder, command):
    records = json.loads(run(command, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(command, "--format", "csv").stdout)))
    markdown = run(command, "--format", "md").stdout.splitlines()
    table = run(command).stdout
    assert len(records) == len(rows) == len(markdown) - 2 > 0
    for record, row in zip(records, rows, strict=True):
        assert decode(json.dumps(record)).id == row["id"]
        assert row["id"] in table


@pytest.mark.parametrize("command", LISTS)
def test_every_id_of_a_list_can_be_shown(run, crisis_folder, command):
    for row in csv.DictReader(io.StringIO(run(command, "--format", "csv").stdout)):
        shown = run("show", row["id"])
        assert shown.exit_code == 0
        assert row["id"] in shown.stdout


@pytest.mark.parametrize("command", LISTS)
@pytest.mark.parametrize("columns", [60, 99, 120, 200])
def test_a_table_fits_the_terminal(run, crisis_folder, command, columns):
    lines = run(command, columns=columns).stdout.splitlines()
    assert max(map(len, lines)) <= columns


@pytest.mark.file
@pytest.mark.parametrize("command", [*LISTS, "status"])
def test_a_ledger_that_is_not_there_says_what_to_do(run, command):
    result = run(command)
    assert isinstance(result.exception, MissingLedger)
    assert "detente read FOLDER" in str(result.exception)


def test_positions_by_holder_are_those_of_the_state_and_its_people(run, crisis_folder):
    holders = {row["holder"] for row in rows_of(run("positions", "--holder", "RUR", "--format", "csv"))}
    assert "Ruritania" in holders
    assert any("Rassendyll" in holder for holder in holders)
    assert not any("Calhoun" in holder for holder in holders)


def test_filters_narrow(run, crisis_folder):
    assert {r["type"] for r in rows_of(run("positions", "--type", "threat", "--format", "csv"))} == {"threat"}
    assert len(rows_of(run("statements", "--since", "1962-10-27", "--format", "csv"))) == 2
    assert len(rows_of(run("events", "--dyad", "Graustark, RUR", "--format", "csv"))) == 3
    assert len(rows_of(run("events", "--limit", "2", "--format", "csv"))) == 2
    assert run("statements", "--type", "apologise").stderr == "Nothing found.\n"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--since", "yesterday"),
        ("--dyad", "Zenda"),
        ("--type", "wish"),
        ("--limit", "0"),
        ("--format", "xml"),
    ],
)
def test_a_wrong_option_is_a_usage_error(run, crisis_folder, wrong):
    result = run("positions", *wrong)
    assert result.exit_code == 2
    assert "Error:" in result.stderr


def test_an_unknown_actor_is_one_line_with_near_names(run, crisis_folder):
    result = run("events", "--actor", "Graustrak")
    assert isinstance(result.exception, UnknownName)
    assert "Near: Graustark" in str(result.exception)


EVIL = "\x1b]0;pwned\x07\x1b[31m\u202egnp.exe\u2066 [bold red]=cmd|'/c calc'!A1[/]\x9b2J"


@pytest.fixture
def evil_folder(run, tmp_path, tell):
    reading = tell("Rudolf Rassendyll", "Zenda", f"=SUM {EVIL}")
    report = msgspec.structs.replace(reading.report, title=f"=1+1 {EVIL}", publisher=EVIL)
    with open_ledger(tmp_path / "detente.db", create=True) as ledger:
        ledger.add(msgspec.structs.replace(reading, report=report), path=f"{EVIL}.txt")
        return ledger.statements()[0].id, ledger.positions()[0].id, report.id


def test_a_report_cannot_steer_the_terminal(run, evil_folder):
    commands = [("show", id) for id in evil_folder]
    commands += [(name,) for name in LISTS] + [
        ("status", "--reports"),
        ("search", "SUM"),
        ("positions", "--format", "md"),
    ]
    commands += [("positions", "--format", "csv")]
    for command in commands:
        printed = run(*command).output
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed), (
            command
        )
    assert "[bold red]" in run("positions").stdout
    assert "\\[bold red\\]" in run("positions", "--format", "md").stdout


def test_a_report_cannot_plant_a_formula(run, evil_folder):
    cells = [cell for row in rows_of(run("positions", "--format", "csv")) for cell in row.values()]
    assert any(cell.startswith("'=SUM") for cell in cells)
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in cells)


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "\n=1"])
def test_a_cell_that_a_spreadsheet_would_compute_is_text(cell):
    table = Table((Column("words"), Column("n", number=True)), ((cell, -5),))
    ((_, _), (text, number)) = csv.reader(io.StringIO(as_csv(table), newline=""))
    assert text.startswith("'")
    assert number == "-5"


def test_a_cell_cannot_break_a_markdown_table():
    table = Table((Column("words"),), (("a | b\nc <b> `d`",),))
    assert as_markdown(table).splitlines()[2] == r"| a \| b c \<b\> \`d\` |"


def test_search_finds_reports_and_records_and_marks_the_words(run, crisis_folder):
    found = run("search", "guns must leave").stdout
    assert "«guns must leave»" in found
    assert {row["kind"] for row in rows_of(run("search", "bridge", "--format", "csv"))} == {
        "report", "statement", "position",
    }  # fmt: skip
    only = run("search", "bridge", "--kind", "report", "--format", "json").stdout
    assert {record["kind"] for record in json.loads(only)} == {"report"}
    assert run("search", "???").stderr == "Nothing found.\n"


def test_the_kinds_of_a_search_are_those_of_the_ledger():
    assert HitKind.__args__ == KINDS


def test_show_marks_the_evidence_and_names_the_source(run, crisis_folder):
    (row,) = rows_of(run("statements", "--type", "promise", "--format", "csv"))
    shown = run("show", row["id"][:10]).stdout
    assert "«it will lower the toll by November»" in shown
    assert "Zenda and Ruritania, The Courier, 1962-10-26" in shown
    assert "reports/r-" in shown
    assert "position commitment (" in shown


def test_show_takes_the_name_of_an_actor(run, crisis_folder):
    shown = run("show", "rassendyll").stdout
    assert "also called" in shown
    assert "Rudolph Rassendyll" in shown
    assert isinstance(run("show", "Nobody").exception, UnknownName)


def test_show_tells_the_history_of_a_position(run, crisis_folder):
    row = rows_of(run("positions", "--type", "demand", "--holder", "Rassendyll", "--format", "csv"))[0]
    shown = run("show", row["id"]).stdout
    assert "History" in shown
    assert "drawn from" in shown
    assert "1962-10-22" in shown


def test_status_counts_and_lists_what_was_skipped(run, crisis_folder):
    from detente.ledger import Skip

    with open_ledger(crisis_folder / "detente.db") as ledger:
        ledger.skip(Skip("in/a.jsonl", "line 3", "not JSON", "Mend it"))
    said = run("status").stdout
    assert "7 reports, published 1962-10-22 to 1962-10-28" in said
    assert re.search(r"statements +7\b", said)
    assert "in/a.jsonl, line 3: not JSON. Mend it." in said
    assert "Rudolf Rassendyll and Graustark" in run("status", "--reports").stdout


@pytest.mark.file
def test_lists_never_load_the_language_model(crisis_folder):
    script = (
        "import sys; from detente.cli import cli\n"
        f"for name in {LISTS!r}: cli([name], standalone_mode=False)\n"
        "heavy = {'spacy', 'numpy', 'alembic', 'trafilatura'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=crisis_folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_failure_is_one_line_and_exit_code_1(tmp_path):
    script = "from detente.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "status"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("detente: detente.db: there is no ledger here yet.")
    assert issubclass(MissingLedger, DetenteError)


def rows_of(result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_positions_by_issue_are_those_about_it(run, crisis_folder):
    rows = rows_of(run("positions", "--issue", "TOLL", "--format", "csv"))
    assert len(rows) > 1
    assert {row["issue"] for row in rows} == {"toll"}
    assert rows_of(run("positions", "--issue", "herring", "--format", "csv")) == []


def test_unanswered_are_demands_and_offers_to_which_nobody_said_anything(run, crisis_folder):
    rows = rows_of(run("positions", "--unanswered", "--format", "csv"))
    demands = rows_of(run("positions", "--type", "demand", "--type", "offer", "--format", "csv"))
    assert {row["status"] for row in rows} <= {"open", "withdrawn", "lapsed", "met"}
    assert {row["id"] for row in rows} < {row["id"] for row in demands}
