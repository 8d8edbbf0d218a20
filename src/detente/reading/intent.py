"""What an announced deed is as an act of words: “will release them” is a promise, “will bomb them” a threat.

CAMEO codes the announcement, not the deed: 03 for help and concessions to come, 13 for force and
sanctions to come, 12 for what somebody says it will not do.
"""

from __future__ import annotations

from spacy.tokens import Token

from detente.reading.grammar import is_owed
from detente.records import EventType

_KIND = frozenset(("CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"))
_HARSH = frozenset(("SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"))
_WILL = frozenset(("will", "shall", "'ll", "’ll", "wo"))
_WOULD = frozenset(("would", "'d", "’d"))


def announced_as(type_: EventType, verb: Token) -> EventType | None:
    """AGREE, THREATEN or REJECT where a verb tells of a deed to come; None where it tells of one that is there."""
    if verb.pos_ == "ADJ" and verb.head.pos_ in ("AUX", "VERB"):
        verb = verb.head
    if verb.dep_ == "ccomp" and is_owed(verb):
        return "REQUEST"
    if not _announces(verb):
        return None
    if any(c.dep_ == "advcl" and any(g.lower_ == "unless" for g in c.children) for c in verb.children):
        return "THREATEN"
    refused = any(c.dep_ == "neg" and c.lower_ != "only" for c in verb.children) or any(
        c.lower_ in ("no", "neither", "never") for c in verb.children
    )
    if refused:
        return "REJECT" if type_ in _KIND or type_ == "AGREE" else None
    if type_ in _KIND:
        return "AGREE"
    if type_ in _HARSH:
        return "THREATEN"
    return None


def withheld_as(type_: EventType, verb: Token) -> EventType | None:
    """REJECT where a kindness was not done: “did not give permission”; else None."""
    return (
        "REJECT"
        if type_ in _KIND and any(c.dep_ == "neg" and c.lower_ != "only" for c in verb.children)
        else None
    )


def _announces(verb: Token, depth: int = 3) -> bool:
    """Whether a verb group is a future of intent: “will”, “is to”, “is going to”, and “would” in reported speech."""
    for child in verb.children:
        if child.dep_ != "aux":
            continue
        low = child.lower_
        if low in _WILL:
            return not _is_conditional(verb)
        if low in _WOULD:
            return verb.dep_ == "ccomp" and not _is_conditional(verb)
        if (
            low == "to"
            and verb.dep_ == "xcomp"
            and verb.head.lemma_ in ("be", "go")
            and verb.head.tag_ in ("VBZ", "VBP", "VBG", "VBD")
        ):
            return True
        if low == "to" and verb.dep_ == "ROOT":
            return True
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.tag_ == "VB" and depth:
        if not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return _announces(verb.head, depth - 1)
    return False


def _is_conditional(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in verb.children)
