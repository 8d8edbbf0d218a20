"""What corrections make of one report: only what they say, found again when another reader numbers otherwise."""

import msgspec
import pytest

from detente.corrections import (
    Anchor,
    Change,
    Entry,
    Hit,
    correct_reading,
    in_force,
    settled,
    settling,
    spans_of,
    type_of,
    who_of,
)
from detente.records import Actor, PositionEvidence, Reading, Span, check, digest_id

TEXT = "the text's digest"


def anchor_of(reading: Reading, record, side: int = 0) -> Anchor:
    names = {a.id: a.name for a in reading.actors}
    spans = spans_of(record, reading.report.id)
    return Anchor(
        kind=type(record).__struct_config__.tag,
        id=record.id,
        words=tuple(s.of(reading.report.text) for s in spans),
        report=reading.report.id,
        text=TEXT,
        type=type_of(record),
        who=names.get(who_of(record)),
        spans=spans,
        side=side,
    )


def entry(action: str, *about: Anchor, number: int = 1, **more) -> Entry:
    return Entry(
        number=number, action=action, author="Ana", reason="checked", at="2022-01-24T09:30:00+00:00",
        about=about, **more,
    )  # fmt: skip


def corrected(reading: Reading, *entries: Entry):
    made = correct_reading(reading, in_force(entries), TEXT)
    check(made.reading)
    return made


@pytest.fixture
def reading(tell) -> Reading:
    """A statement that tells of an event, and a position drawn from it."""
    made = tell("Rudolf Rassendyll", "Graustark", "its guns must leave the bridge")
    (event,) = made.events
    return msgspec.structs.replace(
        made, events=(msgspec.structs.replace(event, claimed_by=made.statements[0].id),)
    )


def test_what_is_rejected_takes_along_what_stands_on_it_alone(reading):
    made = corrected(reading, entry("reject", anchor_of(reading, reading.statements[0])))
    assert (made.reading.statements, made.reading.events, made.reading.positions) == ((), (), ())
    assert made.left_out == {reading.statements[0].id, reading.events[0].id, reading.positions[0].id}
    assert made.reading.measures == reading.measures


def test_what_was_accepted_for_itself_stays(reading):
    made = corrected(
        reading,
        entry("accept", anchor_of(reading, reading.positions[0])),
        entry("reject", anchor_of(reading, reading.statements[0]), number=2),
    )
    (position,) = made.reading.positions
    assert position.evidence[0].statement is None
    assert made.reading.events == ()


def test_the_last_word_counts(reading):
    about = anchor_of(reading, reading.events[0])
    entries = [
        entry("reject", about), entry("accept", about, number=2),
        entry("edit", about, number=3, changes=(Change("status", "planned"),)),
        entry("edit", about, number=4, changes=(Change("status", "negated"),)),
    ]  # fmt: skip
    assert [e.status for e in corrected(reading, *entries).reading.events] == ["negated"]
    assert [e.status for e in corrected(reading, *reversed(entries)).reading.events] == ["negated"]


def test_an_undo_can_be_undone():
    first = entry("accept")
    undo = entry("undo", number=2, undoes=first.id)
    redo = entry("undo", number=3, undoes=undo.id)
    assert in_force([first]) == [first]
    assert in_force([undo, first]) == []
    assert in_force([redo, undo, first]) == [first]


def test_nothing_undoes_what_comes_after_it():
    later = entry("accept", number=5)
    assert in_force([later, entry("undo", number=2, undoes=later.id)]) == [later]


def test_a_new_speaker_holds_what_the_old_one_held(reading):
    new = Actor("a-new", "Beverly Calhoun", (), "person", "GRA", None)
    made = corrected(
        reading,
        entry(
            "edit",
            anchor_of(reading, reading.statements[0]),
            changes=(Change("speaker", new.id),),
            names=(new,),
        ),
    )
    assert made.reading.statements[0].speaker == made.reading.positions[0].holder == "a-new"
    assert new in made.reading.actors


def other_ids(reading: Reading) -> Reading:
    """The same reading as another version of the reader might number it."""
    new = {r.id: digest_id("x", r.id) for r in (*reading.statements, *reading.events, *reading.positions)}
    replace = msgspec.structs.replace

    def evidence(e: PositionEvidence) -> PositionEvidence:
        return replace(e, statement=new.get(e.statement), event=new.get(e.event))

    return replace(
        reading,
        statements=tuple(replace(s, id=new[s.id], parent=new.get(s.parent)) for s in reading.statements),
        events=tuple(replace(e, id=new[e.id], claimed_by=new.get(e.claimed_by)) for e in reading.events),
        positions=tuple(
            replace(
                p,
                id=new[p.id],
                evidence=tuple(evidence(e) for e in p.evidence),
                history=tuple(replace(t, evidence=evidence(t.evidence)) for t in p.history),
            )
            for p in reading.positions
        ),
    )


@pytest.mark.parametrize("kind", ["statements", "events", "positions"])
def test_another_reader_is_corrected_alike(reading, kind):
    (record,) = getattr(reading, kind)
    rejection = entry("reject", anchor_of(reading, record))
    made = corrected(other_ids(reading), rejection)
    assert getattr(made.reading, kind) == ()
    assert len(made.hits) == 1


def test_a_verdict_is_not_about_what_another_reader_reads_otherwise(reading):
    about = anchor_of(reading, reading.events[0])
    again = other_ids(reading)
    (event,) = again.events
    other_type = msgspec.structs.replace(again, events=(msgspec.structs.replace(event, type="ASSAULT"),))
    other_side = msgspec.structs.replace(
        again, events=(msgspec.structs.replace(event, sources=event.targets),)
    )
    for read in (other_type, other_side):
        made = corrected(read, entry("reject", about))
        assert made.reading.events == read.events
        assert made.hits == ()


def test_words_are_found_again_in_a_text_that_has_changed(tell):
    old = tell("Rudolf Rassendyll", "Graustark", "its guns must leave the bridge")
    new = tell("Rudolf Rassendyll", "Graustark", "its guns must leave the bridge", prefix="Evening edition. ")
    new = msgspec.structs.replace(new, report=msgspec.structs.replace(new.report, id=old.report.id))
    made = correct_reading(other_ids(new), [entry("reject", anchor_of(old, old.events[0]))], "another digest")
    assert made.reading.events == ()


def test_a_copy_with_the_same_text_is_corrected_too(tell):
    one, other = (
        tell("Rudolf Rassendyll", "Graustark", "its guns must leave the bridge", publisher=p)
        for p in ("The Courier", "The Herald")
    )
    made = corrected(other, entry("reject", anchor_of(one, one.events[0])))
    assert made.reading.events == ()


def test_an_entry_about_another_report_does_nothing(reading, tell):
    other = tell("Zenda", "Ruritania", "the toll must fall")
    about = msgspec.structs.replace(anchor_of(other, other.events[0]), text="another digest")
    assert corrected(reading, entry("reject", about)).reading == reading


def test_a_statement_is_split_at_words_and_what_hangs_on_it_follows(reading):
    (statement,) = reading.statements
    made = corrected(
        reading, entry("split", anchor_of(reading, statement), parts=("leave the bridge",))
    ).reading
    text = reading.report.text
    assert ["".join(s.of(text) for s in m.content) for m in made.statements] == [
        "its guns must", "leave the bridge",
    ]  # fmt: skip
    assert made.statements[0].id == statement.id
    assert {s.speaker for s in made.statements} == {statement.speaker}


def test_parts_that_were_merged_are_one_record_with_all_the_words(reading):
    (statement,) = reading.statements
    text = reading.report.text
    later = msgspec.structs.replace(
        statement, id="s-later", parent=statement.id,
        content=(Span(text.index("About 300"), text.index("About 300") + 9),), acts=("assert",),
    )  # fmt: skip
    both = msgspec.structs.replace(reading, statements=(statement, later))
    made = corrected(both, entry("merge", anchor_of(both, statement), anchor_of(both, later, side=1)))
    (one,) = made.reading.statements
    assert (one.content, one.acts) == ((*statement.content, *later.content), ("demand", "assert"))
    assert made.left_out == {"s-later"}


def test_a_target_leaves_an_event_for_one_of_its_own(reading):
    zenda = Actor("state:ZEN", "Zenda", (), "state", "ZEN", "GOV")
    (event,) = reading.events
    two = msgspec.structs.replace(
        reading,
        actors=(*reading.actors, zenda),
        events=(msgspec.structs.replace(event, targets=(*event.targets, zenda.id)),),
    )
    made = corrected(two, entry("split", anchor_of(two, event), parts=(zenda.id,), names=(zenda,)))
    assert [e.targets for e in made.reading.events] == [event.targets, (zenda.id,)]
    assert {h.record for h in made.hits} == {e.id for e in made.reading.events}


def test_what_cannot_be_done_is_no_hit_and_changes_nothing(reading):
    statement, event = reading.statements[0], reading.events[0]
    for wrong in (
        entry("split", anchor_of(reading, statement), parts=("words that do not stand here",)),
        entry("split", anchor_of(reading, event), parts=event.targets, names=reading.actors),
        entry("edit", anchor_of(reading, statement), changes=(Change("content", ("not here",)),)),
        entry("edit", anchor_of(reading, event), changes=(Change("claimed_by", "s-nowhere"),)),
    ):
        made = corrected(reading, wrong)
        assert (made.reading, made.hits) == (reading, ())


def test_a_thread_gets_the_last_status_that_was_given_to_any_of_its_tellings(reading):
    (position,) = reading.positions
    about = anchor_of(reading, position)
    entries = in_force(
        entry("edit", about, number=n, changes=(Change("status", status), Change("issue", "the bridge")))
        for n, status in ((1, "met"), (2, "lapsed"))
    )
    hits = correct_reading(reading, entries, TEXT).hits
    thread = settled(position, [position.id], settling(entries, hits), {})
    assert (thread.status, thread.issue) == ("lapsed", "the bridge")
    assert thread.history[-1].status == "lapsed"
    assert thread.history[-1].at is None


def test_a_later_merge_takes_a_split_of_threads_back(reading):
    (position,) = reading.positions
    one, other = anchor_of(reading, position), anchor_of(reading, position, side=1)
    other = msgspec.structs.replace(other, id="p-other", report="r-other", text="other")
    split, merge = entry("split", one, other), entry("merge", one, other, number=2)
    found = [(e.id, n, a.id) for e in (split, merge) for n, a in enumerate(e.about)]
    hits = [Hit(*f) for f in found]
    pair = tuple(sorted((one.id, other.id)))
    assert settling([split], hits).apart == (pair,)
    both = settling([split, merge], hits)
    assert (both.together, both.apart) == ((pair,), ())


def test_an_event_is_no_statement_though_it_stands_at_the_same_words(reading):
    about = msgspec.structs.replace(anchor_of(reading, reading.events[0]), kind="statement", type=None)
    made = corrected(reading, entry("reject", about))
    assert made.reading.events == reading.events
