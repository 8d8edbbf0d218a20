"""What a statement does: the act of its cue, corrected by what its content says."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from detente.records import Act

_DUTY = frozenset(["should", "must", "ought"])
_HARM = frozenset(
    [
        "consequence",
        "consequences",
        "price",
        "retaliation",
        "retaliate",
        "punish",
        "punishment",
        "strike",
        "destroy",
        "crush",
        "attack",
        "response",
        "sanctions",
        "sanction",
        "reprisal",
        "cost",
        "costs",
        "revenge",
        "devastating",
        "pay",
        "suffer",
        "regret",
        "annihilate",
        "hit",
    ]
)
_FALSE = frozenset(
    [
        "false",
        "untrue",
        "baseless",
        "groundless",
        "unfounded",
        "fabricated",
        "fake",
        "lie",
        "lies",
        "fabrication",
        "nonsense",
        "hoax",
        "slander",
        "falsehood",
        "propaganda",
        "disinformation",
        "absurd",
        "unsubstantiated",
        "myth",
        "fiction",
    ]
)
_AGREEABLE = frozenset(["open", "ready", "willing", "prepared"])
_CERTAIN = frozenset(["assert", "assess"])


def acts_of(act: Act, content: Sequence[Token], *, form: str) -> tuple[Act, ...]:
    """The acts of a statement: what the content does first, then what the cue does.

    `content` are the tokens of the content, its `that` included. A cue of plain saying gives way to what
    the content says (“said Russia should withdraw” is a demand); any other cue keeps its act.
    """
    found: list[Act] = []
    words = [t.lower_ for t in content if not t.is_space]
    if (
        act == "threaten"
        and form in ("clause", "quote", "of", "against", "label")
        and not _threatens(content, words)
    ):
        act = "assess"  # “warned that the situation is fragile” threatens nobody
    if act in _CERTAIN or form == "as":
        spoken = _act_of_words(content, words)
        if spoken is not None:
            found.append(spoken)
    if not found or act not in _CERTAIN:
        found.append(act)
    return tuple(dict.fromkeys(found))


def _threatens(content: Sequence[Token], words: list[str]) -> bool:
    if not _HARM.intersection(words):
        return False
    return any(w in ("will", "would", "'ll", "’ll", "shall", "could", "if") for w in words) or len(words) < 8


def _act_of_words(content: Sequence[Token], words: list[str]) -> Act | None:
    root = _root(content)
    if root is None:
        return None
    subject = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    modals = {c.lower_ for c in root.children if c.dep_ == "aux"}
    negated = any(c.dep_ == "neg" for c in root.children)
    own = subject is not None and subject.lower_ in ("he", "she", "it", "they", "we", "i")
    if (content and content[-1].text == "?") or any(t.text == "?" for t in content[-2:]):
        return "ask"
    if root.lemma_ == "be":
        complements = {t.lower_ for c in root.children if c.dep_ in ("acomp", "attr") for t in c.subtree}
        if complements & _FALSE:
            return "deny" if not negated else "assert"
        if complements & _AGREEABLE and not negated:
            return "offer"
    if modals & _DUTY or (
        root.lemma_ in ("have", "need") and any(c.dep_ == "xcomp" for c in root.children) and not own
    ):
        return "demand"
    if _HARM.intersection(words) and modals & {"will", "would", "’ll", "'ll", "shall"}:
        return "threaten"
    if own and modals & {"will", "would", "’ll", "'ll", "shall"}:
        return "reject" if negated else "promise"
    if subject is None and root.tag_ == "VB" and root.i == content[0].i:
        return "demand"
    return None


def _root(content: Sequence[Token]) -> Token | None:
    if not content:
        return None
    low, high = content[0].i, content[-1].i
    return next((t for t in content if not low <= t.head.i <= high or t.head == t), None)
