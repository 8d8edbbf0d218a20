"""Who did what to whom: events of one page, from verbs, event nouns and the acts of statements."""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar
from typing import cast as typed

from msgspec import structs
from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from detente.reading.actors import Cast
from detente.reading.amounts import find_amounts
from detente.reading.grammar import finite_above, logical_subjects, objects, prepositional, words_of
from detente.reading.intent import announced_as
from detente.reading.modality import less_real, status_of
from detente.reading.page import Page, span_of
from detente.reading.places import place_of
from detente.reading.roles import actor_ids, mentions_behind, others, sides
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
    is_mishap,
    light_verb,
    sources_of,
    taken_by_others,
    trigger_lemmas,
    triggers,
    word_classes,
)
from detente.reading.worlds import worlds_of
from detente.records import (
    REAL,
    Act,
    Actor,
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


_Found = TypeVar("_Found", Time, Place)


@dataclass(frozen=True)
class _Setting:
    """All that the page knows when its events are read."""

    page: Page
    cast: Cast
    statements: Sequence[Statement]
    times: Sequence[Time]
    places: Sequence[Place]
    matcher: Matcher
    # Where the words stand that bring a quotation, and the tokens by their place.
    cues: frozenset[int]
    tokens: Mapping[int, Token]
    times_by_sentence: Mapping[int, Sequence[Time]]
    places_by_sentence: Mapping[int, Sequence[Place]]

    # End of the sentence, countries and day of each dated meeting, as the sentences are read.
    meetings: list[tuple[int, set[str | None], Time]]

    statements_by_sentence: Mapping[int, Sequence[Statement]]
    first_mentions: Mapping[str, Mention]
    starts: Sequence[int]

    def statements_about(self, token: Token) -> Sequence[Statement]:
        """The statements whose content reaches into a word's sentence."""
        return self.statements_by_sentence.get(token.sent.start_char, ())

    def mentions_over(self, span: Span) -> Sequence[Mention]:
        """The mentions that share a character with a stretch."""
        first = bisect_right(self.cast.mentions, span.start, key=lambda m: m.span.end)
        last = bisect_left(self.cast.mentions, span.end, key=lambda m: m.span.start)
        return self.cast.mentions[first:last]

    def sentences_around(self, spans: Sequence[Span]) -> Span:
        """From the start of the sentence of the first stretch to the end of that of the last."""
        first = max(bisect_right(self.starts, min(s.start for s in spans)) - 1, 0)
        last = bisect_left(self.starts, max(s.end for s in spans))
        end = self.starts[last] if last < len(self.starts) else len(self.page.report.text)
        return Span(self.starts[first], end)

    def mentions_in(self, span: Span) -> Sequence[Mention]:
        """The mentions inside a stretch, without a walk through all of them."""
        first = bisect_left(self.cast.mentions, span.start, key=lambda m: m.span.start)
        last = bisect_left(self.cast.mentions, span.end, key=lambda m: m.span.start)
        return self.cast.mentions[first:last]

    def token_at(self, index: int) -> Token | None:
        return self.tokens.get(index)

    def time_of(self, token: Token) -> Time | None:
        """The time of a word, looked for in its own sentence."""
        near = self.times_by_sentence.get(token.sent.start_char)
        if not near:
            return None
        above = finite_above(token) or _joined_to(token)
        time = time_of(token, near) or (time_of(above, near) if above is not None else None)
        if time is None:
            time = _plainly_behind(token, near)
        return None if time is not None and self._only_compares(token, time) else time

    def _only_compares(self, token: Token, time: Time) -> bool:
        """“the deadliest fighting *since 2020*”, “the first visit *since* May”: when it was last so, not when it was."""
        before = self.page.report.text[max(0, time.span.start - 7) : time.span.start].rstrip().lower()
        if not before.endswith("since") and not time.text.lower().startswith("since"):
            return False
        return any(
            c.tag_ in ("JJS", "RBS") or c.lower_ in ("first", "only")
            for node in (token, *token.children)
            for c in (node, *node.children)
            if node.dep_ in ("attr", "amod", "dobj", "pobj", "nsubj") or node.i == token.i
        )

    def place_at(self, token: Token) -> Place | None:
        """The place that a word is part of."""
        near = self.places_by_sentence.get(token.sent.start_char, ())
        return next((p for p in near if p.span.start <= token.idx < p.span.end), None)

    def place_of(self, token: Token) -> Place | None:
        near = self.places_by_sentence.get(token.sent.start_char)
        return place_of(token, near) if near else None


def find_events(
    page: Page,
    cast: Cast,
    statements: tuple[Statement, ...],
    times: tuple[Time, ...],
    places: tuple[Place, ...],
) -> tuple[Event, ...]:
    """Who did what to whom on a page, in order."""
    lemmas = trigger_lemmas()
    starts = [s.start_char for s in page.doc.sents]
    setting = _Setting(
        page,
        cast,
        statements,
        times,
        places,
        Matcher(worlds_of(page.doc)),
        cues=frozenset(s.cue[0].start for s in statements if s.cue and s.quote == "direct"),
        tokens={t.idx: t for t in page.doc},
        times_by_sentence=_by_sentence(times, starts),
        places_by_sentence=_by_sentence(places, starts),
        meetings=[],
        statements_by_sentence=_by_sentences(statements, starts),
        first_mentions={m.actor: m for m in reversed(cast.mentions)},
        starts=starts,
    )
    found: dict[str, Event] = {}
    for sentence in page.sentences():
        if not any(t.lemma_.lower() in lemmas or t.lower_ in lemmas for t in sentence):
            continue
        setting.meetings.extend(_dated_meetings(sentence, setting))
        for match in _matches_in(sentence, setting):
            for event in _events_of(match, setting):
                found.setdefault(event.id, event)
    for event in _events_of_statements(tuple(found.values()), setting):
        found.setdefault(event.id, event)
    events = sorted(found.values(), key=lambda e: (e.evidence.trigger, e.evidence.span, e.type, e.id))
    return tuple(_dated_alike(events, setting))


def _plainly_behind(verb: Token, near: Sequence[Time]) -> Time | None:
    """The sentence's only time, behind its past-tense main verb with no other clause or comma between them.

    “placed its army on a war footing *on Monday*”, where the parser took “footing” for a verb.
    """
    if verb.dep_ != "ROOT" or verb.tag_ != "VBD" or len(near) != 1 or near[0].span.start < verb.idx:
        return None
    for token in verb.doc[verb.i + 1 :]:
        if token.idx >= near[0].span.start:
            return near[0]
        if token.is_punct or token.tag_ in ("VBD", "VBZ", "VBP", "MD", "TO", "VB", "WDT", "WP", "WRB"):
            return None
        if token.dep_ == "mark":
            return None
    return None


def _joined_to(verb: Token) -> Token | None:
    """“said on Monday that …, *ordered* a blockade”: a finite verb without a subject that hangs as a clause."""
    if verb.dep_ != "ccomp" or verb.tag_ != "VBD" or verb.head.tag_ != "VBD" or verb.i < verb.head.i:
        return None
    if any(c.dep_ in ("nsubj", "nsubjpass", "mark") for c in verb.children):
        return None
    return verb.head


def _by_sentence(found: Iterable[_Found], starts: Sequence[int]) -> dict[int, list[_Found]]:
    """Times or places by the start of the sentence in which they begin: no report makes a search longer."""
    sorted_: dict[int, list[_Found]] = {}
    for one in found:
        at = bisect_right(starts, one.span.start) - 1
        if at >= 0:
            sorted_.setdefault(starts[at], []).append(one)
    return sorted_


def _by_sentences(statements: Sequence[Statement], starts: Sequence[int]) -> dict[int, list[Statement]]:
    """Statements by the start of each sentence that their content touches."""
    found: dict[int, list[Statement]] = {}
    for statement in statements:
        touched = dict.fromkeys(
            at
            for part in statement.content
            for at in range(max(bisect_right(starts, part.start) - 1, 0), bisect_left(starts, part.end))
        )
        for at in touched:
            found.setdefault(starts[at], []).append(statement)
    return found


def _dated_alike(events: Sequence[Event], setting: _Setting) -> Iterator[Event]:
    """The events; a meeting told again without its day gets the day that the report gives it elsewhere.

    Only where the sentence just before names the sides' countries beside a dated meeting or talks: further on
    the same two may meet another time.
    """
    countries = {a.id: a.country for a in setting.cast.actors}
    for event in events:
        who = {countries[a] for a in (*event.sources, *event.targets)}
        if (
            event.type != "CONSULT"
            or event.status != "occurred"
            or event.when is not None
            or len(who) < 2
            or None in who
            or not _is_plain_past(event.evidence.trigger, setting)
        ):
            yield event
            continue
        at = setting.starts[bisect_right(setting.starts, event.evidence.trigger.start) - 1]
        told = [t for end, there, t in setting.meetings if who <= there and 0 <= at - end <= _BETWEEN]
        if len({time.start for time in told}) == 1:
            yield structs.replace(event, when=told[0].when())
        else:
            yield event


def _dated_meetings(sentence: DocSpan, setting: _Setting) -> Iterator[tuple[int, set[str | None], Time]]:
    """The days of meetings in a sentence, each with the countries that the sentence names."""
    published = setting.page.report.published_at
    if published is None or not setting.times_by_sentence.get(sentence.start_char):
        return
    for token in sentence:
        match = setting.matcher.at(token)
        if match is None or match.type != "CONSULT" or match.trigger.mode not in (None, "meet"):
            continue
        if status_of(token) in ("planned", "demanded"):
            continue
        time = setting.time_of(token) or _right_behind(token, setting)
        if (
            time is not None
            and time.granularity == "day"
            and time.start
            and time.start[:10] <= published[:10]
        ):
            span = Span(sentence.start_char, sentence.end_char)
            yield span.end, {setting.cast.by_id[m.actor].country for m in setting.mentions_in(span)}, time


def _right_behind(token: Token, setting: _Setting) -> Time | None:
    """“talks *on Friday*”, where the parser hung the day on the verb."""
    end = token.idx + len(token.text)
    near = setting.times_by_sentence.get(token.sent.start_char, ())
    return next((t for t in near if 0 < t.span.start - end <= len(" on ")), None)


# White space between two sentences that follow each other, at most: a paragraph's end.
_BETWEEN = 4


def _is_plain_past(trigger: Span, setting: _Setting) -> bool:
    """“met”, not “had met”, “have met”: a verb in the simple past."""
    token = setting.token_at(trigger.start)
    return token is not None and token.tag_ == "VBD"


def _matches_in(sentence: DocSpan, setting: _Setting) -> Iterator[Match]:
    """The matches of a sentence that stand for an event of their own.

    A noun that another trigger took as its condition (“*sanctions*” of “imposed sanctions”) is told by that
    one, and so is the deed that was agreed, asked for, refused or threatened.
    """
    matcher = setting.matcher
    matches = [m for m in map(matcher.at, sentence) if m is not None]
    told = taken_by_others(matches)
    for match in matches:
        if match.type in _STANDS_FOR and (inner := inner_match(match, matcher)) is not None:
            if not _is_meeting_of_others(match, inner) and sources_of(match):
                told.add(inner.token.i)
    # “is expected to travel”: who expects it is not said, so the journey itself is told
    named = {m.token.i for m in matches if m.type not in _STANDS_FOR or sources_of(m)}
    for match in matches:
        if match.token.i in told or _only_purpose(match.token, named):
            continue
        if match.type in _DEEDS and (match.token.idx in setting.cues or is_mishap(match.token)):
            continue
        yield match


# Deeds that no words do: “‘Never,’ he *shot back*” is none of them.
_DEEDS = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "AID", "COOPERATE"))


def _is_meeting_of_others(match: Match, inner: Match) -> bool:
    """“was open to a *meeting between* A and B”: a meeting that names its own parties is told beside the word on it."""
    return (
        match.type == "AGREE"
        and inner.type == "CONSULT"
        and inner.token.pos_ == "NOUN"
        and any(prep == "between" for prep, _ in prepositional(inner.token))
    )


# What these take was done: “prompting Oslo to *recall* its envoy”.
_BRINGING_ABOUT = frozenset((
    "prompt", "force", "lead", "cause", "compel", "drive", "oblige", "begin", "start", "continue", "manage", "proceed", "get", "help",
))  # fmt: skip


def _only_purpose(token: Token, named: set[int]) -> bool:
    """Whether a deed is only what another deed of the sentence was for: “phoned *to discuss* efforts to end it”."""
    node = token
    if token.tag_ in ("VBD", "VBZ", "VBP"):
        return False
    for _ in range(4):
        head = node.head
        if head.i == node.i or node.dep_ in ("relcl", "ccomp", "parataxis", "nsubj", "nsubjpass"):
            return False
        if node.dep_ == "xcomp" and head.lemma_ in _BRINGING_ABOUT:
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
    sources, targets = sides(match, setting)
    if match.type in VERBAL and match.token.tag_ == "VBG":
        if speakers := _who_speaks(match.token, setting):
            sources, targets = speakers, others(targets, speakers)
    if match.type in ("THREATEN", "REQUEST"):
        targets = [_of_state(m, sources, setting.cast) for m in targets]
    match = _verbal_attack(match, sources, targets, setting)
    status = _status(match)
    trigger = _trigger_span(match)
    speech = speaker_of_span(trigger, setting.statements_about(match.token))
    told = announced_as(match.type, match.token) if speech is not None and _is_said(speech, setting) else None
    if match.type == "THREATEN" and match.trigger.source == ("none",):
        told = None
        if speech is None or status not in ("planned", "hypothetical") or _is_under_threat(match, setting):
            return
        sources, status = _speaker_mentions(speech, setting), "occurred"
        targets = others(targets, sources)
        if not sources or not targets:
            return
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


def _who_speaks(participle: Token, setting: _Setting) -> list[Mention]:
    """Whose words a participle brings: “Peru said that Chile broke the treaty, *arguing* that …” is Peru's argument,
    whatever the participle hangs on."""
    for statement in setting.statements_about(participle):
        if any(cue.start <= participle.idx < cue.end for cue in statement.cue):
            return _speaker_mentions(statement, setting)
    return []


def _is_said(speech: Statement, setting: _Setting) -> bool:
    """Whether a statement is somebody's word and no fear, hope or guess."""
    cue = setting.token_at(speech.cue[0].start) if speech.cue else None
    return cue is None or cue.lemma_ not in _NO_SAYING


def _is_under_threat(match: Match, setting: _Setting) -> bool:
    """Whether a word that governs this one tells the threat already: “*warned* that it would pay”."""
    return any(
        (above := setting.matcher.at(a)) is not None and above.type == "THREATEN"
        for a in match.token.ancestors
    )


def _of_state(target: Mention, sources: Sequence[Mention], cast: Cast) -> Mention:
    """Whom a threat or a demand about troops is meant for: their state, where the report names it."""
    actor = cast.by_id[target.actor]
    if actor.type != "group" or actor.sector != "MIL" or actor.country is None:
        return target
    state = _state_of(actor.country, cast)
    if state is None or any(cast.by_id[m.actor].country == actor.country for m in sources):
        return target
    return structs.replace(target, actor=state)


def _state_of(country: str, cast: Cast) -> str | None:
    """The actor that is a country itself, where the report speaks of it."""
    return cast.states.get(country)


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
        speakers = _speaker_mentions(speech, setting)
        targets = [m for m in sources if m.actor != speech.speaker]
        sources = speakers
    elif sources and _is_own_arm(speech, sources, setting.cast):
        # “Castro said that Cuban gunners would fire”: he threatens, not they
        sources = _speaker_mentions(speech, setting) or sources
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
        # The word was given when it was said, not when the deed is due.
        dated_by=setting.token_at(speech.cue[0].start) if speech.cue else None,
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


def _is_own_arm(speech: Statement, sources: Sequence[Mention], cast: Cast) -> bool:
    """Whether those whose deed is announced are the speaker's troops, ships, people: a group of his country."""
    return _speaks_for(speech, sources, cast) and all(
        cast.by_id[m.actor].type in ("group", "people") and m.actor != speech.speaker for m in sources
    )


def _speaks_against(speech: Statement, sources: Sequence[Mention], cast: Cast) -> bool:
    """Whether a speaker is known to be of another country than those whose deed he tells: then it is a forecast."""
    own = cast.by_id.get(speech.speaker) if speech.speaker else None
    if own is None or own.country is None or _speaks_for(speech, sources, cast):
        return False
    return all(cast.by_id[m.actor].country is not None for m in sources)


def _speaker_mentions(speech: Statement, setting: _Setting) -> list[Mention]:
    found = {m.span: m for s in speech.source for m in setting.mentions_over(s) if m.actor == speech.speaker}
    return [found[s] for s in sorted(found)]


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
    dated_by: Token | None = None,
) -> Event:
    report = setting.page.report.id
    published = setting.page.report.published_at
    time = setting.time_of(dated_by or token)
    if time is None and dated_by is not None:
        time = setting.time_of(token)
        if time is not None and (published is None or time.start is None or time.start[:10] > published):
            time = None
    place = setting.place_of(token)
    doers, undergoers = actor_ids(sources, setting.cast), actor_ids(targets, setting.cast)
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
        sources=doers,
        targets=tuple(t for t in undergoers if t not in doers) or undergoers,
        place=place.id if place else None,
        when=time.when() if time else None,
        magnitude=magnitude,
        claimed_by=claimed_by,
        evidence=EventEvidence(_clause_span(token), trigger, _spans(sources), _spans(targets)),
        confidence=confidence,
    )


def _worth_telling(
    match: Match, sources: Sequence[Mention], targets: Sequence[Mention], status: EventStatus
) -> bool:
    """Whether enough is said for a record.

    Somebody must stand on one side at least. What did not happen needs its doer; a participle that only
    describes (“a *suspected* militant”, “the *divided* island”) needs one too, and so does a bare noun.
    """
    if not sources and not targets:
        return _is_told_of_nameless(match, status)
    if not sources and status in ("hypothetical", "negated", "demanded"):
        return False
    if not sources and match.token.dep_ in ("amod", "compound", "acl"):
        return False
    if match.token.pos_ == "ADJ" and match.type in ("ACCUSE", "SUPPORT") and not targets:
        return False
    if _warns_of_what_is(match.token):
        return False
    if match.type in _BOTH_SIDES and sources and not targets:
        if match.type == "AID" and (not match.trigger.object or "*" in match.trigger.object):
            return False  # “invested”, “contributed”, “paid”
        return _is_finite(match.token) and status in REAL and match.trigger.type != "COOPERATE"
    if match.type in _BOTH_SIDES or (match.token.pos_ in ("NOUN", "PROPN") and match.type in VERBAL):
        return bool(sources) and bool(targets)
    if match.type == "CONSULT" and match.token.pos_ != "VERB" and not sources:
        return False
    if match.token.lemma_ in _VAGUE_NOUNS and match.token.pos_ != "VERB":
        return bool(sources) and bool(targets)
    return bool(sources) or match.type not in ("AGREE", "REQUEST", "THREATEN")


def _warns_of_what_is(verb: Token) -> bool:
    """“warned that the harvest *is failing*”: nobody is addressed, and the clause tells what is, not what would be done."""
    if verb.lemma_ != "warn" or objects(verb):
        return False
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if clause is None or any(c.tag_ == "MD" or c.dep_ == "advcl" for c in clause.subtree):
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass") and c.pos_ == "PRON" for c in clause.children):
        return False  # “warned that *it* is ready to strike”
    return any(
        c.tag_ in ("VBZ", "VBP", "VBD")
        for c in (clause, *clause.children)
        if c is clause or c.dep_ in ("aux", "auxpass")
    )


def _is_told_of_nameless(match: Match, status: EventStatus) -> bool:
    """“Thousands marched in Leipzig”, “two policemen were shot dead”: a deed among people whom nobody names."""
    if match.type not in _OF_NAMELESS or status not in REAL or not _is_finite(match.token):
        return False
    who = word_classes()["people"] | word_classes()["troops"] | word_classes()["crowd"]
    return any(words_of(head) & who for head in (*logical_subjects(match.token), *objects(match.token)))


_OF_NAMELESS = frozenset(("PROTEST", "ASSAULT", "COERCE", "RETREAT", "MOBILIZE"))


def _is_finite(verb: Token) -> bool:
    """Whether a verb tells its clause: a finite form, or a participle with its auxiliary."""
    if verb.pos_ != "VERB":
        return False
    if verb.tag_ in ("VBD", "VBZ", "VBP"):
        return verb.dep_ not in ("acl", "amod")
    return verb.tag_ in ("VBN", "VBG") and any(
        c.dep_ in ("aux", "auxpass") and c.tag_ != "TO" for c in verb.children
    )


# Without a giver and a taker these are the everyday words of any page: “supported”, “works with”, “funds”.
_BOTH_SIDES = frozenset(("SUPPORT", "COOPERATE", "AID"))
_VAGUE_NOUNS = frozenset(
    ("war", "conflict", "violence", "fighting", "hostility", "battle", "combat", "offensive", "operation")
)


def _status(match: Match) -> EventStatus:
    """The status of the event; where a light verb carries it, that verb's counts too."""
    status = status_of(match.token)
    if status == "hypothetical" and match.type in VERBAL and _is_said_with_a_condition(match.token):
        status = "occurred"
    if status == "ongoing" and match.type in VERBAL and match.token.tag_ in ("VBZ", "VBP"):
        status = "occurred"  # “a resolution that *demands* …”: words are said once
    verb = light_verb(match.token) if match.token.pos_ in ("NOUN", "PROPN") else None
    if verb is not None:
        status = less_real(status, status_of(verb))
    if status == "occurred" and match.type == "MOBILIZE" and _is_state(match.token):
        return "ongoing"
    return status


def _is_said_with_a_condition(verb: Token) -> bool:
    """“refuses inspection *unless* observers may come”: said now, whatever hangs on the condition."""
    return (
        verb.dep_ == "ROOT"
        and verb.tag_ in ("VBZ", "VBP", "VBD")
        and not any(c.dep_ in ("aux", "neg") for c in verb.children)
        and any(c.dep_ == "advcl" and any(g.lower_ == "unless" for g in c.children) for c in verb.children)
    )


def _is_state(token: Token) -> bool:
    """“with 100,000 troops massed near the border”: a participle that tells a state that lasts."""
    if token.dep_ == "acl":
        return bool(token.tag_ == "VBN")
    if token.dep_ == "pcomp":
        return bool(token.head.lower_ == "with")
    return token.dep_ in ("advcl", "ccomp") and any(
        c.dep_ == "mark" and c.lower_ == "with" for c in token.children
    )


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
    told = sorted(told, key=lambda e: e.evidence.trigger)
    for statement in setting.statements:
        if statement.negated or statement.speaker is None or not statement.cue:
            continue
        act = next((a for a in statement.acts if a in _EVENT_OF_ACT), None)
        if act is None:
            continue
        type_, code = _EVENT_OF_ACT[act]
        spans = (*statement.cue, *statement.content)
        around = setting.sentences_around(spans)
        near = told[
            bisect_left(told, around.start, key=lambda e: e.evidence.trigger.start) : bisect_left(
                told, around.end, key=lambda e: e.evidence.trigger.start
            )
        ]
        alike = _STANDS_FOR if type_ in _STANDS_FOR else (type_,)
        if any(e.type in alike and any(s.overlaps(e.evidence.trigger) for s in spans) for e in near):
            continue
        if any(
            e.type == type_
            and statement.speaker in e.sources
            and any(s.overlaps(e.evidence.span) for s in spans)
            for e in near
        ):
            continue
        token = setting.token_at(statement.cue[0].start)
        if token is None or any(e.evidence.trigger.overlaps(statement.cue[0]) for e in near):
            continue
        status = status_of(token)
        if status != "occurred" or token.lemma_ in _NO_SAYING or setting.matcher.is_elsewhere(token):
            continue
        sources = _speaker_mentions(statement, setting)
        named = [m for a in statement.addressees if (m := setting.first_mentions.get(a)) is not None]
        targets = sorted(named, key=lambda m: m.span)[:1]
        if not targets:
            targets = _subject_of_content(statement, setting)
        words = setting.page.report.text[statement.content[0].start : statement.content[-1].end]
        if act == "demand" and "must have " in words:
            continue  # a guess
        if type_ in ("AGREE", "THREATEN"):
            own = {setting.cast.by_id[m.actor].country for m in sources} - {None}
            targets = [m for m in targets if setting.cast.by_id[m.actor].country not in own]
        if type_ in ("REQUEST", "AGREE", "THREATEN") and not others(targets, sources):
            continue
        if all(_is_private(setting.cast.by_id[m.actor]) for m in (*sources, *others(targets, sources))):
            continue
        yield _event(
            setting,
            type_=type_,
            mode=None,
            contexts=(),
            cameo=code,
            status="occurred",
            sources=sources,
            targets=others(targets, sources),
            token=token,
            trigger=statement.cue[0],
            claimed_by=statement.parent,
            magnitude=None,
            confidence=0.55,
        )


def _is_private(actor: Actor) -> bool:
    """Whether nothing says that somebody acts for more than himself: “she said he must leave the flat”."""
    return (
        actor.type in ("person", "people", "office")
        and actor.country is None
        and actor.sector in (None, "CVL")
        and not actor.roles
    )


# Cues of thinking: what they hold is no act towards anybody.
_NO_SAYING = frozenset(
    (
        "fear",
        "foresee",
        "predict",
        "imagine",
        "assume",
        "guess",
        "dread",
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
                found = [m for m in mentions_behind([token], setting.cast) if m.actor != statement.speaker]
                if found:
                    return found
    return []
