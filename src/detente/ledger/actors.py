"""Actors of many reports → one actor each. Pure, and free of order: only the collection counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import cast

import msgspec

from detente.corrections import Anchor, Entry, Hit
from detente.ledger.names import consonants, fold, romanise
from detente.records import Actor, ActorType, Role

# Countries whose people are named family name first, so that “Xi” is Xi Jinping.
_FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "HKG", "MAC", "PRK", "KOR", "VNM", "HUN", "KHM"})

# Particles that belong to the family name: “von der Leyen”, “bin Salman”, “Le Pen”.
_PARTICLES = frozenset({
    "af", "al", "abu", "av", "ben", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "do",
    "dos", "du", "el", "ibn", "la", "le", "san", "st", "ter", "van", "von", "zu",
})  # fmt: skip
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

# Kinds whose names mean one thing wherever they stand; “president” or “protesters” do not.
_NAMED = frozenset({"state", "organisation", "alliance"})

# Kinds that are told apart by their country: the Soviet leader of two reports is one office.
_OF_COUNTRY = frozenset({"office", "group", "people"})

# Shortest consonants that may stand for a given name: “mhmd” tells more than “mr” (Maria, Mary, Miro).
_TELLING = 3


@dataclass(frozen=True)
class Merged:
    """The actors of all reports, and for each id that a report used the actor that it belongs to.

    Ids that an analyst rejected belong to none. `hits` says which corrections found which id.
    """

    actors: tuple[Actor, ...]
    of: Mapping[str, str]
    rejected: frozenset[str] = frozenset()
    hits: tuple[Hit, ...] = ()


class Rulings:
    """What an analyst's corrections say of actors: who is one, who is not, who is nobody, and how each is called."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        """`entries` are those in force that are about actors, in order."""
        self.entries = tuple(entries)
        self._by_id: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._by_name: dict[tuple[str | None, str], list[tuple[int, int]]] = defaultdict(list)
        for e, entry in enumerate(entries):
            for n, anchor in enumerate(entry.about):
                if anchor.kind == "actor":
                    self._by_id[anchor.id].append((e, n))
                    if anchor.words:
                        self._by_name[anchor.type, fold(anchor.words[0])].append((e, n))

    def about(self, actor: Actor) -> list[tuple[int, int]]:
        """The entries (by place in the log) and anchors that mean an id of the reports.

        The same id, or, as another reader may give another id, the same name of the same kind and no other
        country; a name that means somebody else in each report (“the president”) is not enough.
        """
        found = set(self._by_id.get(actor.id, ()))
        if actor.type == "person" or _is_proper(actor.name) or actor.country is not None:
            for e, n in self._by_name.get((actor.type, fold(actor.name)), ()):
                if _fits(self.entries[e].about[n], actor):
                    found.add((e, n))
        return sorted(found)

    def keys_of(self, actor: Actor) -> Iterator[str]:
        """By what an id hangs together with others through a ruling, beside `keys_of`."""
        for e in sorted({e for e, _ in self.about(actor)}):
            yield f"ruling {self.entries[e].id}"


def _fits(anchor: Anchor, actor: Actor) -> bool:
    return anchor.who is None or actor.country is None or anchor.who == actor.country


#: Nobody has corrected anything.
NO_RULINGS = Rulings()


#: What the reports say of one id: how many give each pair of field (“name”, “alias”, “type”, “country”,
#: “sector”, “wikidata”, “role”) and value. Tallies add up, so that one more report need not ask the others.
Tally = Counter[tuple[str, str]]


def tally_of(actor: Actor) -> Tally:
    """What one report says of an actor."""
    tally: Tally = Counter({("name", actor.name): 1, ("type", actor.type): 1})
    tally.update(("alias", alias) for alias in actor.aliases)
    tally.update(("role", msgspec.json.encode(role).decode()) for role in actor.roles)
    for field in ("country", "sector", "wikidata"):
        value = getattr(actor, field)
        if value is not None:
            tally[field, value] += 1
    return tally


def merge_actors(actors: Iterable[Actor], rulings: Rulings = NO_RULINGS) -> Merged:
    """One actor for each one meant, whatever the reports call it; see `merge_tallies`."""
    tallies: dict[str, Tally] = defaultdict(Counter)
    for actor in actors:
        tallies[actor.id].update(tally_of(actor))
    return merge_tallies(tallies, rulings)


def keys_of(actor: Actor, rulings: Rulings = NO_RULINGS) -> frozenset[str]:
    """By what an id can be joined with others: ids that share no key, nor share one with an id between them,
    are never one actor, and say nothing about each other.

    `actor` is the id with all that the reports say of it (`united`).
    """
    return frozenset((*_name_keys(actor), *rulings.keys_of(actor)))


def _name_keys(actor: Actor) -> frozenset[str]:
    if actor.type == "person":
        given, family = _given_and_family(actor)
        names = {fold(alias) for alias in actor.aliases if " " not in alias.strip()} if given else set()
        # Spellings are compared without a last “i”.
        return frozenset(f"person {romanise(name).rstrip('i')}" for name in names | {family})
    if actor.type in _NAMED and _is_proper(actor.name):
        return frozenset(f"{actor.type} {fold(name)}" for name in (actor.name, *actor.aliases))
    if actor.type in _OF_COUNTRY and actor.country is not None:
        return frozenset({f"{actor.type} {actor.country} {fold(actor.name)}"})
    return frozenset()


def merge_tallies(tallies: Mapping[str, Tally], rulings: Rulings = NO_RULINGS) -> Merged:
    """One actor for each one meant, whatever the reports call it.

    The same id is the same actor: names, aliases and roles are united. Different ids become one where
    that is safe: spellings of one person's name, a family name alone where only one bearer of it is
    known, a name that exactly one other actor of its kind has as an alias. What could be two stays two.
    What an analyst has ruled goes before all of that.
    """
    by_id = {id: united(id, tallies[id]) for id in sorted(tallies)}

    about = {id: found for id, a in by_id.items() if (found := rulings.about(a))}
    links, parted = _ruled(rulings, about)
    groups = _Groups(by_id, parted)
    for one, other in links:
        groups.join(one, other)
    people = [a for a in by_id.values() if a.type == "person"]
    _join_spellings(groups, people)
    _join_family_names(groups, people)
    _join_aliases(groups, [a for a in by_id.values() if a.type in _NAMED and _is_proper(a.name)])
    _join_namesakes(groups, [a for a in by_id.values() if a.type in _OF_COUNTRY])

    merged: list[Actor] = []
    of: dict[str, str] = {}
    rejected: set[str] = set()
    for members in groups.all():
        head = max(members, key=lambda id: _fullness(by_id[id]))
        everyone = united(head, reduce(add, (tallies[id] for id in members)))
        name = by_id[head].name
        actor = msgspec.structs.replace(
            everyone,
            name=name,
            aliases=tuple(sorted({*everyone.aliases, everyone.name} - {name})),
            type=by_id[head].type,
        )
        entries = sorted({e for id in members for e, _ in about.get(id, ())})
        ruled = _ruled_on(actor, [rulings.entries[e] for e in entries])
        if ruled is None:
            rejected.update(members)
            continue
        merged.append(ruled)
        of.update((id, head) for id in members)
    hits = sorted(Hit(rulings.entries[e].id, n, id) for id, found in about.items() for e, n in found)
    return Merged(
        tuple(sorted(merged, key=lambda a: a.id)), dict(sorted(of.items())), frozenset(rejected), tuple(hits)
    )


def _ruled(
    rulings: Rulings, about: Mapping[str, Sequence[tuple[int, int]]]
) -> tuple[list[tuple[str, str]], dict[str, dict[int, int]]]:
    """The pairs of ids that are one by ruling, and for each id its side in each split (by place in the log).

    A merge takes back the earlier splits between those that it names, and a split the earlier merges.
    """
    by_entry: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for id in sorted(about):
        for e, n in about[id]:
            those = by_entry[e][rulings.entries[e].about[n].side]
            if id not in those:
                those.append(id)
    links: list[tuple[str, str]] = []
    parted: dict[int, dict[str, int]] = {}
    for e, sides in sorted(by_entry.items()):
        action = rulings.entries[e].action
        if action == "merge":
            named = {id for ids in sides.values() for id in ids}
            parted = {
                split: side_of
                for split, side_of in parted.items()
                if len({side for id, side in side_of.items() if id in named}) < 2
            }
            first = [ids[0] for _, ids in sorted(sides.items())]
            links += [(first[0], other) for other in first[1:]]
        elif action == "split":
            side_of = {id: side for side, ids in sorted(sides.items()) for id in ids}
            links = [
                (a, b)
                for a, b in links
                if side_of.get(a, -1) == side_of.get(b, -1) or not {a, b} <= side_of.keys()
            ]
            parted[e] = side_of
    by_id: dict[str, dict[int, int]] = defaultdict(dict)
    for split, side_of in parted.items():
        for id, side in side_of.items():
            by_id[id][split] = side
    return links, by_id


def _ruled_on(actor: Actor, entries: Iterable[Entry]) -> Actor | None:
    """A merged actor as the analyst calls it; None where it is rejected, by the last word on it."""
    stands = True
    for entry in entries:
        if entry.action == "reject":
            stands = False
        elif entry.action in ("accept", "edit"):
            stands = True
        if entry.action == "edit":
            new = {change.field: change.value for change in entry.changes}
            if "name" in new and "aliases" not in new:
                new["aliases"] = tuple(sorted({*actor.aliases, actor.name} - {cast(str, new["name"])}))
            actor = msgspec.structs.replace(actor, **new)
    return actor if stands else None


class _Groups:
    """Ids that are one, as disjoint sets. `parted` gives the side of an id in each split; sides stay apart."""

    def __init__(self, ids: Iterable[str], parted: Mapping[str, Mapping[int, int]]) -> None:
        self._head = {id: id for id in ids}
        self._sides = {id: dict(sides) for id, sides in parted.items()}

    def head(self, id: str) -> str:
        while self._head[id] != id:
            id = self._head[id]
        return id

    def join(self, one: str, other: str) -> None:
        """Make two one, unless an analyst has split what they belong to."""
        a, b = sorted((self.head(one), self.head(other)))
        mine, theirs = self._sides.get(a, {}), self._sides.get(b, {})
        if a == b or any(theirs.get(split, side) != side for split, side in mine.items()):
            return
        self._head[b] = a
        if theirs:
            self._sides[a] = {**mine, **theirs}

    def all(self) -> list[list[str]]:
        members: dict[str, list[str]] = defaultdict(list)
        for id in sorted(self._head):
            members[self.head(id)].append(id)
        return [members[head] for head in sorted(members)]


def united(id: str, tally: Tally) -> Actor:
    """One actor of all that the reports say of it."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (field, value), n in tally.items():
        counts[field][value] += n
    name = max(counts["name"].items(), key=lambda n: (n[1], len(n[0]), n[0]))[0]
    return Actor(
        id=id,
        name=name,
        aliases=tuple(sorted({*counts["alias"], *counts["name"]} - {name})),
        type=cast(ActorType, max(counts["type"].items(), key=lambda t: (t[1], t[0]))[0]),
        country=_commonest(counts["country"]),
        sector=_commonest(counts["sector"]),
        roles=_united_roles(msgspec.json.decode(role, type=Role) for role in counts["role"]),
        wikidata=_commonest(counts["wikidata"]),
    )


def _commonest(counts: Counter[str]) -> str | None:
    """The value that is given most often, the first by alphabet of equals; None where none is given."""
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


def _united_roles(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Each office once; one without dates is left out where the same is there with dates."""
    all_roles = set(roles)
    dated = {(r.title.casefold(), r.of) for r in all_roles if r.start or r.end}
    kept = {r for r in all_roles if r.start or r.end or (r.title.casefold(), r.of) not in dated}
    return tuple(sorted(kept, key=lambda r: (r.start or "", r.end or "", r.title, r.of or "")))


def _fullness(actor: Actor) -> tuple[int, int, str]:
    """Orders the ids of one actor: the one with the fullest name gives the canonical name."""
    words = [w for w in fold(actor.name).split() if len(w) > 1]
    return (len(words), len(actor.aliases), actor.id)


def _given_and_family(actor: Actor) -> tuple[tuple[str, ...], str]:
    """Given names (no initials) and family name of a person, folded; a single word is a family name, and
    so is what begins with a particle (“von der Leyen”)."""
    words = [w for w in fold(actor.name).replace(",", "").split() if w not in _SUFFIXES]
    if not words:
        return (), fold(actor.name)
    if len(words) == 1 or words[0] in _PARTICLES:
        return (), " ".join(words)
    if actor.country in _FAMILY_NAME_FIRST:
        return tuple(words[1:]), words[0]
    family = len(words) - 1
    while family > 1 and words[family - 1] in _PARTICLES:
        family -= 1
    return tuple(w for w in words[:family] if len(w) > 1), " ".join(words[family:])


def _compatible(one: Actor, other: Actor) -> bool:
    return one.country is None or other.country is None or one.country == other.country


def _is_proper(name: str) -> bool:
    """Whether a name is one: “Navy”, not “navy”, which is another one in each report."""
    return any(c.isupper() for c in name)


def _join_spellings(groups: _Groups, people: list[Actor]) -> None:
    """Sergey Lavrov = Sergei Lavrov, Volodymyr Zelenskiy = Vladimir Zelensky, Joe R. Biden = Joe Biden."""
    by_key: dict[tuple[str, str], list[Actor]] = defaultdict(list)
    for person in people:
        given, family = _given_and_family(person)
        if given:
            family_key = romanise(family).rstrip("i")
            by_key[(romanise(given[0]), family_key)].append(person)
            if len(consonants(given[0])) >= _TELLING:
                by_key[(consonants(given[0]) + "*", family_key)].append(person)
    for key in sorted(by_key):
        alike = by_key[key]
        if len({p.country for p in alike if p.country}) <= 1:
            for other in alike[1:]:
                groups.join(alike[0].id, other.id)


def _join_family_names(groups: _Groups, people: list[Actor]) -> None:
    """Lavrov = Sergei Lavrov, where only one person bears the name, or only one holds the office.

    Where no report gives a full name, the same name with the same office is one person.
    """
    bearers: dict[str, list[Actor]] = defaultdict(list)
    nameless: dict[tuple[str, str], list[Actor]] = defaultdict(list)
    for person in people:
        given, family = _given_and_family(person)
        if given:
            names = {romanise(fold(alias)) for alias in person.aliases if " " not in alias.strip()}
            for name in names | {romanise(family)}:
                bearers[name].append(person)
    for person in people:
        given, family = _given_and_family(person)
        if given:
            continue
        name = romanise(family)
        fitting = [b for b in bearers.get(name, ()) if _compatible(person, b)]
        if len({groups.head(b.id) for b in fitting}) > 1:
            # News prose gives a bare family name to whom everybody knows: who holds an office.
            offices = _offices(person)
            fitting = [b for b in fitting if (_offices(b) & offices if offices else _offices(b))]
        if len({groups.head(b.id) for b in fitting}) == 1:
            groups.join(person.id, fitting[0].id)
        elif name not in bearers:
            for office in sorted(_offices(person)):
                nameless[name, office].append(person)
    for key in sorted(nameless):
        alike = nameless[key]
        if len({p.country for p in alike if p.country}) <= 1:
            for other in alike[1:]:
                groups.join(alike[0].id, other.id)


def _offices(person: Actor) -> set[str]:
    return {role.title.casefold() for role in person.roles}


def _join_aliases(groups: _Groups, named: list[Actor]) -> None:
    """IAEA = International Atomic Energy Agency, where a report gave one as the other's alias."""
    bearers: dict[tuple[str, str], list[Actor]] = defaultdict(list)
    for actor in named:
        for name in sorted({fold(n) for n in (actor.name, *actor.aliases)}):
            bearers[(actor.type, name)].append(actor)
    for actor in named:
        others = [
            b for b in bearers[(actor.type, fold(actor.name))] if b.id != actor.id and _compatible(actor, b)
        ]
        if others and len({groups.head(b.id) for b in others} - {groups.head(actor.id)}) <= 1:
            groups.join(actor.id, others[0].id)


def _join_namesakes(groups: _Groups, actors: list[Actor]) -> None:
    """The Soviet leader = the Soviet leader; “the president” of no known country stays that of its report."""
    first: dict[tuple[str, str, str], str] = {}
    for actor in actors:
        if actor.country is not None:
            groups.join(first.setdefault((actor.type, fold(actor.name), actor.country), actor.id), actor.id)
