"""Who did what to whom: events of one page, from verbs, event nouns and the acts of statements."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import cast as typed

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from detente.reading.actors import Cast
from detente.reading.amounts import find_amounts
from detente.reading.grammar import prepositional
from detente.reading.modality import status_of
from detente.reading.page import Page, span_of
from detente.reading.places import place_of
from detente.reading.statements import speaker_of_span
from detente.reading.times import time_of
from detente.reading.triggers import (
    Match,
    Matcher,
    code_of,
    context_words,
    event_classes,
    light_verb,
    sources_of,
    targets_of,
    trigger_lemmas,
)
from detente.records import (
    Act,
    Event,
    EventEvidence,
    EventStatus,
    EventType,
    Mention,
    Place,
    Quantity,
    Span,
    Statement,
    Time,
    digest_id,
)

# What a statement does, as an event, where its cue itself is no trigger.
_EVENT_OF_ACT: Mapping[Act, tuple[EventType, str]] = {
    "demand": ("REQUEST", "10"),
    "accuse": ("ACCUSE", "11"),
    "threaten": ("THREATEN", "13"),
    "promise": ("AGREE", "03"),
    "offer": ("AGREE", "03"),
    "accept": ("AGREE", "03"),
    "reject": ("REJECT", "12"),
    "deny": ("REJECT", "12"),
    "praise": ("SUPPORT", "051"),
    "disapprove": ("ACCUSE", "111"),
    "propose": ("REQUEST", "020"),
    "ask": ("REQUEST", "020"),
    "apologise": ("SUPPORT", "055"),
}


def find_events(
    page: Page,
    cast: Cast,
    statements: tuple[Statement, ...],
    times: tuple[Time, ...],
    places: tuple[Place, ...],
) -> tuple[Event, ...]:
    """Who did what to whom on a page, in order."""
    lemmas = trigger_lemmas()
    found: dict[str, Event] = {}
    matcher = Matcher()
    for sentence in page.sentences():
        if not any(t.lemma_.lower() in lemmas or t.lower_ in lemmas for t in sentence):
            continue
        for match in _matches_in(sentence, matcher):
            event = _event_of(match, matcher, page, cast, statements, times, places)
            if event is not None:
                found.setdefault(event.id, event)
    for event in _events_of_statements(page, cast, statements, times, tuple(found.values())):
        found.setdefault(event.id, event)
    return tuple(sorted(found.values(), key=lambda e: (e.evidence.trigger, e.evidence.span, e.type, e.id)))


def _matches_in(sentence: DocSpan, matcher: Matcher) -> Iterator[Match]:
    """The matches of a sentence that stand for an event of their own.

    A noun that another trigger took as its condition (“*sanctions*” of “imposed sanctions”) is told by that one.
    """
    matches = [m for m in map(matcher.at, sentence) if m is not None]
    taken = {u.i for m in matches for u in m.used}
    for match in matches:
        if match.token.i in taken:
            continue
        yield match


def _event_of(
    match: Match,
    matcher: Matcher,
    page: Page,
    cast: Cast,
    statements: Sequence[Statement],
    times: Sequence[Time],
    places: Sequence[Place],
) -> Event | None:
    token = match.token
    sources = _mentions(sources_of(match), cast)
    targets = [m for m in _mentions(targets_of(match), cast)]
    if match.trigger.both and not targets and len(sources) > 1:
        targets = list(sources)
    elif match.trigger.both and sources == targets and len(sources) == 1:
        targets = []
    if not match.trigger.both:
        targets = [m for m in targets if m not in sources]
    if not sources and not targets:
        return None
    status = _status(match)
    trigger = _trigger_span(match)
    speech = speaker_of_span(trigger, statements)
    class_ = event_classes()[match.type]
    cameo = code_of(match, matcher)
    time = time_of(token, times)
    place = place_of(token, places)
    return Event(
        id=digest_id("e", page.report.id, match.type, trigger.start, trigger.end),
        report=page.report.id,
        type=match.type,
        mode=match.trigger.mode,
        contexts=_contexts(match),
        cameo=cameo,
        quad=typed("Literal[1, 2, 3, 4]", class_.quad),  # type: ignore[arg-type]
        intensity=intensity_of(cameo),
        status=status,
        sources=_ids(sources),
        targets=_ids(targets),
        place=place.id if place else None,
        when=time.when() if time else None,
        magnitude=_magnitude(match),
        claimed_by=speech.id if speech else None,
        evidence=EventEvidence(_clause_span(token), trigger, _spans(sources), _spans(targets)),
        confidence=_confidence(match, bool(sources), bool(targets), status),
    )


def _status(match: Match) -> EventStatus:
    """The status of the event; where a light verb carries it, that verb's."""
    verb = light_verb(match.token) if match.token.pos_ in ("NOUN", "PROPN") else None
    if verb is not None and verb.i != match.token.i:
        return min_reality(status_of(match.token), status_of(verb))
    status = status_of(match.token)
    if (
        status == "occurred"
        and match.type == "MOBILIZE"
        and match.token.tag_ in ("VBN", "VBG")
        and match.token.dep_ in ("acl", "pcomp", "ccomp")
    ):
        return "ongoing"
    return status


def min_reality(a: EventStatus, b: EventStatus) -> EventStatus:
    """The less real of two."""
    order = ("occurred", "ongoing", "planned", "demanded", "hypothetical", "negated")
    return a if order.index(a) >= order.index(b) else b


def _mentions(heads: Sequence[Token], cast: Cast) -> list[Mention]:
    """The mentions behind grammatical heads; for a thing, those of whose it is."""
    found: dict[Span, Mention] = {}
    for head in heads:
        direct = cast.mentions_of(head)
        if not direct:
            direct = _behind(head, cast)
        for mention in direct:
            found[mention.span] = mention
    return [found[s] for s in sorted(found)]


def _behind(head: Token, cast: Cast, depth: int = 2) -> tuple[Mention, ...]:
    """“B's *decision*”, “the *army* of B”, “Russian *troops*”: whom a thing or a nameless group belongs to."""
    for child in head.children:
        if child.dep_ == "poss" and (found := cast.mentions_of(child)):
            return found
    for child in head.children:
        if child.dep_ in ("compound", "amod", "nmod") and (mention := cast.mention_at(child)):
            return (mention,)
    if depth:
        for prep, obj in prepositional(head):
            if prep in ("of", "by", "in", "from", "on", "against"):
                found = cast.mentions_of(obj) or _behind(obj, cast, depth - 1)
                if found:
                    return found
    return ()


def _ids(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.actor for m in mentions))


def _spans(mentions: Sequence[Mention]) -> tuple[Span, ...]:
    return tuple(sorted({m.span for m in mentions}))


def _trigger_span(match: Match) -> Span:
    """The word, with its particle where that stands beside it."""
    token = match.token
    for child in token.children:
        if child.dep_ == "prt" and child.i == token.i + 1:
            return span_of(token, child)
    return span_of(token, token)


def _clause_span(token: Token) -> Span:
    """The clause of a trigger: what hangs on its verb, up to the clauses that tell something of their own."""
    head = token
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i and head.dep_ != "ROOT":
        if head.dep_ in ("ccomp", "advcl", "relcl", "parataxis"):
            break
        head = head.head
    kept: list[Token] = []
    stack = [head]
    while stack:
        at = stack.pop()
        kept.append(at)
        for child in at.children:
            if child.dep_ in ("advcl", "relcl", "parataxis", "ccomp", "punct") and token not in (
                child,
                *child.subtree,
            ):
                continue
            if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") and child.i != token.i:
                continue
            if child.dep_ in ("cc", "preconj") and at.pos_ in ("VERB", "AUX"):
                continue
            stack.append(child)
    indexes = {t.i for t in kept if not t.is_space}
    low = high = token.i
    # Continuous: from the trigger outwards as long as no foreign clause lies between.
    first, last = min(indexes | {token.i}), max(indexes | {token.i})
    low, high = first, last
    doc = token.doc
    return span_of(doc[low], doc[high])


def _contexts(match: Match) -> tuple[str, ...]:
    """The trigger's own contexts, then those that the words beside it speak for."""
    found = dict.fromkeys(match.trigger.contexts)
    table = context_words()
    for child in match.token.subtree:
        if abs(child.i - match.token.i) > 12:
            continue
        for context in table.get(child.lemma_.lower(), ()):
            found[context] = None
    return tuple(found)


@cache
def _intensities() -> Mapping[str, float]:
    return typed(
        "Mapping[str, float]",
        tomllib.loads((files("detente.codebook") / "intensity.toml").read_text("utf-8")),
    )


def intensity_of(cameo: str) -> float:
    """Goldstein's value of a CAMEO code: that of the longest listed code that begins it."""
    table = _intensities()
    for length in range(len(cameo), 1, -1):
        if cameo[:length] in table:
            return table[cameo[:length]]
    raise KeyError(cameo)


def _magnitude(match: Match) -> Quantity | None:
    return None


def _confidence(match: Match, source: bool, target: bool, status: EventStatus) -> float:
    """How far to trust an event: more for a trigger with conditions and for both sides named."""
    value = 0.5 + 0.05 * min(match.trigger.weight, 4.0) + 0.12 * source + 0.12 * target
    return round(min(value, 0.95), 2)


def _events_of_statements(
    page: Page,
    cast: Cast,
    statements: Sequence[Statement],
    times: Sequence[Time],
    told: Sequence[Event],
) -> Iterator[Event]:
    """What statements do beyond their cue's own word: “said that Oslo must leave” is a REQUEST."""
    return iter(())
