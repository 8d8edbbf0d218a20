"""Source, cue and content of every attribution on a page, as stretches of the text: no actors yet.

Conventions of extent follow those of attribution corpora: a cue takes its auxiliaries, adverbs and the
preposition that brings the content; a content takes its “that” and its quotation marks, not the full stop
outside them; a source takes its appositions and relative clauses.
"""

from __future__ import annotations

from collections.abc import Mapping

from detente.reading.attribution import Attribution
from detente.reading.cues import load_cues
from detente.reading.noun_cues import according, from_label, from_noun, in_view
from detente.reading.page import Page
from detente.reading.quoted import add_quotations, fit_quotations, without_datelines
from detente.reading.stretches import joined, trimmed
from detente.reading.verb_cues import detach, from_verb


def find_attributions(page: Page) -> list[Attribution]:
    """Every attribution of a page in the order of its cues; bare quotations last."""
    book = load_cues()
    found: list[Attribution] = []
    for token in page.doc:
        pos = token.pos_
        if pos == "VERB" or pos == "AUX":
            cue = book.verbs.get(token.lemma_)
            if cue is not None:
                attribution = from_verb(token, cue)
                if attribution is not None:
                    found.append(attribution)
            if token.lower_ == "according":
                found.extend(according(token))
        elif pos == "NOUN":
            noun = book.nouns.get(token.lemma_)
            if noun is not None:
                found.extend(from_noun(token, noun))
            if token.lemma_ in book.phrase_nouns:
                found.extend(in_view(token))
        elif token.lower_ == "according":
            found.extend(according(token))
        elif token.text == ":":
            found.extend(from_label(token, page))
    text = page.report.text
    for attribution in found:
        attribution.content = trimmed(text, attribution.content)
    found = [a for a in found if a.content]
    heads = {a.head.i: a for a in found if a.head is not None}
    for attribution in found:
        detach(attribution, found, heads, text)
    found = _without_frames(found, heads)
    fit_quotations(page, found)
    add_quotations(page, found)
    without_datelines(page, found)
    return [a for a in found if a.content]


def _without_frames(found: list[Attribution], heads: Mapping[int, Attribution]) -> list[Attribution]:
    """“concluded by saying that …” is one attribution: that of “saying”, with the other verb in its cue."""
    frames: set[int] = set()
    for attribution in found:
        verb = attribution.head
        if verb is None or verb.dep_ != "pcomp" or verb.head.lower_ not in ("by", "in"):
            continue
        frame = heads.get(verb.head.head.i)
        if frame is not None and frame.content == attribution.content:
            frames.add(id(frame))
            attribution.cue = joined([(frame.cue[0][0], verb.i)])
    return [a for a in found if id(a) not in frames]
