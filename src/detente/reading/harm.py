"""Whether what a clause or a noun phrase says would hurt somebody, or help."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from detente.reading.clauses import condition_of, is_negated, own_subject
from detente.reading.stands import is_any


def is_hostile(head: Token, words: dict[str, frozenset[str]]) -> bool:
    """True where what the clause or noun phrase says would hurt somebody: “retaliate”, “use force”,
    “face severe consequences”; not “not to attack”, nor “before the war”."""
    if is_negated(head):
        return False
    lemma = head.lemma_.lower()
    if head.pos_ in ("VERB", "AUX"):
        if lemma in ("respond", "answer", "reply") and (
            any(
                (c.dep_ == "advmod" and c.lower_ in words["hostile_adverbs"])
                or (c.dep_ == "prep" and c.lower_ == "in" and any(g.lower_ == "kind" for g in c.children))
                for c in head.children
            )
            or _is_hostile_with(head, words)
        ):
            return True
        if lemma in words["hostile_verbs"] or any(
            c.dep_ in ("xcomp", "pcomp") and c.lemma_.lower() in words["hostile_verbs"]
            for child in head.children
            for c in (child, *(child.children if child.dep_ == "prep" else ()))
        ):
            return True
        if (
            lemma in ("meet", "treat", "regard")
            and (subject := own_subject(head)) is not None
            and is_any(subject)
        ):
            return True  # “any attack would be met with”
        if lemma == "make" and any(c.lemma_ in ("pay", "suffer", "regret", "bleed") for c in head.children):
            return True  # “will make Oslo pay”
        if lemma in words["hostile_if"] and condition_of(head) is not None:
            return True
    for noun in _objects_of(head):
        if noun.lemma_.lower() not in words["hostile_nouns"]:
            continue
        if noun.lemma_.lower() not in words["hostile_with_adjective"]:
            return True
        if any(
            t.lemma_.lower() in words["hostile_adjectives"] or t.lower_ == "military" for t in noun.subtree
        ):
            return True
        if noun.lemma_ in ("force", "price", "fire") and noun.dep_ in ("dobj", "pobj"):
            return True
    return head.pos_ in ("ADJ", "NOUN") and any(
        t.lemma_.lower() in words["hostile_adjectives"] for t in head.subtree if t.pos_ == "ADJ"
    )


def _is_hostile_with(head: Token, words: dict[str, frozenset[str]]) -> bool:
    return any(
        noun.lemma_.lower() in words["hostile_nouns"]
        for child in head.children
        if child.dep_ == "prep" and child.lower_ == "with"
        for inner in child.children
        for noun in _objects_of(inner)
    )


def _objects_of(head: Token) -> Iterator[Token]:
    """The nouns that a clause is about to do something with: its objects, not those of its side phrases."""
    if head.pos_ in ("NOUN", "PROPN"):
        yield head
        for child in head.children:
            if child.dep_ == "conj" or (child.dep_ == "appos" and child.pos_ == "NOUN"):
                yield from _objects_of(child)
            elif child.dep_ == "prep" and child.lower_ in ("of", "as"):
                for inner in child.children:
                    yield from _objects_of(inner)
        return
    for child in head.children:
        if child.dep_ in ("dobj", "attr", "oprd", "nsubjpass", "pobj", "xcomp", "pcomp"):
            yield from _objects_of(child)
        elif child.dep_ == "prep" and child.lower_ in ("with", "by", "to") and child.i > head.i:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from _objects_of(inner)


# What it helps to suspend or halt.
HARM = frozenset({"quarantine", "blockade", "sanction", "attack", "war", "bombing", "raid", "offensive", "strike", "fire",
                  "siege", "exercise", "drill", "manoeuvre", "maneuver", "enrichment", "tariff", "embargo", "shelling",
                  "operation", "hostility", "hostilities", "launch", "test", "construction", "mobilisation",
                  "emission", "pollution", "tax", "spending", "cost", "deficit", "stockpile", "arsenal", "price", "debt"})  # fmt: skip


def helps(head: Token) -> bool:
    """“lift the sanctions”, “end the war”, “avoid an attack”: the hostile word is what is to stop."""
    if head.lemma_.lower() in ("suspend", "halt", "cut", "freeze", "close", "cancel", "call") and any(
        c.dep_ == "dobj" and c.lemma_.lower() in HARM for c in head.children
    ):
        return True
    return head.lemma_.lower() in (
        "lift", "ease", "end", "stop", "avoid", "prevent", "halt", "reduce", "remove", "cease", "waive", "help",
        "protect", "drop", "refrain", "limit", "delay", "release", "support", "abide", "honour", "honor",
    )  # fmt: skip
