"""A stand on its way to a position: its parts, the words that take one, and the grammar that all kinds share."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import get_args

from spacy.tokens import Token

from detente.reading.clauses import (
    agent_of,
    author_of,
    holder_of_noun,
    is_modal,
    is_passive,
    own_subject,
    subject_of,
    subtree_without,
)
from detente.reading.sides import Teller, same_side
from detente.records import Actor, PositionType


@dataclass(frozen=True)
class Codebook:
    """codebook/positions.toml: frames by part of speech and lemma, and the word lists."""

    frames: dict[tuple[str, str], dict[PositionType, tuple[str, ...]]]
    words: dict[str, frozenset[str]]


@cache
def load_codebook() -> Codebook:
    text = resources.files("detente.codebook").joinpath("positions.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    frames: dict[tuple[str, str], dict[PositionType, tuple[str, ...]]] = {}
    for pos in ("verb", "noun", "adjective"):
        for kind in get_args(PositionType):
            for lemma, found in table[pos].get(kind, {}).items():
                frames.setdefault((pos, lemma), {})[kind] = tuple(found)
    return Codebook(frames, {name: frozenset(words) for name, words in table["words"].items()})


@dataclass(frozen=True)
class Stand:
    """A position on its way: the word that takes it and the tokens of each part."""

    type: PositionType
    found_by: str
    anchor: Token
    holders: tuple[Actor, ...]
    toward: tuple[Actor, ...]
    proposition: list[Token]
    head: Token | None = None
    condition: list[Token] = field(default_factory=list)
    consequence: list[Token] = field(default_factory=list)
    # “dropped its demand that …”: the proposition is what is taken back.
    withdrawn: bool = False


def word_of_reserving(right: Token) -> Token | None:
    """The word of “reserves the right”; the parser takes it for a noun as often as not."""
    near = right.doc[max(right.sent.start, right.i - 3) : right.i]
    return next((t for t in near if t.lower_ in ("reserve", "reserves", "reserved", "reserving")), None)


def holders_of(token: Token, pos: str, teller: Teller) -> tuple[Actor, ...]:
    """Who takes the stand of a word of that part of speech, as the grammar around it shows."""
    if (
        token.lemma_ == "right"
        and (reserving := word_of_reserving(token)) is not None
        and reserving.pos_ != "VERB"
    ):
        return teller.actors_of(reserving.nbor(-1)) if reserving.i > token.sent.start else ()
    if pos == "noun":
        for child in token.children:  # “Western claims”, “Iranian threats”
            if (
                child.dep_ in ("amod", "compound", "nmod")
                and (actor := teller.cast.actor_at(child)) is not None
            ):
                return (actor,)
        return teller.actors_of(holder_of_noun(token))
    if pos == "adjective":
        first = token
        while own_subject(first) is None and first.dep_ == "conj":
            first = first.head
        if (subject := own_subject(first)) is not None:
            return teller.actors_of(subject)
    if pos == "adjective" and token.dep_ in ("acomp", "oprd", "conj", "attr"):
        return teller.actors_of(subject_of(token.head) or subject_of(token))
    if pos == "verb" and is_passive(token):
        return teller.actors_of(agent_of(token))
    subject = subject_of(token)
    return teller.actors_of(subject) or teller.actors_of(author_of(subject)) or teller.speaker_by(token)


def marked(verb: Token, word: str) -> bool:
    return any(c.lower_ == word and c.dep_ in ("mark", "aux") for c in verb.children)


def prep_object(token: Token, words: tuple[str, ...]) -> Token | None:
    for child in token.children:
        if child.dep_ in ("prep", "dative") and child.lower_ in words:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


# Verbs under which a stand is still taken: “continued to reject”, “committed to rejecting”.
KEEPS = frozenset({"promise", "pledge", "swear", "agree", "committed", "determined", "continue", "begin", "start", "commit", "remain", "repeat", "keep", "decide", "vow", "go",
                   "appear", "seem", "use", "move", "join"})  # fmt: skip


# Verbs by whose past the infinitive has come true.
BRINGS = frozenset(
    {"lead", "prompt", "inspire", "cause", "drive", "move", "spur", "provoke", "force", "compel"}
)
NOT_SO = frozenset({"if", "unless", "whether", "until", "lest"})


def _chain(verb: Token) -> Iterator[Token]:
    """A verb and those whose infinitive it is: “whether he would continue to *accept*”."""
    yield verb
    while verb.dep_ == "xcomp" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
        yield verb


def is_asserted(token: Token, teller: Teller) -> bool:
    """False where the stand is only possible: under “may”, “if”, “whether”, “failed to”, a question.

    “Will” and “would” count as taken inside somebody's own words (“said it would reject any deal”).
    """
    verb = token if token.pos_ in ("VERB", "AUX") else token.head
    if verb.pos_ not in ("VERB", "AUX"):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VB" and own_subject(verb) is None and not is_modal(verb):
        # “would be able to question plans and demand details”, “may not declare … and deny relief”: no more
        # asserted than what it is joined to.
        joined = verb.head
        if joined.pos_ == "VERB" and joined.tag_ == "VB" and not is_asserted(joined, teller):
            return False
    for link in _chain(verb):
        for child in link.children:
            if child.dep_ == "aux" and child.tag_ == "MD":
                future = child.lower_ in ("will", "would", "shall", "'ll", "’ll")
                if not (future and teller.statement_at(token) is not None):
                    return False
                if any(c.dep_ == "mark" and c.lower_ == "before" for c in link.children):
                    return False  # “before it would accept a meeting”
            if child.dep_ in ("mark", "advmod") and child.lower_ in NOT_SO:
                return False
    if (
        verb == token
        and token.pos_ == "VERB"
        and token.dep_ in ("xcomp", "pcomp", "acl")
        and token.tag_ in ("VB", "VBG")
    ):
        head = token.head
        told = token.dep_ == "pcomp" and head.lower_ in ("after", "while", "by", "since", "upon")
        while head.pos_ == "ADP" and head.head != head:
            head = head.head
        if told and head.pos_ == "VERB":
            return is_asserted(head, teller)  # “struck back after *accusing* it of …”
        if token.dep_ == "xcomp" and head.lemma_ in BRINGS and head.tag_ in ("VBD", "VBZ", "VBN"):
            return is_asserted(head, teller)  # “inspired him to *urge* …”
        if token.tag_ == "VB" or head.pos_ in ("VERB", "ADJ"):
            return head.lemma_ in KEEPS
    if (
        verb.dep_ in ("ccomp", "acl")
        and own_subject(verb) is not None
        and "demand"
        in load_codebook().frames.get(
            ("verb" if verb.head.pos_ == "VERB" else "noun", verb.head.lemma_.lower()), {}
        )
    ):
        return False  # “demanded that NATO promise”
    if (
        verb.tag_ == "VB"
        and verb.dep_ in ("ccomp", "acl", "conj")
        and not is_modal(verb)
        and own_subject(verb) is not None
    ):
        return any(
            c.lower_ in ("did", "does", "do") for c in verb.children
        )  # a subjunctive: “that NATO promise”
    return not (verb.dep_ == "advcl" and marked(verb, "to"))


def other_clauses(head: Token) -> set[int]:
    """The clauses joined to a clause that have a subject or a “that” of their own: they say something else."""
    verbal = head.pos_ in ("VERB", "AUX")
    return {
        c.i
        for c in head.children
        if c.dep_ in ("conj", "parataxis") and (marked(c, "that") or (verbal and own_subject(c) is not None))
    }


def condition_tokens(condition: Token) -> list[Token]:
    """The words of a condition without its “if”."""
    tokens = subtree_without(condition, set())
    if tokens and tokens[0].lower_ in ("if", "should"):
        tokens = tokens[1:]
    return tokens


def whom_against(token: Token, head: Token) -> Token | None:
    """Whom a stand is taken against: “threatened military action against Oslo”."""
    for owner in (head, token):
        for t in owner.subtree:
            if t.lower_ == "against" and t.dep_ == "prep":
                return next((c for c in t.children if c.dep_ == "pobj"), None)
    return None


def whom_toward(
    token: Token,
    head: Token,
    other: Token | None,
    frame: str,
    kind: PositionType,
    holders: tuple[Actor, ...],
    teller: Teller,
) -> tuple[Actor, ...]:
    """Whom a stand is put to: the one told or asked, the one meant to act, or the side it names."""
    held = {a.id for a in holders}

    def others(found: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(a for a in found if a.id not in held and not any(same_side(a, h) for h in holders))

    candidates: list[Token | None] = []
    if other is not None and kind != "denial":  # who is told or asked may be of the holder's own country
        addressed = tuple(
            a
            for a in teller.actors_of(other)
            if a.id not in held and not (a.type == "state" and others((a,)) == ())
        )
        if addressed:
            return addressed
    if kind == "denial":
        if head.pos_ not in ("NOUN", "PROPN"):
            return ()
        said_by = [c for c in head.children if c.dep_ in ("poss", "amod", "compound")]
        by = prep_object(head, ("by", "from", "of"))
        return next((f for c in (*said_by, by) if c is not None and (f := others(teller.actors_of(c)))), ())
    if kind in ("demand", "claim", "threat") or (kind == "offer" and frame == "that"):
        candidates.append(own_subject(head) if head.pos_ in ("VERB", "AUX") else None)
    candidates.append(whom_against(token, head))
    candidates.extend(prep_object(o, ("to", "from", "of", "with", "on")) for o in (token, head))
    candidates.extend(c for c in head.children if c.dep_ in ("poss", "dative", "dobj", "amod", "compound"))
    for candidate in candidates:
        found = others(teller.actors_of(candidate)) if candidate is not None else ()
        if found:
            return found
    for t in subtree_without(head, other_clauses(head)):
        actor = teller.cast.actor_at(t)
        if actor is not None and actor.type in ("state", "alliance", "person", "organisation"):
            found = others((actor,))
            if found:
                return found
    statement = teller.statement_at(token)
    if statement is not None:
        speaker = teller.speaker_of(statement)
        if speaker is not None and any(same_side(speaker, h) for h in holders):
            return others(tuple(teller.cast.by_id[a] for a in statement.addressees))
    return ()


# Words of the codebook with other uses, in which a clause may take another stand: “we will back Kyiv”, “will come”.
MANY_USES = frozenset({"back", "support", "endorse", "ignore", "defy", "flout", "table", "put", "come", "speak", "vote",
                       "campaign", "invite", "encourage", "need", "like"})  # fmt: skip
FALSE = frozenset({"false", "untrue", "baseless", "unfounded", "groundless", "nonsense", "lie", "fabrication", "absurd",
                   "wrong", "fake", "ridiculous", "rubbish", "slander", "propaganda", "fiction", "misleading", "inaccurate",
                   "incorrect", "fabricated", "fictitious", "malicious", "disinformation", "hoax", "smear", "unsubstantiated",
                   "preposterous", "ludicrous", "laughable", "distorted"})  # fmt: skip


def is_any(noun: Token) -> bool:
    """“any attack”, “another step”: what has not happened yet."""
    return any(c.lower_ in ("any", "another", "further") for c in noun.children)
