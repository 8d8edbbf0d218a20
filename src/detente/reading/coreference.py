"""Who is who on one page: names merged, offices and pronouns given to the actor they stand for.

Precision before recall: two people with one surname stay two, and a pronoun with no plausible actor
in the two sentences before it stands for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from detente.codebook.actor_tables import Person, load_actor_tables
from detente.reading.actor_names import Found
from detente.reading.page import Page
from detente.records import Actor, ActorType, MentionForm, Role, digest_id

PARTICLES = frozenset(["al", "el", "de", "da", "di", "du", "von", "van", "der", "den", "bin", "ibn", "abu", "ben", "la", "le"])
# Where the family name comes first, the first word of a full name stands for the person.
FAMILY_NAME_FIRST = frozenset(["CHN", "TWN", "HKG", "KOR", "PRK", "VNM", "KHM", "SGP"])
# How many sentences back a pronoun looks. PolNeAR train sources: nearly all antecedents lie within two.
PRONOUN_REACH = 2
OFFICE_REACH = 12


@dataclass
class Entity:
    """An actor in the making."""

    key: tuple[str, ...]
    type: ActorType
    name: str
    country: str | None = None
    sector: str | None = None
    forms: set[str] = field(default_factory=set)
    titles: list[tuple[str, str | None, bool]] = field(default_factory=list)
    person: Person | None = None
    gender: str | None = None
    plural: bool = False

    def actor(self) -> Actor:
        """The record: the known roles of the table where there is one, else those the page gives."""
        roles: tuple[Role, ...] = self.person.roles if self.person else ()
        known = {r.title for r in roles}
        for title, of, _former in self.titles:
            if title not in known:
                known.add(title)
                roles = (*roles, Role(title, of))
        return Actor(
            id=digest_id("a", *self.key),
            name=self.name,
            aliases=tuple(sorted(self.forms - {self.name})),
            type=self.type,
            country=self.country,
            sector=self.sector,
            roles=roles,
        )


@dataclass(frozen=True)
class Linked:
    """A stretch of tokens and the actor it stands for."""

    start: int
    end: int
    head: int
    form: MentionForm
    entity: Entity


def link(page: Page, phrases: tuple[Found, ...], sheet: Any) -> tuple[Linked, ...]:
    """The mentions of a page with their actors, in order and apart; `sheet` is that of `find_phrases`."""
    entities: dict[tuple[str, ...], Entity] = {}
    linked: dict[int, Linked] = {}
    _link_persons(page, phrases, sheet, entities, linked)
    _link_keyed(page, phrases, sheet, entities, linked)
    _link_offices(page, phrases, sheet, entities, linked)
    _link_pronouns(page, phrases, sheet, linked)
    return tuple(linked[k] for k in sorted(linked))


def _entity(
    entities: dict[tuple[str, ...], Entity], key: tuple[str, ...], found: Found, kind: ActorType
) -> Entity:
    if key not in entities:
        entities[key] = Entity(key, kind, found.name, found.country, found.sector, plural=found.plural)
    return entities[key]


def _put(linked: dict[int, Linked], found: Found, entity: Entity, sheet: Any) -> None:
    linked[found.start] = Linked(found.start, found.end, found.head, found.form, entity)
    form = sheet.said(found.start, found.end)
    for article in ("the ", "The "):
        form = form.removeprefix(article)
    entity.forms.add(form)


# Persons ----------------------------------------------------------------------------------------------------


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w.lower().removeprefix("al-").removeprefix("el-").strip(".,'") for w in words)


def _link_persons(
    page: Page,
    phrases: tuple[Found, ...],
    sheet: Any,
    entities: dict[tuple[str, ...], Entity],
    linked: dict[int, Linked],
) -> None:
    tables = load_actor_tables()
    persons = [f for f in phrases if f.type == "person" and f.words]
    full: dict[tuple[str, str], tuple[tuple[str, ...], Entity]] = {}
    for found in persons:
        if len(found.words) < 2:
            continue
        core = _core(found.words)
        ends = (core[0], core[-1])
        if ends not in full:
            known = found.person or tables.people.get(found.name)
            name = known.name if known else found.name
            entity = entities.setdefault(
                ("person", *_core(tuple(name.split()))),
                Entity(("person", *_core(tuple(name.split()))), "person", name),
            )
            entity.person = entity.person or known
            full[ends] = (core, entity)
        entity = full[ends][1]
        if entity.person is None and len(found.name) > len(entity.name):
            entity.name = found.name
        _describe(entity, found)
        _put(linked, found, entity, sheet)
    for found in persons:
        if len(found.words) >= 2:
            continue
        core = _core(found.words)
        matches = [e for (c, e) in full.values() if c[-1] == core[0]]
        if not matches:
            matches = [e for (c, e) in full.values() if core[0] in c]
        # Where two bear the name, the title or nothing tells them apart.
        unique = {id(e): e for e in matches}
        if len(unique) > 1 and found.title:
            unique = {
                k: e for k, e in unique.items() if any(t == found.title for t, _, _ in e.titles)
            } or unique
        if len(unique) == 1:
            entity = next(iter(unique.values()))
        elif not unique and (
            known := _known_by_surname(page, found, tables.surnames.get(found.words[0], ()))
        ):
            key = ("person", *_core(tuple(known.name.split())))
            entity = entities.setdefault(key, Entity(key, "person", known.name, person=known))
        else:
            key = ("person", page.report.id, *core)
            entity = entities.setdefault(key, Entity(key, "person", found.name))
        _describe(entity, found)
        _put(linked, found, entity, sheet)


def _known_by_surname(page: Page, found: Found, bearers: tuple[Person, ...]) -> Person | None:
    """The one well-known bearer of a surname who was in office within ten years of the report."""
    fitting = [p for p in bearers if found.country is None or p.country == found.country]
    if page.published and len(fitting) > 1:
        day = page.published.isoformat()
        fitting = [
            p
            for p in fitting
            if any((r.start or "") <= day and (r.end is None or r.end >= day) for r in p.roles)
        ]
    return fitting[0] if len(fitting) == 1 else None


def _describe(entity: Entity, found: Found) -> None:
    if entity.person:
        entity.country = entity.country or entity.person.country
        entity.sector = entity.sector or entity.person.sector
    entity.country = entity.country or found.country
    entity.sector = entity.sector or found.sector
    entity.gender = entity.gender or found.gender
    if found.title and all(t != found.title for t, _, _ in entity.titles):
        entity.titles.append((found.title, found.of, found.former))


# States, bodies, groups -------------------------------------------------------------------------------------


def _link_keyed(
    page: Page,
    phrases: tuple[Found, ...],
    sheet: Any,
    entities: dict[tuple[str, ...], Entity],
    linked: dict[int, Linked],
) -> None:
    for found in phrases:
        if found.start in linked or found.key is None or found.type == "office":
            continue
        entity = _entity(entities, found.key, found, found.type)
        entity.sector = entity.sector or found.sector
        _put(linked, found, entity, sheet)


# Offices ----------------------------------------------------------------------------------------------------


def _link_offices(
    page: Page,
    phrases: tuple[Found, ...],
    sheet: Any,
    entities: dict[tuple[str, ...], Entity],
    linked: dict[int, Linked],
) -> None:
    """Offices and unkeyed groups: in apposition, by title and country, by the latest that fits, else their own."""
    order = list(phrases)
    for k, found in enumerate(order):
        if found.start in linked:
            continue
        if found.type == "office" or (found.type == "group" and found.title and not found.plural):
            neighbour = _apposed(order, k, sheet, linked)
            if neighbour:
                _describe(neighbour, found)
                if neighbour.country is None:
                    neighbour.country = found.country
                _put(linked, found, neighbour, sheet)
    for found in order:
        if found.start in linked:
            continue
        entity: Entity | None = None
        if found.type == "person":
            entity = _latest(
                linked,
                found.start,
                sheet,
                lambda e, f=found: e.type in ("person", "office") and e.country == f.country,
            )
            if entity is None:
                continue
        elif found.type == "office" and found.definite:
            entity = _holder(found, entities, linked, sheet)
        elif found.definite and not found.plural and found.title:
            entity = _body(found, linked, sheet)
        if entity is None:
            if found.key:
                key = found.key
            else:
                key = (found.type, page.report.id, found.name.lower())
            entity = _entity(entities, key, found, found.type)
            if found.type == "office" and found.title and not entity.titles:
                entity.titles.append((found.title, found.of, found.former))
        _put(linked, found, entity, sheet)


def _apposed(order: list[Found], k: int, sheet: Any, linked: dict[int, Linked]) -> Entity | None:
    """The person next to an office with nothing but a comma between them."""
    found = order[k]
    if k > 0:
        before = order[k - 1]
        if (
            before.type == "person"
            and before.start in linked
            and before.end + 1 == found.start
            and sheet.text[before.end] == ","
            and (found.end >= sheet.n or sheet.low[found.end] not in ("and",))
            and sheet.dep[found.head]
            in ("appos", "conj", "dobj", "nsubj", "attr", "npadvmod", "ROOT", "pobj", "dep")
            and (
                sheet.dep[found.head] == "appos"
                or (found.end < sheet.n
                and sheet.text[found.end] in (",", ".", ";", ")", "of"))
            )
        ):
            return linked[before.start].entity
    if k + 1 < len(order):
        after = order[k + 1]
        if (
            after.type == "person"
            and after.start in linked
            and found.definite
            and (found.end == after.start or (found.end + 1 == after.start and sheet.text[found.end] == ","))
            and (found.end == after.start or (after.end < sheet.n and sheet.text[after.end] in (",", ".", ";")))
        ):
            return linked[after.start].entity
    return None


def _same_office(title: str, other: str) -> bool:
    return title == other or other.endswith(" " + title) or title.endswith(" " + other)


def _holder(
    found: Found, entities: dict[tuple[str, ...], Entity], linked: dict[int, Linked], sheet: Any
) -> Entity | None:
    """The one person on the page with that title (and country, where the phrase gives one)."""
    title = found.title or ""
    holders: list[Entity] = []
    for entity in entities.values():
        if entity.type != "person":
            continue
        titles = [t for t, _, _ in entity.titles]
        if not titles and entity.person:
            titles = [r.title for r in entity.person.roles]
        if not any(_same_office(title, t) for t in titles):
            continue
        if found.country and entity.country and found.country != entity.country:
            continue
        if found.country and not entity.country:
            continue
        holders.append(entity)
    if len(holders) == 1:
        return holders[0]
    if len(holders) > 1 and not found.country:
        ids = {id(e) for e in holders}
        return _latest(linked, found.start, sheet, lambda e: id(e) in ids)
    return None


def _body(found: Found, linked: dict[int, Linked], sheet: Any) -> Entity | None:
    """“the ministry”, “the party”: the latest body whose name ends in that noun."""
    noun = (found.title or "").lower()

    def fits(entity: Entity) -> bool:
        return entity.type in ("organisation", "alliance") and entity.name.lower().split()[-1] == noun

    if found.country or found.of:
        return None
    return _latest(linked, found.start, sheet, fits)


def _latest(linked: dict[int, Linked], before: int, sheet: Any, fits: Any) -> Entity | None:
    at = sheet.sentence[before]
    for start in sorted((s for s in linked if s < before), reverse=True):
        if at - sheet.sentence[start] > OFFICE_REACH:
            return None
        entity = linked[start].entity
        if linked[start].form != "pronoun" and fits(entity):
            return entity
    return None


# Pronouns ---------------------------------------------------------------------------------------------------

SINGULAR = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
PLURAL = frozenset(["they", "them", "their", "theirs", "themselves"])
NEUTER = frozenset(["it", "its", "itself"])
SUBJECTS = ("nsubj", "nsubjpass")


def _link_pronouns(page: Page, phrases: Iterable[Found], sheet: Any, linked: dict[int, Linked]) -> None:
    """He, she, they, it and their forms to the most salient actor before them that fits."""
    names = sorted(linked.values(), key=lambda m: m.start)
    covered = {k for m in names for k in range(m.start, m.end)}
    history: list[Linked] = []
    upcoming = 0
    for i in range(sheet.n):
        while upcoming < len(names) and names[upcoming].start <= i:
            history.append(names[upcoming])
            upcoming += 1
        word = sheet.low[i]
        if i in covered or sheet.tag[i] not in ("PRP", "PRP$"):
            continue
        if word in SINGULAR:
            chosen = _antecedent(sheet, history, i, SINGULAR[word], _is_person)
        elif word in PLURAL:
            chosen = _antecedent(sheet, history, i, None, _is_plural)
        elif word in NEUTER and not _is_empty_it(sheet, i):
            chosen = _antecedent(sheet, history, i, None, _is_thing)
        else:
            continue
        if chosen is None:
            continue
        if word in SINGULAR and chosen.gender is None:
            chosen.gender = SINGULAR[word]
        mention = Linked(i, i + 1, i, "pronoun", chosen)
        linked[i] = mention
        history.append(mention)


def _is_person(entity: Entity) -> bool:
    return entity.type in ("person", "office") or (entity.type == "group" and not entity.plural)


def _is_plural(entity: Entity) -> bool:
    return entity.type in ("group", "people") or (
        entity.type == "organisation" and entity.sector in ("COP", "REB", None)
    )


def _is_thing(entity: Entity) -> bool:
    return entity.type in ("state", "organisation", "alliance")


def _is_empty_it(sheet: Any, i: int) -> bool:
    """“it is clear that”, “it rained”: no actor behind it."""
    if sheet.low[i] != "it":
        return False
    verb = sheet.head[i]
    if sheet.dep[i] not in SUBJECTS:
        return True
    return sheet.low[verb] in (
        "is",
        "was",
        "'s",
        "’s",
        "be",
        "been",
        "seems",
        "seemed",
        "appears",
        "appeared",
        "takes",
        "took",
    )


def _antecedent(sheet: Any, history: list[Linked], i: int, gender: str | None, fits: Any) -> Entity | None:
    here = sheet.sentence[i]
    best: Entity | None = None
    best_score = -1e9
    verb = sheet.head[i]
    for back, mention in enumerate(reversed(history)):
        distance = here - sheet.sentence[mention.start]
        if distance > PRONOUN_REACH or back > 40:
            break
        entity = mention.entity
        if not fits(entity) or (gender and entity.gender and entity.gender != gender):
            continue
        role = sheet.dep[mention.head]
        subject = role in SUBJECTS
        # A subject and an object of one verb are two: “Biden met him”.
        if sheet.head[mention.head] == verb and sheet.dep[i] in ("dobj", "iobj", "dative", "pobj", *SUBJECTS):
            continue
        score = -3.0 * distance - 0.15 * back
        score += 3.0 if subject else 0.0
        score += 1.0 if mention.form == "pronoun" and sheet.low[mention.start] in SINGULAR else 0.0
        score -= 1.5 if role in ("poss", "compound", "nmod", "amod") else 0.0
        score += 1.0 if gender and entity.gender == gender else 0.0
        if entity.type == "group" and gender:
            score -= 1.0
        if score > best_score:
            best, best_score = entity, score
    return best
