"""Threads of positions: what is told twice is one, what is answered is closed, what is due lapses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
ACTORS = {a.id: a for a in (AVALON, MINISTER, BORELIA)}


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
