"""Charges and what is answered to them: denied, called false, pleaded not guilty to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Token

from detente.reading.clauses import is_negated, is_passive, subject_of, subtree_without
from detente.reading.sides import Teller, is_party, same_side
from detente.reading.stands import FALSE, Codebook, Stand, holders_of, is_asserted, prep_object, whom_toward
from detente.records import Actor, PositionType


def denied_charge(
    token: Token,
    found: dict[PositionType, tuple[str, ...]],
    holders: tuple[Actor, ...],
    negated: bool,
    codebook: Codebook,
) -> Stand | None:
    """“accused it of theft, a charge Oslo rejects”, “an allegation the agency refutes”: no “that” between them."""
    charge = token.head
    if negated or token.dep_ != "relcl" or not ("denial" in found or "refusal" in found):
        return None
    if charge.lemma_.lower() not in codebook.words["said"] or any(
        c.dep_ in ("dobj", "nsubjpass", "ccomp", "xcomp") for c in token.children
    ):
        return None
    said = _charged(charge, codebook)
    body = subtree_without(said, {token.i, charge.i} if said is not charge else {token.i})
    return Stand("denial", "verb", token, holders, (), body, charge)


def _charged(charge: Token, codebook: Codebook) -> Token:
    """What a charge in apposition sums up: the clause that a word of claiming governs; else the charge itself."""
    if charge.dep_ != "appos":
        return charge
    for up in charge.ancestors:
        if up.dep_ in ("pcomp", "ccomp", "pobj") and any(
            "claim" in codebook.frames.get(("verb", above.lemma_.lower()), {})
            or above.lemma_ in ("say", "tell", "state", "report", "argue")
            for above in islice(up.ancestors, 2)
        ):
            return up
    return charge


def pleaded(token: Token, teller: Teller) -> Iterator[Stand]:
    """“pleaded not guilty to the charges”: a denial before the judge."""
    plea = next((c for c in token.children if c.lower_ in ("guilty", "innocent")), None)
    if plea is None or is_passive(token) or not is_asserted(token, teller):
        return
    if (plea.lower_ == "guilty") != (is_negated(plea) or is_negated(token)):
        return
    holders = teller.actors_of(subject_of(token))
    charge = prep_object(token, ("to", "of")) or prep_object(plea, ("to", "of"))
    body = subtree_without(charge or plea, set())
    if holders:
        yield Stand("denial", "verb", token, holders, (), body, charge or plea)


def called_false(token: Token, teller: Teller, codebook: Codebook) -> Iterator[Stand]:
    """“called the allegations groundless”: a denial."""
    holders = holders_of(token, "verb", teller) if not is_passive(token) else ()
    if not holders or not is_asserted(token, teller) or is_negated(token):
        return
    below = [t for t in token.subtree if t.i > token.i]
    if token.dep_ == "relcl" and token.head.lemma_.lower() in codebook.words["said"]:
        if any(t.lemma_.lower() in FALSE for t in below):  # “…, a charge that Moscow calls absurd”
            yield Stand("denial", "verb", token, holders, (), [], token)
        return
    charge = next((t for t in below if t.lemma_.lower() in codebook.words["said"]), None)
    if charge is None or not any(t.lemma_.lower() in FALSE and t.i > charge.i for t in below):
        return
    false = {t.i for t in below if t.lemma_.lower() in FALSE}
    body = subtree_without(charge, false)
    yield Stand("denial", "verb", token, holders, whom_toward(token, charge, None, "obj", "denial", holders, teller), body, charge)  # fmt: skip


# Verbs that give a thing a name.
NAMES = frozenset({"call", "describe", "brand", "label", "term", "denounce", "decry", "dismiss", "condemn", "characterise",
                   "characterize", "portray", "dub", "deem", "declare", "consider", "regard", "see", "view", "depict",
                   "slam", "blast", "deride", "cast", "castigate", "criticise", "criticize"})  # fmt: skip


def called_wrong(token: Token, teller: Teller, codebook: Codebook) -> Iterator[Stand]:
    """“called the raid an act of piracy”, “denounced it as a coup”, “what Serbia called a violation”: a charge; of
    something that was proposed, a refusal (“called the plan unacceptable”)."""
    if not is_asserted(token, teller) or is_negated(token):
        return
    holders = tuple(a for a in holders_of(token, "verb", teller) if is_party(a))
    named = next((n for n in _names_given(token) if _is_name_of(n, codebook.words["wrongs"])), None)
    refused = next((n for n in _names_given(token) if _is_name_of(n, codebook.words["unacceptable"])), None)
    if not holders or (named is None and refused is None):
        return
    thing = next(
        (c for c in token.children if c.dep_ in ("dobj", "dative", "nsubjpass") and c != named), None
    )
    if thing is not None and refused is not None and thing.lemma_.lower() in codebook.words["proposals"]:
        toward = whom_toward(token, thing, None, "obj", "refusal", holders, teller)
        yield Stand("refusal", "verb", token, holders, toward, subtree_without(thing, {refused.i}), thing)
        return
    if named is None or (thing is None and token.dep_ != "relcl"):
        return
    said = subtree_without(named, set())
    if thing is not None and thing.lower_ != "what":
        said = sorted(
            {t.i: t for t in (*subtree_without(thing, {named.i}), *said)}.values(), key=lambda t: t.i
        )
    done = (prep_object(t, ("by", "from")) for t in said)
    by = next((b for b in done if b is not None), None)
    toward = tuple(a for a in teller.actors_of(by) if not any(same_side(a, h) for h in holders))
    toward = toward or whom_toward(token, thing or named, None, "obj", "claim", holders, teller)
    yield Stand("claim", "verb", token, holders, toward, said, named)


def _names_given(verb: Token) -> Iterator[Token]:
    """“an act of piracy”, “as *illegal*”, “a terrorist state”: what a verb of naming says that a thing is."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "dative")]
    for child in (*verb.children, *(g for o in objects for g in o.children)):
        names = [child] if child.dep_ in ("oprd", "attr", "acomp") else []
        if child.dep_ == "prep" and child.lower_ == "as":
            names = list(child.children)
        if child.dep_ == "dobj" and any(o.i < child.i for o in objects):
            names = [child]
        for name in names:
            yield name
            yield from name.conjuncts


def _is_name_of(name: Token, words: frozenset[str]) -> bool:
    below = [g for c in name.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children]
    near = [c for n in (name, *below) for c in n.children if c.dep_ in ("amod", "compound")]
    return any(t.lemma_.lower() in words for t in (name, *below, *near))


BLAMES = frozenset({"hold", "blame", "pin", "attribute", "point"})


def blamed(token: Token, teller: Teller) -> Iterator[Stand]:
    """“holds Oslo responsible for the raid”, “blamed the collapse on Oslo”, “pointed the finger at Oslo”."""
    if not is_asserted(token, teller) or is_negated(token):
        return
    lemma = token.lemma_.lower()
    thing = next((c for c in token.children if c.dep_ in ("dobj", "nsubjpass")), None)
    whom: Token | None = None
    if lemma == "hold" and thing is not None:
        held = (
            c for o in (token, thing) for c in o.children if c.dep_ in ("amod", "oprd", "acomp", "advmod")
        )
        if any(c.lower_ in ("responsible", "accountable", "liable", "answerable") for c in held):
            whom = thing
    elif lemma in ("blame", "pin") and thing is not None:
        whom = prep_object(token, ("on", "upon"))
    elif lemma == "attribute" and thing is not None:
        whom = prep_object(token, ("to",))
    elif lemma == "point" and thing is not None and thing.lemma_ == "finger":
        whom = prep_object(token, ("at",))
    holders = holders_of(token, "verb", teller)
    charged = tuple(a for a in teller.actors_of(whom) if not any(same_side(a, h) for h in holders))
    if whom is None or not holders or not charged:
        return
    body = [t for t in subtree_without(token, set()) if t.i > token.i]
    yield Stand("claim", "verb", token, holders, charged, body, token)
