"""What is put into the ledger comes out of it, in one order, whatever the order of reading."""

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import AmbiguousName, UnknownName
from detente.ledger import Counts, Filter, Skip, open_ledger
from detente.records import ContractBroken, Position, Statement, check


def dump(readings, path: Path) -> list[str]:
    with open_ledger(path, create=True) as ledger:
        for reading in readings:
            ledger.add(reading)
        return list(ledger.dump())


def test_the_readings_made_by_hand_keep_the_contract(crisis):
    assert [check(reading) for reading in crisis] == list(crisis)


def test_a_reading_comes_back_as_it_was_put_in(ledger, crisis):
    for reading in crisis:
        ledger.add(reading)
    assert list(ledger.readings()) == sorted(crisis, key=lambda r: r.report.id)


def test_reading_twice_changes_nothing(filled, crisis):
    before = list(filled.dump())
    assert not any(filled.add(r, path=f"reports/{r.report.id}.txt") for r in crisis)
    assert list(filled.dump()) == before


def test_the_order_of_reading_does_not_matter(crisis, tmp_path):
    expected = dump(crisis, tmp_path / "expected.db")
    assert len(expected) > 100

    @settings(max_examples=20, deadline=None)
    @given(st.permutations(crisis), st.lists(st.sampled_from(crisis), max_size=3))
    def check_order(shuffled, again):
        with TemporaryDirectory() as folder:
            assert dump(itertools.chain(shuffled, again), Path(folder, "detente.db")) == expected

    check_order()


def test_lists_asked_for_in_between_do_not_matter(crisis, tmp_path):
    with open_ledger(tmp_path / "asked.db", create=True) as ledger:
        for reading in crisis:
            ledger.add(reading)
            ledger.positions()
        assert list(ledger.dump()) == dump(crisis, tmp_path / "unasked.db")


def test_a_changed_reading_takes_the_place_of_the_old_one(ledger, crisis):
    reading = crisis[0]
    ledger.add(reading)
    poorer = msgspec.structs.replace(reading, events=(), statements=(), positions=())
    assert ledger.add(poorer)
    assert ledger.events() == ()
    assert {hit.kind for hit in ledger.search("bridge")} == {"report"}
    assert ledger.counts() == Counts(1, 1, 2, 1, 0, 0, 0, 1, 0, 1, 0)


def test_a_removed_report_leaves_nothing_behind(ledger, crisis, tmp_path):
    for reading in crisis:
        ledger.add(reading)
    for reading in crisis[2:]:
        assert ledger.remove(reading.report.id)
    assert list(ledger.dump()) == dump(crisis[:2], tmp_path / "two.db")


def test_holds_looks_at_the_words_of_the_report(filled, crisis):
    report = crisis[0].report
    assert filled.holds(report)
    assert filled.holds(report.id)
    assert not filled.holds(msgspec.structs.replace(report, text=report.text + " More."))
    assert not filled.holds("r-nothing")


def test_counts_are_of_merged_actors_and_threads(filled):
    counts = filled.counts()
    assert (counts.reports, counts.statements, counts.events, counts.measures) == (7, 7, 7, 7)
    # Rassendyll under three names, Calhoun, three states.
    assert counts.actors == 5


def test_one_person_under_three_names_is_one_actor_everywhere(filled):
    told = filled.statements(Filter(source="Rassendyll"))
    assert len(told) == 3
    assert len({s.speaker for s in told}) == 1
    actor = filled.actor("rudolf rassendyll")
    assert {"Rassendyll", "Rudolf Rassendyll", "Rudolph Rassendyll"} == {actor.name, *actor.aliases}
    assert filled.presence()[actor.id].reports == 3


def test_a_state_stands_for_those_who_act_for_it(filled):
    speakers = {filled.names()[s.speaker] for s in filled.statements(Filter(source="Ruritania"))}
    assert speakers >= {"Ruritania", filled.actor("Rassendyll").name}
    for name in ("RUR", "rur", "ruritania", "the Ruritania"):
        assert filled.statements(Filter(source=name)) == filled.statements(Filter(source="Ruritania"))
    assert {s.speaker for s in filled.statements(Filter(source="state:RUR"))} == {"state:RUR"}


def test_a_dyad_goes_both_ways(filled):
    both = filled.events(Filter(dyad=("Graustark", "RUR")))
    assert len(both) == 3
    assert both == filled.events(Filter(dyad=("RUR", "Graustark")))


@pytest.mark.parametrize(
    ("wanted", "n"),
    [
        (Filter(type="promise"), 1),
        (Filter(type=("demand", "THREATEN")), 4),
        (Filter(since="1962-10-27"), 2),
        (Filter(until="1962-10-22"), 1),
        (Filter(since="1962-10-23", until="1962-10-24"), 2),
        (Filter(limit=3), 3),
        (Filter(actor="Zenda", type="threaten"), 1),
        (Filter(target="Zenda"), 3),
    ],
)
def test_a_filter_narrows_the_statements(filled, wanted, n):
    assert len(filled.statements(wanted)) == n


def test_positions_are_listed_by_type_status_and_openness(filled):
    assert {p.type for p in filled.positions(Filter(type="threat"))} == {"threat"}
    assert {p.status for p in filled.positions(Filter(open_only=True))} <= {"open", "promised"}
    assert filled.positions(Filter(status="lapsed")) == tuple(
        p for p in filled.positions() if p.status == "lapsed"
    )


def test_a_report_is_named_by_a_beginning_of_its_id(filled, crisis):
    rid = crisis[3].report.id
    assert {s.report for s in filled.statements(Filter(report=rid[:9]))} == {rid}
    with pytest.raises(UnknownName, match="no report has the id"):
        filled.events(Filter(report="r-xyz"))


def test_an_unknown_actor_is_answered_with_near_names(filled):
    with pytest.raises(UnknownName, match=r"no actor is called “Rasendyl”.*Near: Rud.*Rassendyll"):
        filled.events(Filter(actor="Rasendyl"))


def test_an_ambiguous_name_is_answered_with_the_candidates(ledger, tell):
    ledger.add(tell("Anna Tarlenheim", "Zenda", "all is well"))
    ledger.add(tell("Fritz Tarlenheim", "Zenda", "all is lost"))
    with pytest.raises(AmbiguousName, match=r"Anna Tarlenheim.*Fritz Tarlenheim"):
        ledger.statements(Filter(source="Tarlenheim"))


def test_every_id_that_the_ledger_gives_finds_its_record(filled):
    for reading in filled.readings():
        for record in filled.reading(reading.report.id).records():
            assert filled.record(record.id) is not None
    for thread in filled.positions():
        assert filled.record(thread.id) == thread


def test_an_id_may_be_shortened_while_it_is_unique(filled):
    statement = filled.statements()[0]
    assert filled.record(statement.id[:10]) == statement
    with pytest.raises(AmbiguousName, match="begins several ids"):
        filled.record("s")
    with pytest.raises(UnknownName, match="first column"):
        filled.record("")


def test_a_record_knows_its_sentence(filled):
    event = filled.events()[0]
    (passage,) = filled.sentence_of(event)
    text = filled.report(event.report).text
    assert [s.of(text) for s in passage.sentences] == ["Rudolf Rassendyll met Graustark in Strelsau."]


def test_neighbours_are_of_the_same_sentence(filled):
    statement = filled.statements()[0]
    near = filled.neighbours(statement)
    assert {type(r) for r in near} == {Position}
    assert any(isinstance(r, Statement) for r in filled.neighbours(near[0]))


def test_what_was_skipped_is_noted_once_and_cleared_by_a_mended_file(ledger):
    broken = Skip("in/a.jsonl", "line 3", "not JSON", "Mend it")
    other = Skip("in2/b.txt", None, "holds no text", "Nothing was read from it")
    ledger.skip(broken, other)
    ledger.skip(broken)
    assert ledger.skipped() == (broken, other)
    ledger.replace_skipped(["./in/"], [])
    assert ledger.skipped() == (other,)
    ledger.replace_skipped(["."], [])
    assert ledger.skipped() == ()


def test_a_changed_reader_reads_again_and_nothing_else_changes(filled, crisis):
    before = list(filled.dump())
    with filled._database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE report SET reader = 'an older one'")
    assert not any(filled.holds(reading.report) for reading in crisis)
    assert not any(filled.add(reading) for reading in crisis)
    assert all(filled.holds(reading.report) for reading in crisis)
    assert list(filled.dump()) == before


def test_a_reading_with_merged_actors_keeps_the_contract(filled, crisis):
    for reading in crisis:
        merged = filled.reading(reading.report.id)
        assert msgspec.structs.replace(check(merged).report, story=None) == reading.report
        assert len(merged.statements) == len(reading.statements)


def test_a_search_marks_what_it_found(filled):
    hits = filled.search('"guns must" bridge', kinds=["position"])
    assert {hit.kind for hit in hits} == {"position"}
    for hit in hits:
        assert [mark.of(hit.snippet) for mark in hit.marks] == ["guns must", "bridge"]
    assert filled.search('"must guns"') == ()
    assert len(filled.search("brid*", limit=1)) == 1


def test_a_search_looks_through_case_and_english_endings(filled):
    assert filled.search("BRIDGES")
    assert [hit.id for hit in filled.search("BRIDGES")] == [hit.id for hit in filled.search("bridge")]


def test_a_search_finds_the_same_whatever_the_order_of_reading(crisis, tmp_path):
    found = []
    for name, readings in (("forth", crisis), ("back", crisis[::-1])):
        with open_ledger(tmp_path / name, create=True) as ledger:
            for reading in readings:
                ledger.add(reading)
            found.append(ledger.search("the"))
            assert ledger.search("the", limit=4) == found[-1][:4]
    assert found[0] == found[1]


def test_a_search_names_positions_as_the_list_does(filled):
    listed = {position.id for position in filled.positions()}
    assert {hit.id for hit in filled.search("bridge", kinds=["position"])} <= listed


def test_a_search_may_be_of_one_report(filled, crisis):
    rid = crisis[4].report.id
    assert {hit.report for hit in filled.search("toll", report_id=rid)} == {rid}


def test_a_reading_that_breaks_the_contract_is_refused(filled, crisis):
    before = list(filled.dump())
    stranger = msgspec.structs.replace(crisis[0], actors=crisis[0].actors[:1])
    with pytest.raises(ContractBroken):
        filled.add(stranger)
    assert list(filled.dump()) == before


def test_any_text_is_a_query(filled):
    @settings(max_examples=300, deadline=None)
    @given(st.text() | st.text(alphabet='"*^:(){}+-ANDORNEAR guns\x00\x02', max_size=30))
    def ask(query):
        filled.search(query, limit=5)

    ask()


def test_any_text_is_a_name_and_an_id(filled):
    @settings(max_examples=100, deadline=None)
    @given(st.text(st.characters(codec="utf-8")))
    def ask(name):
        for question in (lambda: filled.events(Filter(actor=name)), lambda: filled.record(name)):
            try:
                question()
            except (UnknownName, AmbiguousName):
                continue

    ask()


def test_positions_know_their_issue_and_what_answers_them(filled):
    demand = next(p for p in filled.positions(Filter(type="demand")) if "guns" in p.proposition)
    (refusal,) = filled.positions(Filter(type="refusal"))
    assert demand.issue == refusal.issue == "guns"
    assert filled.answers_to(demand) == (refusal,)
    assert filled.record(demand.id) == demand
