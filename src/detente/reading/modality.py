"""Did it happen? The status of an event from the grammar around the word that names it.

The word's own verb group speaks first (“did not attack”, “will attack”, “is shelling”), then each word that
governs it on the way up the parse (“fears of an attack”, “refused to attack”, “demanded that it attack”), as
far as the clause in which the event is told. Where two of them disagree, the less real one counts: calling a
feared invasion a fact is worse than calling a fact feared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Token

from detente.reading.grammar import finite_above
from detente.reading.triggers import triggers
from detente.records import REAL, EventStatus

# From the most real to the least; of two signals the later one counts.
REALITY: tuple[EventStatus, ...] = ("occurred", "ongoing", "planned", "demanded", "hypothetical", "negated")

_GOVERNING: tuple[EventStatus, ...] = ("planned", "hypothetical", "demanded", "negated")
_FUTURE = frozenset(("will", "shall", "'ll", "’ll", "wo", "sha"))
_IRREALIS = frozenset(("would", "could", "might", "may", "can", "ca", "'d", "’d"))
_DEONTIC = frozenset(("must", "should", "ought"))
_NEGATIVE = frozenset(
    ("no", "neither", "nor", "never", "none", "nobody", "hardly", "barely", "scarcely", "not", "n't", "n’t")
)
_NOBODY = frozenset(("nobody", "none", "nothing", "neither"))
# “nearly attacked” did not; “no *longer*”, “hardly *ever*”, “not *once*” are denied through these.
_ALMOST = frozenset(("nearly", "almost"))
# “*Maybe* they attacked”, “*supposedly* attacked”: nobody vouches for it.
_DOUBTFULLY = frozenset((
    "maybe", "perhaps", "possibly", "supposedly", "allegedly", "purportedly", "conceivably", "presumably", "potentially",
    "theoretically", "hypothetically", "probably", "ostensibly", "arguably", "doubtless",
))  # fmt: skip
_EVER = frozenset(("longer", "more", "ever", "once", "yet", "anymore"))
# “by no *means*”, “under no *circumstances*”
_NO_WAY = frozenset(
    ("means", "way", "account", "circumstances", "circumstance", "time", "point", "case", "condition")
)
# “not *until* May did it leave”, “not *since* the war has it bombed”: it did.
_NOT_BUT = frozenset(
    ("only", "just", "merely", "until", "till", "since", "least", "surprisingly", "sooner", "before")
)
# Marks of a condition that a past tense turns into a time: “fought until the army withdrew”.
_UP_TO = frozenset(("until", "till"))
_UNLESS_PAST = frozenset((
    "will", "shall", "'ll", "’ll", "wo", "sha", "would", "may", "might", "can", "ca", "must", "should", "ought", "'d", "’d",
))  # fmt: skip
_FEW = frozenset(("nothing", "nobody", "few", "none", "little", "neither", "no", "scant", "insufficient"))
_SUBJECTS = ("nsubj", "nsubjpass", "expl")
# Deeper chains than this are mis-parses.
_DEPTH = 12


@dataclass(frozen=True)
class _Words:
    """The word lists of codebook/modality.toml, turned round for looking up."""

    verbs: Mapping[str, EventStatus]
    nouns: Mapping[str, EventStatus]
    adjectives: Mapping[str, EventStatus]
    objects: Mapping[str, EventStatus | None]
    verb_preposition: Mapping[tuple[str, str], EventStatus]
    noun_preposition: Mapping[tuple[str, str], EventStatus]
    beside_facts: frozenset[str]
    undone: frozenset[str]
    wanting: frozenset[str]
    tried: frozenset[str]
    told_by: frozenset[str]
    identified: frozenset[str]
    undecided: frozenset[str]
    of_done_deeds: frozenset[str]
    untrue: frozenset[str]
    on_paper: frozenset[str]
    implicative: frozenset[str]
    saying: frozenset[str]
    announcing: frozenset[str]
    marks: frozenset[str]
    own_tense: frozenset[str]
    subjunctive: frozenset[str]
    compound: frozenset[str]
    happening: frozenset[str]
    entering: frozenset[str]
    light: frozenset[str]
    starting: frozenset[str]
    evidence: frozenset[str]
    not_yet: frozenset[str]
    plain: frozenset[str]
    works: frozenset[str]
    tales: frozenset[str]
    imagining: frozenset[str]
    drills: frozenset[str]
    players: frozenset[str]
    liars: frozenset[str]
    models: frozenset[str]
    factive: frozenset[str]
    judging: frozenset[str]
    verdicts: frozenset[str]
    daring: frozenset[str]
    taken: frozenset[str]
    expressive: frozenset[str]
    presupposing: frozenset[str]
    hearsay: frozenset[str]
    tidings: frozenset[str]


@cache
def _words() -> _Words:
    folder = files("detente.codebook")
    raw: dict[str, Any] = tomllib.loads((folder / "modality.toml").read_text("utf-8"))
    light = tomllib.loads((folder / "events" / "classes.toml").read_text("utf-8"))["light"]

    def by_status(key: str) -> dict[str, EventStatus]:
        return {word: status for status in _GOVERNING for word in raw[status].get(key, ())}

    def by_preposition(table: str, key: str) -> dict[tuple[str, str], EventStatus]:
        return {(w, p): row["status"] for row in raw[table] for w in row[key] for p in row["prepositions"]}

    objects: dict[str, EventStatus | None] = dict.fromkeys(raw["object_of"]["nothing"])
    for status in ("hypothetical", "planned", "demanded"):
        objects.update(dict.fromkeys(raw["object_of"][status], status))
    return _Words(
        verbs=by_status("verbs"),
        nouns=by_status("nouns"),
        adjectives=by_status("adjectives"),
        objects=objects,
        verb_preposition=by_preposition("preposition", "verbs"),
        noun_preposition=by_preposition("beside_facts", "nouns"),
        beside_facts=frozenset(noun for row in raw["beside_facts"] for noun in row["nouns"]),
        undone=frozenset(raw["negated"]["undone"]),
        wanting=frozenset(raw["demanded"]["wanting"]),
        tried=frozenset(raw["adjectives"]["tried"]),
        told_by=frozenset(raw["nouns"]["told_by"]),
        identified=frozenset(raw["nouns"]["identified"]),
        of_done_deeds=frozenset(raw["implicative"]["of_done_deeds"]),
        untrue=frozenset(raw["nouns"]["untrue"]),
        undecided=frozenset(raw["hypothetical"]["undecided"]),
        on_paper=frozenset(raw["nouns"]["on_paper"]),
        implicative=frozenset(raw["implicative"]["verbs"]),
        saying=frozenset(raw["saying"]["verbs"]),
        announcing=frozenset(raw["saying"]["announcing"]),
        marks=frozenset(raw["conditional"]["marks"]),
        own_tense=frozenset(raw["own_tense"]["verbs"]),
        subjunctive=frozenset(raw["own_tense"]["subjunctive"]),
        compound=frozenset(raw["compound"]["hypothetical"]),
        happening=frozenset(raw["verbs"]["happening"]),
        entering=frozenset(raw["verbs"]["entering"]),
        light=frozenset(light) - frozenset(raw["verbs"]["receiving"]),
        starting=frozenset(raw["nouns"]["starting"]),
        evidence=frozenset(raw["nouns"]["evidence"]),
        not_yet=frozenset(raw["adjectives"]["not_yet"]),
        plain=frozenset(raw["adjectives"]["plain"]),
        works=frozenset(raw["made_up"]["works"]),
        tales=frozenset(raw["made_up"]["tales"]),
        imagining=frozenset(raw["made_up"]["verbs"]),
        drills=frozenset(raw["made_up"]["drills"]),
        players=frozenset(raw["made_up"]["players"]),
        liars=frozenset(raw["made_up"]["liars"]),
        models=frozenset(raw["made_up"]["models"]),
        factive=frozenset(raw["implicative"]["factive"]),
        judging=frozenset(raw["implicative"]["judging"]),
        verdicts=frozenset(raw["implicative"]["verdicts"]),
        daring=frozenset(raw["implicative"]["daring"]),
        taken=frozenset(raw["implicative"]["taken"]),
        expressive=frozenset(raw["implicative"]["expressive"]),
        presupposing=frozenset(raw["implicative"]["presupposing"]),
        hearsay=frozenset(raw["made_up"]["hearsay"]),
        tidings=frozenset(raw["nouns"]["tidings"]),
    )


def status_of(token: Token) -> EventStatus:
    """The status of the event that a verb, noun or adjective names, from its parse.

    “occurred” where nothing speaks against it; who vouches for it is another question (`claimed_by`).
    """
    least = 0
    for status in _signals(token):
        least = max(least, REALITY.index(status))
        if least == len(REALITY) - 1:
            break
    if REALITY[least] in REAL and _is_made_up(token):
        return "hypothetical"
    return REALITY[least]


# What films and novels do when they tell their story, and drills and studies when they set theirs.
_TELLING = frozenset(
    ("open", "end", "begin", "start", "close", "show", "depict", "tell", "feature", "portray", "describe", "imagine",
     "follow", "see", "recount", "culminate", "assume", "simulate", "posit", "model", "involve", "include", "envisage",
     "presuppose", "climax", "revolve")
)  # fmt: skip
_WITHIN = frozenset(("in", "throughout", "on", "at", "during", "from", "under", "for", "by"))


def _is_made_up(token: Token) -> bool:
    """“In the film two agents kidnap him”, “legend has it that”, “dreamt that”: told as a story, or unconfirmed."""
    words = _words()
    node = token
    for _ in range(_DEPTH):
        if _is_verbal(node) and _is_set_in_a_story(node, token):
            return True
        head = node.head
        if head.i == node.i:
            return False
        subjects = {c.lemma_.lower() for c in head.children if c.dep_ == "nsubj"}
        if node.dep_ == "ccomp" and not subjects.isdisjoint(words.tales):
            return True  # “legend has it that”, “rumours swept the town that”
        if any(c.dep_ == "nsubj" and _is_a_tale(c, head) for c in head.children):
            return True
        if (
            _is_verbal(head)
            and node.dep_ != "nsubj"
            and head.lemma_ in _TELLING
            and not subjects.isdisjoint(words.works | words.drills | words.models)
        ):
            return True  # “the novel opens with tanks shelling Vienna”
        if node.dep_ in ("ccomp", "pcomp", "acl", "relcl") and (
            head.lemma_.lower() in words.imagining or _is_unconfirmed(head)
        ):
            return True
        node = head
    return False


def _is_a_tale(subject: Token, verb: Token) -> bool:
    """“her *thriller* is about a cell that …”, “the *forged letter* says that …”, “the *actor plays* a sniper who …”."""
    words, lemma = _words(), subject.lemma_.lower()
    if lemma in words.works:
        shown = verb.lemma_ in ("show", "prove") and any(
            c.dep_ == "ccomp" and any(g.dep_ == "mark" for g in c.children) for c in verb.children
        )
        return verb.tag_ in ("VBZ", "VBP") and not shown  # but “the film shows that they shot first”
    if lemma in words.players and verb.lemma_ in ("play", "portray", "impersonate"):
        return True
    return verb.lemma_ in words.saying | {"have", "be", "contain"} and (
        lemma in words.liars
        or any(
            words.adjectives.get(c.lower_) == "negated"
            or c.lower_ in ("forged", "doctored", "satirical", "fool")
            for c in subject.children
            if c.dep_ in ("amod", "compound", "poss")
        )
    )


def _is_set_in_a_story(verb: Token, event: Token) -> bool:
    """“*In the third act of the opera* the Turks storm the walls”, “*in an exercise* terrorists seized the metro”."""
    words = _words()
    if verb.dep_ == "relcl" and verb.head.lemma_.lower() in words.works and verb.tag_ in ("VBZ", "VBP"):
        return True  # “the film, in which guards shoot a student”
    if (verb.i == event.i or verb.lemma_ in _PLAYING) and any(
        c.dep_ == "nsubj" and c.lemma_.lower() in words.players for c in verb.children
    ):
        return True  # “*actors* stormed the walls”, “*gamers* ran through an invasion”
    for prep in verb.children:
        if prep.dep_ != "prep" or prep.lower_ not in _WITHIN:
            continue
        for noun in prep.children:
            if noun.dep_ != "pobj":
                continue
            for depth, place in enumerate(_places_within(noun)):
                lemma = place.lemma_.lower()
                if (prep.lower_ in ("in", "throughout") or depth) and lemma in words.works:
                    return True
                if lemma in _PARTS and _is_present(verb):
                    return True  # “*in the second episode* the minister is stabbed”
                if lemma in words.drills and _is_staged(verb, event):
                    return True
                if lemma == "game" and any(c.lower_ in _GAMES for c in place.children):
                    return True
            if not any(c.dep_ in _SUBJECTS for c in verb.children) and any(
                c.dep_ in ("compound", "amod") and c.lemma_.lower() in words.works | words.drills
                for c in noun.children
            ):
                return True  # “In the *simulation* missiles hit Guam”, where the comma is missing
    return False


# Parts of a work: what is told in them in the present tense is its plot.
_PARTS = frozenset(
    ("episode", "chapter", "scene", "act", "season", "finale", "stanza", "flashback", "cutscene")
)
_PLAYING = frozenset(("run", "play", "walk", "act", "rehearse", "reenact", "re-enact", "simulate", "stage"))
_GAMES = frozenset(("war", "computer", "video", "board", "role", "mobile"))


def _is_present(verb: Token) -> bool:
    return verb.tag_ in ("VBZ", "VBP") or any(
        c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in verb.children
    )


def _places_within(noun: Token) -> Iterator[Token]:
    """The noun and those that it is a part of: “the third *act* of the *opera*”, “a *scene* from the *film*”."""
    yield noun
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ in ("of", "from", "in"):
            for inner in prep.children:
                if inner.dep_ == "pobj":
                    yield inner


def _is_violence(event: Token) -> bool:
    return any(t.type in ("ASSAULT", "COERCE") for t in triggers().get(("noun", event.lemma_.lower()), ()))


def _is_staged(verb: Token, event: Token) -> bool:
    """Whether what is told of a drill is its play: force that is used, but no accident (“was killed in an exercise”)."""
    if any(c.dep_ == "auxpass" for c in verb.children) or event.lemma_ in ("die", "kill", "injure", "hurt"):
        return False
    kinds = triggers().get(("verb", event.lemma_.lower()), ()) or triggers().get(
        ("noun", event.lemma_.lower()), ()
    )
    return any(t.type in ("ASSAULT", "COERCE") for t in kinds)


def less_real(a: EventStatus, b: EventStatus) -> EventStatus:
    """Of two statuses the less real one."""
    return max(a, b, key=REALITY.index)


def _signals(token: Token) -> Iterator[EventStatus]:
    """Every hint about the event, from its own word upwards; none where all speaks for “occurred”."""
    node = token
    if token.pos_ == "ADJ" and token.dep_ in ("acomp", "attr", "oprd") and _is_verbal(token.head):
        node = token.head  # “would be open to”
        if token.dep_ == "attr":
            yield from _identified_with(
                token, node
            )  # “the least it could do was *apologise*”, taken for an adjective
    if not _is_verbal(node) and _is_told_as_fact(node):
        return
    yield from _own_verb_group(node) if _is_verbal(node) else _own_noun_group(node)
    for _ in range(_DEPTH):
        head = node.head
        if head.i == node.i:
            if _is_verbal(node) and _asks(node) and not _takes_for_granted(node):
                yield "hypothetical"
            return
        if (undone := _prevention_undone(node)) is not None:
            # “could not prevent the attack”, “failed to stop it”: it took place; what stands above may still speak.
            if any(c.dep_ == "mark" and _is_conditional(c) for c in undone.children):
                yield "hypothetical"
            if undone.head.i == undone.i:
                return
            node = undone
            continue
        if _is_asked_how(node) or _is_taken_for_done(node, head):
            return
        if node.dep_ == "conj" and (above := finite_above(node)) is not None:
            head = above
        elif node.dep_ == "conj":
            yield from _conjunct_signal(node, head)
        elif _is_verbal(node):
            yield from _clause_signal(node, head)
            if _stands_alone(node, head):
                if (
                    node.dep_ == "advcl"
                    and _is_when(node)
                    and not (node.tag_ == "VBD" and any(c.lower_ == "could" for c in head.children))
                    and {"planned", "hypothetical"} & set(_own_verb_group(head))
                ):
                    yield "hypothetical"
                return
        else:
            yield from _phrase_signal(node, head)
            if node.dep_ == "pobj" and not _carries(head):
                if not _is_definite(node):
                    yield from _unreal_clause(head)
                return
            if node.dep_ == "prep" and head.lemma_.lower() in _words().starting:
                yield from _own_noun_group(head)  # “the next round of talks”
            if _is_verbal(head) and node.dep_ in (
                "dobj",
                "npadvmod",
                "xcomp",
                "attr",
                "oprd",
                "nsubj",
                "nsubjpass",
                "prep",
                "agent",
            ):
                if not _brings_about(head, node):
                    if _is_any(node) and _sets_a_condition(head):
                        yield "hypothetical"  # “if a ceasefire is declared”
                    if _is_any(node) and node.dep_ in ("dobj", "nsubjpass"):
                        # “a request was never filed”, “neither side heard an appeal”, “failed to issue a warning”
                        yield from _own_verb_group(head)
                    if node.dep_ in ("prep", "agent") and (
                        any(c.dep_ == "pobj" and _is_any(c) for c in node.children)
                        or (node.lower_ == "for" and not _has_definite_object(node))
                    ):
                        # “will fly to Cairo for talks”, “would die in a strike”
                        yield from (s for s in _own_verb_group(head) if s in ("planned", "hypothetical"))
                    if node.dep_ == "dobj" and not _is_definite(node):
                        # “would support strikes”, “wants to see an attack”
                        yield from (s for s in _signals(head) if s in ("planned", "demanded", "hypothetical"))
                    return
                yield from _verb_group_over(head, node)
        node = head


def _is_verbal(token: Token) -> bool:
    if token.tag_ == "VBG" and token.dep_ in ("nsubj", "nsubjpass", "attr"):
        return False  # “if shelling resumes”
    if token.pos_ in ("VERB", "AUX"):
        return True
    # “Courts can *jail* bloggers”, “that the pope *apologise*”, where the tagger saw a noun
    return token.pos_ == "NOUN" and any(
        (c.dep_ == "aux" and c.tag_ in ("MD", "TO"))
        or (c.dep_ == "mark" and token.dep_ in ("ccomp", "advcl"))
        for c in token.children
    )


def _infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


# --- the event's own word ---------------------------------------------------------------------------------


def _own_verb_group(verb: Token) -> Iterator[EventStatus]:
    """What a verb's auxiliaries, negation, mark and form say of it."""
    yield from _negation(verb)
    yield from _auxiliaries(verb)
    modal = perfect = False
    for child in verb.children:
        if child.dep_ == "mark" and _is_conditional(child):
            if not (child.lower_ in _UP_TO and _is_past_time(verb)):
                yield "hypothetical"
        elif child.dep_ == "dobj" and (
            child.lower_ in _NOBODY or _is_not_one(child) or any(_is_none(c) for c in child.children)
        ):
            yield "negated"  # “sent no troops”, “sent not one rifle”
        elif child.dep_ == "prep" and any(c.dep_ == "pobj" and c.lower_ == "none" for c in child.children):
            yield "negated"  # “agreed to none of it”
        elif child.dep_ in ("nsubj", "nsubjpass") and (child.lower_ in _NOBODY or _is_not_one(child)):
            yield "negated"
        elif child.dep_ in ("aux", "auxpass"):
            modal = modal or child.tag_ == "MD"
            perfect = perfect or child.lemma_ == "have"
    if (status := _taken_for_a_noun(verb)) is not None:
        yield status
    if verb.tag_ == "VBN" and _is_denied_across_commas(verb):
        yield "negated"
    if verb.dep_ == "conj" and verb.tag_ in ("VBZ", "VBP") and not _is_verbal(verb.head):
        if {c.lower_ for c in verb.head.children} >= {"one", "more"}:
            yield "hypothetical"  # “*one more* provocation and the army shells the valley”
    if verb.tag_ == "VBN" and verb.i > 0 and verb.nbor(-1).lower_ == "once" and not _has_auxiliary(verb):
        yield "hypothetical"  # “the pact, *once* signed, will bind both”
    if verb.tag_ == "VBD" and verb.left_edge.lower_ == "time" and verb.left_edge.dep_ == "npadvmod":
        yield "demanded"  # “*Time* the column withdrew”
    if verb.dep_ == "ROOT" and _infinitive(verb) and not modal:
        yield "planned"  # “Leaders to meet on Friday”: a headline's future
    if _is_bare(verb):
        yield "demanded"
    if _is_unmet(verb) or (verb.left_edge.i > 0 and verb.left_edge.nbor(-1).lower_ == "case"):
        yield "hypothetical"
    if modal or perfect:
        return
    if verb.tag_ in ("VBP", "VBZ") and _is_on_paper(verb):
        yield "planned"
    if _is_next(verb):
        yield "planned"
    if (
        verb.tag_ == "VBG"
        and any(c.dep_ == "aux" and c.lemma_ == "be" and c.tag_ in ("VBP", "VBZ") for c in verb.children)
    ) or (verb.tag_ in ("VBP", "VBZ") and verb.dep_ == "relcl"):
        yield "ongoing"


def _taken_for_a_noun(verb: Token) -> EventStatus | None:
    """“Hawks *favour* cutting ties”: the status of the verb before a gerund that the tagger took for a noun."""
    if verb.tag_ != "VBG" or verb.i == verb.sent.start:
        return None
    before = verb.nbor(-1)
    return _words().verbs.get(before.lemma_.lower()) if before.tag_ in ("NN", "NNS") else None


def _is_denied_across_commas(participle: Token) -> bool:
    """“was *not*, as the radio had it, detained”: the denial before an aside that parts the verb group."""
    if participle.i < participle.sent.start + 3 or participle.nbor(-1).text != ",":
        return False
    before = participle.doc[participle.sent.start : participle.i - 1]
    opening = next((t for t in reversed(before) if t.text == ","), None)
    return opening is not None and opening.i > participle.sent.start and opening.nbor(-1).dep_ == "neg"


def _verb_group_over(verb: Token, event: Token) -> Iterator[EventStatus]:
    """What a light verb's auxiliaries and negation say of the event that it carries: “will hold talks”."""
    yield from _negation(verb)
    yield from _auxiliaries(verb)
    if any(c.dep_ == "mark" and _is_conditional(c) for c in verb.children) or _is_unmet(verb):
        yield "hypothetical"
    if _is_next(verb):
        yield "planned"


def _negation(verb: Token) -> Iterator[EventStatus]:
    inverted = False
    if verb.i > 1 and verb.nbor(-1).lower_ == "but" and verb.nbor(-2).lower_ == "all":
        yield "negated"  # “all but surrendered”
    for child in verb.children:
        low, dep = child.lower_, child.dep_
        if dep == "neg" or (dep == "advmod" and low in _NEGATIVE):
            if not _not_only(child):
                yield "negated"
        elif dep == "advmod":
            if low in _DOUBTFULLY:
                yield "hypothetical"
            if low in _ALMOST or (low in _EVER and any(c.lower_ in _NEGATIVE for c in child.children)):
                yield "negated"
        elif dep in ("cc", "preconj"):
            if low in ("nor", "neither") and child.i < verb.i:
                yield "negated"
        elif dep == "prep":
            for inner in child.children:
                if inner.lower_ in _NO_WAY and any(c.lower_ == "no" for c in inner.children):
                    yield "negated"
                elif inner.dep_ == "neg" and inner.i < child.i < verb.i and not _not_only(inner):
                    if inner.i > 0 and inner.nbor(-1).dep_ in ("aux", "auxpass"):
                        yield "negated"  # “did not in the end defy them”
        elif dep == "aux" and any(c.dep_ == "neg" and not _not_only(c) for c in child.children):
            yield "negated"  # “did not, as the paper wrote, sell rifles”
        elif dep == "aux" and not inverted:
            inverted = True
            if _is_denied_in_front(verb, child):
                yield "negated"


def _is_denied_in_front(verb: Token, auxiliary: Token) -> bool:
    """“Not even in May did it leave”: a denial that pulls the auxiliary before the subject."""
    if not any(c.dep_ in _SUBJECTS and c.i > auxiliary.i for c in verb.children):
        return False
    front = {t.lower_ for t in verb.doc[verb.left_edge.i : auxiliary.i]}
    return bool(front & _NEGATIVE) and not front & _NOT_BUT


def _auxiliaries(verb: Token) -> Iterator[EventStatus]:
    for child in verb.children:
        if child.dep_ not in ("aux", "auxpass"):
            continue
        low = child.lower_
        if low == "had" and verb.tag_ == "VB":
            yield "demanded"  # “had better leave”
        elif low in _FUTURE:
            yield "planned"
        elif low in ("'d", "’d") and verb.tag_ in ("VBN", "VBD"):
            continue  # “he'd met” is “had”
        elif low in ("would", "'d", "’d") and _is_future_in_the_past(verb):
            yield "planned"
        elif low == "would" and _is_habit(verb):
            continue
        elif low in _IRREALIS:
            yield "hypothetical"
        elif low in _DEONTIC:
            yield "hypothetical" if any(c.lower_ == "have" for c in verb.children) else "demanded"


def _is_future_in_the_past(verb: Token) -> bool:
    """“announced that it *would* withdraw”: what was announced then, without a condition."""
    said = verb
    while said.dep_ == "conj" and said.head.pos_ in ("VERB", "AUX"):
        said = said.head
    governor = said.head
    return (
        said.dep_ == "ccomp"
        and governor.tag_ in ("VBD", "VBN")
        and governor.lemma_ in _words().announcing
        and not any(
            c.dep_ == "advcl" and any(_is_conditional(g) for g in c.children)
            for v in (said, verb)
            for c in v.children
        )
    )


def _own_noun_group(noun: Token) -> Iterator[EventStatus]:
    """What a noun's determiners and adjectives say of the event that it names."""
    words = _words()
    first = noun.left_edge.i
    if first > 1 and noun.doc[first - 1].lower_ == "not" and noun.doc[first - 2].is_punct:
        yield "negated"  # “an apology, *not sanctions*”
    if _is_doubted_behind(noun):
        yield "hypothetical"
    for child in noun.children:
        low = child.lower_
        if child.dep_ in ("det", "neg", "preconj") and low in ("no", "neither"):
            yield "negated"
        elif (low == "called" and any(c.lower_ == "so" for c in child.children)) or (
            child.dep_ == "det" and low == "any"
        ):
            yield "hypothetical"
        elif child.dep_ in ("amod", "compound", "nmod") and low not in words.plain:
            if (
                (status := words.adjectives.get(low))
                and not (low == "failed" and noun.lemma_.lower() in words.tried)
                and not (status != "negated" and _was_carried_out(noun))
            ):
                yield status
            if any(c.lower_ in ("no", "not") for c in child.children if c.dep_ in ("neg", "advmod")):
                yield "negated"
        elif child.dep_ in ("relcl", "acl") and child.i > noun.i and not _infinitive(child):
            yield from _told_after(noun, child)


def _is_doubted_behind(noun: Token) -> bool:
    """“The march, *if it* is allowed, …”, “the raid, *should it* come, …”."""
    after = [t.lower_ for t in noun.doc[noun.i + 1 : noun.i + 4]]
    return (
        len(after) == 3 and after[0] == "," and after[1] in _SUPPOSING and after[2] in ("it", "they", "ever")
    )


_SUPPOSING = frozenset(("if", "should", "were", "whether", "unless"))


def _was_carried_out(noun: Token) -> bool:
    """“*staged* a long-planned walkout”, “*held* the expected talks”."""
    verb = noun.head
    if (
        noun.dep_ == "nsubj"
        and verb.tag_ == "VBD"
        and verb.lemma_ in ("begin", "start", "come", "take", "follow", "erupt")
    ):
        return not _negated(verb) and not any(
            c.dep_ == "prt" for c in verb.children
        )  # “the feared offensive began”
    return (
        noun.dep_ in ("dobj", "nsubjpass")
        and verb.tag_ in ("VBD", "VBN")
        and verb.lemma_ in _words().light | {"stag"}
        and verb.lemma_ not in _words().verbs
        and not any(c.tag_ in ("MD", "TO") for c in verb.children)
    )


def _is_told_as_fact(noun: Token) -> bool:
    """“did not order the attack *that killed nine*”: what a clause in the past tells of an event, it has done."""
    words = _words()
    return any(
        c.dep_ == "relcl"
        and c.tag_ == "VBD"
        and c.lemma_ not in words.happening
        and c.lemma_ not in words.verbs
        and not any(g.dep_ in ("neg", "aux", "auxpass") for g in c.children)
        and any(g.dep_ == "nsubj" and g.lower_ in ("that", "which") for g in c.children)
        for c in noun.children
    )


def _told_after(noun: Token, clause: Token) -> Iterator[EventStatus]:
    """“an invasion *that never came*”, “the strike *planned for May*”, “a raid *which was called off*”."""
    words = _words()
    relative = next((c for c in clause.children if c.dep_ in _SUBJECTS and c.i < clause.i), None)
    of_the_event = relative is not None and relative.lower_ in ("that", "which")
    if of_the_event and clause.lemma_ in words.happening and clause.lemma_ not in ("be", "fail", "take"):
        yield from _negation(clause)
        yield from _auxiliaries(clause)
    elif _governor_key(clause) in words.verbs and (
        outcome := next((c for c in clause.children if c.dep_ == "xcomp" and c.tag_ == "VBD"), None)
    ):
        yield from _negation(outcome)  # “the coup that all had predicted *never came*”, as it is often parsed
    elif _governor_key(clause) in words.told_by and (
        (clause.dep_ == "acl" and clause.tag_ == "VBN") or of_the_event or _has_relative_object(clause)
    ):
        if not any(c.dep_ == "neg" for c in clause.children):
            yield words.verbs.get(_governor_key(clause), "hypothetical")


def _conjunct_signal(node: Token, first: Token) -> Iterator[EventStatus]:
    """What the first of two conjuncts shares with the second: “will arm and train them”."""
    if any(c.dep_ == "cc" and c.lower_ == "nor" and first.i < c.i < node.i for c in first.children):
        yield "negated"
    if not _is_verbal(node):
        if not _is_verbal(first):
            yield from (s for s in _own_noun_group(first) if s == "negated")
        elif not any(c.dep_ in ("det", "poss", "amod") for c in node.children):
            yield from _own_verb_group(first)  # a verb that was taken for a noun: “did not march or riot”
        return
    if not _is_verbal(first):
        return
    if (
        node.tag_ in ("VB", "VBP")
        and not _has_auxiliary(node)
        and first.dep_ in ("ccomp", "acl")
        and _is_bare(first)
    ):
        yield "demanded"  # “that none be sent and that its forces withdraw”
    if node.tag_ in ("VBD", "VBZ", "VBP") and any(
        c.dep_ == "cc" and c.lower_ in ("but", "yet") and first.i < c.i < node.i for c in first.children
    ):
        return  # “nearly lost but fought on”
    if node.tag_ == "VBD" and first.tag_ == "VBD" and not _has_modal(first):
        if any(c.dep_ == "cc" and c.lower_ == "and" and first.i < c.i < node.i for c in first.children):
            return  # “resisted no longer and arrested him”
    if _shares_auxiliaries(node, first):
        yield from _own_verb_group(first)
    if (
        node.tag_ == "VB"
        and first.tag_ not in ("VB", "VBP")
        and (not _has_auxiliary(node) or _infinitive(node))
    ):
        if not (_infinitive(node) and first.tag_ == "VBD" and _had_no_choice(node, first)):
            yield "hypothetical"


def _has_modal(verb: Token) -> bool:
    return any(c.tag_ in ("MD", "TO") for c in verb.children)


def _had_no_choice(verb: Token, first: Token) -> bool:
    """“*had no choice but* to retreat”."""
    return first.lemma_ in ("have", "see", "leave") and any(
        c.dep_ == "dobj" and any(_is_none(g) for g in c.children) for c in first.children
    )


# --- what governs a clause --------------------------------------------------------------------------------


def _clause_signal(verb: Token, head: Token) -> Iterator[EventStatus]:
    """What governs a clause: its head word, the mark that opens it, the preposition before it."""
    dep = verb.dep_
    if _is_on_a_day_to_come(verb, head):
        yield "hypothetical"
    if dep == "ccomp" and _is_inverted(verb) and _opens_a_condition(verb):
        yield "hypothetical"  # “The deal, *had it been signed*, …”
    if dep == "ccomp" and head.lemma_ in ("seem", "appear", "look") and _negated(head):
        yield "hypothetical"  # “it does not seem that they met”
    if dep == "ccomp" and head.lemma_ == "be" and verb.i > head.i:
        yield from _verdict_on(head)
        for child in head.children:
            if child.dep_ == "nsubj" and child.lemma_.lower() in _words().hearsay:
                yield "hypothetical"  # “word was that”, “the theory is that”
            elif child.dep_ == "nsubj" and (status := _words().nouns.get(child.lemma_.lower())):
                if not _tells_of_the_past(verb):
                    yield status  # “the danger is that Congress rejects it”
    if dep in ("xcomp", "ccomp"):
        if _is_verbal(head):
            yield from _complement_signal(verb, head)
        elif head.pos_ == "ADJ":
            if (judged := _judged_deed(verb, head)) is not None:
                yield from judged
            elif head.lower_ == "able" and _tells_of_the_past(head.head) and not _negated(head.head):
                pass  # “were able to leave” did
            elif status := _words().adjectives.get(head.lower_):
                yield status
            elif _infinitive(verb):
                yield "hypothetical"
        elif _infinitive(verb) and (judged := _judged_deed(verb, head)) is not None:
            yield from judged
        elif _infinitive(verb):
            yield _words().nouns.get(head.lemma_.lower(), "hypothetical")
    elif dep in ("acl", "relcl") and _infinitive(verb) and (judged := _judged_deed(verb, head)) is not None:
        yield from judged
    elif dep == "acl" and (denier := _spoken_through_a_time(verb, head)) is not None:
        yield from _complement_signal(verb, denier)
    elif dep == "acl" and _infinitive(verb) and _is_kept(head):
        return
    elif dep == "acl":
        yield from _noun_clause_signal(verb, head)
    elif dep == "relcl":
        if any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children):
            yield from _noun_clause_signal(verb, head)  # “the risk that Congress rejects it”
        if (
            _infinitive(verb)
            or (
                verb.tag_ in ("VBZ", "VBP")
                and not _tells_of_the_past(verb)
                and (_is_anyone(head) or _is_of_any_kind(head))
            )
            or (verb.tag_ == "VBD" and _is_supposed(head))
        ):
            yield "hypothetical"
        elif (
            verb.tag_ in ("VB", "VBP")
            and not _has_auxiliary(verb)
            and _words().nouns.get(head.lemma_.lower()) == "demanded"
        ):
            yield "demanded"  # “demands that he resign”, taken for a relative clause
        elif head.dep_ == "attr" and _is_cleft(head.head):
            yield from _auxiliaries(head.head)
            if any(c.dep_ == "mark" and _is_conditional(c) for c in head.head.children):
                yield "hypothetical"  # “whether it was the army that *shot* first”
        elif head.lower_ == "time" and head.dep_ == "attr" and verb.tag_ == "VBD":
            yield "demanded"  # “it is time it lifted the ban”
    elif dep == "advcl":
        yield from _adverbial_signal(verb, head)
    elif dep == "dobj":
        # a noun that was taken for a verb: “mulls strike”, “risks arrest”
        if status := _words().verbs.get(_governor_key(head)):
            yield status
    elif dep == "dep" and verb.tag_ == "VB" and not _has_auxiliary(verb) and _is_verbal(head):
        yield from _own_verb_group(head)  # “will march, then occupy the yard”
    elif dep in ("pcomp", "pobj"):
        yield from _gerund_signal(verb, head)
    elif dep in ("csubj", "csubjpass"):
        yield from _auxiliaries(head)
        if _infinitive(verb) and (head.tag_ != "VBD" or _negated(head)):
            yield "hypothetical"  # but “to invade the island took a million men”


def _complement_signal(verb: Token, head: Token) -> Iterator[EventStatus]:
    """Under a verb: “refused to attack”, “denied that it attacked”, “said that it attacked”."""
    words = _words()
    key = _governor_key(head)
    status = words.verbs.get(key)
    infinitive = _infinitive(verb)
    if infinitive and key in ("lead", "use", "see", "hear") and _has_agent(head):
        yield "planned"  # “a group, led by him, to work with them”
    if verb.dep_ == "ccomp" and verb.i < head.i and _is_verdict(head):
        yield "hypothetical"
    if verb.dep_ == "ccomp" and not infinitive and _is_quoted(verb, head):
        return
    if verb.dep_ == "ccomp" and verb.i < head.i and any(c.text == ";" for c in head.children):
        return  # “Panama voted against it; Spain abstained”: two sentences
    if any(c.dep_ == "dobj" and words.nouns.get(c.lemma_.lower()) == "demanded" for c in head.children):
        yield "demanded"  # “reiterated its demands that it withdraw”
    if (
        infinitive
        or (verb.tag_ == "VBG" and not _is_finite(verb))
        or verb.dep_ == "xcomp"
        or _is_caused(verb)
    ):
        if key == "have" and (_is_caused(verb) or verb.tag_ == "VBG"):
            # “would have Ethiopia withdraw”, “the study has Moscow deploying tanks”
            yield from _auxiliaries(head)
            if any(c.dep_ == "nsubj" and _tells_a_possibility(c) for c in head.children):
                yield "hypothetical"
        elif key == "go":
            if head.tag_ == "VBG":
                yield "planned"
        elif key in ("dare", "let") and head.tag_ == "VBD" and not (key == "dare" and _has_object(head)):
            yield from _negation(head)  # “dared to attack”, “let them go”
        elif key == "have" and infinitive and _was_compelled(head):
            return
        elif infinitive and key == "turn" and any(c.lower_ == "out" for c in head.children):
            yield from _negation(head)  # “turned out to have sold them”
        elif infinitive and key == "take" and head.tag_ == "VBD" and _has_dummy_subject(head):
            yield from _negation(head)  # “it took the fleet a day to bomb the port”
        elif infinitive and key == "remain":
            yield "hypothetical"  # “remains to be signed”
        elif infinitive and key == "oblige" and any(c.tag_ in ("VBZ", "VBP") for c in head.children):
            yield "demanded"
        elif key == "be" and infinitive and verb.lemma_ == "blame":
            return  # “is to blame for”
        elif key in ("be", "have") and infinitive:
            yield "planned" if key == "be" else "demanded"
        elif key == "include" or (key == "have" and verb.tag_ == "VBG"):
            subject = next((c for c in head.children if c.dep_ == "nsubj"), None)
            if subject is not None and (idea := words.nouns.get(subject.lemma_.lower())):
                yield idea  # “the options include bombing”
        elif status:
            yield status
        elif infinitive and key not in words.implicative:
            yield "hypothetical"
        if key in words.implicative and not status:
            # “will continue to bomb”, “did not begin to withdraw”
            yield from _negation(head)
            yield from _auxiliaries(head)
        return
    if status == "planned" and key != "announce" and not _tells_of_the_past(verb):
        yield "planned"
    elif status == "hypothetical" and key in words.own_tense:
        if not _tells_of_the_past(verb):
            yield "hypothetical"
    elif status == "demanded" and key in words.subjunctive:
        if not _has_auxiliary(verb) and (
            verb.tag_ == "VB" or (verb.tag_ == "VBP" and (key == "require" or head.tag_ in ("VBD", "VBN")))
        ):
            yield "demanded"
    elif status in ("hypothetical", "demanded", "negated") and key not in words.factive:
        yield status
    if any(c.dep_ == "advmod" and c.lower_ in _WRONGLY for c in head.children):
        yield "negated"  # “it was wrongly reported that it attacked”
    if status == "hypothetical" and any(c.dep_ == "auxpass" for c in head.children):
        yield "hypothetical"  # “it has been suggested that it attacked”
    if (head.tag_ == "VBG" and not _is_finite(head)) or _infinitive(head):
        if key in words.saying - words.factive and not _is_finite(head) and _is_unreal(head):
            yield "hypothetical"  # “no reason to believe that it attacked”
    if (
        (_negated(head) or _has_empty_subject(head))
        and (key in words.saying | words.evidence or _has_no_tidings(head))
        and not _negated(verb)
    ):
        yield "hypothetical"  # “did not say that it attacked”: nobody vouches for it
    elif key in words.saying and any(
        c.dep_ == "aux" and c.lower_ in ("might", "may", "could", "would") for c in head.children
    ):
        if not _negated(verb):
            yield "hypothetical"  # “some might say that it attacked”


_WRONGLY = frozenset(
    ("wrongly", "falsely", "mistakenly", "erroneously", "incorrectly", "baselessly", "untruthfully")
)


def _is_unreal(verb: Token) -> bool:
    return any(status in ("hypothetical", "negated", "demanded") for status in _signals(verb))


def _has_no_tidings(verb: Token) -> bool:
    """“*No proof* has emerged that they shot first”."""
    return any(
        c.dep_ in ("nsubj", "nsubjpass")
        and c.lemma_.lower() in _words().tidings | {"proof", "hint", "confirmation"}
        for c in verb.children
    )


def _is_finite(verb: Token) -> bool:
    """“(announced that it) *was suspending* aid”."""
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD") for c in verb.children)


def _is_cleft(copula: Token) -> bool:
    return copula.lemma_ == "be" and _has_dummy_subject(copula)


def _has_dummy_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "expl") and c.lower_ == "it" for c in verb.children)


def _has_object(verb: Token) -> bool:
    return any(c.dep_ == "dobj" for c in verb.children)


def _tells_a_possibility(subject: Token) -> bool:
    """“*the worst-case study* has …”, “*the novel* has …”: what only describes how things may go."""
    words, lemma = _words(), subject.lemma_.lower()
    return lemma in words.works or lemma in words.nouns or lemma in words.models


def _spoken_through_a_time(verb: Token, noun: Token) -> Token | None:
    """“has denied for *weeks* that it is sending arms”: the verb whose content the parser gave to a time."""
    if noun.ent_type_ not in ("DATE", "TIME") or not any(c.dep_ == "mark" for c in verb.children):
        return None
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    return above if _is_verbal(above) else None


_OF_A_DEED = frozenset(("of", "about", "against", "on", "for", "to", "over"))


def _noun_clause_signal(verb: Token, head: Token) -> Iterator[EventStatus]:
    """Under a noun: “a plan to attack”, “fears that it attacked”, “a bill imposing sanctions”."""
    status = _words().nouns.get(head.lemma_.lower())
    denied = any(c.lower_ in _FEW for c in head.children)
    if head.dep_ == "pobj" and verb.tag_ == "VBG" and head.head.lower_ in _OF_A_DEED:
        # “hopes of the hostages being freed”, “the threat of Hanoi shelling the islet”
        yield from _prepositional_signal(head.head, clause=True)
        if head.head.head.lemma_.lower() in _words().tidings:
            yield from _shown_false(head.head.head)
    if denied and head.lemma_ in ("doubt", "question", "secret", "denying") and not _infinitive(verb):
        return  # “no doubt that it attacked”
    if verb.tag_ == "VBN" and head.dep_ == "dobj":
        yield from _wanted_done(verb, head.head)
    if _infinitive(verb):
        yield status or "hypothetical"
        if denied:
            yield "negated"
    elif verb.tag_ not in ("VBN", "VBG") or any(
        c.dep_ == "mark" and c.lower_ == "that" for c in verb.children
    ):
        if status and not (head.lemma_.lower() in ("warning", "sign") and _tells_of_the_past(verb)):
            yield status
        elif head.dep_ == "dobj" and _words().verbs.get(_governor_key(head.head)) == "negated":
            yield "negated"  # “denied a report that it attacked”
        elif head.lemma_.lower() in _words().tidings:
            yield from _shown_false(head)
        if denied:
            yield "hypothetical"
    elif verb.tag_ == "VBG" and status in ("planned", "demanded"):
        yield status
    elif verb.tag_ == "VBG":
        for prep in head.children:  # “the threat *of Hanoi* shelling the islet”
            if (
                prep.dep_ == "prep"
                and prep.lower_ in ("of", "about")
                and prep.right_edge.i == verb.left_edge.i - 1
            ):
                yield from _prepositional_signal(prep, clause=True)


# “*kept* its promise to”, “*honoured* its pledge to”, “*carried out* its threat to”
_KEEPING = frozenset((
    "keep", "honour", "honor", "fulfil", "fulfill", "redeem", "carry", "discharge", "deliver", "implement", "execute", "accomplish",
    "achieve", "realise", "realize", "obey",
))  # fmt: skip


def _is_kept(word: Token) -> bool:
    """Whether what was promised, ordered or threatened by a word was done: “*kept its promise* to share its files”."""
    if word.dep_ == "pobj" and word.head.lower_ == "on":
        verb = word.head.head
        kept = verb.lemma_ in ("make", "deliver", "follow", "act") and not any(
            c.dep_ == "dobj" for c in verb.children
        )
    else:
        verb = word.head
        kept = word.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in _KEEPING
    return kept and _tells_of_the_past(verb) and not _negated(verb)


def _judged_deed(verb: Token, judge: Token) -> tuple[EventStatus, ...] | None:
    """Under a word that judges a deed that was done: “was *quick* to recognise”, “had the *gall* to arrest”.

    What the judging clause says of itself (“was *not* quick”, “*would* be quick”); None under other words.
    """
    words, lemma = _words(), judge.lemma_.lower()
    over = judge.head
    if judge.lower_ == "enough" and _is_verbal(over) and over.tag_ == "VBD":
        if any(
            c.dep_ == "advmod" and c.lower_ not in _MEASURES and c.i == judge.i - 1 for c in over.children
        ):
            return tuple(_negation(over))  # “was well enough to receive them”
    too = any(c.lower_ == "too" and c.dep_ == "advmod" for c in judge.children)
    enough = any(c.lower_ == "enough" for c in judge.children)
    first = lemma in _RANKS or any(c.lower_ in _RANKS and c.dep_ == "amod" for c in judge.children)
    if judge.pos_ == "ADJ" and not first:
        if not _is_verbal(over) or judge.dep_ not in ("acomp", "oprd", "ROOT", "ccomp"):
            return None
        if too:
            return None if _negated(over) else ("negated",)
        if not (lemma in words.judging or (enough and over.tag_ == "VBD" and lemma not in _MEASURES)):
            return None
    elif first:
        if judge.dep_ not in ("attr", "acomp", "oprd", "nsubj", "pobj", "conj", "appos", "nsubjpass", "dobj"):
            return None
    elif judge.dep_ == "attr":
        if lemma not in words.verdicts or over.tag_ not in ("VBD", "VBN"):
            return None
    elif judge.dep_ == "dobj":
        if over.lemma_ == "lack":
            return ("negated",) if lemma in words.daring else None
        if not (
            lemma in words.daring
            and over.lemma_ in ("have", "get", "find", "show", "take", "muster", "enjoy")
        ):
            if not (lemma in words.taken and over.lemma_ in ("take", "seize", "use", "find", "spend", "go")):
                return None
    else:
        return None
    above = next((a for a in (judge, *judge.ancestors) if _is_verbal(a)), None)
    if above is None or above.i == verb.i:
        return ()
    found = [*_negation(above), *_auxiliaries(above)]
    if judge.dep_ == "dobj" and any(_is_none(c) for c in judge.children):
        found.append("negated")
    if judge.dep_ == "dobj" and above.tag_ in ("VBZ", "VBP") and lemma in words.daring:
        found.append("hypothetical")  # “has the gall to” is of character
    return tuple(found)


_RANKS = frozenset(
    ("first", "only", "last", "latest", "second", "third", "fourth", "fifth", "sole", "youngest", "oldest")
)
# With “enough” these tell of ability alone: “was strong enough to invade”.
_MEASURES = frozenset(
    ("strong", "big", "large", "powerful", "rich", "close", "near", "old", "ready", "confident", "able")
)


def _adverbial_signal(verb: Token, head: Token) -> Iterator[EventStatus]:
    """Beside a verb: purpose, condition, “before”, “in case”."""
    if _is_inverted(verb) or _is_whenever(verb, head):
        yield "hypothetical"
    elif head.lemma_ in _REHEARSING or (head.lemma_ == "do" and head.head.lemma_ in _REHEARSING):
        yield "hypothetical"  # “practised what to do after gunmen attacked”
    elif head.lower_ == "long":
        yield "hypothetical"  # “as long as”
    elif _infinitive(verb) and head.lower_ == "far":
        yield from _negation(head.head)  # “went as far as to suspend trade”
        yield from _auxiliaries(head.head)
    elif _infinitive(verb) and any(c.lower_ == "as" and c.dep_ in ("mark", "prep") for c in verb.children):
        if any(c.lower_ == "far" for c in head.children):
            yield from _negation(head)  # “went as far as to suspend trade”
            yield from _auxiliaries(head)
        else:
            yield "hypothetical"
    elif head.lower_ == "much" and any(c.lower_ == "so" for c in head.children):
        yield from _negation(head.head)  # “did not so much as meet him”
    elif _infinitive(verb) and _is_said_by_doing(verb, head):
        yield from _auxiliaries(head)
    elif verb.tag_ == "VB" and verb.i < head.i and _is_order(verb, head):
        yield "demanded"
    elif verb.tag_ == "VB" and head.lemma_ == "do" and not _has_auxiliary(verb):
        yield from _negation(head)  # “did not, as rumoured, extradite him”
    elif verb.tag_ == "VBG" and (loose := _loose_preposition(verb)) is not None:
        yield from _prepositional_signal(loose, clause=True)
    elif verb.tag_ == "VBG" and "_" in _governor_key(head) and verb.i > head.i:
        yield _words().verbs[_governor_key(head)]  # “put off sending troops”
    elif verb.tag_ == "VBG" and head.lemma_ in ("stop", "prevent") and not _has_auxiliary(verb):
        # “stopped the council lifting the ban”
        if any(c.dep_ == "dobj" and c.right_edge.i == verb.left_edge.i - 1 for c in head.children):
            yield "negated"
    elif any(c.lower_ == "than" and c.dep_ == "mark" for c in verb.children) and (
        verb.tag_ == "VB" or any(c.lower_ in ("rather", "sooner") for c in head.children)
    ):
        yield "negated"  # “would rather leave than sign”
    elif _infinitive(verb):
        noun = verb.doc[max(verb.left_edge.i - 1, 0)]
        if noun.dep_ == "dobj" and noun.head.i == head.i and (judged := _judged_deed(verb, noun)) is not None:
            yield from judged  # “had the gall to arrest them”, where the purpose hangs on the verb
            return
        if head.lemma_ == "come" and head.i == verb.i - 2:
            yield from _negation(head)  # “came to regret”
            yield from _auxiliaries(head)
            return
        if head.lemma_ == "go" and any(c.lower_ == "on" for c in head.children):
            yield from _negation(head)  # “went on to sign”
            yield from _auxiliaries(head)
            return
        # Purpose: “sent planes to bomb the port” tells of the sending alone.
        yield "planned" if _is_verbal(head) else _words().adjectives.get(head.lower_, "hypothetical")
    elif _is_forestalled(verb, head):
        yield "negated"
    elif (
        (
            verb.tag_ in ("VBP", "VBZ")
            and any(c.dep_ == "mark" and c.lower_ == "before" for c in verb.children)
        )
        or any(c.lower_ == "case" for c in verb.children)
        or (verb.left_edge.i > 0 and verb.left_edge.nbor(-1).lower_ == "case")
    ):
        yield "hypothetical"


# What befalls whoever then does no more: “was *overpowered* before he could fire”.
_STOPPING = frozenset((
    "shoot", "intercept", "arrest", "detain", "kill", "overpower", "stop", "catch", "defuse", "neutralise", "neutralize", "destroy",
    "disarm", "foil", "down", "sink", "seize", "tackle", "subdue", "disperse", "rout", "repel", "restrain", "jam", "spot", "flee",
    "die", "crash", "jump", "escape", "lose", "surrender", "relent",
))  # fmt: skip


def _is_forestalled(verb: Token, head: Token) -> bool:
    """“The drones *were shot down before they struck* the depot”: they did not."""
    return (
        head.lemma_ in _STOPPING
        and not _negated(head)
        and any(c.dep_ in ("mark", "advmod") and c.lower_ == "before" for c in verb.children)
        and any(
            c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in ("it", "he", "she", "they")
            for c in verb.children
        )
    )


def _loose_preposition(verb: Token) -> Token | None:
    """“conditional *on* Paris freeing a spy”, where the parser took “Paris” for all that “on” takes."""
    first = verb.left_edge.i
    if first < 2:
        return None
    noun = verb.doc[first - 1]
    if noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.lower_ in _OF_A_DEED:
        return noun.head if noun.head.head.pos_ in ("ADJ", "NOUN") else None
    return None


_REHEARSING = frozenset(("practise", "practice", "rehearse", "drill", "simulate", "imagine"))


def _is_whenever(verb: Token, head: Token) -> bool:
    """“*When governments arrest* journalists, investors flee”, “*as soon as the planes bomb* it”: no single deed."""
    if verb.tag_ not in ("VBZ", "VBP") or _has_auxiliary(verb):
        return False
    if head.lower_ in ("soon", "long", "quickly"):
        return True
    return any(
        c.lower_ in ("when", "whenever", "once", "after", "before", "until") and c.dep_ in ("advmod", "mark")
        for c in verb.children
    )


def _is_said_by_doing(verb: Token, head: Token) -> bool:
    """“blocked the road *to protest* the ban”, “rang *to apologise*”: the purpose is fulfilled by the deed itself."""
    return (
        verb.lemma_ in _words().expressive
        and head.tag_ in ("VBD", "VBN", "VBG")
        and _is_verbal(head)
        and head.lemma_ not in _words().verbs
        and not _negated(head)
    )


def _gerund_signal(verb: Token, prep: Token) -> Iterator[EventStatus]:
    """Under a preposition: “without attacking”, “accused of attacking”, “on the verge of attacking”."""
    low = prep.lower_
    governor = prep.head
    if any(c.dep_ == "neg" for c in prep.children):
        yield "negated"
    if low in _words().marks:
        yield "hypothetical"  # “provided the Greens agree”
    elif low == "into" and _is_verbal(governor):
        # “would not be drawn into rejecting it”, “could be dragged into fighting”
        yield from _negation(governor)
        yield from _auxiliaries(governor)
    elif low == "above":
        yield "hypothetical"  # “is not above selling arms”
    elif low == "between" and governor.lemma_ in ("be", "choice", "choose", "decide", "hesitate", "waver"):
        yield "hypothetical"
    elif low == "before":
        if _negated(governor) and governor.lemma_ in ("think", "hesitate", "wait", "pause"):
            yield from _auxiliaries(governor)  # “did not think twice before expelling him”
        elif governor.tag_ not in ("VBD", "VBN"):
            yield "hypothetical"
    elif low == "than" or any(c.lower_ in ("instead", "rather") for c in prep.children):
        yield "negated"
    else:
        told = tuple(_prepositional_signal(prep, clause=True))
        yield from told or _governed_deed(prep)


# Before a deed these speak of it as a prospect (“opposed to leaving”, “set on leaving”), but for the few
# governors of codebook/modality.toml that tell it as done (“resorted to shelling”).
_PROSPECTIVE: Mapping[str, frozenset[str]] = {
    "VERB": frozenset(("against", "about", "to", "toward", "towards", "on", "at", "from")),
    "AUX": frozenset(("against",)),
    "ADJ": frozenset(("against", "to", "on", "from")),
    "NOUN": frozenset(("against", "about", "to")),
}


def _governed_deed(prep: Token) -> Iterator[EventStatus]:
    """A deed under a preposition that no list knows: a prospect, or as real as the verb that it is the means of."""
    low, governor = prep.lower_, prep.head
    if low in ("by", "through"):
        if _is_verbal(governor):
            yield from _negation(governor)
            yield from _auxiliaries(governor)
    elif low in _PROSPECTIVE.get(governor.pos_, ()):
        fronted = low == "on" and prep.i < governor.i
        if not fronted and (low == "against" or governor.lemma_.lower() not in _words().of_done_deeds):
            yield "hypothetical"


# --- what governs a noun ----------------------------------------------------------------------------------


def _phrase_signal(noun: Token, head: Token) -> Iterator[EventStatus]:
    """What governs a noun: “fears of an attack”, “prevent an attack”, “an attack would …”."""
    words = _words()
    dep = noun.dep_
    if _is_object(noun):
        key = _governor_key(head)
        status = words.objects[key] if key in words.objects else words.verbs.get(key)
        if dep == "nsubjpass" and key == "set" and any(c.lower_ == "for" for c in head.children):
            status = "planned"  # “is set for May”
        elif key == "face":
            status = None if head.tag_ in ("VBD", "VBN") or _is_definite(noun) else "hypothetical"
        elif key in ("spare", "spar"):
            status = "negated"  # “was spared the bombing”
        elif key in ("back", "support", "endorse", "embrace") and _is_any(noun):
            status = "hypothetical"
        elif key in ("escape", "evade", "dodge", "elude"):
            # “escaped arrest” did without, “escaped the bombing” lived through it
            status = None if any(c.dep_ in ("det", "poss") for c in noun.children) else "negated"
        if key == "put" and any(
            c.dep_ == "prep" and any(o.lower_ in ("ice", "shelf") for o in c.children)
            for c in (*head.children, *noun.children)
        ):
            status = "negated"  # “put the sale on ice”
        elif key == "welcome" and any(c.lower_ in ("would", "'d", "’d") for c in head.children):
            status = "hypothetical"
        elif key == "call" and dep == "oprd":
            status = None  # “what Seoul calls cyber warfare”
        elif key in _TALKING and _is_definite(noun) and _is_violence(noun):
            status = None  # “discussed the massacre”
        if key in ("forget", "end", "stop", "halt", "cease") and _is_definite(noun):
            status = None  # “must not forget the massacre”
        if any(
            c.lower_ == "within" and any(o.lower_ in ("reach", "grasp", "sight") for o in c.children)
            for c in (*head.children, *noun.children)
        ):
            status = "hypothetical"  # “puts air strikes within reach”
        if status:
            yield status
        if dep == "attr":
            yield from _identified_with(noun, head)
        if dep == "nsubjpass":
            yield from _raised(head)
    elif dep == "nsubj" and not _is_verbal(head):
        if words.nouns.get(head.lemma_.lower()) == "demanded":
            yield "demanded"  # “made the release a condition”
    elif dep == "nsubj":
        yield from _raised(head)
        yield from _identified(head)
        auxiliaries = {c.lower_ for c in head.children if c.dep_ == "aux"}
        if "would" in auxiliaries or (auxiliaries & _IRREALIS and not _is_definite(noun)):
            yield "hypothetical"
        if any(
            c.dep_ in ("acomp", "attr", "oprd") and c.lemma_.lower() in words.not_yet for c in head.children
        ):
            yield "hypothetical"
        if head.lemma_ in ("be", "seem", "look", "remain", "appear") and any(
            t.lower_ in words.not_yet for c in head.children if c.dep_ == "advmod" for t in c.subtree
        ):
            yield "hypothetical"  # “is far from inevitable”, “is as far away as ever”
        if _is_generic(noun, head):
            yield "hypothetical"
        if head.lemma_ in ("loom", "threaten") or (
            head.lemma_ in ("require", "need", "await", "necessitate") and head.tag_ in ("VBZ", "VBP")
        ):
            yield "hypothetical"  # “the sale requires a licence”
    elif dep == "pobj" and head.dep_ == "prt":
        yield from _prepositional_signal(head, clause=False)
        if status := words.verbs.get(_governor_key(head.head)):
            yield status  # “headed off a war”
    elif dep == "pobj":
        if head.lower_ == "than" or any(c.lower_ in ("instead", "rather") for c in head.children):
            yield "negated"
        yield from _prepositional_signal(head, clause=False)
    elif dep in ("compound", "amod", "nmod") and head.lemma_.lower() in words.compound:
        yield "hypothetical"


def _is_object(noun: Token) -> bool:
    """Whether a noun is what its verb is done to, mis-parses included: “proposed a march past the palace”."""
    dep, head = noun.dep_, noun.head
    if dep in ("dobj", "attr", "oprd", "nsubjpass"):
        return _is_verbal(head) or (dep == "dobj" and head.tag_ == "NNS")
    if dep == "npadvmod":
        return _is_verbal(head) and noun.i > head.i and noun.ent_type_ not in ("DATE", "TIME")
    # “agreed to talks”
    return dep == "xcomp" and _is_verbal(head) and noun.pos_ in ("NOUN", "PROPN")


def _raised(verb: Token) -> Iterator[EventStatus]:
    """“Talks *are due to begin*”, “*have yet to begin*”, “*had to be called off*”, “*are off*”, “*fell through*”."""
    words = _words()
    for child in verb.children:
        low = child.lower_
        if child.dep_ in ("advmod", "prt", "acomp"):
            if (verb.lemma_ == "fall" and low in ("through", "apart")) or (
                verb.lemma_ == "be" and low == "off"
            ):
                yield "negated"
            elif low in ("away", "off") and any(c.lower_ == "far" for c in child.children):
                yield "hypothetical"  # “is as far away as ever”
        if (
            child.dep_ == "prep"
            and low in ("from", "off")
            and any(c.dep_ == "pobj" and c.lemma_ in _LISTS for c in child.children)
        ):
            yield "negated"  # “was struck off the calendar”
        if verb.lemma_ in ("come", "amount") and low == "to":
            if any(o.lower_ in ("nothing", "naught", "nought") for o in child.children):
                yield "negated"  # “came to nothing”
        if (
            child.dep_ == "advcl"
            and child.lemma_ in ("begin", "start")
            and verb.lemma_ in _ENDING | {"collapse"}
        ):
            if any(c.lower_ == "before" for c in child.children) and not _has_object(child):
                yield "negated"  # “ended before they began”
        if verb.lemma_ in ("be", "seem", "look", "lie", "remain", "appear") and child.dep_ == "prep":
            if child.lower_ == "out" and any(
                o.lower_ == "question" for c in child.children if c.lower_ == "of" for o in c.children
            ):
                yield "negated"
            if any(o.lower_ in words.on_paper for o in child.children):
                yield (
                    "negated" if any(o.lower_ in ("hold", "ice") for o in child.children) else "hypothetical"
                )
        inner = child
        if child.dep_ == "acomp":
            inner = next((c for c in child.children if c.dep_ == "xcomp"), child)
        if inner.dep_ != "xcomp" or not _is_verbal(inner) or not _infinitive(inner):
            continue
        if child is inner and verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and inner.lemma_ != "blame":
            yield "planned"  # “the shipment is to leave in May”
        if words.verbs.get(_governor_key(inner)) == "negated":
            if any(c.dep_ == "auxpass" for c in inner.children):
                yield "negated"  # but not “was meant to derail the talks”
        elif any(c.dep_ == "aux" and c.lemma_ == "have" for c in inner.children):
            continue  # “was unlikely to have been approved”
        elif any(c.dep_ == "acomp" and c.lower_ in words.not_yet for c in inner.children):
            yield "hypothetical"  # “is said to be *close*”
        elif inner.lemma_ in words.happening or any(c.dep_ == "auxpass" for c in inner.children):
            if any(c.lower_ == "yet" for c in verb.children):
                yield "negated"
            elif child is not inner:
                yield words.adjectives.get(low, "hypothetical")
            elif status := words.verbs.get(_governor_key(verb)):
                yield status
            elif verb.lemma_ in ("remain", "be"):
                yield "planned"


# Where it stands what is to come.
_LISTS = frozenset(
    ("agenda", "calendar", "programme", "program", "schedule", "itinerary", "diary", "timetable", "table")
)
# “no *reports* of attacks”
_TIDINGS = frozenset(
    ("report", "word", "evidence", "indication", "trace", "news", "record", "sign", "repeat")
)
# “had no *regrets* about expelling him”: it did.
_NO_REGRET = frozenset((
    "regret", "qualm", "hesitation", "remorse", "shame", "scruple", "trouble", "difficulty", "time", "doubt", "secret",
    "mistake", "problem", "apology", "bones", "bone", "choice", "alternative", "option",
))  # fmt: skip


def _shown_false(tidings: Token) -> Iterator[EventStatus]:
    """“reports of his resignation *were false*”, “the video *is a fake*”, “the story *was made up*”, “*debunked* it”."""
    words, verb = _words(), tidings.head
    if tidings.dep_ in ("nsubj", "nsubjpass") and _is_verbal(verb):
        denied = _negated(verb)
        for child in verb.children:
            lemma = child.lemma_.lower()
            if child.dep_ == "advcl" and lemma in (
                "true",
                "confirm",
                "verify",
                "correct",
                "accurate",
                "prove",
            ):
                if any(c.dep_ == "mark" and c.lower_ == "if" for c in child.children):
                    yield "hypothetical"  # “if true, the report that …”
            false = (child.dep_ == "attr" and lemma in words.untrue) or (
                child.dep_ in ("acomp", "oprd")
                and (words.adjectives.get(child.lower_) == "negated" or lemma in ("premature", "exaggerated"))
            )
            true = child.dep_ in ("acomp", "attr") and lemma in (
                "true",
                "correct",
                "accurate",
                "fact",
                "genuine",
            )
            if (false and not denied) or (true and denied):
                yield "negated"
    if tidings.dep_ in ("nsubjpass", "dobj") and _is_verbal(verb) and not _negated(verb):
        called = verb.lemma_ in _CALLING and any(
            t.lemma_.lower() in words.untrue or words.adjectives.get(t.lower_) == "negated"
            for c in verb.children
            if c.dep_ in ("oprd", "attr", "prep", "acomp", "ccomp", "dobj")
            for t in c.subtree
        )
        made = called or (
            verb.lemma_ in _MAKING_UP
            and (verb.lemma_ != "make" or any(c.lower_ == "up" for c in verb.children))
        )
        if made or words.verbs.get(_governor_key(verb)) == "negated":
            yield "negated"


_CALLING = frozenset(
    ("call", "brand", "label", "term", "dub", "describe", "denounce", "dismiss", "decry", "deride")
)
_MAKING_UP = frozenset(
    ("invent", "fabricate", "concoct", "fake", "forge", "manufacture", "stage", "doctor", "make")
)


def _is_unconfirmed(tidings: Token) -> bool:
    """“reports that they had met *could not be confirmed*”."""
    verb = tidings.head
    return (
        tidings.dep_ == "nsubjpass"
        and tidings.lemma_.lower() in _TIDINGS | {"claim", "rumour", "rumor", "account", "allegation"}
        and verb.lemma_ in ("confirm", "verify", "corroborate", "substantiate", "prove", "establish")
        and any(c.dep_ == "neg" for c in verb.children)
    )


def _is_generic(noun: Token, verb: Token) -> bool:
    """“*An attack* on one *is an attack* on all”: of any such deed, not of one."""
    return (
        verb.lemma_ in ("be", "mean", "constitute", "require", "take", "cost", "make")
        and verb.tag_ == "VBZ"
        and any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in noun.children)
        and any(c.dep_ in ("attr", "acomp", "dobj") and not _is_definite(c) for c in verb.children)
        and not _is_finite(verb)
    )


def _identified(verb: Token) -> Iterator[EventStatus]:
    """“The release *is our demand*”, “*is an option*”, “*depends on* money”."""
    if verb.lemma_ in ("depend", "hinge", "hang"):
        yield "hypothetical"
    elif verb.lemma_ == "elude":
        yield "negated"
    elif verb.lemma_ == "make" and any(c.dep_ == "dobj" and c.lower_ == "sense" for c in verb.children):
        yield "hypothetical"  # “sanctions make no sense”
    elif verb.lemma_ in ("be", "remain", "become", "stay", "seem", "appear"):
        for child in verb.children:
            lemma = child.lemma_.lower()
            if child.dep_ not in ("attr", "oprd"):
                continue
            if lemma in _words().untrue:
                yield "negated"
            elif child.lower_ in _SUPERLATIVES:
                for wish in (c for c in child.children if c.dep_ in ("relcl", "acl")):
                    yield from _wished(wish)  # “a truce is *the best they can hope for*”
            elif lemma in _words().identified:
                yield _words().nouns.get(lemma, "planned")
            elif lemma in ("matter", "question") and any(t.lower_ == "time" for t in child.subtree):
                yield "planned"  # “is only a matter of time”


def _identified_with(noun: Token, copula: Token) -> Iterator[EventStatus]:
    """“*All they want is* aid”, “*what is needed is* talks”, “*the aim is* a ceasefire”, “*it was not* a bombing”."""
    words = _words()
    if copula.lemma_ not in ("be", "remain", "become"):
        return
    yield from _auxiliaries(copula)
    for child in copula.children:
        if child.i >= copula.i or child.dep_ not in (
            "csubj",
            "csubjpass",
            "nsubj",
            "nsubjpass",
            "advcl",
            "ccomp",
        ):
            continue
        if child.dep_ in ("csubj", "csubjpass", "advcl", "ccomp"):
            asked = [child]
        elif child.lower_ in _SUPERLATIVES:
            asked = [c for c in child.children if c.dep_ in ("relcl", "acl")]
        else:
            asked = []
            if (status := words.nouns.get(child.lemma_.lower())) and child.lemma_.lower() in words.identified:
                yield status
        for verb in asked:
            yield from _wished(verb)
    if (
        copula.dep_ == "ccomp"
        and copula.i > copula.head.i
        and not any(c.dep_ in _SUBJECTS or c.dep_ == "mark" for c in copula.children)
    ):
        yield from _wished(copula.head)  # “All the islanders *ask for is* help”
    if _negated(copula) and any(
        c.dep_ == "nsubj" and c.lower_ in ("it", "this", "that", "there") for c in copula.children
    ):
        if not _is_definite(noun) and not any(c.lower_ in _RANKS for c in noun.children):
            yield "negated"


_SUPERLATIVES = frozenset(
    ("all", "what", "thing", "something", "everything", "best", "most", "least", "worst")
)


def _wished(verb: Token) -> Iterator[EventStatus]:
    """What the clause of “all they *want* is” and “what *would save* them is” says of the thing."""
    words = _words()
    yield from _auxiliaries(verb)
    key = _governor_key(verb)
    if key in ("need", "require", "call", "demand", "want", "ask", "seek", "lack", "miss"):
        yield "demanded"
    elif (status := words.verbs.get(key)) and not (key in words.objects and words.objects[key] is None):
        yield status


def _prepositional_signal(preposition: Token, *, clause: bool) -> Iterator[EventStatus]:
    """“threat of”, “plans for”, “warned of”, “called for”, “accused of”, “prevented from”, “without”."""
    words = _words()
    prep, governor = preposition.lower_, preposition.head
    before = preposition.nbor(-1) if preposition.i > preposition.sent.start else preposition
    if _is_verbal(governor) and before.dep_ == "dobj" and before.head.i == governor.i:
        if before.lemma_.lower() in words.nouns and (governor.lemma_, prep) not in words.verb_preposition:
            governor = before  # “dropped its *plan for* a blockade”
    if (prep, before.lower_) == ("of", "short") and _negated(before.head):
        return  # “did not stop short of accusing them”
    if (prep, before.lower_) in (
        ("of", "short"),
        ("near", "nowhere"),
        ("from", "immune"),
        ("from", "safe"),
    ) or (
        (clause or before.head.lemma_ in ("shy", "steer", "shrink"))
        and (prep, before.lower_) in (("from", "far"), ("from", "away"), ("from", "back"), ("on", "up"))
    ):
        yield "negated"
    elif (
        before.pos_ == "NOUN"
        and any(_is_none(c) for c in before.children)
        and (before.lemma_ in _TIDINGS or (clause and before.lemma_ not in _NO_REGRET))
    ):
        yield "negated"  # “saw no point in sending troops”, “no reports of attacks”
    elif (
        prep in ("of", "about")
        and governor.lemma_.lower() in words.tidings
        and (
            any(_shown_false(governor))
            or any(words.adjectives.get(c.lower_) == "negated" for c in governor.children)
        )
    ):
        yield "negated"  # “there were false reports of a coup”
    elif (
        prep == "about"
        and governor.lemma_ == "be"
        and any(
            c.dep_ == "nsubj" and c.lemma_.lower() in words.undecided | words.nouns.keys()
            for c in governor.children
        )
    ):
        yield "hypothetical"  # “the talks are about a ceasefire”
    elif (
        prep in ("of", "about")
        and governor.lemma_ in ("talk", "speak", "think", "dream")
        and any(c.dep_ == "pobj" and _is_definite(c) and _is_violence(c) for c in preposition.children)
    ):
        return  # “islanders still talk of the war”
    elif prep == "of" and before.lower_ == "out" and (clause or before.head.lemma_ in ("back", "opt", "bow")):
        if before.head.lemma_ in ("talk", "back", "opt", "bow", "pull", "argue", "scare", "wriggle"):
            yield "negated"
    elif clause and prep == "of" and governor.head.lower_ == "within":
        yield "negated"  # “came within hours of signing”
    elif (prep == "to" and governor.lower_ == "view") or (
        prep == "to" and before.lower_ == "forward" and before.head.lemma_ == "look"
    ):
        yield "planned"
    elif prep == "to" and before.lower_ in ("closer", "nearer", "close", "near"):
        yield "hypothetical"  # “edged closer to war”
    elif prep == "to" and any(c.lower_ in ("closest", "nearest") for c in governor.children):
        yield "negated"  # “the closest they came to meeting”
    elif prep == "to" and governor.lemma_ == "pay" and any(c.lower_ == "put" for c in governor.children):
        yield "negated"  # “put paid to the march”
    elif prep == "of" and before.lower_ == "better" and before.head.lemma_ == "think":
        yield "negated"
    elif prep == "for" and governor.lower_ in ("exchange", "return"):
        above = governor.head.head  # as real as what it is given for
        if _is_verbal(above):
            yield from (s for s in _own_verb_group(above) if s in ("planned", "hypothetical", "demanded"))
            if status := words.verbs.get(_governor_key(above)):
                yield status
    elif (
        prep in ("on", "over", "about")
        and governor.lemma_.lower() in words.undecided
        and (
            clause
            or governor.lemma_ in ("negotiate", "haggle", "bargain")
            or any(c.dep_ == "pobj" and _is_any(c) for c in preposition.children)
        )
    ):
        yield "hypothetical"  # “is split on lifting the ban”, “talks on lifting it”
    elif prep == "without" and _is_verbal(governor) and _negated(governor):
        yield from _auxiliaries(governor)  # “did not leave *without* apologising”
    elif prep in ("without", "barring", "absent"):
        yield "negated"
    elif prep in ("pending", "until", "till", "failing"):
        yield "hypothetical"
    elif prep == "of" and governor.lemma_ == "come" and _has_empty_subject(governor):
        yield "negated"  # “nothing came of the evacuation”
    elif (prep, before.lower_) in (
        ("from", "away"),
        ("on", "apart"),
        ("over", "apart"),
        ("on", "odds"),
        ("over", "odds"),
    ):
        if clause or any(c.dep_ == "pobj" and not _is_definite(c) for c in preposition.children):
            yield "hypothetical"  # “remain far apart on a deal”, “is one step away from a war”
    elif (
        prep == "against"
        and _is_verbal(governor)
        and governor.lemma_ not in _OPPOSING
        and (governor.lemma_, prep) not in words.verb_preposition
        and any(c.dep_ == "pobj" and _is_any(c) for c in preposition.children)
    ):
        yield "hypothetical"  # “insurance covers ships against an attack”
    elif _is_verbal(governor) or (governor.tag_ == "NNS" and governor.dep_ == "ROOT"):
        if status := words.verb_preposition.get((governor.lemma_, prep)):
            yield status
        elif (
            prep in ("for", "on", "towards", "toward", "after")
            and (status := words.verbs.get(_governor_key(governor))) not in (None, "negated")
            and governor.lemma_ not in words.objects
            and (clause or any(c.dep_ == "pobj" and not _is_definite(c) for c in preposition.children))
        ):
            yield status  # “is banking on a loan”, “was angling for talks”
        elif not _is_verbal(governor) and prep in ("of", "for", "about"):
            if status := words.nouns.get(governor.lemma_.lower()):
                yield status  # “Hopes of a deal”, as a heading
    elif (
        clause
        and governor.dep_ in ("dobj", "nsubjpass", "advmod", "npadvmod", "nsubj", "dep")
        and _is_verbal(governor.head)
        and (status := words.verb_preposition.get((governor.head.lemma_, prep)))
    ):
        yield status  # “accused the troops of firing”, where “of” hangs on the troops
    elif governor.pos_ in ("NOUN", "PROPN"):
        noun = governor.lemma_.lower()
        if noun in words.nouns and any(c.lower_ == "no" for c in governor.children):
            yield "negated"
        if noun in words.beside_facts:
            status = words.noun_preposition.get((noun, prep))
            if status is None and clause and prep in ("of", "about"):
                status = words.nouns.get(noun)
            if status:
                yield status
        elif (status := words.nouns.get(noun)) and prep in (
            "of",
            "for",
            "about",
            "against",
            "on",
            "at",
            "to",
            "over",
        ):
            yield status
    elif governor.pos_ in ("ADJ", "ADV"):
        status = words.adjectives.get(governor.lower_)
        if status and prep in ("of", "for", "to", "about", "against", "on"):
            yield status
        elif governor.lower_ in ("instead", "rather", "short"):
            yield "negated"
    elif governor.lower_ in ("case", "event"):
        yield "hypothetical"


# Against what these are done is there: “marched against a ban”.
_OPPOSING = frozenset((
    "protest", "demonstrate", "march", "rally", "campaign", "strike", "vote", "speak", "complain", "appeal", "retaliate",
    "testify", "rule", "fight", "struggle", "rebel", "riot", "rise", "petition", "sue", "hold", "use", "file", "lodge", "be",
))  # fmt: skip


def _carries(prep: Token) -> bool:
    """Whether what governs a preposition still speaks about the event under it.

    “a wave of attacks”, “plans for an attack” do; “revenge for the attack”, “victims of the attack” take it as a fact.
    """
    governor = prep.head
    if governor.pos_ not in ("NOUN", "PROPN"):
        return True
    lemma = governor.lemma_.lower()
    return lemma in _words().nouns or (prep.lower_ == "of" and lemma in _words().starting)


def _brings_about(verb: Token, event: Token) -> bool:
    """Whether a verb says that an event takes place or not; others (“will condemn the attack”) take it as a fact."""
    words = _words()
    if event.dep_ == "prep" and verb.lemma_ in _TURNING and event.lower_ in ("in", "into", "to"):
        return True
    if event.lower_ in ("before", "after", "since", "despite"):
        return False
    if event.lower_ == "including":
        return verb.lemma_ in words.light  # “would take such action, including the use of force”
    if event.dep_ in ("prep", "agent"):
        return verb.lemma_ in words.entering or _governor_key(verb) in words.verbs
    if event.dep_ == "attr" and any(
        c.dep_ == "expl"
        for v in (verb, verb.head if verb.dep_ in ("xcomp", "advcl") else verb)
        for c in v.children
    ):
        return True  # “until there is a ceasefire”
    if event.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in _DECLARING:
        return True
    if event.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in _TALKING:
        return False  # “refused to discuss the killing” refuses the talk alone
    if event.dep_ == "nsubj":
        if verb.lemma_ in _ENDING and _negated(verb):
            return False
        return verb.lemma_ in words.happening and not _is_judged(verb)
    return verb.lemma_ in words.light or _governor_key(verb) in words.verbs


# “could *end* in a strike”, “*turned* into a strike”
_TURNING = frozenset(
    ("end", "turn", "escalate", "erupt", "spiral", "degenerate", "descend", "develop", "culminate", "grow")
)
# “has not *ended*”, “did not *stop*”: it goes on.
_ENDING = frozenset(("end", "stop", "fail", "cease", "last", "finish"))
_TALKING = frozenset(("forget", "discuss", "debate", "mention", "study", "dispute", "allege"))
# “a ceasefire was *declared*”, “*mounted* an attack”
_DECLARING = frozenset(("declare", "proclaim", "mount", "stage", "launch", "carry", "wage"))


def _is_judged(verb: Token) -> bool:
    """“may *have been* the work of rebels”, “must not go *unpunished*”: of an event that took place."""
    if any(
        c.dep_ == "acomp" and c.lower_.startswith("un") and c.lower_.endswith("ed") for c in verb.children
    ):
        return True
    return (
        verb.lemma_ == "be"
        and any(c.dep_ in ("attr", "acomp") for c in verb.children)
        and not any(c.dep_ == "expl" for c in verb.children)
        and (
            (_negated(verb) and not _has_auxiliary(verb))  # “was not the first”
            or (
                verb.tag_ == "VBD" and not _has_auxiliary(verb) and _is_definite_subject(verb)
            )  # “if it was a mistake”
            or (
                any(c.dep_ == "aux" and c.lower_ in ("may", "might", "could") for c in verb.children)
                and any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)
            )
        )
    )


def _is_definite_subject(verb: Token) -> bool:
    return any(c.dep_ == "nsubj" and _is_definite(c) for c in verb.children) and not any(
        c.lemma_.lower() in _words().not_yet or c.lemma_.lower() in _words().identified
        for c in verb.children
        if c.dep_ in ("acomp", "attr")
    )


# --- small questions about a parse ------------------------------------------------------------------------


def _governor_key(verb: Token) -> str:
    """The governing verb's lemma, with “off” or “out” where that is listed (“call_off”, “rule_out”)."""
    lemma = str(verb.lemma_).lower()
    if lemma in _PARTICLED:
        for child in verb.children:
            if child.dep_ in ("prt", "advmod", "prep") and f"{lemma}_{child.lower_}" in _words().verbs:
                return f"{lemma}_{child.lower_}"
            if child.dep_ == "dobj" and any(c.dep_ == "prt" for c in child.children):
                key = next(f"{lemma}_{c.lower_}" for c in child.children if c.dep_ == "prt")
                if key in _words().verbs:
                    return key  # “ruled talks out”
    return "" if lemma == "rule" else lemma


# Verbs that a particle makes another word of: “call off”, “rule out”.
_PARTICLED = frozenset(("call", "rule", "hold", "stave", "ward", "head", "fend", "put", "shy", "lay", "turn"))


def _prevention_undone(node: Token) -> Token | None:
    """“could not *prevent* the attack”, “*failed* to stop it”, “did not *deny* bombing”: the word that undoes it.

    None where nothing above the event prevents or denies it, or where that is not undone itself.
    """
    words = _words()
    head = node.head
    if node.dep_ in ("pcomp", "pobj") and head.lower_ == "from":
        head = head.head
    elif node.dep_ not in ("xcomp", "ccomp", "dobj", "nsubjpass", "pcomp", "npadvmod"):
        return None
    if head.lemma_ == "help" and node.tag_ == "VBG" and _negated(head):
        return head  # “could not help selling them”
    if not _is_verbal(head) or _governor_key(head) not in words.undone:
        return None
    goes_on = (
        node.dep_ == "xcomp" and node.tag_ == "VBG" and head.lemma_ in _ENDING
    )  # “would not stop shelling”
    if not goes_on and any(c.dep_ in ("aux", "auxpass") and c.lower_ in _UNLESS_PAST for c in head.children):
        return None
    if _negated(head) or _has_empty_subject(head):
        return head
    if not _infinitive(head):
        return None
    above = head.head
    verb = above.head if above.pos_ == "ADJ" else above
    if any(c.dep_ in ("aux", "auxpass") and c.lower_ in _UNLESS_PAST for c in verb.children):
        return None
    if above.lower_ in ("nothing", "little"):
        return above.head if above.head.lemma_ == "do" else None
    if above.lemma_.lower() in ("fail", "failure", "inability", "neglect") or above.lower_ in (
        "unable",
        "powerless",
        "helpless",
        "late",
        "slow",
    ):
        return None if _negated(verb) else above
    return None


def _is_taken_for_done(node: Token, head: Token) -> bool:
    """“has not regretted *bombing* the camps”, “was not praised for *freeing* them”: whatever is said of it, it was done."""
    if (
        node.dep_ in ("pcomp", "pobj")
        and node.tag_ == "VBG"
        and head.lower_ in ("for", "over", "about", "of")
    ):
        head = head.head
        if head.pos_ == "ADJ":
            return head.lower_ in (
                "responsible",
                "guilty",
                "sorry",
                "proud",
                "ashamed",
                "notorious",
                "famous",
                "culpable",
            )
    elif node.dep_ not in ("xcomp", "ccomp", "dobj") or (node.tag_ == "VB" and _infinitive(node)):
        return False
    if node.dep_ == "dobj" and not _is_definite(node):
        return False
    return _is_verbal(head) and head.lemma_ in _words().presupposing


def _is_asked_how(verb: Token) -> bool:
    """“did not say *why* it attacked”: that it did is taken for granted."""
    return (
        verb.dep_ in ("ccomp", "pcomp")
        and _is_verbal(verb)
        and any(c.lower_ in ("why", "how", "when", "where", "who", "whom") for c in verb.children)
        and _tells_of_the_past(verb)
    )


def _takes_for_granted(root: Token) -> bool:
    """“*Why did* Madrid recall its envoy?”: the question is about a circumstance of what was done."""
    return (
        any(
            (c.tag_ in ("WRB", "WP", "WDT") and c.dep_ not in ("mark", "dobj"))
            or (c.dep_ == "prep" and _holds_wh(c))
            for c in root.children
        )
        and (_tells_of_the_past(root) or any(c.dep_ == "aux" and c.tag_ == "VBD" for c in root.children))
        and not any(c.tag_ == "MD" for c in root.children)
    )


def _holds_wh(preposition: Token) -> bool:
    return any(c.dep_ == "pobj" and c.tag_ in ("WRB", "WP", "WDT") for c in preposition.children)


def _was_compelled(verb: Token) -> bool:
    """“had to retreat” did; “said that it had to retreat” is an obligation."""
    return verb.tag_ == "VBD" and not _negated(verb) and verb.dep_ in ("ROOT", "conj", "relcl")


def _wanted_done(participle: Token, verb: Token) -> Iterator[EventStatus]:
    """“wants sanctions *imposed*”, “hopes to see sanctions *imposed*”."""
    if participle.i > 0 and participle.nbor(-1).is_punct:
        return
    if verb.lemma_ in _words().wanting:
        yield _words().verbs.get(verb.lemma_, "demanded")
    elif verb.lemma_ in ("see", "have", "get") and _infinitive(verb) and verb.dep_ == "xcomp":
        yield from _clause_signal(verb, verb.head)


def _verdict_on(copula: Token) -> Iterator[EventStatus]:
    """“It is *not true* that”, “it is *unlikely* that”, “it is *high time* that”."""
    for child in copula.children:
        if (
            child.dep_ == "attr"
            and child.lower_ == "time"
            and not any(c.lower_ in _RANKS for c in child.children)
        ):
            yield "demanded"
        if child.dep_ == "attr" and child.lemma_.lower() in _words().untrue | {
            "possibility",
            "chance",
            "theory",
        }:
            yield "hypothetical"
        if child.dep_ != "acomp":
            continue
        if child.lower_ == "true":
            if _negated(copula):
                yield "negated"
        elif (status := _words().adjectives.get(child.lower_)) in ("negated", "hypothetical"):
            yield status


def _opens_a_condition(verb: Token) -> bool:
    """Whether the inverted auxiliary stands first in its clause, or after a comma."""
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass") and child.lower_ in ("had", "should", "were"):
            return child.i == child.sent.start or child.nbor(-1).text in (",", "—", "–")
    return False


def _is_unmet(verb: Token) -> bool:
    """“if adopted, *imposes* an embargo”: a present tense that hangs on a condition."""
    return verb.tag_ in ("VBZ", "VBP") and any(
        c.dep_ == "advcl" and any(g.dep_ == "mark" and g.lower_ in ("if", "unless") for g in c.children)
        for c in verb.children
    )


_WEEKDAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))


def _is_next(verb: Token) -> bool:
    """“*meets* the envoy on Monday”, “*are visiting* next week”: a present tense that names a day to come."""
    if verb.tag_ not in ("VBZ", "VBP") and not (
        verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.tag_ in ("VBZ", "VBP") for c in verb.children)
    ):
        return False
    for child in verb.children:
        if child.lower_ == "tomorrow" or any(c.lower_ == "tomorrow" for c in child.children):
            return True
        if child.dep_ == "prep" and child.lower_ in ("from", "starting", "beginning") and verb.tag_ != "VBG":
            if any(o.dep_ == "pobj" and o.ent_type_ == "DATE" for o in child.children):
                return True  # “from 1 March Ankara bans flights”
        if child.i < verb.i:
            continue
        if child.dep_ == "prep" and child.lower_ == "on":
            if any(o.dep_ == "pobj" and _is_day(o) for o in child.children):
                return True
        elif child.dep_ == "npadvmod" and any(c.lower_ in ("next", "coming") for c in child.children):
            return True
    return False


def _is_day(noun: Token) -> bool:
    """“Monday”, “Monday night”, “24 February”, “the 28th”."""
    if noun.lower_ in _WEEKDAYS or any(c.lower_ in _WEEKDAYS for c in noun.children):
        return True
    return noun.ent_type_ == "DATE" and noun.tag_ in ("NNP", "CD", "NN")


_MOMENTS = frozenset(
    ("day", "moment", "hour", "minute", "second", "time", "year", "night", "week", "instant")
)


def _is_on_a_day_to_come(verb: Token, head: Token) -> bool:
    """“The day the rebels *take* the capital, she will flee”."""
    if verb.tag_ not in ("VBZ", "VBP") or _is_finite(verb):
        return False
    if verb.dep_ == "relcl" and head.lemma_ in _MOMENTS:
        above = next((a for a in head.ancestors if _is_verbal(a)), None)
    elif any(c.dep_ == "npadvmod" and c.lemma_ in _MOMENTS and c.i < verb.i for c in verb.children):
        above = head
    else:
        return False
    return above is not None and any(c.tag_ == "MD" for c in above.children)


def _is_habit(verb: Token) -> bool:
    """“Every night the planes *would* bomb the docks, she recalled”: what used to be, not what may be."""
    return (
        verb.dep_ == "ccomp"
        and verb.head.lemma_ in ("recall", "remember", "reminisce", "recount")
        and any(
            c.dep_ == "npadvmod" and any(g.lower_ in ("every", "each") for g in c.children)
            for c in verb.children
        )
    )


def _is_past_time(verb: Token) -> bool:
    """“until the army *withdrew*” beside a past tense that is no plan."""
    head = verb.head
    return (
        verb.dep_ == "advcl"
        and _tells_of_the_past(verb)
        and not any(c.tag_ in ("VBP", "VBZ") for c in verb.children if c.dep_ in ("aux", "auxpass"))
        and (
            head.tag_ == "VBD" or any(c.dep_ in ("aux", "auxpass") and c.tag_ == "VBD" for c in head.children)
        )
        and not any(c.tag_ in ("MD", "TO") for c in head.children)
    )


def _is_on_paper(verb: Token) -> bool:
    """“Under the accord, both armies *withdraw* by June”: what a paper lays down."""
    return any(
        c.dep_ == "prep"
        and c.lower_ == "under"
        and any(o.dep_ == "pobj" and _words().nouns.get(o.lemma_.lower()) == "planned" for o in c.children)
        for c in verb.children
    )


def _has_definite_object(preposition: Token) -> bool:
    return any(c.dep_ == "pobj" and _is_definite(c) for c in preposition.children)


def _is_any(noun: Token) -> bool:
    """“a strike”, “any strike”, not “the strike”, “strikes”."""
    return any(c.dep_ == "det" and c.lower_ in ("a", "an", "any", "another") for c in noun.children)


def _sets_a_condition(verb: Token) -> bool:
    """“if …”, “unless …”, “should …, …”."""
    for child in verb.children:
        if child.dep_ == "mark" and child.lower_ in ("if", "unless", "until"):
            return True
        if child.dep_ == "aux" and child.lower_ == "should" and child.i == child.sent.start:
            return True
    return False


def _is_none(word: Token) -> bool:
    return word.dep_ in ("det", "preconj") and word.lower_ in ("no", "neither")


def _is_not_one(noun: Token) -> bool:
    """“*no* soldier”, “*neither* side”, “*not one* marine”, “*not a single* shell”."""
    return any(
        (
            c.lower_ in _NEGATIVE
            and c.dep_ in ("det", "preconj", "cc", "advmod", "neg")
            and not (c.i + 1 < len(c.doc) and c.nbor(1).lower_ in ("fewer", "less", "more", "doubt"))
        )
        or (c.dep_ == "nummod" and any(g.lower_ == "not" for g in c.children))
        for c in noun.children
    )


def _is_anyone(noun: Token) -> bool:
    return noun.lower_ in ("anyone", "anybody", "whoever", "he", "they", "those") or any(
        c.dep_ == "det" and c.lower_ in ("any", "every", "each") for c in noun.children
    )


def _is_of_any_kind(noun: Token) -> bool:
    """“*A militia that burns villages* loses the people”: of the kind, not of one."""
    over = noun.head
    return (
        noun.dep_ == "nsubj"
        and over.tag_ in ("VBZ", "VBP")
        and over.lemma_ not in _words().saying
        and not _is_finite(over)
        and noun.ent_type_ == ""
        and any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in noun.children)
    )


def _is_supposed(noun: Token) -> bool:
    """“*A drone* that struck the dam *would* flood three towns”: one that is only thought of."""
    over = noun.head
    return (
        noun.dep_ == "nsubj"
        and _is_any(noun)
        and any(c.dep_ == "aux" and c.lower_ == "would" for c in over.children)
        and not any(c.dep_ == "aux" and c.lower_ == "have" for c in over.children)
        and over.dep_ != "ccomp"
    )


def _has_relative_object(clause: Token) -> bool:
    """“the talks *that Tokyo proposed*”, “the talks *Tokyo proposed*”."""
    if clause.dep_ != "relcl":
        return False
    objects = [c for c in clause.children if c.dep_ == "dobj"]
    return not objects or objects[0].lower_ in ("that", "which")


def _is_conditional(mark: Token) -> bool:
    return mark.lower_ in _words().marks


def _unreal_clause(token: Token) -> Iterator[EventStatus]:
    """“Retaliation for an attack *would* …”: an event that is not singled out is as unreal as its clause."""
    for above in token.ancestors:
        if _is_verbal(above):
            if any(
                (c.dep_ == "aux" and c.lower_ in ("would", "could", "might", "may"))
                or (c.dep_ == "mark" and c.lower_ in ("if", "unless"))
                for c in above.children
            ):
                yield "hypothetical"
            return


def _is_definite(noun: Token) -> bool:
    return any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those"))
        for c in noun.children
    )


def _has_agent(verb: Token) -> bool:
    return any(c.dep_ == "agent" for c in verb.children)


def _has_auxiliary(verb: Token) -> bool:
    return any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in _SUBJECTS for c in verb.children)


def _is_bare(verb: Token) -> bool:
    """An imperative (“Withdraw your troops”) or a subjunctive (“demanded that it withdraw”)."""
    if verb.dep_ in ("ccomp", "conj", "acl", "relcl") and any(
        c.dep_ == "auxpass" and c.tag_ == "VB" for c in verb.children
    ):
        return not any(c.dep_ == "aux" for c in verb.children)  # “that no weapons be deployed”
    if _has_auxiliary(verb) or verb.dep_ not in ("ROOT", "ccomp") or _is_caused(verb):
        return False
    return verb.tag_ == "VB" or (verb.tag_ == "VBP" and not _has_subject(verb) and verb.i == verb.left_edge.i)


def _is_caused(verb: Token) -> bool:
    """“made Paris *withdraw*”, “saw it *withdraw*”: as real as the making and the seeing."""
    return (
        verb.dep_ == "ccomp"
        and verb.tag_ == "VB"
        and verb.head.i < verb.i
        and verb.head.lemma_ in ("make", "see", "hear", "watch", "have", "let", "help")
        and not any(c.dep_ == "mark" for c in verb.children)
    )


def _has_empty_subject(verb: Token) -> bool:
    """“Nothing suggests that …”, “few believe that …”."""
    return any(
        c.dep_ == "nsubj" and (c.lower_ in _FEW or any(g.lower_ in _FEW for g in c.children))
        for c in verb.children
    )


def _shares_auxiliaries(verb: Token, first: Token) -> bool:
    """Whether a conjoined verb leans on the auxiliaries of the first: “will arm and train them”."""
    if _has_subject(verb) or _has_auxiliary(verb):
        return False
    return verb.tag_ == first.tag_ or verb.tag_ in ("VB", "VBN", "VBG")


def _not_only(negation: Token) -> bool:
    if negation.i + 1 >= len(negation.doc):
        return False
    after = negation.nbor(1)
    if after.lower_ == "for" and negation.i + 2 < len(negation.doc):
        return negation.nbor(2).lower_ in ("the", "nothing")  # “not for the first time”
    return after.lower_ in _NOT_BUT


def _negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" and not _not_only(c) for c in verb.children)


def _tells_of_the_past(verb: Token) -> bool:
    """Past or perfect, without a modal: the clause tells of something as done."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.tag_ == "MD" for c in auxiliaries) or _is_bare(verb):
        return False
    return verb.tag_ in ("VBD", "VBN") or any(c.lemma_ in ("have", "be") for c in auxiliaries)


def _is_quoted(verb: Token, head: Token) -> bool:
    """“The city was attacked, he said” hangs the telling clause under the saying, as “he said it was” does."""
    return verb.i < head.i and head.lemma_ in _words().saying and _words().verbs.get(head.lemma_) != "negated"


def _is_order(verb: Token, head: Token) -> bool:
    """“‘*Defy* them,’ he told his officers”, “*Free* the reporters, staff tell leaders”."""
    return (
        head.lemma_ in _words().saying
        and not _has_auxiliary(verb)
        and not _has_subject(verb)
        and not any(c.dep_ in ("mark", "advmod") for c in verb.children)
        and (verb.i == verb.sent.start or verb.nbor(-1).is_quote)
    )


def _is_verdict(verb: Token) -> bool:
    """“Units cross the border, it's an invasion”: a condition that is only strung together."""
    return any(c.dep_ == "nsubj" and c.lower_ in ("it", "that", "this") for c in verb.children) and any(
        c.dep_ == "attr" for c in verb.children
    )


def _is_when(verb: Token) -> bool:
    return any(
        c.lower_ in ("when", "once", "after", "before", "as") and c.dep_ in ("advmod", "mark")
        for c in verb.children
    )


def _is_inverted(verb: Token) -> bool:
    """“Had it attacked, …”, “Should it attack, …”, “Were it to attack, …”: a condition without “if”."""
    subject = max((c.i for c in verb.children if c.dep_ in _SUBJECTS), default=0)
    return any(
        c.dep_ in ("aux", "auxpass") and c.i < subject and c.lower_ in ("had", "should", "were")
        for c in verb.children
    )


def _stands_alone(verb: Token, head: Token) -> bool:
    """Whether a clause is told for itself: nothing further up speaks about whether it happened."""
    dep = verb.dep_
    if dep in ("ROOT", "parataxis"):
        return True
    if _infinitive(verb):
        return False
    if dep == "relcl":
        return True
    if dep == "advcl":
        return verb.tag_ not in ("VBG", "VBN", "VB") or any(
            c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD") for c in verb.children
        )
    if dep == "ccomp":
        # A clause under a verb of saying is its speaker's word; further governors speak of the saying.
        return head.lemma_ in _words().saying and head.dep_ in ("ROOT", "conj", "relcl", "advcl")
    return bool(dep == "acl" and verb.tag_ == "VBN")


def _asks(root: Token) -> bool:
    last = root.sent[-1]
    for _ in range(3):
        if last.text == "?":
            return True
        if last.i == root.sent.start or not (last.is_space or last.is_quote):
            return False
        last = last.nbor(-1)
    return False
