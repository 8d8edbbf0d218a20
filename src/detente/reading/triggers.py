"""Which words name an event: the codebook's triggers, matched on the parse."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from spacy.tokens import Token

from detente.reading.grammar import (
    complement,
    conjuncts,
    datives,
    is_owed,
    is_passive,
    logical_subjects,
    objects,
    particles,
    possessor,
    prepositional,
    surface_subject,
    words_of,
)
from detente.reading.worlds import Worlds
from detente.records import EVENT_TYPES, EventType

# Where the target of an event stands when its trigger does not say.
_AROUND = (
    "against",
    "on",
    "upon",
    "at",
    "to",
    "with",
    "for",
    "over",
    "from",
    "of",
    "into",
    "toward",
    "towards",
    "in",
)
Quad = Literal[1, 2, 3, 4]
# Tried where the trigger's own places hold nobody.
_LAST_RESORT = ("against", "on", "at", "to", "with", "over", "of", "from", "into", "in")
_POS = {"verbs": "verb", "nouns": "noun", "adjectives": "adjective"}


@dataclass(frozen=True)
class Trigger:
    """One line of the codebook: a word, what must stand with it, and what it then says."""

    type: EventType
    mode: str | None
    cameo: str
    contexts: tuple[str, ...]
    particles: tuple[frozenset[str], ...]
    object: frozenset[str]
    not_object: frozenset[str]
    subject: frozenset[str]
    not_subject: frozenset[str]
    clause: frozenset[str]
    not_clause: frozenset[str]
    mod: frozenset[str]
    not_mod: frozenset[str]
    under: tuple[tuple[frozenset[str], frozenset[str]], ...]
    beside: frozenset[str]
    target: tuple[str, ...]
    source: tuple[str, ...]
    both: bool
    weight: float


@dataclass(frozen=True)
class Match:
    """A trigger found at a token; `used` are the other words that its conditions took."""

    token: Token
    trigger: Trigger
    used: tuple[Token, ...]

    @property
    def type(self) -> EventType:
        return self.trigger.type


@dataclass(frozen=True)
class EventClass:
    """What a codebook file says of its type as a whole."""

    type: EventType
    definition: str
    quad: Quad
    cameo: str
    modes: Mapping[str, str]
    complements: Mapping[str, str]


@cache
def event_classes() -> Mapping[str, EventClass]:
    """The event types of the codebook, by name."""
    return {
        raw["type"]: EventClass(
            raw["type"],
            raw["definition"],
            raw["quad"],
            raw["cameo"],
            raw.get("modes", {}),
            raw.get("complements", {}),
        )
        for raw in _codebook()
    }


@cache
def _codebook() -> tuple[dict, ...]:  # type: ignore[type-arg]
    folder = files("detente.codebook") / "events"
    return tuple(tomllib.loads((folder / f"{name.lower()}.toml").read_text("utf-8")) for name in EVENT_TYPES)


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """The word classes that triggers share (`@troops`)."""
    text = (files("detente.codebook") / "events" / "classes.toml").read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


@cache
def context_words() -> Mapping[str, tuple[str, ...]]:
    """Lemma → the contexts that it speaks for."""
    found: dict[str, list[str]] = {}
    for context, words in tomllib.loads(
        (files("detente.codebook") / "contexts.toml").read_text("utf-8")
    ).items():
        for word in words:
            found.setdefault(word, []).append(context)
    return {word: tuple(contexts) for word, contexts in found.items()}


@cache
def triggers() -> Mapping[tuple[str, str], tuple[Trigger, ...]]:
    """(part of speech, lemma) → its triggers, those with most conditions first."""
    found: dict[tuple[str, str], list[Trigger]] = {}
    for raw in _codebook():
        for group in raw["triggers"]:
            for key, pos in _POS.items():
                for line in group.get(key, ()):
                    lemma, trigger = _parsed(line, raw["type"], raw["cameo"], group)
                    found.setdefault((pos, lemma), []).append(trigger)
    order = {type_: n for n, type_ in enumerate(EVENT_TYPES)}

    def rank(trigger: Trigger) -> tuple[float, int, bool]:
        # Of two triggers of a type with as many conditions, the one with the finer code says more.
        return -trigger.weight, order[trigger.type], trigger.cameo.endswith("0")

    return {key: tuple(sorted(value, key=rank)) for key, value in found.items()}


@cache
def trigger_lemmas() -> frozenset[str]:
    """Every lemma that may name an event: a sentence without one holds none."""
    return frozenset(lemma for _, lemma in triggers())


_CONDITIONS = frozenset(
    ("object", "not-object", "subject", "not-subject", "clause", "not-clause", "mod", "not-mod", "beside")
)


def _parsed(line: str, type_: EventType, root: str, group: Mapping) -> tuple[str, Trigger]:  # type: ignore[type-arg]
    lemma, *rest = line.split()
    needed: list[frozenset[str]] = []
    conditions: dict[str, frozenset[str]] = {}
    under: list[tuple[frozenset[str], frozenset[str]]] = []
    target: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    both = False
    weight = 1.0
    for part in rest:
        name, colon, value = part.partition(":")
        if part == "both":
            both = True
        elif not colon:
            needed.append(frozenset(part.split("|")))
            weight += 1.5
        elif name == "target":
            target = tuple(value.split("|"))
        elif name == "source":
            source = tuple(value.split("|"))
        elif name in _CONDITIONS:
            conditions[name] = _words(value)
            weight += 0.0 if name.startswith("not-") else 2.0 if value != "*" else 0.5
        else:
            under.append((frozenset(name.split("|")), _words(value)))
            weight += 2.0 if value != "*" else 1.0
    empty: frozenset[str] = frozenset()
    return lemma, Trigger(
        type=type_,
        mode=group.get("mode"),
        cameo=group.get("cameo", root),
        contexts=tuple(group.get("contexts", ())),
        particles=tuple(needed),
        object=conditions.get("object", empty),
        not_object=conditions.get("not-object", empty),
        subject=conditions.get("subject", empty),
        not_subject=conditions.get("not-subject", empty),
        clause=conditions.get("clause", empty),
        not_clause=conditions.get("not-clause", empty),
        mod=conditions.get("mod", empty),
        not_mod=conditions.get("not-mod", empty),
        under=tuple(under),
        beside=conditions.get("beside", empty),
        target=target,
        source=source,
        both=both,
        weight=weight,
    )


def _words(value: str) -> frozenset[str]:
    """The lemmas of a condition, its word classes opened; “*” and event types stay as they are."""
    found: set[str] = set()
    for word in value.split("|"):
        found.update(word_classes()[word[1:]] if word.startswith("@") else (word,))
    return frozenset(found)


def taken_by_others(matches: Sequence[Match]) -> set[int]:
    """The positions of words that a trigger took as its condition: they tell nothing of their own."""
    return {u.i for m in matches for u in m.used}


class _Surroundings:
    """What stands around a word, each part looked at once however many triggers ask for it."""

    def __init__(self, token: Token, pos: str) -> None:
        self.token = token
        self._verb = pos == "verb"

    @cached_property
    def particles(self) -> set[str]:
        return particles(self.token)

    @cached_property
    def modifiers(self) -> set[str]:
        return _modifiers(self.token)

    @cached_property
    def object_modifiers(self) -> set[str]:
        return set().union(*(_modifiers(o) for o in objects(self.token))) if self._verb else set()

    @cached_property
    def beside(self) -> set[str]:
        return {t.lemma_.lower() for t in self.token.subtree}

    @cached_property
    def objects(self) -> list[Token]:
        return objects(self.token) if self._verb else _objects_of_noun(self.token)

    @cached_property
    def subjects(self) -> list[Token]:
        if self._verb:
            return logical_subjects(self.token)
        owner = possessor(self.token)
        return [owner] if owner is not None else []

    @cached_property
    def clause(self) -> Token | None:
        return complement(self.token)

    @cached_property
    def prepositional(self) -> list[tuple[str, Token]]:
        found = list(prepositional(self.token))
        if self._verb:
            found.extend(pair for o in self.objects for pair in prepositional(o))
        return found


def _hyphened(token: Token) -> str:
    """“test-fire” for the “fired” of “test-fired”: the pipeline takes such words apart."""
    if token.i < 2 or token.nbor(-1).text != "-" or token.nbor(-2).whitespace_:
        return ""
    return f"{token.nbor(-2).lower_}-{token.lemma_.lower()}"


def _moves_by_a_share(verb: Token) -> bool:
    """“Reliance *shot up 4 percent*”: a figure that rose or fell."""
    return any(
        c.dep_ in ("npadvmod", "dobj") and c.lemma_.lower() in ("percent", "%", "cent") and c.i > verb.i
        for c in verb.children
    ) and not any(
        c.dep_ == "dobj" and c.lemma_.lower() not in ("percent", "%", "cent") for c in verb.children
    )


class Matcher:
    """The matches of one parse, each token looked at once."""

    def __init__(self, worlds: Worlds | None = None) -> None:
        """`worlds`: in which sentences words of war mean something else; no match is found there."""
        self._found: dict[int, Match | None] = {}
        self._worlds = worlds

    def at(self, token: Token) -> Match | None:
        """The best trigger at a token, None where it names no event."""
        if token.i not in self._found:
            self._found[token.i] = None  # a word never is its own condition
            match = next(self._matches(token), None)
            self._found[token.i] = None if match is not None and self.is_elsewhere(token) else match
        return self._found[token.i]

    def is_elsewhere(self, token: Token) -> bool:
        """Whether a word stands in a sentence of sport, markets, the arts …"""
        return self._worlds is not None and self._worlds.holds(token)

    def _matches(self, token: Token) -> Iterator[Match]:
        pos = _pos_of(token)
        if pos is None:
            return
        table = triggers()
        hyphened = _hyphened(token)
        if hyphened.startswith("double-"):
            return  # “double-faulted” faults nobody
        if pos == "verb" and _moves_by_a_share(token):
            return
        found = (
            table.get((pos, hyphened))
            or table.get((pos, token.lemma_.lower()))
            or table.get((pos, token.lower_))
        )
        if not found:
            return
        around = _Surroundings(token, pos)
        for trigger in found:
            used = self._meets(around, trigger)
            if used is not None:
                yield Match(token, trigger, used)

    def _meets(self, around: _Surroundings, trigger: Trigger) -> tuple[Token, ...] | None:
        """The words that a trigger's conditions take, None where one is not met."""
        used: list[Token] = []
        if trigger.particles and not all(some & around.particles for some in trigger.particles):
            return None
        if trigger.mod and not trigger.mod & around.modifiers and not trigger.mod & around.object_modifiers:
            return None
        if trigger.not_mod and (
            trigger.not_mod & around.modifiers or trigger.not_mod & around.object_modifiers
        ):
            return None
        if trigger.beside and not trigger.beside & around.beside:
            return None
        if trigger.object:
            hit = next((o for o in around.objects if self._is(o, trigger.object)), None)
            if hit is None:
                return None
            used.append(hit)
        if trigger.not_object and any(self._is(o, trigger.not_object) for o in around.objects):
            return None
        if trigger.subject and not any(self._is(s, trigger.subject) for s in around.subjects):
            return None
        if trigger.not_subject and any(self._is(s, trigger.not_subject) for s in around.subjects):
            return None
        if trigger.clause and not (around.clause and self._is_clause(around.clause, trigger.clause)):
            return None
        if trigger.not_clause and around.clause and self._is_clause(around.clause, trigger.not_clause):
            return None
        for preps, words in trigger.under:
            hit = self._under(around, preps, words)
            if hit is None:
                return None
            used.append(hit)
        return tuple(used)

    def _under(self, around: _Surroundings, preps: frozenset[str], words: frozenset[str]) -> Token | None:
        """The word of a list that stands under one of some prepositions, or as predicate (“set *free*”)."""
        for prep, obj in around.prepositional:
            if prep in preps and self._is(obj, words):
                return obj
        for child in around.token.children:
            if child.dep_ in ("acomp", "oprd", "advmod") and child.lower_ in words:
                return child
        return None

    def _is(self, noun: Token, words: frozenset[str]) -> bool:
        if "*" in words:
            return True
        if "PERSON" in words and _is_person(noun):
            return True
        if "COUNTRY" in words and noun.ent_type_ in ("GPE", "NORP"):
            return True
        if words & words_of(noun):
            return True
        types = words & _TYPES
        if types:
            match = self.at(noun)
            return match is not None and match.type in types
        return False

    def _is_clause(self, verb: Token, words: frozenset[str]) -> bool:
        if "*" in words or verb.lemma_.lower() in words:
            return True
        if "to" in words and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
            return True
        if "owed" in words:
            return is_owed(verb)
        types = words & _TYPES
        if types:
            match = self.at(verb)
            if match is None:
                return False
            return match.type in types
        return False


def _is_person(noun: Token) -> bool:
    """A named person, somebody of rank, or a pronoun for a person."""
    return (
        noun.ent_type_ == "PERSON"
        or noun.lower_ in ("he", "she", "him", "her", "who", "whom")
        or noun.lemma_.lower() in word_classes()["dignitary"]
    )


# Verbs of harm: under them a crash, a quake or a fire is what did it.
_HARMING = frozenset((
    "kill", "wound", "injure", "hurt", "harm", "destroy", "damage", "devastate", "flatten", "wreck", "raze", "maim", "drown",
    "burn", "bury", "crush", "hit", "strike", "batter", "cripple", "displace", "claim",
))  # fmt: skip


def is_mishap(verb: Token) -> bool:
    """“killed *when a plane crashed*”, “*in* a collision”, “*by* a storm”: nobody did it."""
    if verb.lemma_ not in _HARMING:
        return False
    mishaps = word_classes()["mishap"]
    for child in verb.children:
        if (
            child.dep_ == "advcl"
            and (child.lemma_ in mishaps or _is_by_a_vehicle(child))
            and not is_passive(child)
        ):
            if any(c.lower_ in ("when", "after", "as", "while") for c in child.children):
                return not any(logical_shooting(c) for c in child.children)
        elif (
            child.dep_ in ("nsubj", "nsubjpass") and child.lemma_.lower() in mishaps and not is_passive(verb)
        ):
            return True
    return any(
        prep in ("in", "by", "during", "from", "after", "of", "on", "near")
        and obj.lemma_.lower() in mishaps
        and not any(c.lemma_.lower() in _ARMED for c in obj.children)
        for prep, obj in prepositional(verb)
    )


def _is_by_a_vehicle(verb: Token) -> bool:
    """“when *a bus hit* a lorry”."""
    return verb.lemma_ in (
        "hit",
        "strike",
        "run",
        "plough",
        "plow",
        "leave",
        "swerve",
        "slam",
        "smash",
    ) and any(c.dep_ == "nsubj" and c.lemma_.lower() in _VEHICLES for c in verb.children)


_VEHICLES = frozenset(
    (
        "bus",
        "lorry",
        "truck",
        "car",
        "train",
        "tram",
        "van",
        "coach",
        "motorbike",
        "motorcycle",
        "taxi",
        "minibus",
    )
)
_ARMED = frozenset(
    (
        "bomb",
        "suicide",
        "arson",
        "shell",
        "missile",
        "car-bomb",
        "rocket",
        "enemy",
        "artillery",
        "gun",
        "rifle",
    )
)


def logical_shooting(verb: Token) -> bool:
    """“crashed after it was hit by a missile”: a crash that somebody brought about."""
    return any(
        t.lemma_ in ("shoot", "hit", "missile", "rocket", "bomb", "fire", "gunfire", "attack", "ram", "mine")
        for t in verb.subtree
    )


_TYPES = frozenset(EVENT_TYPES)
# Classes whose events are words about other events.
VERBAL: frozenset[EventType] = frozenset(("AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"))


def loose_triggers(token: Token) -> tuple[Trigger, ...]:
    """The triggers of a word's lemma with the fewest conditions, none of which is asked for."""
    pos = _pos_of(token)
    found = triggers().get((pos, token.lemma_.lower()), ()) if pos else ()
    return found[-1:]


# A capital word inside such a name (“the Vietnam War”, “the Busch Light Clash”) is no event told here.
_NAMES = frozenset(("EVENT", "ORG", "PERSON", "FAC", "WORK_OF_ART", "PRODUCT", "LAW"))


def _pos_of(token: Token) -> str | None:
    if token.pos_ in ("VERB", "AUX"):
        return "verb"
    if token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.ent_type_ not in _NAMES):
        return "noun"
    if token.pos_ == "ADJ":
        # The tagger takes “were wounded”, “is banned” for adjectives now and then.
        return "adjective"
    return None


def _modifiers(noun: Token) -> set[str]:
    found: set[str] = set()
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "advmod"):
            found.add(child.lemma_.lower())
            found.update(g.lemma_.lower() for g in child.children if g.dep_ in ("compound", "amod"))
    return found


def _objects_of_noun(noun: Token) -> list[Token]:
    """“the delivery of *arms*”, “*arms* deliveries”."""
    found = [o for p, o in prepositional(noun) if p == "of"]
    found.extend(c for c in noun.children if c.dep_ in ("compound", "amod", "nmod"))
    found.extend(c for c in noun.children if c.dep_ == "poss")
    return found


def sources_of(match: Match) -> list[Token]:
    """The heads of those who do it, as far as the grammar says."""
    token, trigger = match.token, match.trigger
    for place in trigger.source:
        found = _at_place(token, place, match.used)
        if found:
            return found
    if trigger.source:
        return []
    if token.pos_ in ("VERB", "AUX"):
        return logical_subjects(token)
    if token.pos_ == "ADJ":
        return _adjective_subject(token)
    return _sources_of_noun(match)


def _adjective_subject(token: Token) -> list[Token]:
    head = token.head
    if token.dep_ in ("acomp", "oprd", "attr", "conj") and head.pos_ in ("VERB", "AUX", "ADJ"):
        subject = surface_subject(head if head.pos_ != "ADJ" else head.head)
        return conjuncts(subject) if subject is not None else []
    subject = surface_subject(token)
    return conjuncts(subject) if subject is not None else []


# “the ban *passed by* parliament”
_ENACTING = frozenset(("pass", "adopt", "approve", "enact", "decree", "introduce", "endorse"))


def light_verb(noun: Token) -> Token | None:
    """The verb that only carries an event noun: “*launched* an attack”, “*held* talks”."""
    head = noun
    for _ in range(3):
        if head.dep_ == "conj" and head.head.pos_ in ("NOUN", "PROPN"):
            head = head.head
    verb = head.head
    if (
        head.dep_ in ("dobj", "nsubjpass", "oprd")
        and verb.pos_ == "VERB"
        and verb.lemma_ in word_classes()["light"]
    ):
        return verb
    if head.dep_ in ("acl",):
        return None
    for child in noun.children:
        if (
            child.dep_ == "acl"
            and child.tag_ == "VBN"
            and child.lemma_ in word_classes()["light"] | _ENACTING
        ):
            return child
    return None


def _doer(noun: Token) -> Token | None:
    """The verb whose subject is the event's source: a light verb, or one of planning or dropping it."""
    verb = light_verb(noun)
    if verb is not None:
        return verb
    head = noun.head
    return head if noun.dep_ == "dobj" and head.lemma_ in word_classes()["doing"] else None


def _undergoes(noun: Token) -> bool:
    """Whether a noun's possessor is its target: “the editor's arrest”, but not “the army's killing of the editor”."""
    return noun.lemma_.lower() in word_classes()["undergone"] and not any(
        c.dep_ == "prep" and c.lower_ == "of" for c in noun.children
    )


def _sources_of_noun(match: Match) -> list[Token]:
    noun = match.token
    owner = possessor(noun)
    if owner is not None and not (owner.dep_ == "poss" and _undergoes(noun)):
        return conjuncts(owner)
    verb = _doer(noun)
    if verb is not None:
        found = logical_subjects(verb)
        if found:
            return found
    if match.trigger.both:
        for prep, obj in prepositional(noun):
            if prep in ("between", "among", "of"):
                return conjuncts(obj)
    named = [
        c
        for c in noun.children
        if c.dep_ in ("compound", "amod", "nmod")
        and (c.ent_type_ in _NAMED or c.pos_ == "PROPN")
        and not _is_place_before(c)
    ]
    if named:
        return named
    for prep, obj in prepositional(noun):
        if prep == "from" and "from" not in match.trigger.target:
            return conjuncts(obj)
    if "of" not in match.trigger.target:
        for prep, obj in prepositional(noun):
            if prep == "of" and obj not in match.used:
                return conjuncts(obj)
    return []


def _is_place_before(word: Token) -> bool:
    """“the *Iraq* war”, “*Russia* sanctions”, “*Gaza* withdrawal”: a country before a deed undergoes it.

    Unless it is a short form that serves as adjective (“*US* strikes”) or the deed's target stands behind it
    (“Russia attack on Kyiv”).
    """
    return (
        word.dep_ == "compound"
        and word.ent_type_ in ("GPE", "LOC")
        and word.text not in _SHORT_FORMS
        and not any(c.dep_ == "prep" and c.lower_ in ("on", "against", "with") for c in word.head.children)
    )


_SHORT_FORMS = frozenset(
    ("US", "U.S.", "UK", "U.K.", "UN", "U.N.", "EU", "NATO", "Nato", "USA", "USSR", "UAE", "Soviet")
)
_NAMED = {"GPE", "NORP", "ORG", "PERSON", "LOC", "FAC"}


def target_candidates(match: Match) -> Iterator[list[Token]]:
    """Where the target may stand, best place first; a place may hold a thing that names nobody."""
    token, trigger = match.token, match.trigger
    verb = token.pos_ in ("VERB", "AUX")
    places = trigger.target
    if places == ("none",):
        return
    if not places and verb and trigger.object and trigger.type in _ON_THINGS:
        # “sank an Argentine cruiser”: whose the thing is that was hit
        places = ("object", *_AROUND)
    elif not places:
        places = (*(("object", "dative") if verb and not trigger.object else ("dative",)), *_AROUND)
        if verb and trigger.object:
            places = (*places, "object")
    else:
        resort: tuple[str, ...] = _LAST_RESORT if trigger.type != "CONSULT" else ("with", "to", "from")
        if trigger.type == "PROTEST" and particles(token) & {"against", "over"}:
            resort = ()  # “marched in Amman against the bombing”: not against Jordan
        places = (*places, *(p for p in resort if p not in places))
        if verb and trigger.object and "object" not in places and trigger.type != "CONSULT":
            places = (*places, "object")  # “suspended *Sudan's membership*”
    if not verb and trigger.type in ("SANCTION", "CONSULT", "RETREAT", "ASSAULT"):
        yield from ([c] for c in token.children if _is_place_before(c))
    if not verb and _undergoes(token):
        yield from ([c] for c in token.children if c.dep_ == "poss")
    hanging: list[list[tuple[str, Token]]] | None = None
    for place in places:
        if place in _GRAMMATICAL:
            found = _at_grammatical_place(token, place, match.used)
        else:
            if hanging is None:
                hanging = [list(prepositional(head)) for head in _prepositional_heads(token, match.used)]
            found = _under_preposition(hanging, place, match.used)
        if found:
            yield found
    if verb and trigger.type in _ADVERSE:
        # “promised consequences such as sanctions, but no force, against B”: it may hang anywhere below.
        for below in token.subtree:
            if below.lower_ == "against" and below.dep_ == "prep":
                yield [c for o in below.children if o.dep_ == "pobj" for c in conjuncts(o)]

    if trigger.type == "PROTEST":
        yield from _protested_against(token)
    if (verb or token.pos_ == "ADJ") and trigger.type not in ("CONSULT", "PROTEST"):
        yield from ([head] for head in _deeper(token))


def _protested_against(token: Token) -> Iterator[list[Token]]:
    """“began a hunger strike *to protest the ruling of* B”, “marched *demanding that* B go”: what the purpose names."""
    verb = light_verb(token) or token
    for purpose in verb.children:
        if purpose.dep_ in ("advcl", "xcomp", "acl") and purpose.lemma_ in _AGAINST:
            if found := objects(purpose):
                yield found
            for prep, obj in prepositional(purpose):
                if prep in ("against", "at", "over", "of"):
                    yield conjuncts(obj)
            if found := _at_grammatical_place(purpose, "clause", ()):
                yield found


_AGAINST = frozenset(
    ("protest", "demand", "oppose", "denounce", "condemn", "criticise", "criticize", "decry", "defy", "urge")
)


def _deeper(token: Token) -> Iterator[Token]:
    """Whom what a verb takes is about: “a suspension of links *with B*”, “is willing to help defend *B*”."""
    level = [c for c in token.children if c.dep_ in ("dobj", "xcomp", "acomp", "nsubjpass")]
    for _ in range(5):
        below: list[Token] = []
        for node in level:
            if node.dep_ == "prep" and node.lower_ in ("with", "to", "against", "from", "toward", "towards"):
                yield from (c for c in node.children if c.dep_ == "pobj")
            elif node.dep_ == "dobj" and node.head.i != token.i:
                yield node
            below.extend(c for c in node.children if c.dep_ in ("dobj", "xcomp", "prep", "pobj"))
        level = below


_ON_THINGS = frozenset(("ASSAULT", "COERCE"))
_ADVERSE = frozenset(("THREATEN", "SANCTION", "PROTEST", "ACCUSE"))
_GRAMMATICAL = frozenset(("subject", "object", "dative", "clause"))


def _at_place(token: Token, place: str, used: tuple[Token, ...]) -> list[Token]:
    """Who stands at one of the places that a trigger may name."""
    if place in _GRAMMATICAL:
        return _at_grammatical_place(token, place, used)
    return _under_preposition(
        [list(prepositional(h)) for h in _prepositional_heads(token, used)], place, used
    )


def _at_grammatical_place(token: Token, place: str, used: tuple[Token, ...]) -> list[Token]:
    verb = token.pos_ in ("VERB", "AUX")
    if place == "dative":
        return datives(token)
    if place == "subject":
        return objects(token) if is_passive(token) else logical_subjects(token)
    if place == "object":
        return objects(token) if verb else [o for o in _objects_of_noun(token) if o not in used]
    for head in (*used, token):
        inner = complement(head)
        for child in inner.children if inner is not None else ():
            if child.dep_ in ("nsubj", "nsubjpass"):
                return conjuncts(child)
    return []


def _under_preposition(
    hanging: Sequence[Sequence[tuple[str, Token]]], place: str, used: tuple[Token, ...]
) -> list[Token]:
    """Who hangs on a preposition, under the first word that has it."""
    for pairs in hanging:
        found: list[Token] = []
        for prep, obj in pairs:
            if prep == place and obj not in used:
                found.extend(c for c in conjuncts(obj) if c not in found)
        if found:
            return found
    return []


def _prepositional_heads(token: Token, used: tuple[Token, ...]) -> list[Token]:
    """Where a target's preposition may hang: the words that the trigger took, the trigger, its light verb."""
    heads = [u for u in used if u.pos_ in ("NOUN", "PROPN")]
    heads.append(token)
    if token.pos_ in ("VERB", "AUX"):
        heads.extend(o for o in objects(token) if o not in heads)
        for child in token.children:
            if child.dep_ in ("xcomp", "acomp", "oprd"):
                heads.append(child)
    else:
        verb = light_verb(token)
        if verb is not None:
            heads.append(verb)
    return heads


def inner_match(match: Match, matcher: Matcher) -> Match | None:
    """The event that a verbal event is about: what was agreed, asked for, refused or threatened."""
    verb = complement(match.token)
    found = matcher.at(verb) if verb is not None else None
    if found is not None:
        return found
    for child in match.token.children:
        if child.dep_ == "dobj" and found is None:
            found = matcher.at(child)
        elif child.dep_ == "prep":
            for obj in child.children:
                if obj.dep_ == "pobj" and found is None:
                    found = matcher.at(obj)
    return found


def code_of(match: Match, matcher: Matcher, *, as_type: EventType | None = None) -> str:
    """The CAMEO code, as fine as the words say: what was agreed, asked for, refused or threatened refines it.

    `as_type` is the class that an announced deed counts for (`intent.announced_as`).
    """
    if as_type is not None and as_type != match.type:
        class_ = event_classes()[as_type]
        return class_.complements.get(match.type, class_.cameo)
    code = match.trigger.cameo
    table = event_classes()[match.type].complements
    inner = inner_match(match, matcher) if table else None
    finer = table.get(inner.type) if inner is not None else None
    if finer is None:
        return code
    if code == "020":
        return "02" + finer[2:]  # CAMEO's appeals (02x) run beside its demands (10x)
    return finer if finer.startswith(code.rstrip("0")) else code
