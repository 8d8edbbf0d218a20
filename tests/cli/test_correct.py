"""The log of corrections from the command line: made, listed, shown, undone, handed on and learned from."""

import csv
import io
import json
import subprocess
import sys

import pytest

from detente.errors import AmbiguousName, UnknownName, WrongCorrection
from detente.evaluate.labelled import read_sentences
from detente.evaluate.lists import EventLine, NeverLine, PositionLine, StatementLine, load_list, report_of
from detente.evaluate.matching import Names, lacks, told_as_fact
from detente.ledger import Filter, open_ledger


@pytest.fixture
def corrected(run, crisis_folder):
    """Runs `detente correct` with an author and a reason."""

    def correct(*words, reason="read again"):
        done = run("correct", *words, "--reason", reason, "--author", "Ana")
        assert done.exit_code == 0, done.output
        return done.stdout

    return correct


def first(run, command, **options):
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    return next(csv.DictReader(io.StringIO(run(command, "--format", "csv", *given).stdout)))["id"]


def test_what_is_rejected_is_in_no_list_and_shown_with_the_reason(run, corrected):
    event = first(run, "events")
    said = corrected("reject", event, reason="the sentence denies it")
    assert said.startswith("entry 1 (k-")
    assert event not in run("events").stdout
    assert event not in run("brief").stdout
    assert "rejected by Ana on" in run("show", event).stdout
    assert "the sentence denies it (entry 1)" in run("show", event).stdout


def test_an_edit_shows_at_once_and_can_be_undone_by_its_number(run, corrected):
    event = first(run, "events")
    before = run("show", event).stdout
    corrected("edit", event, "status=planned", "targets=Zenda")
    shown = run("show", event).stdout
    assert "edited (status, targets) by Ana" in shown
    assert "(planned)" in shown
    corrected("undo", "1")
    assert run("show", event).stdout == before


def test_the_log_says_who_did_what_and_what_became_of_it(run, corrected):
    event = first(run, "events")
    corrected("edit", event, "status=planned", reason="announced only")
    corrected("undo", "1")
    rows = list(csv.DictReader(io.StringIO(run("log", "--format", "csv").stdout)))
    assert [(r["entry"], r["correction"], r["state"]) for r in rows] == [
        ("1", "edit status=planned", "undone by 2"),
        ("2", "undo entry 1", ""),
    ]
    assert rows[0]["author"] == "Ana"
    assert rows[0]["reason"] == "announced only"
    assert event in rows[0]["of"]


def test_the_log_may_be_of_one_record_or_author(run, corrected):
    event, statement = first(run, "events"), first(run, "statements")
    corrected("accept", event)
    corrected("accept", statement)
    rows = list(csv.DictReader(io.StringIO(run("log", "--about", event, "--format", "csv").stdout)))
    assert [r["entry"] for r in rows] == ["1"]
    assert run("log", "--author", "Boris", "--format", "json").stdout == "[]\n"


def test_an_entry_without_its_record_is_listed_not_dropped(run, corrected, crisis):
    event = first(run, "events", report=crisis[0].report.id)
    corrected("accept", event)
    assert run("log", "--loose", "--format", "json").stdout == "[]\n"
    with open_ledger() as ledger:
        ledger.remove(crisis[0].report.id)
    assert "finds no record" in run("log", "--loose").stdout


def test_a_colleagues_log_is_taken_in_once(run, corrected, tmp_path):
    event = first(run, "events")
    corrected("edit", event, "status=planned")
    log = tmp_path / "log.json"
    log.write_text(run("log", "--format", "json").stdout)
    assert run("correct", "take", str(log)).stdout == "0 of 1 entries were new.\n"
    assert json.loads(log.read_text())[0]["action"] == "edit"
    log.write_text("{}")
    assert isinstance(run("correct", "take", str(log)).exception, WrongCorrection)


@pytest.mark.parametrize(
    ("words", "error", "line"),
    [
        (("edit", "EVENT", "type=WAR"), WrongCorrection, "type=WAR: no type of an event. There are: AGREE"),
        (("edit", "EVENT", "colour=red"), WrongCorrection, "colour: no field of an event"),
        (("reject", "e-none"), UnknownName, "no record has the id"),
        (("undo", "9"), UnknownName, "the log has no entry 9"),
        (("merge", "EVENT"), WrongCorrection, "two different records"),
        (("reject", ""), UnknownName, "no record has the id"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, crisis_folder, words, error, line):
    event = first(run, "events")
    done = run("correct", *(event if w == "EVENT" else w for w in words), "--reason", "x", "--author", "Ana")
    assert isinstance(done.exception, error | AmbiguousName)
    assert line in str(done.exception)
    assert "\n" not in str(done.exception)


def test_a_wrong_call_is_answered_by_the_command_line(run, crisis_folder):
    event = first(run, "events")
    assert run("correct", "edit", event, "planned", "--reason", "x").exit_code == 2
    assert run("correct", "reject", event).exit_code == 2
    assert isinstance(run("log", "--export", "gold").exception, WrongCorrection)


@pytest.mark.file
def test_the_error_is_one_line_on_standard_error(crisis_folder):
    done = subprocess.run(
        [sys.executable, "-m", "detente", "correct", "reject", "e-none", "--reason", "x"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("detente: no record has the id")


def test_the_gold_that_corrections_make_is_what_the_corrected_ledger_has(run, corrected, crisis, tmp_path):
    rid = crisis[0].report.id
    event, statement = (first(run, kind, report=rid) for kind in ("events", "statements"))
    position = first(run, "positions", report=rid)
    corrected("edit", event, "status=planned", "when=1962-11-01")
    corrected("edit", statement, "acts=promise")
    corrected("edit", position, "due=1962-11-01/1962-11-30", "status=met", "--report", rid)
    other = first(run, "events", report=crisis[3].report.id)
    corrected("reject", other)
    folder = tmp_path / "gold"
    done = run("log", "--export", "gold", "--to", str(folder))
    assert done.stdout.startswith("2 reports written to")
    gold = load_list(folder / f"{rid}.toml")
    assert report_of(gold, None).text == crisis[0].report.text
    with open_ledger() as ledger:
        reading = ledger.reading(rid)
        assert {type(line) for line in gold.lines} == {StatementLine, EventLine, PositionLine}
        assert [lacks(reading, line, Names(reading.actors)) for line in gold.lines] == [None] * 3
        assert [lacks(crisis[0], line, Names(crisis[0].actors)) for line in gold.lines] != [None] * 3
        (never,) = load_list(folder / f"{crisis[3].report.id}.toml").lines
        assert isinstance(never, NeverLine)
        assert list(told_as_fact(ledger.reading(crisis[3].report.id), never)) == []
        assert len(list(told_as_fact(crisis[3], never))) == 1


def test_the_training_lines_that_corrections_make_are_sentences_with_their_pair(run, tmp_path, tell):
    text = tmp_path / "day.txt"
    text.write_text("STRELSAU — Ruritania attacked Graustark on Monday.\n\nFrance condemned Germany.\n")
    run("read", str(text), "--published", "1962-10-23")
    with open_ledger() as ledger:
        events = [e.id for e in ledger.events(Filter(actor="Germany"))]
    assert events
    done = run("correct", "edit", events[0], "status=planned", "--reason", "x", "--author", "Ana")
    assert done.exit_code == 0, done.output
    out = tmp_path / "lines.tsv"
    assert run("log", "--export", "training", "--to", str(out)).stdout == f"1 sentence written to {out}\n"
    ((_, sentence),) = read_sentences(out)
    assert (sentence.type, sentence.status) == ("ACCUSE", "planned")
    assert sentence.source.of(sentence.text) == "France"
    assert sentence.target.of(sentence.text) == "Germany"
