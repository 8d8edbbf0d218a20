"""What a side says that it and others did: claims and denials in the main clauses of somebody's words."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from detente.reading.clauses import agent_of, is_negated, is_passive, own_subject
from detente.reading.cues import load_cues
from detente.reading.main_clauses import NO_DEEDS, Clause
from detente.reading.sides import Teller, are_rivals, is_party
from detente.reading.stands import FALSE, Codebook
from detente.records import Actor, PositionType

# “was not concerned”, “is not able”: no deed is denied.
STATES_OF_MIND = frozenset({"able", "unable", "likely", "unlikely", "concerned", "worried", "sure", "certain", "surprised",
                            "happy", "glad", "afraid", "satisfied", "pleased", "optimistic", "ready", "willing", "clear", "aware"})  # fmt: skip

GROUNDS = frozenset({"proof", "evidence", "basis", "truth", "foundation", "ground", "justification", "indication",
                     "substance", "merit", "requirement", "obligation", "link", "connection", "intention", "agreement",
                     "violation", "plan", "wrongdoing", "famine", "starvation", "genocide", "damage", "casualty",
                     "torture", "occupation", "discrimination", "blockade", "shortage", "contact", "deal"})  # fmt: skip
# What one has none of who was not in it: “had no part in the coup”.
SHARE = frozenset({"part", "role", "hand", "involvement", "knowledge", "connection", "link", "wish", "desire",
                   "ambition", "ties", "tie", "responsibility"})  # fmt: skip
# How somebody describes his own deed where others contest it.
FAIR = frozenset({"measured", "responsible", "proportionate", "legitimate", "lawful", "legal", "justified", "defensive",
                  "precise", "restricted", "limited", "non-escalatory", "peaceful", "restrained", "preventive",
                  "preemptive", "pre-emptive", "retaliatory"})  # fmt: skip
# That somebody meant it.
ON_PURPOSE = frozenset({"deliberate", "intentional", "premeditated", "orchestrated", "staged", "man-made", "manufactured",
                        "planned", "systematic", "unprovoked", "unjustified", "indiscriminate"})  # fmt: skip
# What food, gas, children … are turned into: “is being used as a weapon of war”.
TOOLS = frozenset({"weapon", "tool", "shield", "instrument", "cover", "pretext", "hostage", "leverage", "lever", "pawn", "chip"})  # fmt: skip


def charged_in(clause: Clause, body: list[Token], teller: Teller) -> tuple[Actor, ...]:
    """The other sides that a clause is about: who acts, whose deed it is, by whom it is done, whom it names."""
    acting = (
        () if is_passive(clause.verb) or clause.verb.lemma_ == "die" else clause.foreign
    )  # to whom it was done is charged with nothing
    for found in (acting, clause.owner, _rivals(teller.actors_of(agent_of(clause.verb)), clause)):
        if found:
            return found
    named = (teller.cast.actor_at(t) for t in body)
    return _rivals(tuple(dict.fromkeys(a for a in named if a is not None)), clause)[:1]


def _rivals(actors: tuple[Actor, ...], clause: Clause) -> tuple[Actor, ...]:
    return tuple(a for a in actors if a.type != "people" and is_party(a) and are_rivals(a, clause.speaker))


def claim_or_denial(
    clause: Clause, body: list[Token], charged: tuple[Actor, ...], codebook: Codebook
) -> PositionType | None:
    """Whether a party's plain sentence charges others, tells of a contested deed or its victims, or denies one.

    `body` are the words of the clause, `charged` the sides of `charged_in`.
    """
    verb, subject, words = clause.verb, clause.subject, codebook.words
    lemma = verb.lemma_.lower()
    described = {c.lemma_.lower() for c in verb.children if c.dep_ in ("acomp", "attr")}
    if subject is not None and subject.lemma_.lower() in words["said"]:
        untrue = described & FALSE and not clause.negated
        if untrue or (clause.negated and described & {"true", "correct", "accurate"}):
            return "denial"
    if (lemma == "be" and any(c.dep_ == "expl" for c in verb.children)) or lemma == "exist":
        return "denial" if denies_grounds(verb) else None
    struck = lemma in words["hostile_verbs"] | words["strikes"] | words["hurts"]
    if struck and subject is not None and is_passive(verb) and is_negated(subject):
        return "denial"  # “no civilians were targeted”
    mental = (lemma in NO_DEEDS and lemma != "be") or bool(described & STATES_OF_MIND)
    if _tells_victims(clause, body, charged, codebook):
        return "claim"
    if clause.mine:
        return _of_own_deed(clause, struck, mental, described, words["speech"])
    if lemma in load_cues().verbs and any(c.dep_ == "ccomp" for c in verb.children):
        return None  # “Volker confirmed that …”: what another said
    if subject is not None and subject.lower_ in ("he", "she") and clause.speaker.type == "person":
        return None  # “Holm said he had spoken”: himself, whomever the pronoun was taken for
    if _is_charge(clause, charged, described, struck, mental, codebook):
        return "claim"
    return None


def _tells_victims(clause: Clause, body: list[Token], charged: tuple[Actor, ...], codebook: Codebook) -> bool:
    """“26 people were killed in the strikes”, “only camps were hit”, “the raid resulted in many deaths”."""
    verb, words = clause.verb, codebook.words
    lemma = verb.lemma_.lower()
    if clause.negated:
        return False
    if is_passive(verb) and lemma in words["hurts"] | words["strikes"]:
        only = any(t.lower_ == "only" and t.i < verb.i for t in body)
        return only or bool(charged) or _by_weapons(body, words["weapons"])
    if lemma == "subject" and is_passive(verb) and is_wrong(verb, codebook):
        return True  # “are being subjected to persecution”
    if lemma == "die":
        return _by_weapons(body, words["weapons"])
    return (
        lemma in ("result", "lead", "cause", "leave", "claim", "inflict", "cost")
        and any(t.lemma_.lower() in LOSSES for t in body if t.i > verb.i)
        and clause.subject is not None
        and any(t.lemma_.lower() in words["weapons"] for t in clause.subject.subtree)
    )


# What a deed ends in: “the raid resulted in many deaths”.
LOSSES = frozenset({"death", "casualty", "injury", "loss", "life", "destruction", "dead", "wounded", "injured", "damage",
                    "victim", "killing"})  # fmt: skip
# What is said of a deed by who tells what it was for: “the attack was driven by …”, “was designed to …”.
MEANT = frozenset({"drive", "motivate", "design", "aim", "intend", "carry", "plan", "orchestrate", "mastermind", "stage",
                   "coordinate", "execute", "fabricate", "direct", "conduct", "undertake", "restrict", "limit",
                   "inspire", "instigate", "back", "sponsor", "finance", "fund"})  # fmt: skip


def _of_own_deed(
    clause: Clause, struck: bool, mental: bool, described: set[str], silent: frozenset[str]
) -> PositionType | None:
    """“it shot down five jets”, “we have shown restraint”, “did not attack”, “had nothing to do with it”."""
    verb = clause.verb
    if has_no_part(verb):
        return "denial"
    if clause.negated:
        undone = verb.tag_ in ("VBD", "VBN", "VBG") or (
            verb.tag_ == "VB" and any(c.lemma_ == "do" for c in verb.children)
        )
        told = any(c.dep_ == "dobj" and c.lemma_.lower() in silent for c in verb.children)
        return "denial" if undone and not mental and not told else None
    if struck and not is_passive(verb) and verb.tag_ in ("VBD", "VBN"):
        return "claim"
    restrained = verb.lemma_ in ("show", "demonstrate", "exercise", "display") and any(
        c.dep_ == "dobj" and c.lemma_ == "restraint" for c in verb.children
    )
    answering = verb.lemma_ in ("respond", "retaliate", "act", "react") and any(
        t.lemma_.lower()
        in FAIR | {"appropriately", "proportionately", "calibrated", "aggression", "self-defence"}
        for t in verb.subtree
    )
    return "claim" if restrained or answering or described & FAIR else None


def _is_charge(
    clause: Clause,
    charged: tuple[Actor, ...],
    described: set[str],
    struck: bool,
    mental: bool,
    codebook: Codebook,
) -> bool:
    """“its strikes violate the treaty”, “the collapse is by design”, “failed to stop them”, “is behind the coup”."""
    subject, words = clause.subject, codebook.words
    verb = _done(clause.verb)
    lemma = verb.lemma_.lower()
    hurts = lemma in words["hurts"]
    wrong = is_wrong(verb, codebook)
    if _is_tool(verb) or _is_by_design(verb):
        return True
    if subject is not None and subject.lemma_.lower() in words["weapons"] | words["deeds"]:
        told = clause.owner and not mental
        if told or struck or hurts or wrong or _is_meant(verb, subject, described):
            return True
    if is_passive(verb):
        done_by_rivals = bool(_rivals(charged, clause)) and agent_of(verb) is not None
        return done_by_rivals and lemma not in words["friendly"]
    pointed = subject is not None and subject.lower_ in ("this", "it", "that", "these")
    if wrong and (clause.owner or pointed):
        return True
    if (mental and not wrong) or not any(a.type != "people" and is_party(a) for a in clause.foreign):
        return False
    if clause.negated or wrong or hurts or lemma == "fail" or (lemma == "be" and _is_answerable(verb)):
        return True
    if not _rivals(clause.foreign, clause):
        return False
    return struck or (
        lemma != "be" and lemma not in words["friendly"] and clause.verb.tag_ not in ("VB", "MD")
    )


def _is_meant(verb: Token, deed: Token, described: set[str]) -> bool:
    """“These unprovoked attacks …”, “the strikes were designed to …”, “our actions were measured”."""
    return (
        bool({c.lemma_.lower() for c in deed.children} & ON_PURPOSE)
        or (is_passive(verb) and (verb.lemma_ in MEANT or verb.lower_ in FAIR))
        or (verb.lemma_ == "be" and bool(described & FAIR))
    )


def _done(verb: Token) -> Token:
    """What somebody “continues”, “keeps” or “tries” to do."""
    if verb.lemma_ not in ("continue", "keep", "try", "seek", "begin", "start", "attempt", "go"):
        return verb
    return next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and own_subject(c) is None), verb)


def is_gross(clause: Clause, charged: tuple[Actor, ...], codebook: Codebook) -> bool:
    """True for a charge that needs no side to be known: “Israel violates the law”, says somebody of nobody knows where."""
    verb = clause.verb
    bodies = any(a.type in ("state", "organisation", "alliance", "office", "person") for a in charged)
    return (
        _is_tool(verb)
        or _is_by_design(verb)
        or (bodies and not clause.mine and is_wrong(_done(verb), codebook))
    )


# Verbs that say a wrong with the noun that hangs on them: “constitutes a breach”, “acts with impunity”.
WITH_WRONG = frozenset({"be", "constitute", "amount", "represent", "pose", "have", "remain", "become", "subject", "act",
                        "commit"})  # fmt: skip
WRONGDOING = frozenset({"endanger", "threaten", "weaponise", "weaponize", "usurp", "terrorise", "terrorize", "oppress",
                        "persecute", "harass", "intimidate", "bully", "blackmail", "exploit", "discriminate", "infringe",
                        "trample"})  # fmt: skip


def is_wrong(verb: Token, codebook: Codebook) -> bool:
    """“violates”, “constitutes an act of aggression”: what nobody says of a deed of his own."""
    if verb.lemma_.lower() in load_cues().content["wrongs"] | WRONGDOING:
        return True
    return verb.lemma_ in WITH_WRONG and any(
        t.lemma_.lower() in codebook.words["wrongs"]
        for c in verb.children
        if c.dep_ in ("attr", "dobj", "acomp", "prep")
        for t in _near(c)
    )


def _near(token: Token) -> Iterator[Token]:
    """A word, what hangs on it and what hangs on that."""
    yield token
    for child in token.children:
        if child.dep_ not in ("relcl", "acl", "ccomp", "advcl"):
            yield child
            yield from child.children


def _by_weapons(body: list[Token], weapons: frozenset[str]) -> bool:
    """“in the strikes”, “by shelling”: what hurts when sides fight."""
    return any(t.lemma_.lower() in weapons and t.dep_ in ("pobj", "conj", "nsubj", "compound") for t in body)


def _is_tool(verb: Token) -> bool:
    """“using hunger as a weapon of war”."""
    return verb.lemma_ in ("use", "turn", "treat", "wield", "exploit") and any(
        named.lemma_.lower() in TOOLS
        for c in (*verb.children, *(g for d in verb.children if d.dep_ == "dobj" for g in d.children))
        if c.dep_ == "prep" and c.lower_ in ("as", "into")
        for named in c.children
    )


def _is_by_design(verb: Token) -> bool:
    """“The collapse is by design”, “the delay was deliberate”."""
    return verb.lemma_ == "be" and any(
        (c.dep_ == "prep" and c.lower_ == "by" and any(g.lemma_ == "design" for g in c.children))
        or (c.dep_ == "acomp" and c.lower_ in ON_PURPOSE)
        for c in verb.children
    )


def _is_answerable(verb: Token) -> bool:
    """“is responsible for the raid”, “was to blame”, “is behind it”."""
    return any(
        (c.dep_ == "acomp" and c.lower_ in ("responsible", "guilty", "complicit", "liable", "culpable"))
        or (c.dep_ == "xcomp" and c.lemma_ == "blame")
        or (c.dep_ in ("prep", "advmod") and c.lower_ == "behind")
        for c in verb.children
    )


def has_no_part(verb: Token) -> bool:
    """“had nothing to do with the blast”, “had no part in it”."""
    if verb.lemma_ not in ("have", "play", "take"):
        return False
    negated = is_negated(verb)
    return any(
        c.dep_ == "dobj"
        and (
            (c.lower_ == "nothing" and any(t.lemma_ == "do" for t in c.subtree))
            or (c.lemma_.lower() in SHARE and (negated or is_negated(c)))
        )
        for c in verb.children
    )


def denies_grounds(verb: Token) -> bool:
    """“There is no proof of this”, “no obligation exists”."""
    return any(
        c.dep_ in ("attr", "nsubj")
        and c.lemma_.lower() in GROUNDS
        and any(g.lower_ in ("no", "zero") for g in c.children)
        for c in verb.children
    )
