"""The main clauses of somebody's words, as far as they tell what these commit the speaker to."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from detente.reading.clauses import is_negated, is_passive
from detente.reading.sides import is_in, same_side
from detente.reading.stands import marked
from detente.records import Actor, Statement


@dataclass(frozen=True)
class Clause:
    """A main clause of somebody's words, as far as it tells what they commit him to."""

    verb: Token
    subject: Token | None
    speaker: Actor
    acting: tuple[Actor, ...]
    modal: str | None
    condition: Token | None
    negated: bool
    hostile: bool
    # Whose deed the clause is about, where its subject is that deed: “Oslo's raid violates the treaty”.
    owner: tuple[Actor, ...]
    # The condition is something that another side is to do: “if the United States withdrew”.
    waits_for_others: bool

    @property
    def mine(self) -> bool:
        """The speaker speaks of himself or of his side."""
        named = self.subject is not None and (
            self.subject.lower_ in ("we", "i")
            or any(c.dep_ == "poss" and c.lower_ in ("our", "my") for c in self.subject.children)
            or (  # “the two countries would sign a treaty”, says the minister of one
                self.future
                and self.subject.lemma_
                in ("country", "side", "government", "nation", "leader", "minister", "party")
                and any(c.lower_ in ("two", "both") for c in self.subject.children)
            )
            or (  # “his country would not take part”
                self.subject.lemma_ in OWN
                and any(c.dep_ == "poss" and c.lower_ in ("his", "her", "its") for c in self.subject.children)
            )
        )
        # “The EU will lift the tariffs, Commissioner Dombrovskis said”: an official of nobody knows whom.
        office = self.speaker.type == "office" or (self.speaker.type == "person" and bool(self.speaker.roles))
        unknown = office and self.speaker.country is None
        bodies = any(a.type in ("state", "alliance", "organisation") for a in self.acting)
        by_name = self.subject is not None and self.subject.pos_ != "PRON" and self.future
        return (
            named or (unknown and bodies and by_name) or any(same_side(a, self.speaker) for a in self.acting)
        )

    @property
    def foreign(self) -> tuple[Actor, ...]:
        """The others whom the clause is about."""
        return () if self.mine else tuple(a for a in self.acting if not same_side(a, self.speaker))

    @property
    def at_home(self) -> tuple[Actor, ...]:
        """Others of the speaker's own country whom the clause is about: “Congress should act”, says the president."""
        told = self.subject is not None and self.subject.pos_ in ("NOUN", "PROPN")
        bodies = all(
            a.id != self.speaker.id and a.type in ("organisation", "person", "office") for a in self.acting
        )
        return self.acting if told and bodies else ()

    @property
    def future(self) -> bool:
        return self.modal in FUTURE

    @property
    def duty(self) -> bool:
        """“should leave”, “must stop”, “needs to go”; not the guess “must have known”."""
        perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in self.verb.children)
        if perfect:
            return False
        barred = self.modal == "may" and self.negated and not self.mine  # “Oslo may not close the port”
        return (
            self.modal in ("should", "must", "ought") or barred or _has_duty(self.verb) or is_bound(self.verb)
        )


# What is a side's own where it is “his”, “her” or “its”.
OWN = frozenset({"country", "government", "nation", "side", "party", "movement", "ministry", "army", "navy", "force",
                 "troop", "soldier", "military", "fighter", "defence", "defense"})  # fmt: skip
FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll", "wo", "going"})


# Verbs that say no deed: “will see”, “would be”.
NO_DEEDS = frozenset({"be", "see", "forget", "know", "think", "believe", "hope", "understand", "like", "want", "need", "say",
                      "depend", "seem", "have", "call", "expect", "consider", "become", "appear", "feel", "mean",
                      "get", "take", "try", "look", "require", "prefer", "fear", "regret", "doubt", "tell", "remember",
                      "welcome", "respect", "trust", "agree", "die", "face", "lose", "suffer", "benefit", "receive", "gain",
                      "earn", "enjoy", "win", "succeed", "prevail", "grow", "rise", "argue", "insist", "cost", "notice", "miss", "deserve", "hear", "emerge", "transpire"})  # fmt: skip


def modal_of(verb: Token) -> str | None:
    """The modal of a verb, or of the verb that it is joined to; “going” for “is going to”."""
    modal = next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.tag_ == "MD"), None)
    if modal is None and verb.dep_ in ("conj", "xcomp") and verb.tag_ == "VB" and not _is_done(verb):
        modal = next((c.lower_ for c in verb.head.children if c.dep_ == "aux" and c.tag_ == "MD"), None)
        if modal is None and verb.head.lower_ in ("going", "about"):
            return "going"
    return modal


def _is_done(verb: Token) -> bool:
    """“did not realise”: an auxiliary of its own, so that no modal of another verb is its."""
    return any(c.dep_ == "aux" and c.lemma_ == "do" for c in verb.children)


def is_bound(verb: Token) -> bool:
    """“has a clear obligation to let aid in”; “cannot be allowed to close the port”."""
    if verb.lemma_ == "have":
        return any(
            c.dep_ == "dobj"
            and c.lemma_ in ("obligation", "duty", "responsibility")
            and not is_negated(c)
            and any(g.tag_ == "VB" and marked(g, "to") for g in c.subtree)
            for c in verb.children
        )
    return (
        verb.lemma_ in ("allow", "permit", "tolerate")
        and is_passive(verb)
        and is_negated(verb)
        and any(c.lower_ in ("can", "could", "ca") for c in verb.children if c.dep_ == "aux")
    )


# Verbs whose infinitive has to be done: “needs to leave”, “is required under the treaty to leave”.
OBLIGES = frozenset({"need", "have", "oblige", "require", "ought"})


def _has_duty(verb: Token) -> bool:
    """“needs to leave”, “has to stop”, “is obliged to”."""
    head = verb.head
    if verb.dep_ not in ("xcomp", "advcl") or head.lemma_ not in OBLIGES or not marked(verb, "to"):
        return False
    # “requires the court to decide”, “is not required to”: no duty of whoever is the subject
    return is_passive(head) and not is_negated(head) if head.lemma_ in ("oblige", "require") else True


# “The need is that …”, “it has emerged that …”: what is said stands in the clause.
EMERGES = frozenset({"be", "emerge", "transpire", "appear"})


def is_main(verb: Token, statement: Statement) -> bool:
    """True for the head of the content's own clause, one joined to it, or what “the first need is that …” says."""
    while True:
        meant = _has_duty(verb) or (verb.dep_ == "xcomp" and verb.head.lower_ in ("going", "about"))
        joined = verb.dep_ in ("conj", "acomp") or meant
        identified = verb.dep_ == "ccomp" and verb.head.lemma_ in EMERGES and marked(verb, "that")
        if not (joined or identified):
            break
        if not is_in(statement, verb.head):
            return True
        verb = verb.head
    return verb.head == verb or not is_in(statement, verb.head) or verb.dep_ == "parataxis"
