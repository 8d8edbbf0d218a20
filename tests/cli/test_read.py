"""`detente read` can be repeated, names what it skips, and resumes."""

import json

import pytest

from detente.ledger import open_ledger

TALKS = """STRELSAU — Graustark's foreign minister, Anna Calhoun, met the Ruritanian ambassador on Monday.

Calhoun said that Ruritania must withdraw its troops from the bridge. Ruritania rejected the demand.
"""


@pytest.fixture
def reports(run, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "talks.txt").write_text(TALKS)
    lines = [
        {
            "id": "one",
            "text": "The Graustark government promised an answer next week.",
            "published_at": "2021-03-05",
        },
        {
            "id": "two",
            "text": "About 300 soldiers were near the bridge, officials said.",
            "title": "Soldiers",
        },
    ]
    (folder / "wire.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def test_reading_says_what_it_did_and_where(run, reports):
    result = run("read", "reports", "--published", "2021-03-01", "--publisher", "The Courier")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "3 reports read; ledger detente.db\n"
    with open_ledger("detente.db") as ledger:
        assert next((r.published_at, r.publisher) for r in ledger.reports()) == ("2021-03-01", "The Courier")
        assert ledger.paths("one") == ("reports/wire.jsonl",)


def test_reading_again_changes_nothing(run, reports):
    run("read", "reports")
    with open_ledger("detente.db") as ledger:
        before = list(ledger.dump())
    result = run("read", "reports")
    assert result.stdout == "0 reports read, 3 already held; ledger detente.db\n"
    with open_ledger("detente.db") as ledger:
        assert list(ledger.dump()) == before


def test_what_cannot_be_read_is_named_and_the_others_are_read(run, reports, tmp_path):
    (reports / "broken.jsonl").write_text('{"text": "The minister left."}\n{"text": "The\n')
    (reports / "picture.png").write_bytes(b"\x89PNG")
    (reports / "empty.txt").write_text("")
    result = run("read", "reports", "nowhere.txt")
    assert result.exit_code == 1
    assert "4 reports read, 4 skipped (" in result.stdout
    lines = result.stderr.splitlines()
    assert len(lines) == 4
    for name in ("reports/broken.jsonl", "reports/picture.png", "reports/empty.txt", "nowhere.txt"):
        assert sum(line.startswith(f"detente: {name}") for line in lines) == 1
    assert "4 skipped:" in run("status").stdout


def test_a_mended_file_is_no_longer_listed_as_skipped(run, reports):
    (reports / "late.jsonl").write_text('{"text": "The min\n')
    assert run("read", "reports").exit_code == 1
    assert run("read", "reports").exit_code == 1
    assert run("status").stdout.count("late.jsonl") == 1
    (reports / "late.jsonl").write_text('{"text": "The minister left."}\n')
    assert run("read", "reports").exit_code == 0
    assert "skipped" not in run("status").stdout


def test_a_changed_report_takes_the_place_of_the_old_one(run, reports):
    run("read", "reports")
    (reports / "wire.jsonl").write_text('{"id": "one", "text": "Graustark said nothing."}\n')
    assert run("read", "reports").stdout.startswith("1 report read, 1 already held;")
    with open_ledger("detente.db") as ledger:
        assert ledger.report("one").text == "Graustark said nothing."


def test_a_date_given_later_does_not_make_a_second_report(run, tmp_path):
    (tmp_path / "talks.txt").write_text(TALKS)
    assert run("read", "talks.txt").stdout.startswith("1 report read")
    assert run("read", "talks.txt", "--published", "2021-03-01").stdout.startswith("1 report read")
    with open_ledger("detente.db") as ledger:
        assert [report.published_at for report in ledger.reports()] == ["2021-03-01"]


def test_one_text_printed_on_two_days_is_two_reports(run, tmp_path):
    lines = ({"text": "The minister left.", "published_at": day} for day in ("2021-03-01", "2021-03-02"))
    (tmp_path / "wire.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    for said in ("2 reports read;", "0 reports read, 2 already held;"):
        assert run("read", "wire.jsonl").stdout.startswith(said)


def test_the_same_report_in_two_files_is_one_report_with_two_paths(run, tmp_path):
    (tmp_path / "a.txt").write_text(TALKS)
    (tmp_path / "b.txt").write_text(TALKS)
    assert run("read", "a.txt", "b.txt").stdout == "1 report read; ledger detente.db\n"
    with open_ledger("detente.db") as ledger:
        (report,) = ledger.reports()
        assert ledger.paths(report.id) == ("a.txt", "b.txt")


def test_two_reports_of_one_id_are_not_taken_for_one(run, tmp_path):
    lines = ({"id": "same", "text": text} for text in ("The minister left.", "The minister came."))
    (tmp_path / "wire.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    for _ in range(2):
        result = run("read", "wire.jsonl")
        assert "wire.jsonl, report same: another report of this run has the same id" in result.stderr
        with open_ledger("detente.db") as ledger:
            assert ledger.report("same").text == "The minister left."


def test_reports_may_come_from_a_pipe(run):
    result = run("read", "-", input=json.dumps({"text": "The minister left."}) + "\n")
    assert result.stdout == "1 report read; ledger detente.db\n"


def test_the_ledger_may_be_elsewhere(run, reports, tmp_path, monkeypatch):
    run("read", "reports", "--ledger", "other.db")
    assert not (tmp_path / "detente.db").exists()
    assert "other.db: 3 reports" in run("status", "--ledger", "other.db").stdout
    monkeypatch.setenv("DETENTE_LEDGER", "other.db")
    assert "other.db: 3 reports" in run("status").stdout


def test_the_ledger_among_the_reports_is_not_taken_for_one(run, reports):
    run("read", "reports", "--ledger", "reports/detente.db")
    result = run("read", "reports", "--ledger", "reports/detente.db")
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_status_says_from_where_reports_came_and_why_others_did_not(run, reports, tmp_path):
    (tmp_path / "many.jsonl").write_text('{"text": \n' * 60)
    run("read", "reports", "many.jsonl")
    said = run("status").stdout
    assert "read from:\n  .jsonl  2 reports in 1 file\n  .txt    1 report in 1 file\n" in said
    assert "60 skipped: 60 not JSON\n" in said
    assert said.endswith("  … and 10 more (--all lists them)\n")
    assert run("status", "--all").stdout.count("many.jsonl, line") == 60
    found = json.loads(run("status", "--format", "json").stdout)
    assert (found["counts"]["reports"], found["origins"][0]["files"], len(found["skipped"])) == (3, 1, 60)
    assert found["skipped"][0]["reason"].startswith("not JSON")
