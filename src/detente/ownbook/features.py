"""A sentence as features: what it says, without who says it of whom.

Names are never features: a type learned from Israel's captives must find Colombia's. A name stands as its kind
(“GPE”), a number as “NUM”. What is left are lemmas and their beginnings (“violat” joins *violated*, *violation*),
pairs of words that stand together or depend on each other (“exchange>prisoner”), and what detente itself
reads in the sentence: event types, modes, CAMEO codes, statuses. Its lexicons thereby serve as a thesaurus.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from detente.ownbook.folder import Example
from detente.reading import read_parsed
from detente.reading.language import load_language
from detente.records import Event, Span, make_report

Features = Mapping[str, float]

_NAMES = frozenset({"PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT"})
_NUMBERS = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
_EMPTY_VERBS = frozenset({"be", "have", "do", "say", "tell"})
_OBJECTS = frozenset({"dobj", "nsubjpass", "pobj", "obj"})
_STEM = 6

# What each group of features weighs: the length of its part of the sentence's vector.
GROUPS = {"word": 1.0, "stem": 1.0, "pair": 0.7, "link": 0.7, "event": 0.7}


@dataclass(frozen=True)
class Sentence:
    """A parsed sentence with what detente read in it; `masked` are spans (in the sentence) of marked actors."""

    parse: DocSpan
    events: tuple[Event, ...]
    masked: tuple[Span, ...] = ()


def parse_examples(examples: Iterable[Example]) -> Iterator[Sentence]:
    """Each example as a sentence, read like a report of one sentence."""
    examples = list(examples)
    for example, doc in zip(examples, load_language().pipe([e.text for e in examples]), strict=True):
        masked = tuple(span for span in (example.source, example.target) if span is not None)
        yield Sentence(doc[:], read_parsed(make_report(example.text), doc).events, masked)


def features_of(sentences: Iterable[Sentence]) -> Iterator[Features]:
    """The features of each sentence, in order. A constant one, "", carries the intercept.

    What an encoder of sentences gives (probabilities of detente's types, or the sentence's own vector) can
    join here as one more group, named in `GROUPS`: it is asked for all sentences at once.
    """
    for sentence in sentences:
        found: dict[str, float] = {"": 1.0}
        for group, names in _groups(sentence).items():
            if names:
                each = GROUPS[group] / math.sqrt(len(names))
                found.update((f"{group}:{name}", each) for name in sorted(names))
        yield found


def _groups(sentence: Sentence) -> dict[str, set[str]]:
    """The names of the features of each group."""
    shown = [(token, name) for token in sentence.parse if (name := _shown(token, sentence)) is not None]
    words = [name for _, name in shown]
    names = {token.i: name for token, name in shown}
    own = {name for name in words if not name.isupper()}
    return {
        "word": set(words),
        "stem": {name[:_STEM] for name in own if len(name) > 3},
        "pair": {f"{one} {other}" for one, other in pairwise(words)},
        "link": set(_links(sentence.parse, names)),
        "event": set(_told(sentence.events)),
    }


def _shown(token: Token, sentence: Sentence) -> str | None:
    """A token as a feature: its lemma, the kind of its name, or None where it says nothing."""
    at = token.idx - sentence.parse.start_char
    if any(span.start <= at < span.end for span in sentence.masked) and (
        token.pos_ == "PROPN" or token.ent_type_
    ):
        return "NAME" if token.ent_iob_ != "I" else None
    if token.ent_type_ in _NAMES:
        # A name of several words shows once.
        return token.ent_type_ if token.ent_iob_ == "B" else None
    if token.ent_type_ in _NUMBERS or token.like_num:
        return "NUM" if token.ent_iob_ != "I" else None
    if token.dep_ == "neg":
        return "not"
    if token.tag_ == "MD" or token.dep_ == "prt":
        return str(token.lower_)
    if token.pos_ in _CONTENT and token.lemma_.lower() not in _EMPTY_VERBS:
        return str(token.lemma_.lower())
    return "name" if token.pos_ == "PROPN" else None


def _links(parse: DocSpan, names: Mapping[int, str]) -> Iterator[str]:
    """Pairs of words of which one depends on the other: “exchange>prisoner”, “exchange for>soldier”."""
    for token in parse:
        name = names.get(token.i)
        if name is None:
            continue
        head, through = token.head, ""
        if head.pos_ == "ADP" and token.dep_ in _OBJECTS:
            head, through = head.head, f" {head.lower_}"
        if head.i != token.i and head.i in names:
            yield f"{names[head.i]}{through}>{name}"
        if through and head.i in names:
            yield f"{names[head.i]}{through}"


def _told(events: Sequence[Event]) -> Iterator[str]:
    """What detente reads in the sentence."""
    for event in events:
        yield event.type
        yield f"{event.type} {event.status}"
        if event.mode is not None:
            yield f"{event.type} {event.mode}"
        if event.cameo is not None:
            yield event.cameo[:3]
    if not events:
        yield "nothing"
