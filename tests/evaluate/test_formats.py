"""Every form of gold is told by its content, asked of the reader, and refused with a clear word when broken."""

import json
import re
from pathlib import Path

import pytest

from detente.errors import NotGold
from detente.evaluate import FORMATS, finished, open_gold
from detente.evaluate.labelled import from_line
from detente.evaluate.places import kilometres
from detente.evaluate.plover import Sentence, Told
from detente.evaluate.plover import items_of as plover_items
from detente.evaluate.plv import unmark
from detente.evaluate.times import days_of
from detente.records import Span

DOCUMENT = (Path(__file__).parents[2] / "docs" / "evaluate.md").read_text(encoding="utf-8")

PLV = (
    "\tsentence\tmarked_sentence\tsource\ttarget\tgold_penta\tgold_root\n"
    "0\tNorway condemned Chad.\t<s>Norway</s> condemned <t>Chad</t>.\tNorway\tChad\t3\tACCUSE\n"
    "1\tThe rebels freed two nuns.\tThe rebels freed <t>two nuns</t>.\tThe rebels\ttwo nuns\t2\tYIELD\n"
)
PLOVER = [
    {"id": "D-1", "event": "DOCUMENT", "license": "…"},
    {
        "id": "A-1", "event": "DISAPPROVE", "text": "Japan condemned\nChile.",
        "source": [{"actorText": "Japan", "code": "JAP"}], "target": [{"actorText": "Chile", "code": "CHLGOV"}],
    },
]  # fmt: skip
PAIRS = "# near-misses\nACCUSE\toccurred\t[Norway] condemned {Chad}.\n\nASSAULT\thypothetical\t[Rebels] may attack {Chad}.\n"
STATUS = (
    "pair\tstatus\ttype\tsentence\n"
    "1\toccurred\tASSAULT\tRebels <attacked> the port.\n"
    "1\thypothetical\tASSAULT\tRebels may <attack> the port.\n"
)
TIMES = {
    "id": "T-1", "dct": "2022-01-21", "text": "They met on 19 January 2022 for two hours.",
    "timexes": [
        {"start": 12, "end": 27, "text": "19 January 2022", "type": "DATE", "value": "2022-01-19"},
        {"start": 32, "end": 41, "text": "two hours", "type": "DURATION", "value": "PT2H"},
    ],
}  # fmt: skip
PLACES = {
    "id": "P-1", "text": "Shells fell on Kharkiv in Ukraine.",
    "toponyms": [{"start": 15, "end": 22, "text": "Kharkiv", "lat": 49.98, "lon": 36.25},
                 {"start": 26, "end": 33, "text": "Ukraine", "lat": None, "lon": None}],
}  # fmt: skip
EXAMPLES = {
    "plv": ("table.tsv", PLV),
    "plover": ("records.txt", json.dumps(PLOVER, indent=1)),
    "pairs": ("accuse.tsv", PAIRS),
    "status": ("status.tsv", STATUS),
    "times": ("times.jsonl", json.dumps(TIMES) + "\n"),
    "places": ("places.jsonl", json.dumps(PLACES) + "\n"),
}


def evaluated(tmp_path, name, text, **options):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    gold = open_gold([path], **options)
    return finished(gold, gold.asked.items)


def of(evaluation, task):
    return [(i.gold, i.predicted, i.right) for i in evaluation.items if i.task == task]


@pytest.mark.parametrize("form", [f.name for f in FORMATS])
def test_every_form_is_described_and_has_an_example(form) -> None:
    assert re.search(rf"^\| `{form}` \|", DOCUMENT, flags=re.MULTILINE)
    assert form in EXAMPLES or (Path(__file__).parent / f"test_{form}.py").exists()


@pytest.mark.parametrize("form", EXAMPLES)
def test_a_form_is_told_by_its_content(form, tmp_path) -> None:
    evaluation = evaluated(tmp_path, *EXAMPLES[form])
    assert evaluation.format == form
    assert {item.task for item in evaluation.items} <= {task.name for task in evaluation.tasks}
    assert evaluation.items


def test_plv_rows_are_asked_by_their_marks_or_else_their_columns(tmp_path) -> None:
    evaluation = evaluated(tmp_path, *EXAMPLES["plv"])
    assert of(evaluation, "class") == [("ACCUSE", "ACCUSE", True), ("YIELD", "YIELD", True)]
    assert [i.right for i in evaluation.items if i.task == "quad"] == [True, True]
    second = next(i for i in evaluation.items if i.id == "1")
    assert [m.of(second.text) for m in second.marks] == ["The rebels", "two nuns"]


def test_marks_may_stand_within_each_other() -> None:
    text, places = unmark("<s>The <t>king</t>'s men</s> fled.")
    assert text == "The king's men fled."
    assert places == {"s": Span(0, 14), "t": Span(4, 8)}


def test_a_class_that_plv_has_not_is_refused(tmp_path) -> None:
    with pytest.raises(NotGold, match=r"row 1: gold_root is 'BLAME'; the classes are ACCUSE"):
        evaluated(tmp_path, "t.tsv", PLV.replace("ACCUSE", "BLAME"))


def test_plover_records_are_asked_in_the_classes_and_codes_of_today(tmp_path) -> None:
    evaluation = evaluated(tmp_path, *EXAMPLES["plover"])
    assert of(evaluation, "event") == [("ACCUSE", "ACCUSE", True)]
    assert of(evaluation, "triple") == [("ACCUSE JPN → CHL", "ACCUSE JPN → CHL", True)]


def test_of_a_meeting_either_direction_is_right_and_asked_for_once() -> None:
    sentence = Sentence("S", "Chad and Mali met.", [Told("CONSULT", ("TCD", "MLI"), (), mutual=True)])
    for told in ([Told("CONSULT", ("MLI",), ("TCD",))], [Told("CONSULT", ("TCD", "MLI"), ("TCD", "MLI"))]):
        triples = [i for i in plover_items(sentence, told) if i.task == "triple"]
        assert [(i.gold, i.right) for i in triples] == [("CONSULT TCD → MLI", True)]


def test_a_dyad_told_the_wrong_way_round_is_wrong() -> None:
    sentence = Sentence("S", "Chad shelled Mali.", [Told("ASSAULT", ("TCD",), ("MLI",))])
    dyads = [i for i in plover_items(sentence, [Told("ASSAULT", ("MLI",), ("TCD",))]) if i.task == "dyad"]
    assert [(i.gold, i.predicted) for i in dyads] == [(None, "MLI → TCD"), ("TCD → MLI", None)]


def test_labelled_sentences_are_asked_for_type_and_status(tmp_path) -> None:
    evaluation = evaluated(tmp_path, *EXAMPLES["pairs"])
    assert of(evaluation, "class") == [("ACCUSE", "ACCUSE", True), ("ASSAULT", "ASSAULT", True)]
    assert of(evaluation, "status") == [
        ("occurred", "occurred", True),
        ("hypothetical", "hypothetical", True),
    ]
    assert of(evaluation, "fact")[1] == ("not happened", "not happened", True)


def test_labelled_sentences_may_be_json_lines(tmp_path) -> None:
    line = {"text": "Norway condemned Chad.", "source": [0, 6], "target": [17, 21], "type": "ACCUSE"}
    evaluation = evaluated(tmp_path, "pairs.jsonl", json.dumps(line))
    assert of(evaluation, "class") == [("ACCUSE", "ACCUSE", True)]
    with pytest.raises(NotGold, match="line 1: its target is no stretch of its text"):
        evaluated(tmp_path, "pairs.jsonl", json.dumps({**line, "target": [17, 99]}))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("ACCUSE\toccurred", "2 fields instead of"),
        ("BLAME\toccurred\t[A] blamed {B}.", "'BLAME' is no event type"),
        ("ACCUSE\tdone\t[A] blamed {B}.", "'done' is no status"),
        ("ACCUSE\toccurred\t[A] blamed B.", "one \\[source\\] and one"),
        ("ACCUSE\toccurred\t]A[ blamed {B}.", "closed before it is opened"),
    ],
)
def test_a_broken_line_says_what_is_wrong(line, fault) -> None:
    with pytest.raises(ValueError, match=fault):
        from_line(line)


def test_status_pairs_are_drawn_together_and_a_possible_attack_is_no_fact(tmp_path) -> None:
    evaluation = evaluated(tmp_path, *EXAMPLES["status"])
    assert of(evaluation, "fact") == [("happened", "happened", True), ("not happened", "not happened", True)]
    assert {item.group for item in evaluation.items} == {"pair 1"}


def test_times_are_asked_for_their_days_and_durations_are_passed_over(tmp_path) -> None:
    evaluation = evaluated(tmp_path, *EXAMPLES["times"])
    assert of(evaluation, "span") == [("19 January 2022", "19 January 2022", True)]
    assert of(evaluation, "days") == [("2022-01-19", "2022-01-19", True)]


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2022-01-21", ("2022-01-21", "2022-01-21")),
        ("2022-01-21T09:30", ("2022-01-21", "2022-01-21")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2022-W04", ("2022-01-24", "2022-01-30")),
        ("2021-Q4", ("2021-10-01", "2021-12-31")),
        ("1962", ("1962-01-01", "1962-12-31")),
        ("196", ("1960-01-01", "1969-12-31")),
        ("2022-13", None),
        ("PAST_REF", None),
        ("P3D", None),
    ],
)
def test_a_timeml_value_means_these_days(value, days) -> None:
    assert days_of(value) == days


def test_places_are_asked_for_where_they_are_if_the_gold_knows(tmp_path) -> None:
    evaluation = evaluated(tmp_path, *EXAMPLES["places"])
    assert of(evaluation, "span") == [("Kharkiv", "Kharkiv", True), ("Ukraine", "Ukraine", True)]
    (kharkiv,) = [i for i in evaluation.items if i.task == "where"]
    assert kharkiv.right
    assert kharkiv.off < 10


def test_distances_are_those_of_the_globe() -> None:
    assert kilometres(0, 0, 0, 180) == pytest.approx(20015, abs=1)
    assert kilometres(46.2, 6.15, 48.86, 2.35) == pytest.approx(410, abs=5)  # Geneva to Paris


def test_a_file_that_is_no_gold_is_refused_with_the_forms_that_are(tmp_path) -> None:
    with pytest.raises(NotGold, match=r"no gold that detente knows\. Known are plv: PLV tables"):
        evaluated(tmp_path, "letter.txt", "Dear all,\n")
    with pytest.raises(NotGold, match="not there"):
        open_gold([tmp_path / "nothing.tsv"])
    with pytest.raises(NotGold, match="no gold file there"):
        open_gold([])


def test_two_forms_are_not_mixed(tmp_path) -> None:
    for form in ("plv", "status"):
        (tmp_path / f"{form}.tsv").write_text(EXAMPLES[form][1], encoding="utf-8")
    with pytest.raises(NotGold, match=r"different forms \(plv, status\)"):
        open_gold([tmp_path])


@pytest.mark.parametrize("form", EXAMPLES)
def test_a_file_in_another_encoding_is_refused(form, tmp_path) -> None:
    (tmp_path / EXAMPLES[form][0]).write_bytes(EXAMPLES[form][1].encode("utf-8") + b"\xe9\n")
    for named in (form, None):
        with pytest.raises(NotGold, match="not UTF-8"):
            open_gold([tmp_path / EXAMPLES[form][0]], named)


@pytest.mark.parametrize("form", ["times", "places", "status", "pairs", "plover"])
def test_broken_json_is_refused_with_its_line(form, tmp_path) -> None:
    (tmp_path / "broken.jsonl").write_text('{"text": "Chad", "id"\n', encoding="utf-8")
    with pytest.raises(NotGold, match=r"broken\.jsonl(, line 1)?: "):
        open_gold([tmp_path / "broken.jsonl"], form)
