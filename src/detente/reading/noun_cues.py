"""Attributions without a verb: “Russia's claim that …”, “according to X”, “in X's view”, “X: …”."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from detente.reading.attribution import Attribution
from detente.reading.cues import Cue, load_cues
from detente.reading.page import Page
from detente.reading.sources import possessor, source_of, source_ranges, verb_group
from detente.reading.stretches import Range, joined, spans_of, trimmed, without
from detente.records import Span


def from_noun(noun: Token, cue: Cue) -> Iterator[Attribution]:
    """“Russia's insistence that …”, “its demand for …”, “Western claims that …”."""
    holder = possessor(noun)
    takes = cue.takes
    if noun.dep_ == "pobj" and noun.head.lower_ == "in" and _is_said_there(noun):
        return  # “said in a statement that …”: the verb reports
    content: Range | None = None
    extra: list[Range] = []
    form = ""
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl", "xcomp", "appos"):
            marked = any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in child.children)
            if child.tag_ == "VB" and child.left_edge.lower_ == "that":
                marked = True  # “its demand that Sweden leave”: the bare form is no relative clause
            to = any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children)
            if "clause" in takes and marked:
                form, content = "clause", (child.left_edge.i, child.right_edge.i)
            elif "inf" in takes and to and child.tag_ == "VB":
                form, content = "inf", (child.left_edge.i, child.right_edge.i)
        elif child.dep_ == "prep" and child.lower_ in takes and holder is not None:
            # “his statement on Thursday” is about something else.
            if any(
                c.dep_ in ("pobj", "pcomp") and c.ent_type_ not in ("DATE", "TIME") for c in child.children
            ):
                form, content, extra = child.lower_, (child.i + 1, child.right_edge.i), [(child.i, child.i)]
        if content is not None:
            break
    if (
        content is None
        and "clause" in takes
        and noun.dep_ in ("dobj", "attr", "nsubj")
        and noun.head.pos_ in ("VERB", "AUX")
        and not (noun.dep_ == "nsubj" and _takes_clause(noun.head))
    ):
        # The clause hung on the verb: “repeated Russia's insistence that …”; “his view is that …”.
        for child in noun.head.rights:
            if child.dep_ == "ccomp" and child.i > noun.i and child.left_edge.lower_ == "that":
                form, content = "clause", (child.left_edge.i, child.right_edge.i)
                break
    if content is None:
        return
    if form == "clause" and noun.dep_ == "dobj" and noun.head.i < noun.i:
        # “its demands that A leave, that B stay, and that C go”: the later clauses hang on the verb.
        for child in noun.head.rights:
            if child.dep_ == "ccomp" and child.left_edge.i > noun.i and child.right_edge.i > content[1]:
                content = (content[0], child.right_edge.i)
    if holder is None:
        if noun.dep_ == "dobj" or (noun.dep_ == "conj" and noun.head.dep_ == "dobj"):
            verb = noun.head if noun.dep_ == "dobj" else noun.head.head
            if verb.lemma_ in (
                "make",
                "issue",
                "voice",
                "express",
                "have",
                "raise",
                "repeat",
                "reiterate",
                "renew",
                "give",
                "deliver",
                "send",
                "level",
                "offer",
                "share",
            ):
                holder = source_of(verb)
                first, _neg = verb_group(verb)
                start = (
                    first
                    if verb.lemma_ in ("make", "issue", "voice", "express", "have", "raise", "give")
                    and noun.i - first < 8
                    else noun.i
                )
                yield Attribution(
                    noun,
                    form,
                    takes[form],
                    joined([(start, noun.i), *extra]),
                    holder,
                    source_ranges(holder, noun),
                    spans_of(noun.doc, [content]),
                )
                return
        if form != "clause":
            return
    yield Attribution(
        head=noun,
        form=form,
        act=takes[form],
        cue=joined([(noun.i, noun.i), *extra]),
        source_head=holder,
        source=source_ranges(holder, noun),
        content=spans_of(noun.doc, [content]),
    )


def _takes_clause(verb: Token) -> bool:
    cue = load_cues().verbs.get(verb.lemma_) if verb.pos_ == "VERB" else None
    return cue is not None and "clause" in cue.takes


def _is_said_there(noun: Token) -> bool:
    """Whether a verb of saying stands over “in a statement”, so that a clause behind it is the verb's."""
    return _takes_clause(noun.head.head) and noun.head.i > noun.head.head.i


def according(token: Token) -> Iterator[Attribution]:
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return
    to = doc[token.i + 1]
    source = next((c for c in to.children if c.dep_ == "pobj"), None)
    if source is None:
        return
    anchor = token.head if token.head != token else None
    while (
        anchor is not None
        and anchor.pos_ not in ("VERB", "AUX")
        and anchor.head != anchor
        and anchor.dep_ not in ("ROOT", "parataxis")
    ):
        anchor = anchor.head
    if anchor is None:
        return
    sentence = token.sent
    while anchor.dep_ == "conj" and anchor.head.pos_ in ("VERB", "AUX") and token.i > anchor.i:
        anchor = anchor.head  # “has killed 52 and wounded 118, according to …”
    whole = (anchor.left_edge.i, anchor.right_edge.i)
    if anchor.dep_ in ("xcomp", "acl"):
        whole = (sentence.start, sentence.end - 1)
    own = (token.left_edge.i, max(token.right_edge.i, to.right_edge.i))
    yield Attribution(
        head=token,
        form="according",
        act="assert",
        cue=[(token.i, to.i)],
        source_head=source,
        source=source_ranges(source, token),
        content=spans_of(doc, without([whole], [own])),
    )


def in_view(noun: Token) -> Iterator[Attribution]:
    """“In Iran's view, …”."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "in":
        return
    holder = next((c for c in noun.children if c.dep_ == "poss"), None)
    anchor = noun.head.head
    if holder is None or anchor.pos_ not in ("VERB", "AUX"):
        return
    own = (noun.head.left_edge.i, noun.right_edge.i)
    yield Attribution(
        head=noun,
        form="phrase",
        act="assess",
        cue=[(noun.head.i, noun.head.i), (noun.i, noun.i)],
        source_head=holder,
        source=source_ranges(holder, noun),
        content=spans_of(noun.doc, without([(anchor.left_edge.i, anchor.right_edge.i)], [own])),
    )


_SECTIONS = frozenset(
    "analysis explainer opinion watch live breaking exclusive update updated video photos factbox timeline editorial"
    " interview read listen note correction editor source sources related contact tags by photo image caption credit"
    " topics location date time venue story report reporting editing background context q a quote fact".split()
)


def from_label(colon: Token, page: Page) -> Iterator[Attribution]:
    """“WALLACE: Will he come?”, “Lavrov: We are ready to talk”, “Talks to go on: Kremlin”."""
    doc = colon.doc
    text = page.report.text
    begin = text.rfind("\n", 0, colon.idx) + 1
    end = text.find("\n", colon.idx)
    end = len(text) if end < 0 else end
    start = colon.i
    while start > 0 and doc[start - 1].idx >= begin and colon.i - start < 8:
        start -= 1
    while start < colon.i and (doc[start].is_quote or doc[start].is_space):
        start += 1
    before, after = text[begin : colon.idx], text[colon.idx + 1 : end]
    if doc[start].idx <= begin + 2 and 0 < colon.i - start < 7 and len(after.split()) >= 3:
        label = doc[start : colon.i]
        if _names_speaker(label, after):
            yield _labelled(colon, label, trimmed(text, [Span(colon.idx + 1, end)]))
    elif 1 <= len(after.split()) <= 4 and 4 <= len(before.split()) <= 20 and text[end - 1] not in ".?!":
        tail = doc.char_span(
            colon.idx + 1 + len(after) - len(after.lstrip()), end - (len(after) - len(after.rstrip()))
        )
        if tail is not None and _is_name(tail):
            yield _labelled(colon, tail, trimmed(text, [Span(begin, colon.idx)]))


def _is_name(words: DocSpan) -> bool:
    return all(t.pos_ in ("PROPN", "NOUN", "ADJ") and t.text[0].isupper() for t in words)


def _names_speaker(label: DocSpan, after: str) -> bool:
    """True where what stands before a colon can speak; a country before a colon is a topic more often."""
    words = [t for t in label if t.is_alpha]
    if not words or any(t.pos_ in ("VERB", "AUX", "ADP", "NUM", "PRON", "DET", "PART") for t in label):
        return False  # also “AP's Role: …”
    if any(t.lower_ in _SECTIONS for t in words) or any(t.text in ("#", "@", "/", "|") for t in label):
        return False
    kinds = {t.ent_type_ for t in label}
    named = label[-1].ent_type_ == "PERSON" and words[0].text[0].isupper()  # “NATO chief Holm: …”
    if not all(t.text[0].isupper() or (named and t.pos_ == "NOUN") for t in words):
        return False
    quoted = after.lstrip()[:1] in ("“", '"', "‘", "'")
    return (
        "PERSON" in kinds
        or quoted
        or (("ORG" in kinds or all(t.is_upper for t in words)) and "GPE" not in kinds)
    )


def _labelled(colon: Token, label: DocSpan, content: list[Span]) -> Attribution:
    return Attribution(
        head=colon,
        form="label",
        act="assert",
        cue=[(colon.i, colon.i)],
        source_head=label.root,
        source=[(label.start, label.end - 1)],
        content=content,
    )
