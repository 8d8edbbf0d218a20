"""Who is on the page: actors, and every mention of them (names, offices, metonyms, pronouns).

A capital or house of government stands for its state: “Moscow”, “Russia”, “the Russians” and “the
Kremlin” are one actor. “Russian aggression” mentions the state; “Russian troops” is a group of its
own with the country RUS.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import msgspec
from spacy.tokens import Token

from detente.codebook.actor_tables import first_word, load_actor_tables
from detente.reading.actor_phrases import PASSING, RELATIONAL, find_phrases
from detente.reading.coreference import Entity, link
from detente.reading.page import Page, span_of
from detente.reading.places import place_of
from detente.reading.sheet import Sheet, singular
from detente.records import Actor, Event, Mention, Place, Span, digest_id

# Nouns that only count or hold what follows “of”: the actor is behind them.
CONTAINERS = frozenset({
    "group", "number", "dozen", "dozens", "hundreds", "thousands", "tens", "scores", "millions", "member",
    "members", "one", "some", "many", "most", "all", "none", "several", "both", "each", "part", "wing", "faction",
    "column", "convoy", "team", "band", "crowd", "handful", "pair", "series", "majority", "half",
})  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """The actors of one report and the mentions that stand for them, in the order of the text.

    Mentions do not overlap. A mention covers the words that stand for the actor (“Russian Foreign
    Minister Sergei Lavrov” is one mention of Lavrov).
    """

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    # Actor id of a pair or list named as one (“the two leaders”, “they”) → the ids of those in it.
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Actor]:
        return {a.id: a for a in self.actors}

    @cached_property
    def states(self) -> Mapping[str, str]:
        """Country → the id of the actor that is that state."""
        return {a.country: a.id for a in reversed(self.actors) if a.type == "state" and a.country}

    @cached_property
    def _by_char(self) -> Mapping[int, Mention]:
        return {i: m for m in self.mentions for i in range(m.span.start, m.span.end)}

    def mention_at(self, token: Token) -> Mention | None:
        """The mention that covers a token, None where it stands for nobody."""
        return self._by_char.get(token.idx)

    def actor_at(self, token: Token) -> Actor | None:
        """The actor that a token stands for, alone or as part of a mention."""
        mention = self.mention_at(token)
        return self.by_id[mention.actor] if mention else None

    def within(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that lie wholly inside a span, in order."""
        return tuple(m for m in self.mentions if span.contains(m.span))

    def actors_of(self, head: Token) -> tuple[Actor, ...]:
        """Whom a noun phrase names, by its head: one actor, or several where they are joined.

        “The United States and its NATO allies” is both; “Britain's foreign secretary” the secretary
        alone; “dozens of protesters” the protesters; “the two leaders” each of them. Empty where the phrase
        stands for no actor.
        """
        found = {a: None for m in self.mentions_of(head) for a in self.members.get(m.actor, (m.actor,))}
        return tuple(self.by_id[a] for a in found)

    def mentions_of(self, head: Token) -> tuple[Mention, ...]:
        """The mentions behind `actors_of`, in the order of the text."""
        found: dict[Span, Mention] = {}
        for token in (head, *(t for t in head.conjuncts if t.i > head.i)):
            for mention in (*self._sharing(token), *self._single(token)):
                found[mention.span] = mention
        return tuple(found[s] for s in sorted(found))

    def _sharing(self, noun: Token) -> Iterator[Mention]:
        """“*Hungarian* and Romanian officials”: the officials of the other adjectives before a noun."""
        mine = self.actor_at(noun)
        if mine is None or mine.type not in ("group", "people"):
            return
        for child in noun.children:
            if child.i < noun.i and child.dep_ in ("amod", "compound", "nmod", "poss"):
                for token in (child, *child.conjuncts):
                    mention = self.mention_at(token)
                    if mention is None or mention.form != "nominal" or mention.span.end > noun.idx:
                        continue
                    if self.by_id[mention.actor].name.split()[-1] == mine.name.split()[-1]:
                        yield mention

    def _single(self, token: Token) -> tuple[Mention, ...]:
        mention = self.mention_at(token)
        if mention:
            return (mention,)
        if token.lower_ in CONTAINERS:
            for child in token.rights:
                if child.dep_ == "prep" and child.lower_ == "of":
                    for inner in child.children:
                        if inner.dep_ == "pobj":
                            return self.mentions_of(inner)
        for child in token.children:
            if child.dep_ == "appos" and (mention := self.mention_at(child)):
                return (mention,)
        return ()


# Nameless people who are often of another country than the one they are in.
_STRANGERS = frozenset(
    """refugee migrant foreigner diplomat envoy ambassador peacekeeper tourist visitor expatriate investor ally
    inspector observer monitor mediator negotiator mercenary invader delegate delegation partner donor creditor lender
    neighbour neighbor counterpart coalition alliance settler
    hacker hijacker smuggler""".split()
)


def at_home(cast: Cast, places: Iterable[Place]) -> Cast:
    """The cast with the country of its nameless actors, where the report names one country and no other.

    “Police fired tear gas at demonstrators in Monrovia”: both are Liberian. Each gets an id of its own, so that
    the police of two countries are two actors.
    """
    countries = {a.country for a in cast.actors if a.country} | {p.country for p in places if p.country}
    if len(countries) != 1:
        return cast
    (home,) = countries
    officials = (
        msgspec.structs.replace(a, country=home) if _is_official_of_none(a) else a for a in cast.actors
    )
    cast = Cast(tuple(officials), cast.mentions, cast.members)
    return _settled(cast, {a.id: home for a in _nameless(cast)})


# What belongs to some state, where a title does not say to which.
_DOMESTIC = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "OPP", "REB", "SEP", "PTY"))


def _is_official_of_none(actor: Actor) -> bool:
    """“Foreign Minister Kadri Tamm” of no named country; not “the chairman of Acme”, “the Ruritanian envoy”."""
    return (
        actor.type == "person"
        and actor.country is None
        and actor.sector in _DOMESTIC
        and any(r.of is None and r.title not in RELATIONAL for r in actor.roles)
    )


# Who mostly lives where something happens to him, and is of that country.
_RESIDENT = frozenset(("CVL", "COP", "LAB", "LEG", "JUD", "EDU", "OPP", "AGR"))
# Rebels fight at home; “gunmen” and “bombers” may have come from anywhere.
_AT_HOME = frozenset(
    ("rebels", "insurgents", "guerrillas", "guerillas", "separatists", "secessionists", "militias")
)


def at_place(page: Page, cast: Cast, places: Sequence[Place]) -> Cast:
    """The cast with the country of nameless civilians, police, workers: that of the place where their clause is set.

    “Two Pakistani gunmen attacked a hotel in Mumbai, killing ten people”: the ten are taken for Indians. Where
    an actor turns up in the clauses of two countries nothing is said of it.
    """
    residents = {
        a.id
        for a in _nameless(cast)
        if (a.sector in _RESIDENT and singular(a.name.split()[-1]) not in PASSING)
        or a.name.split()[-1] in _AT_HOME
    }
    if not residents or not places:
        return cast
    starts = [s.start_char for s in page.doc.sents]
    near: dict[int, list[Place]] = {}
    for place in places:
        near.setdefault(bisect_right(starts, place.span.start), []).append(place)
    found: dict[str, set[str | None]] = {}
    for mention in cast.mentions:
        here = near.get(bisect_right(starts, mention.span.start))
        if here is None or mention.actor not in residents or mention.form != "nominal":
            continue
        span = page.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        scene = place_of(span.root, here)
        if scene is not None:
            found.setdefault(mention.actor, set()).add(scene.country)
    homes = {actor: next(iter(there)) for actor, there in found.items() if len(there) == 1}
    return _settled(cast, {actor: home for actor, home in homes.items() if home})


# From so many mentions on, and so many times those of the next one, a country is what a report is about. Set on
# twenty reports by eye, not swept: reports on two states stay clear of it (they name the second half as often).
MAIN_MENTIONS, MAIN_TIMES = 5, 5


def at_main(page: Page, cast: Cast) -> Cast:
    """The cast with nameless governments, armies, police and parties given to the country that a report is about.

    Not those of whom a sentence speaks that names another country: “China said that the government …”.
    """
    counts: Counter[str] = Counter()
    starts = [s.start_char for s in page.doc.sents]
    named: dict[int, set[str]] = {}
    for mention in cast.mentions:
        country = cast.by_id[mention.actor].country
        if country is not None and mention.form != "pronoun":
            counts[country] += 1
            named.setdefault(bisect_right(starts, mention.span.start), set()).add(country)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if (
        not ranked
        or ranked[0][1] < MAIN_MENTIONS
        or (len(ranked) > 1 and ranked[0][1] < MAIN_TIMES * ranked[1][1])
    ):
        return cast
    main = ranked[0][0]
    abroad = {m.actor for m in cast.mentions if named.get(bisect_right(starts, m.span.start), set()) - {main}}
    return _settled(
        cast, {a.id: main for a in _nameless(cast) if a.sector in _DOMESTIC and a.id not in abroad}
    )


def _nameless(cast: Cast) -> Iterator[Actor]:
    """The actors without a country that no name names and that may be of the country that they are in."""
    named = {m.actor for m in cast.mentions if m.form == "name"}
    tables = load_actor_tables()
    for a in cast.actors:
        words = a.name.lower().split()
        if any(a.name.startswith(n.form) for n in tables.names.get(first_word(a.name), ())):
            continue  # “NATO-led forces”, “Islamic State militants” belong to somebody named
        if (
            a.country is None
            and a.type in ("group", "people", "office", "organisation")
            and a.sector not in ("IGO", "NGO", "MNC")
            and a.id not in named
            and a.id not in cast.members
            and not any(w in _STRANGERS or w.removesuffix("s") in _STRANGERS for w in words)
        ):
            yield a


def _settled(cast: Cast, homes: Mapping[str, str]) -> Cast:
    """The cast with countries given to actors, each of which gets an id of its own."""
    if not homes:
        return cast
    new = {
        a.id: msgspec.structs.replace(a, id=digest_id("a", a.id, homes[a.id]), country=homes[a.id])
        for a in cast.actors
        if a.id in homes
    }
    return Cast(
        tuple(new.get(a.id, a) for a in cast.actors),
        tuple(
            msgspec.structs.replace(m, actor=new[m.actor].id) if m.actor in new else m for m in cast.mentions
        ),
        {id: tuple(new[i].id if i in new else i for i in ids) for id, ids in cast.members.items()},
    )


def with_states(cast: Cast, places: Iterable[Place]) -> Cast:
    """The cast with the states of places as actors, also of those that no words name but the places'.

    “attacked a market in Kabul” is done to Afghanistan, though the report may not say its name.
    """
    states = load_actor_tables().states
    new = dict.fromkeys(
        p.country for p in places if p.country and p.country in states and p.country not in cast.states
    )
    if not new:
        return cast
    added = (
        Actor(digest_id("a", "state", code), states[code].name, (), "state", states[code].country, None)
        for code in new
    )
    return Cast((*cast.actors, *added), cast.mentions, cast.members)


def only_acting(cast: Cast, added: Cast, events: Iterable[Event]) -> Cast:
    """A cast with those of the actors added to it (`with_states`) that an event names."""
    acting = {id for e in events for id in (*e.sources, *e.targets)}
    return Cast(
        (*cast.actors, *(a for a in added.actors[len(cast.actors) :] if a.id in acting)),
        cast.mentions,
        cast.members,
    )


def find_cast(page: Page) -> Cast:
    """The actors of a page and their mentions."""
    sheet = Sheet(page.doc)
    phrases = find_phrases(sheet, page.report.published_at)
    actors: dict[str, Actor] = {}
    mentions: list[Mention] = []
    members: dict[str, tuple[str, ...]] = {}
    made: dict[int, Actor] = {}

    def actor_of(entity: Entity) -> Actor:
        if id(entity) not in made:
            record = entity.actor()
            made[id(entity)] = actors.setdefault(record.id, record)
            if entity.members:
                members[record.id] = tuple(actor_of(e).id for e in entity.members)
        return made[id(entity)]

    for linked in link(page, sheet, phrases):
        actor = actor_of(linked.entity)
        span = span_of(page.doc[linked.start], page.doc[linked.end - 1])
        mentions.append(
            Mention(
                digest_id("m", page.report.id, span.start, span.end),
                page.report.id,
                span,
                actor.id,
                linked.form,
            )
        )
    return Cast(tuple(actors.values()), tuple(mentions), members)
