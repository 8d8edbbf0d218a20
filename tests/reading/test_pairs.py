"""What a marked source does to a marked target."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading.pairs import Pair, PairLabel, classify_pairs
from detente.records import EVENT_TYPES, Span


def pair(marked: str) -> Pair:
    """The pair of a sentence whose source stands in ‹…› and whose target in «…»."""
    text, ends = "", {}
    for ch in marked:
        if ch in "‹›«»":
            ends[ch] = len(text)
        else:
            text += ch
    return Pair("p", text, Span(ends["‹"], ends["›"]), Span(ends["«"], ends["»"]))


def label(marked: str) -> PairLabel:
    (found,) = classify_pairs([pair(marked)])
    return found


EXAMPLES = [
    ("AGREE", "‹Chad› agreed to send troops to «Mali»."),
    ("AGREE", "‹Denmark› will return the paintings to «Iceland», its culture ministry said."),
    ("CONSULT", "‹Angela Merkel› met «Alexis Tsipras» in Berlin."),
    ("SUPPORT", "‹The pope› praised «the mediators of Norway» for their patience."),
    ("CONCEDE", "‹Egypt› lifted its ban on «Turkish» soap operas."),
    ("RETREAT", "‹Uganda› withdrew its soldiers from «Congo» after five years."),
    ("COOPERATE", "‹Jordan› shared intelligence with «France» on the network."),
    ("AID", "‹Japan› gave «Nepal» tents and blankets after the earthquake."),
    ("REQUEST", "‹Ecuador› asked «the United Nations» for food."),
    ("ACCUSE", "‹Greece› accused «Turkey» of violating its airspace."),
    ("REJECT", "‹Eritrea› refused to meet «the envoy of Ethiopia»."),
    ("REJECT", "‹Hungary› said it would not accept «refugees from Syria»."),
    ("THREATEN", "‹Iran› threatened to attack «Israeli ships» in the strait."),
    ("PROTEST", "‹Thousands of farmers› demonstrated against «the government of Poland»."),
    ("MOBILIZE", "‹India› moved tanks to the border with «China»."),
    ("SANCTION", "‹Canada› expelled «four Venezuelan diplomats»."),
    ("COERCE", "‹Police› arrested «two editors» at the airport."),
    ("ASSAULT", "«The village» was shelled by ‹the Syrian army›."),
]


@pytest.mark.parametrize(("type_", "marked"), EXAMPLES)
def test_a_pair_gets_the_type_of_what_is_done(type_: str, marked: str) -> None:
    assert label(marked).type == type_


def test_the_pair_decides_which_event_of_a_sentence_counts() -> None:
    assert label("‹Rome› condemned «Tripoli» after Cairo bombed Benghazi.").type == "ACCUSE"
    assert label("Rome condemned Tripoli after ‹Cairo› bombed «Benghazi».").type == "ASSAULT"


def test_a_sentence_without_any_event_gets_an_answer_that_is_unsure_of_itself() -> None:
    found = label("‹Anna› is taller than «Otto».")
    assert found.type in EVENT_TYPES
    assert found.confidence < 0.8 < label("‹Greece› accused «Turkey» of violating its airspace.").confidence


def test_quick_answers_have_the_same_type_and_say_less() -> None:
    asked = [pair(marked) for _, marked in EXAMPLES]
    slow, quick = list(classify_pairs(asked)), list(classify_pairs(asked, quick=True))
    assert [p.type for p in quick] == [p.type for p in slow]
    assert any(p.mode is None and s.mode is not None for p, s in zip(quick, slow, strict=True))


@settings(max_examples=25, deadline=None)
@given(
    st.text(alphabet="ab .‘’é\n", min_size=2, max_size=30).filter(lambda t: t.strip() != ""),
    st.integers(0, 28),
    st.integers(0, 28),
)
def test_any_text_gets_one_label_whose_scores_sum_to_one(text: str, a: int, b: int) -> None:
    first, second = a % len(text), b % len(text)
    (found,) = classify_pairs([Pair(1, text, Span(first, first + 1), Span(second, second + 1))])
    assert set(found.label_scores) == set(EVENT_TYPES)
    assert sum(found.label_scores.values()) == pytest.approx(1)


def test_pairs_come_back_in_order() -> None:
    pairs = [Pair(n, "Oslo praised Rome.", Span(0, 4), Span(13, 17)) for n in range(5)]
    assert [found.id for found in classify_pairs(pairs)] == list(range(5))
