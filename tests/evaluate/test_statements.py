"""Attribution gold: brat files are read as they are, and statements paired as well as can be."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import NotGold
from detente.evaluate import finished, open_gold
from detente.evaluate.statements import Told, best_pairs, items_of, read_annotations, tidied
from detente.records import Span

TEXT = "The minister said the talks were useful.\n\nFollow us. Aides denied it.\n"
ANN = """T1\tSource 0 12\tThe minister
T2\tCue 13 17\tsaid
T3\tContent 18 39\tthe talks were
useful
T4\tDiscard 42 52\tFollow us.
E1\tAttribution:T2 Content:T3 Cue:T2 Source:T1
E2\tAttribution:T2
"""


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def told(source: str, cue: str, content: str) -> Told:
    return Told([span(source)] if source else [], [span(cue)], [span(content)], TEXT)


def test_an_annotation_file_is_read_with_its_discarded_text() -> None:
    (statement,), discarded = read_annotations(ANN, TEXT)
    assert [statement.source, statement.cue, statement.content] == [
        (span("The minister"),), (span("said"),), (span("the talks were useful"),),
    ]  # fmt: skip
    assert discarded == {*range(42, 48), *range(49, 52)}


def test_pieces_of_a_span_are_one_where_only_white_space_is_between_them() -> None:
    assert tidied([Span(18, 22), Span(0, 4), Span(4, 13), Span(21, 28)], TEXT) == (Span(0, 12), Span(18, 27))


def test_the_right_words_in_the_wrong_mouth_are_told_apart() -> None:
    gold = [told("The minister", "said", "the talks were useful")]
    for source, right in (("The minister", True), ("minister", True), ("Aides", False)):
        items = {
            i.task: i for i in items_of("a", TEXT, gold, [told(source, "said", "the talks were useful")])
        }
        assert (items["content"].right, items["statement"].right) == (True, right)
        assert items["strict"].right == (source == "The minister")


def test_less_than_half_of_the_words_is_another_statement() -> None:
    gold = [told("The minister", "said", "the talks were useful")]
    items = {i.task: i for i in items_of("a", TEXT, gold, [told("The minister", "said", "the talks")])}
    assert not items["content"].right
    assert "source" not in items


def test_what_is_told_in_discarded_text_is_passed_over(tmp_path) -> None:
    for folder, name, text in (("text", "a.txt", TEXT), ("attributions", "a_0f1e.ann", ANN)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(text.encode())
    gold = open_gold([tmp_path])
    evaluation = finished(gold, gold.asked.items)
    assert evaluation.format == "statements"
    right = [i for i in evaluation.items if i.task == "statement" and i.right]
    assert [i.gold for i in right] == ["The minister said: the talks were useful"]


def test_annotations_without_their_text_are_refused(tmp_path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    with pytest.raises(NotGold, match=r"no \.ann files"):
        open_gold([tmp_path])
    (tmp_path / "attributions" / "a_0f1e.ann").write_text(ANN, encoding="utf-8")
    with pytest.raises(NotGold, match="its text is not there"):
        open_gold([tmp_path])


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 9), max_size=9))
def test_no_other_pairing_shares_more(weights) -> None:
    pairs = best_pairs({pair: float(weight) for pair, weight in weights.items()})
    assert len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)
    best = max(sum(weights.get(pair, 0) for pair in enumerate(order)) for order in permutations(range(4)))
    assert sum(weights[pair] for pair in pairs) == best
