"""Figures are what one gets by hand, lie between 0 and 1, and do not hang on the order of the items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evaluate.items import Item, Task
from detente.evaluate.scores import (
    HAPPENED,
    NOT_HAPPENED,
    RESAMPLES,
    calibration,
    confusion,
    expected_calibration_error,
    score_task,
)

CLASS = Task("class", "label", "Which?", headline="macro-F1", by_class=True)
EVENT = Task("event", "found", "Which are told?", headline="F1", by_class=True)
FACT = Task("fact", "fact", "Happened?", headline="balanced accuracy", by_class=True)
WHERE = Task("where", "near", "Where?", headline="within 161 km", near=161, unit="km")

# gold A: A A B; gold B: B; gold C: missed. F1 of A 2·2/(2+3), of B 2·1/(2+1), of C 0.
ANSWERS = [("A", "A", 0.95), ("A", "A", 0.85), ("A", "B", 0.85), ("B", "B", 0.55), ("C", None, None)]


def item(n, gold, predicted, confidence=None, *, task="class", group=None, off=None, right=None):
    right = gold == predicted if right is None else right
    return Item(str(n), task, group or str(n), gold, predicted, right, confidence, off)


def items(answers, task="class"):
    return [item(n, *answer, task=task) for n, answer in enumerate(answers)]


def test_accuracy_and_macro_f1_are_as_by_hand() -> None:
    scores = score_task(CLASS, items(ANSWERS))
    assert scores.figure("accuracy").value == pytest.approx(3 / 5)
    assert scores.figure("macro-F1").value == pytest.approx((4 / 5 + 2 / 3 + 0) / 3)
    assert scores.figure("balanced accuracy").value == pytest.approx((2 / 3 + 1 + 0) / 3)


def test_a_class_told_but_never_asked_adds_no_class_to_the_mean() -> None:
    scores = score_task(CLASS, items([("A", "A"), ("A", "D")]))
    assert scores.figure("macro-F1").value == pytest.approx(2 / 3)
    assert [(row.name, row.gold, row.predicted) for row in scores.classes] == [("A", 2, 1), ("D", 0, 1)]


def test_each_class_has_its_own_precision_and_recall() -> None:
    a, b, c = score_task(CLASS, items(ANSWERS)).classes
    assert (a.precision, a.recall) == (1, pytest.approx(2 / 3))
    assert (b.precision, b.recall, b.f1) == (0.5, 1, pytest.approx(2 / 3))
    assert (c.precision, c.recall, c.f1) == (0, 0, 0)


def test_what_is_told_unasked_costs_precision_and_not_recall() -> None:
    found = [("A", "A"), ("B", None), (None, "C"), (None, "A")]
    scores = score_task(EVENT, items(found, "event"))
    assert scores.figure("precision").value == pytest.approx(1 / 3)
    assert scores.figure("recall").value == pytest.approx(1 / 2)
    assert scores.figure("F1").value == pytest.approx(2 / 5)
    assert scores.figure("spurious for each in the gold").value == 1


def test_a_fear_told_as_a_fact_has_a_figure_of_its_own() -> None:
    answers = [(HAPPENED, HAPPENED), (NOT_HAPPENED, HAPPENED), *[(NOT_HAPPENED, NOT_HAPPENED)] * 3]
    scores = score_task(FACT, items(answers, "fact"))
    told = scores.figure("told as happened though it did not")
    assert (told.value, told.n) == (pytest.approx(1 / 4), 4)
    assert scores.figure("balanced accuracy").value == pytest.approx((1 + 3 / 4) / 2)


def test_the_calibration_error_is_as_by_hand() -> None:
    bins = calibration(items(ANSWERS))
    assert [(b.low, b.n, b.accuracy) for b in bins] == [(0.5, 1, 1.0), (0.8, 2, 0.5), (0.9, 1, 1.0)]
    assert expected_calibration_error(bins) == pytest.approx((0.45 * 1 + 0.35 * 2 + 0.05 * 1) / 4)


def test_confidences_on_a_bins_edge_belong_to_the_bin_below() -> None:
    (low, high) = calibration(items([("A", "A", 0.3), ("A", "A", 0.7)]))
    assert (low.low, low.high) == (0.2, 0.3)
    assert (high.low, high.high) == (0.6, 0.7)


def test_the_confusion_matrix_counts_every_gold_item_once() -> None:
    matrix = confusion(items(ANSWERS))
    assert matrix.columns == ("A", "B", "C", "–")
    assert matrix.counts == ((2, 1, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1))


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    # 100 sentences, half of them right: standard error 0.05, so about 0.40 – 0.60.
    figure = score_task(CLASS, items([("A", "A"), ("A", "B")] * 50)).figure("accuracy")
    assert figure.value == 0.5
    assert figure.low == pytest.approx(0.40, abs=0.015)
    assert figure.high == pytest.approx(0.60, abs=0.015)


def test_documents_are_drawn_whole() -> None:
    """Ten items of each of ten documents, all right or all wrong, tell no more than ten items do."""
    one_each = [item(n, "A", "A" if n % 2 else "B") for n in range(10)]
    ten_each = [
        item(f"{n}.{k}", "A", "A" if n % 2 else "B", group=str(n)) for n in range(10) for k in range(10)
    ]
    narrow, wide = (score_task(CLASS, some).figure("accuracy") for some in (ten_each, one_each))
    assert (narrow.low, narrow.high) == pytest.approx((wide.low, wide.high))


def test_places_have_a_median_distance_and_a_share_left_open() -> None:
    offs = [0.0, 10.0, 200.0, 1000.0, None]
    asked = [
        item(n, "gold", "told" if off is not None else None, task="where", off=off, right=off in (0.0, 10.0))
        for n, off in enumerate(offs)
    ]
    scores = score_task(WHERE, asked)
    assert scores.figure("within 161 km").value == pytest.approx(2 / 5)
    assert scores.figure("median distance").value == 105
    assert scores.figure("unresolved").value == pytest.approx(1 / 5)


answers = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C", None]),
        st.sampled_from(["A", "B", "C", None]),
        st.one_of(st.none(), st.floats(0, 1)),
        st.sampled_from(["x", "y", "z"]),
    ).filter(lambda a: a[0] is not None or a[1] is not None),
    min_size=1,
    max_size=12,
)


@given(answers, st.randoms(use_true_random=False), st.sampled_from([EVENT, CLASS]))
def test_scores_lie_between_0_and_1_and_do_not_hang_on_the_order(drawn, dice, task) -> None:
    some = [
        Item(str(n), task.name, group, gold, told, gold == told, sure if told else None)
        for n, (gold, told, sure, group) in enumerate(drawn)
    ]
    scores = score_task(task, some)
    for figure in scores.figures:
        if not figure.name.startswith("spurious"):
            assert 0 <= figure.value <= 1
            assert figure.low is None or 0 <= figure.low <= figure.high <= 1
    dice.shuffle(some)
    assert score_task(task, some) == scores


def test_there_are_enough_resamples_for_a_95_percent_interval() -> None:
    assert RESAMPLES >= 1000
