"""Whether the clause that a word stands in looks back or ahead from the day it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

Direction = Literal["past", "future", "unknown"]

# Verbs, adjectives and nouns whose infinitive or date lies ahead: agreed to meet, due on Friday.
_AHEAD = frozenset((
    "agree", "aim", "ask", "call", "decide", "demand", "due", "eager", "eligible", "expect", "hope",
    "instruct", "intend", "invite", "likely", "order", "plan", "pledge", "prepare", "promise", "propose",
    "ready", "refuse", "schedule", "set", "slate", "suppose", "threaten", "tip", "urge", "vow", "want",
    "warn", "wish", "postpone", "delay", "adjourn", "extend", "vote", "offer", "poise", "commit", "push",
    "press", "allow", "authorise", "authorize", "enable", "prolong", "renew", "reschedule",
))  # fmt: skip
_AHEAD_NOUNS = frozenset(("deadline", "prospect", "eve", "ultimatum", "expiry", "expiration"))
# “gave them until Monday”: what lasts until then had not ended when it was written.
_UNTIL = _AHEAD | {
    "give",
    "have",
    "suspend",
    "close",
    "ban",
    "remain",
    "last",
    "run",
    "grant",
    "hold",
    "keep",
}
# Meetings and votes stand in the calendar: “will attend Monday's summit” is ahead, “will discuss Monday's
# attack” is not.
_SCHEDULED = frozenset((
    "meeting", "summit", "talk", "conference", "election", "vote", "session", "hearing", "visit", "ceremony",
    "trip", "deadline", "referendum", "round", "debate", "match", "negotiation", "forum", "runoff", "poll",
    "inauguration", "rally", "gathering", "dialogue", "consultation", "game", "parade", "congress",
))  # fmt: skip
_MODALS = frozenset(
    ("will", "'ll", "’ll", "wo", "shall", "would", "'d", "could", "may", "might", "should", "must", "can")
)
_SHALL = frozenset(("will", "'ll", "’ll", "wo", "shall"))
_HAVE = frozenset(("have", "has", "had", "'ve", "’ve"))
_IS = frozenset(("is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"))
# Verbs in the present tense that date nothing: “the report says Friday's attack …”.
_STATES = frozenset(
    ("say", "be", "have", "show", "report", "suggest", "know", "tell", "write", "believe", "think")
)
_FOR_A_DAY = _SCHEDULED | _AHEAD | {"preparation", "date", "protest", "strike", "invitation"}
# The same in present and past, and in news nearly always past.
_UNCHANGED = frozenset(
    ("quit", "put", "cut", "hit", "let", "shut", "hurt", "split", "spread", "beat", "cast", "set")
)


@dataclass(frozen=True, slots=True)
class Way:
    """How a word hangs on its verb: the last noun between them, by “until” or “by”, straight by “on” or “in”."""

    noun: Token | None
    until: bool
    on: bool

    @property
    def is_subject(self) -> bool:
        return self.noun is not None and self.noun.dep_ in ("nsubj", "nsubjpass")

    @property
    def is_scheduled(self) -> bool:
        return self.noun is not None and self.noun.lemma_ in _SCHEDULED


def direction_of(token: Token) -> Direction:
    """Whether the clause that a time stands in looks back or ahead from the day it was written."""
    if token.dep_ == "pobj" and token.head.lower_ == "for" and token.head.head.lemma_ in _FOR_A_DAY:
        return "future"  # called a meeting for Monday
    node, noun, until = token, None, False
    for _ in range(12):
        if node.dep_ == "prep" and node.lower_ in ("until", "till", "by"):
            until = True
        if node.lower_ == "ahead" or (node != token and node.lemma_ in _AHEAD_NOUNS):
            return "future"
        if node.pos_ in ("VERB", "AUX") or node.lemma_ in _AHEAD:
            break
        if node != token and node.pos_ in ("NOUN", "PROPN"):
            noun = node
        if node.head == node:
            return "unknown"
        node = node.head
    return _tense(node, Way(noun, until, noun is None and token.dep_ == "pobj"), 0)


def is_modal(verb: Token) -> bool:
    """Whether a verb stands with will, would, may and the like."""
    return any(c.dep_ == "aux" and c.lower_ in _MODALS for c in verb.children)


def _tense(verb: Token, way: Way, depth: int) -> Direction:
    lemma = verb.lemma_.lower()
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if verb.tag_ == "MD":
        words.add(verb.lower_)
    governor = verb.head if verb.head != verb and depth < 4 else None
    direct = way.noun is None or way.is_scheduled or way.is_subject or way.until
    if words & _SHALL:
        return "future" if direct else "unknown"
    if words & _HAVE and not words & _MODALS:
        if "been" in words and lemma in _AHEAD and verb.tag_ == "VBN" and "had" not in words:
            return "future"  # has been scheduled for Monday
        return "past"
    if words & _MODALS:
        negated = any(c.dep_ == "neg" or c.lower_ in ("neither", "nor", "never") for c in verb.children)
        if negated and words & {"could", "would"}:
            return "past"  # neither could be found on Friday
        # “the surge in May should …” says nothing of May, “Monday's talks would …” of Monday
        return "future" if way.noun is None or way.is_scheduled or way.until else "unknown"
    if "to" in words and verb.tag_ in ("VB", "VBN"):
        own = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
        if governor is None or own or way.until or governor.pos_ in ("NOUN", "ADJ"):
            return "future" if direct else "unknown"
        if governor.lemma_.lower() in _AHEAD or governor.lemma_ == "be":
            return "future" if direct else "unknown"
        return _tense(governor, way, depth + 1)
    if lemma in _AHEAD and verb.tag_ in ("VBN", "JJ") and way.noun is None:
        return "future"
    if verb.tag_ == "VBD" or words & {"was", "were", "did"}:
        return "future" if way.until and way.noun is None and lemma in _UNTIL else "past"
    if any(c.dep_ in ("acomp", "attr") and c.lemma_.lower() in _AHEAD for c in verb.children):
        return "future"
    if verb.tag_ == "VBN":
        return "past"
    if verb.tag_ == "VBG":
        if words & _IS:
            return "future" if way.noun is None else "unknown"
        return _tense(governor, way, depth + 1) if governor is not None else "unknown"
    if verb.tag_ in ("VBP", "VB") and lemma in _UNCHANGED:
        return "past"
    if verb.tag_ in ("VBZ", "VBP"):
        if way.until:
            return "future"
        if lemma == "be" and way.on:
            return "future"  # the next round is on Thursday
        if lemma in _STATES or (way.noun is not None and not way.is_scheduled):
            return "unknown"
        return "future"
    return "unknown"
