"""The names on a page: those of the tables, those that the pipeline finds, and those that other names give away.

“Lavrov” alone is a person where “Sergei Lavrov” stands on the same page, whatever the pipeline took it for;
so is what follows “Mr” or a title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from detente.codebook.actor_tables import (
    ActorTables,
    Name,
    Office,
    Organisation,
    Person,
    State,
    first_word,
)
from detente.reading.sheet import Sheet
from detente.reading.time_grammar import MONTHS, WEEKDAYS

# What stands before a name, with the gender that it tells.
HONORIFICS: dict[str, str | None] = {
    "mr": "m", "mrs": "f", "ms": "f", "miss": "f", "mme": "f", "sir": "m", "lord": "m", "lady": "f", "dame": "f",
    "dr": None, "prof": None, "rev": "m", "sen": None, "sens": None, "rep": None, "reps": None, "gov": None,
    "gen": None, "col": None, "lt": None, "maj": None, "capt": None, "sgt": None, "adm": None, "brig": None,
    "pres": None, "lt.-gen": None, "st": None, "datuk": None, "seri": None, "dato": None, "tun": None, "shri": "m",
    "smt": "f", "haji": None, "hajj": None, "sri": None,
}  # fmt: skip
ABBREVIATED = {
    "sen": "senator", "rep": "congressman", "gov": "governor", "gen": "general", "col": "colonel",
    "lt": "lieutenant", "maj": "major", "capt": "captain", "sgt": "sergeant", "adm": "admiral",
    "brig": "brigadier", "pres": "president", "prof": "professor", "rev": "reverend",
}  # fmt: skip
# Before a surname they say when (“On Thursday Thant wrote”); the other months are given names too.
_DATES = frozenset({*WEEKDAYS, *MONTHS} - {"april", "may", "june", "august"})
# Words before a title that change no identity; “deputy” and its like do, and are kept.
TITLE_MODIFIERS = frozenset({
    "senior", "former", "acting", "then", "new", "top", "first", "second", "outgoing", "incoming", "ex", "late",
    "veteran", "interim", "caretaker", "current", "longtime", "long-time", "visiting", "fellow", "principal",
    "leading", "exiled", "ousted", "deposed", "jailed", "elected", "re-elected", "incumbent", "embattled",
    "hard-line", "hardline", "moderate", "powerful", "influential", "prominent", "high-ranking", "ranking",
    "two", "three", "four", "five", "several", "many", "some", "other", "unnamed", "unidentified",
    "least", "more", "few", "same", "own", "last", "next", "only", "main", "key", "dozen", "hundred", "thousand",
    "such", "various", "numerous", "additional", "remaining", "alleged", "suspected", "nearby", "entire", "whole",
    "civilian", "popular", "radical", "controversial", "retired", "newly", "outspoken", "long-serving",
})  # fmt: skip
RANKS = frozenset(
    {"deputy", "vice", "assistant", "associate", "junior", "chief", "lieutenant", "major", "under"}
)
PARTICLES = frozenset({
    "al", "el", "de", "da", "di", "du", "von", "van", "der", "den", "bin", "ibn", "abu", "ben", "la", "le", "dos",
})  # fmt: skip
# “Latin American”, “Native Americans”: not the United States.
NOT_OF_THE_US = frozenset({"latin", "south", "central", "north", "native", "african", "asian", "-"})
# Surnames of the table that are words too: by themselves a person only where the pipeline says so.
ALSO_WORDS = frozenset({
    "May", "King", "Major", "Straw", "Rice", "Cook", "Brown", "Hunt", "Key", "Lee", "Park", "Wine", "Power", "Price",
    "Burns", "Lam", "Martin", "Gore", "Church", "Bush", "Ford", "Castro", "Lord", "Francis", "Leo", "Hague", "Man",
    "Li", "Ma", "Win", "Shah", "Khan", "Singh", "Ali", "Sall", "Mori", "Kan", "Abe", "Clark", "Taylor", "Owen",
    "Carter", "Costa", "Fox", "Morales", "Santos", "Cohen", "Austin", "Vance", "Baker", "Christopher", "Grossi",
})  # fmt: skip
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


@dataclass(frozen=True)
class Unit:
    """A name in the text: tokens `[start, end)`, its row where a table holds it, else the pipeline's label.

    `country` is that of the state named inside a longer name (“Bank of Japan”).
    """

    start: int
    end: int
    name: Name | None
    label: str
    text: str
    country: str | None = None

    @property
    def state(self) -> State | None:
        named = self.name is not None and self.name.kind != "nobody"
        return self.name.of if named and self.name and isinstance(self.name.of, State) else None

    @property
    def person(self) -> Person | None:
        return self.name.of if self.name and isinstance(self.name.of, Person) else None


Owners = list[Unit | None]


def find_names(sheet: Sheet, tables: ActorTables, published: str | None) -> Owners:
    """For each token the name that it belongs to, None where it belongs to none.

    `published` is the ISO day of the report: “Moscow” was the Soviet government until the end of 1991.
    """
    owners: Owners = [None] * sheet.n
    i = 0
    while i < sheet.n:
        unit = _listed(sheet, tables, i)
        if unit:
            _own(owners, unit)
            i = unit.end
        else:
            i += 1
    for ent in sheet.doc.ents:
        if ent.label_ in ("PERSON", "ORG", "GPE", "NORP"):
            _add_entity(sheet, tables, owners, ent.start, ent.end, ent.label_)
    _add_introduced(sheet, tables, owners)
    _correct_persons(sheet, tables, owners)
    _drop_no_persons(sheet, tables, owners)
    _add_surnames(sheet, tables, owners)
    _date_capitals(tables, owners, published)
    _settle_georgia(sheet, tables, owners)
    _settle_bodies(sheet, owners)
    if not any(
        u and u.state and u.state.code in ("PRK", "KOR") and u.text not in ("North", "South") for u in owners
    ):
        # “the North” is a state only where Korea is spoken of.
        owners[:] = [None if u and u.state and u.text in ("North", "South") else u for u in owners]
    return owners


# What names the American Georgia, and the states that are named beside the Caucasian one.
AMERICAN_GEORGIA = frozenset({"atlanta", "savannah", "fulton", "ga.", "augusta", "macon"})
BY_THE_CAUCASUS = frozenset({"RUS", "SUN", "ARM", "AZE", "TUR", "UKR", "MDA", "ABH", "OST"})


def _settle_georgia(sheet: Sheet, tables: ActorTables, owners: Owners) -> None:
    """“Georgia” is the state of the Caucasus or the American one by what else the page names, else unknown."""
    bare = [u for k, u in enumerate(owners) if u and u.start == k and u.text == "Georgia" and u.state]
    if not bare:
        return
    others = [u for u in owners if u and u.state and u.text != "Georgia"]
    if any(u.state and u.state.code == "GEO" for u in others):
        return
    usa = tables.states["USA"]
    american = any(w in AMERICAN_GEORGIA for w in sheet.low) or any(
        u.state is usa and u.name and u.name.kind == "place" for u in others
    )
    if not american and any(u.state and u.state.code in BY_THE_CAUCASUS for u in others):
        return
    for unit in bare:
        name = Name("Georgia", "place", usa) if american else None
        _own(owners, replace(unit, name=name, label="GPE"))


# Words of which bodies of any state are named: the table's Senate is the American one, and Nigeria has one too.
GENERIC = frozenset({
    "senate", "congress", "house", "of", "representatives", "foreign", "office", "home", "ministry", "defence", "defense",
    "department", "justice", "commerce", "state", "treasury", "national", "guard", "coast", "labour", "labor", "party",
    "conservative", "republican", "democratic", "green", "council", "security", "agency", "commons", "lords", "supreme",
    "court", "federal", "reserve", "election", "commission", "secret", "service", "air", "force", "navy", "army", "front",
    "workers", "workers'", "alliance", "people's", "majlis", "politburo", "duma", "liberal", "democrats",
    "socialist", "communist", "progressive", "marines", "central", "command", "intelligence", "bureau", "investigation",
})  # fmt: skip


def _settle_bodies(sheet: Sheet, owners: Owners) -> None:
    """“The Nigerian Senate”, “the Labour Party of Norway”: a body of the state that stands beside it.

    So is the same name by itself further down.
    """
    settled: dict[str, Organisation] = {}
    for i, unit in enumerate(owners):
        if unit is None or unit.start != i or unit.name is None or not isinstance(unit.name.of, Organisation):
            continue
        own = unit.name.of.country
        if own is None or not all(w in GENERIC for w in unit.text.lower().split()):
            continue
        k = unit.start - 1
        while k >= 0 and (sheet.low[k] in ("'s", "'", "federal") or sheet.low[k] in TITLE_MODIFIERS):
            k -= 1
        state = before.state if k >= 0 and (before := owners[k]) is not None else None
        if state is None and sheet.after(unit.end) in ("of", "in") and unit.end + 1 < sheet.n:
            behind = owners[unit.end + 1]
            state = behind.state if behind is not None else None
        body = settled.get(unit.text) if state is None else None
        if state is not None and state.country != own:
            body = replace(unit.name.of, name=f"{state.adjective} {unit.text}", country=state.country)
            settled[unit.text] = body
        if body is not None:
            _own(owners, replace(unit, name=replace(unit.name, of=body)))


def _date_capitals(tables: ActorTables, owners: Owners, published: str | None) -> None:
    """A capital stands for the state whose capital it was: by the day, else by which of the two is named."""
    named = {
        u.state.code for u in owners if u and u.state and u.name and u.name.kind not in ("capital", "seat")
    }
    for k, unit in enumerate(owners):
        if unit is None or unit.start != k or unit.state is None or unit.name is None:
            continue
        before = tables.states.get(unit.state.predecessor or "")
        if before is None or unit.name.kind not in ("capital", "seat"):
            continue
        early = published < unit.state.since if published and unit.state.since else False
        by_page = published is None and before.code in named and unit.state.code not in named
        if early or by_page:
            _own(owners, replace(unit, name=replace(unit.name, of=before)))


def _own(owners: Owners, unit: Unit) -> None:
    for k in range(unit.start, unit.end):
        owners[k] = unit


def _disown(owners: Owners, unit: Unit) -> None:
    for k in range(unit.start, unit.end):
        owners[k] = None


# Short forms that are words in a line of capitals: “WHAT IS NEXT FOR US?”
_SHOUTED = frozenset({"IS", "US", "WHO", "AMAL", "MEND", "MENA", "PT"})


def _is_shouted(sheet: Sheet, i: int) -> bool:
    """Whether the words beside a token are in capitals throughout."""
    beside = [
        sheet.text[k] for k in (i - 1, i + 1) if 0 <= k < sheet.n and sheet.sentence[k] == sheet.sentence[i]
    ]
    words = [w for w in beside if w.isalpha() and len(w) > 1]
    return bool(words) and all(w.isupper() for w in words)


def _listed(sheet: Sheet, tables: ActorTables, i: int) -> Unit | None:
    """The longest name of a table that begins at token `i`."""
    entries = tables.names.get(first_word(sheet.text[i]))
    if not entries:
        return None
    at = sheet.idx[i]
    for entry in entries:
        if sheet.plain.startswith(entry.form, at):
            stop = at + len(entry.form)
            end = sheet.at_end.get(stop)
            if end is None and sheet.plain[stop : stop + 1] == "." and len(entry.form) > 1:
                end = sheet.at_end.get(stop + 1)
            if end is not None:
                if entry.form.startswith("America") and i and sheet.low[i - 1] in NOT_OF_THE_US:
                    return None
                if entry.form in _SHOUTED and _is_shouted(sheet, i):
                    return None
                if entry.kind == "nobody":
                    return Unit(i, end, entry, "LOC", entry.form)
                label = {"person": "PERSON", "organisation": "ORG"}.get(entry.kind, "GPE")
                return Unit(i, end, entry, label, entry.form)
    return None


def _add_entity(sheet: Sheet, tables: ActorTables, owners: Owners, start: int, end: int, label: str) -> None:
    """A name that the pipeline found, unless the tables know better."""
    comma = next((k for k in range(start, end) if sheet.low[k] == ","), None)
    placed = (unit := owners[start]) is not None and unit.state is not None
    if comma is not None and (label in ("PERSON", "GPE") or placed):
        # “Kharkiv, Ihor Terekhov”
        _add_entity(sheet, tables, owners, start, comma, "GPE")
        if end - comma > 2:
            _add_entity(sheet, tables, owners, comma + 1, end, "PERSON")
        return
    start, end = _trimmed(sheet, tables, start, end, label)
    if start >= end:
        return
    held = list({id(u): u for u in owners[start:end] if u}.values())
    if any(
        u.start < start
        or u.end > end
        or (u.start, u.end) == (start, end)
        or not _yields(sheet, tables, u, end, label)
        for u in held
    ):
        return
    country = next((u.state.country for u in held if u.state), None)
    for u in held:
        _disown(owners, u)
    _own(owners, Unit(start, end, None, label, sheet.said(start, end), country))


def _yields(sheet: Sheet, tables: ActorTables, unit: Unit, end: int, label: str) -> bool:
    """Whether a listed name gives way to a longer one around it: “Michael Jordan”, “Bank of Japan”."""
    if unit.name is None:
        return True
    kind = unit.name.kind
    if label == "PERSON":
        # “Chad Smith”, not “US Joe Biden”: the last word is the one that must not be a country's adjective.
        return (
            kind in ("state", "capital", "place", "adjective")
            and end - unit.start <= 3
            and len(unit.text) > 3
        )
    if label == "ORG" and kind in ("state", "capital", "adjective", "place", "seat"):
        # “Russian Foreign Ministry” is read by its head noun, with the country as its modifier.
        last = sheet.noun(end - 1)
        body = last in tables.groups or last in tables.offices
        return kind == "place" or (not body and unit.end < end) or unit.end == end
    return False


def _trimmed(sheet: Sheet, tables: ActorTables, start: int, end: int, label: str) -> tuple[int, int]:
    """The pipeline's name without article, title, possessive mark; empty where it cannot be a name."""
    while start < end and (
        sheet.low[start] in ("the", "a", "an", "'s", ",", "-") or sheet.text[start].isspace()
    ):
        start += 1
    while end > start and (
        sheet.low[end - 1] in ("'s", "'", ",", ".", "-", "–", "—", "(", ")", '"', "”", ":")
        or sheet.text[end - 1].isspace()
    ):
        end -= 1
    if any("\n" in sheet.text[k] for k in range(start, end)):
        return start, start
    if label == "PERSON":
        while start < end - 1 and (
            sheet.low[start].rstrip(".") in HONORIFICS
            or sheet.low[start] in tables.offices
            or sheet.low[start] in TITLE_MODIFIERS
            or sheet.low[start] in RANKS
        ):
            start += 1
        while end < sheet.n and sheet.low[end] in SUFFIXES:
            end += 1
        words = sheet.text[start:end]
        # A word that opens in lower case is no name, save a particle.
        if not words or (not words[0][:1].isupper() and sheet.low[start] not in PARTICLES):
            return start, start
        if any(sheet.tag[k] == "CC" for k in range(start, end)) or any(ch.isdigit() for ch in words[0]):
            return start, start
        alone = sheet.low[start].rstrip(".")
        if end - start == 1 and (alone in tables.offices or alone in tables.groups or alone in HONORIFICS):
            return start, start
    return start, end


def _free(owners: Owners, k: int) -> bool:
    """Whether a token may still become part of a person's name."""
    unit = owners[k]
    return unit is None or (unit.name is None and unit.end - unit.start == 1 and unit.label != "PERSON")


def _add_introduced(sheet: Sheet, tables: ActorTables, owners: Owners) -> None:
    """What follows “Mr” or a capitalised title is a person: “Mr. Grassley”, “President Kagame”."""
    for i in range(sheet.n - 1):
        word = sheet.low[i].rstrip(".")
        honorific = word in HONORIFICS and sheet.text[i][:1].isupper() and word not in ("st", "miss")
        title = (
            not honorific
            and sheet.text[i][:1].isupper()
            and sheet.tag[i] in ("NNP", "NN", "JJ")
            and word in tables.offices
            and owners[i] is None
            and not sheet.headline[sheet.sentence[i]]
        )
        if not honorific and not title:
            continue
        if sheet.tag[i + 1] != "NNP":
            continue
        k = i + 1
        while (
            k < min(i + 5, sheet.n)
            and sheet.tag[k] in ("NNP", "HYPH")
            and sheet.text[k][:1].isupper() | (sheet.tag[k] == "HYPH")
        ):
            unit = owners[k]
            if sheet.low[k].rstrip(".") in HONORIFICS or (
                sheet.low[k] in tables.title_words and (title or sheet.low[k] in tables.offices)
            ):
                break
            if not (_free(owners, k) or (honorific and unit is not None and unit.end == unit.start + 1)):
                break
            k += 1
        if k > i + 1 and (owners[i + 1] is None or owners[i + 1].label != "PERSON"):  # type: ignore[union-attr]
            for j in range(i + 1, k):
                if (unit := owners[j]) is not None:
                    _disown(owners, unit)
            _own(owners, Unit(i + 1, k, None, "PERSON", sheet.said(i + 1, k)))


# What a name behind “of” is a place after.
_WATERS = frozenset({
    "strait", "straits", "gulf", "bay", "sea", "lake", "mount", "cape", "isle", "island", "port", "province", "city", "town",
    "village", "river", "district", "region", "valley", "state", "county", "republic",
})  # fmt: skip


# Words before a noun, not before a person's name.
_OF_THINGS = frozenset({"a", "an", "any", "every", "each", "this", "no", "draft"})
# Capitals beside each other inside a word: the short form of a body, not a surname (“McCain”, “DeSantis”).
_SHORT_FORM = re.compile(r"[A-Za-z]*[a-z][A-Z]{2,}[a-z]*")


def _drop_no_persons(sheet: Sheet, tables: ActorTables, owners: Owners) -> None:
    """What the pipeline took for a person by its capital: “*Riot* police”, “the *Rhine*”, “the Strait of *Hormuz*”."""
    for i, unit in enumerate(owners):
        if (
            unit is None
            or unit.label != "PERSON"
            or unit.name is not None
            or unit.end != i + 1
            or unit.start != i
        ):
            continue
        if i and sheet.low[i - 1] in _OF_THINGS and sheet.head[i - 1] == i:
            _disown(owners, unit)  # “*A Bill* will be introduced”
            continue
        if _SHORT_FORM.fullmatch(unit.text):
            _own(owners, replace(unit, label="ORG"))  # “DonNTU”
            continue
        if unit.text in tables.first_names or unit.text in tables.surnames:
            continue
        opens = i == 0 or sheet.sentence[i - 1] != sheet.sentence[i]
        head = sheet.head[i]
        modifies = i < head <= i + 2 and sheet.dep[i] in ("compound", "amod", "nmod")
        if opens and modifies and sheet.text[head].islower() and sheet.noun(head) in tables.groups:
            _disown(owners, unit)
        elif i and sheet.low[i - 1] == "the" and not modifies and sheet.tag[i] == "NNP":
            if sheet.after(i + 1) not in ("'s", "'"):
                _disown(owners, unit)
        elif i > 1 and sheet.low[i - 1] == "of" and sheet.low[i - 2] in _WATERS:
            _disown(owners, unit)


def _correct_persons(sheet: Sheet, tables: ActorTables, owners: Owners) -> None:
    """People whom the pipeline took for something else, and names of which it saw only the last word."""
    single: set[str] = set()
    named: dict[int, Unit] = {}
    for unit in owners:
        if unit is not None:
            named[unit.start] = unit
            if unit.label == "PERSON" and unit.end == unit.start + 1:
                single.add(unit.text)
    held: set[int] = set()
    in_office: set[int] = set()
    of_age: set[int] = set()
    subjects = {sheet.head[k]: k for k in range(sheet.n) if sheet.dep[k] == "nsubj"}
    for k in range(sheet.n):
        # “Kadri Tamm, the foreign minister”, “Kadri Tamm is the foreign minister”
        if sheet.dep[k] in ("appos", "attr") and sheet.tag[k] == "NN" and sheet.low[k] in tables.offices:
            holder = sheet.head[k] if sheet.dep[k] == "appos" else subjects.get(sheet.head[k], -1)
            held.add(holder)
            in_office.add(holder)
        elif sheet.dep[k] == "appos" and sheet.low[k].endswith("old"):
            of_age.add(sheet.head[k])  # “Karim, a 31-year-old”
        elif sheet.low[k] == "who" and sheet.dep[sheet.head[k]] == "relcl":
            held.add(sheet.head[sheet.head[k]])
    for unit in named.values():
        words = unit.text.split()
        first = unit.start
        if unit.label == "PERSON" and len(words) == 1 and unit.person is None:
            if _has_first_name(sheet, tables, owners, first):
                _own(owners, Unit(first - 1, unit.end, None, "PERSON", sheet.said(first - 1, unit.end)))
        elif unit.name is None and unit.label in ("ORG", "GPE") and len(words) == 1:
            if unit.end - 1 in of_age and unit.text.isalpha() and not unit.text.isupper():
                _own(owners, replace(unit, label="PERSON"))
        elif unit.name is None and unit.label in ("ORG", "GPE") and 2 <= len(words) <= 3:
            capitalised = all(
                w.replace("-", "").isalpha() and w[0].isupper() and not w.isupper() for w in words
            )
            known = words[0] in tables.first_names or words[-1] in single or unit.end - 1 in held
            # “Olga Radio, a chemist,” is a person by what she is.
            body = words[-1].lower() in tables.groups and unit.end - 1 not in in_office
            if capitalised and known and not body:
                _own(owners, Unit(unit.start, unit.end, None, "PERSON", unit.text))


def _has_first_name(sheet: Sheet, tables: ActorTables, owners: Owners, surname: int) -> bool:
    """Whether the word before a surname belongs to it: a capitalised one that is no title and no other name."""
    before = surname - 1
    return (
        before >= 0
        and owners[before] is None
        and sheet.tag[before] == "NNP"
        and sheet.text[before][:1].isupper()
        and sheet.head[before] == surname
        and sheet.low[before].rstrip(".") not in HONORIFICS
        and sheet.low[before] not in tables.offices
        and sheet.low[before] not in TITLE_MODIFIERS
        and sheet.low[before] not in tables.groups
        and sheet.low[before] not in _DATES
    )


def _add_surnames(sheet: Sheet, tables: ActorTables, owners: Owners) -> None:
    """A surname by itself, where the page gives the full name or a table knows its bearer."""
    seen: set[int] = set()
    surnames: set[str] = set()
    firsts: set[str] = set()
    for unit in owners:
        if unit is None or unit.label != "PERSON" or id(unit) in seen:
            continue
        seen.add(id(unit))
        words = [w for w in unit.text.split() if w.lower() not in SUFFIXES]
        if words:  # “Jr” by itself names nobody
            surnames.add(words[-1])
        if len(words) > 1:
            firsts.add(words[0])
    for i in range(sheet.n):
        text = sheet.text[i]
        if sheet.tag[i] not in ("NNP", "NNPS", "NN") or not text[:1].isupper() or not _free(owners, i):
            continue
        own = owners[i]
        on_page = text in surnames or (own is not None and text in firsts)
        if not on_page:
            if text not in tables.surnames or sheet.tag[i] != "NNP":
                continue
            kind = sheet.doc[i].ent_type_
            if kind not in ("PERSON", "ORG", "GPE", "NORP", "") or (text in ALSO_WORDS and kind != "PERSON"):
                continue
            # Part of some other name: “Bush House”, “Brown University”.
            near = [k for k in (i - 1, i + 1) if 0 <= k < sheet.n and sheet.tag[k] == "NNP"]
            if any(owners[k] is None and sheet.low[k] not in tables.offices for k in near):
                continue
            if own is None and not sheet.text[i].isalpha():
                continue
        elif (
            i + 1 < sheet.n and sheet.tag[i + 1] == "NNP" and owners[i + 1] is None and sheet.head[i] == i + 1
        ):
            continue
        start = i - 1 if on_page and _has_first_name(sheet, tables, owners, i) else i
        _own(owners, Unit(start, i + 1, None, "PERSON", sheet.said(start, i + 1)))


def office_ending(sheet: Sheet, tables: ActorTables, end: int) -> tuple[int, Office] | None:
    """The longest title whose last word is the token before `end`: how many tokens it takes, and the office."""
    if end == 0:
        return None
    for words, office in tables.offices.get(sheet.low[end - 1], ()):
        length = spelled_back(sheet, words, end)
        if length:
            return length, office
    return None


def spelled_back(sheet: Sheet, words: str, end: int) -> int:
    """How many tokens before `end` spell the words (hyphens may be tokens of their own); 0 where they do not."""
    if sheet.low[end - 1] == words:
        return 1
    right = sheet.idx[end - 1] + len(sheet.text[end - 1])
    left = right - len(words)
    if left < 0 or sheet.plain[left:right].lower() != words:
        return 0
    k = end - 1
    while k > 0 and sheet.idx[k] > left:
        k -= 1
    return end - k if sheet.idx[k] == left else 0
