"""Noun phrases that name or describe an actor, each read by itself: “the Kremlin”, “Foreign Minister Sergei Lavrov”.

Three sources, strongest first: the tables of `detente.codebook.actor_tables`, the pipeline's names (persons,
organisations, countries that no table holds), and head nouns that can act or speak (offices and groups).
Who is who is left to `coreference`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc

from detente.codebook.actor_tables import (
    ActorTables,
    Group,
    Name,
    Office,
    Organisation,
    Person,
    State,
    first_word,
    load_actor_tables,
)
from detente.reading.page import Page
from detente.records import ActorType, MentionForm

HONORIFICS = {
    "mr": "m", "mr.": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f", "mme": "f", "sir": "m",
    "lord": "m", "lady": "f", "dame": "f", "madam": "f", "dr": None, "dr.": None, "prof": None, "prof.": None,
    "rev": "m", "rev.": "m", "sen": None, "sen.": None, "rep": None, "rep.": None, "gov": None, "gov.": None,
    "gen": None, "gen.": None, "col": None, "col.": None, "lt": None, "lt.": None, "maj": None, "maj.": None,
    "capt": None, "capt.": None, "sgt": None, "sgt.": None, "adm": None, "adm.": None, "brig": None, "brig.": None,
    "pres": None, "pres.": None, "king": "m", "queen": "f", "prince": "m", "princess": "f", "pope": "m",
}  # fmt: skip
ABBREVIATED = {
    "sen": "senator", "rep": "congressman", "gov": "governor", "gen": "general", "col": "colonel", "lt": "lieutenant",
    "maj": "major", "capt": "captain", "sgt": "sergeant", "adm": "admiral", "brig": "brigadier", "pres": "president",
    "prof": "professor", "rev": "reverend",
}  # fmt: skip
# Words between an adjective of nationality and its noun, or before a title, that change no identity.
TITLE_MODIFIERS = frozenset(
    ["senior", "former", "acting", "then", "new", "top", "deputy", "vice", "first", "second", "chief", "outgoing", "incoming", "ex", "late", "veteran", "interim", "caretaker", "current", "longtime", "long-time", "visiting", "fellow", "assistant", "associate", "principal", "special", "joint", "leading", "exiled", "ousted", "deposed", "jailed", "elected", "re-elected", "incumbent", "then-"]
)
LOCATIVE = frozenset(
    ["in", "at", "near", "outside", "inside", "around", "across", "through", "throughout", "within", "into", "from", "toward", "towards", "via", "past", "downtown", "central", "northern", "southern", "eastern", "western", "greater"]
)
WALKABLE = frozenset(["JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG", "CD", "DT", "PRP$", "POS", "HYPH", "AFX"])
NOUNS = frozenset(["NN", "NNS", "NNP", "NNPS"])


@dataclass(frozen=True)
class Found:
    """One noun phrase that stands for an actor: tokens `[start, end)`, and what the phrase itself says.

    `key` is the identity where the phrase gives one by itself; None for persons (told apart in
    `coreference`) and for what must be resolved. `words` are a person's name without title.
    """

    start: int
    end: int
    head: int
    type: ActorType
    form: MentionForm
    name: str
    key: tuple[str, ...] | None
    country: str | None = None
    sector: str | None = None
    words: tuple[str, ...] = ()
    title: str | None = None
    of: str | None = None
    gender: str | None = None
    plural: bool = False
    definite: bool = False
    former: bool = False
    person: Person | None = None
    strict: bool = False


@dataclass(frozen=True)
class _Unit:
    """A name found in the text, before it is known whether it stands alone or modifies a noun."""

    start: int
    end: int
    name: Name | None
    label: str
    text: str


class _Sheet:
    """The parse as plain lists: attribute access on tokens costs more than all else here."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: list[str] = [t.text for t in doc]
        self.low = [t.lower() for t in self.text]
        self.tag: list[str] = [t.tag_ for t in doc]
        self.dep: list[str] = [t.dep_ for t in doc]
        self.head: list[int] = [t.head.i for t in doc]
        self.idx: list[int] = [t.idx for t in doc]
        self.n = len(doc)
        self.plain = doc.text.replace("’", "'").replace("\n", " ").replace("\u00a0", " ")
        self.at_end = {i + len(t): k + 1 for k, (i, t) in enumerate(zip(self.idx, self.text, strict=True))}
        self.sentence: list[int] = [0] * self.n
        for s, sent in enumerate(doc.sents):
            for k in range(sent.start, sent.end):
                self.sentence[k] = s

    def lemma(self, i: int) -> str:
        """The singular of a noun in lower case."""
        return str(self.doc[i].lemma_).lower() if self.tag[i] in ("NNS", "NNPS") else self.low[i]

    def said(self, start: int, end: int) -> str:
        """The characters of tokens `[start, end)`, white space made single."""
        return " ".join(self.plain[self.idx[start] : self.idx[end - 1] + len(self.text[end - 1])].split())


def find_phrases(page: Page) -> tuple[tuple[Found, ...], _Sheet]:
    """Every phrase of a page that stands for an actor, pronouns left out, in order and apart."""
    sheet = _Sheet(page.doc)
    tables = load_actor_tables()
    units = _units(sheet, tables)
    owner: list[_Unit | None] = [None] * sheet.n
    for unit in units:
        for k in range(unit.start, unit.end):
            owner[k] = unit
    taken = [False] * sheet.n
    found: list[Found] = []

    def take(phrase: Found | None) -> None:
        if phrase and not any(taken[phrase.start : phrase.end]):
            found.append(phrase)
            for k in range(phrase.start, phrase.end):
                taken[k] = True

    for unit in units:
        if unit.label == "PERSON":
            take(_person(sheet, tables, owner, unit))
    for i in range(sheet.n):
        if sheet.tag[i] in NOUNS and not taken[i]:
            take(_described(sheet, tables, owner, taken, i))
    for unit in units:
        if unit.label != "PERSON":
            take(_named(sheet, unit, taken))
    found.sort(key=lambda f: f.start)
    return tuple(found), sheet


# Names ------------------------------------------------------------------------------------------------------


def _units(sheet: _Sheet, tables: ActorTables) -> list[_Unit]:
    """The names of the tables and of the pipeline, in order and apart."""
    table_units: list[_Unit] = []
    i = 0
    while i < sheet.n:
        unit = _table_unit(sheet, tables, i)
        if unit:
            table_units.append(unit)
            i = unit.end
        else:
            i += 1
    by_start = [None] * sheet.n  # type: list[_Unit | None]
    for unit in table_units:
        for k in range(unit.start, unit.end):
            by_start[k] = unit
    for ent in sheet.doc.ents:
        if ent.label_ not in ("PERSON", "ORG", "GPE", "NORP"):
            continue
        start, end = _trimmed(sheet, tables, ent.start, ent.end, ent.label_, by_start)
        if start >= end:
            continue
        inside = {id(u): u for u in by_start[start:end] if u}
        held = list(inside.values())
        new = _Unit(start, end, None, ent.label_, sheet.said(start, end))
        if held and any(
            u.start < start
            or u.end > end
            or (u.start == start and u.end == end)
            or not _yields(sheet, u, new)
            for u in held
        ):
            continue
        for u in held:
            table_units.remove(u)
        table_units.append(new)
        for k in range(start, end):
            by_start[k] = new
    return sorted(table_units, key=lambda u: u.start)


def _yields(sheet: _Sheet, unit: _Unit, new: _Unit) -> bool:
    """Whether a name of a table gives way to a longer one of the pipeline: “Michael Jordan”, “Bank of Japan”."""
    if unit.name is None:
        return False
    if new.label == "PERSON":
        return (
            unit.name.kind in ("state", "capital", "place", "people", "adjective")
            and new.end - new.start <= 3
        )
    if new.label == "ORG":
        # “Russian Foreign Ministry” is read by its head noun, the country as its modifier.
        return unit.name.kind == "place" or (
            unit.name.kind in ("state", "capital", "adjective")
            and not _is_body(sheet.lemma(new.end - 1))
            and unit.end < new.end
        )
    return False


def _is_body(noun: str) -> bool:
    tables = load_actor_tables()
    return noun in tables.groups or noun in tables.offices


def _table_unit(sheet: _Sheet, tables: ActorTables, i: int) -> _Unit | None:
    text = sheet.text[i]
    word = first_word(text)
    entries = tables.names.get(word)
    if not entries:
        return None
    at = sheet.idx[i]
    for entry in entries:
        if sheet.plain.startswith(entry.form, at):
            stop = at + len(entry.form)
            end = sheet.at_end.get(stop)
            if end is None and sheet.plain[stop : stop + 1] == "." and entry.form.endswith("."):
                end = sheet.at_end.get(stop + 1)
            if end is not None:
                label = {"person": "PERSON", "organisation": "ORG"}.get(entry.kind, "GPE")
                return _Unit(i, end, entry, label, entry.form)
    return None


def _trimmed(
    sheet: _Sheet, tables: ActorTables, start: int, end: int, label: str, by_start: list[_Unit | None]
) -> tuple[int, int]:
    """The pipeline's name without article, title and possessive mark."""
    while start < end and (
        sheet.low[start] in ("the", "a", "an", "’s", "'s", ",") or sheet.text[start].isspace()
    ):
        start += 1
    while end > start and (
        sheet.low[end - 1] in ("'s", "’s", "'", "’", ",", ".") or sheet.text[end - 1].isspace()
    ):
        end -= 1
    if label == "PERSON":
        while start < end - 1 and (
            sheet.low[start] in HONORIFICS
            or sheet.low[start] in tables.offices
            or sheet.low[start] in TITLE_MODIFIERS
        ):
            start += 1
        # A word that opens in lower case is no name, save particles inside one.
        if (
            start < end
            and not sheet.text[start][:1].isupper()
            and sheet.low[start] not in ("al", "van", "von", "de", "bin")
        ):
            return start, start
        if any("\n" in sheet.text[k] for k in range(start, end)):
            return start, start
        if any(sheet.tag[k] in ("CC",) for k in range(start, end)):
            return start, start
    return start, end


# Persons ----------------------------------------------------------------------------------------------------


def _person(sheet: _Sheet, tables: ActorTables, owner: list[_Unit | None], unit: _Unit) -> Found | None:
    """A person's name with the title, country and body before it."""
    words = tuple(sheet.said(unit.start, unit.end).split())
    if not any(w[:1].isupper() for w in words) or any(ch.isdigit() for ch in words[0]):
        return None
    start = unit.start
    gender: str | None = None
    title: str | None = None
    sector: str | None = None
    former = False
    while start > 0 and sheet.low[start - 1] in HONORIFICS:
        gender = gender or HONORIFICS[sheet.low[start - 1]]
        title = title or ABBREVIATED.get(sheet.low[start - 1].rstrip("."))
        start -= 1
    office = _office_ending(sheet, tables, start)
    if office:
        length, entry = office
        start -= length
        start, title = _portfolio(sheet, owner, start, entry)
        sector = entry.sector
    start, country, body, former_too, of = _modifiers(sheet, owner, start, adjectives=bool(title))
    former = former or former_too
    known = unit.name.of if unit.name and isinstance(unit.name.of, Person) else None
    if body and sector is None:
        sector = body.sector
    return Found(
        start=start,
        end=unit.end,
        head=unit.end - 1,
        type="person",
        form="name",
        name=" ".join(words),
        key=None,
        country=country,
        sector=sector,
        words=words,
        title=title,
        of=of,
        gender=gender,
        former=former,
        person=known,
    )


def _office_ending(sheet: _Sheet, tables: ActorTables, end: int) -> tuple[int, Office] | None:
    """The longest title whose last word is the token before `end`: how many tokens, and the office."""
    if end == 0:
        return None
    last = sheet.low[end - 1].removeprefix("ex-")
    for words, office in tables.offices.get(last, ()):
        k = _match_back(sheet, words, end)
        if k:
            return k, office
    return None


def _match_back(sheet: _Sheet, words: tuple[str, ...], end: int) -> int:
    """How many tokens before `end` spell the words (hyphens may be tokens of their own); 0 where they do not."""
    target = " ".join(words)
    said = sheet.low[end - 1]
    k = 1
    if said == target:
        return 1
    while end - k - 1 >= 0 and len(said) < len(target):
        k += 1
        left = sheet.idx[end - k]
        right = sheet.idx[end - 1] + len(sheet.text[end - 1])
        said = sheet.plain[left:right].lower()
        if said == target:
            return k
    return 0


def _portfolio(sheet: _Sheet, owner: list[_Unit | None], start: int, entry: Office) -> tuple[int, str]:
    """A minister's portfolio that no table holds: “Deputy Transport” before “Minister”."""
    title = entry.title
    if entry.title.split()[-1] in (
        "minister",
        "secretary",
        "chief",
        "adviser",
        "advisor",
        "spokesman",
        "spokeswoman",
        "commissioner",
        "envoy",
        "officer",
        "director",
        "analyst",
        "expert",
        "editor",
    ):
        k = start
        while (
            k > 0
            and owner[k - 1] is None
            and sheet.tag[k - 1] in NOUNS
            and sheet.low[k - 1] not in TITLE_MODIFIERS
        ):
            k -= 1
        if start - k <= 4 and k < start:
            title = sheet.said(k, start).lower() + " " + title
            start = k
    return start, title


def _modifiers(
    sheet: _Sheet, owner: list[_Unit | None], start: int, *, adjectives: bool
) -> tuple[int, str | None, Organisation | None, bool, str | None]:
    """What stands before a title or name: country, body, “former”; moves `start` over them and the article."""
    country: str | None = None
    body: Organisation | None = None
    of: str | None = None
    former = False
    while start > 0:
        word = sheet.low[start - 1]
        unit = owner[start - 1]
        if unit is None and word in TITLE_MODIFIERS and sheet.tag[start - 1] != "RB":
            former = former or word in ("former", "ex", "ousted", "deposed", "then")
            start -= 1
        elif unit is None and word == "-" and start > 1 and sheet.low[start - 2] in ("then", "ex"):
            former = True
            start -= 2
        elif word in ("'s", "’s", "'", "’") and start > 1 and _modifies(owner[start - 2]):
            start -= 1
        elif unit is not None and _modifies(unit) and unit.end == start + 0:
            if not adjectives and unit.name and unit.name.kind not in ("adjective", "state"):
                break
            if unit.name and isinstance(unit.name.of, State):
                country = country or unit.name.of.country
                of = of or unit.name.of.name
            elif unit.name and isinstance(unit.name.of, Organisation):
                body = body or unit.name.of
                country = country or body.country
                of = of or body.name
            else:
                of = of or unit.text
            start = unit.start
        else:
            break
    if start > 0 and sheet.low[start - 1] in ("the", "a", "an") and adjectives:
        start -= 1
    return start, country, body, former, of


def _modifies(unit: _Unit | None) -> bool:
    return unit is not None and (unit.label in ("ORG", "GPE", "NORP"))


# Offices and groups -----------------------------------------------------------------------------------------


def _described(
    sheet: _Sheet, tables: ActorTables, owner: list[_Unit | None], taken: list[bool], i: int
) -> Found | None:
    """The phrase whose head noun is token `i`, where that noun can act or speak."""
    own = owner[i]
    if own is not None and own.name is not None:
        return None
    # The head of a compound is read instead: “police officer”, “rebel stronghold”.
    if (
        sheet.dep[i] in ("compound", "amod", "nmod")
        and i < sheet.head[i] <= i + 4
        and not _stands_alone(sheet, i)
    ):
        return None
    if i + 1 < sheet.n and sheet.tag[i + 1] in ("NN", "NNS") and sheet.head[i] == i + 1:
        return None
    noun = sheet.lemma(i)
    plural = sheet.tag[i] in ("NNS", "NNPS")
    office: Office | None = None
    group: Group | None = None
    length = 1
    if not plural:
        ending = _office_ending(sheet, tables, i + 1)
        if ending:
            length, office = ending
    if office is None or length == 1:
        for words, entry in tables.groups.get(noun, ()):
            k = 1 if len(words) == 1 else _match_back(sheet, (*words[:-1], sheet.low[i]), i + 1)
            if k and k >= length and not (office and len(words) == 1):
                group, length, office = entry, k, None
                break
    if plural and group is None:
        for words, candidate in tables.offices.get(noun, ()):
            k = 1 if len(words) == 1 else _match_back(sheet, (*words[:-1], sheet.low[i]), i + 1)
            if k:
                group, length = Group(candidate.title, candidate.sector, "group", ""), k
                break
    if office is None and group is None:
        return None
    start, end = i + 1 - length, i + 1
    country, of, body, led = None, None, None, False
    former = False
    k = start
    last = start
    definite = False
    inner: list[str] = []
    while k > 0:
        unit = owner[k - 1]
        tag = sheet.tag[k - 1]
        word = sheet.low[k - 1]
        if taken[k - 1] or (tag not in WALKABLE and word not in ("-", "'s", "’s", "U.S.")):
            if unit is None or taken[k - 1]:
                break
        if unit is not None:
            if unit.label == "PERSON":
                break
            hyphened = unit.end < sheet.n and sheet.low[unit.end] in ("-", "–") and unit.end < last + 2
            if not hyphened:
                named = unit.name.of if unit.name else None
                if isinstance(named, State):
                    country, of = country or named.country, of or named.name
                elif isinstance(named, Organisation):
                    body, of = body or named, of or named.name
                    country = country or named.country
                else:
                    of = of or unit.text
            else:
                led = True
            k = unit.start
            last = k
            continue
        if word in ("the", "this", "that", "these", "those"):
            definite = True
            last = k - 1
            break
        if word in ("a", "an", "some", "any", "no", "another", "every", "each"):
            last = k - 1
            break
        if tag == "PRP$" or (tag == "DT"):
            break
        if tag == "POS" or word in ("'s", "’s"):
            if k > 1 and _modifies(owner[k - 2]):
                definite = True
                k -= 1
                continue
            break
        if tag == "HYPH" or word == "-":
            k -= 1
            continue
        if not (k - 1 <= sheet.head[k - 1] <= i):
            break
        if tag in ("VBG", "VBN") and sheet.dep[k - 1] not in ("amod", "compound"):
            break
        former = former or word in ("former", "ex")
        inner.append(word)
        k -= 1
        last = k
    start = last
    # “of Russia”, “for the Foreign Ministry”
    if country is None and of is None:
        reach = _of_phrase(sheet, owner, end)
        if reach:
            unit, end = reach
            named = unit.name.of if unit.name else None
            if isinstance(named, State):
                country, of = named.country, named.name
            elif isinstance(named, Organisation):
                body, of, country = named, named.name, named.country
            else:
                of = unit.text
            definite = True
    title = office.title if office else (group.noun if group else "")
    if office:
        words_before = [w for w in reversed(inner) if w not in TITLE_MODIFIERS]
        if (
            words_before
            and sheet.tag[i] in NOUNS
            and len(words_before) <= 2
            and title in ("minister", "secretary")
        ):
            title = " ".join([*words_before, title])
    sector = (office.sector if office else group.sector if group else None) or (body.sector if body else None)
    use = group.use if group else ""
    if use == "weapon" and country is None:
        return None
    if use == "strict" and country is None and of is None:
        return None
    kind: ActorType = "office" if office else group.type if group else "group"
    if office and not definite and country is None and of is None and start < i + 1 - length:
        kind = "group"
    scope = country or of or ""
    modifiers = " ".join(w for w in reversed(inner) if not w.isdigit() and w not in TITLE_MODIFIERS)
    canonical = f"{modifiers} {title}".strip() if not office else title
    key = (kind, scope, canonical) if scope else None
    name = sheet.said(start, end)
    for article in ("the ", "The ", "a ", "an ", "A ", "An ", "some ", "Some "):
        name = name.removeprefix(article)
    return Found(
        start=start,
        end=end,
        head=i,
        type=kind,
        form="nominal",
        name=name,
        key=key,
        country=country,
        sector=sector,
        title=title,
        of=of,
        plural=plural,
        definite=definite,
        former=former,
    )


def _stands_alone(sheet: _Sheet, i: int) -> bool:
    """Whether a noun that the parser calls a modifier is followed by something that it cannot modify."""
    return i + 1 < sheet.n and sheet.tag[i + 1] not in (
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "JJ",
        "CD",
        "HYPH",
        "POS",
        "VBG",
    )


def _of_phrase(sheet: _Sheet, owner: list[_Unit | None], end: int) -> tuple[_Unit, int] | None:
    """The name after “of” or “for” at `end`, and where it ends."""
    if end + 1 >= sheet.n or sheet.low[end] not in ("of", "for"):
        return None
    k = end + 1
    if sheet.low[k] == "the" and k + 1 < sheet.n:
        k += 1
    unit = owner[k]
    if unit is None or unit.start != k or unit.label == "PERSON":
        return None
    if unit.name and unit.name.kind in ("adjective", "people"):
        return None
    if unit.end < sheet.n and (sheet.tag[unit.end] in NOUNS or sheet.low[unit.end] in ("-", "'s", "’s")):
        return None
    return unit, unit.end


# Bare names -------------------------------------------------------------------------------------------------


def _named(sheet: _Sheet, unit: _Unit, taken: list[bool]) -> Found | None:
    """A state or organisation that stands by itself, with its article where it has one."""
    start = unit.start
    article = start > 0 and sheet.low[start - 1] == "the" and not taken[start - 1]
    before = sheet.low[start - 1] if start else ""
    if unit.name is None:
        if unit.label == "ORG":
            if not any(ch.isupper() for ch in unit.text) or unit.text.isdigit():
                return None
            key: tuple[str, ...] = ("organisation", unit.text.lower())
            return Found(start - article, unit.end, unit.end - 1, "organisation", "name", unit.text, key)
        if unit.label == "GPE" and sheet.dep[unit.end - 1] in ("nsubj", "nsubjpass", "poss", "agent"):
            key = ("state", unit.text)
            return Found(start - article, unit.end, unit.end - 1, "state", "name", unit.text, key)
        return None
    of, kind = unit.name.of, unit.name.kind
    if kind == "place" or isinstance(of, Person):
        return None
    form: MentionForm = "metonym" if kind in ("capital", "seat") else "name"
    if kind == "capital":
        if before in LOCATIVE or (before == "the" and start > 1 and sheet.low[start - 2] in LOCATIVE):
            return None
        # “MOSCOW —” and “Moscow (AP)” open a report; “Moscow, Russia” is an address.
        after = sheet.low[unit.end] if unit.end < sheet.n else ""
        opens = (
            start == 0
            or sheet.sentence[start - 1] != sheet.sentence[start]
            or sheet.text[start - 1].isspace()
        )
        if after in ("—", "–", "(", "--") and opens:
            return None
    if isinstance(of, Organisation):
        key = ("organisation", of.name)
        return Found(
            start - article,
            unit.end,
            unit.end - 1,
            of.type,
            form,
            of.name,
            key,
            country=of.country,
            sector=of.sector,
        )
    if kind in ("people", "adjective"):
        noun = kind == "people" or sheet.tag[unit.end - 1] in ("NNPS", "NNS")
        head_is_next = sheet.head[unit.end - 1] > unit.end - 1 and sheet.dep[unit.end - 1] in (
            "amod",
            "compound",
            "nmod",
        )
        if kind == "people" and not article:
            key = ("people", of.code)
            return Found(
                start,
                unit.end,
                unit.end - 1,
                "people",
                "name",
                unit.text,
                key,
                country=of.country,
                sector="CVL",
                plural=True,
            )
        if kind == "adjective" and not head_is_next and article:
            # “the American”, “the British”
            plural = unit.text.endswith(("sh", "ch", "se", "ss"))
            return Found(
                start - 1, unit.end, unit.end - 1, "state" if plural else "person", "nominal", of.name,
                ("state", of.code) if plural else None, country=of.country, plural=plural, definite=True,
            )  # fmt: skip
        if kind == "people":
            return Found(
                start - article,
                unit.end,
                unit.end - 1,
                "state",
                "name",
                of.name,
                ("state", of.code),
                of.country,
            )
        if noun:
            return None
        return Found(start, unit.end, unit.end - 1, "state", "name", of.name, ("state", of.code), of.country)
    return Found(
        start - article, unit.end, unit.end - 1, "state", form, of.name, ("state", of.code), of.country
    )


def with_person(found: Found, person: Person) -> Found:
    """The same phrase, known to be a person of the table."""
    return replace(found, person=person)
