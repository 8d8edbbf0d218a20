"""How many: troops, dead, money, durations and other counts of a page."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

from spacy.tokens import Doc, Token

from detente.reading.actors import Cast
from detente.reading.amounts import Amount, find_amounts
from detente.reading.page import Page, span_of
from detente.reading.times import time_of
from detente.records import Measure, MeasureEvidence, MeasureType, Place, Quantity, Span, Time, digest_id

# Nouns before a number that it only labels: Article 5, Resolution 2254, Boeing 737.
_LABELS = frozenset((
    "article", "section", "chapter", "resolution", "flight", "number", "no", "no.", "nos", "page",
    "phase", "channel", "highway", "route", "line", "version", "annex", "paragraph", "clause",
    "protocol", "group", "room", "point", "class", "block", "type", "model", "boeing", "airbus",
    "leopard", "title", "act", "part", "vol", "volume", "unit", "area", "zone", "gate", "platform",
    "aged", "age", "apollo", "operation", "level", "category", "day", "week", "grade", "year", "table",
    "figure", "box", "rule", "amendment", "track", "terminal", "pier", "radio",
))  # fmt: skip
_DEFINITE = frozenset(
    ("the", "these", "those", "both", "all", "our", "their", "his", "her", "its", "your", "my")
)
# Counted without a plural ending.
_MASS = frozenset(("staff", "people", "police", "cattle", "clergy", "youth", "sheep", "livestock", "head"))
# Prepositions that say what something is about, or whom it is for, not where it is.
_NO_PLACE = frozenset((
    "about", "over", "against", "for", "with", "by", "than", "as", "including", "like", "of", "between",
    "without", "despite",
))  # fmt: skip
_SUBJECTS = ("nsubj", "csubj")
_OBJECTS = ("dobj", "nsubjpass", "obj")
_HOLDING = frozenset(("leave", "find", "pronounce", "declare", "confirm", "report", "be"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The codebook's measures, word first: what a noun counts, what a verb does to whom it counts."""

    nouns: dict[str, MeasureType]
    hits: dict[str, MeasureType]
    does: dict[str, MeasureType]
    states: dict[str, MeasureType]
    keeps: frozenset[str]
    things: frozenset[str]
    durations: dict[str, str]
    weights: dict[str, str]
    money: dict[str, str]
    ignored: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """The tables of codebook/measures.toml."""
    tables = tomllib.loads(files("detente.codebook").joinpath("measures.toml").read_text("utf-8"))

    def by_word(name: str) -> dict[str, MeasureType]:
        found: dict[str, MeasureType] = {}
        for kind in get_args(MeasureType):
            for word in tables[name].get(kind, ()):
                found.setdefault(word, kind)
        return found

    return Lexicon(
        nouns=by_word("nouns"),
        hits=by_word("hits"),
        does=by_word("does"),
        states=by_word("states"),
        keeps=frozenset(tables["keeps"]["verbs"]),
        things=frozenset(tables["things"]["nouns"]),
        weights={word: unit for unit, words in tables["weights"].items() for word in words},
        durations={word: unit for unit, words in tables["durations"].items() for word in words},
        money={word: code for code, words in tables["money"].items() for word in words},
        ignored=frozenset(tables["ignored"]["nouns"]),
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """What an amount counts: its token, the noun (None in “killed 12”) and the last token of the phrase."""

    number: Token
    noun: Token | None
    last: Token


def find_measures(
    page: Page, cast: Cast, times: tuple[Time, ...], places: tuple[Place, ...]
) -> tuple[Measure, ...]:
    """The measures that a page gives, in order; numbers inside time expressions are none."""
    doc, text = page.doc, page.report.text
    lexicon = load_lexicon()
    taken = [t.span for t in times]
    found: list[Measure] = []
    end = 0
    for amount in find_amounts(text):
        while taken and taken[0].end <= amount.number.start:
            taken.pop(0)
        if (taken and taken[0].overlaps(amount.number)) or amount.number.start < end:
            continue
        counted = _counted(doc, amount, lexicon)
        if counted is None:
            continue
        kind = _kind(counted, amount, lexicon)
        if kind is None:
            continue
        type_, unit = kind
        end = (
            amount.span.end
            if amount.currency
            else max(span_of(counted.last, counted.last).end, amount.span.end)
        )
        span = Span(amount.span.start, end)
        head = counted.noun if counted.noun is not None else counted.number
        place = _place_of(head, places)
        when = time_of(head, times) if type_ not in ("duration", "money") else None
        found.append(
            Measure(
                id=digest_id("q", page.report.id, span.start, span.end),
                report=page.report.id,
                type=type_,
                quantity=amount.quantity,
                unit=unit,
                actor=_whose(counted, type_, cast, lexicon),
                place=place.id if place else None,
                when=when.when() if when else None,
                evidence=MeasureEvidence(span),
            )
        )
    return tuple(found)


def magnitude_of(token: Token, measures: Sequence[Measure]) -> Quantity | None:
    """The quantity that belongs to a verb or noun: its object's, its subject's, what it is “of”.

    “killed at least 12 people” is 12 or more for “killed”; a duration is never a magnitude.
    """
    sentence = token.sent
    best: tuple[int, Quantity] | None = None
    for measure in measures:
        if not sentence.start_char <= measure.evidence.span.start < sentence.end_char:
            continue
        if measure.type == "duration":
            continue
        span = measure.evidence.span
        tokens = token.doc.char_span(span.start, span.end, alignment_mode="expand")
        node, steps = tokens.root, 0
        if token.head == node and token.dep_ in ("acl", "relcl", "amod"):  # troops massed near the border
            return measure.quantity
        while steps < 4 and node != token and node.head != node and node.pos_ not in ("VERB", "AUX"):
            node, steps = node.head, steps + 1
        if node == token and (best is None or steps < best[0]):
            best = (steps, measure.quantity)
    return best[1] if best else None


def _counted(doc: Doc, amount: Amount, lexicon: Lexicon) -> Counted | None:
    """The noun phrase that an amount counts; None where the number is a label, an age, a score."""
    tokens = doc.char_span(amount.number.start, amount.number.end, alignment_mode="expand")
    if tokens is None:
        return None
    number: Token = tokens[-1]
    if tokens.root.pos_ == "NUM" or amount.collective:
        number = tokens.root
    first, last = tokens[0], tokens[-1]
    before = doc[first.i - 1] if first.i else None
    if (
        before is not None
        and before.i
        and (
            (before.lower_ == "in" and doc[before.i - 1].like_num)
            or (before.lower_ == "of" and doc[before.i - 1].lower_ == "out")
        )
    ):
        return None  # three in ten voters, nine out of ten
    if before is not None and amount.span.start == amount.number.start:
        if before.lower_ in _LABELS and before.head.i <= last.i:
            return None
        if number.dep_ in ("nummod", "appos") and number.head.i < first.i and number.head == before:
            return None
    at = last.i + 1
    if at < len(doc) and doc[at].text == "+":
        at += 1
    if at < len(doc) and doc[at].text in ("-", "–"):
        return _compound(doc, number, at, lexicon)
    if (
        at + 1 < len(doc)
        and doc[at].lower_ == "of"
        and (amount.collective or doc[at + 1].lower_ in _DEFINITE)
    ):
        at += 1
        while at < len(doc) and (doc[at].lower_ in _DEFINITE or doc[at].lower_ == "more"):
            at += 1
    noun: Token | None = None
    i = at
    while i < len(doc) and i < at + 7:
        token = doc[i]
        if token.is_space or token.is_sent_start:
            break
        if token.lower_ in lexicon.states and token.pos_ not in ("NOUN",) and token.dep_ != "amod":
            break
        if token.pos_ in ("NOUN", "PROPN") or token.lower_ in lexicon.durations:
            noun = token
            if token.lemma_.lower() in lexicon.money:
                break  # billions of dollars worth of chips
        elif not _modifies(token):
            break
        i += 1
    if noun is not None and noun.lower_ in ("old", "age"):
        return None
    if noun is not None:
        rest = doc[noun.i + 1 : noun.i + 3]
        if len(rest) and (
            rest[0].lower_ in ("old", "ago") or (rest[0].text == "-" and rest[-1].lower_ == "old")
        ):
            return None
    if noun is None and before is not None and before.text == "," and at < len(doc) and doc[at].text == ",":
        return None  # Ivan Petrov, 44, was arrested
    if noun is None:
        stated = at < len(doc) and doc[at].lower_ in lexicon.states
        return Counted(number, None, doc[at] if stated else last)
    if lexicon.weights.get(noun.lemma_.lower()) and noun.i + 1 < len(doc) and doc[noun.i + 1].lower_ == "of":
        weighed = next((c for c in doc[noun.i + 1].children if c.dep_ == "pobj"), noun)
        return Counted(number, noun, weighed if weighed.i < noun.i + 6 else noun)
    return Counted(number, noun, noun)


def _modifies(token: Token) -> bool:
    """Whether a token may stand between a number and its noun: “200 heavily armed US-made” missiles."""
    if token.pos_ in ("ADJ", "NUM") or token.text in ("-", "–", "’s", "'s"):
        return True
    return (
        token.dep_ in ("amod", "compound", "nmod", "advmod")
        and token.head.i > token.i
        and token.pos_ != "PRON"
    )


def _compound(doc: Doc, number: Token, at: int, lexicon: Lexicon) -> Counted | None:
    """“a 10-year deal”, “a 1,000-strong force”; “44-year-old” is an age."""
    if at + 1 >= len(doc):
        return None
    unit = doc[at + 1]
    rest = doc[at + 2 : at + 4]
    if unit.lemma_.lower() in lexicon.durations:
        if any(t.lower_ in ("old", "olds") for t in rest):
            return None
        return Counted(number, unit, unit)
    if unit.lower_ in ("strong", "member", "man"):
        head = unit.head
        troops = lexicon.nouns.get(head.lemma_.lower()) == "troops"
        if unit.i < head.i <= unit.i + 4 and troops:
            return Counted(number, head, head)
    return None


def _kind(counted: Counted, amount: Amount, lexicon: Lexicon) -> tuple[MeasureType, str | None] | None:
    """The type of a measure and its unit; None where it is not worth a record."""
    noun, number = counted.noun, counted.number
    if amount.currency:
        code = lexicon.money.get(amount.currency.lower().strip().rstrip("."))
        return ("money", code) if code else None
    if noun is None:
        state = counted.last.lower_
        kind = lexicon.states.get(state) if counted.last != number else None
        kind = kind or _by_verb(number, number, lexicon)
        return (kind, state if state == "dead" else None) if kind else None
    lemma = noun.lemma_.lower()
    if noun.pos_ == "PROPN":
        lemma = noun.lower_.removesuffix("s") if noun.lower_ not in lexicon.nouns else noun.lower_
    unit = lexicon.durations.get(lemma) or lexicon.durations.get(noun.lower_.rstrip("s."))
    if unit:
        return None if _is_some_day(counted, amount) else ("duration", unit)
    code = lexicon.money.get(lemma)
    if code:
        return "money", code
    doc = noun.doc
    after = doc[noun.i + 1] if noun.i + 1 < len(doc) else None
    kind = _by_verb(noun, number, lexicon)
    if kind is None and after is not None and after.lower_ in lexicon.states:
        kind = lexicon.states[after.lower_]
    if kind is not None and (lemma in lexicon.things or lexicon.nouns.get(lemma) == "weapons"):
        kind = None  # captured three villages, seized two ships
    done = kind is not None
    if kind == "displaced" and lexicon.nouns.get(lemma) == "officials":
        kind = "officials"  # expelled 60 diplomats
    if kind is None:
        kind = _by_noun(noun, lemma, lexicon)
    least = amount.quantity.value or amount.quantity.low or amount.quantity.high or 0
    if least < 2 and (not done or (number.lower_ == "one" and doc[number.i + 1].lower_ == "of")):
        return None
    if kind is not None and lemma in ("other", *lexicon.states):
        return kind, lemma if lemma == "dead" else None
    if kind is not None:
        if kind in ("officials", "troops", "weapons") and _is_old_news(counted, amount):
            return None
        return kind, _people(noun) or lemma
    if _people(noun):
        return "other", _people(noun)
    if lemma in lexicon.weights and after is not None and after.lower_ == "of":
        return "other", lexicon.weights[lemma]
    if lemma in lexicon.ignored or noun.pos_ != "NOUN" or not noun.text.isalpha():
        return None
    # A singular is no count: a 10,000 gain, the 2024 wildfire.
    if (noun.tag_ != "NNS" and lemma not in _MASS) or _is_old_news(counted, amount):
        return None
    return "other", lemma


def _by_noun(noun: Token, lemma: str, lexicon: Lexicon) -> MeasureType | None:
    """What a noun counts by itself or with its compound: refugees, service members, artillery rounds."""
    kind = lexicon.nouns.get(lemma)
    for child in noun.children:
        if child.dep_ not in ("compound", "amod", "nmod") or child.i > noun.i:
            continue
        modifier = child.lemma_.lower()
        kind = lexicon.nouns.get(f"{modifier} {lemma}", kind)
        if kind == "dead" and modifier in lexicon.things:
            return None  # 270 swine deaths
        if lemma == "round" and lexicon.nouns.get(modifier) == "weapons":
            return "weapons"
    return kind


def _people(noun: Token) -> str | None:
    """“Syrian” of “3.6 million Syrians”, as it is written: a name has no lemma."""
    return noun.text.removesuffix("s") if noun.ent_type_ == "NORP" and noun.pos_ == "PROPN" else None


def _is_some_day(counted: Counted, amount: Amount) -> bool:
    """“one day”, “one night”: some day, no length, unless a preposition measures it."""
    number = counted.number
    before = number.nbor(-1).lower_ if number.i else ""
    return number.lower_ == "one" and before not in (
        "for",
        "in",
        "within",
        "after",
        "under",
        "over",
        "than",
        "of",
    )


def _is_old_news(counted: Counted, amount: Amount) -> bool:
    """“the two leaders”, “all four”: a small definite number counts nobody anew."""
    least = amount.quantity.value or 0
    if not 0 < least < 10 or counted.noun is None:
        return False
    doc = counted.number.doc
    first = doc.char_span(amount.span.start, amount.number.end, alignment_mode="expand")
    before = doc[first[0].i - 1] if first is not None and first[0].i else None
    return before is not None and before.lower_ in _DEFINITE


def _by_verb(noun: Token, number: Token, lexicon: Lexicon) -> MeasureType | None:
    """What happened to those whom a noun counts: killed, wounded, arrested, driven out."""
    for child in noun.children:
        if child.dep_ in ("acl", "relcl") and child.tag_ in ("VBN", "VBD", "VBG", "VBP", "VBZ"):
            lemma = child.lemma_.lower()
            if child.tag_ == "VBN" and not any(c.dep_ == "nsubj" for c in child.children):
                if lemma in lexicon.hits:
                    return lexicon.hits[lemma]
            elif lemma in lexicon.does:
                return lexicon.does[lemma]
        if child.dep_ == "amod" and child.lower_ in lexicon.states:
            return lexicon.states[child.lower_]
    node = noun
    for _ in range(4):
        head = node.head
        if head == node:
            return None
        if node.dep_ == "pobj" and head.dep_ == "prep":
            if head.lower_ == "including":
                node = head.head
                continue
            if head.lower_ == "of" and (head.head == number or head.head.pos_ == "NUM"):
                node = head.head
                continue
            if head.lower_ in ("to", "at") and head.head.pos_ in ("VERB", "AUX"):
                toll = [c for c in head.head.children if c.dep_ in ("nsubj", "dobj") and c.lemma_ == "toll"]
                return "dead" if toll else None
            return None
        if (
            node.dep_ in ("appos", "nummod", "quantmod")
            and node != number
            and head.pos_ in ("NOUN", "NUM", "PROPN")
        ):
            node = head
            continue
        if node.dep_ == "conj":
            node = head
            continue
        break
    verb = node.head
    lemma = verb.lemma_.lower()
    if node.dep_ in _OBJECTS:
        if lemma in lexicon.hits:
            return lexicon.hits[lemma]
        if lemma in ("drive", "force") and any(c.lower_ in ("from", "out") for c in verb.children):
            return "displaced"
    if node.dep_ in _SUBJECTS:
        if lemma in lexicon.does:
            return lexicon.does[lemma]
        if verb.dep_ in ("ccomp", "xcomp", "oprd") and lemma in lexicon.hits and verb.tag_ == "VBN":
            return lexicon.hits[lemma]
        if lemma in ("toll",):
            return "dead"
    if lemma in _HOLDING:
        for child in verb.children:
            if child.dep_ in ("oprd", "acomp", "ccomp", "xcomp") and child.lower_ in lexicon.states:
                return lexicon.states[child.lower_]
    if node.dep_ == "attr" and any(c.lemma_ == "toll" for c in verb.children):
        return "dead"
    return None


def _whose(counted: Counted, kind: MeasureType, cast: Cast, lexicon: Lexicon) -> str | None:
    """The actor whose men, arms or dead are counted: “100,000 Russian troops” are Russia's.

    A modifier of the noun, else the state of the group that the phrase itself stands for, else who has or
    sends the troops and arms; a phrase that stands for nobody else (“12 people”) is nobody's.
    """
    noun = counted.noun
    if noun is None or kind in ("duration", "money"):
        return None
    own = cast.mention_at(noun)
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "poss", "nmod") and child.i != counted.number.i:
            mention = cast.mention_at(child)
            if mention is not None and mention != own:
                return mention.actor
    if own is not None:
        actor = cast.by_id[own.actor]
        if actor.country is not None and actor.type in ("group", "people", "person", "office"):
            state = next((a for a in cast.actors if a.type == "state" and a.country == actor.country), None)
            return state.id if state else actor.id
        # “12 countries” are nobody's but their own
        if actor.country is not None or own.span.start > counted.number.idx:
            return None if actor.type in ("group", "people", "person") else actor.id
    if kind in ("troops", "weapons"):
        return _keeper(noun, cast, lexicon)
    return None


def _keeper(noun: Token, cast: Cast, lexicon: Lexicon) -> str | None:
    """Who has, sends or loses the men or arms that are counted: “NATO has deployed 40,000 troops”."""
    node = noun
    while node.dep_ == "conj" and node.head.pos_ in ("NOUN", "PROPN"):
        node = node.head
    verb = node.head
    if node.dep_ != "dobj" or verb.lemma_.lower() not in lexicon.keeps:
        return None
    while verb.dep_ in ("xcomp", "conj") and not any(c.dep_ == "nsubj" for c in verb.children):
        if verb.head.pos_ not in ("VERB", "AUX"):
            break
        verb = verb.head
    for child in verb.children:
        if child.dep_ == "nsubj":
            actor = cast.actor_at(child)
            return actor.id if actor and actor.type not in ("person", "people") else None
    return None


def _place_of(head: Token, places: Sequence[Place]) -> Place | None:
    """The first place after the counted noun that depends on it or on its verb."""
    sentence = head.sent
    anchors = [head.i]
    node = head
    while node.head != node and node.pos_ not in ("VERB", "AUX"):
        node = node.head
    anchors.append(node.i)
    for place in places:
        if place.span.start < sentence.start_char or place.span.start >= sentence.end_char:
            continue
        tokens = head.doc.char_span(place.span.start, place.span.end, alignment_mode="expand")
        at, through_preposition = tokens.root, False
        while at.head != at and at.dep_ in ("pobj", "prep", "compound", "conj", "poss", "nmod", "appos"):
            if at.dep_ == "prep":
                if at.lower_ in _NO_PLACE or (at.lower_ == "on" and at.head.pos_ not in ("VERB", "AUX")):
                    break  # three statements on Ukraine
                through_preposition = True
            at = at.head
            if at.i in anchors:
                if through_preposition:
                    return place
                break
    return None
