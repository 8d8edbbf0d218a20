"""Issues: positions that share what they are about have one label, in the texts' own words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from detente.issues import with_issues
from detente.records import Actor, Position, PositionEvidence, PositionType, Span, Turn

AVALON = Actor("a-ava", "Avalon", (), "state", "AVA", "GOV")
BORELIA = Actor("a-bor", "Borelia", (), "state", "BOR", "GOV")
CORVIA = Actor("a-cor", "Corvia", (), "state", "COR", "GOV")
DELMAR = Actor("a-del", "Delmar", (), "state", "DEL", "GOV")
ACTORS = {a.id: a for a in (AVALON, BORELIA, CORVIA, DELMAR)}


def thread(
    n: int, kind: PositionType, holder: Actor, toward: Actor | None, words: str, day: str = "2024-03-01"
) -> Position:
    evidence = PositionEvidence(f"r-{n}", (Span(0, len(words)),), None, None)
    return Position(
        f"p-{n}", kind, holder.id, (toward.id,) if toward else (), None, words, None, None, None, "open", None,
        (Turn(day, "open", evidence),), (evidence,), day, day, 0.8,
    )  # fmt: skip


THREADS = [
    thread(1, "demand", AVALON, BORELIA, "an exchange of all prisoners"),
    thread(2, "offer", BORELIA, AVALON, "a prisoner exchange at the border"),
    thread(3, "refusal", AVALON, BORELIA, "a prisoner exchange without the Red Cross"),
    thread(4, "demand", AVALON, BORELIA, "the inspection of the reactor by monitors"),
    thread(5, "refusal", BORELIA, AVALON, "to let inspectors into the reactor"),
    thread(6, "claim", BORELIA, None, "nobody was told"),
]


def issues(threads: list[Position]) -> dict[str, str | None]:
    return {p.id: p.issue for p in with_issues(threads, ACTORS)}


def test_what_positions_are_about_is_named_in_their_own_words():
    found = issues(THREADS)
    assert found["p-2"] == found["p-1"] == found["p-3"] == "prisoner exchange"
    assert found["p-4"] == found["p-5"] != found["p-1"]


def test_a_position_about_which_nobody_else_says_anything_has_no_issue():
    assert issues(THREADS)["p-6"] is None


def test_an_answer_is_about_what_it_answers():
    refusal = replace(thread(7, "refusal", BORELIA, AVALON, "those demands"), answers="p-4")
    assert issues([*THREADS, refusal])["p-7"] == issues(THREADS)["p-4"]


def test_an_issue_that_somebody_gave_is_kept():
    given_by_hand = replace(THREADS[0], issue="the captives")
    assert issues([given_by_hand, *THREADS[1:]])["p-1"] == "the captives"


def test_sides_that_have_nothing_to_do_with_one_another_dispute_other_prisoners():
    elsewhere = [
        thread(8, "demand", CORVIA, DELMAR, "a prisoner exchange"),
        thread(9, "offer", DELMAR, CORVIA, "a prisoner exchange in spring"),
    ]
    found = issues([*THREADS, *elsewhere])
    assert found["p-1"] == "prisoner exchange (Avalon, Borelia)"
    assert found["p-8"] == "prisoner exchange (Corvia, Delmar)"


def test_what_was_disputed_years_ago_is_another_issue():
    long_ago = [
        thread(8, "demand", AVALON, BORELIA, "a prisoner exchange", day="1998-05-01"),
        thread(9, "offer", BORELIA, AVALON, "a prisoner exchange in autumn", day="1998-06-01"),
    ]
    found = issues([*THREADS, *long_ago])
    assert found["p-1"] == "prisoner exchange (Avalon, Borelia, 2024)"
    assert found["p-9"] == "prisoner exchange (Avalon, Borelia, 1998)"


@given(st.permutations(THREADS))
def test_issues_do_not_depend_on_the_order(order: list[Position]):
    assert issues(order) == issues(THREADS)


def test_sides_of_one_report_dispute_one_matter():
    one, two = (
        thread(1, "demand", AVALON, None, "a prisoner exchange"),
        thread(1, "offer", BORELIA, None, "a prisoner exchange"),
    )
    found = issues([one, replace(two, id="p-2")])
    assert found == {"p-1": "prisoner exchange", "p-2": "prisoner exchange"}


def test_an_issue_is_called_by_a_noun():
    found = issues(
        [
            thread(1, "demand", AVALON, BORELIA, "that it dismantle them"),
            thread(2, "refusal", BORELIA, AVALON, "to dismantle these"),
        ]
    )
    assert found["p-1"] == found["p-2"] == "dismantlement"


def test_what_one_does_by_saying_it_is_no_issue():
    found = issues(
        [
            thread(1, "claim", AVALON, BORELIA, "it had regretted that"),
            thread(2, "denial", BORELIA, AVALON, "it had regretted that"),
        ]
    )
    assert set(found.values()) == {None}
