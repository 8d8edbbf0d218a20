"""The brief: what it holds, that it stands on records, that nothing of a report is markup in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from detente.ledger import Ledger, open_ledger
from detente.reading import read_reports
from detente.records import make_report
from detente.views.brief import brief, html, markdown, terminal
from detente.views.brief_docx import as_docx

REPORTS = [
    make_report(
        "Turkey demanded on Monday that Greece withdraw its garrison from the islet.\n\n"
        "Greece promised to publish its maps of the islet by Friday.",
        id="r-1", title="Turkey presses Greece", publisher="Own Wire", published_at="2024-05-14",
    ),
    make_report(
        "Greece flatly rejected Turkey's demand that it withdraw its garrison from the islet.\n\n"
        "Around 4,000 Greek soldiers are on the islet. Turkey threatened to close the strait if the garrison stayed.",
        id="r-2", title="Greece says no", publisher="Own Wire", published_at="2024-05-15",
    ),
    make_report(
        "Turkey accused Greece of shelling a fishing boat. Greece denied shelling the boat.",
        id="r-3", title="A boat *and* a [link](http://x)", publisher="<b>Courier</b>", published_at="2024-05-20",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with open_ledger(tmp_path_factory.mktemp("brief") / "brief.db", create=True) as ledger:
        for reading in read_reports(REPORTS):
            ledger.add(reading)
        yield ledger


def test_the_brief_reads_as_it_did(ledger: Ledger, snapshot: SnapshotAssertion):
    assert markdown(brief(ledger)) == snapshot


def test_a_refused_demand_is_told_as_rejected(ledger: Ledger):
    assert "— rejected 2024-05-15" in markdown(brief(ledger))


def test_a_promise_that_nobody_kept_is_told_as_lapsed(ledger: Ledger):
    assert "— lapsed 2024-05-17" in markdown(brief(ledger))


def test_a_denied_claim_is_told_as_disputed(ledger: Ledger):
    (disputed,) = [s for s in brief(ledger).sections if s.title == "Disputed"]
    assert "shelling a fishing boat" in disputed.lines[0].text


def test_the_brief_begins_with_how_the_latest_question_was_answered(ledger: Ledger):
    first = brief(ledger).sections[0]
    assert first.title == "At a glance"
    (answered,) = [line.text for line in first.lines if line.text.startswith("Answered: ")]
    assert answered.endswith("— lapsed 2024-05-17")


def test_every_line_names_a_record_that_the_ledger_holds(ledger: Ledger):
    found = brief(ledger)
    lines = [line for s in found.sections for line in (*s.lines, *(x for p in s.parts for x in p.lines))]
    assert lines
    for line in lines:
        ledger.record(line.record)


def test_what_stands_in_quotation_marks_stands_in_a_report(ledger: Ledger):
    texts = " ".join(r.text for r in REPORTS)
    for words in re.findall(r"“([^”]*)”", markdown(brief(ledger))):
        for part in words.replace("\\", "").split(" … "):
            assert part.removesuffix(" …") in texts


def test_markup_in_a_title_is_text(ledger: Ledger):
    printed = markdown(brief(ledger))
    assert "[link](http" not in printed
    assert "<b>" not in printed


def test_the_terminal_shows_the_words_and_no_markup_of_theirs(ledger: Ledger):
    console = Console(width=100, record=True, file=open(Path("/dev/null"), "w"))  # noqa: SIM115
    console.print(terminal(brief(ledger)))
    printed = console.export_text()
    assert "[link](http://x)" in printed
    assert "Where each side stands" in printed


def test_a_long_part_is_cut_and_says_how_to_see_the_rest(ledger: Ledger):
    found = brief(ledger, limit=1)
    (involved,) = [s for s in found.sections if s.title == "Who is involved"]
    assert len(involved.lines) == 1
    assert involved.more > 0
    assert involved.command == "detente actors"


def test_what_changed_since_a_day_stands_first(ledger: Ledger):
    first = brief(ledger, since="2024-05-15").sections[0]
    assert first.title == "What changed since 2024-05-15"
    told = {part.title: [line.text for line in part.lines] for part in first.parts}
    assert any("shelling a fishing boat" in text for text in told["New"])
    assert not any("publish its maps" in text for text in told["New"])
    assert any("publish its maps" in text and "lapsed" in text for text in told["Answered, met or lapsed"])


def test_the_day_counts_in_every_form(ledger: Ledger):
    found = brief(ledger, since="2024-05-15")
    console = Console(width=100, record=True, file=open(Path("/dev/null"), "w"))  # noqa: SIM115
    console.print(terminal(found))
    for printed in (markdown(found).replace("\\", ""), html(found), console.export_text()):
        assert "What changed since 2024-05-15" in printed


def test_positions_can_stand_by_pairs_of_sides(ledger: Ledger):
    (pairs,) = [s for s in brief(ledger, by=("dyad",)).sections if s.title == "Between two sides"]
    assert pairs.parts[0].title == "Greece – Turkey"
    assert any("withdraw its garrison" in line.text for line in pairs.parts[0].lines)


def test_a_red_line_is_told_with_what_would_follow(ledger: Ledger):
    (lines,) = [s for s in brief(ledger).sections if s.title == "Red lines"]
    assert "if “the garrison stayed” → “close the strait”" in lines.lines[0].text


def test_the_page_takes_nothing_of_a_report_for_markup(ledger: Ledger):
    page = html(brief(ledger))
    assert "<b>Courier" not in page
    assert "&lt;b&gt;Courier&lt;/b&gt;" in page
    assert "<script" not in page


def test_the_word_document_holds_every_line_with_its_record(ledger: Ledger):
    found = brief(ledger)
    document = Document(io.BytesIO(as_docx(found)))
    texts = [p.text for p in document.paragraphs]
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert {s.title for s in found.sections} <= set(headings)
    for line in (line for section in found.sections for line in section.lines):
        assert any(text.startswith(line.text) and text.endswith(line.record) for text in texts)
    assert "[3] A boat *and* a [link](http://x), <b>Courier</b>, 2024-05-20, r-3" in texts


def test_the_word_document_is_the_same_bytes_and_takes_any_characters(tmp_path: Path):
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        text = "Turkey accused Greece of shelling a boat \x0b\uffff with 3 guns."
        ledger.add(next(iter(read_reports([make_report(text, title="\x00\ufffe\u202e")]))))
        assert as_docx(brief(ledger)) == as_docx(brief(ledger))
