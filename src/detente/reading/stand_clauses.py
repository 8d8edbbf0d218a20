"""Stands that a clause takes without a word for it: “said Russia should withdraw”, “we will respond”."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from detente.reading.claims import charged_in, claim_or_denial, is_gross
from detente.reading.clauses import (
    SAYING,
    agent_of,
    condition_of,
    holder_of_noun,
    is_condition,
    is_modal,
    is_negated,
    is_passive,
    own_subject,
    proviso_of,
    subject_of,
    subtree_without,
)
from detente.reading.harm import HARM, helps, is_hostile
from detente.reading.main_clauses import NO_DEEDS, Clause, is_bound, is_main, modal_of
from detente.reading.sides import Teller, is_in, is_party, same_side
from detente.reading.stands import (
    MANY_USES,
    Codebook,
    Stand,
    condition_tokens,
    is_any,
    marked,
    other_clauses,
    whom_toward,
)
from detente.records import Actor, PositionType, Statement

# What one should think is nothing asked for.
THOUGHTS = frozenset(
    {"expect", "know", "think", "remember", "understand", "mean", "depend", "believe", "imagine"}
)


# By what one thinks of what will come nobody promises or threatens it.
FEARS = frozenset(
    {"fear", "dread", "worry", "doubt", "hope", "guess", "suspect", "predict", "think", "believe", "imagine"}
)


# What an official says of the state of things is his side's doing: “the blockade would stay in force”.
GOES_ON = frozenset(
    {"remain", "stay", "continue", "resume", "begin", "start", "end", "cease", "go", "stop", "proceed"}
)


# Not to do these is to give way.
IN_THE_WAY = frozenset({"object", "obstruct", "interfere", "stand", "block", "hinder", "prevent", "oppose", "resist",
                        "intervene", "impede", "involve", "participate", "enter", "invade", "attack", "retaliate", "escalate", "seek", "use", "join"})  # fmt: skip


def stands_by_clause(verb: Token, teller: Teller, codebook: Codebook) -> Iterator[Stand]:
    """What the main clauses of somebody's words commit the speaker to, without a word that says so.

    What a side says of itself is a promise, a refusal, a threat or a denial; what it says of the other a
    demand, a threat or a claim: “said Russia should withdraw”, “we will respond next week”.
    """
    statement = teller.statement_at(verb)
    if statement is None or statement.negated or is_condition(verb) or not is_main(verb, statement):
        return
    speaker = teller.speaker_of(statement)
    if speaker is None or verb.dep_ in ("aux", "auxpass") or statement.acts == ("ask",):
        return
    if marked(verb, "whether") and verb.head.lemma_ != "dispute":
        return  # “proposed a study to determine whether they should go”
    if verb.lemma_ == "be" and (pressed := _pressed(verb, speaker, teller)) is not None:
        yield pressed
        return
    subject = own_subject(verb)
    if subject is None and verb.dep_ == "conj":
        subject = own_subject(verb.head)
    if subject is None and verb.dep_ in ("xcomp", "advcl"):
        subject = own_subject(verb.head) if is_passive(verb.head) else subject_of(verb)
    modal = modal_of(verb)
    acting = teller.actors_of(subject)
    deed = holder_of_noun(subject) if subject is not None and subject.pos_ == "NOUN" and not acting else None
    owner = tuple(a for a in teller.actors_of(deed) if not same_side(a, speaker) and is_party(a))
    clause = Clause(
        verb, subject, speaker, acting, modal, condition_of(verb), is_negated(verb),
        is_hostile(verb, codebook.words) and not helps(verb), owner, _waits_for_others(verb, speaker, teller),
    )  # fmt: skip
    cut = {clause.condition.i} if clause.condition is not None else set()
    body = [t for t in subtree_without(verb, cut | other_clauses(verb)) if is_in(statement, t)]
    charged = charged_in(clause, body, teller) if modal is None else clause.foreign
    kind = _kind_of(clause, body, charged, codebook)
    if not body or kind is None:
        return
    if verb.dep_ == "advcl" and body[0].lower_ in (
        "after",
        "before",
        "because",
        "since",
        "when",
        "while",
        "as",
    ):
        return  # “after the court had ruled that he must go”
    cues = _cues_of(statement, verb)
    if kind in ("commitment", "threat", "offer") and cues & FEARS:
        return  # “fearing it would bring their troops closer”
    if kind == "commitment" and clause.condition is not None and cues & {"warn", "threaten"}:
        kind = (
            "threat"  # “unless it is renewed, Russia will treat every ship as hostile, the ministry warned”
        )
    addressed = tuple(teller.cast.by_id[a] for a in statement.addressees)
    holders: tuple[Actor, ...] = (speaker,)
    toward = () if kind == "denial" else charged if kind == "claim" else clause.foreign
    if kind == "demand":
        toward = toward or clause.at_home or (addressed if subject is None else ())
    if kind in ("commitment", "refusal", "offer") or (kind == "threat" and clause.mine):
        own = tuple(a for a in clause.acting if same_side(a, speaker)) or (
            clause.acting if clause.mine else ()
        )
        holders = tuple(a for a in own if a.type in ("state", "alliance", "organisation")) or (speaker,)
        toward = whom_toward(verb, verb, None, "that", "commitment", holders, teller) or addressed
    condition = clause.condition or proviso_of(verb)
    conditions = condition_tokens(condition) if condition is not None else []
    if kind == "threat" and not conditions:
        # “any attack would be answered”; “any move would be an invasion and Moscow would pay for it”
        first = own_subject(verb.head) if verb.dep_ == "conj" else subject
        if first is not None and is_any(first):
            conditions = subtree_without(first, set())
    found_by = "said" if kind in ("claim", "denial") else "modal"
    if kind == "commitment" and not clause.mine:
        found_by = "announced"  # “the talks would be resumed”
    yield Stand(
        kind, found_by, verb, holders, toward, body, verb, conditions,
        body if kind == "threat" else [],
    )  # fmt: skip


# What it is for something to be asked for: “it is imperative that …”.
NEEDED = frozenset({"imperative", "essential", "vital", "crucial", "necessary", "critical", "urgent", "important",
                    "incumbent", "paramount", "indispensable"})  # fmt: skip


def _pressed(be: Token, speaker: Actor, teller: Teller) -> Stand | None:
    """“It is time that Oslo paid”, “it is imperative that it pay”, “it is up to Oslo to pay”: a demand."""
    if not is_party(speaker) or is_negated(be) or modal_of(be) is not None:
        return None
    for child in be.children:
        clause, whom = None, None
        if child.dep_ == "attr" and child.lower_ == "time":
            takes = ("relcl", "acl", "advcl")
            clause = next((c for o in (child, be) for c in o.children if c.dep_ in takes), None)
        elif child.dep_ == "acomp" and child.lower_ in NEEDED:
            takes = ("ccomp", "xcomp", "advcl")
            clause = next(
                (c for o in (be, child) for c in o.children if c.dep_ in takes and c.i > child.i), None
            )
        elif child.dep_ in ("prep", "acomp", "advmod") and child.lower_ == "up":
            to = next(
                (c for c in (*child.children, *be.children) if c.lower_ == "to" and c.dep_ == "prep"), None
            )
            whom = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
            clause = next((c for c in be.children if c.dep_ in ("xcomp", "advcl") and c.i > child.i), None)
        if clause is None or clause.pos_ not in ("VERB", "AUX"):
            continue
        doer = whom or own_subject(clause)
        acting = teller.actors_of(doer)
        asked = tuple(a for a in acting if not same_side(a, speaker))
        if (doer is not None and not asked) or (doer is None and child.lower_ != "time"):
            return None  # “it is time we left”, “it is important to remember”
        body = subtree_without(clause, set())
        return Stand("demand", "modal", be, (speaker,), asked, body, clause)
    return None


def _cues_of(statement: Statement, verb: Token) -> set[str]:
    """The base forms of the words by which a statement is told: “…, the ministry warned”."""
    cues = (verb.doc.char_span(s.start, s.end, alignment_mode="expand") or () for s in statement.cue)
    return {t.lemma_ for cue in cues for t in cue}


def _waits_for_others(verb: Token, speaker: Actor, teller: Teller) -> bool:
    condition = condition_of(verb)
    who = teller.actors_of(own_subject(condition)) if condition is not None else ()
    return any(not same_side(a, speaker) for a in who)


def _kind_of(
    clause: Clause, body: list[Token], charged: tuple[Actor, ...], codebook: Codebook
) -> PositionType | None:
    """What sort of stand a clause takes; None where it takes none."""
    verb, subject = clause.verb, clause.subject
    lemma = verb.lemma_.lower()
    if (idiom := _idiom(clause)) is not None:
        return idiom
    endangers = lemma == "threaten" and bool(clause.owner)  # “its ban threatens the talks”
    spoken = ("verb", lemma) in codebook.frames and lemma not in MANY_USES
    if spoken and not clause.duty and not endangers:
        return None  # the word speaks for itself
    if verb.tag_ == "VB" and subject is None and verb.dep_ in ("ROOT", "ccomp") and not is_modal(verb):
        # an order: “Withdraw your troops”, “Let her speak”, “Do not touch it”, “Please leave”
        first = next(
            (t for t in body if not t.is_punct and t.lower_ not in ("please", "do", "not", "n't")), None
        )
        return "demand" if first == verb else None
    if clause.duty:
        if clause.mine and not clause.at_home:
            if is_passive(verb) and not clause.negated:
                return "demand"  # “the United States must be compensated”
            return "threat" if clause.hostile and clause.condition is not None else None
        if is_passive(verb) and lemma in SAYING and subject is not None and subject.lower_ == "it":
            return None  # “it must be said that …”
        if lemma in THOUGHTS or not (is_party(clause.speaker) or clause.foreign):
            return None  # “the world should expect …”; what a scholar thinks that countries have to do
        # “there must be an inquiry” has no subject but “there”
        put = subject is not None or any(c.dep_ == "expl" for c in verb.children)
        bound = clause.foreign or is_bound(verb)
        return "demand" if put and not (clause.negated and not bound) else None
    if clause.future:
        return _kind_of_future(clause, codebook)
    if clause.modal is not None:
        return None
    if not is_party(clause.speaker):
        gross = clause.speaker.sector is None and not clause.negated and is_gross(clause, charged, codebook)
        return "claim" if gross else None
    if subject is not None and subject.lemma_.lower() in codebook.words["proposals"] and lemma == "be":
        described = {c.lemma_.lower() for c in verb.children if c.dep_ in ("acomp", "attr")}
        if described & codebook.words["unacceptable"] and not clause.negated:
            return "refusal"
    return claim_or_denial(clause, body, charged, codebook)


def _takes_a_step(verb: Token) -> bool:
    """“take part”, “take further steps”, “take the dispute to the Council”; not “take note”, “take time”."""
    return verb.lemma_ == "take" and any(
        c.dep_ == "dobj" and c.lemma_.lower() in ("part", "step", "action", "measure", "countermeasure", "revenge",
                                                  "dispute", "case", "matter", "issue", "complaint", "responsibility")
        for c in verb.children
    )  # fmt: skip


AGREES = frozenset({"accept", "agree", "support", "tolerate", "allow", "permit", "recognise", "recognize", "consent",
                    "sign", "compromise", "back", "endorse", "approve"})  # fmt: skip


def _idiom(clause: Clause) -> PositionType | None:
    """“The door remains open”, “all options are on the table”."""
    verb, subject = clause.verb, clause.subject
    lemma = verb.lemma_.lower()
    if (
        lemma == "be"
        and clause.mine
        and any(c.lower_ == "against" and c.dep_ == "prep" for c in verb.children)
    ):
        return None if clause.negated else "refusal"  # “I am very much against guns”
    if not is_party(clause.speaker):
        return None
    barred = clause.modal in ("can", "could", "ca")
    if lemma == "be" and barred and any(c.dep_ == "expl" for c in verb.children):
        return "refusal" if any(is_negated(c) for c in verb.children if c.dep_ == "attr") else None
    if clause.mine and clause.negated and barred and lemma in AGREES:
        return "refusal"  # “we cannot accept these terms”
    told = {t.lemma_.lower() for t in verb.subtree}
    things = {subject.lemma_.lower()} if subject is not None else set()
    things |= {c.lemma_.lower() for c in verb.children if c.dep_ in ("dobj", "ccomp")}
    things |= {g.lemma_.lower() for c in verb.children if c.dep_ == "ccomp" for g in c.children}
    if "door" in things and "open" in told:
        return None if clause.negated else "offer"
    if "option" in things and "table" in told:
        return "threat"
    return None


def _kind_of_future(clause: Clause, codebook: Codebook) -> PositionType | None:
    verb, subject, words = clause.verb, clause.subject, codebook.words
    lemma = verb.lemma_.lower()
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return None  # “would have objected”: it did not come to that
    if clause.mine and any(c.lower_ == "longer" and clause.negated for c in verb.children):
        return "refusal"  # “will no longer be complicit”
    if clause.mine:
        if lemma == "have" and clause.condition is not None and (to_do := _has_to(verb)) is not None:
            strikes = to_do.lemma_.lower() in words["hostile_verbs"] | words["hostile_if"] | {
                "respond",
                "answer",
            }
            return "threat" if strikes else None  # “if Oslo fails, we will have to act”
        if lemma in NO_DEEDS and not (_takes_a_step(verb) or (lemma == "take" and _has_no_object(verb))):
            return None
        if clause.negated or clause.modal == "wo" or _has_no_object(verb):
            gives_way = lemma in IN_THE_WAY or lemma in words["hostile_verbs"]
            return "commitment" if gives_way or _has_no_object(verb) else "refusal"
        if clause.hostile:
            return "threat"
        return "offer" if clause.condition is not None and clause.waits_for_others else "commitment"
    if clause.hostile and (clause.foreign or (subject is not None and is_any(subject))):
        return "threat"
    if not is_party(clause.speaker) or clause.negated:
        return None
    if clause.hostile and clause.condition is not None and subject is not None and not clause.acting:
        return "threat" if subject.lemma_.lower() in words["forces"] else None
    # “the reservists would be released”: those to whom it is done stand in no one's way.
    passive = is_passive(verb) and agent_of(verb) is None
    if clause.foreign and not (passive and all(a.type in ("group", "people") for a in clause.foreign)):
        return None
    if lemma == "be" and any(c.dep_ == "expl" for c in verb.children):  # “there would be no attack”
        denied = next((c for c in verb.children if c.dep_ == "attr" and is_negated(c)), None)
        if denied is None:
            harm = any(c.lemma_.lower() in words["hostile_nouns"] for c in verb.children if c.dep_ == "attr")
            return "offer" if clause.condition is not None and not harm else None
        return "commitment" if denied.lemma_.lower() in words["hostile_nouns"] | HARM else "refusal"
    if (passive or (lemma in GOES_ON and not clause.acting)) and subject is not None:
        if clause.condition is not None and subject.lemma_.lower() in words["hostile_nouns"]:
            return "threat"
        return "commitment"
    return None


def _has_to(verb: Token) -> Token | None:
    """The deed of “will have to act”."""
    return next((c for c in verb.children if c.dep_ == "xcomp" and marked(c, "to")), None)


def _has_no_object(verb: Token) -> bool:
    """“would take no reckless decisions”."""
    return any(c.dep_ == "dobj" and any(g.lower_ == "no" for g in c.children) for c in verb.children)


def announced(verb: Token, teller: Teller, codebook: Codebook) -> Iterator[Stand]:
    """“Thant will fly to Havana on Tuesday”: what the report itself says that a side will do."""
    if teller.statement_at(verb) is not None or verb.dep_ not in ("ROOT", "conj") or modal_of(verb) != "will":
        return
    subject = own_subject(verb)
    holders = tuple(a for a in teller.actors_of(subject) if is_party(a) and a.type not in ("group", "people"))
    if not holders or verb.lemma_ in NO_DEEDS or is_passive(verb):
        return
    if verb.lemma_.lower() not in codebook.words["scheduled"] and not _is_dated(verb):
        return  # “Oslo will find it hard”: what the writer thinks will come
    if is_hostile(verb, codebook.words) or any(
        c.dep_ == "advmod" and c.lower_.endswith("ly") for c in verb.children
    ):
        return
    condition = condition_of(verb) or proviso_of(verb)
    body = subtree_without(verb, other_clauses(verb) | ({condition.i} if condition is not None else set()))
    kind: PositionType = "refusal" if is_negated(verb) else "commitment"
    yield Stand(
        kind, "announced", verb, holders, whom_toward(verb, verb, None, "that", kind, holders, teller), body, verb,
        condition_tokens(condition) if condition is not None else [],
    )  # fmt: skip


def _is_dated(verb: Token) -> bool:
    return any(
        t.ent_type_ in ("DATE", "TIME")
        for c in verb.children
        if c.dep_ in ("prep", "npadvmod", "advmod")
        for t in (c, *c.children)
    )
