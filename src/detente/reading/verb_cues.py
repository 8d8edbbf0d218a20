"""Attributions by verbs: “X said that …”, “…, X said”, “X urged Y to …”, “X rejected …”."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from detente.reading.attribution import Attribution
from detente.reading.cues import Cue, load_cues
from detente.reading.sources import (
    SUBJECTS,
    agent_of_passive,
    is_declined,
    name_beside,
    source_of,
    source_ranges,
    verb_group,
)
from detente.reading.stretches import Range, joined, spans_of, trimmed, without
from detente.records import Act, Span

# Verbs whose content never stands before them: “a market they know well” reports nothing.
_NEVER_BEHIND = frozenset(["know", "find", "learn", "prove", "hold", "feel", "see", "describe"])


def from_verb(verb: Token, cue: Cue) -> Attribution | None:
    children = list(verb.children)
    passive = any(c.dep_ == "auxpass" for c in children) or (
        verb.tag_ == "VBN"
        and verb.dep_ in ("acl", "amod", "relcl")
        and not any(c.dep_ == "aux" for c in children)
    )
    if (
        is_declined(verb)
        or _is_supposed(verb)
        or verb.dep_ == "amod"
        or (verb.tag_ == "VBN" and verb.dep_ == "compound")
    ):
        return None
    takes = cue.takes
    source_head = source_of(verb)
    subject = next((c for c in children if c.dep_ in SUBJECTS), None)
    addressee: Token | None = None
    extra: list[Range] = []
    content: list[Range] = []
    form = ""

    objects = [c for c in children if c.dep_ in ("dobj", "dative", "oprd", "attr")]
    right = next((c for c in children if c.dep_ == "ccomp" and c.i > verb.i), None)
    left = next((c for c in children if c.dep_ == "ccomp" and c.i < verb.i), None)
    speech = "clause" in takes and verb.lemma_ not in _NEVER_BEHIND

    if right is not None and (
        "clause" in takes
        or "obj-inf" in takes
        or "as" in takes
        or ("quote" in takes and _starts_quoted(right))
    ):
        infinitive = right.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in right.children)
        if infinitive and "obj-inf" in takes and "clause" in takes:
            form = "obj-inf"
        else:
            form = (
                "clause"
                if "clause" in takes
                else "obj-inf"
                if "obj-inf" in takes
                else "as"
                if "as" in takes
                else "quote"
            )
        start = right.left_edge.i
        if start > verb.i and verb.doc[start].lower_ == "for" and "for" in takes:
            extra.append((start, start))
            start += 1
        elif not any(c.dep_ in SUBJECTS for c in right.children) and start > verb.i:
            # “explained the new plan was to leave”: the parser took the clause's subject for an object.
            start = min(
                [
                    start,
                    *(o.left_edge.i for o in objects if verb.i < o.left_edge.i and "addressee" not in takes),
                ]
            )
        content = [(max(start, verb.i + 1), _without_concession(right))]
        if "addressee" in takes or "obj-inf" in takes:
            addressee = next((o for o in objects if o.i < right.i), None)
        noun = next((o for o in objects if o.dep_ == "dobj" and verb.i < o.i < right.i), None)
        if "object" in takes and noun is not None and noun.lemma_ in load_cues().nouns:
            # “repeated Russia's insistence that …”: the parser hangs the noun's clause on the verb.
            form, content = "object", [(noun.left_edge.i, right.right_edge.i)]
    elif left is not None and speech:
        form = "clause" if "clause" in takes else "quote"
        stop = min(
            [
                verb.i,
                *(c.left_edge.i for c in children if c.dep_ in (*SUBJECTS, "aux", "neg") and c.i > left.i),
            ]
        )
        start = verb.left_edge.i if verb.dep_ == "ROOT" else left.left_edge.i
        content = [(start, stop - 1)]
        addressee = next((o for o in objects if o.i > verb.i), None) if "addressee" in takes else None
    elif speech and (parenthetical := _parenthetical(verb, subject)) is not None:
        form = "clause" if "clause" in takes else "quote"
        content = parenthetical
        addressee = next((o for o in objects if o.i > verb.i), None) if "addressee" in takes else None
    if not content:
        form, content, extra, addressee = _complement(verb, takes, children, objects, passive)
    if not content:
        return None
    act = takes[form] if form in takes else next(iter(takes.values()))
    if (passive and form in ("object", "as")) or (
        passive and source_head is not None and source_head.dep_ == "nsubjpass"
    ):
        source_head = agent_of_passive(verb)
    head_first, negated = verb_group(verb)
    cue_ranges = [(head_first, verb.i)]
    if (
        source_head is None
        and not passive
        and form in ("clause", "quote")
        and verb.tag_ in ("VBD", "VBZ", "VBP")
    ):
        source_head = name_beside(verb, head_first)
    particle = next((c for c in children if c.dep_ == "prt"), None)
    if particle is not None:
        extra = [*extra, (particle.i, particle.i)]
    for part in extra:
        # “accuse X of”: what stands between cue and preposition is the addressee; it stays out of the cue.
        cue_ranges.append(part)
    made = Attribution(
        head=verb,
        form=form,
        act=act,
        cue=joined(cue_ranges),
        source_head=source_head,
        source=source_ranges(source_head, verb),
        content=spans_of(verb.doc, content),
        addressee=addressee,
        negated=negated,
    )
    with_colon(made, verb.doc)
    return made


def _is_supposed(verb: Token) -> bool:
    """“if Norway agrees”, “whether it will accept”, “might reject”: nobody has spoken."""
    negated = any(c.dep_ == "neg" for c in verb.children)
    return any(
        (c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether"))
        or (c.dep_ == "aux" and not negated and c.lower_ in ("may", "might", "could", "can", "should"))
        for c in verb.children
    )


def with_colon(attribution: Attribution, doc: Doc) -> None:
    """“He said: …”: the colon is part of the cue."""
    last = attribution.cue[-1][1]
    if last + 1 < len(doc) and doc[last + 1].text == ":":
        attribution.cue = joined([*attribution.cue, (last + 1, last + 1)])


def told_by(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i > verb.i), None)


def _complement(
    verb: Token, takes: Mapping[str, Act], children: list[Token], objects: list[Token], passive: bool
) -> tuple[str, list[Range], list[Range], Token | None]:
    """Form, content, further cue parts and addressee of what stands after a verb: infinitive, object, preposition."""
    direct = next((o for o in objects if o.dep_ == "dobj"), None) or next(iter(objects), None)
    if passive:
        direct = next((c for c in children if c.dep_ == "nsubjpass"), None)
    infinitive = next(
        (
            c
            for c in children
            if c.dep_ in ("xcomp", "advcl", "ccomp")
            and c.i > verb.i
            and any(g.dep_ == "aux" and g.lower_ == "to" and g.i < c.i for g in c.children)
        ),
        None,
    )
    if (infinitive is not None and infinitive.dep_ != "advcl") or (
        infinitive is not None and "obj-inf" in takes
    ):
        if "obj-inf" in takes and direct is not None and not passive:
            start = direct.left_edge.i
            return "obj-inf", [(start, infinitive.right_edge.i)], [], direct
        prep = next(
            (
                c
                for c in children
                if c.dep_ == "prep" and c.lower_ in ("on", "to", "for", "with") and c.i < infinitive.i
            ),
            None,
        )
        if "obj-inf" in takes and prep is not None and verb.lemma_ in ("call", "appeal", "plead", "push"):
            person = next((c for c in prep.children if c.dep_ == "pobj"), None)
            if person is not None:
                return "obj-inf", [(person.left_edge.i, infinitive.right_edge.i)], [(prep.i, prep.i)], person
        if "inf" in takes and direct is None and not passive:
            return "inf", [(infinitive.left_edge.i, infinitive.right_edge.i)], [], None
        if "obj-inf" in takes and passive and direct is not None:
            return "obj-inf", [(infinitive.left_edge.i, infinitive.right_edge.i)], [], direct
    gerund = next((c for c in children if c.dep_ == "xcomp" and c.tag_ == "VBG" and c.i > verb.i), None)
    if gerund is not None and ("gerund" in takes or "clause" in takes):
        return (
            "gerund" if "gerund" in takes else "clause",
            [(gerund.left_edge.i, gerund.right_edge.i)],
            [],
            None,
        )
    complement = next(
        (
            c
            for c in children
            if c.dep_ in ("oprd", "xcomp", "acomp")
            and c != direct
            and c.i > verb.i
            and c.pos_ in ("ADJ", "NOUN", "PROPN")
        ),
        None,
    )
    if "as" in takes and complement is not None:
        if direct is not None and direct.i < complement.i:
            if passive:
                return (
                    "as",
                    [
                        (direct.left_edge.i, direct.right_edge.i),
                        (complement.left_edge.i, complement.right_edge.i),
                    ],
                    [],
                    None,
                )
            low = direct.left_edge.i if direct.i > verb.i else complement.left_edge.i
            return "as", [(low, complement.right_edge.i)], [], None
        if complement.left_edge.i > 0 and complement.left_edge.nbor(-1).is_quote:
            return "as", [(complement.left_edge.i, complement.right_edge.i)], [], None
    for prep in children:
        if prep.dep_ not in ("prep", "agent", "prt", "dative") or prep.i < verb.i:
            continue
        lower = prep.lower_
        if lower == "as" and "as" in takes and direct is not None:
            if passive:
                return (
                    "as",
                    [(direct.left_edge.i, direct.right_edge.i), (prep.right_edge.i, prep.right_edge.i)],
                    [],
                    None,
                )
            return "as", [(direct.left_edge.i, prep.right_edge.i)], [], None
        if lower in takes and prep.dep_ == "prt":
            if direct is not None:
                return lower, [(direct.left_edge.i, direct.right_edge.i)], [(prep.i, prep.i)], None
        elif lower in takes:
            inner = next((c for c in prep.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is None or inner.i < prep.i:
                continue
            if direct is None or lower in ("of", "for"):
                if direct is not None and not passive:
                    # “accused Russia of plotting”: whom it is about is part of what is said.
                    return lower, [(direct.left_edge.i, prep.right_edge.i)], [], None
                return lower, [(prep.i + 1, prep.right_edge.i)], [(prep.i, prep.i)], direct
    if "object" in takes and direct is not None and direct.i != verb.i:
        if direct.dep_ in ("dobj", "nsubjpass"):
            relative = direct.tag_ in ("WDT", "WP") or direct.lower_.endswith(("self", "selves"))
            if relative:
                return "", [], [], None
            return "object", [(direct.left_edge.i, direct.right_edge.i)], [], None
    return "", [], [], None


def _without_concession(clause: Token) -> int:
    """Last token of a clause; “…, although Russia denies this” is the reporter's remark, not the speaker's."""
    for child in clause.rights:
        if (
            child.dep_ == "advcl"
            and child.left_edge.lower_ in ("although", "though", "whereas")
            and child.left_edge.nbor(-1).text == ","
        ):
            return int(child.left_edge.i) - 1
    return int(clause.right_edge.i)


def _starts_quoted(clause: Token) -> bool:
    first = clause.left_edge
    return bool(first.is_quote or (first.i > 0 and first.nbor(-1).is_quote))


def _parenthetical(verb: Token, subject: Token | None) -> list[Range] | None:
    """The clause that “…, X said, …” stands in, without the parenthesis itself."""
    head = verb.head
    if head == verb or (subject is None and verb.dep_ != "advcl"):
        return None
    low, high = verb.left_edge.i, verb.right_edge.i
    if verb.dep_ == "advcl":
        # “as the minister said”: the main clause is the content.
        mark = next((c for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ == "as"), None)
        if mark is None or head.pos_ not in ("VERB", "AUX"):
            return None
        return without([(head.left_edge.i, head.right_edge.i)], [(low, high)])
    if head.dep_ in ("aux", "auxpass"):  # “The bridge, he said, was closed”
        head = head.head
    if verb.dep_ not in ("parataxis", "ccomp", "dep", "appos", "conj") or head.pos_ not in (
        "VERB",
        "AUX",
        "ADJ",
        "NOUN",
        "PROPN",
    ):
        return None
    doc = verb.doc
    before = doc[low - 1] if low > head.left_edge.i else None
    if verb.dep_ != "parataxis" and not (
        before is not None and before.text in (",", "”", '"', "''", "—", "–", "-") and low > head.i
    ):
        return None
    if verb.dep_ in ("ccomp", "conj") and (doc[min(high + 1, len(doc) - 1)].text not in (".", ",", "?", "!")):
        return None
    if any(c.dep_ == "cc" and c.i < verb.i and c.i > head.i for c in head.children) and verb.dep_ == "conj":
        return None
    return without([(head.left_edge.i, head.right_edge.i)], [(low, high)])


def _out_of_tense(verb: Token) -> bool:
    """A past form that the parser joined to a present one or to one under “would”: it is no partner of that."""
    head = verb.head
    if verb.dep_ != "conj" or verb.tag_ not in ("VBD", "VBZ", "VBN"):
        return False
    if verb.tag_ != "VBN" and (head.tag_ == "VB" or any(c.tag_ == "MD" for c in head.children)):
        return True
    if head.tag_ in ("VBZ", "VBP"):
        return bool(verb.tag_ != "VBZ") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    return bool(verb.tag_ == "VBD" and head.tag_ == "VBN")


def detach(
    attribution: Attribution, found: list[Attribution], heads: Mapping[int, Attribution], text: str
) -> None:
    """Takes a reporting verb out of a content that the parser hung it into, with the text from there on.

    “told Kyiv that it would send arms and suggested …”: a past tense is no partner of “would send”.
    “rejected claims that it lied, saying …”: the participle goes with the verb that reports.
    """
    verb = attribution.head
    if verb is None or verb.pos_ != "VERB" or any(c.dep_ in SUBJECTS for c in verb.children):
        return
    low = verb.left_edge.i
    if not (
        _out_of_tense(verb)
        or (verb.dep_ == "advcl" and verb.tag_ == "VBG" and low > 0 and verb.doc[low - 1].text == ",")
    ):
        return
    owner: Token | None = None
    token = verb
    for _ in range(8):
        clausal = token.dep_ in ("ccomp", "acl", "relcl", "xcomp")
        if token.head == token:
            return
        token = token.head
        if token.i in heads and token.pos_ == "VERB" and (clausal or token != verb.head):
            owner = token
            break
    if owner is None or owner == verb.head:
        return
    attribution.source_head = heads[owner.i].source_head
    attribution.source = heads[owner.i].source
    attribution.dated = owner
    cut = low - 1 if low > 0 and verb.doc[low - 1].dep_ == "cc" else low
    end = verb.doc[cut].idx
    for other in found:
        if other is not attribution and other.head is not None and other.head.i < verb.i:
            other.content = [
                Span(s.start, min(s.end, end)) if s.start < end < s.end else s for s in other.content
            ]
            other.content = trimmed(text, other.content)
