"""Did it happen? The status of an event from the grammar around the word that names it.

The word's own verb group speaks first (“did not attack”, “will attack”, “is shelling”), then each word that
governs it on the way up the parse (“fears of an attack”, “refused to attack”, “demanded that it attack”), as
far as the clause in which the event is told. Where two of them disagree, the less real one counts: calling a
feared invasion a fact is worse than calling a fact feared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from spacy.tokens import Token

from detente.records import EventStatus

# From the most real to the least; of two signals the later one counts.
_REALITY: tuple[EventStatus, ...] = ("occurred", "ongoing", "planned", "demanded", "hypothetical", "negated")

_FUTURE = {"will", "shall", "'ll", "’ll", "wo", "sha"}
_IRREALIS = {"would", "could", "might", "may", "can", "ca", "'d", "’d"}
_DEONTIC = {"must", "should", "ought"}
_NEGATIVE_WORDS = {
    "no",
    "neither",
    "nor",
    "never",
    "none",
    "nobody",
    "hardly",
    "barely",
    "scarcely",
    "n't",
    "not",
    "n’t",
}
_CLAUSE = {
    "ROOT",
    "ccomp",
    "advcl",
    "relcl",
    "parataxis",
    "acl",
    "csubj",
    "csubjpass",
    "xcomp",
    "pcomp",
    "conj",
}
# Prepositions whose object is told as not the case, or only feared.
_WITHOUT = {"without", "despite_no", "against_possible", "instead"}
_BEFORE = {"until", "till", "unless", "pending", "barring"}


class _Governors(NamedTuple):
    verbs: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]


@cache
def _lists() -> dict[str, _Governors]:
    raw = tomllib.loads((files("detente.codebook") / "modality.toml").read_text("utf-8"))
    return {
        name: _Governors(
            frozenset(part.get("verbs", ())),
            frozenset(part.get("nouns", ())),
            frozenset(part.get("adjectives", ())),
        )
        for name, part in raw.items()
    }


@cache
def _conditional_marks() -> frozenset[str]:
    raw = tomllib.loads((files("detente.codebook") / "modality.toml").read_text("utf-8"))
    return frozenset(raw["conditional"]["marks"])


@cache
def _governing() -> tuple[dict[str, EventStatus], dict[str, EventStatus], dict[str, EventStatus]]:
    """Verb, noun and adjective → the status of what it governs."""
    verbs: dict[str, EventStatus] = {}
    nouns: dict[str, EventStatus] = {}
    adjectives: dict[str, EventStatus] = {}
    for status in ("planned", "hypothetical", "demanded", "negated"):
        part = _lists()[status]
        verbs.update(dict.fromkeys(part.verbs, status))  # type: ignore[arg-type]
        nouns.update(dict.fromkeys(part.nouns, status))  # type: ignore[arg-type]
        adjectives.update(dict.fromkeys(part.adjectives, status))  # type: ignore[arg-type]
    return verbs, nouns, adjectives


def status_of(token: Token) -> EventStatus:
    """The status of the event that a verb, noun or adjective names, from its parse.

    “occurred” where nothing speaks against it; who vouches for it is another question (`claimed_by`).
    """
    least = 0
    for status in _signals(token):
        least = max(least, _REALITY.index(status))
        if least == len(_REALITY) - 1:
            break
    return _REALITY[least]


def _signals(token: Token) -> Iterator[EventStatus]:
    """Every hint about the event, from its own word upwards; none where all speaks for “occurred”."""
    verbal = is_verbal(token)
    yield from _own_verb_group(token) if verbal else _own_noun_group(token)
    node = token
    for _ in range(12):  # deeper chains than this are mis-parses
        head = node.head
        if head.i == node.i:
            if is_verbal(node) and _asks(node):
                yield "hypothetical"
            return
        dep = node.dep_
        if dep == "conj":
            # The first conjunct stands in the governing clause; a verb with its own subject or auxiliary is judged alone.
            first = head
            if is_verbal(node) and is_verbal(first):
                if _shares_auxiliaries(node, first):
                    yield from _own_verb_group(first)
                if node.tag_ == "VB" and first.tag_ not in ("VB", "VBP") and not _has_auxiliary(node):
                    yield "hypothetical"
            elif not is_verbal(node):
                yield from _own_noun_group(first, conj=True)
            node = first
            continue
        if is_verbal(node):
            yield from _clause_signal(node, head)
            if _stands_alone(node, head):
                if (
                    dep == "advcl"
                    and _is_when(node)
                    and set(_own_verb_group(head)) & {"planned", "hypothetical"}
                ):
                    yield "hypothetical"
                return
        else:
            yield from _phrase_signal(node, head)
            if is_verbal(head):
                yield from _own_verb_group(head, governed=node)
        node = head


def is_verbal(token: Token) -> bool:
    """Whether a word is a predicate: a verb, or an adjective or noun with a copula."""
    return token.pos_ in ("VERB", "AUX")


def _own_verb_group(verb: Token, governed: Token | None = None) -> Iterator[EventStatus]:
    """What a verb's auxiliaries, negation and form say of it, or of the noun that it governs."""
    modal = perfect = False
    to = False
    for child in verb.children:
        low = child.lower_
        if child.dep_ == "neg" or (child.dep_ == "advmod" and low in _NEGATIVE_WORDS):
            if low != "only" and not _not_only(child):
                if governed is None or governed.dep_ in (
                    "dobj",
                    "nsubjpass",
                    "attr",
                    "prep",
                    "nsubj",
                    "agent",
                ):
                    yield "negated"
        elif child.dep_ in ("aux", "auxpass"):
            if low in _FUTURE:
                modal = True
                yield "planned"
            elif low in _IRREALIS:
                modal = True
                if low in ("'d", "’d") and verb.tag_ in ("VBN", "VBD"):
                    modal = False
                    continue
                yield "hypothetical"
            elif low in _DEONTIC:
                modal = True
                yield "demanded" if not any(c.lower_ == "have" for c in verb.children) else "hypothetical"
            elif low == "to":
                to = True
            elif child.lemma_ in ("have", "'ve", "’ve"):
                perfect = True
        elif child.dep_ == "mark" and low in _conditional_marks() and governed is None:
            if low != "so" or any(c.lower_ == "that" for c in verb.children):
                yield "hypothetical"
        elif child.dep_ in ("nsubj", "nsubjpass") and governed is None:
            if child.lower_ in ("nobody", "none", "nothing", "neither") or any(
                c.lower_ in ("no", "neither") and c.dep_ in ("det", "preconj", "cc") for c in child.children
            ):
                yield "negated"
    if governed is not None:
        return
    if verb.dep_ == "ROOT" and to and not modal:
        # “Leaders to meet on Friday”: a headline's future.
        yield "planned"
    if (
        verb.tag_ == "VB"
        and not modal
        and not to
        and not _has_auxiliary(verb)
        and verb.dep_ in ("ROOT", "ccomp")
    ):
        # An imperative or a subjunctive (“demanded that it withdraw”).
        yield "demanded"
    if modal or perfect:
        return
    if (
        verb.tag_ == "VBG"
        and any(c.dep_ == "aux" and c.lemma_ == "be" and c.tag_ in ("VBP", "VBZ") for c in verb.children)
    ) or (verb.tag_ in ("VBP", "VBZ") and verb.dep_ in ("relcl",)):
        yield "ongoing"


def _own_noun_group(noun: Token, conj: bool = False) -> Iterator[EventStatus]:
    """What a noun's determiners and adjectives say of the event that it names."""
    _, _, adjectives = _governing()
    for child in noun.children:
        low = child.lower_
        if child.dep_ in ("det", "neg", "preconj") and low in ("no", "neither"):
            yield "negated"
        elif child.dep_ == "det" and low in ("any", "another_possible") and not conj:
            yield "hypothetical"
        elif child.dep_ in ("amod", "compound", "nmod") and not conj:
            status = adjectives.get(low)
            if status and low not in (
                "right",
                "free",
                "open",
                "welcome",
                "wrong",
                "easy",
                "hard",
                "further",
                "next",
                "about",
            ):
                yield status
            elif low == "next":
                yield "planned"
            if any(c.lower_ in ("no", "not") for c in child.children if c.dep_ in ("neg", "advmod")):
                yield "negated"
    if noun.i > 0 and noun.nbor(-1).lower_ == "non":
        yield "negated"


def _clause_signal(verb: Token, head: Token) -> Iterator[EventStatus]:
    """What governs a clause: its head word, the mark that opens it, the preposition before it."""
    dep = verb.dep_
    verbs, nouns, adjectives = _governing()
    lists = _lists()
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    if dep in ("xcomp", "ccomp"):
        key = _governor_key(head)
        if is_verbal(head):
            if dep == "ccomp" and not infinitive and _is_quoted_parent(verb, head):
                return
            status = verbs.get(key)
            if infinitive or verb.tag_ == "VBG" or dep == "xcomp":
                if key == "go" and head.tag_ == "VBG":
                    yield "planned"
                elif key in ("be", "have") and infinitive:
                    yield "planned" if key == "be" else "demanded"
                elif status:
                    yield "hypothetical" if key in ("agree", "offer") and status is None else status
                elif key in ("stop", "cease", "refrain"):
                    yield "negated"
                elif infinitive and key not in lists["implicative"].verbs:
                    yield "hypothetical"
                if infinitive and _object_controlled_saying(head):
                    yield "demanded"
            elif status in ("hypothetical", "demanded", "negated"):
                # A finite clause: “fears that it attacked”, “denied that it attacked”, “insists that it pull out”.
                if status == "hypothetical" and key in (
                    "warn",
                    "believe",
                    "think",
                    "suspect",
                    "suggest",
                    "allege",
                    "accuse",
                    "charge",
                    "concern",
                ):
                    if not _tells_of_the_past(verb):
                        yield "hypothetical"
                elif status == "hypothetical" and key == "help":
                    pass
                elif status == "demanded" and key in ("insist", "tell", "argue", "require"):
                    if verb.tag_ == "VB" and not _has_auxiliary(verb):
                        yield "demanded"
                else:
                    yield status
            elif status == "planned" and not _tells_of_the_past(verb):
                if key not in ("announce",):
                    yield "planned"
            if _negated(head) and key in lists["saying"].verbs and not _negated(verb):
                # “did not say that it attacked”: nobody vouches for it.
                yield "hypothetical"
        elif head.pos_ == "ADJ":
            status = adjectives.get(head.lower_)
            if status:
                yield status
            elif infinitive:
                yield "hypothetical"
        elif head.pos_ in ("NOUN", "PROPN") and infinitive:
            yield nouns.get(head.lemma_.lower(), "hypothetical")
    elif dep == "acl" and head.pos_ in ("NOUN", "PROPN", "PRON"):
        if infinitive:
            yield nouns.get(head.lemma_.lower(), "hypothetical")
        elif any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children) or verb.tag_ not in (
            "VBN",
            "VBG",
        ):
            status = nouns.get(head.lemma_.lower())
            if (
                status
                and head.lemma_.lower()
                not in ("claim", "accusation", "allegation", "warning", "sign", "announcement")
            ) or (status and not _tells_of_the_past(verb)):
                yield status
        elif any(c.dep_ == "amod" and c.lower_ in adjectives for c in verb.children):
            pass
    elif dep == "relcl":
        if infinitive:
            yield "hypothetical"
    elif dep == "advcl":
        if infinitive:
            # Purpose: “sent planes to bomb the port” tells of the sending alone.
            yield "planned" if is_verbal(head) else adjectives.get(head.lower_, "hypothetical")
        elif (
            (
                any(c.dep_ == "mark" and c.lower_ in ("before", "until", "till") for c in verb.children)
                and verb.tag_ in ("VBP", "VBZ")
            )
            or (verb.i > 0 and any(c.lower_ == "should" and c.dep_ == "aux" for c in verb.children))
            or any(c.lower_ == "case" for c in verb.children)
            or (verb.left_edge.i > 1 and verb.left_edge.nbor(-1).lower_ == "case")
        ):
            yield "hypothetical"
    elif dep == "pcomp":
        prep = head.lower_
        governor = head.head
        if prep in ("without", "before"):
            yield "negated" if prep == "without" else "hypothetical" if not _past(governor) else "occurred"
        elif (
            (prep in ("instead", "of") and (prep == "instead" or governor.lower_ == "instead"))
            or prep == "than"
            or governor.lower_ == "rather"
        ):
            yield "negated"
        else:
            yield from _prepositional_signal(prep, governor, clause=True)
    elif dep in ("csubj", "csubjpass"):
        yield from (
            s for s in _own_verb_group(head, governed=verb) if s in ("hypothetical", "planned", "demanded")
        )
        if infinitive or verb.tag_ == "VBG":
            if (
                any(c.lower_ in ("would", "could", "might", "may") for c in head.children if c.dep_ == "aux")
                or infinitive
            ):
                yield "hypothetical"


def _phrase_signal(noun: Token, head: Token) -> Iterator[EventStatus]:
    """What governs a noun: “fears of an attack”, “prevent an attack”, “no attack”, “an attack would …”."""
    dep = noun.dep_
    verbs, nouns, _ = _governing()
    if dep in ("dobj", "attr", "oprd", "nsubjpass") and is_verbal(head):
        key = _governor_key(head)
        status = verbs.get(key)
        if key in (
            "discuss",
            "condemn",
            "debate",
            "dispute",
            "resist",
            "study",
            "approve",
            "oppose",
            "sign",
            "set",
            "simulate",
            "announce",
            "like",
            "mean",
            "help",
            "justify",
            "believe",
            "charge",
            "test",
            "allege",
            "accuse",
            "provoke",
            "trigger",
            "spark",
            "pray",
            "tell",
            "oppose",
            "push",
            "press",
            "welcome",
            "reject",
            "dismiss",
            "order",
            "commit",
            "launch",
        ):
            # These take an event that is there as their object; what they bring about is judged elsewhere.
            status = {
                "approve": "planned",
                "announce": "planned",
                "oppose": "hypothetical",
                "order": "demanded",
                "provoke": None,
                "trigger": None,
                "simulate": "hypothetical",
                "justify": None,
                "allege": "hypothetical",
                "debate": "hypothetical",
                "discuss": "hypothetical",
                "reject": "hypothetical",
                "set": None,
                "resist": None,
            }.get(key)  # type: ignore[assignment]
        if key in ("stop", "cease", "disrupt", "block", "suspend"):
            status = None if noun.pos_ != "VERB" else status
        if status:
            yield status
        if head.dep_ == "relcl":
            return
    elif dep in ("nsubj", "csubj") and is_verbal(head):
        aux = {c.lower_ for c in head.children if c.dep_ == "aux"}
        if aux & {"would"}:
            if (
                not any(
                    c.lower_ in ("the", "this", "that", "these", "those", "its", "their", "his", "her")
                    and c.dep_ in ("det", "poss")
                    for c in noun.children
                )
                or noun.dep_ == "nsubj"
            ):
                yield "hypothetical"
        elif aux & {"could", "might", "may"} and head.lemma_ in (
            "come",
            "happen",
            "occur",
            "begin",
            "start",
            "follow",
            "be",
            "take",
            "resume",
            "materialise",
            "materialize",
        ):
            yield "hypothetical"
        elif aux & _FUTURE and head.lemma_ in (
            "come",
            "happen",
            "occur",
            "begin",
            "start",
            "follow",
            "be",
            "take",
            "resume",
            "go",
        ):
            yield "planned"
        if _governor_key(head) in ("fail", "collapse_never"):
            pass
        if head.lemma_ in ("loom", "threaten"):
            yield "hypothetical"
        if any(
            c.dep_ in ("acomp", "attr")
            and c.lower_
            in (
                "possible",
                "likely",
                "imminent",
                "unlikely",
                "inevitable",
                "impossible",
                "near",
                "close",
                "coming",
                "probable",
                "planned",
            )
            for c in head.children
        ):
            yield "hypothetical"
    elif dep == "pobj":
        yield from _prepositional_signal(head.lower_, head.head, clause=False)
    elif dep in ("compound", "amod", "nmod"):
        low = head.lemma_.lower()
        status = nouns.get(low)
        if status and low not in (
            "programme",
            "program",
            "project",
            "campaign",
            "power",
            "event",
            "case",
            "decision",
            "agreement",
            "deal",
            "order",
            "resolution",
            "talk",
            "effort",
            "capability",
        ):
            yield status
        if low in ("alert", "alarm", "drill", "exercise", "warning", "risk", "fear", "threat"):
            yield "hypothetical"


def _prepositional_signal(prep: str, governor: Token, *, clause: bool) -> Iterator[EventStatus]:
    """“threat of”, “plans for”, “warned of”, “called for”, “accused of”, “prevented from”, “without”."""
    verbs, nouns, adjectives = _governing()
    if prep in ("without", "barring", "absent"):
        yield "negated"
        return
    if prep in ("pending", "until", "till", "failing"):
        yield "hypothetical"
        return
    if is_verbal(governor):
        key = _governor_key(governor, prep)
        if prep == "for" and governor.lemma_ in (
            "call",
            "press",
            "push",
            "ask",
            "appeal",
            "plead",
            "clamour",
            "clamor",
            "lobby",
            "campaign",
            "argue",
            "beg",
            "petition",
            "pray",
            "advocate",
        ):
            yield "demanded"
        elif prep in ("for",) and governor.lemma_ in (
            "plan",
            "prepare",
            "ready",
            "brace",
            "wait",
            "schedule",
            "hope",
            "set",
            "aim",
            "train",
            "gear",
            "mobilise",
            "mobilize",
            "vote",
        ):
            yield "planned" if governor.lemma_ not in ("brace", "hope") else "hypothetical"
        elif (
            prep in ("of", "about", "against", "over")
            and governor.lemma_
            in (
                "warn",
                "fear",
                "worry",
                "dream",
                "talk",
                "think",
                "speak",
                "accuse",
                "suspect",
                "caution",
                "guard",
                "argue",
                "advise",
                "brace",
                "complain_not",
                "threaten",
                "remind_not",
                "convict_not",
            )
        ) or (prep == "with" and governor.lemma_ == "threaten"):
            yield "hypothetical"
        elif (prep == "from" and verbs.get(key) == "negated") or (
            prep in ("from",)
            and governor.lemma_
            in (
                "refrain",
                "abstain",
                "stop",
                "keep",
                "prevent",
                "deter",
                "discourage",
                "dissuade",
                "protect",
                "defend",
                "desist",
            )
        ):
            yield "negated"
        elif prep in ("on", "with") and governor.lemma_ in ("insist", "plan", "agree", "decide"):
            yield "demanded" if governor.lemma_ == "insist" else "planned"
        elif prep == "to" and governor.lemma_ in ("agree", "commit", "pledge", "consent"):
            yield "planned"
        elif (prep == "to" and governor.lemma_ in ("threaten", "lead_not", "object", "oppose")) or (
            prep in ("at", "in") and governor.lemma_ in ("aim", "succeed_not")
        ):
            yield "hypothetical"
        elif prep == "in" and governor.lemma_ == "fail":
            yield "negated"
    elif governor.pos_ in ("NOUN", "PROPN"):
        low = governor.lemma_.lower()
        status = nouns.get(low)
        if status and prep in ("of", "for", "about", "against", "on", "at", "to", "over"):
            if low in (
                "agreement",
                "deal",
                "decision",
                "pact",
                "event",
                "order",
                "cost",
                "consequence",
                "reason",
                "means",
                "question",
                "way",
                "case",
                "sign",
                "debate",
                "talk",
                "resolution",
                "campaign",
                "condition",
                "programme",
                "program",
                "project",
                "strategy",
                "target",
                "concern",
                "effort",
                "initiative",
                "claim",
                "charge",
                "power",
                "purpose",
                "mandate",
                "motion",
                "anxiety",
                "alarm",
                "opposition",
                "objection",
                "pressure",
                "excuse",
                "pretext",
                "justification",
                "denial",
                "drill",
                "warning",
                "worry",
                "failure",
            ):
                # These also stand beside events that are facts: only the phrasings below speak against it.
                if low in (
                    "agreement",
                    "deal",
                    "pact",
                    "decision",
                    "order",
                    "resolution",
                    "initiative",
                    "mandate",
                    "motion",
                    "effort",
                    "purpose",
                    "strategy",
                    "project",
                ) and (prep == "for" or clause):
                    yield "planned"
                elif low in (
                    "event",
                    "case",
                    "drill",
                    "warning",
                    "claim",
                    "pretext",
                    "excuse",
                    "justification",
                    "power",
                    "sign",
                    "failure",
                ) and prep in ("of", "for", "about"):
                    yield "hypothetical"
                elif low in ("denial",):
                    yield "negated"
                elif low in ("concern", "anxiety", "alarm", "worry") and prep in ("of", "about") and clause:
                    yield "hypothetical"
                elif low in ("pressure", "condition", "campaign") and prep == "for":
                    yield "demanded"
            else:
                yield status
        if prep == "against" and low in (
            "front",
            "defence",
            "defense",
            "insurance",
            "guarantee",
            "protection",
            "safeguard",
            "shield",
            "unity",
            "deterrent",
        ):
            yield "hypothetical"
    elif governor.pos_ == "ADJ":
        status = adjectives.get(governor.lower_)
        if status and prep in ("of", "for", "to", "about", "against"):
            yield status
    elif governor.pos_ in ("ADP", "SCONJ", "ADV"):
        if governor.lower_ in ("instead", "rather", "short"):
            yield "negated"
        elif governor.lower_ in ("case", "event"):
            yield "hypothetical"


def _governor_key(verb: Token, prep: str | None = None) -> str:
    """The governing verb's lemma, with its particle where it has one (“call_off”, “rule_out”)."""
    lemma = str(verb.lemma_).lower()
    for child in verb.children:
        if child.dep_ == "prt" and child.lower_ in ("off", "out", "up"):
            joined = f"{lemma}_{child.lower_}"
            if joined in (
                "rule_out",
                "call_off",
                "hold_off",
                "stave_off",
                "ward_off",
                "head_off",
                "fend_off",
            ):
                return joined
            return lemma if lemma != "rule" else joined
    return "" if lemma == "rule" else lemma


def _has_auxiliary(verb: Token) -> bool:
    return any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _shares_auxiliaries(verb: Token, first: Token) -> bool:
    """Whether a conjoined verb leans on the auxiliaries of the first: “will arm and train them”."""
    own_subject = any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children)
    if own_subject or _has_auxiliary(verb):
        return False
    return verb.tag_ == first.tag_ or verb.tag_ in ("VB", "VBN", "VBG")


def _not_only(negation: Token) -> bool:
    return negation.i + 1 < len(negation.doc) and negation.nbor(1).lower_ in ("only", "just", "merely")


def _negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" and not _not_only(c) for c in verb.children)


def _past(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBN")


def _tells_of_the_past(verb: Token) -> bool:
    """Past or perfect, without a modal: the clause tells of something as done."""
    modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children)
    if modal:
        return False
    return verb.tag_ in ("VBD", "VBN") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP") and c.lemma_ in ("have", "be")
        for c in verb.children
    )


def _object_controlled_saying(head: Token) -> bool:
    return head.lemma_ in ("tell", "want", "ask", "order", "urge", "press", "direct", "instruct", "need")


def _is_quoted_parent(verb: Token, head: Token) -> bool:
    """“The city was attacked, he feared” hangs the telling clause under ccomp too; a comma parts them."""
    return (
        verb.i < head.i
        and head.lemma_ in _lists()["saying"].verbs
        and _governing()[0].get(head.lemma_) not in ("negated",)
    )


def _is_when(verb: Token) -> bool:
    return any(
        c.lower_ in ("when", "once", "after", "before", "as") and c.dep_ in ("advmod", "mark")
        for c in verb.children
    )


def _stands_alone(verb: Token, head: Token) -> bool:
    """Whether a clause is told for itself: nothing further up speaks about whether it happened."""
    dep = verb.dep_
    if dep in ("ROOT", "parataxis"):
        return True
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    if dep == "relcl":
        return not infinitive
    if dep == "advcl":
        return not infinitive and verb.tag_ not in ("VBG", "VBN", "VB")
    if dep == "ccomp":
        # A clause under a verb of saying is its speaker's word; further governors speak of the saying.
        return (
            head.lemma_ in _lists()["saying"].verbs
            and not infinitive
            and head.dep_ in ("ROOT", "conj", "relcl", "advcl")
        )
    if dep == "acl":
        return verb.tag_ == "VBN"
    return False


def _asks(root: Token) -> bool:
    last = root.sent[-1]
    for _ in range(3):
        if last.text == "?":
            return True
        if last.i == root.sent.start or not (last.is_space or last.is_quote):
            return False
        last = last.nbor(-1)
    return False
