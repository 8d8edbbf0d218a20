"""Who did what to whom: events of one page, from verbs, event nouns and the acts of statements."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast as typed

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from detente.reading.actors import Cast
from detente.reading.amounts import find_amounts
from detente.reading.grammar import logical_subjects, objects, prepositional
from detente.reading.intent import announced_as
from detente.reading.modality import less_real, status_of
from detente.reading.page import Page, span_of
from detente.reading.places import place_of
from detente.reading.statements import speaker_of_span
from detente.reading.times import time_of
from detente.reading.triggers import (
    VERBAL,
    Match,
    Matcher,
    code_of,
    context_words,
    event_classes,
    inner_match,
    light_verb,
    sources_of,
    taken_by_others,
    target_candidates,
    trigger_lemmas,
    triggers,
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

# What a statement does, as an event, where no trigger of its own says so.
_EVENT_OF_ACT: Mapping[Act, tuple[EventType, str]] = {
    "demand": ("REQUEST", "10"),
    "accuse": ("ACCUSE", "11"),
    "threaten": ("THREATEN", "13"),
    "promise": ("AGREE", "03"),
    "reject": ("REJECT", "12"),
    "deny": ("REJECT", "12"),
    "praise": ("SUPPORT", "051"),
    "disapprove": ("ACCUSE", "111"),
    "apologise": ("SUPPORT", "055"),
}
# Verbal events that stand for the deed they are about: “agreed to withdraw” is told once.
_STANDS_FOR = frozenset(("AGREE", "REQUEST", "REJECT", "THREATEN"))


@dataclass(frozen=True)
class _Setting:
    """All that the page knows when its events are read."""

    page: Page
    cast: Cast
    statements: Sequence[Statement]
    times: Sequence[Time]
    places: Sequence[Place]
    matcher: Matcher


def find_events(
    page: Page,
    cast: Cast,
    statements: tuple[Statement, ...],
    times: tuple[Time, ...],
    places: tuple[Place, ...],
) -> tuple[Event, ...]:
    """Who did what to whom on a page, in order."""
    lemmas = trigger_lemmas()
    setting = _Setting(page, cast, statements, times, places, Matcher())
    found: dict[str, Event] = {}
    for sentence in page.sentences():
        if not any(t.lemma_.lower() in lemmas or t.lower_ in lemmas for t in sentence):
            continue
        for match in _matches_in(sentence, setting.matcher):
            for event in _events_of(match, setting):
                found.setdefault(event.id, event)
    for event in _events_of_statements(tuple(found.values()), setting):
        found.setdefault(event.id, event)
    return tuple(sorted(found.values(), key=lambda e: (e.evidence.trigger, e.evidence.span, e.type, e.id)))


def _matches_in(sentence: DocSpan, matcher: Matcher) -> Iterator[Match]:
    """The matches of a sentence that stand for an event of their own.

    A noun that another trigger took as its condition (“*sanctions*” of “imposed sanctions”) is told by that
    one, and so is the deed that was agreed, asked for, refused or threatened.
    """
    matches = [m for m in map(matcher.at, sentence) if m is not None]
    told = taken_by_others(matches)
    for match in matches:
        if match.type in _STANDS_FOR and (inner := inner_match(match, matcher)) is not None:
            told.add(inner.token.i)
    named = {m.token.i for m in matches}
    for match in matches:
        if match.token.i not in told and not _only_purpose(match.token, named):
            yield match


def _only_purpose(token: Token, named: set[int]) -> bool:
    """Whether a deed is only what another deed of the sentence was for: “phoned *to discuss* efforts to end it”."""
    node = token
    for _ in range(4):
        head = node.head
        if head.i == node.i or node.dep_ in ("relcl", "ccomp", "parataxis", "nsubj", "nsubjpass"):
            return False
        if (
            node.dep_ in ("advcl", "acl", "xcomp")
            and any(c.lower_ == "to" and c.dep_ == "aux" for c in node.children)
            and any(a.i in named for a in (head, head.head))
        ):
            return True
        node = head
    return False


def _events_of(match: Match, setting: _Setting) -> Iterator[Event]:
    """The event that a trigger tells, and what announcing it does: “said it will release them” is a promise."""
    sources, targets = _sides(match, setting)
    match = _verbal_attack(match, sources, targets, setting)
    status = _status(match)
    trigger = _trigger_span(match)
    speech = speaker_of_span(trigger, setting.statements)
    told = announced_as(match.type, match.token) if speech is not None else None
    if told is not None and speech is not None:
        act = _announcement(told, match, sources, targets, speech, setting)
        if act is not None:
            yield act
            if match.type != "CONSULT":
                return
    if not _worth_telling(match, sources, targets, status):
        return
    code = code_of(match, setting.matcher)
    yield _event(
        setting,
        type_=match.type,
        mode=match.trigger.mode,
        contexts=_contexts(match),
        cameo=code,
        status=status,
        sources=sources,
        targets=targets,
        token=match.token,
        trigger=trigger,
        claimed_by=speech.id if speech else None,
        magnitude=_magnitude(sources, targets, match, setting),
        confidence=_confidence(match, bool(sources), bool(targets)),
    )


def _verbal_attack(
    match: Match, sources: Sequence[Mention], targets: Sequence[Mention], setting: _Setting
) -> Match:
    """“The senator attacked the party”: between persons and bodies an unarmed attack is one in words."""
    if match.token.lemma_ not in ("attack", "assault") or match.trigger.weight > 1.0 or not targets:
        return match
    by_id = setting.cast.by_id
    doers = {by_id[m.actor].type for m in sources}
    hit = {by_id[m.actor].type for m in targets}
    if (
        doers <= {"person", "office"}
        and hit <= {"organisation", "alliance", "office"}
        and (doers or match.token.pos_ == "NOUN")
    ):
        words = next(t for t in triggers()["verb", "criticise"] if t.type == "ACCUSE")
        return Match(match.token, words, match.used)
    return match


def _announcement(
    type_: EventType,
    match: Match,
    sources: Sequence[Mention],
    targets: Sequence[Mention],
    speech: Statement,
    setting: _Setting,
) -> Event | None:
    """The promise, threat, refusal or demand that lies in a speaker's words about a deed to come."""
    if type_ == "REQUEST":
        speakers = _speaker_mentions(speech, setting.cast)
        targets = [m for m in sources if m.actor != speech.speaker]
        sources = speakers
    if not sources or (type_ == "REQUEST" and not targets):
        return None
    if type_ == "THREATEN" and not _speaks_for(speech, sources, setting.cast):
        return None
    if type_ != "REQUEST" and _speaks_against(speech, sources, setting.cast):
        return None
    return _event(
        setting,
        type_=type_,
        mode=None,
        contexts=_contexts(match),
        cameo=code_of(match, setting.matcher, as_type=type_),
        status="occurred",
        sources=list(sources),
        targets=list(targets),
        token=match.token,
        trigger=_trigger_span(match),
        claimed_by=speech.parent,
        magnitude=None,
        confidence=0.6,
    )


def _speaks_for(speech: Statement, sources: Sequence[Mention], cast: Cast) -> bool:
    """Whether a speaker tells of his own side: the same actor, or one of the same country."""
    if speech.speaker is None:
        return False
    own = cast.by_id.get(speech.speaker)
    for mention in sources:
        actor = cast.by_id[mention.actor]
        if actor.id == speech.speaker or (own is not None and own.country and own.country == actor.country):
            return True
    return False


def _speaks_against(speech: Statement, sources: Sequence[Mention], cast: Cast) -> bool:
    """Whether a speaker is known to be of another country than those whose deed he tells: then it is a forecast."""
    own = cast.by_id.get(speech.speaker) if speech.speaker else None
    if own is None or own.country is None or _speaks_for(speech, sources, cast):
        return False
    return all(cast.by_id[m.actor].country is not None for m in sources)


def _speaker_mentions(speech: Statement, cast: Cast) -> list[Mention]:
    return [
        m
        for m in cast.mentions
        if m.actor == speech.speaker and any(s.overlaps(m.span) for s in speech.source)
    ]


def _event(
    setting: _Setting,
    *,
    type_: EventType,
    mode: str | None,
    contexts: tuple[str, ...],
    cameo: str,
    status: EventStatus,
    sources: Sequence[Mention],
    targets: Sequence[Mention],
    token: Token,
    trigger: Span,
    claimed_by: str | None,
    magnitude: Quantity | None,
    confidence: float,
) -> Event:
    time = time_of(token, setting.times)
    place = place_of(token, setting.places)
    report = setting.page.report.id
    return Event(
        id=digest_id("e", report, type_, trigger.start, trigger.end),
        report=report,
        type=type_,
        mode=mode,
        contexts=contexts,
        cameo=cameo,
        quad=event_classes()[type_].quad,
        intensity=intensity_of(cameo),
        status=status,
        sources=_ids(sources),
        targets=_ids(targets),
        place=place.id if place else None,
        when=time.when() if time else None,
        magnitude=magnitude,
        claimed_by=claimed_by,
        evidence=EventEvidence(_clause_span(token), trigger, _spans(sources), _spans(targets)),
        confidence=confidence,
    )


def _sides(match: Match, setting: _Setting) -> tuple[list[Mention], list[Mention]]:
    """The mentions on the source's and on the target's side."""
    cast = setting.cast
    sources = _mentions(sources_of(match), cast)
    token = match.token
    if not sources and token.dep_ == "acl" and token.tag_ == "VBG" and token.head.dep_ in ("dobj", "attr"):
        # “issued a declaration demanding that …”: who issued it
        sources = _mentions(logical_subjects(token.head.head), cast)
    targets = _first_named(target_candidates(match), sources, cast)
    if match.type in VERBAL and not targets:
        inner = inner_match(match, setting.matcher)
        if inner is not None:
            targets = _first_named([*target_candidates(inner), sources_of(inner)], sources, cast)
        if not targets and match.token.pos_ == "VERB":
            targets = _first_named([objects(match.token)], sources, cast)
    if match.trigger.both and not targets:
        return sources, list(sources) if len(sources) > 1 else []
    return sources, targets


def _first_named(places: Iterable[list[Token]], sources: Sequence[Mention], cast: Cast) -> list[Mention]:
    """The mentions at the first place that names somebody who is not a source."""
    for heads in places:
        found = _others(_mentions(heads, cast), sources)
        if found:
            return found
    return []


def _others(targets: Sequence[Mention], sources: Sequence[Mention]) -> list[Mention]:
    """The targets that are not sources: nobody is told to do it to himself."""
    own = {m.actor for m in sources}
    return [m for m in targets if m.actor not in own]


def _worth_telling(
    match: Match, sources: Sequence[Mention], targets: Sequence[Mention], status: EventStatus
) -> bool:
    """Whether enough is said for a record.

    Somebody must stand on one side at least. What did not happen needs its doer; a participle that only
    describes (“a *suspected* militant”, “the *divided* island”) needs one too, and so does a bare noun.
    """
    if not sources and not targets:
        return False
    if not sources and status in ("hypothetical", "negated", "demanded"):
        return False
    if not sources and match.token.dep_ in ("amod", "compound", "acl"):
        return False
    if match.type in _BOTH_SIDES or (match.token.pos_ in ("NOUN", "PROPN") and match.type in VERBAL):
        return bool(sources) and bool(targets)
    if match.type == "CONSULT" and match.token.pos_ != "VERB" and not sources:
        return False
    if match.token.lemma_ in _VAGUE_NOUNS and match.token.pos_ != "VERB":
        return bool(sources) and bool(targets)
    return bool(sources) or match.type not in ("AGREE", "REQUEST", "THREATEN")


# Without a giver and a taker these are the everyday words of any page: “supported”, “works with”, “funds”.
_BOTH_SIDES = frozenset(("SUPPORT", "COOPERATE", "AID"))
_VAGUE_NOUNS = frozenset(
    ("war", "conflict", "violence", "fighting", "hostility", "battle", "combat", "offensive", "operation")
)


def _status(match: Match) -> EventStatus:
    """The status of the event; where a light verb carries it, that verb's counts too."""
    status = status_of(match.token)
    verb = light_verb(match.token) if match.token.pos_ in ("NOUN", "PROPN") else None
    if verb is not None:
        status = less_real(status, status_of(verb))
    if status == "occurred" and match.type == "MOBILIZE" and _is_state(match.token):
        return "ongoing"
    return status


def _is_state(token: Token) -> bool:
    """“with 100,000 troops massed near the border”: a participle that tells a state that lasts."""
    if token.dep_ == "acl":
        return bool(token.tag_ == "VBN")
    if token.dep_ == "pcomp":
        return bool(token.head.lower_ == "with")
    return token.dep_ in ("advcl", "ccomp") and any(
        c.dep_ == "mark" and c.lower_ == "with" for c in token.children
    )


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


_OTHER_CLAUSES = frozenset(("advcl", "relcl", "parataxis", "ccomp", "punct"))


def _clause_span(token: Token) -> Span:
    """The clause of a trigger: what hangs on its verb, up to the clauses that tell something of their own."""
    head = token
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i and head.dep_ != "ROOT":
        if head.dep_ in ("ccomp", "advcl", "relcl", "parataxis"):
            break
        head = head.head
    above = {token.i, *(t.i for t in token.ancestors)}
    kept: list[Token] = []
    stack = [head]
    while stack:
        at = stack.pop()
        kept.append(at)
        for child in at.children:
            if child.dep_ in _OTHER_CLAUSES and child.i not in above:
                continue
            if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") and child.i != token.i:
                continue
            if child.dep_ in ("cc", "preconj") and at.pos_ in ("VERB", "AUX"):
                continue
            stack.append(child)
    indexes = [t.i for t in kept if not t.is_space] + [token.i]
    return span_of(token.doc[min(indexes)], token.doc[max(indexes)])


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


def _magnitude(
    sources: Sequence[Mention], targets: Sequence[Mention], match: Match, setting: _Setting
) -> Quantity | None:
    """How many: the number before what the trigger acts on, else the one in the target's or the source's name."""
    text = setting.page.report.text
    stretches: list[Span] = []
    for head in (*match.used, *objects(match.token)) if match.token.pos_ == "VERB" else match.used:
        if any(c.dep_ in ("nummod", "quantmod") for c in head.children):
            stretches.append(span_of(head.doc[head.left_edge.i], head))
    stretches.extend(m.span for m in (*targets, *sources))
    for stretch in stretches:
        start = stretch.start
        for amount in find_amounts(stretch.of(text)):
            if amount.currency is None or match.type in ("AID", "COOPERATE", "AGREE"):
                if start + amount.span.end <= len(text):
                    return amount.quantity
    return None


def _confidence(match: Match, source: bool, target: bool) -> float:
    """How far to trust an event: more for a trigger with conditions and for both sides named."""
    value = 0.5 + 0.05 * min(match.trigger.weight, 4.0) + 0.12 * source + 0.12 * target
    return round(min(value, 0.95), 2)


def _events_of_statements(told: Sequence[Event], setting: _Setting) -> Iterator[Event]:
    """What statements do beyond their cue's own word: “said that Oslo must leave” is a REQUEST."""
    tokens = {t.idx: t for t in setting.page.doc}
    for statement in setting.statements:
        if statement.negated or statement.speaker is None or not statement.cue:
            continue
        act = next((a for a in statement.acts if a in _EVENT_OF_ACT), None)
        if act is None:
            continue
        type_, code = _EVENT_OF_ACT[act]
        spans = (*statement.cue, *statement.content)
        alike = _STANDS_FOR if type_ in _STANDS_FOR else (type_,)
        if any(e.type in alike and any(s.overlaps(e.evidence.trigger) for s in spans) for e in told):
            continue
        if any(
            e.type == type_
            and statement.speaker in e.sources
            and any(s.overlaps(e.evidence.span) for s in spans)
            for e in told
        ):
            continue
        token = tokens.get(statement.cue[0].start)
        if token is None or any(e.evidence.trigger.overlaps(statement.cue[0]) for e in told):
            continue
        status = status_of(token)
        if status != "occurred" or token.lemma_ in _NO_SAYING:
            continue
        sources = _speaker_mentions(statement, setting.cast)
        targets = [m for m in setting.cast.mentions if m.actor in statement.addressees][:1]
        if not targets:
            targets = _subject_of_content(statement, setting)
        words = setting.page.report.text[statement.content[0].start : statement.content[-1].end]
        if act == "demand" and "must have " in words:
            continue  # a guess
        if type_ in ("REQUEST", "AGREE", "THREATEN") and not _others(targets, sources):
            continue
        yield _event(
            setting,
            type_=type_,
            mode=None,
            contexts=(),
            cameo=code,
            status="occurred",
            sources=sources,
            targets=_others(targets, sources),
            token=token,
            trigger=statement.cue[0],
            claimed_by=statement.parent,
            magnitude=None,
            confidence=0.55,
        )


# Cues of thinking: what they hold is no act towards anybody.
_NO_SAYING = frozenset(
    (
        "fear",
        "worry",
        "hope",
        "believe",
        "think",
        "expect",
        "know",
        "feel",
        "see",
        "hear",
        "suspect",
        "doubt",
        "wonder",
    )
)


def _subject_of_content(statement: Statement, setting: _Setting) -> list[Mention]:
    """Whom the words are about: the subject of what is said."""
    for span in statement.content:
        for token in setting.page.doc.char_span(span.start, span.end, alignment_mode="expand") or ():
            if token.dep_ in ("nsubj", "nsubjpass"):
                found = [m for m in _mentions([token], setting.cast) if m.actor != statement.speaker]
                if found:
                    return found
    return []
