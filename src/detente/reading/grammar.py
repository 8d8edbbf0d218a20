"""Who stands where around a verb or an event noun: subjects, objects, prepositions, through the usual detours."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

_THIS = frozenset(("that", "this", "the", "its", "his", "her", "their"))
_SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
_RELATIVE = {"who", "which", "that", "whom"}
# Verbs whose object, not subject, does what their infinitive says: “urged Oslo to sign”.
_OBJECT_CONTROL = {
    "urge", "ask", "tell", "order", "force", "compel", "press", "allow", "permit", "let", "help", "want", "persuade",
    "convince", "invite", "encourage", "instruct", "command", "require", "beg", "implore", "enable", "cause", "pressure",
    "authorise", "authorize", "warn", "advise", "request", "get", "make", "expect", "accuse", "call", "push", "oblige",
    "forbid", "prevent", "prompt", "trigger", "drive", "stop", "bar", "ban", "prohibit", "charge", "suspect", "send", "dispatch", "deploy", "lead", "leave",
}  # fmt: skip


def conjuncts(head: Token) -> list[Token]:
    """A noun and those joined to it by “and”, “or”, a comma: “A, B and C”."""
    found = [head]
    for t in found:
        found.extend(
            c for c in t.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM")
        )
        # “Putin and President Biden”: the parser makes the first a modifier of the last now and then
        found.extend(
            c
            for c in t.children
            if c.dep_ == "nmod" and c.pos_ == "PROPN" and any(g.dep_ == "cc" for g in c.children)
        )
    return found


_GIVING = frozenset(
    ("deny", "give", "grant", "offer", "refuse", "award", "hand", "promise", "show", "send", "charge", "fine")
)


def is_passive(verb: Token) -> bool:
    """Whether a verb's object stands as its subject, or as the noun that its participle modifies."""
    if (
        verb.tag_ == "VBN"
        and verb.dep_ in ("ccomp", "xcomp")
        and verb.head.lemma_ in ("have", "get", "see", "want", "need")
        and any(c.dep_ == "nsubj" for c in verb.children)
        and not any(c.dep_ in ("aux", "dobj") for c in verb.children)
    ):
        return True  # “had its assets *seized*”
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ in ("aux", "dobj") for c in verb.children):
        # “were beaten and *denied medicine*”
        return (
            verb.tag_ == "VBN"
            and verb.lemma_ in _GIVING
            and verb.dep_ == "conj"
            and any(c.dep_ == "auxpass" for c in verb.head.children)
            and not any(c.dep_ in ("aux", "nsubj") for c in verb.children)
        )
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return not any(c.dep_ == "nsubj" for c in verb.children) and is_passive(verb.head)
    return verb.dep_ in ("acl", "amod", "advcl", "oprd") or (
        verb.dep_ in ("ROOT", "relcl") and _agent(verb) is not None
    )


# “was hailed *by radio* by the navy”: the means stands where the doer might.
_MEANS = frozenset((
    "radio", "phone", "telephone", "telegram", "letter", "mail", "email", "cable", "post", "force", "mistake", "accident",
    "air", "sea", "land", "road", "rail", "night", "day", "hand", "law", "decree", "surprise", "video", "telex", "fax", "name", "vote", "votes", "majority", "consensus", "acclamation",
))  # fmt: skip


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.lower_ != "by" or child.dep_ not in ("agent", "prep"):
            continue
        if child.dep_ == "prep" and not any(c.dep_ == "auxpass" for c in verb.children):
            continue
        for obj in child.children:
            if obj.dep_ != "pobj":
                continue
            if obj.lower_ not in _MEANS:
                return obj if child.dep_ == "agent" else None
            for inner in obj.children:
                if inner.dep_ == "prep" and inner.lower_ == "by":
                    for deeper in inner.children:
                        if deeper.dep_ == "pobj":
                            return deeper
    return None


def own_subject(verb: Token) -> Token | None:
    """The grammatical subject that stands in the verb's own clause; of two (“MOSCOW — Russia said”) the nearer."""
    found: Token | None = None
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            if child.lower_ in _RELATIVE and verb.dep_ == "relcl":
                return verb.head
            if found is None or child.i < verb.i:
                found = child
    if found is None and verb.dep_ == "ROOT":
        return _after_dateline(verb)
    return found


def _after_dateline(verb: Token) -> Token | None:
    """“OSLO, May 4 — Envoy Ann Berg *flew* home”: the subject that the parser gave to the dateline."""
    first = verb.sent.start
    dash = next((t for t in verb.doc[first : min(verb.i, first + 15)] if t.text in _DASHES), None)
    if dash is None:
        return None
    for token in verb.doc[dash.i + 1 : verb.i]:
        if (
            token.pos_ in ("NOUN", "PROPN")
            and token.head.i <= dash.i
            and token.dep_ in ("appos", "nsubj", "dep")
        ):
            return token
    return None


_DASHES = frozenset(("—", "–", "--", "-"))


_SPEECH = frozenset((
    "demand", "accuse", "warn", "urge", "call", "condemn", "reject", "deny", "vow", "promise", "pledge", "threaten", "ask",
    "say", "add", "tell", "insist", "announce", "denounce", "appeal", "criticise", "criticize", "blame", "offer", "praise",
))  # fmt: skip


def finite_above(verb: Token) -> Token | None:
    """The verb that a finite “and *accused*” is joined to where the parser hung it on one it cannot belong to.

    “rejected the charge that it had placed arms there and accused Oslo”: a past tense joined to a participle or
    an infinitive belongs to the past tense above. None where the parse may stand.
    """
    head = verb.head
    if verb.dep_ != "conj" or verb.tag_ != "VBD":
        return None
    if head.lemma_ == "be" and head.dep_ == "ccomp" and head.head.tag_ == "VBD" and verb.lemma_ in _SPEECH:
        # “said the raid was illegal and *demanded* …”: a raid demands nothing
        own = any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "mark") for c in verb.children)
        return None if own else head.head
    if head.tag_ not in ("VBN", "VB", "VBG"):
        return None
    if head.tag_ == "VBN" and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in head.children):
        return None
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in verb.children):
        return None
    for above in head.ancestors:
        if above.tag_ == "VBD":
            return above
    return None


_AMID = frozenset(("in", "during", "amid", "by", "from", "under"))


def surface_subject(verb: Token, depth: int = 6) -> Token | None:
    """The subject that a verb has or leans on: of the verb it is joined to, controls it or governs it."""
    subject = own_subject(verb)
    if subject is not None or depth == 0:
        return subject
    head = verb.head
    if head == verb:
        return None
    dep = verb.dep_
    if dep == "conj" and head.pos_ in ("VERB", "AUX"):
        return surface_subject(finite_above(verb) or head, depth - 1)
    if dep in ("xcomp", "ccomp", "advcl", "pcomp", "prep", "dep"):
        governor = head
        if dep == "pcomp":
            governor = head.head
        if governor.pos_ in ("VERB", "AUX"):
            if dep == "pcomp" and head.lower_ in _AMID and is_passive(governor):
                return None  # “were killed *in shelling*”: not by themselves
            if dep in ("xcomp", "ccomp", "pcomp") and governor.lemma_ in _OBJECT_CONTROL:
                for obj in objects(governor):
                    return obj
            return surface_subject(governor, depth - 1)
        if governor.pos_ == "ADJ" and governor.head.pos_ in ("VERB", "AUX"):
            return surface_subject(governor.head, depth - 1)
        if governor.pos_ in ("NOUN", "PROPN"):
            if (
                dep == "pcomp"
                and governor.dep_ in ("dobj", "nsubjpass")
                and governor.head.lemma_ in _OBJECT_CONTROL
            ):
                return governor  # “accused *the troops* of firing”, where “of” hangs on the troops
            owner = possessor(governor)
            if (
                owner is None
                and governor.dep_ in ("dobj", "attr", "pobj")
                and governor.head.pos_ in ("VERB", "AUX")
            ):
                return surface_subject(governor.head, depth - 1)  # “had no intention of invading”
            return owner
    if dep in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        if verb.tag_ == "VBG":
            return head
        if any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
            # “a plan to attack B”: the planner.
            return possessor(head) or (
                surface_subject(head.head, depth - 1) if head.dep_ in ("dobj", "attr") else head
            )
    return None


def logical_subjects(verb: Token) -> list[Token]:
    """Those who do what a verb says; empty for a passive without “by”."""
    if is_passive(verb):
        agent = _agent(verb)
        return conjuncts(agent) if agent is not None else []
    subject = surface_subject(verb)
    return conjuncts(subject) if subject is not None else []


def objects(verb: Token) -> list[Token]:
    """Those to whom a verb does what it says: direct objects, the subjects of a passive, what a participle modifies."""
    if is_passive(verb):
        subject = own_subject(verb)
        if (
            subject is None
            and verb.dep_ in ("acl", "amod", "relcl")
            and verb.head.pos_ in ("NOUN", "PROPN", "PRON")
        ):
            subject = verb.head
        elif subject is None:
            subject = surface_subject(verb)
        return conjuncts(subject) if subject is not None else []
    for child in verb.children:
        if child.dep_ in ("dobj", "oprd") or (child.dep_ == "attr" and verb.lemma_ != "be"):
            if child.lower_ in _RELATIVE and verb.dep_ == "relcl":
                return conjuncts(verb.head)
            return conjuncts(child)
        if (
            child.dep_ == "ccomp"
            and child.tag_ == "VBG"
            and child.i == verb.i + 2
            and child.nbor(-1).lower_ in _THIS
        ):
            return [child]  # “repeated that *warning*”
    if (
        verb.dep_ == "relcl"
        and verb.head.pos_ in ("NOUN", "PROPN")
        and own_subject(verb) not in (None, verb.head)
    ):
        # “sanctions (that) it imposed”
        if not any(c.dep_ in ("advmod", "pobj") and c.lower_ in ("where", "when") for c in verb.children):
            return conjuncts(verb.head)
    if verb.lemma_ in _OBJECT_CONTROL:
        for child in verb.children:
            if child.dep_ == "ccomp" and any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children):
                for subject in child.children:
                    if subject.dep_ == "nsubj":
                        return conjuncts(subject)  # “forced *a plane* to land”
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return []
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and child.tag_ == verb.tag_:
            # “condemned and attacked the council”: one object for both.
            if not any(g.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for g in child.children):
                return objects(child)
    return []


def datives(verb: Token) -> list[Token]:
    """“gave B a warning”, also where the parser takes B for a second object."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ == "dative" and child.pos_ != "ADP":
            found.extend(conjuncts(child))
    return found


# “a number of troops”: what follows “of” is what the phrase is about. “A suspension of aid” is no aid.
_CONTAINERS = frozenset((
    "number", "hundred", "thousand", "million", "billion", "dozen", "score", "group", "series", "amount", "ton", "tonne",
    "piece", "couple", "lot", "kind", "type", "form", "shipment", "package", "supply", "delivery", "wave", "round", "batch",
    "fleet", "array", "worth", "total", "range", "handful", "convoy", "set", "barrage", "load", "unit", "member",
    "tens", "majority", "half", "third", "quarter", "part", "some", "many", "most", "all", "one", "plane", "volley",
    "salvo", "column", "truckload", "consignment", "tranche", "state", "campaign", "wave", "string", "team", "crew",
))  # fmt: skip


def _is_date(prep: Token) -> bool:
    """“on Friday”, “in May”: a preposition that only dates."""
    return any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in prep.children)


def prepositional(head: Token) -> Iterator[tuple[str, Token]]:
    """(preposition or particle, its object's head) under a word, through “out of”, “away from”."""
    for child in head.children:
        if (
            child.dep_ in ("prep", "agent")
            or (child.dep_ == "dative" and child.pos_ == "ADP")
            or (child.dep_ in ("prt", "advmod") and child.pos_ in ("ADP", "ADV"))
        ):
            if _is_date(child):
                continue
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield child.lower_, inner
                elif inner.dep_ == "prep":
                    for deeper in inner.children:
                        if deeper.dep_ == "pobj":
                            yield inner.lower_, deeper
                            yield child.lower_, deeper


def particles(head: Token) -> set[str]:
    """The particles, prepositions and adverbs that stand under a word."""
    found: set[str] = set()
    for child in head.children:
        if child.dep_ in (
            "prt",
            "prep",
            "agent",
            "advmod",
            "dative",
            "acomp",
            "oprd",
            "advcl",
            "npadvmod",
        ) and not _is_date(child):
            found.add(child.lower_)
            for inner in child.children:
                if inner.dep_ == "prep":
                    found.add(inner.lower_)
    return found


def possessor(noun: Token) -> Token | None:
    """Whose: “B's attack”, “the attack by B”."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for prep, obj in prepositional(noun):
        if prep == "by":
            return obj
    return None


def words_of(noun: Token) -> set[str]:
    """The lemmas that say what a noun phrase is: its head, what is compounded with it, what it is a number of."""
    found: set[str] = set()
    for head in conjuncts(noun):
        found.add(head.lemma_.lower())
        found.add(head.lower_)
        for child in head.children:
            if child.dep_ in ("compound", "amod", "nmod", "nummod", "quantmod"):
                found.add(child.lemma_.lower())
                for inner in child.children:
                    if inner.dep_ in ("compound", "amod", "quantmod"):
                        found.add(inner.lemma_.lower())
            elif child.dep_ == "prep" and child.lower_ == "of" and head.lemma_.lower() in _CONTAINERS:
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        found.add(inner.lemma_.lower())
                        found.update(
                            g.lemma_.lower() for g in inner.children if g.dep_ in ("compound", "amod")
                        )
    return found


def is_owed(verb: Token) -> bool:
    """Whether a clause says what ought to be: “(insisted) that it *leave*, *be* freed, *must* leave”."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.lower_ in ("must", "should", "ought") for c in auxiliaries):
        return not any(c.lower_ == "have" for c in auxiliaries)
    if any(c.dep_ == "aux" for c in auxiliaries):
        return False
    return bool(verb.tag_ == "VB") or any(c.tag_ == "VB" for c in auxiliaries)


# Verbs that only say how far a deed is: “promised to *continue* aid”, “agreed to *start* talks”.
_ASPECT = frozenset(
    ("continue", "begin", "start", "resume", "keep", "help", "try", "go", "proceed", "work", "stay")
)


def complement(head: Token) -> Token | None:
    """The verb of the infinitive or clause that a word takes: “agreed to *meet*”, “demanded that B *leave*”.

    Where that verb only says how far a deed is, the deed: “promised to continue *aid*”.
    """
    verb = _clause_under(head)
    if verb is not None and verb.lemma_ in _ASPECT and verb.pos_ == "VERB":
        deeper = _clause_under(verb) or next((c for c in verb.children if c.dep_ == "dobj"), None)
        return deeper or verb
    return verb


def _clause_under(head: Token) -> Token | None:
    for child in head.children:
        if child.dep_ in ("xcomp", "ccomp", "acl") and child.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            if child.i < head.i and any(c.text == ";" for c in head.children):
                continue  # “Panama voted against it; Spain abstained”: another sentence
            return child
        if child.dep_ == "prep":
            for inner in child.children:
                if inner.dep_ == "pcomp":
                    return inner
    for child in head.children:
        if child.dep_ == "advcl" and any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
            return child
    return None
