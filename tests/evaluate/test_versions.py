"""Two versions of the reader: what was gained and lost, and whether it could be chance."""

import pytest

from detente.errors import OtherGold
from detente.evaluate.items import Evaluation, Item, Task
from detente.evaluate.versions import compare, load, mcnemar, save

CLASS = Task("class", "label", "Which?", headline="accuracy", by_class=True)
EVENT = Task("event", "found", "Which are told?", headline="F1", by_class=True)


def evaluation(answers, task=CLASS, format="pairs"):
    items = tuple(
        Item(id, task.name, id, gold, told, gold == told, 0.5 if told else None, text=f"Sentence {id}.")
        for id, gold, told in answers
    )
    return Evaluation(format, ("gold.tsv",), "0.1.0", (task,), items)


def test_what_is_saved_is_what_is_loaded(tmp_path) -> None:
    whole = evaluation([("1", "A", "A"), ("2", "B", None)])
    save(whole, tmp_path / "e.jsonl")
    assert load(tmp_path / "e.jsonl") == whole


def test_gained_lost_and_changed_answers_are_told_apart() -> None:
    before = evaluation([("1", "A", "B"), ("2", "A", "A"), ("3", "A", "B"), ("4", "A", "A")])
    after = evaluation([("1", "A", "A"), ("2", "A", "B"), ("3", "A", "C"), ("4", "A", "A")])
    (comparison,) = compare(before, after)
    assert [(c.verdict, c.after.id) for c in comparison.changes] == [
        ("gained", "1"),
        ("lost", "2"),
        ("changed", "3"),
    ]
    assert (comparison.before, comparison.after, comparison.difference) == (0.5, 0.5, 0)
    assert comparison.mcnemar == 1


def test_what_is_told_unasked_no_more_is_gained() -> None:
    before = evaluation([("1", "A", "A"), ("1 B", None, "B")], EVENT)
    after = evaluation([("1", "A", "A"), ("1 C", None, "C")], EVENT)
    (comparison,) = compare(before, after)
    assert [(c.verdict, (c.before or c.after).id) for c in comparison.changes] == [
        ("lost", "1 C"),
        ("gained", "1 B"),
    ]


def test_a_clear_gain_is_no_chance_and_none_at_all_may_be() -> None:
    asked = [str(n) for n in range(40)]
    old = evaluation([(n, "A", "A" if int(n) % 2 else "B") for n in asked])
    new = evaluation([(n, "A", "A" if int(n) % 10 else "B") for n in asked])
    (comparison,) = compare(old, new)
    assert comparison.difference == pytest.approx(0.4)
    assert 0 < comparison.low < 0.4 < comparison.high
    assert comparison.p < 0.01
    assert comparison.mcnemar == pytest.approx(2 / 2**16)
    (same,) = compare(old, old)
    assert (same.p, same.mcnemar, same.low, same.high) == (1, None, 0, 0)


def test_mcnemars_test_is_exact() -> None:
    assert mcnemar(0, 0) is None
    assert mcnemar(5, 0) == pytest.approx(2 / 32)
    assert mcnemar(8, 2) == pytest.approx(2 * (1 + 10 + 45) / 1024)
    assert mcnemar(3, 3) == 1


def test_evaluations_of_different_gold_are_not_compared() -> None:
    one = evaluation([("1", "A", "A")])
    with pytest.raises(OtherGold, match="of times gold, this one of pairs gold"):
        compare(evaluation([("1", "A", "A")], format="times"), one)
    with pytest.raises(OtherGold, match="other gold: it differs in class of 1"):
        compare(evaluation([("1", "B", "A")]), one)


def test_a_file_that_is_no_evaluation_is_refused(tmp_path) -> None:
    (tmp_path / "x.jsonl").write_text('{"text": "Hello"}\n', encoding="utf-8")
    with pytest.raises(OtherGold, match="no saved evaluation"):
        load(tmp_path / "x.jsonl")
    with pytest.raises(OtherGold, match="No such file"):
        load(tmp_path / "nothing.jsonl")
