"""What a statement does: the act of its cue, corrected by what its content says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from spacy.tokens import Token

from detente.records import Act

# Acts that a cue of plain saying or thinking leaves open: there the content decides.
OPEN_ACTS: frozenset[Act] = frozenset({"assert", "assess"})

_WILL = frozenset(["will", "would", "shall", "'ll", "’ll", "’d", "'d", "wo", "ll"])
_DUTY = frozenset(["should", "must", "ought"])
_FALSE = frozenset(
    ["false", "untrue", "baseless", "groundless", "unfounded", "fabricated", "fake", "lie", "lies", "fabrication"]
    + ["fabrications", "nonsense", "hoax", "slander", "slanderous", "falsehood", "falsehoods", "propaganda"]
    + ["disinformation", "misinformation", "absurd", "unsubstantiated", "myth", "fiction", "fantasy", "rubbish"]
    + ["ridiculous", "rumour", "rumours", "rumor", "rumors", "incorrect", "inaccurate", "provocation"]
)  # fmt: skip
_NO_SUCH = frozenset(
    ["intention", "intentions", "plan", "plans", "desire", "evidence", "truth", "involvement"]
)
_READY = frozenset(["open", "ready", "willing", "prepared"])
_UNACCEPTABLE = frozenset(["unacceptable", "intolerable", "inadmissible", "impossible", "non-negotiable"])
_GOOD = frozenset(
    ["constructive", "helpful", "useful", "productive", "positive", "good", "great", "historic", "important", "brave"]
    + ["courageous", "encouraging", "fruitful", "excellent", "successful", "heroic", "welcome", "candid", "frank"]
    + ["breakthrough", "hero", "heroes", "success", "victory", "milestone", "friend", "partner"]
)  # fmt: skip
_BAD = frozenset(
    ["illegal", "unlawful", "barbaric", "cowardly", "criminal", "outrageous", "shameful", "disgraceful", "brutal"]
    + ["dangerous", "reckless", "irresponsible", "unjustified", "unprovoked", "cruel", "heinous", "disgusting"]
    + ["provocation", "provocative", "crime", "terrorist", "terrorists", "terrorism", "aggression", "genocide"]
    + ["massacre", "betrayal", "mistake", "failure", "disaster", "farce", "sham", "hypocrisy", "hypocritical"]
    + ["liar", "killer", "dictator", "tyrant", "unacceptable", "threat", "violation", "disgrace", "shame", "coup"]
    + ["aggressor", "occupier", "puppet", "fascist", "nazi", "criminals", "enemy", "worrying", "bad", "wrong"]
)  # fmt: skip
_HARM_VERBS = frozenset(
    ["retaliate", "punish", "strike", "destroy", "crush", "annihilate", "obliterate", "avenge", "regret", "invade"]
    + ["bomb", "eliminate", "flatten", "sanction", "hit"]
)  # fmt: skip
_FACING = frozenset(
    ["face", "pay", "suffer", "bear", "impose", "bring", "trigger", "prompt", "provoke", "meet", "inflict", "have"]
    + ["be", "draw", "carry", "lead", "result", "invite", "take", "exact", "deliver", "follow", "come", "entail"]
)  # fmt: skip
_HARM = frozenset(
    ["consequence", "consequences", "price", "retaliation", "punishment", "reprisal", "reprisals", "cost", "costs"]
    + ["revenge", "sanctions", "countermeasures", "response", "war", "destruction", "blow", "repercussions", "wrath"]
)  # fmt: skip
_GRAVE = frozenset(
    ["heavy", "severe", "serious", "grave", "dire", "massive", "devastating", "swift", "harsh", "crushing", "tough"]
    + ["strong", "decisive", "firm", "high", "unprecedented", "painful", "terrible", "catastrophic", "forceful"]
    + ["hard", "stern", "steep", "huge", "enormous", "significant", "united", "resolute", "economic", "further"]
)  # fmt: skip
_WRONGS = frozenset(
    ["violate", "breach", "lie", "fabricate", "provoke", "sabotage", "undermine", "destabilize", "destabilise"]
    + ["kidnap", "murder", "massacre", "torture", "smuggle", "plot", "stage", "mislead", "blackmail", "sponsor"]
    + ["interfere", "meddle", "escalate", "manipulate", "obstruct", "flout", "deceive", "collude"]
)  # fmt: skip
_MINDS = frozenset(
    ["know", "believe", "think", "expect", "remember", "see", "understand", "want", "feel", "recall", "care", "need"]
    + ["be", "have", "regret", "fear", "doubt", "mind", "like", "agree", "support", "rule", "accept", "recognize"]
)  # fmt: skip
_OFFERS = frozenset(
    ["consider", "welcome", "discuss", "talk", "negotiate", "help", "mediate", "host", "listen"]
)


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
        return ("threaten",) if _threatens(tokens) else ("assess",)
    if form == "as":
        words = {t.lower_ for t in tokens}
        if act == "assess":
            tone: list[Act] = ["deny"] if words & _FALSE else ["disapprove"] if words & _BAD else []
            if not tone and words & _GOOD:
                tone = ["praise"]
            return (*tone, "assess")
        return (act,)
    if form == "object":
        # “repeated its demand”, “voiced support for the deal”: the noun says what was done.
        root = _root(tokens)
        told = inner.get(root.i) if root is not None and root.pos_ == "NOUN" else None
        if told is not None and act in OPEN_ACTS:
            return (told,)
        return (act,)
    if act not in OPEN_ACTS:
        return (act,)
    found: list[Act] = []
    for clause in _clauses(tokens):
        spoken = _act_of_clause(clause, tokens, is_own, inner)
        if spoken is not None and spoken not in found:
            found.append(spoken)
    if not found and tokens[-1].text == "?" or len(tokens) > 1 and tokens[-2].text == "?":
        found.append("ask")
    return tuple(found) or (act,)


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
    if _threat_in(verb, modals):
        return "threaten"
    complements = {
        t.lower_
        for c in children
        if c.dep_ in ("acomp", "attr", "oprd")
        for t in (c, *c.children, *c.conjuncts)
    }
    if lemma in ("be", "remain", "stay"):
        if complements & _FALSE and not negated:
            return "deny"
        if complements & _UNACCEPTABLE and not negated:
            return "reject"
        if own and complements & _READY:
            return "reject" if negated else "offer"
        if own and "committed" in complements and not negated:
            return "promise"
        if own and "sorry" in complements:
            return "apologise"
    if own and {t.lower_ for c in children if c.dep_ in ("dobj", "attr") for t in (c, *c.children)} >= {"no"}:
        objects = {t.lower_ for c in children if c.dep_ in ("dobj", "attr") for t in (c, *c.conjuncts)}
        if objects & _NO_SUCH:
            return "deny"
    if modals & _DUTY and not perfect and not own:
        return "demand"
    if lemma in ("have", "need") and not own and any(c.dep_ == "xcomp" and c.tag_ == "VB" for c in children):
        return "demand"
    if subject is None and verb.tag_ == "VB" and not modals and verb.dep_ in ("ROOT", "ccomp", "conj"):
        return "demand"  # an imperative: “Leave now”
    if own and modals & _WILL and not perfect:
        if negated:
            return "reject"
        if lemma in _OFFERS and ("would" in modals or "’d" in modals):
            return "offer"
        return "promise" if lemma not in ("be", "like", "need", "have", "know", "see") else None
    if own and verb.i in inner and not negated and not modals:
        spoken = inner[verb.i]
        return spoken if spoken not in OPEN_ACTS else None
    if (
        own
        and negated
        and not modals & (_WILL | {"can", "could", "ca", "may", "might"})
        and lemma not in _MINDS
    ):
        return "deny"
    if not own and subject is not None and lemma in _WRONGS and not negated and subject.dep_ == "nsubj":
        return "accuse" if not modals & _WILL else None
    return None


def _threatens(tokens: Sequence[Token]) -> bool:
    for token in tokens:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            modals = {c.lower_ for c in token.children if c.dep_ == "aux"}
            if _threat_in(token, modals):
                return True
    words = {t.lower_ for t in tokens}
    return len(tokens) < 9 and bool(words & _HARM) and bool(words & _GRAVE)


def _threat_in(verb: Token, modals: set[str]) -> bool:
    """“will pay a heavy price”, “would face consequences”, “will retaliate”."""
    if not modals & _WILL:
        return False
    if verb.lemma_ in _HARM_VERBS:
        return True
    if verb.lemma_ == "respond":
        return any(c.dep_ == "advmod" and c.lower_.endswith("ly") for c in verb.children)
    if verb.lemma_ not in _FACING:
        return False
    for child in verb.children:
        if child.i > verb.i and child.dep_ in ("dobj", "attr", "prep", "oprd"):
            nouns = (
                [child, *child.conjuncts]
                if child.dep_ != "prep"
                else [g for g in child.children if g.dep_ == "pobj"]
            )
            for noun in nouns:
                if noun.lower_ in _HARM:
                    if noun.lower_ in ("response", "cost", "costs", "price", "war", "sanctions", "blow"):
                        described = {c.lower_ for c in noun.children}
                        if not described & _GRAVE and noun.lower_ not in ("sanctions", "price"):
                            continue
                    return True
    return False


def _root(tokens: Sequence[Token]) -> Token | None:
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head == t or t.head.i not in inside), None)
