"""`detente evaluate` as a person meets it: tables, JSON, Markdown, the page of errors, two versions."""

import json
import re

import pytest
from click.testing import CliRunner

from detente.cli import cli

GOLD = (
    "ACCUSE\toccurred\t[Norway] condemned {Chad}.\n"
    "AID\toccurred\t[Norway] condemned {Mali} & <b>sent</b> it a stern letter.\n"
)


@pytest.fixture
def evaluate(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gold.tsv").write_text(GOLD, encoding="utf-8")

    def run(*arguments, columns="120"):
        return CliRunner().invoke(cli, ["evaluate", *arguments], env={"COLUMNS": columns})

    return run


def test_the_tables_name_the_gold_and_give_every_figure_its_interval(evaluate) -> None:
    printed = evaluate("gold.tsv").output
    assert printed.startswith("pairs gold of gold.tsv, read by detente ")
    assert re.search(r"class +accuracy +0\.500 +0\.000 – 1\.000 +2", printed)
    for title in ("Classes of class", "Confusion of class", "Calibration of class"):
        assert title in printed


def test_no_number_is_cut_off_in_a_narrow_terminal(evaluate, tmp_path) -> None:
    types = (
        "ACCUSE",
        "AGREE",
        "AID",
        "ASSAULT",
        "COERCE",
        "CONCEDE",
        "CONSULT",
        "COOPERATE",
        "MOBILIZE",
        "PROTEST",
    )
    lines = (f"{type_}\toccurred\t[Norway] condemned {{Chad}}.\n" for type_ in types)
    (tmp_path / "many.tsv").write_text("".join(lines), encoding="utf-8")
    printed = evaluate("many.tsv", columns="60").output
    assert "…" not in printed
    assert "Confusions of class" in printed


def test_json_holds_the_same(evaluate) -> None:
    told = json.loads(evaluate("gold.tsv", "--format", "json").output)
    (accuracy,) = [f for f in told["scores"][0]["figures"] if f["name"] == "accuracy"]
    assert accuracy["value"] == 0.5
    assert told["gold"] == ["gold.tsv"]


def test_markdown_has_a_table_each(evaluate) -> None:
    printed = evaluate("gold.tsv", "--format", "md").output
    assert "## Figures" in printed
    assert "| class | accuracy | 0.500 |" in printed


def test_the_page_of_errors_stands_alone_and_shows_text_as_text(evaluate, tmp_path) -> None:
    assert evaluate("gold.tsv", "--page", "errors.html").exit_code == 0
    page = (tmp_path / "errors.html").read_text(encoding="utf-8")
    assert "AID told as ACCUSE" in page
    assert "&lt;b&gt;sent&lt;/b&gt;" in page
    assert "<b>" not in page
    assert not re.search(r"<script|<link|src=|https?:", page)


def test_every_section_of_the_page_has_a_link_that_shows_it_alone(evaluate, tmp_path) -> None:
    evaluate("gold.tsv", "--page", "errors.html")
    page = (tmp_path / "errors.html").read_text(encoding="utf-8")
    anchors = re.findall(r'<section (?:class="group" )?id="([^"]+)"', page)
    assert anchors
    assert set(re.findall(r'href="#([^"]+)"', page)) == {"all", *anchors}


def test_a_version_is_compared_with_the_one_saved(evaluate) -> None:
    evaluate("gold.tsv", "--save", "before.jsonl")
    assert "…" not in evaluate("gold.tsv", "--against", "before.jsonl", columns="80").output
    printed = evaluate("gold.tsv", "--against", "before.jsonl", columns="160").output
    assert "Against the other version" in printed
    assert re.search(r"class +macro-F1 +0\.\d+ +0\.\d+ +\+0\.000", printed)


def test_the_same_gold_gives_the_same_bytes(evaluate, tmp_path) -> None:
    for name in ("one", "two"):
        evaluate("gold.tsv", "--page", f"{name}.html", "--save", f"{name}.jsonl")
    for ending in ("html", "jsonl"):
        assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


def test_a_file_that_is_no_gold_ends_with_one_line(evaluate, tmp_path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all,\n", encoding="utf-8")
    result = evaluate("letter.txt")
    assert result.exit_code == 1
    assert "no gold that detente knows" in str(result.exception)
