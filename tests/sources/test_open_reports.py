"""Any mix of files in, reports out; what is broken is skipped with a line, and never stops the others."""

import json
import os
from pathlib import Path

import pytest

from detente.records import Report
from detente.sources import LONGEST_REPORT, ReportDefaults, Skipped, open_reports
from detente.sources.jsonl import LONGEST_LINE

TEXT = "Minister Anna Hale met envoy Karl Brandt in Vienna on Monday. Hale demanded an answer."


def read(*paths: Path, **defaults: str) -> tuple[list[Report], list[str]]:
    found = list(open_reports(paths, ReportDefaults(**defaults)))
    reports = [f for f in found if isinstance(f, Report)]
    return reports, [str(f) for f in found if isinstance(f, Skipped)]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "zz_good.txt"
    path.write_text(TEXT)
    return path


def test_a_text_is_kept_character_for_character(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffTalks  open\r\n\r\nGENEVA — “Caf\u00e9” talks opened,\ta day late.\r\n".encode())
    [report], _ = read(path)
    assert report.text == "Talks  open\n\nGENEVA — “Café” talks opened,\ta day late.\n"
    assert (report.title, report.dateline, report.published_at) == ("Talks  open", "GENEVA", None)


def test_a_first_paragraph_is_no_headline(good: Path) -> None:
    good.write_text("The envoys met in Vienna.\n\nThey will meet again.")
    assert read(good)[0][0].title is None


@pytest.mark.parametrize(
    ("name", "raw", "line"),
    [
        ("a.txt", b"", "holds no text"),
        ("a.txt", b" \n\t\n", "holds no text"),
        ("a.txt", "\u200b\u2060\ufeff".encode(), "holds no text"),
        ("a.txt", b"ab\x00cd", "not text but binary data"),
        ("a.txt", b"%PDF-1.7", "not text but a PDF"),
        ("a.txt", b"word " * (LONGEST_REPORT // 5 + 1), "characters, more than the 500,000"),
        ("a.txt", b"word " * LONGEST_REPORT, "larger than 2 MB"),
        ("a.html", b"", "nothing in it is HTML"),
        ("a.html", b"<html><body>" + b"<div>" * 200_000, "no article found"),
        ("a.html", b"<html><body><article>" + b"<p>a b</p>" * 60_000, "more than 50,000 elements"),
        ("a.html", b"<html lang=de><body><p>" + TEXT.encode() * 9, "its language is 'de'"),
        ("a.odt", b"PK\x03\x04", "no kind of file that detente reads"),
        ("a.jsonl", "{}".encode("utf-16"), "UTF-16, and JSON lines are UTF-8"),
    ],
)
def test_a_bad_file_is_one_line_and_the_others_are_read(
    good: Path, tmp_path: Path, name: str, raw: bytes, line: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    reports, skipped = read(tmp_path)
    assert [r.text for r in reports] == [TEXT]
    assert len(skipped) == 1
    assert skipped[0].startswith(f"{tmp_path / name}: ")
    assert line in skipped[0]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b'{"text": "cut off', "not JSON (unterminated string at column 10)"),
        (b"[1, 2]", "not a report (expected object, got array)"),
        (b'{"title": "no text"}', "not a report (no `text`)"),
        (b'{"text": 5}', "not a report (`text`: expected str, got int)"),
        (b'{"text": "bad \xff byte"}', "not UTF-8 (byte 15 of the line)"),
        (b'{"text": "half \\ud800 of one"}', r"half a character (\ud800)"),
        (b'{"text": "A b.", "id": "\\udfff"}', r"half a character (\udfff)"),
        (b'{"text": "A b.", "published_at": "yesterday"}', "published_at is no date ('yesterday')"),
        (b'{"text": "A b.", "language": "fr"}', "its language is 'fr'"),
        (b'{"text": ""}', "holds no text"),
        (b"[" * 100_000, "not a report"),
        (b'{"x": ' + b"[" * 100_000, "not"),
    ],
)
def test_a_broken_line_names_its_place_and_the_lines_around_it_are_read(
    tmp_path: Path, raw: bytes, line: str
) -> None:
    whole = json.dumps({"id": "r1", "text": TEXT}).encode()
    path = tmp_path / "day3.jsonl"
    path.write_bytes(b"\n".join([whole, b"", raw, whole.replace(b"r1", b"r2")]))
    reports, skipped = read(path)
    assert [r.id for r in reports] == ["r1", "r2"]
    assert len(skipped) == 1
    assert skipped[0].startswith(f"{path}, line 3: ")
    assert line in skipped[0]


def test_a_line_of_fifty_megabytes_is_passed_over_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    whole = json.dumps({"text": TEXT}).encode() + b"\n"
    path.write_bytes(whole + b'{"text": "' + b"x" * 50_000_000 + b'"}\n' + whole)
    reports, skipped = read(path)
    assert len(reports) == 2
    assert skipped == [f"{path}, line 2: longer than {LONGEST_LINE // 1024**2} MB. The line was skipped."]


def test_what_detente_itself_writes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    report = {"kind": "report", "id": "r1", "schema": "1", "text": TEXT, "n_chars": len(TEXT), "story": None}
    path.write_text(json.dumps(report) + "\n" + json.dumps({"kind": "actor", "id": "a-1", "name": "Hale"}))
    reports, skipped = read(path)
    assert ([r.id for r in reports], skipped) == (["r1"], [])


def test_facts_come_from_the_side_car_then_the_file_then_the_options(tmp_path: Path) -> None:
    page = (
        '<html><head><meta property="article:published_time" content="2021-05-05"></head><body><article><p>'
    )
    (tmp_path / "a.html").write_text(page + TEXT * 5)
    (tmp_path / "b.html").write_text(page + TEXT * 5)
    (tmp_path / "b.json").write_text('{"published_at": "2022-01-21", "publisher": "The Harbour Press"}')
    (tmp_path / "c.txt").write_text(TEXT)
    reports, skipped = read(tmp_path, published_at="2020-01-01", publisher="Wire")
    assert skipped == []
    assert [(r.published_at, r.publisher) for r in reports] == [
        ("2021-05-05", "Wire"), ("2022-01-21", "The Harbour Press"), ("2020-01-01", "Wire"),
    ]  # fmt: skip


def test_a_broken_side_car_does_not_lose_its_date_silently(good: Path) -> None:
    good.with_suffix(".json").write_text('{"published_at": "2022-')
    reports, skipped = read(good)
    assert reports == []
    assert "its side-car zz_good.json is broken" in skipped[0]


def test_a_folder_is_walked_in_order_without_hidden_files_or_links_out_of_it(tmp_path: Path) -> None:
    tree, outside = tmp_path / "tree", tmp_path / "outside.txt"
    outside.write_text(TEXT)
    for name in ("b.txt", "a.txt/inner.txt", ".hidden/x.txt", "c/d.md"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(name)
    (tree / "dangling.txt").symlink_to(tree / "nothing")
    (tree / "out.txt").symlink_to(outside)
    (tree / "loop").symlink_to(tree)
    os.mkfifo(tree / "pipe.txt")
    reports, skipped = read(tree)
    assert [r.text for r in reports] == ["a.txt/inner.txt", "b.txt", "c/d.md"]
    assert [s.split(": ")[1].split(",")[0].split(".")[0] for s in skipped] == [
        "a link that leads nowhere", "a link that leads out of the directory", "a pipe",
    ]  # fmt: skip


@pytest.mark.parametrize(("make", "line"), [(None, "no such file"), ("empty", "an empty directory")])
def test_a_path_that_holds_nothing_is_said(good: Path, tmp_path: Path, make: str | None, line: str) -> None:
    path = tmp_path / "nothing"
    if make:
        path.mkdir()
    reports, skipped = read(path, good)
    assert len(reports) == 1
    assert line in skipped[0]


def test_a_name_with_control_characters_reaches_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m\nb.xyz").write_text(TEXT)
    _, [line] = read(tmp_path)
    assert line.isprintable()


def test_the_same_text_has_the_same_id_wherever_it_lies(good: Path, tmp_path: Path) -> None:
    other = tmp_path / "copy.md"
    other.write_text(TEXT)
    assert read(good)[0] == read(other)[0]


GERMAN = (
    "Die Gesandten beider Länder trafen sich am Montag in Wien und vereinbarten weitere Gespräche über die Grenze. "
    "Der Außenminister verlangte eine Antwort bis Freitag und drohte mit neuen Sanktionen, falls sie ausbleibt. "
    "Am Abend reisten die Delegationen ab, ohne sich vor der Presse zu äußern, wie ein Sprecher des Ministeriums "
    "bestätigte. Beobachter rechnen damit, dass die Verhandlungen in der kommenden Woche fortgesetzt werden."
)


@pytest.mark.parametrize("text", [GERMAN, "Посланники встретились в понедельник в Вене."])
def test_a_text_that_is_not_english_is_skipped_whatever_its_maker_says(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.json").write_text('{"language": "en"}')
    reports, [line] = read(tmp_path)
    assert reports == []
    assert "its words are not English" in line


def test_names_and_quotations_of_another_language_do_not_make_a_report_foreign(tmp_path: Path) -> None:
    quoted = "“Kein Kommentar”, said Außenminister Jürgen Weiß of Österreich in Győr. "
    (tmp_path / "a.txt").write_text(quoted + TEXT * 4, encoding="utf-8")
    assert len(read(tmp_path)[0]) == 1
