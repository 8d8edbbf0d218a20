"""Lines drawn without a word of threatening: “X would be a red line”, “an attack would be answered”, “may
retaliate if …”, “warned them not to …”.

`lines_drawn` finds them on the parse and says which tokens are the line and which its consequence; who draws
it, and toward whom, is the business of `positions.py`. `condition_in_subject` is the condition that a threat has in
its own subject. The words are data: codebook/red_lines.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from spacy.tokens import Doc, Token

from detente.reading.clauses import (
    agent_of,
    condition_of,
    is_condition,
    is_negated,
    is_passive,
    own_subject,
    subject_of,
    subtree_without,
)
from detente.records import PositionType


@dataclass(frozen=True)
class Line:
    """A line as the parse gives it.

    `holder` is the head of the phrase that names who draws it, None where it is whoever speaks; `condition` what is
    not to happen, `body` the whole of the words, `consequence` what it would bring (empty: not said); `toward` heads
    whom it is put to. `own`: a line only where the speaker speaks of himself (“Russia may attack”).
    """

    type: PositionType
    anchor: Token
    holder: Token | None
    body: list[Token]
    condition: list[Token]
    consequence: list[Token] = field(default_factory=list)
    toward: Token | None = None
    own: bool = False


@cache
def load_words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """codebook/red_lines.toml: for each section and list the words."""
    text = resources.files("detente.codebook").joinpath("red_lines.toml").read_text(encoding="utf-8")
    return {
        section: {name: frozenset(words) for name, words in lists.items()}
        for section, lists in tomllib.loads(text).items()
    }


def lines_drawn(doc: Doc) -> Iterator[Line]:
    """Every line that a clause draws, in the order of the text."""
    for token in doc:
        if (
            token.pos_ in ("NOUN", "PROPN", "ADJ", "X", "VERB")
            and (phrase := _line_phrase(token)) is not None
        ):
            if (line := _by_name(token, phrase)) is not None:
                yield line
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            found = (
                _answered(token)
                or _not_borne(token)
                or _perhaps(token)
                or _warned_off(token)
                or _disowned(token)
            )
            if found is not None:
                yield found


MAY = frozenset({"may", "might", "could"})
AHEAD = frozenset({"will", "would", "shall", "'ll", "’ll", "could", "may", "might", "can"})


def modal_of(verb: Token) -> str | None:
    """The modal that stands on a verb, in small letters."""
    return next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.tag_ == "MD"), None)


# ── “a red line”, “an act of war” ────────────────────────────────────────────────────────────────────


def _line_phrase(noun: Token) -> str | None:
    """The phrase of the codebook that begins at or ends with this noun: “red line” at “line”, “act of war” at “act”."""
    words = load_words()["drawing"]
    doc, i = noun.doc, noun.i
    before = f"{doc[i - 1].lower_} {noun.lemma_.lower()}" if i else ""
    if noun.lemma_.lower() in words["lines"] or before in words["lines"]:
        return "line"
    if noun.lower_ == "war" and i and doc[i - 1].lower_ in ("of", "for"):
        return None
    for length in (4, 3, 2, 1):
        if " ".join(t.lower_ for t in doc[i : i + length]) in words["wars"]:
            return "war"
    return None


def _by_name(noun: Token, phrase: str) -> Line | None:
    words = load_words()["drawing"]
    verb = next((a for a in noun.ancestors if a.pos_ in ("VERB", "AUX")), None)
    if verb is None or is_negated(verb) or is_negated(noun) or is_condition(verb):
        return None
    lemma, modal = verb.lemma_.lower(), modal_of(verb) or _modal_above(verb)
    ahead = modal in AHEAD
    subject = own_subject(verb) or (own_subject(verb.head) if verb.dep_ in ("xcomp", "conj") else None)
    makes = lemma == "make" and subject is not None and (subject.dep_ == "csubj" or _is_deed(subject))
    if lemma in words["calls"] and not makes and noun.i > verb.i and (phrase == "line" or ahead):
        if is_passive(verb):
            return _line(verb, agent_of(verb), _phrase_of(subject), noun) if subject is not None else None
        first = _left_of(noun)
        condition = [
            t for t in noun.doc[verb.i + 1 : first] if not t.is_space and t.lower_ not in ("as", ",")
        ]
        holder = subject_of(verb)
        if not condition or holder is None or condition[0].pos_ in ("PRON", "SCONJ"):
            return None
        return _line(verb, holder, condition, noun)
    if lemma in words["draws"] and phrase == "line" and noun.dep_ in ("dobj", "nsubjpass") and not ahead:
        about = next(
            (
                p
                for t in (noun, verb)
                for c in t.children
                if c.dep_ == "prep"
                and c.lower_ in ("on", "at", "over", "against", "around", "about", "regarding")
                for p in c.children
                if p.dep_ in ("pobj", "pcomp")
            ),
            None,
        )
        holder = subject_of(verb) if noun.dep_ == "dobj" else agent_of(verb)
        if about is None or holder is None or holder.lower_ in ("there", "it"):
            return None
        return _line(verb, holder, _phrase_of(about), noun)
    if (lemma not in words["is"] and not makes) or subject is None:
        return None
    if lemma == "cross" and not ahead:
        return None  # “crossed a red line” says that it was drawn before
    if phrase == "line" and _has(subject, noun):  # “Russia's red line is membership”
        what = next(
            (c for c in verb.children if c.dep_ in ("attr", "ccomp", "xcomp", "acomp") and c.i > verb.i), None
        )
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        if what is None or owner is None:
            return None
        cut = {c.i for c in verb.children if c.dep_ in ("conj", "cc", "parataxis", "mark")}
        return Line("threat", verb, owner, subtree_without(verb, cut), _phrase_of(what), _phrase_of(subject))
    if noun.i < verb.i or (phrase == "war" and not ahead):
        return None
    owner = next(
        (
            p
            for c in noun.children
            if c.dep_ == "prep" and c.lower_ == "for"
            for p in c.children
            if p.dep_ == "pobj" and p.pos_ in ("PROPN", "NOUN")
        ),
        next((c for c in noun.children if c.dep_ == "poss" and c.pos_ == "PROPN"), None),
    )
    if subject.pos_ == "PRON" or subject.lower_ in ("this", "that"):
        condition_verb = condition_of(verb)
        if condition_verb is None:
            return None
        return _line(verb, owner, _without_if(subtree_without(condition_verb, set())), noun)
    if phrase == "war" and subject.dep_ != "csubj" and not _is_deed(subject):
        return None
    return _line(verb, owner, _phrase_of(subject), noun)


def _line(verb: Token, holder: Token | None, condition: Sequence[Token], noun: Token) -> Line | None:
    kept = [t for t in condition if t.i != verb.i]
    if not any(t.pos_ in ("NOUN", "PROPN", "VERB") for t in kept):
        return None
    inside = {t.i for t in kept}
    first, last = min(verb.i, *inside), max(_right_of(noun), *inside)
    body = [t for t in verb.doc[first : last + 1] if not t.is_space]
    rest = [
        t
        for t in body
        if t.i not in inside
        and t.i >= min((c.i for c in verb.children if c.dep_ in ("aux", "auxpass")), default=verb.i)
    ]
    return Line("threat", verb, holder, body, kept, rest)


def _has(subject: Token, noun: Token) -> bool:
    return noun == subject or subject in noun.ancestors


def _left_of(noun: Token) -> int:
    """Where the bare phrase of the line begins: at its article or first adjective."""
    i: int = noun.i
    while (
        i > 0 and noun.doc[i - 1].pos_ in ("DET", "ADJ", "NUM") and noun.doc[i - 1].head in (noun, noun.head)
    ):
        i -= 1
    return i


def _right_of(noun: Token) -> int:
    """The last token of the phrase of a line: with its “for Russia”, without clauses behind it."""
    cut = {c.i for c in noun.children if c.dep_ in ("relcl", "acl", "conj", "cc", "punct", "appos")}
    last: int = subtree_without(noun, cut)[-1].i
    return last


def _phrase_of(head: Token | None) -> list[Token]:
    if head is None:
        return []
    return subtree_without(head, {c.i for c in head.children if c.dep_ == "appos" and c.i > head.i + 1})


def _without_if(tokens: list[Token]) -> list[Token]:
    return tokens[1:] if tokens and tokens[0].lower_ in ("if", "should") else tokens


def _modal_above(verb: Token) -> str | None:
    """“would be crossing”, “would amount to crossing”: the modal of the verb that governs this one."""
    head = verb.head
    while head.pos_ == "ADP" and head.head != head:
        head = head.head
    return (
        modal_of(head) if verb.dep_ in ("xcomp", "pcomp", "conj", "attr", "advcl") and head != verb else None
    )


# ── “an attack would be answered” ────────────────────────────────────────────────────────────────────


def _is_deed(noun: Token) -> bool:
    """A noun of a deed that has not been done: “any attack”, “an attempt to …”, “further sanctions”, “the use of …”."""
    if noun.lemma_.lower() not in load_words()["condition"]["deeds"] or noun.pos_ not in (
        "NOUN",
        "PROPN",
        "VERB",
    ):
        return False
    definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "these", "those") for c in noun.children)
    return not definite or any(c.dep_ in ("prep", "acl") for c in noun.children)


def doer_of(head: Token) -> Token | None:
    """Who would do what a condition says: the subject of its clause, “by Iran”, “Iran's”, “an Israeli strike”; never
    whom it would be done to."""
    if head.pos_ in ("VERB", "AUX"):
        return agent_of(head) if is_passive(head) else own_subject(head)
    for c in head.children:
        if c.dep_ in ("prep", "agent") and c.lower_ == "by":
            return next((p for p in c.children if p.dep_ == "pobj"), None)
    return next(
        (
            c
            for c in head.children
            if c.dep_ in ("poss", "amod", "compound", "nmod") and c.pos_ in ("PROPN", "ADJ")
        ),
        None,
    )


def condition_in_subject(verb: Token) -> list[Token]:
    """The condition that a threatening clause has in its subject: “any attack on us | would be met with force”."""
    subject = own_subject(verb)
    if subject is None:
        return []
    loose = any(c.lower_ in ("any", "another", "further", "anyone", "whoever") for c in subject.children)
    if _is_whoever(subject):
        return _phrase_of(subject)
    return _phrase_of(subject) if subject.dep_ == "csubj" or _is_deed(subject) or loose else []


def _is_whoever(subject: Token) -> bool:
    """“anyone who attacks us”, “whoever strikes”, “any country that sends troops”."""
    if subject.lower_ in ("whoever", "whosoever"):
        return True
    open_to_all = subject.lower_ in ("anyone", "anybody", "those") or any(
        c.lower_ in ("any", "whichever", "whatever") for c in subject.children
    )
    return open_to_all and any(c.dep_ == "relcl" for c in subject.children)


def condition_in_object(verb: Token) -> list[Token]:
    """The condition that a threatening clause has in its object: “shoot down | any plane that enters its airspace”."""
    for c in verb.children:
        if c.dep_ == "dobj" and any(
            g.lower_ in ("any", "anyone", "every", "whoever") for g in (c, *c.children)
        ):
            if any(g.dep_ in ("relcl", "acl") for g in c.children):
                return _phrase_of(c)
    return []


def _answered(verb: Token) -> Line | None:
    words = load_words()["condition"]
    subject = own_subject(verb)
    modal = modal_of(verb)
    if subject is None or modal not in AHEAD:
        return None
    whoever = _is_whoever(subject)
    if not (whoever or _is_deed(subject) or subject.dep_ == "csubj"):
        return None
    unanswered = any(c.lower_ in words["unanswered"] for c in verb.children)
    if is_negated(verb) != unanswered:
        return None
    lemma = verb.lemma_.lower()
    met = lemma in words["answers"] and is_passive(verb)
    if met and lemma in ("treat", "regard", "consider", "view", "see", "meet"):
        met = any(
            c.dep_ in ("prep", "oprd", "advmod", "xcomp", "attr", "dobj") and c.i > verb.i
            for c in verb.children
        )
    brought = (
        lemma in words["brings"]
        and not is_passive(verb)
        and any(
            n.lemma_.lower() in words["hurts"]
            for c in verb.children
            if c.i > verb.i
            for n in (
                (c, *(g for g in c.children if g.dep_ == "pobj"))
                if c.dep_ in ("dobj", "prep", "attr")
                else ()
            )
        )
    )
    suffers = (
        whoever and lemma in words["befalls" if is_passive(verb) else "suffers"] and not is_negated(verb)
    )
    if not (met or brought or unanswered or suffers):
        return None
    condition = _phrase_of(subject)
    body = subtree_without(
        verb, {c.i for c in verb.children if c.dep_ in ("conj", "cc", "parataxis", "mark")}
    )
    inside = {t.i for t in condition}
    return Line("threat", verb, None, body, condition, [t for t in body if t.i not in inside])


def _not_borne(verb: Token) -> Line | None:
    """“A Kurdish state will not be tolerated”, “an attack would be unacceptable”, “we cannot accept missiles there”: a
    refusal, nothing said of what follows."""
    subject, modal = own_subject(verb), modal_of(verb)
    if subject is None or modal not in ("will", "would", "can", "could", "shall", "ca"):
        return None
    lemma = verb.lemma_.lower()
    barred = is_negated(verb) and lemma in BEARING
    unacceptable = (
        lemma == "be"
        and not is_negated(verb)
        and any(c.dep_ == "acomp" and c.lower_ in BEYOND_BEARING for c in verb.children)
    )
    cut = {c.i for c in verb.children if c.dep_ in ("conj", "cc", "parataxis", "mark")}
    if barred and not is_passive(verb) and modal in ("can", "could", "ca"):
        borne = any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in verb.children)
        body = subtree_without(verb, cut)
        return Line("refusal", verb, subject, body, [], own=True) if borne else None
    if not unacceptable and not (barred and is_passive(verb)):
        return None
    if subject.pos_ not in ("NOUN", "PROPN", "VERB"):
        return None
    return Line("refusal", verb, None, subtree_without(verb, cut), [])


BEARING = frozenset({"tolerate", "accept", "allow", "permit", "countenance", "condone"})
BEYOND_BEARING = frozenset({"unacceptable", "intolerable", "inadmissible", "impermissible"})


# ── “may retaliate if”, “reserves the right to”, “warned them not to” ────────────────────────────────


def _perhaps(verb: Token) -> Line | None:
    """“may retaliate if …”; “will respond if …” where what they would do is no kindness."""
    modal, lemma, words = modal_of(verb), verb.lemma_.lower(), load_words()["condition"]
    if modal is None or is_negated(verb) or lemma not in words["answering"]:
        return None
    condition = condition_of(verb)
    subject = own_subject(verb)
    if condition is None or subject is None or is_passive(verb):
        return None
    if modal not in MAY and not (
        modal in AHEAD
        and lemma in BARE
        and (is_negated(condition) or condition.lemma_.lower() in words["harms"])
    ):
        return None
    body = subtree_without(
        verb,
        {
            condition.i,
            *(
                c.i
                for c in verb.children
                if c.dep_ in ("cc", "parataxis", "mark") or (c.dep_ == "conj" and own_subject(c) is not None)
            ),
        },
    )
    return Line("threat", verb, subject, body, _without_if(subtree_without(condition, set())), body, own=True)


def _disowned(verb: Token) -> Line | None:
    """“is not planning to attack anyone”, “does not seek war”: the denial of an intention of one's own."""
    lemma, subject = verb.lemma_.lower(), own_subject(verb)
    if subject is None or not is_negated(verb) or is_passive(verb) or modal_of(verb) is not None:
        return None
    aim = next((c for c in verb.children if c.dep_ in ("xcomp", "dobj") and c.i > verb.i), None)
    if aim is None or lemma not in ("plan", "intend", "prepare", "seek", "aim", "want", "wish"):
        return None
    words = load_words()["condition"]
    named = {t.lemma_.lower() for t in (aim, *aim.children)}
    if lemma in ("seek", "want", "wish") and named.isdisjoint(
        words["harms"] | words["hurts"] | words["deeds"]
    ):
        return None
    cut = {c.i for c in verb.children if c.dep_ in ("conj", "cc", "parataxis", "mark")}
    return Line("denial", verb, subject, subtree_without(verb, cut), [], own=True)


# What says nothing of how: “respond”, “act”.
BARE = frozenset({"respond", "react", "act", "answer", "intervene", "retaliate"})


def _warned_off(verb: Token) -> Line | None:
    """“warned Washington not to cross”, “cautioned the EU against imposing sanctions”: what is not to be done."""
    if verb.lemma_ not in ("warn", "caution") or is_negated(verb):
        return None
    holder = agent_of(verb) if is_passive(verb) else subject_of(verb)
    warned = next((c for c in verb.children if c.dep_ in ("dobj", "dative", "nsubjpass")), None)
    if holder is None:
        return None
    for c in verb.children:
        if c.i < verb.i:
            continue
        if c.dep_ == "xcomp" and c.tag_ == "VB" and is_negated(c):
            return Line("demand", verb, holder, subtree_without(c, set()), [], toward=warned)
        if c.dep_ == "prep" and c.lower_ == "against":
            what = next((p for p in c.children if p.dep_ in ("pcomp", "pobj")), None)
            if what is not None:
                return Line("demand", verb, holder, [c, *subtree_without(what, set())], [], toward=warned)
    return None
