"""`detente codebook`: from a new type to its finds, as an analyst does it."""

import json
import re
from pathlib import Path

import pytest

from detente.cli.codebook import command

COMMANDS_MD = Path(__file__).parent.parent.parent / "docs" / "commands.md"
BENCH = Path(__file__).parent.parent.parent / "bench" / "codebook"


@pytest.fixture
def reports(tmp_path):
    (tmp_path / "day.txt").write_text(
        "Peru and Ecuador swapped fourteen captured soldiers for a pilot on Friday.\n\nCocoa rose again.\n"
    )
    return tmp_path


def test_a_type_is_made_given_examples_tried_learned_and_found(run, reports):
    assert run("codebook", "new", "swap", "--definition", "Captives for captives.").exit_code == 0
    assert run("read", "day.txt", "--published", "2024-05-03").exit_code == 0
    source = (BENCH / "hostage-exchange.toml").read_text()
    Path("codebook/swap.toml").write_text(source.replace('"hostage exchange"', '"swap"'))
    assert "not learned" in run("codebook", "list").stdout
    told = run("codebook", "learn", "swap").stdout
    assert "F1" in told
    assert "Told wrongly:" in told
    assert "More examples would" in told
    (found,) = json.loads(run("codebook", "find", "--format", "json").stdout)
    assert (found["kind"], found["type"]) == ("own", "swap")
    assert found["text"].startswith("Peru and Ecuador swapped")
    events = json.loads(run("events", "--own", "swap", "--format", "json").stdout)
    assert [event["id"] for event in events] == found["events"]


def test_a_find_is_turned_into_an_example(run, reports):
    run("read", "day.txt", "--published", "2024-05-03")
    run("codebook", "new", "swap")
    Path("codebook/swap.toml").write_text('name = "swap"\ntriggers = ["swap"]\n')
    (row,) = run("codebook", "try", "swap", "--format", "csv").stdout.splitlines()[1:]
    place = row.split(",")[0]
    assert run("codebook", "add", "swap", place).exit_code == 0
    written = Path("codebook/swap.toml").read_text()
    assert (
        f'"Peru and Ecuador swapped fourteen captured soldiers for a pilot on Friday.",  # {place}' in written
    )


def test_the_folder_is_that_of_the_option_else_of_the_environment(run, monkeypatch, tmp_path):
    monkeypatch.setenv("DETENTE_CODEBOOK", str(tmp_path / "ours"))
    run("codebook", "new", "one")
    run("codebook", "new", "two", "--codebook", "mine")
    assert [p.name for p in (tmp_path / "ours").iterdir()] == ["one.toml"]
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["two.toml"]


def test_files_are_tried_without_a_ledger(run, reports):
    run("codebook", "new", "swap")
    Path("codebook/swap.toml").write_text((BENCH / "hostage-exchange.toml").read_text())
    assert "Peru and Ecuador" in run("codebook", "try", "swap", "day.txt").stdout


def test_a_scheme_names_events_in_a_column_of_its_own(run, crisis_folder):
    Path("codebook").mkdir()
    Path("codebook/mine.toml").write_text('name = "mine"\n[map]\nMOBILIZE = "force"\nCONSULT = "talk"\n')
    rows = run("codebook", "map", "mine", "--format", "csv").stdout.splitlines()
    assert rows[0].startswith("id,own,day,source,type")
    events = json.loads(run("codebook", "map", "mine", "--format", "json").stdout)
    plain = json.loads(run("events", "--format", "json").stdout)
    assert [{k: v for k, v in e.items() if k != "own"} for e in events] == plain
    names = {"MOBILIZE": "force", "CONSULT": "talk"}
    assert [e["own"] for e in events] == [names.get(e["type"]) for e in plain]


@pytest.mark.parametrize("name", command.commands)
def test_every_subcommand_has_help_with_an_example_and_stands_in_the_documents(run, name):
    assert re.search(rf"Examples?:\s+detente codebook {name} ?", run("codebook", name, "--help").stdout)
    assert f"\n### detente codebook {name}\n" in COMMANDS_MD.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("learn", "nothing"), 'Make it: detente codebook new "nothing"'),
        (("learn", "empty"), "0 examples, 5 are the fewest to learn from"),
        (("find", "empty"), "not learned as it is now"),
        (("find",), "no type is learned"),
        (("map", "empty"), "a scheme has a [map] table"),
        (("new", "empty"), "there already"),
        (("add", "empty", "{A [met] B."), "one [source] and one {target} at most"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(run, arguments, told):
    if arguments[1:] != ("nothing",):
        run("codebook", "new", "empty")
    failed = run("codebook", *arguments)
    assert failed.exit_code == 1
    assert told in str(failed.exception)
