"""The tables of actors: countries, organisations, offices, groups, people. Anyone can add a row.

In a cell, several forms are separated by `;`. Apostrophes are straight (the reader straightens the text's).

`countries.csv`: `code` names the actor (unique), `country` is its ISO 3166-1 alpha-3 (the retired ISO 3166-3
code for states that are no more; for a part of a state that of the state); `name`, `aliases`; `adjectives`
(“Russian”, from which the plural “Russians” is made); `people` (nouns that no adjective gives: “Swede”);
`capitals`, which stand for the government except after “in”, “at”, “near”; `seats` (houses of government),
which stand for it always (for the `predecessor` before the day `since`); `places`, which give their country to what they modify (“Mumbai police”).

`organisations.csv`: `name`, `aliases`, `seats` (towns that stand for it), record `type`, `country`, `sector`.

`offices.csv`: `title` in lower case, its `sector` (empty: that of the body it belongs to), `heads` (state or
government, where the holder of the bare title heads it).

`groups.csv`: `noun` (singular, lower case), `sector`, record `type`, and `use`: `strict` (an actor only with a
country, body or owner), `weapon` (only with a country or owner), `personal` (only a person's: “the Clinton
campaign”), `collective` (stays singular), or empty.

`people.csv`: a row for each person and office: `name`, `aliases`, `country` (a code of countries.csv), `sector`, `title`, `of` (empty: the
country), `start` and `end` (ISO days or years).

`first_names.csv`: first names by gender, for pronouns; a name given to both stands in neither row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from detente.records import ActorType, Role

FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "HKG", "KOR", "PRK", "VNM", "KHM", "SGP"})
NameKind = Literal[
    "state", "adjective", "people", "capital", "seat", "place", "organisation", "person", "nobody"
]


# Names that hold a country's and name no actor.
NOBODY = (
    "South China Sea", "East China Sea", "Sea of Japan", "Gulf of Mexico", "Indian Ocean", "Persian Gulf", "Gulf of Oman",
    "English Channel", "Gulf of Guinea", "Korean Peninsula", "Korean peninsula", "Korean War", "Vietnam War", "Irish Sea",
    "Iran-Iraq War", "Iraq War", "Gulf War", "Falklands War", "Paris Agreement", "Paris climate agreement", "Paris accord",
    "Tokyo Stock Exchange", "London Stock Exchange", "Panama Canal", "Suez Canal", "Israeli-Palestinian conflict",
    "Nobel Peace Prize", "Nobel Prize", "Washington Post-ABC News", "French Open", "US Open", "U.S. Open",
    "Australian Open", "German measles", "English Premier League", "American Idol", "Super Bowl", "West Bank barrier",
    "White House Correspondents", "Russian roulette", "Geneva Conventions", "Geneva Convention", "Hague Convention",
    "Treaty of Versailles", "Warsaw Ghetto", "Kyoto Protocol", "Minsk agreements", "Oslo Accords", "Dayton Accords",
)  # fmt: skip


@dataclass(frozen=True)
class State:
    code: str
    country: str
    name: str
    adjective: str
    # Whose capital it was before that day.
    predecessor: str | None = None
    since: str | None = None


@dataclass(frozen=True)
class Organisation:
    name: str
    type: ActorType
    country: str | None
    sector: str | None


@dataclass(frozen=True)
class Person:
    name: str
    country: str | None
    sector: str | None
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Office:
    title: str
    sector: str | None
    heads: str | None


@dataclass(frozen=True)
class Group:
    noun: str
    sector: str | None
    type: ActorType
    use: str


@dataclass(frozen=True)
class Name:
    """One form under which an actor of a table is known."""

    form: str
    kind: NameKind
    of: State | Organisation | Person


@dataclass(frozen=True)
class ActorTables:
    """All the tables, indexed as the reader asks for them."""

    # First word of a form → the forms that begin with it, longest first.
    names: Mapping[str, tuple[Name, ...]]
    states: Mapping[str, State]
    # Last word of a title → the titles that end in it, longest first.
    offices: Mapping[str, tuple[tuple[str, Office], ...]]
    groups: Mapping[str, tuple[tuple[str, Group], ...]]
    # Every word of a title or group: no such word is a name by itself.
    title_words: frozenset[str]
    people: Mapping[str, Person]
    # Last word of a name → the people who bear it.
    surnames: Mapping[str, tuple[Person, ...]]
    # First name → “f” or “m”, where it is nearly always one of them.
    first_names: Mapping[str, str]


def _rows(table: str) -> Iterator[dict[str, str]]:
    with files("detente.codebook").joinpath(table).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _forms(cell: str) -> list[str]:
    return [form.strip() for form in cell.split(";") if form.strip()]


def first_word(form: str) -> str:
    """The letters and digits that a form begins with: what the index of names is keyed by."""
    end = next((i for i, ch in enumerate(form) if not ch.isalnum()), len(form))
    return form[:end]


@cache
def load_actor_tables() -> ActorTables:
    """The tables of the package, read once a process."""
    names: dict[str, Name] = {}
    states: dict[str, State] = {}

    def add(form: str, kind: NameKind, of: State | Organisation | Person) -> None:
        names.setdefault(form, Name(form, kind, of))

    for row in _rows("countries.csv"):
        adjectives = _forms(row["adjectives"])
        state = State(
            row["code"],
            row["country"],
            row["name"],
            adjectives[0] if adjectives else row["name"],
            row["predecessor"] or None,
            row["since"] or None,
        )
        states[state.code] = state
        for form in [row["name"], *_forms(row["aliases"])]:
            add(form, "state", state)
        for form in _forms(row["adjectives"]):
            add(form, "adjective", state)
            if (
                form[-1] in "nikbtwmcr"
                and not form.endswith("ch")
                and form[-2:] not in ("sh", "ic")
                and "." not in form
            ):
                add(form + "s", "people", state)
        for form in _forms(row["people"]):
            add(form, "people", state)
        for form in _forms(row["capitals"]):
            add(form, "capital", state)
        for form in _forms(row["seats"]):
            add(form, "seat", state)
        for form in _forms(row["places"]):
            add(form, "place", state)
    for row in _rows("organisations.csv"):
        organisation = Organisation(
            row["name"], cast(ActorType, row["type"]), row["country"] or None, row["sector"] or None
        )
        for form in [row["name"], *_forms(row["aliases"])]:
            add(form.removeprefix("the "), "organisation", organisation)
        for form in _forms(row["seats"]):
            names[form] = Name(form, "capital", organisation)
    for form in NOBODY:
        # The state of a sea's name is not the sea.
        names[form] = Name(form, "nobody", states["USA"])
    people: dict[str, Person] = {}
    person_forms: dict[str, list[str]] = {}
    for row in _rows("people.csv"):
        of = row["of"] or (states[row["country"]].name if row["country"] in states else None)
        role = Role(row["title"], of, row["start"] or None, row["end"] or None)
        known = people.get(row["name"])
        roles = (*known.roles, role) if known else (role,) if row["title"] else ()
        country = states[row["country"]].country if row["country"] else None
        sector = row["sector"] or None
        people[row["name"]] = Person(
            row["name"], known.country if known else country, known.sector if known else sector, roles
        )
        person_forms.setdefault(row["name"], []).extend(_forms(row["aliases"]))
    surnames: dict[str, list[Person]] = {}
    by_form: dict[str, Person] = {}
    for name, person in people.items():
        for form in [name, *person_forms[name]]:
            by_form[form] = person
            if " " in form:
                add(form, "person", person)
            words = form.split()
            # “Xi”, “Kim”: where the family name comes first, it is the first word that stands alone.
            for word in (words[-1], words[0]) if person.country in FAMILY_NAME_FIRST else (words[-1],):
                if word in ("Prince", "King", "Queen", "Sheikh", "General"):
                    continue
                if person not in surnames.setdefault(word, []):
                    surnames[word].append(person)
    offices: dict[str, list[tuple[str, Office]]] = {}
    for row in _rows("offices.csv"):
        office = Office(row["title"], row["sector"] or None, row["heads"] or None)
        # “Secretary-General” is one token to some tokenisers and three to others.
        for last in sorted({office.title.replace("-", " ").split()[-1], office.title.split()[-1]}):
            offices.setdefault(last, []).append((office.title, office))
    groups: dict[str, list[tuple[str, Group]]] = {}
    for row in _rows("groups.csv"):
        group = Group(row["noun"], row["sector"] or None, cast(ActorType, row["type"]), row["use"])
        groups.setdefault(group.noun.split()[-1], []).append((group.noun, group))
    titles = [title for entries in offices.values() for title, _ in entries]
    titles += [noun for nouns in groups.values() for noun, _ in nouns]
    index: dict[str, list[Name]] = {}
    for entry in names.values():
        index.setdefault(first_word(entry.form), []).append(entry)
    return ActorTables(
        names={w: tuple(sorted(ns, key=lambda n: (-len(n.form), n.form))) for w, ns in index.items()},
        states=states,
        title_words=frozenset(word for title in titles for word in title.split()),
        offices={w: tuple(sorted(os, key=lambda o: -len(o[0]))) for w, os in offices.items()},
        groups={w: tuple(sorted(gs, key=lambda g: -len(g[0]))) for w, gs in groups.items()},
        people=by_form,
        surnames={w: tuple(ps) for w, ps in surnames.items()},
        first_names={
            name: row["gender"] for row in _rows("first_names.csv") for name in _forms(row["names"])
        },
    )
