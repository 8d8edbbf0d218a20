"""Renderings of one utterance come together, whoever prints them; what only looks alike stays apart."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.records import Span
from detente.utterances import Rendering, likeness, utterances_of

GOLD = Path(__file__).parent / "gold" / "utterances.tsv"
# F1 less what one pair in thirty told otherwise would cost; bench/utterances.py prints it.
FLOORS = {"held": 0.86, "fresh": 0.63}


def said(text, *, report="r-1", story=None, day="1962-10-25", form="direct", speaker="a-zorin", **more):
    fields = {
        "statement": f"s-{report}-{len(text)}", "report": report, "story": story or report, "day": day, "speaker": speaker,
        "side": "SUN", "form": form, "denied": False, "text": text, "quoted": (text,) if form == "direct" else (),
        "spans": (Span(0, len(text)),), "publisher": None,
    }  # fmt: skip
    return Rendering(**(fields | more))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("We will not accept inspectors on our soil", "his country would not accept inspectors on its soil", True),
        ("The grain will be delivered by March", "deliveries of wheat would arrive by March", True),
        ("We will not accept inspectors on our soil", "We will accept inspectors on our soil", False),
        ("Twelve ships have turned back since Wednesday", "12 vessels had turned back since Wednesday", True),
        ("Twelve ships have turned back since Wednesday", "Twenty ships have turned back since Wednesday", False),
        ("The border opens on Monday", "The border closes on Monday", False),
        ("The bases in the east are open and those in the west closed",
         "The bases in the west are open and those in the east closed", False),
        ("The talks were useful", "The harvest was late", False),
    ],
)  # fmt: skip
def test_other_words_may_say_the_same_and_like_words_something_else(one, other, same):
    assert (likeness(one, other) >= 0.5) is same
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize("half", FLOORS)
def test_held_out_pairs_are_told_as_well_as_before(half):
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["half"] == half]
    told = [likeness(row["one"], row["other"]) >= 0.5 for row in rows]
    real = [row["label"] != "different" for row in rows]
    hit = sum(t and r for t, r in zip(told, real, strict=True))
    assert 2 * hit / (sum(told) + sum(real)) >= FLOORS[half]


HELL = "I am prepared to wait for my answer until hell freezes over"
RENDERINGS = (
    said(f"{HELL}, if that is your decision", report="r-1", day="1962-10-26"),
    said(HELL, report="r-2"),
    said("he was prepared to wait for the answer until hell froze over", report="r-3", form="indirect"),
    said("The photographs are forged, and you know it", report="r-2"),
    said("the photographs were forgeries", report="r-3", form="indirect"),
    said("Work on the sites will stop tomorrow", report="r-4", day="1962-10-27"),
    said("Work on the sites will stop tomorrow", report="r-5", day="1962-12-27"),
)


@settings(max_examples=50, deadline=None)
@given(st.permutations(RENDERINGS))
def test_the_order_of_reading_does_not_matter(shuffled):
    assert utterances_of(shuffled) == utterances_of(RENDERINGS)


def test_said_again_two_months_later_is_another_utterance():
    assert [len(u.told) for u in utterances_of(RENDERINGS[-2:])] == [1, 1]


def test_the_best_wording_is_a_quotation_that_most_stories_have_not_most_copies():
    found = utterances_of(
        [
            said("The ships will sail on Friday, come what may", report="r-1"),
            said("The ships will sail on Friday, come what may", report="r-2"),
            *(
                said("The ships sail on Friday, come what may", report=f"r-{n}", story="r-3")
                for n in (3, 4, 5)
            ),
            said("the ships would sail on Friday", report="r-6", form="indirect", day="1962-10-24"),
        ]
    )
    (u,) = found
    assert u.best.text == "The ships will sail on Friday, come what may"
    assert u.reasons == ("a direct quotation", "in 2 of 4 independent stories")
    assert u.stories == 4


def test_a_document_of_the_speakers_own_side_comes_first():
    report = said("We regard this as an act of war", report="r-1")
    document = said(
        "We regard this as an act of open war", report="r-2", publisher="Foreign Ministry press service"
    )
    (u,) = utterances_of([report, document])
    assert u.best == document
    assert u.reasons[0] == "in a document of the speaker's own side"


def test_other_words_inside_quotation_marks_are_warned_of():
    (u,) = utterances_of(
        [
            said("We will bury every missile on our soil by the first of May"),
            said("We will bury every missile on our land by the first of May", report="r-2"),
        ]
    )
    (warning,) = u.warnings
    assert {warning.words, warning.other_words} == {"soil", "land"}


def test_a_quotation_that_is_cut_or_spelt_otherwise_is_no_other_wording():
    (u,) = utterances_of(
        [
            said("We will pay 30 percent of the defence costs, and not one dollar more"),
            said("we will pay 30 per cent of the defense costs", report="r-2"),
        ]
    )
    assert u.warnings == ()
