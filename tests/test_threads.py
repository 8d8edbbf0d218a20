"""Threads of positions: what is told twice is one, what is answered is closed, what is due lapses."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from detente.records import (
    Actor,
    Event,
    EventEvidence,
    Position,
    PositionEvidence,
    PositionType,
    Span,
    Turn,
    When,
)
from detente.threads import Deed, thread_positions
from detente.wording import likeness, wording_of

AVALON = Actor("a-ava", "Avalon", (), "state", "AVA", "GOV")
MINISTER = Actor("a-min", "Mara Venn", (), "person", "AVA", "GOV")
BORELIA = Actor("a-bor", "Borelia", (), "state", "BOR", "GOV")
CORVIA = Actor("a-cor", "Corvia", (), "state", "COR", "GOV")
ACTORS = {a.id: a for a in (AVALON, MINISTER, BORELIA, CORVIA)}


def stand(
    kind: PositionType,
    holder: Actor,
    toward: Actor | None,
    words: str,
    *,
    day: str | None = "2024-03-01",
    report: str = "r-1",
    at: int = 0,
    due: str | None = None,
) -> Position:
    evidence = PositionEvidence(report, (Span(at, at + len(words)),), None, None)
    when = When(None, due, due, "day", None) if due else None
    return Position(
        f"p-{kind}-{holder.id}-{report}-{at}", kind, holder.id, (toward.id,) if toward else (), None, words, None,
        None, when, "open", None, (Turn(day, "open", evidence),), (evidence,), day, day, 0.8,
    )  # fmt: skip


def deed(kind: str, source: Actor, words: str, day: str) -> Deed:
    span = Span(0, 1)
    event = Event(
        f"e-{day}", "r-9", kind, None, (), None, 2, 5.0, "occurred", (source.id,), (), None, None, None, None,
        EventEvidence(span, span, (), ()), 0.9,
    )  # type: ignore[arg-type]  # fmt: skip
    return Deed(event, words, day)


def threads(
    *positions: Position, deeds: tuple[Deed, ...] = (), as_of: str | None = "2024-04-01"
) -> list[Position]:
    return list(thread_positions(positions, actors=ACTORS, deeds=deeds, as_of=as_of))


def test_a_demand_told_by_a_minister_and_by_her_state_is_one_position():
    first = stand("demand", AVALON, BORELIA, "Borelia withdraw its troops from the river")
    again = stand(
        "demand",
        MINISTER,
        BORELIA,
        "Borelia must withdraw all troops from the river",
        day="2024-03-03",
        report="r-2",
    )
    (thread,) = threads(again, first)
    assert thread.id == first.id
    assert (thread.first_seen, thread.last_seen) == ("2024-03-01", "2024-03-03")
    assert [e.report for e in thread.evidence] == ["r-1", "r-2"]


def test_two_demands_of_one_side_stay_two():
    a = stand("demand", AVALON, BORELIA, "Borelia withdraw its troops from the river")
    b = stand("demand", AVALON, BORELIA, "Borelia release the captured fishermen", at=90)
    assert len(threads(a, b)) == 2


def test_a_refusal_closes_the_demand_it_names_and_no_other():
    asked = stand("demand", AVALON, BORELIA, "Borelia withdraw its troops from the river")
    other = stand("demand", AVALON, BORELIA, "Borelia release the captured fishermen", at=90)
    refusal = stand(
        "refusal", BORELIA, AVALON, "withdraw troops from the river", day="2024-03-02", report="r-2"
    )
    status = {t.id: (t.status, t.answers) for t in threads(asked, other, refusal)}
    assert status[asked.id] == ("rejected", None)
    assert status[other.id] == ("open", None)
    assert status[refusal.id][1] == asked.id


def test_rejecting_those_demands_closes_all_that_the_other_side_put_in_the_report():
    asked = stand("demand", AVALON, BORELIA, "Borelia withdraw its troops from the river")
    other = stand("demand", AVALON, BORELIA, "Borelia release the captured fishermen", at=90)
    refusal = stand("refusal", BORELIA, None, "those demands", at=200)
    assert [t.status for t in threads(asked, other, refusal) if t.type == "demand"] == [
        "rejected",
        "rejected",
    ]


def test_to_do_so_is_to_do_what_was_asked_last_in_the_same_report():
    asked = (
        stand("demand", AVALON, BORELIA, "Borelia must open the corridor", at=0),
        stand("demand", AVALON, BORELIA, "its guns must fall silent", at=50),
    )
    promise = stand("commitment", BORELIA, None, "it would do so as long as the shelling stopped", at=100)
    elsewhere = stand("refusal", BORELIA, None, "to do that", report="r-2", day="2024-03-02")
    found = threads(*asked, promise, elsewhere)
    assert [t.status for t in found if t.type == "demand"] == ["open", "promised"]
    assert [t.answers for t in found if t.type == "refusal"] == [None]


def test_nobody_refuses_a_demand_made_on_a_later_day():
    refusal = stand("refusal", BORELIA, AVALON, "withdraw troops from the river", day="2024-02-01")
    asked = stand("demand", AVALON, BORELIA, "Borelia withdraw its troops from the river", report="r-2")
    assert {t.status for t in threads(asked, refusal)} == {"open"}


def test_a_denial_disputes_the_claim():
    claim = stand("claim", AVALON, BORELIA, "shelling the harbour at night")
    denial = stand("denial", BORELIA, None, "shelling the harbour", at=80)
    assert [t.status for t in threads(claim, denial)] == ["disputed", "disputed"]


def test_a_promise_whose_day_has_passed_lapses_on_that_day():
    promise = stand("commitment", BORELIA, AVALON, "publish the maps of the minefields", due="2024-03-10")
    (thread,) = threads(promise, as_of="2024-03-11")
    assert (thread.status, thread.history[-1].at) == ("lapsed", "2024-03-10")
    (thread,) = threads(promise, as_of="2024-03-10")
    assert thread.status == "open"


def test_a_promise_is_met_by_the_later_deed_that_does_it():
    promise = stand("commitment", BORELIA, AVALON, "release the captured fishermen", due="2024-03-10")
    done = deed("CONCEDE", BORELIA, "Borelia released the captured fishermen at the border", "2024-03-08")
    (thread,) = threads(promise, deeds=(done,))
    assert (thread.status, thread.history[-1].at) == ("met", "2024-03-08")


def test_a_deed_of_the_other_side_keeps_no_promise():
    promise = stand("commitment", BORELIA, AVALON, "release the captured fishermen")
    done = deed("CONCEDE", AVALON, "Avalon released the captured fishermen", "2024-03-08")
    (thread,) = threads(promise, deeds=(done,))
    assert thread.status == "open"


def test_no_date_no_lapse():
    promise = stand("commitment", BORELIA, AVALON, "publish the maps", due="2024-03-10", day=None)
    (thread,) = threads(promise, as_of=None)
    assert thread.status == "open"


def test_the_pullout_of_forces_is_the_withdrawal_of_troops():
    first = stand("demand", AVALON, BORELIA, "Borelia withdraw its troops from the river")
    again = stand(
        "demand", AVALON, BORELIA, "the pullout of forces from the river", day="2024-03-04", report="r-2"
    )
    (thread,) = threads(first, again)
    assert (thread.proposition, thread.history[-1].change) == (first.proposition, None)


def test_a_demand_with_another_figure_is_a_new_state_of_the_same_demand():
    first = stand("demand", AVALON, BORELIA, "the release of all the captured fishermen")
    later = stand(
        "demand",
        AVALON,
        BORELIA,
        "the release of half of the captured fishermen",
        day="2024-03-04",
        report="r-2",
    )
    (thread,) = threads(later, first)
    assert thread.proposition == later.proposition
    assert [(t.at, t.change) for t in thread.history] == [("2024-03-01", None), ("2024-03-04", "all → half")]


def test_what_is_demanded_by_another_day_is_open_again():
    first = stand("demand", AVALON, BORELIA, "withdraw its troops from the river", due="2024-03-10")
    refusal = stand(
        "refusal", BORELIA, AVALON, "withdraw troops from the river", day="2024-03-02", report="r-2"
    )
    later = stand(
        "demand",
        AVALON,
        BORELIA,
        "withdraw its troops from the river",
        day="2024-03-04",
        report="r-3",
        due="2024-05-01",
    )
    thread = threads(first, refusal, later)[0]
    assert (thread.status, thread.history[-1].change) == ("open", "due 2024-03-10 → 2024-05-01")
    again = stand(
        "refusal", BORELIA, AVALON, "withdraw troops from the river", day="2024-03-06", report="r-4"
    )
    assert threads(first, refusal, later, again)[0].status == "rejected"


def test_two_reports_of_one_day_that_differ_are_no_change_of_mind():
    one = stand("demand", AVALON, BORELIA, "the release of 12 captured fishermen")
    other = stand("demand", AVALON, BORELIA, "the release of 14 captured fishermen", report="r-2")
    (thread,) = threads(one, other)
    assert [t.change for t in thread.history] == [None, None]


def test_a_change_is_told_once_although_other_reports_still_say_the_old_on_that_day():
    told = [
        stand(
            "demand",
            AVALON,
            BORELIA,
            f"the release of {n} captured fishermen",
            day=f"2024-03-0{day}",
            report=f"r-{k}",
        )
        for k, (day, n) in enumerate([(1, 40), (3, 40), (3, 25), (4, 25)], 1)
    ]
    (thread,) = threads(*told)
    assert [t.change for t in thread.history] == [None, None, "40 → 25", None]


def test_a_demand_that_is_dropped_is_withdrawn_until_it_is_made_again():
    asked = stand("demand", AVALON, BORELIA, "the release of the captured fishermen")
    words = "the captured fishermen be released"
    dropped = taken_back(stand("demand", AVALON, BORELIA, words, day="2024-03-05", report="r-2"))
    (thread,) = threads(asked, dropped)
    assert (thread.status, thread.proposition, thread.history[-1].at) == (
        "withdrawn",
        asked.proposition,
        "2024-03-05",
    )
    (thread,) = threads(
        asked, dropped, stand("demand", AVALON, BORELIA, words, day="2024-03-09", report="r-3")
    )
    assert thread.status == "open"


def taken_back(position: Position) -> Position:
    turn = replace(position.history[0], status="withdrawn")
    return replace(position, status="withdrawn", history=(turn,))


def test_demands_to_two_sides_are_two():
    a = stand("demand", AVALON, BORELIA, "an end to the raids on the border")
    b = stand("demand", AVALON, CORVIA, "an end to the raids on the border", report="r-2")
    assert len(threads(a, b)) == 2


def test_a_promise_to_reply_leaves_the_demand_open_until_the_reply():
    asked = stand("demand", AVALON, BORELIA, "Borelia withdraw its troops from the river")
    promise = stand("commitment", BORELIA, AVALON, "respond to the demand next week", at=90, due="2024-03-08")
    assert [(t.status, t.answers) for t in threads(asked, promise, as_of="2024-03-02")] == [
        ("open", None),
        ("open", asked.id),
    ]
    assert [t.status for t in threads(asked, promise)] == ["open", "lapsed"]
    reply = stand(
        "refusal", BORELIA, AVALON, "withdraw troops from the river", day="2024-03-07", report="r-2"
    )
    assert [t.status for t in threads(asked, promise, reply)] == ["rejected", "met", "open"]


def test_an_answer_names_all_that_it_answers():
    asked = stand("demand", AVALON, BORELIA, "Borelia withdraw its troops from the river")
    other = stand("demand", AVALON, BORELIA, "Borelia release the captured fishermen", at=90)
    refusal = stand("refusal", BORELIA, None, "those demands", at=200)
    answer = threads(asked, other, refusal)[-1]
    assert (answer.answers, answer.also_answers) == (asked.id, (other.id,))


def test_what_is_accepted_in_part_or_offered_instead_stays_open():
    asked = stand("demand", AVALON, BORELIA, "the release of the captured fishermen")
    for kind, words in (
        ("acceptance", "the release of half of the fishermen"),
        ("offer", "release fishermen for fuel"),
    ):
        answer = stand(kind, BORELIA, AVALON, words, day="2024-03-02", report="r-2")
        assert [(t.status, t.answers) for t in threads(asked, answer)] == [("open", None), ("open", asked.id)]


def test_a_promise_not_to_do_it_is_no_promise_of_what_is_demanded():
    asked = stand("demand", AVALON, BORELIA, "send troops to the island")
    promise = stand(
        "commitment", BORELIA, AVALON, "not to send troops to the island", day="2024-03-02", report="r-2"
    )
    assert {t.status for t in threads(asked, promise)} == {"open"}


def test_to_say_that_aid_is_to_be_sent_is_not_to_send_it():
    promise = stand("commitment", BORELIA, AVALON, "send aid to the flooded valley")
    plan = deed("AID", BORELIA, "to send aid to the flooded valley", "2024-03-08")
    assert [t.status for t in threads(promise, deeds=(plan,))] == ["open"]


def test_what_an_analyst_joins_is_one_and_what_she_keeps_apart_is_two():
    a = stand("demand", AVALON, BORELIA, "Borelia release the captured fishermen")
    b = stand(
        "demand", AVALON, BORELIA, "Borelia release the captured fishermen", day="2024-03-02", report="r-2"
    )
    c = stand("demand", AVALON, BORELIA, "an end to the raids", day="2024-03-03", report="r-3")

    def ids(**corrected: list[tuple[str, str]]) -> list[list[str]]:
        found = thread_positions([a, b, c], actors=ACTORS, deeds=(), as_of=None, **corrected)
        return [[e.report for e in t.evidence] for t in found]

    assert ids() == [["r-1", "r-2"], ["r-3"]]
    assert ids(apart=[(b.id, a.id)]) == [["r-1"], ["r-2"], ["r-3"]]
    assert ids(together=[(c.id, a.id)]) == [["r-1", "r-2", "r-3"]]
    assert ids(together=[(c.id, b.id)], apart=[(a.id, b.id)]) == [["r-1"], ["r-2", "r-3"]]
    assert ids(together=[("p-unknown", a.id)], apart=[("p-unknown", a.id)]) == [["r-1", "r-2"], ["r-3"]]


POOL = [
    stand("demand", AVALON, BORELIA, "Borelia withdraw its troops from the river"),
    stand(
        "demand", MINISTER, BORELIA, "Borelia withdraw troops from the river", day="2024-03-02", report="r-2"
    ),
    stand("demand", AVALON, BORELIA, "Borelia release the captured fishermen", at=90),
    stand("refusal", BORELIA, AVALON, "those demands", day="2024-03-02", report="r-2", at=50),
    stand("offer", BORELIA, AVALON, "talks on the river", day="2024-03-04", report="r-3"),
    stand("acceptance", MINISTER, BORELIA, "the offer of talks on the river", day="2024-03-05", report="r-4"),
    stand("claim", AVALON, BORELIA, "shelling the harbour", day=None, report="r-5"),
    stand("denial", BORELIA, AVALON, "shelling the harbour", day="2024-03-05", report="r-4", at=70),
    stand("commitment", BORELIA, AVALON, "respond to the demands", due="2024-03-10", report="r-4", at=120),
]
DEEDS = (deed("CONCEDE", BORELIA, "Borelia released the captured fishermen", "2024-03-20"),)


@given(st.permutations(POOL))
def test_threads_do_not_depend_on_the_order_of_reading(order: list[Position]):
    assert threads(*order, deeds=DEEDS) == threads(*POOL, deeds=DEEDS)


@given(st.permutations(POOL))
def test_threading_threads_again_changes_nothing(order: list[Position]):
    once = threads(*order, deeds=DEEDS)
    assert [(t.id, t.status, t.answers) for t in threads(*once, deeds=DEEDS)] == [
        (t.id, t.status, t.answers) for t in once
    ]


def test_inflection_does_not_hide_likeness():
    assert likeness(wording_of("withdrew its forces"), wording_of("withdrawing forces")) >= 0.5


def test_a_threat_is_another_one_on_another_condition():
    first = stand("threat", AVALON, BORELIA, "Avalon would answer with force")
    other = stand("threat", AVALON, BORELIA, "Avalon would answer with force", day="2024-03-02", report="r-2")
    assert len(threads(first, other)) == 1
    crossing = replace(first, condition="Borelia crossed the river")
    tanker = replace(other, condition="one more tanker were seized")
    assert len(threads(crossing, tanker)) == 2


def test_a_demand_that_was_met_is_not_rejected_any_more():
    asked = stand("demand", AVALON, BORELIA, "Borelia release the captured fishermen")
    done = deed("CONCEDE", BORELIA, "Borelia released the captured fishermen", "2024-03-08")
    refusal = stand("refusal", BORELIA, AVALON, "release fishermen", day="2024-03-20", report="r-2")
    assert threads(asked, refusal, deeds=(done,))[0].status == "met"


def test_one_of_many_acts_does_not_meet_a_demand_for_all():
    words = (
        "Borelia lift the blockade, cease its raids on the port, stop its flights, and withdraw from the base"
    )
    asked = stand("demand", AVALON, BORELIA, words)
    done = deed("CONCEDE", BORELIA, "Borelia lifted the blockade", "2024-03-08")
    assert [t.status for t in threads(asked, deeds=(done,))] == ["open"]


def test_the_offer_is_the_last_one_before():
    first = stand("offer", AVALON, BORELIA, "an exchange of pilots")
    last = stand("offer", AVALON, BORELIA, "talks on the river", at=90)
    refusal = stand("refusal", BORELIA, AVALON, "the offer", at=200)
    assert [t.status for t in threads(first, last, refusal)] == ["open", "rejected", "open"]


def test_what_is_said_in_passing_does_not_hide_a_demand():
    first = stand(
        "demand",
        AVALON,
        BORELIA,
        "the alliance promise that Borelia – a kingdom in the hills – will never join",
    )
    again = stand("demand", AVALON, BORELIA, "the alliance not expand", at=200)
    assert len(threads(first, again)) == 1


@pytest.mark.parametrize(("file", "floor"), [("look", 0.88), ("held_out", 0.84)])
def test_paraphrases_are_joined_and_others_kept_apart(file: str, floor: float):
    """F1 on labelled pairs; bench/threads.py tells more. The floors are two pairs under what is measured."""
    text = (Path(__file__).parent / "gold" / "threads" / f"{file}.toml").read_text(encoding="utf-8")
    hit = wrong = missed = 0
    for kind, one, other, label in tomllib.loads(text)["pairs"]:
        toward = [BORELIA if "Borelia" in words else None for words in (one, other)]
        first = stand(kind, AVALON, toward[0], one)
        second = stand(kind, AVALON, toward[1], other, day="2024-03-02", report="r-2")
        joined, same = len(threads(first, second)) == 1, label != "other"
        hit, wrong, missed = hit + (joined and same), wrong + (joined > same), missed + (joined < same)
    assert 2 * hit / (2 * hit + wrong + missed) >= floor
