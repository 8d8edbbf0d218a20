"""Who stands behind a reporting word: the head of its source and the words of it."""

from __future__ import annotations

from spacy.tokens import Token

from detente.reading.stretches import Range

# Verbs that stand before a reporting verb without changing who speaks: “appeared to suggest”, “failed to say”.
# Not “declined” and “refused”: they report themselves (“declined to say whether …”).
_CARRIERS = frozenset(
    """appear seem begin start continue try attempt seek go come fail avoid stop keep proceed tend cease manage
    struggle rush hasten dare bother hesitate use have steer move take want wish""".split()
)
_NEGATING = frozenset(["fail", "avoid", "stop", "cease", "hesitate"])
_DECLINING = frozenset(["decline", "refuse", "authorize", "authorise", "entitle"])
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CUE_PARTS = ("aux", "auxpass", "neg", "prt")


def source_of(verb: Token) -> Token | None:
    """Head of who speaks: the verb's own subject, else that of the verb which it is joined to or hangs on."""
    token = verb
    for _ in range(6):
        subject = subject_of(token)
        if subject is None and token == verb:
            # “Holm has over the past months repeatedly warned”: the subject hangs on the auxiliary.
            subject = next(
                (g for c in token.children if c.dep_ == "aux" for g in c.children if g.dep_ in SUBJECTS), None
            )
        if subject is not None:
            if subject.dep_ == "nsubjpass" and _is_said_above(verb, token):
                token = token.head  # “disputed whether a plane had been hit, *calling* …”
                continue
            if subject.dep_ == "nsubjpass" and verb.dep_ == "advcl" and verb.tag_ == "VB" and verb != token:
                return agent_of_passive(token)  # “votes are cast to decide who leads”
            return None if subject.dep_ == "csubj" else subject
        if any(c.dep_ == "auxpass" for c in token.children):
            return agent_of_passive(token)
        dep, head = token.dep_, token.head
        if dep == "acl":  # “a letter saying …”, “a claim made by X”, “a plan to say …”
            return (
                head
                if token.tag_ == "VBG"
                else agent_of_passive(token)
                if token.tag_ == "VBN"
                else possessor(head)
            )
        if dep == "xcomp" and head.lemma_ not in ("promise", "threaten", "vow", "summon", "use"):
            controller = next((c for c in head.children if c.dep_ == "dobj" and c.i < token.i), None)
            if controller is not None and token.tag_ == "VB":
                return controller
        if (
            dep not in ("xcomp", "conj", "advcl", "ccomp", "pcomp", "dep", "parataxis", "acomp")
            or head == token
        ):
            return None
        while head.pos_ == "ADP" and head.head != head:
            head = head.head
        if head.pos_ in ("NOUN", "PROPN"):
            return possessor(head)
        token = head
    return None


def subject_of(verb: Token) -> Token | None:
    """A verb's own subject; of two, the one beside it: “Those who went took what they had, *he* says”."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    beside = [c for c in subjects if c.i == verb.i - 1 and c.pos_ == "PRON"]
    return next(iter(beside or subjects), None)


def _is_said_above(verb: Token, token: Token) -> bool:
    """True where a participle hangs on what is done to somebody in a clause that another verb governs."""
    return (
        verb.tag_ == "VBG"
        and verb.dep_ == "advcl"
        and token == verb.head
        and token.dep_ in ("ccomp", "advcl")
        and token.head != token
    )


def name_beside(verb: Token, first: int) -> Token | None:
    """A name or pronoun right before the verb group, or right behind the verb, that the parser hung elsewhere."""
    doc = verb.doc
    before = doc[first - 1] if first > 0 else None
    if before is not None and before.pos_ in ("PROPN", "PRON", "NOUN") and before.sent == verb.sent:
        return before if before.ent_type_ not in ("DATE", "TIME") else None
    if (
        verb.i + 1 < len(doc)
        and doc[verb.i + 1].pos_ == "PROPN"
        and verb.i > 0
        and doc[verb.i - 1].text in (",", "”", '"', "''")
    ):
        token = doc[verb.i + 1]
        while token.dep_ == "compound" and token.head.i > token.i:
            token = token.head
        return token
    return None


def agent_of_passive(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    for child in verb.children:  # “was declared an enemy by the court”
        if child.dep_ == "oprd" and child.i > verb.i:
            by = next((c for c in child.children if c.dep_ in ("prep", "agent") and c.lower_ == "by"), None)
            return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    return None


def possessor(noun: Token) -> Token | None:
    poss = next((c for c in noun.children if c.dep_ == "poss"), None)
    if poss is not None:
        return poss
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    for child in noun.children:
        if child.dep_ in ("amod", "nmod", "compound") and (
            child.ent_type_ in ("NORP", "GPE", "ORG")
            or (child.dep_ == "amod" and child.is_title and not child.is_sent_start)
        ):
            return child
    return None


def verb_group(verb: Token) -> tuple[int, bool]:
    """First token of the verb group, carriers included, and whether it is negated."""
    first = verb
    negated = False
    token = verb
    for _ in range(3):
        low = token.i
        for child in reversed(list(token.lefts)):
            if child.dep_ in _CUE_PARTS or (
                child.dep_ == "advmod"
                and child.tag_ in ("RB", "RBR")
                and child.lower_ not in ("when", "where", "how", "why")
            ):
                if child.i >= low - 1 - (child.right_edge.i - child.i):
                    low = child.left_edge.i
                    negated = negated or child.dep_ == "neg" or child.lower_ == "never"
            elif child.dep_ in SUBJECTS and token.head != token:
                continue
        if any(c.dep_ == "neg" or c.lower_ in ("never", "longer") for c in token.lefts):
            negated = True
        first = verb.doc[min(low, first.i)]
        if token.dep_ == "xcomp" and token.head.lemma_ in _CARRIERS and 0 < first.i - token.head.i <= 3:
            token = token.head
            negated = negated or token.lemma_ in _NEGATING
            first = token
            continue
        adjective = token.head
        if token.dep_ == "xcomp" and adjective.dep_ == "acomp" and 0 < first.i - adjective.i <= 3:
            token = adjective.head  # “was careful to stress”
            first = token
            continue
        break
    return first.i, negated


def source_ranges(head: Token | None, cue: Token) -> list[Range]:
    """The noun phrase of a source with its appositions and relative clauses, without the cue."""
    if head is None:
        return []
    if head.dep_ in ("amod", "nmod", "compound") or (head.pos_ == "PRON" and head.dep_ != "nsubj"):
        return [(head.i, head.i)]
    low, high = head.left_edge.i, head.right_edge.i
    if low <= cue.i <= high:
        if cue.i > head.i:
            high = max(head.i, _before(cue, head))
        else:
            low = head.i
    doc = head.doc
    for child in head.rights:  # “Russia on Thursday accused”: the day is no part of the name
        if (
            child.dep_ in ("prep", "npadvmod", "appos")
            and child.right_edge.i == high
            and doc[high].ent_type_ in ("DATE", "TIME")
        ):
            if child.dep_ != "prep" or child.lower_ == "on":
                high = child.left_edge.i - 1
    while high > head.i and (doc[high].is_space or doc[high].text in (",", ";", "(", "–", "—")):
        high -= 1
    while low < head.i and (doc[low].is_space or doc[low].is_quote or doc[low].text in (",", ";")):
        low += 1
    if (
        high < cue.i
        and high + 1 < len(doc)
        and doc[high + 1].text == ","
        and any(doc[i].text == "," and doc[i].head == head for i in range(head.i, high))
    ):
        high += 1  # the comma that closes an apposition belongs to it
    return [(low, high)]


def _before(cue: Token, head: Token) -> int:
    """Last token of the head's phrase before the clause that holds the cue."""
    token = cue
    while token.head != head and token.head != token:
        token = token.head
    return int(token.left_edge.i) - 1


def is_declined(verb: Token) -> bool:
    """“declined to say”, “was not authorized to say”: nothing was said."""
    return verb.dep_ == "xcomp" and verb.head.lemma_ in _DECLINING
