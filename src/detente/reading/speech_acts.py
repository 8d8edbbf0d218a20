"""What a statement does: the act of its cue, corrected by what its content says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from spacy.tokens import Token

from detente.reading.clauses import SAYING
from detente.reading.cues import load_cues
from detente.records import Act

# Acts that a cue of plain saying or thinking leaves open: there the content decides.
OPEN_ACTS: frozenset[Act] = frozenset({"assert", "assess"})
# What nobody does by thinking it: “fears it would be attacked”, “believes it will win”.
_BY_WORD: frozenset[Act] = frozenset({"promise", "threaten", "offer"})

_WILL = frozenset(["will", "would", "shall", "'ll", "’ll", "’d", "'d", "wo", "ll"])
_CAN = frozenset(["can", "could", "ca", "may", "might"])
_DUTY = frozenset(["should", "must", "ought"])


def acts_of(
    act: Act,
    content: Sequence[Token],
    *,
    form: str,
    is_own: Callable[[Token], bool],
    inner: Mapping[int, Act],
) -> tuple[Act, ...]:
    """The acts of a statement: what the content does, where its cue leaves that open; else what the cue does.

    `content` are the tokens of the content, `is_own` tells whether a subject is the speaker or the speaker's
    side, `inner` gives the act of each reporting word by its index (“said it rejected the offer” rejects).
    """
    tokens = [t for t in content if not t.is_space]
    if not tokens:
        return (act,)
    if act == "threaten" and form not in ("inf", "object"):
        # “warned that the situation is fragile” threatens nobody.
        return ("threaten",) if _threatens(tokens, is_own) else ("assess",)
    if form == "as":
        words = {t.lower_ for t in tokens}
        if act == "assess":
            tone: list[Act] = (
                ["deny"] if words & _words("false") else ["disapprove"] if words & _words("bad") else []
            )
            if not tone and words & _words("good"):
                tone = ["praise"]
            return (*tone, "assess")
        return _answer(act, tokens)
    if form == "object":
        # “repeated its demand”, “voiced support for the deal”: the noun says what was done.
        root = _root(tokens)
        noun = None
        if root is not None:
            noun = load_cues().nouns.get(root.lemma_ if root.pos_ == "NOUN" else root.lower_)
        if noun is not None and act in OPEN_ACTS:
            return (next(iter(noun.takes.values())),)
        return _answer(act, tokens)
    if act == "promise":
        root = _root(tokens)
        to_do = form == "inf" and root is not None and _threat_in(root, {"will"}, own=True)
        return ("promise", "threaten") if to_do or _threatens(tokens, is_own) else ("promise",)
    if act not in OPEN_ACTS:
        return (act,)
    found: list[Act] = []
    for clause in _clauses(tokens):
        spoken = _act_of_clause(clause, tokens, is_own, inner)
        thought = act == "assess" and spoken in _BY_WORD
        if spoken is not None and spoken not in found and not thought:
            found.append(spoken)
    if (not found and tokens[-1].text == "?") or (len(tokens) > 1 and tokens[-2].text == "?"):
        found.append("ask")
    return tuple(found) or (act,)


def _answer(act: Act, tokens: Sequence[Token]) -> tuple[Act, ...]:
    """“rejected the claim” denies, “rejected the demand” rejects."""
    if act == "reject":
        for token in tokens:
            noun = load_cues().nouns.get(token.lemma_) if token.pos_ == "NOUN" else None
            if noun is not None:
                told = next(iter(noun.takes.values()))
                return ("deny",) if told in ("assert", "accuse") else (act,)
            if token.pos_ == "VERB":
                break
    return (act,)


def _words(kind: str) -> frozenset[str]:
    return load_cues().content[kind]


def _clauses(tokens: Sequence[Token]) -> list[Token]:
    """The main verbs of a content: the head of each of its sentences and what is joined to it by “and”."""
    inside = {t.i for t in tokens}
    heads: list[Token] = []
    for token in tokens:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
            continue
        top = token.head == token or token.head.i not in inside
        joined = token.dep_ in ("conj", "parataxis") and any(token.head == h for h in heads)
        fronted = token.dep_ == "ccomp" and any(token.head == h for h in heads) and token.i < token.head.i
        if top or joined or fronted:
            heads.append(token)
    return heads[:6]


def _act_of_clause(
    verb: Token, tokens: Sequence[Token], is_own: Callable[[Token], bool], inner: Mapping[int, Act]
) -> Act | None:
    children = list(verb.children)
    subject = next((c for c in children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None and verb.dep_ == "conj":
        subject = next((c for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    modals = {c.lower_ for c in children if c.dep_ == "aux"}
    if not modals and verb.dep_ == "conj" and verb.tag_ == "VB":
        modals = {c.lower_ for c in verb.head.children if c.dep_ == "aux"}
    negated = any(c.dep_ == "neg" or c.lower_ == "never" for c in children)
    perfect = any(c.lower_ == "have" for c in children if c.dep_ == "aux")
    own = subject is not None and is_own(subject)
    lemma = verb.lemma_
    if _threat_in(verb, modals, own=own):
        return "threaten"
    complements = {
        t.lower_
        for c in children
        if c.dep_ in ("acomp", "attr", "oprd")
        for t in (c, *c.children, *c.conjuncts)
    }
    if lemma in ("be", "remain", "stay"):
        if complements & _words("false") and not negated:
            return "deny"
        if complements & _words("unacceptable") and not negated:
            return "reject"
        if own and complements & _words("ready"):
            return "reject" if negated else "offer"
        if own and "committed" in complements and not negated:
            return "promise"
        if own and "sorry" in complements:
            return "apologise"
    if own and {t.lower_ for c in children if c.dep_ in ("dobj", "attr") for t in (c, *c.children)} >= {"no"}:
        objects = {t.lower_ for c in children if c.dep_ in ("dobj", "attr") for t in (c, *c.conjuncts)}
        if objects & _words("no_such"):
            return "deny"
    asked = modals & _DUTY and not perfect and not own
    if asked and not any(c.dep_ == "mark" and c.lower_ in ("whether", "if") for c in children):
        said = any(c.dep_ == "auxpass" for c in children) and lemma in SAYING
        return None if said else "demand"  # “it must be said that …” asks for nothing
    plain = verb.tag_ == "VB" or (
        verb.tag_ == "VBP" and verb.lower_ == lemma and subject is not None and subject.tag_ in ("NN", "NNP")
    )
    if subject is not None and plain and not modals and any(c.lower_ == "that" for c in children):
        return "propose" if verb.head.lemma_ == "suggest" else "demand"  # “suggested that Oslo pay”
    if (
        lemma in ("have", "need")
        and not own
        and not negated
        and any(c.dep_ == "xcomp" and c.tag_ == "VB" for c in children)
    ):
        return "demand"
    if subject is None and verb.tag_ == "VB" and not modals and verb.dep_ in ("ROOT", "ccomp", "conj"):
        return "demand"  # an imperative: “Leave now”
    if own and modals & _WILL and not perfect:
        if negated:
            return "reject" if lemma not in _words("minds") else None
        if lemma in _words("offers") and ("would" in modals or "’d" in modals):
            return "offer"
        return "promise" if lemma not in _words("minds") else None
    if own and lemma == "reserve" and any(c.dep_ == "dobj" and c.lower_ == "right" for c in children):
        return "threaten"
    if own and lemma == "commit" and not negated:
        return "promise"
    if own and verb.i in inner and not negated and not modals:
        spoken = inner[verb.i]
        return spoken if spoken not in OPEN_ACTS else None
    if own and negated and not modals & (_WILL | _CAN) and lemma not in _words("minds"):
        return "deny"
    if (
        not own
        and subject is not None
        and lemma in _words("wrongs")
        and not negated
        and subject.dep_ == "nsubj"
    ):
        return "accuse" if not modals & _WILL else None
    return None


def _threatens(tokens: Sequence[Token], is_own: Callable[[Token], bool]) -> bool:
    for token in tokens:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            modals = {c.lower_ for c in token.children if c.dep_ == "aux"}
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            if _threat_in(token, modals, own=subject is not None and is_own(subject)):
                return True
    words = {t.lower_ for t in tokens}
    return len(tokens) < 9 and bool(words & _words("harm")) and bool(words & _words("grave"))


def _threat_in(verb: Token, modals: set[str], *, own: bool) -> bool:
    """“will pay a heavy price”, “would face consequences”, “will retaliate”."""
    if not modals & _WILL:
        return False
    if verb.lemma_ in _words("harm_verbs"):
        return own  # “the pipeline would destroy the reef” threatens nobody
    if verb.lemma_ in ("regard", "treat", "consider", "see", "view"):
        return own and _is_as_war(verb)
    if verb.lemma_ in ("meet", "answer") and any(c.dep_ == "auxpass" for c in verb.children):
        return any(  # “any attack would be answered”
            g.lower_ in ("any", "another") for c in verb.children if c.dep_ == "nsubjpass" for g in c.children
        )
    if verb.lemma_ == "use" and own:
        return any(c.dep_ == "dobj" and c.lemma_ == "force" for c in verb.children)
    if verb.lemma_ == "respond":
        return own and any(c.dep_ == "advmod" and c.lower_.endswith("ly") for c in verb.children)
    if verb.lemma_ not in _words("facing"):
        return False
    for child in verb.children:
        if child.i > verb.i and child.dep_ in ("dobj", "attr", "prep", "oprd"):
            nouns = (
                [child, *child.conjuncts]
                if child.dep_ != "prep"
                else [g for g in child.children if g.dep_ == "pobj"]
            )
            for noun in nouns:
                if noun.lower_ in _words("harm"):
                    if noun.lower_ in ("response", "cost", "costs", "price", "war", "sanctions", "blow"):
                        described = {c.lower_ for c in noun.children}
                        if not described & _words("grave") and noun.lower_ not in ("sanctions", "price"):
                            continue
                    return True
    return False


def _is_as_war(verb: Token) -> bool:
    """“would regard any intervention as a declaration of war”, “as an attack on itself”."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    for child in (*verb.children, *(g for o in objects for g in o.children)):
        if child.dep_ == "prep" and child.lower_ == "as":
            for named in child.children:
                words = {
                    named.lemma_,
                    *(g.lemma_ for c in named.children if c.dep_ == "prep" for g in c.children),
                }
                if words & {"war", "attack", "aggression", "invasion", "hostility"}:
                    return True
    return False


def _root(tokens: Sequence[Token]) -> Token | None:
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head == t or t.head.i not in inside), None)
