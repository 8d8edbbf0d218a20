"""Own types: what is learned from twenty sentences, and how honestly its accuracy is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from detente.errors import TooFewExamples
from detente.ownbook.finding import Wanted, finds_in, holds_trigger
from detente.ownbook.folder import OwnType, Scheme, load_all
from detente.ownbook.learning import THRESHOLD, keep, kept, learn, learn_only, reasons_for_more
from detente.ownbook.meaning import meanings_of
from detente.ownbook.schemes import own_name
from detente.reading import read_report
from detente.records import make_report

FOLDER = Path(__file__).parent.parent.parent / "bench" / "codebook"
TYPES = {found.name: found for found in load_all(FOLDER) if isinstance(found, OwnType)}
SWAP = TYPES["hostage exchange"]

REPORT = """GENEVA — Peru and Ecuador swapped fourteen captured soldiers for a pilot on Friday at the river bridge.
The price of cocoa rose for a third week. Quito said it had fired at nobody."""


@pytest.mark.parametrize("name", TYPES)
def test_types_of_bench_are_learned_above_their_floor(name):
    # Cross-validated on sentences made to be hard; 0.65 to 0.85 when this was written.
    assert learn(TYPES[name]).f1.value >= 0.55


def test_a_swap_in_a_report_is_found_with_the_events_of_its_sentence():
    reading = read_report(make_report(REPORT, published_at="2024-05-03"))
    (find,) = finds_in(reading, [Wanted(SWAP, learn_only(SWAP))])
    assert find.text.startswith("Peru and Ecuador swapped")
    assert find.span.of(REPORT) == find.text
    assert {e.id for e in reading.events if find.span.contains(e.evidence.trigger)} == set(find.events)


def test_what_is_learned_is_the_same_again_and_in_any_order():
    turned = replace(SWAP, examples=SWAP.examples[::-1], counterexamples=SWAP.counterexamples[::-1])
    assert learn(turned).f1 == learn(SWAP).f1
    assert learn_only(SWAP) == learn_only(SWAP)


def test_a_sentence_has_its_score_whatever_its_company():
    learned = learn_only(SWAP)
    texts = [e.text for e in SWAP.examples[:4]]
    together = list(learned.scores(meanings_of(texts)))
    assert together == [score for text in texts for score in learned.scores(meanings_of([text]))]


def test_the_confusing_examples_are_those_told_wrongly_with_one_of_the_other_side():
    lesson = learn(SWAP)
    assert lesson.confusing
    for one in lesson.confusing:
        assert one.is_example == (one.score < THRESHOLD)
        other = SWAP.counterexamples if one.is_example else SWAP.examples
        assert one.like in {e.text for e in other}


def test_few_examples_are_refused_or_asked_to_be_more():
    few = replace(SWAP, examples=SWAP.examples[:4])
    with pytest.raises(TooFewExamples, match="4 examples, 5 are the fewest"):
        learn(few)
    lonely = replace(SWAP, examples=SWAP.examples[:6], counterexamples=())
    assert any("0 counterexamples" in reason for reason in reasons_for_more(learn(lonely)))


def test_what_was_learned_is_kept_until_the_examples_change(tmp_path):
    mine = replace(SWAP, path=tmp_path / "swap.toml")
    assert kept(mine) is None
    keep(mine, learn_only(mine))
    assert kept(mine) == learn_only(mine)
    assert kept(replace(mine, examples=mine.examples[1:])) is None


@pytest.mark.parametrize(
    ("triggers", "held"),
    [
        ((), True),
        (("swap",), True),
        (("for a pilot",), True),
        (("pilot's", "wap"), False),
        (("captured soldier",), True),
    ],
)
def test_a_trigger_is_held_in_any_of_its_forms(triggers, held):
    assert holds_trigger("Peru swapped captured soldiers for a pilot.", triggers) is held


def test_the_most_particular_line_of_a_scheme_names_an_event():
    reading = read_report(make_report("Israeli jets bombed Damascus on Monday.", published_at="2024-05-03"))
    (event,) = [e for e in reading.events if e.type == "ASSAULT"]
    lines = [("ASSAULT", "force"), (f"ASSAULT {event.mode}", "from the air"), (event.cameo[:3], "code")]
    named = [own_name(Scheme("s", "", Path(), tuple(lines[:n])), event) for n in range(4)]
    assert named == [None, "force", "from the air" if event.mode else "force", "code"]
