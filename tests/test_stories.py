"""Copies of a report are one story; two reports of one event are two."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import make_report
from detente.stories import copies_among, grouped, packed, sketch_of, unpacked
from detente.views.brief import brief, markdown

SAMPLES = Path(__file__).parent.parent / "samples"

WIRE = (SAMPLES / "1962-10-27-turkey-offer.txt").read_text(encoding="utf-8")
OTHER = (SAMPLES / "1962-10-28-khrushchev-agrees.txt").read_text(encoding="utf-8")


def same(a: str, b: str) -> bool:
    return list(copies_among({"a": sketch_of(a), "b": sketch_of(b)})) == [("a", "b")]


def test_a_print_with_another_headline_and_a_cut_tail_is_the_same_story():
    assert same(WIRE, "LATE EDITION\n\n" + WIRE[WIRE.index("\n") : int(0.6 * len(WIRE))])


def test_other_marks_and_other_words_here_and_there_make_no_other_story():
    spun = WIRE.replace("said", "stated").replace("missiles", "rockets").replace("“", '"').replace("”", '"')
    assert same(WIRE, spun)


def test_two_reports_of_one_crisis_are_two_stories():
    assert not same(WIRE, OTHER)


def test_what_two_reports_quote_from_one_speech_makes_neither_a_copy():
    speech = " ".join(f"“We shall keep promise number {n} to the people of this island.”" for n in range(40))
    one = " ".join(f"Our correspondent in the harbour counted vessel {n} at noon." for n in range(8))
    other = " ".join(f"At the ministry clerk {n} would not answer any question." for n in range(8))
    assert not same(f"{one}\n\n{speech}", f"{other}\n\n{speech}")


def test_scraps_of_a_few_words_are_not_compared():
    assert not same("Talks go on.", "Talks go on.")


@given(st.permutations([("b", "c"), ("a", "b"), ("d", "e"), ("e", "f"), ("c", "g")]))
def test_stories_do_not_depend_on_the_order_in_which_copies_are_found(pairs):
    assert grouped(pairs) == {"a": ("a", "b", "c", "g"), "d": ("d", "e", "f")}


@given(st.text())
def test_any_text_has_a_sketch_that_can_be_kept(text):
    sketch = sketch_of(text)
    assert unpacked(packed(sketch.runs)) == sketch.runs


@pytest.fixture(scope="module")
def readings():
    reports = [
        make_report(WIRE, id="r-wire", publisher="The Agency", published_at="1962-10-27"),
        make_report("MORNING POST: " + WIRE[: int(0.8 * len(WIRE))], id="r-post", published_at="1962-10-28"),
        make_report(OTHER, id="r-other", published_at="1962-10-28"),
    ]
    return list(read_reports(reports))


def test_the_ledger_says_which_reports_are_copies(readings, tmp_path):
    with open_ledger(tmp_path / "crisis.db", create=True) as ledger:
        for reading in readings:
            ledger.add(reading)
        assert ledger.report("r-wire").story == ledger.report("r-post").story == "r-post"
        assert ledger.report("r-other").story is None
        assert ledger.copies("r-wire") == ("r-post",)
        assert (ledger.counts().reports, ledger.counts().stories) == (3, 2)


def test_a_copy_that_is_forgotten_leaves_no_story(readings, tmp_path):
    with open_ledger(tmp_path / "crisis.db", create=True) as ledger:
        for reading in readings:
            ledger.add(reading)
        ledger.remove("r-post")
        assert ledger.report("r-wire").story is None


def test_the_brief_says_how_many_stories_stand_behind_a_line(readings, tmp_path):
    with open_ledger(tmp_path / "crisis.db", create=True) as ledger:
        for reading in readings:
            ledger.add(reading)
        told = markdown(brief(ledger))
    assert told.startswith("# Brief: 3 reports in 2 stories")
    assert "(1 story)" in told
