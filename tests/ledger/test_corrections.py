"""The analyst has the last word: corrections outlive reading anew, in any order, and undoing leaves no trace."""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UnknownName, WrongCorrection
from detente.ledger import Filter, Hand, Ledger, open_ledger
from detente.records import Reading, digest_id

BY = Hand("Ana", "read again", "2022-01-24T09:30:00+00:00")

# Corrections that may be asked for: action, kind of record, which of them, and what of it.
ACTIONS = ("accept", "reject", "edit", "merge", "split", "undo")
CORRECTION = st.tuples(st.sampled_from(ACTIONS), st.integers(0, 3), st.integers(0, 9), st.integers(0, 9))
ASKED = st.lists(CORRECTION, max_size=6)
EDITS = {
    "statement": [{"speaker": "Zenda"}, {"acts": "promise"}, {"addressees": "none"}, {"negated": "yes"}],
    "event": [{"status": "planned"}, {"type": "ASSAULT"}, {"sources": "Graustark"}, {"when": "1962-11"}],
    "position": [{"status": "met"}, {"holder": "Zenda"}, {"issue": "the bridge"}, {"type": "offer"}],
    "actor": [{"name": "The Count"}, {"country": "UKR"}, {"sector": "REB"}, {"type": "office"}],
}


def ask(ledger: Ledger, asked: tuple[str, int, int, int]) -> None:
    """Make one of the corrections that can be made now; what cannot is refused with a line."""
    action, kind, which, detail = asked
    name = tuple(EDITS)[kind]
    records = (ledger.statements, ledger.events, ledger.positions, ledger.actors)[kind]()
    log = ledger.log()
    if action == "undo":
        if log:
            one = log[which % len(log)]
            if one.undone_by is None:
                ledger.undo(one.entry.id, by=BY)
        return
    if not records:
        return
    record, other = records[which % len(records)], records[detail % len(records)]
    try:
        match action:
            case "accept":
                ledger.accept(record.id, by=BY)
            case "reject":
                ledger.reject(record.id, by=BY)
            case "edit":
                ledger.edit(record.id, EDITS[name][detail % 4], by=BY)
            case "merge":
                ledger.merge(record.id, other.id, by=BY)
            case "split" if name == "position":
                reports = [e.report for e in record.evidence]
                ledger.split(record.id, reports[detail % len(reports)], by=BY)
            case "split" if name == "actor":
                names = (record.name, *record.aliases)
                ledger.split(record.id, names[detail % len(names)], by=BY)
            case _:
                ledger.split(record.id, "leave", "Graustark", by=BY)
    except (WrongCorrection, UnknownName):
        pass


def without_log(ledger: Ledger) -> list[str]:
    return [line for line in ledger.dump() if not line.startswith("correction")]


def renumbered(reading: Reading) -> Reading:
    """The reading as another version of the reader might number its records."""
    text = "\n".join(msgspec.json.encode(r).decode() for r in (
        *reading.statements, *reading.events, *reading.positions
    ))  # fmt: skip
    for record in (*reading.statements, *reading.events, *reading.positions):
        text = text.replace(f'"{record.id}"', f'"{digest_id("x", record.id)}"')
    records = [msgspec.json.decode(line, type=type(old)) for line, old in zip(
        text.split("\n"), (*reading.statements, *reading.events, *reading.positions), strict=True
    )]  # fmt: skip
    n, m = len(reading.statements), len(reading.events)
    return msgspec.structs.replace(
        reading,
        statements=tuple(records[:n]),
        events=tuple(records[n : n + m]),
        positions=tuple(records[n + m :]),
    )


def said(ledger: Ledger) -> object:
    """What the ledger says, whatever the ids."""
    names = ledger.names()

    def called(ids):
        return tuple(names.get(id) for id in ids)

    said = (
        [(s.report, called([s.speaker]), s.acts, s.content, s.negated) for s in ledger.statements()],
        [(e.report, e.type, e.status, called(e.sources), called(e.targets)) for e in ledger.events()],
        [
            (p.type, called([p.holder]), p.issue, p.status, sorted((e.report, e.spans) for e in p.evidence))
            for p in ledger.positions()
        ],
        [(a.name, a.aliases, a.type, a.country, a.sector) for a in ledger.actors()],
    )
    return [sorted(records, key=repr) for records in said]


def test_the_ledger_is_an_order_free_function_of_readings_and_corrections(crisis):
    @settings(max_examples=8, deadline=None)
    @given(ASKED, st.permutations(crisis), st.integers(0, 7), st.randoms(use_true_random=False))
    def check_order(asked, shuffled, when, random):
        with TemporaryDirectory() as folder:
            with open_ledger(Path(folder, "one.db"), create=True) as one:
                for reading in crisis:
                    one.add(reading)
                for correction in asked:
                    ask(one, correction)
                expected = list(one.dump())
                log = [item.entry for item in one.log()]
            random.shuffle(log)
            with open_ledger(Path(folder, "other.db"), create=True) as other:
                for reading in shuffled[:when]:
                    other.add(reading)
                for entry in log:
                    other.take_entries([entry])
                for reading in (*shuffled[when:], *shuffled[:2]):
                    other.add(reading)
                assert list(other.dump()) == expected

    check_order()


def test_reports_that_come_and_go_among_corrections_leave_what_all_give_at_once(crisis):
    @settings(max_examples=8, deadline=None)
    @given(st.lists(st.tuples(CORRECTION, st.booleans(), st.sampled_from(range(len(crisis)))), max_size=6))
    def check_following(steps):
        held = {n: reading for n, reading in enumerate(crisis) if n % 2}
        with TemporaryDirectory() as folder:
            with open_ledger(Path(folder, "one.db"), create=True) as one:
                for reading in held.values():
                    one.add(reading)
                for correction, comes, n in steps:
                    ask(one, correction)
                    if comes:
                        held[n] = crisis[n]
                        one.add(crisis[n])
                    elif held.pop(n, None) is not None:
                        one.remove(crisis[n].report.id)
                    one.refresh()
                followed = list(one.dump())
                log = [item.entry for item in one.log()]
            with open_ledger(Path(folder, "other.db"), create=True) as other:
                other.take_entries(log)
                for reading in held.values():
                    other.add(reading)
                assert list(other.dump()) == followed

    check_following()


def test_undoing_everything_leaves_what_was_read_to_the_byte(crisis):
    @settings(max_examples=8, deadline=None)
    @given(ASKED)
    def check_undo(asked):
        with TemporaryDirectory() as folder, open_ledger(Path(folder, "one.db"), create=True) as ledger:
            for reading in crisis:
                ledger.add(reading)
            before = without_log(ledger)
            for correction in asked:
                ask(ledger, correction)
            assert list(ledger.readings()) == sorted(crisis, key=lambda r: r.report.id)
            for item in reversed(ledger.log()):
                if next(i for i in ledger.log() if i.entry == item.entry).undone_by is None:
                    ledger.undo(item.entry.id, by=BY)
            assert [i for i in ledger.log() if i.undone_by is None and i.entry.action != "undo"] == []
            assert without_log(ledger) == before

    check_undo()


def test_corrections_outlive_another_version_of_the_reader(crisis):
    @settings(max_examples=8, deadline=None)
    @given(ASKED)
    def check_reader(asked):
        with TemporaryDirectory() as folder, open_ledger(Path(folder, "one.db"), create=True) as ledger:
            for reading in crisis:
                ledger.add(reading)
            for correction in asked:
                ask(ledger, correction)
            before = said(ledger)
            loose = [item.entry.id for item in ledger.log() if item.loose]
            for reading in crisis:
                ledger.add(renumbered(reading))
            # What names a record by its id alone (the statement that claims an event, say) is not in these.
            assert said(ledger) == before
            assert [item.entry.id for item in ledger.log() if item.loose] == loose

    check_reader()


def test_what_is_rejected_is_left_out_and_says_so(filled):
    (event, *_) = filled.events()
    before = filled.counts()
    filled.reject(event.id, by=BY)
    assert event.id not in {e.id for e in filled.events()}
    assert filled.counts().events == before.events - 1
    assert filled.rejected(event.id) == event
    assert [e.action for e in filled.corrections_of(event)] == ["reject"]
    filled.accept(event.id, by=BY)
    assert event in filled.events()


def test_a_correction_stays_when_the_report_is_removed_and_read_again(filled, crisis):
    event = filled.events(Filter(report=crisis[0].report.id))[0]
    filled.edit(event.id, {"status": "planned"}, by=BY)
    filled.remove(crisis[0].report.id)
    assert len(filled.log()[0].loose) == 1
    filled.add(crisis[0])
    assert filled.log()[0].loose == ()
    assert filled.events(Filter(report=crisis[0].report.id))[0].status == "planned"


def test_a_report_that_is_read_again_with_another_date_keeps_its_corrections(ledger, tell):
    undated = tell("Zenda", "Ruritania", "the toll must fall", day=None)
    ledger.add(undated)
    ledger.edit(ledger.events()[0].id, {"status": "planned"}, by=BY)
    ledger.add(tell("Zenda", "Ruritania", "the toll must fall"), instead_of=[undated.report.id])
    assert [e.status for e in ledger.events()] == ["planned"]
    assert ledger.log()[0].loose == ()


def test_corrections_are_laid_again_when_their_rules_have_changed(filled, monkeypatch):
    event = filled.events()[0]
    filled.edit(event.id, {"status": "planned"}, by=BY)
    before = list(filled.dump())
    monkeypatch.setattr("detente.ledger.corrections.correction_version", lambda: "other rules")
    monkeypatch.setattr("detente.ledger.derive.derivation_version", lambda: "other rules")
    assert list(filled.dump()) == before


def test_files_keep_their_place_when_a_report_is_corrected(filled, crisis):
    rid = crisis[0].report.id
    filled.reject(filled.events(Filter(report=rid))[0].id, by=BY)
    assert filled.paths(rid) == (f"reports/{rid}.txt",)
    assert filled.holds(crisis[0].report)


def test_a_position_is_corrected_as_all_reports_tell_it_or_as_one_does(filled, crisis):
    thread = filled.positions(Filter(type="demand"))[0]
    assert len(thread.evidence) == 2
    filled.reject(thread.id, by=BY, only=crisis[1].report.id)
    assert len(filled.positions(Filter(type="demand"))[0].evidence) == 1
    filled.reject(thread.id, by=BY)
    assert thread.id not in {p.id for p in filled.positions()}


def test_tellings_can_leave_a_thread_and_come_back(filled, crisis):
    thread = filled.positions(Filter(type="demand"))[0]
    filled.split(thread.id, crisis[1].report.id, by=BY)
    assert [len(p.evidence) for p in filled.positions(Filter(type="demand"))][:2] == [1, 1]
    filled.merge(thread.id, crisis[1].positions[0].id, by=BY)
    assert len(filled.positions(Filter(type="demand"))[0].evidence) == 2


def test_positions_that_are_said_to_be_one_are(filled):
    demand, claim = filled.positions(Filter(type="demand"))[-1], filled.positions(Filter(type="demand"))[0]
    n = len(filled.positions())
    filled.merge(demand.id, claim.id, by=BY)
    assert len(filled.positions()) == n - 1


def test_a_status_issue_and_answer_are_the_threads(filled):
    demand = filled.positions(Filter(type="demand"))[0]
    threat = filled.positions(Filter(type="threat"))[0]
    filled.edit(demand.id, {"status": "met", "issue": "the bridge"}, by=BY)
    filled.edit(threat.id, {"answers": demand.id}, by=BY)
    assert (filled.record(demand.id).status, filled.record(demand.id).issue) == ("met", "the bridge")
    assert filled.record(threat.id) in filled.answers_to(filled.record(demand.id))


def test_actors_that_are_one_are_joined_everywhere_and_parted_again(filled):
    filled.merge("Beverly Calhoun", "Zenda", by=BY)
    assert filled.actor("Beverly Calhoun") == filled.actor("Zenda")
    filled.split("Zenda", "Beverly Calhoun", by=BY)
    assert filled.actor("Beverly Calhoun").id != filled.actor("Zenda").id


def test_names_that_are_two_people_are_parted(filled):
    assert filled.actor("Rassendyll").name == "Rudolph Rassendyll"
    filled.split("Rassendyll", "Rassendyll", by=BY)
    assert filled.actor("Rudolf Rassendyll").aliases == ("Rudolf Rassendyll",)
    assert {a.name for a in filled.actors()} >= {"Rassendyll", "Rudolph Rassendyll"}


def test_who_is_rejected_is_nobody(filled):
    id = filled.actor("Beverly Calhoun").id
    filled.reject("Beverly Calhoun", by=BY)
    with pytest.raises(UnknownName):
        filled.actor("Beverly Calhoun")
    assert filled.rejected(id).name == "Beverly Calhoun"
    assert all(s.speaker != id for s in filled.statements())
    assert all(m.actor != id for m in filled.mentions())
    filled.accept(id, by=BY)
    assert filled.actor("Beverly Calhoun").id == id


def test_an_actor_may_be_called_otherwise(filled):
    filled.edit("Zenda", {"name": "Land of Zenda", "sector": "REB"}, by=BY)
    assert filled.actor("Zenda") == filled.actor("Land of Zenda")
    assert filled.actor("Zenda").sector == "REB"


def test_a_new_speaker_joins_the_cast_and_holds_the_position(filled, crisis):
    rid = crisis[3].report.id
    filled.edit(filled.statements(Filter(report=rid))[0].id, {"speaker": "Beverly Calhoun"}, by=BY)
    calhoun = filled.actor("Beverly Calhoun")
    assert calhoun in filled.reading(rid).actors
    assert {p.holder for p in filled.positions(Filter(report=rid))} == {calhoun.id}


def test_a_search_finds_the_records_as_they_are_corrected(filled, crisis):
    rid = crisis[0].report.id
    statement = filled.statements(Filter(report=rid))[0]
    filled.reject(statement.id, by=BY)
    assert all(hit.id != statement.id for hit in filled.search("guns"))
    assert any(hit.report == rid for hit in filled.search("guns"))


@pytest.mark.parametrize(
    ("correction", "line"),
    [
        (lambda led: led.reject("e-nothing", by=BY), "no record has the id “e-nothing”"),
        (lambda led: led.undo("7", by=BY), "the log has no entry 7"),
        (lambda led: led.merge("Zenda", "Zenda", by=BY), "they are one already"),
        (lambda led: led.accept("Zenda", led.events()[0].id, by=BY), "actor and event cannot be corrected"),
        (lambda led: led.merge(*(e.id for e in led.events()), by=BY), "events of different reports"),
        (lambda led: led.reject(led.reports()[0].id, by=BY), "is a report"),
        (lambda led: led.split("Zenda", "Zenda", by=BY), "these are all its parts"),
        (lambda led: led.split("Rassendyll", "Calhoun", by=BY), "has no part “Calhoun”"),
        (lambda led: led.split(led.events()[0].id, "Zenda", by=BY), "no “Zenda” on either side"),
        (lambda led: led.split(led.statements()[0].id, "zebras", by=BY), "begins no later part"),
        (lambda led: led.edit(led.events()[0].id, {"place": "Hentzau"}, by=BY), "There are: Strelsau"),
        (lambda led: led.reject("Zenda", by=Hand(" ", "x", BY.at)), "needs its author"),
        (lambda led: led.reject("Zenda", by=Hand("Ana", "x", "now")), "no time"),
    ],
)
def test_what_cannot_be_corrected_is_one_line_and_leaves_the_log_alone(filled, correction, line):
    with pytest.raises((WrongCorrection, UnknownName), match=line):
        correction(filled)
    assert filled.log() == ()


def test_an_undone_entry_is_not_undone_twice(filled):
    filled.reject(filled.events()[0].id, by=BY)
    filled.undo("1", by=BY)
    with pytest.raises(WrongCorrection, match="undone already, by entry 2"):
        filled.undo("1", by=BY)
    filled.undo("2", by=BY)
    assert [item.undone_by is not None for item in filled.log()] == [False, True, False]
