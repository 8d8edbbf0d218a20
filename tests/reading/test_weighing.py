"""How sure detente is of an event: more where the trained encoder reads the sentence the same way."""

from __future__ import annotations

from detente.reading import read_report
from detente.reading.encoder import MarkedPair, score_pairs
from detente.records import Span, make_report


def confidence_of(text: str, type_: str) -> float:
    return next(e.confidence for e in read_report(make_report(text)).events if e.type == type_)


def test_a_plain_deed_is_surer_than_a_word_of_another_world():
    plain = confidence_of("Syrian jets bombed the rebel town of Saraqib on Friday.", "ASSAULT")
    figure = confidence_of("The critic attacked the film.", "ASSAULT")
    assert plain > 0.8 > 0.3 > figure


def test_a_deed_that_the_encoder_all_but_excludes_is_told_as_no_fact():
    reading = read_report(make_report("The lenders expect nothing less than that the regime free the poet."))
    assert [e.status for e in reading.events if e.type == "CONCEDE"] == ["hypothetical"]


def test_the_same_sentence_scores_the_same_in_any_company():
    pair = MarkedPair("Kenya sent maize to Somalia.", Span(0, 5), Span(20, 27))
    other = MarkedPair(
        "Police beat students in the capital on Friday, witnesses said.", Span(0, 6), Span(12, 20)
    )
    alone = score_pairs([pair])
    among = score_pairs([other, pair, other])
    assert (alone[0][0] == among[0][1]).all()
    assert (alone[1][0] == among[1][1]).all()


def test_a_side_that_is_not_named_is_no_hindrance():
    types, statuses = score_pairs([MarkedPair("Two officials were sanctioned.", None, Span(0, 13))])
    assert abs(types.sum() - 1) < 1e-5
    assert abs(statuses.sum() - 1) < 1e-5
