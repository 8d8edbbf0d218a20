"""Charges and what is answered to them: denied, called false, pleaded not guilty to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Token

from detente.reading.clauses import is_negated, is_passive, subject_of, subtree_without
from detente.reading.sides import Teller
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
