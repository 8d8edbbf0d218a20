"""Who is who on one page: names merged, offices, groups and pronouns given to the actor they stand for.

Precision before recall: two people with one surname stay two, and a pronoun with no plausible actor in the
sentences just before it stands for nobody. “I”, “we” and “you” are left to the statements.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from detente.codebook.actor_tables import ActorTables, Person, load_actor_tables
from detente.reading.actor_names import PARTICLES
from detente.reading.actor_phrases import RELATIONAL, Found
from detente.reading.page import Page
from detente.reading.sheet import Sheet
from detente.records import Actor, ActorType, MentionForm, Role, digest_id

# How many of the narrator's sentences back a pronoun looks, and an office or body (“the ministry”). Set by eye
# on about fifteen pages and not swept: there is no labelled coreference to sweep it on.
PRONOUN_REACH = 2
BODY_REACH = 12
# Mentions behind a pronoun that are weighed at most.
CANDIDATES = 30


# Words before a name that say how somebody stands to somebody else, and name no office: “his colleague Zorin”.
_NO_OFFICES = frozenset(
    ("colleague", "counterpart", "rival", "friend", "ally", "guest", "critic", "opponent")
)


@dataclass
class Entity:
    """An actor in the making."""

    key: tuple[str, ...]
    type: ActorType
    name: str
    country: str | None = None
    sector: str | None = None
    forms: set[str] = field(default_factory=set)
    titles: list[tuple[str, str | None]] = field(default_factory=list)
    person: Person | None = None
    gender: str | None = None
    members: tuple[Entity, ...] = ()
    # Whether the country stands in the report; else it is a table's.
    stated: bool = False

    def actor(self) -> Actor:
        """The record: the roles of the table where it has some, then those that the page gives."""
        roles: tuple[Role, ...] = self.person.roles if self.person else ()
        known = {r.title for r in roles}
        for title, of in self.titles:
            if title not in known and title not in _NO_OFFICES:
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
    plural: bool


class _Scene:
    """What is known of the page so far: entities by key, mentions by their first token."""

    def __init__(self, page: Page, sheet: Sheet) -> None:
        self.page = page
        self.sheet = sheet
        self.tables: ActorTables = load_actor_tables()
        self.entities: dict[tuple[str, ...], Entity] = {}
        self.linked: dict[int, Linked] = {}
        self.covering: dict[int, Linked] = {}
        # For each token the number of the quotation that holds it, −1 outside.
        self.quoted = _quoted_tokens(page, sheet)
        # Sentences as the narrator counts them: what is wholly quoted takes him no further.
        self.step = _narrated(sheet, self.quoted)
        # Countries that the phrases of the page name.
        self.countries: frozenset[str] = frozenset()

    def entity(self, key: tuple[str, ...], kind: ActorType, name: str) -> Entity:
        if key not in self.entities:
            self.entities[key] = Entity(key, kind, name)
        return self.entities[key]

    def put(self, found: Found, entity: Entity) -> Linked:
        """Record that a phrase stands for an entity."""
        form = self.sheet.said(found.start, found.end)
        for article in ("the ", "The ", "a ", "A ", "an ", "An "):
            form = form.removeprefix(article)
        if found.form != "nominal" or found.key is not None or found.words:
            # “troops” and “the country” are no names of the actor that they stand for.
            entity.forms.add(form.lstrip("0123456789,. "))
        return self.mark(found.start, found.end, found.head, found.form, entity, found.plural)

    def mark(
        self, start: int, end: int, head: int, form: MentionForm, entity: Entity, plural: bool
    ) -> Linked:
        mention = Linked(start, end, head, form, entity, plural)
        self.linked[start] = mention
        for k in range(start, end):
            self.covering[k] = mention
        return mention


def link(page: Page, sheet: Sheet, phrases: tuple[Found, ...]) -> tuple[Linked, ...]:
    """The mentions of a page with their actors, in order and apart."""
    scene = _Scene(page, sheet)
    scene.countries = frozenset(f.country for f in phrases if f.country)
    _link_persons(scene, [f for f in phrases if f.type == "person" and f.words])
    _link_appositions(scene, phrases)
    for found in phrases:
        if found.key is not None and found.form != "nominal":
            scene.put(found, _known(scene, found, found.key))
    _link_in_order(scene, phrases)
    return tuple(scene.linked[k] for k in sorted(scene.linked))


# Persons ----------------------------------------------------------------------------------------------------


def core_name(words: Iterable[str]) -> tuple[str, ...]:
    """A person's name as it is compared: lower case, no dots, no Arabic article."""
    core = tuple(w.lower().removeprefix("al-").removeprefix("el-").strip(".,'\"") for w in words)
    return tuple(w for w in core if w)


def _link_persons(scene: _Scene, persons: list[Found]) -> None:
    """Full names first, then what a surname, a first name or a title and surname can only mean."""
    full: list[tuple[tuple[str, ...], Entity]] = []
    for found in persons:
        core = core_name(found.words)
        if len(core) < 2:
            continue
        entity = next((e for c, e in full if _same_name(c, core)), None)
        if entity is None:
            known = found.person or scene.tables.people.get(found.name)
            name = known.name if known else found.name
            entity = scene.entity(("person", *core_name(name.split())), "person", name)
            entity.person = entity.person or known
            entity.gender = entity.gender or scene.tables.first_names.get(name.split()[0])
            full.append((core, entity))
        elif entity.person is None and len(found.name) > len(entity.name):
            entity.name = found.name
        _describe(entity, found)
        scene.put(found, entity)
    alone: list[Entity] = []
    for found in persons:
        core = core_name(found.words)
        if len(core) >= 2 or not core:
            continue
        entity = _by_one_name(scene, found, core[0], full)
        if entity is None:
            same = [e for e in alone if e.key[2] == core[0] and None in (e.gender, found.gender)]
            same += [e for e in alone if e.key[2] == core[0] and e.gender == found.gender]
            key = ("person", scene.page.report.id, core[0], found.gender or "")
            entity = same[0] if same else scene.entity(key, "person", found.name)
            alone.append(entity)
            bearers = [
                p for p in scene.tables.surnames.get(found.words[0], ()) if _is_at_hand(scene, p, found)
            ]
            countries = {p.country for p in bearers}
            if len(countries) == 1 and not full_bearer(full, core[0]):
                # Either Bush is an American.
                entity.country = bearers[0].country
                entity.sector = bearers[0].sector
        _describe(entity, found)
        scene.put(found, entity)


def full_bearer(full: list[tuple[tuple[str, ...], Entity]], name: str) -> bool:
    """Whether somebody of that surname is on the page with a full name."""
    return any(core[-1] == name for core, _ in full)


def _same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """“Joe Biden” and “Joseph R. Biden”, “Hamid Karzai” and “Karzai, Hamid”: same surname, first names that agree."""
    if one == other:
        return True
    if one[-1] != other[-1]:
        # “Mohammed bin Salman” and “Mohammed bin Salman Al Saud”
        short, long = sorted((one, other), key=len)
        return len(short) >= 2 and long[: len(short)] == short and len(short) >= 3
    short, long = sorted((one, other), key=len)
    if len(short) >= 2 and long[-len(short) :] == short:
        # “Hassan al-Bashir” and “Omar Hassan al-Bashir”
        return True
    first, second = one[0], other[0]
    return first == second or (first[0] == second[0] and (len(first) == 1 or len(second) == 1))


def _by_one_name(
    scene: _Scene, found: Found, name: str, full: list[tuple[tuple[str, ...], Entity]]
) -> Entity | None:
    """The one person of the page, else of the tables, whom a single name can mean."""
    matches = {id(e): e for c, e in full if c[-1] == name}
    if not matches:
        matches = {id(e): e for c, e in full if name in c and name not in PARTICLES}
    if found.gender:
        matches = {k: e for k, e in matches.items() if e.gender in (None, found.gender)}
    if len(matches) > 1 and found.title:
        titled = {k: e for k, e in matches.items() if any(t == found.title for t, _ in e.titles)}
        matches = titled or matches
    if len(matches) == 1:
        return next(iter(matches.values()))
    if matches:
        # Two who bear the name are on the page: a bare surname is the one named last in full, within a sentence.
        near = [m for m in scene.linked.values() if m.start < found.start and id(m.entity) in matches]
        last = max(near, key=lambda m: m.start, default=None)
        if (
            last
            and scene.sheet.sentence[found.start] - scene.sheet.sentence[last.start] <= 1
            and not found.title
        ):
            return last.entity
        return None
    known = _known_bearer(scene, found)
    if known is None:
        return None
    entity = scene.entity(("person", *core_name(known.name.split())), "person", known.name)
    entity.person = known
    entity.gender = scene.tables.first_names.get(known.name.split()[0])
    return entity


# Titles that anybody may bear beside an office.
_RANKS_ONLY = frozenset(("general", "colonel", "doctor", "dr", "professor", "sheikh", "ayatollah"))
# Letters of a surname that many bear: “Liu”, “Kim”, “Khan”.
SHORT_NAME = 4


def _titles_fit(said: str, listed: str) -> bool:
    """“Minister”, “Prime Minister” and “former prime minister” may be one man's."""
    return said == listed or said.endswith(" " + listed) or listed.endswith(" " + said)


def _known_bearer(scene: _Scene, found: Found) -> Person | None:
    """The one well-known bearer of a surname: by country, title, then by who held office on the day."""
    fitting = [
        p
        for p in scene.tables.surnames.get(found.words[0], ())
        if found.country is None or p.country is None or p.country == found.country
    ]
    if found.title and found.title not in _RANKS_ONLY:
        # “Vice Premier Liu” is not the one Liu of the table who was a writer.
        titled = [p for p in fitting if any(_titles_fit(found.title, r.title) for r in p.roles)]
        if titled or len(found.words[0]) <= SHORT_NAME:
            fitting = titled
    else:
        # “Blair, the campaign's director,” of a page that names no Britain is another Blair.
        fitting = [p for p in fitting if _is_at_hand(scene, p, found)]
    if len(fitting) > 1 and scene.page.published:
        fitting = [p for p in fitting if _in_office(p, scene.page.published)]
    return fitting[0] if len(fitting) == 1 else None


def _is_at_hand(scene: _Scene, person: Person, found: Found) -> bool:
    """Whether the page names somebody's country, or he holds an office and the name is nobody's first name."""
    if person.country is None or person.country in scene.countries:
        return True
    return found.words[0] not in scene.tables.first_names and _in_office(person, scene.page.published)


def _in_office(person: Person, day: date | None) -> bool:
    """Whether somebody held one of his offices on a day; not known of no day."""
    # A year stands for its last day: "~" sorts behind every digit and hyphen.
    iso = day.isoformat() if day else None
    return iso is not None and any(
        (r.start or "") <= iso and (r.end is None or r.end + "~" >= iso) for r in person.roles
    )


def _describe(entity: Entity, found: Found) -> None:
    """Country, sector, title and gender from a phrase that stands for the entity."""
    if entity.person:
        entity.country = entity.country or entity.person.country
        entity.sector = entity.sector or entity.person.sector
    if found.country and found.country != entity.country and not entity.stated:
        # The report knows better than the table: Shevardnadze was a minister of one state, president of another.
        entity.country = found.country
    entity.stated = entity.stated or found.country is not None
    entity.sector = entity.sector or found.sector
    entity.gender = entity.gender or found.gender
    if found.title and all(t != found.title for t, _ in entity.titles):
        entity.titles.append((found.title, found.of))


# Apposition -------------------------------------------------------------------------------------------------


def _link_appositions(scene: _Scene, phrases: tuple[Found, ...]) -> None:
    """“Sergei Lavrov, the Russian foreign minister,” and “Russia's foreign minister, Sergei Lavrov,” are one."""
    sheet = scene.sheet
    for k, found in enumerate(phrases):
        if found.type == "state" and found.form == "name" and sheet.dep[found.head] == "amod":
            # “Anna Petrova, a Russian poet”
            noun = sheet.head[found.head]
            named = scene.covering.get(sheet.head[noun]) if sheet.dep[noun] == "appos" else None
            if named is not None and named.entity.type == "person" and named.entity.country is None:
                named.entity.country = found.country
            continue
        if found.start in scene.linked or found.plural or found.form != "nominal" or not found.title:
            continue
        before = phrases[k - 1] if k else None
        after = phrases[k + 1] if k + 1 < len(phrases) else None
        entity: Entity | None = None
        if (
            before
            and before.type == "person"
            and before.words
            and before.start in scene.linked
            and before.end + 1 <= found.start <= before.end + 4
            and sheet.text[before.end] in (",", "(", "—", "–")
            and not any(sheet.tag[j].startswith(("VB", "CC", "IN")) for j in range(before.end, found.start))
            and found.type in ("office", "group", "person")
            and found.possessor is None
            and (
                (sheet.dep[found.head] == "appos" and _apposed_to(sheet, found.head, before))
                or sheet.after(found.end) in (",", ".", ";", ")", "who", "of", "for", "—", "–")
            )
            and sheet.after(found.end) not in ("and",)
        ):
            entity = scene.linked[before.start].entity
        elif after and after.words and after.start in scene.linked and _follows(sheet, found, after):
            entity = scene.linked[after.start].entity
        if entity is not None:
            _describe(entity, found)
            if entity.country is None:
                entity.country = found.country
            scene.put(found, entity)


def _follows(sheet: Sheet, found: Found, after: Found) -> bool:
    """“Russia's foreign minister, Sergei Lavrov,”: whether the name behind an office is its holder's."""
    if found.type in ("office", "group") and sheet.dep[after.head] == "appos":
        over = sheet.head[after.head]
        if sheet.dep[over] == "pobj" and found.end <= over:
            over = sheet.head[sheet.head[over]]  # “a union leader in Niamey, Issoufou Garba,”
        if found.start <= over < found.end:
            return True
    if found.type not in ("office", "person") or sheet.dep[after.head] == "conj":
        return False
    if found.end == after.start:
        return True
    comma = found.end + 1 == after.start and sheet.text[found.end] == ","
    closes = sheet.after(after.end) in (",", ".", ";", ")") or sheet.dep[after.head] == "appos"
    return comma and closes


def _apposed_to(sheet: Sheet, head: int, before: Found) -> bool:
    return before.start <= sheet.head[head] < before.end


# Everything else, in the order of the text ------------------------------------------------------------------

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
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
NEUTER = frozenset({"it", "its", "itself"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
SUBJECTS = ("nsubj", "nsubjpass")
# “the two leaders”, “both sides”: the pair that was named last.
PAIRS = {
    "leader": ("person", "office"), "man": ("person", "office"), "minister": ("person", "office"),
    "president": ("person", "office"), "diplomat": ("person", "office"), "side": ("state", "organisation", "alliance"),
    "country": ("state",), "nation": ("state",), "government": ("state",), "power": ("state",), "state": ("state",),
    "neighbor": ("state",), "neighbour": ("state",), "rival": ("state", "person", "organisation"),
    "party": ("state", "organisation"), "woman": ("person",), "ally": ("state",), "candidate": ("person",),
}  # fmt: skip


def _link_in_order(scene: _Scene, phrases: tuple[Found, ...]) -> None:
    """Bodies, offices, groups and pronouns, each looking only at what stands before it."""
    sheet = scene.sheet
    by_start = {f.start: f for f in phrases}
    inside = scene.quoted
    history: list[Linked] = []
    for i in range(sheet.n):
        mention = scene.linked.get(i)
        if mention is not None:
            history.append(mention)
            continue
        found = by_start.get(i)
        if found is not None:
            entity = _resolve(scene, found, history)
            if entity is not None:
                history.append(scene.put(found, entity))
            continue
        if i in scene.covering:
            continue
        tag = sheet.tag[i]
        plural = sheet.low[i] in PLURAL
        if tag in ("PRP", "PRP$"):
            entity = _pronoun(scene, history, i, inside)
        elif tag in ("WP", "WDT"):
            meant = _relative(scene, i)
            entity = meant.entity if meant else None
            plural = meant is not None and meant.plural and not _is_one_of_them(sheet, meant.head)
        elif sheet.low[i] in ("both", "two"):
            pair = _pair(scene, history, i)
            if pair is not None:
                history.append(pair)
            continue
        else:
            continue
        if entity is not None:
            history.append(scene.mark(i, i + 1, i, "pronoun", entity, plural))


def _is_one_of_them(sheet: Sheet, head: int) -> bool:
    """“one of his advisers, who …”"""
    over = sheet.head[head]
    return sheet.dep[head] == "pobj" and sheet.low[over] == "of" and sheet.low[sheet.head[over]] == "one"


def _resolve(scene: _Scene, found: Found, history: list[Linked]) -> Entity | None:
    """The actor of a phrase that is no person's name."""
    report = scene.page.report.id
    if found.form != "nominal":
        return None
    owner = _owner(scene, found)
    if found.plural and found.key is None and owner is None and not found.modified and found.title in PAIRS:
        words = scene.sheet.low[found.start : found.end]
        if "both" in words or ("two" in words and found.definite):
            pair = _last_two(scene, history, found.start, found.title)
            if pair is not None:
                return pair
    if found.type == "person" and not found.title:
        # “the American”
        here = _latest(
            scene,
            history,
            found.start,
            lambda m: m.entity.type == "person" and m.entity.country == found.country,
        )
        if here is not None:
            return here
        state = next((s for s in scene.tables.states.values() if s.name == found.of), None)
        return _known(scene, found, ("people", state.code)) if state else None
    apposed = _apposed_body(scene, found) or _body_ahead(scene, found)
    if apposed is not None:
        return apposed
    if found.type == "office" and found.definite:
        holder = _holder(scene, found, history, owner)
        if holder is None and owner is None:
            holder = _taken_up(scene, found, history)
        if holder is not None:
            return holder
    said_of = _predicated(scene, found)
    if said_of is not None:
        _describe(said_of, found)
        return said_of
    if found.plural and found.title in ("country", "nation", "state") and owner is not None:
        return None  # “their countries”: states, but no group of somebody's
    if found.type == "state" and owner is not None and owner.country and not found.plural:
        # “his country”
        return _state(scene, owner.country) if owner.country in scene.tables.states else None
    if found.type == "state" and found.key is None and owner is None and not found.modified:
        of_all = found.definite and found.title in ("country", "nation")
        return _the_country(scene, found, history) if of_all else None
    if found.type == "state" and found.form == "nominal" and (found.key is None or found.key[0] != "state"):
        return None
    if found.type == "state" and found.key is not None and found.key[1] not in scene.tables.states:
        return None
    if found.definite and found.key is None and owner is None:
        body = _body(scene, found, history)
        if body is not None:
            return body
    if found.weak:
        return None
    if found.key is not None:
        return _known(scene, found, found.key)
    if owner is not None:
        official = owner.type in ("person", "office") and owner.sector == "GOV" and bool(owner.country)
        if official and found.title in ("government", "administration", "cabinet"):
            owner = _state(scene, owner.country or "") if owner.country in scene.tables.states else owner
        scope = owner.key[1] if owner.type == "state" else owner.name
        noun = found.name
        key: tuple[str, ...] = (found.type, scope, found.title or noun)
        state = scene.tables.states.get(owner.key[1]) if owner.type == "state" else None
        if found.title in RELATIONAL:
            name = f"{noun} of {'the ' if owner.name.startswith('United ') else ''}{owner.name}"
        else:
            mark = "'" if owner.name.endswith("s") else "'s"
            name = f"{state.adjective} {noun}" if state else f"{owner.name}{mark} {noun}"
        entity = scene.entity(key, found.type, name)
        if found.title not in RELATIONAL:
            entity.country = entity.country or owner.country
        _describe_group(entity, found)
        if entity.sector is None and owner.sector in ("IGO", "NGO", "REB", "MED"):
            entity.sector = owner.sector
        return entity
    return _known(scene, found, (found.type, report, found.name.lower()))


def _the_country(scene: _Scene, found: Found, history: list[Linked]) -> Entity | None:
    """“the country”: that of whoever was named last with a country, within two sentences."""
    at = scene.sheet.sentence[found.start]
    for mention in reversed(history):
        if at - scene.sheet.sentence[mention.start] > PRONOUN_REACH:
            return None
        entity = mention.entity
        if mention.form == "pronoun" or entity.country is None:
            continue
        if entity.type == "state":
            return entity
        return _state(scene, entity.country) if entity.country in scene.tables.states else None
    return None


def _state(scene: _Scene, code: str) -> Entity:
    """The state of a country's code."""
    state = scene.tables.states[code]
    entity = scene.entity(("state", state.code), "state", state.name)
    entity.country = state.country
    return entity


COPULAS = frozenset({"is", "was", "are", "were", "'s", "be", "been", "became", "remains", "remained"})


def _predicated(scene: _Scene, found: Found) -> Entity | None:
    """“Lavrov is the foreign minister”: the person whom the phrase is said of."""
    sheet = scene.sheet
    if found.type not in ("office", "person", "group") or found.plural or found.possessor is not None:
        return None
    verb = sheet.head[found.head]
    if sheet.dep[found.head] != "attr" or sheet.low[verb] not in COPULAS or verb > found.start:
        return None
    if any(sheet.low[k] in ("not", "n't", "never") for k in range(verb + 1, found.start)):
        return None
    for k in range(verb - 1, max(verb - 25, -1), -1):
        mention = scene.covering.get(k)
        if mention is not None and sheet.dep[mention.head] in SUBJECTS and sheet.head[mention.head] == verb:
            return mention.entity if mention.entity.type == "person" else None
    return None


def _known(scene: _Scene, found: Found, key: tuple[str, ...]) -> Entity:
    entity = scene.entity(key, found.type, found.name)
    entity.country = entity.country or found.country
    _describe_group(entity, found)
    return entity


def _describe_group(entity: Entity, found: Found) -> None:
    entity.sector = entity.sector or found.sector
    entity.gender = entity.gender or found.gender
    if found.type == "office" and found.title and not entity.titles:
        entity.titles.append((found.title, found.of))


def _owner(scene: _Scene, found: Found) -> Entity | None:
    """Whose it is: “his government”, “Putin's spokesman”."""
    if found.possessor is None:
        return None
    k = found.possessor
    mention = scene.covering.get(k)
    if mention is None and scene.sheet.low[k] in ("'s", "'") and k > 0:
        mention = scene.covering.get(k - 1)
    return mention.entity if mention else None


def _apposed_body(scene: _Scene, found: Found) -> Entity | None:
    """“Ukraine – a former Soviet republic”, “Hamas, the group that …”: a body set beside its name."""
    if found.type not in ("state", "organisation", "group", "alliance") or found.plural:
        return None
    if scene.sheet.dep[found.head] != "appos":
        return None
    mention = scene.covering.get(scene.sheet.head[found.head])
    if mention is None or mention.start >= found.start:
        return None
    entity = mention.entity
    if entity.type in ("state", "organisation", "alliance") and (found.type == "state") == (
        entity.type == "state"
    ):
        return entity
    return None


def _body_ahead(scene: _Scene, found: Found) -> Entity | None:
    """“the militant group Hamas”, “the UN refugee agency, UNHCR,”: a body whose name follows at once."""
    if found.type not in ("organisation", "group", "alliance") or found.plural:
        return None
    mention = scene.linked.get(found.end)
    if mention is None and scene.sheet.after(found.end) == ",":
        mention = scene.linked.get(found.end + 1)
        if mention is None or scene.sheet.dep[mention.head] != "appos":
            return None
    if mention is None or mention.form != "name" or mention.entity.type not in ("organisation", "alliance"):
        return None
    entity = mention.entity
    if found.of and found.country and entity.country is None and entity.sector not in ("IGO", "NGO"):
        entity.country = found.country
    entity.sector = entity.sector or found.sector
    return entity


def _latest(
    scene: _Scene, history: list[Linked], before: int, fits: Callable[[Linked], bool], reach: int = BODY_REACH
) -> Entity | None:
    at = scene.sheet.sentence[before]
    for mention in reversed(history):
        if at - scene.sheet.sentence[mention.start] > reach:
            return None
        if mention.form != "pronoun" and fits(mention):
            return mention.entity
    return None


def _same_office(title: str, other: str) -> bool:
    if title == other:
        return True
    # “the minister” may be the foreign minister, not the prime minister.
    before = other.removesuffix(" " + title)
    return before != other and before.split()[0] not in (
        "prime",
        "first",
        "vice",
        "deputy",
        "assistant",
        "under",
    )


def _holder(scene: _Scene, found: Found, history: list[Linked], owner: Entity | None) -> Entity | None:
    """The one person on the page with that title, of that country where the phrase gives one."""
    title = found.title or ""
    country = found.country or (owner.country if owner else None)
    holders: list[Entity] = []
    for entity in scene.entities.values():
        if entity.type not in ("person", "office") or (
            entity.type == "office" and (country or entity.key == found.key)
        ):
            continue
        titles = [t for t, _ in entity.titles]
        if not titles and entity.person:
            titles = [r.title for r in entity.person.roles]
        # “The Egyptian leader” is whoever heads that state on the page, whatever his title.
        heads = title in ("leader", "ruler", "strongman") and bool(country) and _leads(scene, entity)
        if not heads and not any(_same_office(title, t) for t in titles):
            continue
        if country and entity.country != country:
            continue
        if found.of and not country and all(found.of != of for _, of in entity.titles):
            continue
        holders.append(entity)
    if len(holders) > 1 and country:
        # Obama and Bush may be named too: who bears the title on the page, else who holds the office on its day.
        named = [e for e in holders if any(_same_office(title, t) for t, _ in e.titles)]
        day = scene.page.published
        now = [e for e in named or holders if e.person and _in_office(e.person, day)]
        holders = named if len(named) == 1 else now or holders
    ids = {id(e) for e in holders}
    if len(holders) == 1 and country:
        return holders[0]
    if holders and not country and not found.of:
        return _latest(scene, history, found.start, lambda m: id(m.entity) in ids)
    return None


_PUBLIC = ("GOV", "MIL", "COP", "JUD", "IGO", "SPY")
_LEARNED = (None, "EDU", "NGO", "CVL", "MED", "BUS")
# What a bare office may be another word for: the sectors of whoever spoke last.
TAKEN_UP: dict[str, tuple[str | None, ...]] = {
    "official": _PUBLIC, "officer": ("MIL", "COP"), "commander": ("MIL", "REB"), "spokesman": (*_PUBLIC, "PTY", "REB"),
    "spokeswoman": (*_PUBLIC, "PTY", "REB"), "spokesperson": (*_PUBLIC, "PTY", "REB"), "diplomat": ("GOV", "IGO"),
    "envoy": ("GOV", "IGO"), "politician": ("GOV", "LEG", "PTY", "OPP"), "lawmaker": ("LEG", "GOV", "OPP"),
    "legislator": ("LEG", "GOV", "OPP"), "analyst": _LEARNED, "expert": _LEARNED, "professor": ("EDU",),
    "academic": ("EDU", None), "researcher": _LEARNED, "scholar": _LEARNED, "scientist": _LEARNED,
    "activist": ("NGO", "CVL", None),
}  # fmt: skip
_HEADS = ("president", "prime minister", "king", "queen", "chancellor", "pope")


def _taken_up(scene: _Scene, found: Found, history: list[Linked]) -> Entity | None:
    """“…, Communications Minister Tamm said. … the spokesman said”: who spoke last, where the word fits him."""
    noun = (found.title or "").split()[-1:]
    sectors = TAKEN_UP.get(noun[0]) if noun else None
    if sectors is None or found.of or found.country or found.key in scene.entities:
        return None
    if not _is_speaking(scene.sheet, found.head):
        return None
    here = scene.step[found.start]
    for mention in reversed(history):
        if here - scene.step[mention.start] > TAKEN_UP_REACH:
            return None
        if scene.quoted[mention.start] < 0 and _is_speaking(scene.sheet, mention.head):
            entity = mention.entity
            introduced = entity.type == "person" and bool(entity.titles) and entity.sector in sectors
            high = any(title in _HEADS for title, _ in entity.titles)
            return entity if introduced and not high else None
    return None


# The narrator's sentences between a speaker and the office that takes him up: two, as for pronouns, and one for
# the words between. Set by eye.
TAKEN_UP_REACH = PRONOUN_REACH + 1


def _is_speaking(sheet: Sheet, head: int) -> bool:
    return sheet.dep[head] in SUBJECTS and sheet.low[sheet.head[head]] in SPEECH


# What a bare “the …” may stand for: the record type and sector of the body that was named last.
BODY_NOUNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "alliance": (("alliance",), ()),
    "bloc": (("alliance",), ()),
    "party": (("organisation",), ("PTY", "OPP")),
    "company": (("organisation",), ("BUS",)),
    "firm": (("organisation",), ("BUS",)),
    "newspaper": (("organisation",), ("MED",)),
    "broadcaster": (("organisation",), ("MED",)),
    "network": (("organisation",), ("MED",)),
    "news agency": (("organisation",), ("MED",)),
    "movement": (("organisation",), ("REB", "OPP", "SEP", "RAD", "PTY")),
    "militant group": (("organisation",), ("REB", "RAD", "SEP", "IMG")),
    "rebel group": (("organisation",), ("REB", "SEP")),
    "group": (("organisation",), ("REB", "RAD", "SEP", "NGO", "IMG")),
    "organization": (("organisation",), ("IGO", "NGO", "REB", "RAD", "IMG")),
    "agency": (("organisation",), ("IGO", "MED", "SPY", "GOV")),
    "watchdog": (("organisation",), ("IGO", "NGO")),
}


def _body(scene: _Scene, found: Found, history: list[Linked]) -> Entity | None:
    """“the ministry”, “the soldiers”, “the country”: the latest actor of that noun, else of that kind."""
    noun = (found.title or "").lower()
    if not noun or found.modified:
        return None

    def same_noun(mention: Linked) -> bool:
        entity = mention.entity
        if entity.type == "person" or entity.members:
            return False
        last = entity.key[-1].split()
        return bool(last) and (last[-1] == noun or entity.key[-1] == noun) and mention.plural == found.plural

    named = _latest(scene, history, found.start, same_noun)
    if named is not None or found.plural:
        return named
    kinds = BODY_NOUNS.get(noun)
    if kinds is None:
        return None
    types, sectors = kinds
    return _latest(
        scene,
        history,
        found.start,
        lambda m: m.entity.type in types and (not sectors or m.entity.sector in sectors),
        reach=3,
    )


# Pronouns ---------------------------------------------------------------------------------------------------

SPEECH = frozenset({
    "said", "says", "told", "added", "say", "tells", "asked", "warned", "noted", "insisted", "wrote", "explained",
    "continued", "argued", "claimed", "stressed", "declared", "announced", "called", "repeated", "replied",
    "adds", "asks", "warns", "notes", "insists", "writes", "explains", "argues", "claims", "thinks", "thought",
    "believes", "believed", "recalled", "recalls", "testified", "predicted", "tweeted", "posted", "clarified",
    "confirmed", "suggested", "suggests", "urged", "cautioned", "stated", "remarked", "emphasized", "emphasised",
    "concluded", "concludes", "answered", "complained", "conceded", "countered", "responded", "denied", "pledged",
})  # fmt: skip
EMPTY_VERBS = frozenset({
    "is", "was", "be", "been", "'s", "seems", "seemed", "appears", "appeared", "takes", "took", "rained", "remains",
    "matters", "helps", "would", "will",
})  # fmt: skip


# Verbs whose object “it” is mostly an actor, by their beginnings.
DONE_TO = (
    "accus", "attack", "invad", "support", "help", "threat", "urg", "ask", "warn", "blam", "condemn", "critici",
    "arm", "suppl", "join", "recogni", "sanction", "ban", "punish", "defend", "back", "bomb", "shell", "isolat", "forc",
    "press", "oblig", "allow", "prevent", "deter", "provok", "charg", "sue", "fund", "financ", "lead", "led", "rul",
)  # fmt: skip


def _quoted_tokens(page: Page, sheet: Sheet) -> list[int]:
    """For each token the number of the quotation that holds it, −1 outside."""
    inside = [-1] * sheet.n
    for number, quotation in enumerate(page.quotations):
        first = bisect_right(sheet.idx, quotation.inner.start - 1)
        for k in range(first, sheet.n):
            if sheet.idx[k] >= quotation.inner.end:
                break
            inside[k] = number
    return inside


def _narrated(sheet: Sheet, inside: list[int]) -> list[int]:
    """For each token how many sentences with unquoted words have begun up to it."""
    spoken = [True] * len(sheet.headline)
    for k in range(sheet.n):
        if inside[k] < 0 and sheet.text[k][0].isalnum():
            spoken[sheet.sentence[k]] = False
    count, steps, last = 0, [0] * sheet.n, -1
    for k in range(sheet.n):
        if sheet.sentence[k] != last:
            last = sheet.sentence[k]
            count += 0 if spoken[last] else 1
        steps[k] = count
    return steps


def _pronoun(scene: _Scene, history: list[Linked], i: int, inside: list[int]) -> Entity | None:
    word = scene.sheet.low[i]
    if word in SINGULAR:
        chosen = _antecedent(scene, history, i, inside, SINGULAR[word], _is_person)
        if chosen is not None and chosen.gender is None and chosen.type == "person":
            chosen.gender = SINGULAR[word]
        return chosen
    if word in PLURAL:
        return _antecedent(scene, history, i, inside, None, _is_plural)
    if (
        word == "it"
        and scene.sheet.dep[i] == "dobj"
        and not scene.sheet.low[scene.sheet.head[i]].startswith(DONE_TO)
    ):
        # “denied it”, “signed it”: mostly a thing.
        return None
    if word in NEUTER and not _is_empty_it(scene.sheet, i):
        return _antecedent(scene, history, i, inside, None, _is_thing)
    return None


def _is_person(mention: Linked) -> bool:
    return mention.entity.type in ("person", "office") or (
        mention.entity.type in ("group", "people") and not mention.plural
    )


def _is_plural(mention: Linked) -> bool:
    return (
        mention.plural
        or mention.entity.type in ("group", "people")
        or (mention.entity.type == "organisation" and mention.form != "pronoun")
    )


def _is_thing(mention: Linked) -> bool:
    return mention.entity.type in ("state", "organisation", "alliance") or (
        mention.entity.type == "group" and not mention.plural and mention.entity.gender is None
    )


def _is_empty_it(sheet: Sheet, i: int) -> bool:
    """“it is clear that”, “it rained”: no actor behind it."""
    if sheet.low[i] != "it":
        return False
    if sheet.dep[i] not in (*SUBJECTS, "dobj", "pobj"):
        return True
    return sheet.dep[i] in SUBJECTS and sheet.low[sheet.head[i]] in EMPTY_VERBS


def _antecedent(
    scene: _Scene,
    history: list[Linked],
    i: int,
    inside: list[int],
    gender: str | None,
    fits: Callable[[Linked], bool],
) -> Entity | None:
    """The most salient actor before token `i` that fits.

    The weights were set by hand on the seed and on PolNeAR's odd development articles, read by eye.
    """
    sheet = scene.sheet
    here = scene.step[i]
    verb = sheet.head[i]
    said_by = _speaker_near(scene, i, inside)
    speaks = _is_speaking(sheet, i)
    in_own_words = inside[i] < 0 and _closes_words(sheet, i)
    clause = _clause(sheet, i)
    urged = _urged(scene, i)
    best: Linked | None = None
    # A person may be taken up from two sentences back whatever its role there, a thing or group hardly.
    best_score = -7.5 if gender else -4.5
    for back, mention in enumerate(reversed(history)):
        distance = here - scene.step[mention.start]
        if distance > PRONOUN_REACH or back > CANDIDATES:
            break
        entity = mention.entity
        if not fits(mention) or (gender and entity.gender and entity.gender != gender):
            # “The United States and France … they”
            if fits is not _is_plural or mention.form == "pronoun" or _joined(scene, mention) is None:
                continue
        role = sheet.dep[mention.head]
        if in_own_words and _in_words_of(scene, i, mention, inside):
            continue
        # A subject and an object of one verb are two: “Biden met him”.
        if (
            sheet.head[mention.head] == verb
            and sheet.dep[i] in ("dobj", "iobj", "dative", *SUBJECTS)
            and role in ("dobj", "iobj", "dative", *SUBJECTS)
        ):
            continue
        score = -3.5 * distance - 0.15 * back
        score += 2.5 if role in SUBJECTS else 0.0
        score += 0.5 if role in SUBJECTS and sheet.dep[sheet.head[mention.head]] == "ROOT" else 0.0
        score += 1.5 if role in SUBJECTS and sheet.head[mention.head] == clause != verb else 0.0
        score += 5.0 if mention is urged else 0.0
        score += 0.5 if mention.form == "pronoun" else 0.0
        if role in ("poss", "compound", "nmod", "amod"):
            # “The president's Pacific roots came into play. … he told”: the owner is what the sentence is about.
            owns_subject = role == "poss" and gender and sheet.dep[sheet.head[mention.head]] in SUBJECTS
            score += 1.0 if owns_subject and sheet.head[mention.head] not in scene.covering else -1.0
        score += 1.0 if gender and entity.gender == gender else 0.0
        score -= 1.0 if gender and entity.type in ("group", "people") else 0.0
        if gender is None and fits is _is_plural:
            if entity.type in ("organisation", "state", "alliance", "person") and not mention.plural:
                joint = _joined(scene, mention) is not None
                between = _plural_between(scene, mention.end, i)
                if joint:
                    # “The two mocked the statements, saying they were written by …”
                    score -= 9.0 if between and sheet.dep[i] in ("nsubjpass", "dobj", "poss") else 0.0
                else:
                    score -= 9.0 if between else 2.5 if role in SUBJECTS else 4.5
            elif not entity.members and _plural_between(scene, mention.end, i, SUBJECTS):
                score -= 3.0
            score -= 1.5 if entity.type == "group" and not mention.plural and not entity.members else 0.0
        if fits is _is_thing and entity.type == "group":
            score -= 2.0
        if speaks and distance and role in SUBJECTS and _is_told_of(sheet, sheet.head[mention.head]):
            # “Berg said that Novak had called for it. He said …”: who speaks in the main clause speaks on.
            score -= 1.5
        elif speaks and _is_speaking(sheet, mention.head):
            score += 1.5
        if inside[i] >= 0 and said_by is entity and inside[mention.start] != inside[i]:
            score -= 6.0
        if inside[i] < 0 and inside[mention.start] >= 0:
            score -= 1.5
        if score > best_score:
            best, best_score = mention, score
    joined_to = _joined_owner(scene, i) or _modifier_owner(scene, i)
    if joined_to is not None and fits(joined_to):
        return joined_to.entity
    ahead = _subject_ahead(scene, i, inside)
    if ahead is not None and fits(ahead) and not (gender and ahead.entity.gender not in (None, gender)):
        return ahead.entity
    if best is None:
        return None
    if fits is _is_plural:
        return _joined(scene, best) or best.entity
    return best.entity


def _is_told_of(sheet: Sheet, verb: int) -> bool:
    """Whether a verb's clause depends on another before it: what somebody says or is to do."""
    over = sheet.head[verb]
    if sheet.dep[verb] == "ccomp":
        return over < verb and sheet.low[over] in SPEECH
    return over < verb and sheet.dep[verb] in ("advcl", "acl", "xcomp")


def _closes_words(sheet: Sheet, i: int) -> bool:
    """“…, he said.”, ““…” she added:”: whether a pronoun and its verb end the words that they report."""
    if i == 0 or i + 1 >= sheet.n or not sheet.tag[i + 1].startswith("VB"):
        return False
    before, behind = sheet.text[i - 1], sheet.after(i + 2)
    return before in _CLOSING or (before == "," and (behind in (".", ",", ";", ":", "") or behind.isspace()))


_CLOSING = ("”", '"', "’", "''", "'")


def _in_words_of(scene: _Scene, i: int, mention: Linked, inside: list[int]) -> bool:
    """Whether a mention stands in the words that the pronoun at `i` is said to utter: “Novak lost, he said.”"""
    if scene.sheet.text[i - 1] in _CLOSING or scene.sheet.text[i - 2] in _CLOSING:
        return inside[mention.start] >= 0 and scene.step[i] - scene.step[mention.start] <= 1
    return scene.sheet.sentence[mention.start] == scene.sheet.sentence[i]


def _urged(scene: _Scene, i: int) -> Linked | None:
    """“urged Russia to withdraw its troops”: who is to do what the pronoun's clause says."""
    sheet = scene.sheet
    k = i
    for _ in range(8):
        up = sheet.head[k]
        if up == k:
            return None
        if (sheet.dep[k] == "pcomp" and sheet.low[up] in ("of", "for", "over")) or (
            sheet.dep[k] == "pobj" and sheet.low[up] in ("for", "over") and sheet.head[i] == k
        ):
            # “accused Russia of massing its troops”, “condemned Iran for its attacks”
            named = scene.covering.get(up - 1)
            if named is not None and sheet.dep[named.head] in ("dobj", "pobj"):
                return named
        if sheet.dep[k] in ("xcomp", "ccomp", "advcl") and sheet.tag[k] in ("VB", "VBG") and up < k:
            if any(sheet.dep[j] in SUBJECTS and sheet.head[j] == k for j in range(up + 1, k)):
                # “wants the allies to withdraw”: the clause has a subject of its own.
                return next(
                    (m for j in range(up + 1, k) if (m := scene.covering.get(j)) and sheet.head[m.head] == k),
                    None,
                )
            for j in range(up + 1, k):
                mention = scene.covering.get(j)
                if mention is None or mention.end > i:
                    continue
                over = sheet.head[mention.head]
                direct = over == up and sheet.dep[mention.head] in ("dobj", "dative", "iobj")
                through = (
                    sheet.dep[mention.head] == "pobj"
                    and sheet.head[over] == up
                    and sheet.low[over] in ("on", "upon", "for")
                )
                if direct or through:
                    return mention
        k = up
    return None


def _clause(sheet: Sheet, i: int) -> int:
    """The verb of the clause that a possessive or object stands in."""
    k = sheet.head[i]
    for _ in range(6):
        if sheet.tag[k].startswith("VB") or sheet.head[k] == k:
            return k
        k = sheet.head[k]
    return k


def _joined_owner(scene: _Scene, i: int) -> Linked | None:
    """“the United States and its allies”: whom the phrase is joined to."""
    sheet = scene.sheet
    noun = sheet.head[i]
    if sheet.tag[i] != "PRP$" or sheet.dep[noun] != "conj" or i == 0 or sheet.low[i - 1] not in ("and", "or"):
        return None
    return scene.covering.get(sheet.head[noun])


def _modifier_owner(scene: _Scene, i: int) -> Linked | None:
    """“American unity with its allies”, “Russia's war on its neighbour”: whose the outer noun is."""
    sheet = scene.sheet
    if sheet.tag[i] != "PRP$":
        return None
    k = sheet.head[i]
    for _ in range(4):
        up = sheet.head[k]
        if sheet.dep[k] not in ("pobj", "prep") or up >= i:
            return None
        k = up
        if sheet.tag[k] in ("NN", "NNS"):
            for j in range(k - 1, max(k - 5, -1), -1):
                mention = scene.covering.get(j)
                if mention is not None:
                    owns = sheet.head[mention.head] == k and sheet.dep[mention.head] in (
                        "poss",
                        "amod",
                        "compound",
                    )
                    return mention if owns else None
            return None
    return None


def _plural_between(
    scene: _Scene, start: int, end: int, roles: tuple[str, ...] = ("nsubj", "nsubjpass", "dobj", "pobj")
) -> bool:
    """Whether a plural noun that is no actor stands between: “statements … they”."""
    sheet = scene.sheet
    return any(
        sheet.tag[k] == "NNS" and k not in scene.covering and sheet.dep[k] in roles for k in range(start, end)
    )


def _subject_ahead(scene: _Scene, i: int, inside: list[int]) -> Linked | None:
    """“Ahead of his meeting with Lavrov, Blinken met …”: the subject of the clause that the opening phrase begins."""
    sheet = scene.sheet
    if sheet.tag[i] != "PRP$" or inside[i] >= 0:
        return None
    # Climb to the phrase that hangs on a verb to its right.
    k = i
    for _ in range(8):
        up = sheet.head[k]
        if up == k or sheet.sentence[up] != sheet.sentence[i]:
            return None
        if (
            up > i
            and sheet.tag[up].startswith("VB")
            and sheet.dep[k] in ("prep", "advcl", "npadvmod", "advmod")
        ):
            for mention in (scene.covering.get(j) for j in range(i + 1, up)):
                if (
                    mention is not None
                    and sheet.head[mention.head] == up
                    and sheet.dep[mention.head] in SUBJECTS
                    and inside[mention.start] < 0
                ):
                    return mention
            return None
        k = up
    return None


def _speaker_near(scene: _Scene, i: int, inside: list[int]) -> Entity | None:
    """Who utters the quotation around token `i`: the subject just behind it, else just before it."""
    number = inside[i]
    if number < 0:
        return None
    sheet = scene.sheet
    end = i
    while end < sheet.n and inside[end] == number:
        end += 1
    start = i
    while start >= 0 and inside[start] == number:
        start -= 1
    for k in range(end, min(end + 8, sheet.n)):
        if sheet.text[k].isspace() or (k > end and sheet.text[k] in (".", "“", '"')):
            break
        mention = scene.covering.get(k)
        if mention and sheet.dep[mention.head] in SUBJECTS and inside[k] < 0:
            return mention.entity
    for k in range(start, max(start - 14, -1), -1):
        if "\n" in sheet.text[k]:
            break
        mention = scene.covering.get(k)
        if mention and sheet.dep[mention.head] in SUBJECTS and inside[k] < 0:
            return mention.entity
    return None


def _relative(scene: _Scene, i: int) -> Linked | None:
    """“… Lavrov, who said”: the noun that the relative clause hangs on."""
    sheet = scene.sheet
    if sheet.low[i] not in RELATIVE:
        return None
    k = i
    for _ in range(4):
        if sheet.dep[k] == "relcl":
            mention = scene.covering.get(sheet.head[k])
            if mention is None or mention.start >= i:
                return None
            who = sheet.low[i] in ("who", "whom")
            if who and mention.entity.type in ("state", "alliance"):
                return None
            return mention
        k = sheet.head[k]
    return None


def _joined(scene: _Scene, mention: Linked) -> Entity | None:
    """“The United States and its allies … they”: the two together, where the mention is joined to others."""
    sheet = scene.sheet
    first = mention
    while sheet.dep[first.head] == "conj":
        up = scene.covering.get(sheet.head[first.head])
        if up is None or up is first:
            break
        first = up
    parts = [first]
    for k in range(first.end, min(first.end + 40, sheet.n)):
        other = scene.covering.get(k)
        if other is not None and other.head == k and sheet.dep[k] == "conj":
            if scene.covering.get(sheet.head[k]) in parts and other.form != "pronoun":
                parts.append(other)
    members = list({id(p.entity): p.entity for p in parts}.values())
    return _together(scene, members) if len(members) > 1 else None


def _together(scene: _Scene, members: list[Entity]) -> Entity:
    """A group of actors named together."""
    ordered = sorted(members, key=lambda e: (e.type != "state", e.type != "person", e.key))
    flat = tuple("|".join(e.key) for e in ordered)
    entity = scene.entity(("together", *flat), "group", " and ".join(e.name for e in ordered))
    entity.members = tuple(ordered)
    countries = {e.country for e in ordered}
    entity.country = countries.pop() if len(countries) == 1 else None
    sectors = {e.sector for e in ordered}
    entity.sector = sectors.pop() if len(sectors) == 1 else None
    return entity


def _pair(scene: _Scene, history: list[Linked], i: int) -> Linked | None:
    """“the two leaders”, “both sides”, with nothing else in the phrase: the last two that fit."""
    sheet = scene.sheet
    if i + 1 >= sheet.n or sheet.tag[i + 1] not in ("NNS",):
        return None
    noun = sheet.noun(i + 1)
    start = i
    if sheet.low[i] == "two":
        if i == 0 or sheet.low[i - 1] not in ("the", "these", "those"):
            return None
        start = i - 1
    if noun not in PAIRS or i + 1 in scene.covering or start in scene.covering:
        return None
    pair = _last_two(scene, history, i, noun)
    return scene.mark(start, i + 2, i + 1, "nominal", pair, True) if pair else None


def _leads(scene: _Scene, entity: Entity) -> bool:
    """Whether somebody heads a state, a government or a movement, as far as the page or the table knows."""
    titles = [t for t, _ in entity.titles] + [r.title for r in (entity.person.roles if entity.person else ())]
    if not titles:
        return entity.type == "person"
    for title in titles:
        last = title.split()[-1]
        if last in ("leader", "chairman", "secretary-general", "ruler", "commander"):
            return True
        if any(o.title == title and o.heads for _, o in scene.tables.offices.get(last, ())):
            return True
    return False


def _last_two(scene: _Scene, history: list[Linked], i: int, noun: str) -> Entity | None:
    """The last two actors of the kind that a noun names, as one group."""
    types = PAIRS[noun]
    at = scene.sheet.sentence[i]
    found: list[Entity] = []
    for mention in reversed(history):
        if at - scene.sheet.sentence[mention.start] > PRONOUN_REACH or len(found) == 2:
            break
        entity = mention.entity
        if entity.type in types and entity not in found and mention.form != "pronoun":
            if noun in ("leader", "president") and not _leads(scene, entity):
                continue
            found.append(entity)
    return _together(scene, found) if len(found) == 2 else None
