"""Stands that a word takes: “demanded that …”, “its refusal”, “open to …”, with what it governs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from spacy.tokens import Token

from detente.reading.charges import denied_charge
from detente.reading.claims import denies_grounds, has_no_part
from detente.reading.clauses import (
    agent_of,
    clauses_in,
    condition_of,
    is_modal,
    is_negated,
    is_passive,
    own_subject,
    proviso_of,
    subject_of,
    subtree_without,
)
from detente.reading.harm import helps, is_hostile
from detente.reading.main_clauses import NO_DEEDS
from detente.reading.sides import Teller, is_party, same_side
from detente.reading.stands import (
    Codebook,
    Stand,
    condition_tokens,
    holders_of,
    is_asserted,
    marked,
    other_clauses,
    prep_object,
    whom_against,
    whom_toward,
    word_of_reserving,
)
from detente.records import Actor, PositionType


def stands_of_word(
    token: Token,
    pos: str,
    found: dict[PositionType, tuple[str, ...]],
    teller: Teller,
    codebook: Codebook,
) -> Iterator[Stand]:
    """The stands of one word: one for each clause or noun phrase that it governs."""
    if token.lemma_ in ("call", "press", "ask", "order") and any(
        c.dep_ == "prt" or (c.lower_ in ("up", "off", "out") and c.i == token.i + 1) for c in token.children
    ):
        return  # “called up reserves to meet the need”
    if not is_asserted(token, teller):
        return
    holders = holders_of(token, pos, teller)
    nameless = pos == "verb" and is_passive(token) and agent_of(token) is None
    if not holders and not (nameless and ("refusal" in found or "acceptance" in found)):
        subject = subject_of(token) if pos == "verb" else None
        if subject is None or (
            subject.lemma_.lower() not in codebook.words["documents"] and subject.pos_ != "PRON"
        ):
            return
    negated = is_negated(token) or (pos == "adjective" and is_negated(token.head))
    withdrawn = _takes_back(token, pos, teller)
    for kind, frames in found.items():
        stood = False
        for frame in frames:
            for head, other in complements(token, frame):
                stand = _shape(
                    token, pos, kind, frame, head, other, holders, negated and not withdrawn, teller, codebook
                )
                if stand is not None:
                    stood = True
                    yield replace(stand, withdrawn=True) if withdrawn and stand.type in PUT else stand
            if stood:
                break
        if stood:
            break
    if pos == "verb" and (bare := _bare(token, found, holders, negated)) is not None:
        yield bare
    if pos == "verb" and (denied := denied_charge(token, found, holders, negated, codebook)) is not None:
        yield denied
    if pos in ("adjective", "verb") and token.lower_ in ("committed", "prepared", "ready") and not negated:
        stand = _by_rest(token, pos, holders, teller, codebook)
        if stand is not None:
            yield stand


# What can be taken back, and the verbs that do so to a noun for it.
PUT = frozenset({"demand", "offer", "commitment", "threat"})


TAKES_BACK = frozenset({"drop", "withdraw", "abandon", "rescind", "retract", "revoke", "renounce", "scrap", "waive",
                        "relinquish", "disavow", "recant", "forgo", "repudiate", "shelve", "cancel"})  # fmt: skip


# With a particle or preposition: “gave up its demand”, “backed away from its threat”, “reneged on its pledge”.
TAKES_BACK_BY = frozenset({("give", "up"), ("take", "back"), ("back", "from"), ("retreat", "from"), ("walk", "back"),
                           ("back", "on"), ("renege", "on"), ("go", "back"), ("climb", "from"), ("step", "from")})  # fmt: skip


def _taken_back_by(noun: Token) -> Token | None:
    """The verb that takes back what a noun names: “*dropped* its demand”, “*backed* away from its threat”."""
    verb, by = noun.head, set()
    if noun.dep_ == "pobj":
        by.add(noun.head.lower_)
        verb = noun.head.head
        if verb.pos_ in ("ADV", "ADP"):  # “away from”, “back on”
            by.add(verb.lower_)
            verb = verb.head
    elif noun.dep_ in ("dobj", "nsubjpass"):
        by.update(c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod"))
    else:
        return None
    if verb.pos_ != "VERB" or is_negated(verb):
        return None
    lemma = verb.lemma_.lower()
    plain = lemma in TAKES_BACK and noun.dep_ != "pobj"
    return verb if plain or any((lemma, word) in TAKES_BACK_BY for word in by) else None


def _takes_back(token: Token, pos: str, teller: Teller) -> bool:
    """True for “dropped its demand”, “no longer insists”; not for “refused to drop its demand”."""
    if pos == "noun":
        verb = _taken_back_by(token)
        return verb is not None and is_asserted(verb, teller)
    return pos == "verb" and any(
        c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children) for c in token.children
    )


def _bare(
    token: Token, found: dict[PositionType, tuple[str, ...]], holders: tuple[Actor, ...], negated: bool
) -> Stand | None:
    """“Israel accepted on condition that Cairo did the same”, “Egypt refused”: what was put before it."""
    kind = next((k for k in ("acceptance", "refusal") if k in found and "obj" in found[k]), None)
    takes = ("dobj", "ccomp", "xcomp", "nsubjpass", "dative", "prt", "agent", "relcl")
    finite = token.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ == "aux" and c.lemma_ == "have" for c in token.children
    )
    if kind is None or token.dep_ not in ("ROOT", "conj", "ccomp", "advcl") or not finite:
        return None
    if any(
        c.dep_ in takes or (c.dep_ == "prep" and c.lower_ in ("to", "in", "with", "of"))
        for c in token.children
    ):
        return None
    condition = next(
        (
            clause
            for c in token.children
            if c.dep_ == "prep" and c.lower_ in ("on", "under")
            for noun in c.children
            if noun.lemma_ == "condition"
            for clause in noun.children
            if clause.dep_ in ("acl", "ccomp", "relcl")
        ),
        condition_of(token),
    )
    taken: PositionType = "refusal" if negated else kind
    return Stand(
        taken,
        "verb",
        token,
        holders,
        (),
        [],
        token,
        condition_tokens(condition) if condition is not None else [],
    )


def said_no_or_yes(token: Token, teller: Teller) -> Iterator[Stand]:
    """“said no to the plan”: a refusal; “said yes to the talks”: an acceptance."""
    word = next((c.lower_ for c in token.children if c.lower_ in ("no", "yes") and c.i == token.i + 1), None)
    answered = prep_object(token, ("to",))
    holders = holders_of(token, "verb", teller)
    if word is None or answered is None or not holders or not is_asserted(token, teller):
        return
    kind: PositionType = "refusal" if word == "no" else "acceptance"
    toward = whom_toward(token, answered, None, "obj", kind, holders, teller)
    yield Stand(kind, "verb", token, holders, toward, subtree_without(answered, set()), answered)


def ultimatum(token: Token, teller: Teller) -> Iterator[Stand]:
    """“gave Egypt and Israel 12 hours to stop fighting”: a demand with the time it leaves."""
    if token.lemma_ != "give" or not is_asserted(token, teller) or is_negated(token):
        return
    objects = [c for c in token.children if c.dep_ in ("dobj", "dative", "nsubjpass", "npadvmod")]
    limit = next(
        (o for o in objects if o.lemma_.lower() in ("hour", "day", "week", "month", "minute", "deadline")),
        None,
    )
    whom = next((o for o in objects if limit is None or o.i != limit.i), None)
    if limit is None or whom is None:
        return
    order = next(
        (
            c
            for o in (token, limit)
            for c in o.children
            if c.dep_ in ("xcomp", "acl", "relcl", "advcl") and marked(c, "to")
        ),
        None,
    )
    holders = teller.actors_of(agent_of(token) if whom.dep_ == "nsubjpass" else subject_of(token))
    asked = teller.actors_of(whom)
    if order is not None and holders and asked:
        yield Stand("demand", "verb", token, holders, asked, subtree_without(order, set()), order)


def _by_rest(
    token: Token, pos: str, holders: tuple[Actor, ...], teller: Teller, codebook: Codebook
) -> Stand | None:
    """“committed, if that fails, to a united and severe response”: the parser loses what stands behind the
    condition; where it would hurt, the rest of the sentence is the consequence."""
    condition = condition_of(token)
    if condition is None or condition.i < token.i:
        return None
    close = next(
        (t.i for t in token.doc[condition.i : token.sent.end] if t.lower_ == "to" and t.tag_ == "IN"), None
    )
    if close is None:
        return None
    rest = [t for t in token.doc[close : token.sent.end] if not t.is_space]
    if not any(t.lemma_.lower() in codebook.words["hostile_adjectives"] for t in rest):
        return None
    first = min(t.i for t in subtree_without(condition, set()))
    conditions = [t for t in token.doc[first:close] if not t.is_space]
    conditions = conditions[1:] if conditions[0].lower_ == "if" else conditions
    toward = next(
        (
            f
            for t in conditions
            if (f := tuple(a for a in teller.actors_of(t) if not any(same_side(a, h) for h in holders)))
        ),
        (),
    )
    return Stand("threat", pos, token, holders, toward, rest, token, conditions, rest)


def complements(token: Token, frame: str) -> Iterator[tuple[Token, Token | None]]:
    """What a word governs in a frame: (head of the proposition, whom it is put to)."""
    children = list(token.children)
    objects = [
        c
        for c in children
        if c.dep_ in ("dobj", "dative", "nsubjpass")
        # “a text that both accepted”, “rejected that as folly”; not the “that” of a clause
        and (c.pos_ != "SCONJ" or token.dep_ == "relcl" or _ends_there(c))
    ]
    if frame == "that":
        told = next((o for o in objects if o.i < token.i + 12 and o.dep_ != "nsubjpass"), None)
        for child in children:
            disputed = child.dep_ == "advcl" and marked(child, "whether")  # the parser's guess
            if (
                (disputed or child.dep_ in ("ccomp", "acl", "relcl"))
                and _opens_clause(child)
                and child.i > token.i
            ):
                for clause in clauses_in(child):
                    yield clause, told
        if token.pos_ == "VERB" and not any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in children):
            for lost in token.subtree:  # “denied for weeks that …”: the parser hangs the clause on the weeks
                if lost.i > token.i and lost.dep_ in ("acl", "relcl") and marked(lost, "that"):
                    yield from ((clause, None) for clause in clauses_in(lost))
        if token.pos_ == "NOUN" and token.dep_ == "dobj":  # “its demands that A, that B and that C”
            for sibling in token.head.children:
                if sibling.dep_ in ("ccomp", "advcl") and sibling.i > token.i and marked(sibling, "that"):
                    for clause in clauses_in(sibling):
                        yield clause, None
    elif frame == "to":
        if token.lemma_ == "tell" and any(c.dep_ == "ccomp" and own_subject(c) is not None for c in children):
            return  # “tells the UN it reserves the right to respond”
        asked = objects[0] if objects else prep_object(token, ("on", "upon", "to", "with"))
        for child in children:
            if child.dep_ in ("xcomp", "ccomp", "advcl", "acl") and marked(child, "to") and child.i > token.i:
                subject = own_subject(child) or asked
                if subject is not None:
                    for clause in _conjuncts(child):
                        yield clause, subject
                    return
                if token.lemma_ in GIVES_IN:  # “will not bow to blackmail”, taken for a verb
                    yield child, None
                    return
        if token.lemma_ == "invite":
            yield from ((head, asked) for head, _ in _by_preposition(token, "to"))
        if token.pos_ in ("ADJ", "NOUN") or token.lemma_ in (
            "agree",
            "consent",
            "commit",
            "accede",
            *GIVES_IN,
        ):
            yield from _by_preposition(token, "to")
    elif frame == "own":
        for child in children:
            if (
                child.dep_ in ("xcomp", "acl", "ccomp", "advcl")
                and own_subject(child) is None
                and child.i > token.i
            ):
                if child.dep_ == "advcl" and child.tag_ == "VBG" and child.left_edge.nbor(-1).text == ",":
                    continue  # “denied the charge, saying …”
                if token.lemma_ in ("offer", "propose") and any(
                    o.dep_ == "dobj" and o.pos_ == "NOUN" and token.i < o.i < child.i for o in objects
                ):
                    continue  # “offered guidance to end the crisis”: the guidance is what is offered
                if (
                    marked(child, "to")
                    or child.tag_ == "VBG"
                    or any(c.lower_ == "being" for c in child.children)
                ):
                    for clause in _conjuncts(child):
                        yield clause, objects[0] if objects else None
                    return
    elif frame == "obj":
        given = [o for o in objects if o.dep_ != "dative"]
        to = next((o for o in objects if o.dep_ == "dative"), None) if given else None
        if len(given) == 2 and given[0].ent_type_ in ("PERSON", "GPE", "NORP", "ORG"):
            to, given = given[0], given[1:]  # “offered Nasser his help”
        for child in given or objects:
            yield child, to
            for conj in child.conjuncts:
                if conj.i > child.i and conj.dep_ == "conj" and conj.pos_ in ("NOUN", "PROPN"):
                    yield conj, None
    elif frame in ("out", "down", "forward"):
        out = next((c for c in children if c.lower_ == frame and c.dep_ in ("prt", "prep", "advmod")), None)
        if out is not None:
            yield from ((o, None) for o in objects)
            for child in (*children, *out.children):
                if child.dep_ in ("xcomp", "pcomp", "ccomp") and child.tag_ == "VBG":
                    yield child, None  # “ruled out taking part”
    else:
        owners = [token, *(o for o in objects if token.lemma_ == "accuse")]  # “of” may hang on the accused
        for owner in owners:
            for head, _ in _by_preposition(owner, frame):
                yield head, objects[0] if objects else None


# Verbs of giving way, to somebody or to what he does.
GIVES_IN = frozenset(
    {"bow", "yield", "submit", "surrender", "succumb", "capitulate", "bend", "kneel", "cave", "give"}
)


def _by_preposition(token: Token, word: str) -> Iterator[tuple[Token, None]]:
    for child in token.children:
        if child.dep_ in ("prep", "dative") and child.lower_ == word:
            for c in child.children:
                if c.dep_ in ("pobj", "pcomp"):
                    yield c, None
                    yield from ((d, None) for d in c.children if d.dep_ == "conj")


def _ends_there(that: Token) -> bool:
    """Whether nothing hangs on a “that”: “rejected that as folly”, “rejected that.”"""
    return that.i + 1 == len(that.doc) or that.nbor(1).lower_ in ("as", ".", ",")


def _opens_clause(verb: Token) -> bool:
    """A clause of its own: “that …”, a subject; not an infinitive without one, not direct speech."""
    return (
        marked(verb, "that")
        or marked(verb, "whether")
        or any(c.dep_ == "expl" for c in verb.children)  # “claims there are dead”
        or (own_subject(verb) is not None and verb.dep_ == "ccomp")
    )


def _conjuncts(verb: Token) -> Iterator[Token]:
    yield verb
    for child in verb.children:
        if child.dep_ == "conj" and child.tag_ == verb.tag_:
            yield from _conjuncts(child)


# Words of claiming that scholars and books use as often as sides do.
CHARGES_OF_PARTIES = frozenset({"argue", "complain", "protest", "suspect", "decry", "implicate"})


def _shape(
    token: Token,
    pos: str,
    kind: PositionType,
    frame: str,
    head: Token,
    other: Token | None,
    holders: tuple[Actor, ...],
    negated: bool,
    teller: Teller,
    codebook: Codebook,
) -> Stand | None:
    """The stand of one word and one complement, with its type refined by both; None where it is none."""
    words = codebook.words
    lemma = token.lemma_.lower()
    if head.lower_ in ("which", "that") and token.dep_ == "relcl" and kind == "acceptance" and not negated:
        body = subtree_without(token.head, {token.i})  # “a text that both have accepted”
        return Stand(kind, pos, token, holders, (), body, token.head)
    if head.lower_ in ("which", "that") and token.dep_ == "relcl" and kind in ("denial", "refusal"):
        charge = next(
            (
                a
                for a in token.ancestors
                if a.dep_ in ("pcomp", "ccomp", "pobj")
                and any(
                    "claim" in codebook.frames.get(("verb", up.lemma_.lower()), {})
                    for up in islice(a.ancestors, 2)
                )
            ),
            token.head,
        )
        # “accused it of backing them, which Islamabad denies”, “– a charge that Islamabad denies”
        body = subtree_without(charge, {token.i, token.head.i} if token.head.dep_ == "appos" else {token.i})
        kind = "denial" if kind == "denial" or _names(token.head, words["said"]) else kind
        return Stand(kind, pos, token, holders, (), body, token.head)
    opening = head.left_edge.lower_
    if opening in ("who", "whose", "which", "what", "how", "why", "whether", "when") and not (
        opening == "whether" and lemma == "dispute"
    ):
        return None
    if (negated or (kind == "refusal" and lemma in ("refuse", "decline"))) and _is_speech(head, words):
        return None
    if kind == "acceptance" and frame == "obj" and _names(head, words["goods"]):
        return None  # “accepted the gifts”: nobody's proposal
    if kind == "denial" and frame == "obj" and pos == "verb" and lemma == "deny":
        if (
            sum(c.dep_ in ("dative", "dobj") and c.pos_ in ("NOUN", "PROPN", "PRON") for c in token.children)
            > 1
        ):
            return None  # “denied him the right to speak”
        if _names(head, words["withheld"]):
            kind = "refusal"
    subjunctive = (head.tag_ == "VB" and not is_modal(head)) or _is_subjunctive(head)
    wished = any(c.lower_ in ("would", "should") for c in head.children if c.dep_ == "aux")
    if lemma == "expect" and not any(is_party(a) for a in teller.actors_of(other)):
        return None  # “expects prices to fall”
    if lemma == "suggest" and frame == "that":
        if not (subjunctive or wished):
            return None  # “suggested that it was an accident”
        subject = own_subject(head)
        acting = teller.actors_of(subject)
        if wished and any(same_side(a, h) for a in acting for h in holders):
            kind = "commitment"  # “suggested he would go on”
    if lemma == "insist" and frame == "on" and head.tag_ == "VBG" and own_subject(head) is None:
        # “insists on continuing the blockade”; but “insists on getting guarantees”
        kind = "demand" if head.lemma_ in ("get", "receive", "see", "have", "be", "obtain") else "commitment"
    if kind == "offer" and pos in ("adjective", "noun") and head.lemma_.lower() in words["stern"]:
        if not any(
            t.lemma_.lower() in words["weapons"] | {"misadventure", "threat", "war"} for t in head.subtree
        ):
            return None
        kind = "threat"  # “is ready to respond to any attack”
    if kind == "refusal" and _names(head, words["said"]) and lemma not in ("oppose", "resist", "opposed"):
        kind = "denial"
    if (
        kind == "refusal"
        and lemma == "dismiss"
        and pos == "verb"
        and frame == "obj"
        and any(a.type in ("person", "office") for a in teller.actors_of(head))
    ):
        return None  # “dismissed his minister”
    if (
        lemma == "want"
        and frame == "obj"
        and not any(a.type in ("state", "alliance", "organisation") for a in holders)
    ):
        return None
    if lemma == "right" and word_of_reserving(token) is None:
        answers = head.lemma_ in ("respond", "retaliate", "strike") or any(
            t.lemma_ in ("response", "retaliation") for t in head.children
        )
        if not (answers and token.dep_ == "dobj" and token.head.lemma_ == "have"):
            return None  # “has every right to respond”
    if (
        pos == "noun"
        and lemma in ("intention", "plan")
        and token.head.lemma_ in ANNOUNCES
        and token.dep_ == "dobj"
    ):
        kind = "commitment"  # “announced plans to cut emissions”
    elif pos == "noun" and lemma in ("intention", "plan", "intent"):
        if not is_negated(token) and not is_negated(token.head):
            return None
        negated = False
    if (
        kind == "claim"
        and frame == "that"
        and (
            any(c.lower_ in ("must", "should") for c in head.children if c.dep_ == "aux")
            or (lemma == "insist" and (subjunctive or _is_told_to(head, token, holders, teller)))
        )
        and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in head.children)
    ):
        kind = "demand"
    if lemma == "agree" and frame == "that" and not (subjunctive or is_modal(head)):
        return None  # “agreed that there was a case to be heard”: an opinion
    if kind == "claim" and frame == "that" and (has_no_part(head) or denies_grounds(head)):
        kind = "denial"  # “insisted that it had nothing to do with it”
    if lemma in ("plan", "intend") and pos == "verb":
        if is_hostile(head, words):
            return None  # what others fear of it, no threat
        if any(c.dep_ == "aux" and c.lower_ == "had" for c in token.children):
            return None  # “had planned”: it did not come to that
    if kind in ("commitment", "offer") and _inner_stand(head, codebook):
        return None  # “committed to rejecting”: the refusal stands for itself
    if lemma == "warn" and frame == "that" and not is_hostile(head, words) and condition_of(head) is None:
        return None
    if lemma == "warn" and not any(
        a.type in ("state", "person", "office", "alliance", "organisation") for a in holders
    ):
        return None
    if lemma == "warn" and frame == "of" and not any(is_party(a) for a in holders):
        return None  # “the think tank warned of a nuclear threat”
    if lemma == "threaten" and frame == "obj" and not is_hostile(head, words):
        return None
    if (
        kind in ("commitment", "offer")
        and is_hostile(head, words)
        and (
            frame != "obj"
            or lemma in ("vow", "swear")
            or condition_of(token) is not None
            or whom_against(token, head) is not None
        )
        and not helps(head)
    ):
        kind = "threat"
    if not _fits(token, pos, kind, frame, head, other, holders, teller, words):
        return None
    if lemma in CHARGES_OF_PARTIES and not any(is_party(a) for a in holders):
        return None  # “the scholar argues that …”
    if negated:
        if kind in ("acceptance", "offer", "commitment") and pos != "noun":
            kind = "refusal"
        else:
            return None
    condition = condition_of(head) or condition_of(token)
    if condition is None and pos == "adjective" and token.head.pos_ in ("VERB", "AUX"):
        condition = condition_of(token.head)
    if condition is None and kind in ("threat", "offer", "commitment"):
        condition = next((c for d in head.subtree if (c := condition_of(d)) is not None), None)
    if condition is None and kind in ("commitment", "offer", "threat", "refusal"):
        condition = proviso_of(head) or proviso_of(token)
    body = subtree_without(
        head,
        other_clauses(head)
        | _asides(head, words["said"])
        | ({condition.i} if condition is not None else set()),
    )
    if condition is not None and token.i in {t.i for t in body}:
        body = [t for t in body if t.i > token.i]
    if kind == "acceptance":
        body = sorted({t.i: t for t in (*body, *_reservations(token))}.values(), key=lambda t: t.i)
    if frame == "against" and kind == "demand":  # “advised its citizens against travelling”
        body = [head.head, *body]
    toward = whom_toward(token, head, other, frame, kind, holders, teller)
    if other is not None and frame == "to" and not teller.actors_of(other) and other.i < head.i:
        body = sorted({t.i: t for t in (*subtree_without(other, set()), *body)}.values(), key=lambda t: t.i)
    if head.pos_ in ("PRON", "DET", "SCONJ") and head.lower_ in (
        "this",
        "that",
        "it",
        "these",
        "those",
        "them",
    ):
        antecedent = _antecedent(token, head)
        if antecedent is None and kind not in ("refusal", "acceptance", "denial"):
            return None
        body = antecedent or []
        if kind == "refusal" and any(t.lemma_.lower() in words["said"] for t in body):
            kind = "denial"
    return Stand(
        kind, pos, token, holders, toward, body, head,
        condition_tokens(condition) if condition is not None else [],
        body if kind == "threat" else [],
    )  # fmt: skip


ANNOUNCES = frozenset({"announce", "unveil", "outline", "reveal", "confirm", "declare"})
# Words that answer only what somebody put: “backed the plan”, not “backed the rebels”.
ANSWERS = frozenset({"back", "support", "endorse", "ignore", "defy", "flout", "table", "put"})
# Saying it: “expressed its readiness to talk”, not “its readiness to push the limits has grown”.
EXPRESSES = frozenset({"express", "signal", "declare", "voice", "announce", "confirm", "reiterate", "underline", "state",
                       "indicate", "show", "convey", "repeat", "affirm", "stress", "emphasise", "emphasize", "restate",
                       "reaffirm", "communicate", "note", "report", "cite", "mention"})  # fmt: skip
# Called to say it, not for it.
CALLS_TO = frozenset({"congratulate", "thank", "ask", "tell", "inform", "offer", "check", "report", "complain", "wish",
                      "see", "say", "apologise", "apologize", "express", "discuss", "mind", "attention"})  # fmt: skip


def _fits(
    token: Token,
    pos: str,
    kind: PositionType,
    frame: str,
    head: Token,
    other: Token | None,
    holders: tuple[Actor, ...],
    teller: Teller,
    words: dict[str, frozenset[str]],
) -> bool:
    """False where a word of many uses takes no stand with this complement or by this holder."""
    lemma, what = token.lemma_.lower(), head.lemma_.lower()
    party = any(is_party(a) for a in holders)
    whom = teller.actors_of(other) if other is not None else teller.actors_of(own_subject(head))
    if lemma in ANSWERS and pos == "verb":
        return what in words["proposals"]
    if lemma in ("encourage", "need", "like", "invite"):  # of another side only
        asked = any(is_party(a) for a in whom) or (
            other is not None and other.lemma_ in ("community", "side", "party")
        )
        return (
            party
            and asked
            and (
                lemma != "invite"
                or frame != "to"
                or what in words["meetings"]
                or head.pos_ in ("VERB", "PROPN")
            )
        )
    if lemma in ("happy", "glad"):
        return party and is_modal(token.head)
    if lemma == "call" and frame == "own":
        return marked(head, "to") and what not in CALLS_TO
    if lemma == "suggest" and frame == "own":
        return bool(head.tag_ == "VBG")
    if lemma == "offer" and frame == "obj":
        return what not in words["services"] and not (
            {t.lemma_.lower() for t in head.conjuncts} & words["services"]
        )
    if pos == "noun" and kind == "offer" and lemma in ("readiness", "willingness", "openness"):
        return party and str(token.head.lemma_) in EXPRESSES
    if pos == "noun" and kind == "acceptance" and lemma != "acceptance":
        return bool(token.head.lemma_ == "give")
    if kind == "acceptance" and lemma == "accept":
        return party or what in words["proposals"]
    if lemma in ("vote", "speak", "come", "campaign"):
        return party
    if pos == "adjective" and kind == "offer" and head.lemma_ in words["idle"]:
        return False
    if pos == "adjective" and kind in ("offer", "commitment", "threat"):
        # “analysts said Oslo was ready to attack”: a guess about others
        speaker = teller.speaker_of(teller.statement_at(token))
        return speaker is None or not is_hostile(head, words) or any(same_side(speaker, h) for h in holders)
    return True


def _reservations(token: Token) -> list[Token]:
    """“in principle”, “partly”, “with reservations”: how far somebody accepts."""
    return [
        t
        for c in token.children
        if (c.dep_ == "advmod" and c.lower_ in ("partly", "partially", "largely", "provisionally"))
        or (
            c.dep_ == "prep"
            and c.lower_ in ("in", "with", "without")
            and any(
                g.lemma_.lower() in ("principle", "part", "full", "reservation", "caveat", "amendment")
                for g in c.children
            )
        )
        for t in c.subtree
    ]


def _is_subjunctive(verb: Token) -> bool:
    """“that the EU pay”: the plain form behind a subject that would want an “s”."""
    subject = own_subject(verb)
    return (
        subject is not None
        and verb.tag_ in ("VB", "VBP")
        and verb.lower_ == verb.lemma_
        and verb.lemma_ != "be"
        and subject.tag_ in ("NN", "NNP")
        and not any(c.dep_ == "conj" for c in subject.children)
        and not any(c.dep_ == "aux" for c in verb.children)
    )


def _is_told_to(verb: Token, word: Token, holders: tuple[Actor, ...], teller: Teller) -> bool:
    """“insists that the ships leave”: the plain form of a deed, told of others, whose plural hides the mood.

    After a past “insisted” a plain form is no report of what is the case; after “insists” only a deed of the
    other side can be meant.
    """
    subject = own_subject(verb)
    if subject is None or verb.tag_ != "VBP" or verb.lower_ != verb.lemma_ or verb.lemma_ in NO_DEEDS:
        return False
    if any(c.dep_ in ("aux", "auxpass", "neg") for c in verb.children) or subject.pos_ == "PRON":
        return False
    acting = [a for t in subject.subtree if t.i < verb.i and (a := teller.cast.actor_at(t)) is not None]
    if any(same_side(a, h) for a in acting for h in holders):
        return False
    return word.tag_ == "VBD" or bool(acting)


def _asides(head: Token, said: frozenset[str]) -> set[int]:
    """What only adds to a clause or noun phrase: “peace, which the radio broadcasts on Thursday”, “– a charge
    that Oslo denies” (`said`: the words for what somebody said)."""
    near = (head, *(x for x in head.children if x.dep_ in ("dobj", "pobj", "conj")))
    added = {
        c.i
        for t in near
        for c in t.children
        if c.dep_ == "relcl" and c.left_edge.i > 0 and c.left_edge.nbor(-1).text == ","
    }
    return added | {
        t.i
        for t in head.subtree
        if t.dep_ == "appos"
        and t.lemma_.lower() in said
        and t.left_edge.i > 0
        and t.left_edge.nbor(-1).text in (",", "–", "—", "-", "--")
    }


def _is_speech(head: Token, words: dict[str, frozenset[str]]) -> bool:
    """“say”, “comment”, “give details”: nothing that anybody asked for in the dispute."""
    if head.lemma_ in ("give", "provide", "name", "offer", "discuss", "describe", "be"):
        return head.lemma_ == "be" or any(
            c.dep_ == "dobj"
            and (c.lemma_ in words["speech"] or c.lemma_ in ("information", "figure", "answer"))
            for c in head.children
        )
    return head.lemma_ in words["speech"]


def _antecedent(token: Token, pronoun: Token) -> list[Token] | None:
    """What “denies this” denies: what the clause above it says; what “dismissed them” dismissed: its object."""
    above = token.head if token.dep_ in ("advcl", "conj", "ccomp", "parataxis") else None
    if above is None or above == token:
        return None
    if pronoun.lower_ in ("them", "it", "those", "these"):
        noun = next((c for c in above.children if c.dep_ in ("dobj", "pobj") and c.pos_ == "NOUN"), None)
        if noun is not None and (noun.tag_ == "NNS") == (pronoun.lower_ != "it"):
            return subtree_without(noun, {token.i})
        if pronoun.lower_ != "it":
            return None
    said = next((c for c in above.children if c.dep_ == "ccomp" and c.i < token.i), above)
    return subtree_without(said, {token.i})


def _names(head: Token, lemmas: frozenset[str]) -> bool:
    return head.pos_ in ("NOUN", "PROPN") and head.lemma_.lower() in lemmas


def _inner_stand(head: Token, codebook: Codebook) -> bool:
    if head.pos_ != "VERB":
        return False
    found = codebook.frames.get(("verb", head.lemma_.lower()), {})
    return any(kind in found for kind in ("refusal", "denial", "threat"))
