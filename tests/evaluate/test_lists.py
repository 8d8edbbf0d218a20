"""Gold lists: a report is held against what a careful person would write down of it."""

import pytest

from detente.errors import NotGold
from detente.evaluate import finished, open_gold
from detente.evaluate.lists import EventLine, MeasureLine, load_list
from detente.evaluate.matching import locate
from detente.records import Span

REPORT = (
    "Norway condemned Chad on Friday. About 300 soldiers were moved to the border. "
    "Aides fear that Chad will invade Niger.\n"
)
LIST = """
report = "day.txt"

[[actor]]
name = ["Norway"]
country = "NOR"

[[event]]
type = ["ACCUSE"]
status = ["occurred"]
source = ["Norway"]
target = ["Chad"]
words = "condemned Chad"

[[event]]
type = ["AID"]
words = "were moved"

[[measure]]
type = "troops"
value = 300
words = "300 soldiers"

[[never]]
type = ["ASSAULT"]
words = "invade Niger"
"""


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "day.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "day.toml").write_text(LIST, encoding="utf-8")
    return tmp_path / "day.toml"


def test_each_line_is_found_or_says_what_is_there_instead(gold, tmp_path) -> None:
    opened = open_gold([gold], reports=tmp_path / "reports")
    items = finished(opened, opened.asked.items).items
    assert [(i.task, i.right) for i in items] == [
        ("actor", True), ("event", True), ("event", False), ("measure", True), ("never", True),
    ]  # fmt: skip
    missed = items[2]
    assert missed.note in ("type is MOBILIZE", "nothing there")
    assert [m.of(missed.text) for m in missed.marks] == ["were moved"]


def test_a_list_whose_report_is_elsewhere_says_how_to_name_its_folder(gold) -> None:
    with pytest.raises(NotGold, match=r"its report could not be read .*--reports names its folder"):
        list(open_gold([gold]).asked.items)


@pytest.mark.parametrize(
    ("line", "broken", "fault"),
    [
        ('type = "troops"', 'type = "tropes"', "Invalid enum value 'tropes'"),
        ("value = 300", "valu = 300", "unknown field `valu`"),
        ('report = "day.txt"', "", "missing required field `report`"),
        ("[[never]]", "[[never]", "no gold list"),
    ],
)
def test_a_slip_in_a_list_is_refused(gold, line, broken, fault) -> None:
    gold.write_text(LIST.replace(line, broken), encoding="utf-8")
    with pytest.raises(NotGold, match=fault):
        load_list(gold)


def test_words_must_stand_in_the_report_once(gold, tmp_path) -> None:
    gold.write_text(LIST.replace("condemned Chad", "Chad"), encoding="utf-8")
    opened = open_gold([gold], reports=tmp_path / "reports")
    with pytest.raises(NotGold, match="“Chad” stands 2 times in the text"):
        finished(opened, opened.asked.items)
    assert locate("to the\n border", "the border") == Span(3, 14)


def test_a_line_is_shown_as_it_was_written(gold) -> None:
    lines = load_list(gold).lines
    assert isinstance(lines[2], EventLine)
    assert str(lines[2]) == "event: type AID, words were moved"
    assert isinstance(lines[3], MeasureLine)
