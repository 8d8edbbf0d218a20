"""Noun phrases that stand for an actor, each read by itself: “the Kremlin”, “Foreign Minister Sergei Lavrov”.

Names come first, then head nouns that can act or speak (offices and groups), then names that only their
place in the sentence gives away. Who is who is left to `coreference`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.codebook.actor_tables import (
    ActorTables,
    Group,
    Office,
    Organisation,
    Person,
    State,
    load_actor_tables,
)
from detente.reading.actor_names import (
    ABBREVIATED,
    HONORIFICS,
    RANKS,
    SUFFIXES,
    TITLE_MODIFIERS,
    Owners,
    Unit,
    find_names,
    office_ending,
    spelled_back,
)
from detente.reading.gazetteer import bearers
from detente.reading.sheet import NOUNS, Sheet, singular
from detente.records import ActorType, MentionForm

# After these a capital is a place: “in Moscow”. “To Moscow” and “with Moscow” may mean the government.
LOCATIVE = frozenset({
    "in", "near", "outside", "inside", "around", "across", "through", "throughout", "within", "into", "from",
    "toward", "towards", "via", "past", "downtown", "central", "northern", "southern", "eastern", "western", "greater",
})  # fmt: skip
# Tags of the words that may stand between an article and its noun.
PREMODIFIERS = frozenset({
    "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG", "CD", "HYPH", "AFX", "RB", "FW",
})  # fmt: skip
INDEFINITE = frozenset(
    {"a", "an", "some", "any", "no", "another", "every", "each", "both", "all", "many", "most"}
)
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
# Offices whose portfolio stands before them in free words: “transport minister”, “religious affairs adviser”.
WITH_PORTFOLIO = frozenset({
    "minister", "secretary", "chief", "adviser", "advisor", "commissioner", "envoy", "director", "ministry",
    "department", "committee", "commission", "council", "agency", "court", "party", "spokesman", "spokeswoman",
})  # fmt: skip
# Actors in the plural, abstract in the singular: “forces” but “force”.
UNCOUNTED = frozenset({"force", "authority", "power", "intelligence", "movement"})
RELATIONAL = frozenset(
    {"ally", "partner", "neighbor", "neighbour", "rival", "adversary", "enemy", "opponent"}
)
# Who is at home where he is: “rebels in the north of X” are of X, “diplomats in X” need not be.
SETTLED = frozenset({"COP", "REB", "SEP", "CVL", "OPP", "LAB", "LEG", "JUD", "CRM", "EDU"})
SENT = frozenset(
    {"envoy", "ambassador", "representative", "coordinator", "mediator", "negotiator", "emissary"}
)
SIDES = {"opposition": "OPP", "rebel": "REB", "insurgent": "REB", "separatist": "SEP", "militant": "REB"}
# Machines that these words make no weapons.
CIVILIAN = frozenset(
    {"passenger", "commercial", "civilian", "cargo", "airline", "airlines", "rescue", "private"}
)
# Titles that alone are other words: “head”, “chair”, “general”.
BARE_WORDS = frozenset(
    {"head", "chair", "boss", "chief", "deputy", "major", "general", "justice", "captain", "dr"}
)
# What armed groups hold: “a rebel stronghold” is an attack's aim, and theirs.
HELD = frozenset({
    "stronghold", "base", "camp", "position", "hideout", "headquarters", "checkpoint", "bastion", "outpost", "garrison",
    "barracks", "lair", "encampment", "convoy", "territory", "enclave", "bunker", "hideaway", "line", "post",
})  # fmt: skip
_HOLDERS = frozenset({"REB", "SEP", "MIL", "COP"})
# Titles whose plural says something else: “oil majors”, “heads”.
_NO_PLURAL = frozenset({"major", "head", "chair", "dr", "justice", "boss"})
PASSING = frozenset(
    {"tourist", "national", "expatriate", "hostage", "passenger", "citizen", "refugee", "victim"}
)
# A town counts where its prior is that of 100,000 people and five times that of any namesake abroad: a wrong
# country is worse than none. Not swept.
CLEAR_PLACE, CLEAR_MARGIN = 5.0, 0.7
SPELLINGS = {"defence": "defense", "advisor": "adviser", "organisation": "organization", "labour": "labor"}
GENDERED = {
    "king": "m", "queen": "f", "prince": "m", "princess": "f", "pope": "m", "wife": "f", "husband": "m", "mother": "f",
    "father": "m", "daughter": "f", "son": "m", "sister": "f", "brother": "m", "woman": "f", "man": "m", "girl": "f",
    "boy": "m", "widow": "f", "uncle": "m", "aunt": "f", "first lady": "f", "businessman": "m",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One noun phrase that stands for an actor: tokens `[start, end)`, and what the phrase itself says.

    `key` is the identity where the phrase gives one by itself; None for persons (told apart in
    `coreference`) and for what must be resolved. `words` are a person's name without title, `title` an
    office or the head noun of a group, `of` the state or body it belongs to, `possessor` the token of a
    pronoun or name that owns it (“his government”).
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
    person: Person | None = None
    possessor: int | None = None
    modified: bool = False
    # An actor only where it takes up one that was named: “the group”.
    weak: bool = False


def find_phrases(sheet: Sheet, published: str | None) -> tuple[Found, ...]:
    """Every phrase of a page that stands for an actor, pronouns left out, in order and apart."""
    tables = load_actor_tables()
    owners = find_names(sheet, tables, published)
    units = _distinct(owners)
    taken = [False] * sheet.n
    found: list[Found] = []

    def take(phrase: Found | None) -> None:
        if phrase and not any(taken[phrase.start : phrase.end]):
            found.append(phrase)
            for k in range(phrase.start, phrase.end):
                taken[k] = True

    for unit in units:
        if unit.label == "PERSON":
            take(_person(sheet, tables, owners, unit))
    for i in range(sheet.n):
        if sheet.tag[i] in NOUNS and not taken[i]:
            take(_described(sheet, tables, owners, taken, i))
    for unit in _distinct(owners):
        if unit.label != "PERSON":
            take(_named(sheet, owners, unit, taken))
    for i in range(sheet.n):
        if sheet.tag[i] == "NNP" and not taken[i] and sheet.dep[i] in ("nsubj", "nsubjpass"):
            take(_unknown_subject(sheet, tables, owners, taken, i))
    found.sort(key=lambda f: f.start)
    return tuple(_share_noun(sheet, found))


def _distinct(owners: Owners) -> list[Unit]:
    """The names in order, each once."""
    units: list[Unit] = []
    for unit in owners:
        if unit is not None and (not units or units[-1] is not unit):
            units.append(unit)
    return units


# Persons ----------------------------------------------------------------------------------------------------


def _person(sheet: Sheet, tables: ActorTables, owners: Owners, unit: Unit) -> Found | None:
    """A person's name with the title, country and body before it."""
    words = tuple(w for w in sheet.said(unit.start, unit.end).split() if w.lower() not in SUFFIXES)
    if not words or not any(w[:1].isupper() for w in words):
        return None
    if _is_dateline(sheet, unit):
        return None
    start = unit.start
    gender: str | None = None
    title: str | None = None
    sector: str | None = None
    while start > 0 and sheet.low[start - 1].rstrip(".") in HONORIFICS and sheet.text[start - 1][0].isupper():
        short = sheet.low[start - 1].rstrip(".")
        gender = gender or HONORIFICS[short]
        title = title or ABBREVIATED.get(short)
        start -= 1
    reach = office_ending(sheet, tables, start)
    if reach and all(
        (o := owners[k]) is None or (o.name is None and o.label != "PERSON")
        for k in range(start - reach[0], start)
    ):
        length, office = reach
        for k in range(start - length, start):
            owners[k] = None
        start -= length
        start, title = _portfolio(sheet, owners, start, office.title)
        sector = office.sector
        gender = gender or _gender(office.title)
        # “army chief General …”: the post before the rank says more.
        post = office_ending(sheet, tables, start)
        if post and all(owners[k] is None for k in range(start - post[0], start)):
            start, title = _portfolio(sheet, owners, start - post[0], post[1].title)
            sector = post[1].sector or sector
    elif title:
        known = tables.offices.get(title.split()[-1], ())
        sector = next((o.sector for words_, o in known if words_ == title), None)
    if not title:
        start, title = _unlisted_title(sheet, owners, start)
    start, country, body, of, rank = _before_title(sheet, owners, start, titled=bool(title))
    if title and rank:
        title = f"{rank} {title}"
    if body and (sector is None or body.sector in ("IGO", "NGO")):
        sector = body.sector
    return Found(
        start, unit.end, unit.end - 1, "person", "name", " ".join(words), None, country, sector, words,
        plain_title(title) if title else None, of, gender, person=unit.person,
    )  # fmt: skip


def _unlisted_title(sheet: Sheet, owners: Owners, start: int) -> tuple[int, str | None]:
    """“the British philosopher” before a name: a noun that no table holds, behind an adjective of nationality."""
    k = start
    while (
        k > 0
        and start - k < 3
        and owners[k - 1] is None
        and sheet.tag[k - 1] in ("NN", "JJ")
        and sheet.text[k - 1].islower()
        and (k == start or sheet.head[k - 1] >= k)
    ):
        k -= 1
    adjective = owners[k - 1] if k > 0 else None
    if k == start or adjective is None or adjective.name is None or adjective.name.kind != "adjective":
        return start, None
    return k, sheet.said(k, start).lower()


def plain_title(title: str) -> str:
    """One spelling of a title: “defence minister” and “minister of defense” are one office."""
    title = " ".join(SPELLINGS.get(w, w) for w in title.split())
    for head in ("minister", "secretary", "ministry"):
        for link in (" of ", " for "):
            if title.startswith(head + link) and title != "secretary of state":
                field = title.removeprefix(head + link).removeprefix("the ").removesuffix(" affairs")
                return f"{field} {head}"
    return title


def _gender(title: str) -> str | None:
    last = title.split()[-1]
    return GENDERED.get(title) or GENDERED.get(last) or ("f" if last.endswith("woman") else None)


def _portfolio(sheet: Sheet, owners: Owners, start: int, title: str) -> tuple[int, str]:
    """A portfolio that no table holds, with the title: “Deputy Transport” before “Minister”."""
    if title.split()[-1] not in WITH_PORTFOLIO:
        return start, title
    k = start
    while (
        k > 0
        and start - k < 4
        and owners[k - 1] is None
        and (sheet.tag[k - 1] in NOUNS or sheet.tag[k - 1] == "JJ")
        and sheet.low[k - 1] not in TITLE_MODIFIERS
        and sheet.low[k - 1] not in RANKS
        and start <= sheet.head[k - 1] <= start + 8
    ):
        k -= 1
    if k < start:
        title = f"{sheet.said(k, start).lower()} {title}"
    return k, title


def _before_title(
    sheet: Sheet, owners: Owners, start: int, *, titled: bool
) -> tuple[int, str | None, Organisation | None, str | None, str | None]:
    """What stands before a title or bare name: the new start, country, body, of whom, rank (“deputy”)."""
    country: str | None = None
    body: Organisation | None = None
    of: str | None = None
    rank: str | None = None
    while start > 0:
        word = sheet.low[start - 1]
        unit = owners[start - 1]
        if unit is None and word in TITLE_MODIFIERS:
            start -= 1
        elif unit is None and word in RANKS and titled:
            rank = word if rank is None else f"{word} {rank}"
            start -= 1
        elif unit is None and word == "-" and start > 1 and sheet.low[start - 2] in ("then", "ex"):
            start -= 2
        elif word in ("'s", "'") and start > 1 and (owner := owners[start - 2]) and owner.label != "PERSON":
            start -= 1
        elif unit is not None and unit.label != "PERSON":
            kind = unit.name.kind if unit.name else None
            if not titled and kind not in ("adjective", "state", "organisation"):
                break
            # “told Russia Lavrov …”: a bare country is no title unless it is possessive or an adjective.
            if not titled and kind != "adjective" and sheet.low[start - 1] not in ("'s", "'"):
                before_name = sheet.head[unit.end - 1] >= start
                if not before_name:
                    break
            if unit.state:
                country, of = country or unit.state.country, of or unit.state.name
            elif unit.name and isinstance(unit.name.of, Organisation):
                named = unit.name.of
                country = country or named.country
                if named.sector != "PTY":
                    body, of = body or named, of or named.name
            else:
                country, of = country or unit.country, of or unit.text
            start = unit.start
        else:
            break
    if start > 0 and sheet.low[start - 1] in ("the", "a", "an") and titled:
        start -= 1
    return start, country, body, of, rank


# Offices and groups -----------------------------------------------------------------------------------------


def _head_noun(sheet: Sheet, tables: ActorTables, i: int) -> tuple[int, Office | None, Group | None] | None:
    """The office or group that the words up to token `i` name, and how many tokens they take."""
    plural = sheet.tag[i] in ("NNS", "NNPS")
    noun = sheet.noun(i)
    ahead = noun[: len(noun)]
    best: tuple[int, Office | None, Group | None] | None = None
    if not plural and (reach := office_ending(sheet, tables, i + 1)):
        best = (reach[0], reach[1], None)
    if best is None and sheet.tag[i] == "NNP" and noun.endswith("s") and singular(noun) in tables.groups:
        # “Rebels …” at the head of a sentence, taken for a name.
        plural, noun = True, singular(noun)
        ahead = noun
    for words, group in tables.groups.get(ahead, ()):
        length = spelled_back(sheet, words[: -len(noun)] + sheet.low[i], i + 1)
        if length and (best is None or length > best[0] or (plural and length >= best[0])):
            best = (length, None, group)
            break
    if plural and (best is None or best[0] == 1):
        for words, office in tables.offices.get(noun, ()) if noun not in _NO_PLURAL else ():
            length = spelled_back(sheet, words[: len(words) - len(noun)] + sheet.low[i], i + 1)
            if length and (best is None or length > best[0]):
                best = (length, None, Group(office.title, office.sector, "group", ""))
                break
    return best


def _described(sheet: Sheet, tables: ActorTables, owners: Owners, taken: list[bool], i: int) -> Found | None:
    """The phrase whose head noun is token `i`, where that noun can act or speak."""
    own = owners[i]
    if own is not None and (own.name is not None or own.label == "PERSON"):
        return None
    following_ = owners[i + 1] if i + 1 < sheet.n else None
    if (
        sheet.tag[i] == "NNP"
        and following_ is not None
        and following_.label == "ORG"
        and following_.name is None
    ):
        return None  # “the *General* Civil Aviation Authority”
    reach = _head_noun(sheet, tables, i)
    holds = False
    if reach is None or (
        sheet.tag[i] == "NNP" and sheet.low[i] in ("national", "local", "public", "roma", "member")
    ):
        return None
    # Where it only modifies another noun, that noun is the head: “police officer”, “rebel stronghold”.
    if i + 1 < sheet.n and not taken[i + 1] and owners[i + 1] is None:
        following = sheet.tag[i + 1]
        if (
            following in NOUNS
            and sheet.head[i] > i
            and sheet.dep[i] in ("compound", "amod", "nmod", "poss", "nsubj")
        ):
            group_ = reach[2]
            armed = group_ is not None and group_.sector in _HOLDERS and group_.use != "weapon"
            holds = armed and sheet.noun(sheet.head[i]) in HELD
            if sheet.head[i] <= i + 4 and sheet.dep[i] != "nsubj" and not holds:
                return None
        elif following == "HYPH":
            return None
    length, office, group = reach
    start, end = i + 1 - length, i + 1
    plural = sheet.tag[i] in ("NNS", "NNPS") or (holds and group is not None and group.type == "group")
    state: State | None = None
    country: str | None = None
    of: str | None = None
    body: Organisation | None = None
    possessor: int | None = None
    definite = False
    indefinite = False
    modifiers: list[str] = []
    rank: str | None = None
    ethnic = faith = False
    k = start
    while k > 0:
        if taken[k - 1]:
            person = owners[k - 1]
            possessor = k - 1 if person is not None and person.label == "PERSON" else _possessor(sheet, k)
            break
        unit = owners[k - 1]
        word, tag = sheet.low[k - 1], sheet.tag[k - 1]
        if unit is not None:
            if unit.label == "PERSON":
                possessor = k - 1
                break
            if unit.end != k and unit.end > k:
                break
            if not _before_head(sheet, unit, i):
                break
            joined = sheet.after(k) if k < sheet.n and sheet.low[k] == "-" else ""
            led = sheet.low[k] == "-" and sheet.after(k + 1) == "led"
            against = unit.start > 1 and sheet.low[unit.start - 1] == "-" and sheet.low[unit.start - 2] in (
                "pro", "anti", "non", "ex",
            )  # fmt: skip
            if (not joined or led) and not against:
                if unit.state and unit.start > 0 and sheet.low[unit.start - 1] == "ethnic":
                    # “ethnic Albanian guerrillas” are of the country they live in
                    modifiers.append(f"ethnic {unit.text}")
                    ethnic, k = True, unit.start - 1
                    continue
                if unit.state and unit.name and unit.name.kind == "place":
                    country, of = country or unit.state.country, of or unit.text
                elif unit.state:
                    state = state or unit.state
                    country, of = country or unit.state.country, of or unit.state.name
                elif unit.name and isinstance(unit.name.of, Organisation):
                    body, of = body or unit.name.of, of or unit.name.of.name
                    country = country or body.country
                else:
                    of, country = of or unit.text, country or unit.country or country_of_place(unit)
                    faith = unit.label == "NORP"
            elif not against:
                backed = unit.text
                modifiers = [*modifiers[:-1], f"{backed}-{modifiers[-1]}"] if modifiers else [backed]
            else:
                modifiers.append(sheet.said(unit.start - 2, unit.start).lower() + unit.text)
                k = unit.start - 2
                continue
            k = unit.start
            continue
        if holds and (word in DEFINITE or word in INDEFINITE):
            break  # the article is the stronghold's
        if word in DEFINITE:
            if sheet.dep[k - 1] in ("mark", "nsubj", "dobj") or (word != "the" and sheet.tag[k - 1] != "DT"):
                break
            definite = True
            k -= 1
            break
        if word in INDEFINITE:
            indefinite = word in ("a", "an", "another", "any", "no")
            k -= 1
            break
        if tag == "PRP$":
            # Whose “our government” is, the statements must find out.
            possessor = k - 1 if word not in ("my", "our", "your") else None
            definite = possessor is not None
            break
        if word in ("'s", "'") and k > 1:
            owner = owners[k - 2]
            if owner is not None and owner.label != "PERSON" and not taken[k - 2]:
                definite = True
                k -= 1
                continue
            possessor = k - 2
            definite = True
            break
        if tag == "HYPH" or word == "-":
            if k < 2 or not _tight(sheet, k - 1):
                break
            k -= 1
            continue
        if tag not in PREMODIFIERS or not word[0].isalnum() or not (k - 1 < sheet.head[k - 1] <= i):
            break
        if tag in ("VBG", "VBN") and sheet.dep[k - 1] not in ("amod", "compound"):
            break
        if tag == "RB" and (k >= start or sheet.tag[k] not in ("JJ", "VBN", "CD")):
            break
        if word in RANKS:
            rank = word if rank is None else f"{word} {rank}"
        elif (
            word not in TITLE_MODIFIERS
            and tag != "CD"
            and tag != "RB"
            and not (k < start and sheet.low[k] == "-")
        ):
            modifiers.append(word)
        if k < start and sheet.low[k] == "-" and modifiers and word not in TITLE_MODIFIERS:
            modifiers[-1] = f"{word}-{modifiers[-1]}"
        k -= 1
    start = k
    behind_state: State | None = None
    if faith and country is None and possessor is None:
        # “a Christian missionary from Calgary”
        behind = _behind(sheet, owners, taken, end)
        if behind:
            country = behind[0].state.country if behind[0].state else country_of_place(behind[0])
    if of is None and possessor is None:
        behind = _behind(sheet, owners, taken, end)
        if behind:
            unit, end = behind
            in_state = unit.name is not None and unit.name.kind == "place"
            state = behind_state = None if in_state else unit.state
            if unit.name and isinstance(unit.name.of, Organisation):
                body, of, country = unit.name.of, unit.name.of.name, unit.name.of.country
            elif unit.state:
                country, of = unit.state.country, unit.text if in_state else unit.state.name
            else:
                of, country = unit.text, unit.country or country_of_place(unit)
            definite = definite or not indefinite
    settled = ethnic or (group is not None and group.sector in SETTLED and group.noun not in PASSING)
    if (of is None or (faith and country is None)) and possessor is None and settled:
        country = _place_behind(sheet, owners, end, ("in", "of") if ethnic else ("in",))
    use = group.use if group else ""
    scoped = of is not None or possessor is not None
    weak = use == "strict" and not scoped
    if (use == "weapon" and country is None and (possessor is None or sheet.tag[possessor] != "PRP$")) or (
        weak and not (definite and not plural)
    ):
        return None
    if use == "weapon" and any(m in CIVILIAN for m in modifiers):
        return None
    if office and office.title in BARE_WORDS and not scoped:
        if not definite or plural or sheet.dep[i] != "nsubj":
            return None
        weak = True  # “the general said”: whoever of that rank was named
    if group and group.noun == "house" and sheet.text[i][:1].islower():
        return None  # “his house”
    if use == "personal" and (of is not None or (possessor is not None and owners[possessor] is None)):
        return None
    if group and group.noun in UNCOUNTED and not plural and not scoped:
        return None
    title = office.title if office else group.noun if group else ""
    if office and of is not None and title.split()[-1] in SENT and sheet.after(end) in ("to", "for"):
        # “the US ambassador to Russia” is of the United States; where he is sent is part of the title.
        posted = _behind(sheet, owners, taken, end, ("to", "for"))
        end = posted[1] if posted else end
    if title in RELATIONAL:
        # The allies of a country are not of that country.
        country = None
    modifiers.reverse()
    if (
        title.split()[-1] in WITH_PORTFOLIO
        and modifiers
        and len(modifiers) <= 3
        and length == len(title.split())
    ):
        title = " ".join([*modifiers, title])
        modifiers = []
    if rank and office:
        title = f"{rank} {title}"
    title = plain_title(title)
    sector = (office.sector if office else group.sector if group else None) or (body.sector if body else None)
    if body and body.sector in ("IGO", "NGO", "MED", "REB", "COP", "MIL", "SPY", "LEG"):
        sector = body.sector
    sector = next((SIDES[m] for m in modifiers if m in SIDES and group), sector)
    kind: ActorType = "office" if office else group.type if group else "group"
    if plural and kind in ("organisation", "state", "alliance"):
        kind = "group"
    if not plural and group and group.noun == "authority":
        # “The civil aviation authority” is a body, “the authorities” are people.
        kind, use = "organisation", "collective"
    if kind == "state":
        if behind_state:
            # “the Republic of China”, “the country of Georgia” are the state.
            kind_key = ("state", behind_state.code)
            return Found(
                start,
                end,
                i,
                "state",
                "nominal",
                behind_state.name,
                kind_key,
                behind_state.country,
                definite=True,
            )
        country = None
    private = title in ("president", "vice president", "leader", "secretary", "chancellor")
    if private and of is not None and state is None and body is None and country is None:
        # The president of a company holds no public office.
        sector = None
    if office and indefinite and plural:
        # “some Russian diplomats” are any of that kind.
        kind = "group"
    scope = body.name if body else state.code if state else of or country or ""
    noun = title if not modifiers else f"{' '.join(modifiers)} {title}"
    key = (kind, scope, noun) if scope else None
    return Found(
        start, end, i, kind, "nominal", _canonical(state, body, of, noun, kind, use), key, country, sector, (),
        title, of, _gender(title), plural, definite, None, possessor, bool(modifiers), weak,
    )  # fmt: skip


def _canonical(
    state: State | None, body: Organisation | None, of: str | None, noun: str, kind: ActorType, use: str
) -> str:
    """The name of an office or group, the same in every report: “Russian troops”, “NATO officials”."""
    if kind == "group" and use != "collective":
        noun = plural_of(noun)
    join = "-" if noun.startswith("led ") else " "
    whose = body.name if body else state.adjective if state else of
    return f"{whose}{join}{noun}" if whose else noun


def plural_of(noun: str) -> str:
    """The plural of an English noun phrase."""
    if noun.endswith("man"):
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith(("people", "children", "police", "aircraft", "media", "staff", "personnel")):
        return noun
    if noun.endswith("child"):
        return noun + "ren"
    return noun + "s"


def _tight(sheet: Sheet, k: int) -> bool:
    """Whether the hyphen at token `k` joins two words: “long-time”, not “- Local”."""
    return (
        k + 1 < sheet.n
        and sheet.idx[k] + len(sheet.text[k]) == sheet.idx[k + 1]
        and sheet.idx[k - 1] + len(sheet.text[k - 1]) == sheet.idx[k]
    )


def _before_head(sheet: Sheet, unit: Unit, i: int) -> bool:
    """Whether a name stands before head noun `i` as its modifier: not “ties with Libya almost crowds …”."""
    last = unit.end - 1
    if unit.name and unit.name.kind == "adjective":
        return sheet.head[last] <= i + 3 or sheet.head[last] > i
    return last < sheet.head[last] <= i + 3 or sheet.tag[unit.end] == "POS" or unit.end == i


def country_of_place(unit: Unit) -> str | None:
    """The country of a town or state, None where the name may mean towns of several."""
    if unit.state:
        return unit.state.country
    if unit.label != "GPE":
        return None
    known = [b for b in bearers(unit.text) if b.country]
    if not known or known[0].prior < CLEAR_PLACE:
        return None
    others = [b for b in known if b.country != known[0].country]
    return known[0].country if not others or others[0].prior < known[0].prior - CLEAR_MARGIN else None


# “guerrillas *operating* in Macedonia”
_STAYING = frozenset(
    ("operating", "based", "living", "active", "fighting", "residing", "working", "stationed")
)


def _place_behind(sheet: Sheet, owners: Owners, end: int, links: tuple[str, ...] = ("in",)) -> str | None:
    """The country of “in Karachi”, “operating in Karachi” right behind a phrase."""
    if sheet.after(end) in _STAYING:
        end += 1
    if end + 1 >= sheet.n or sheet.low[end] not in links:
        return None
    k = end + 1
    while (
        k < min(end + 4, sheet.n) and owners[k] is None and sheet.tag[k] in ("DT", "JJ", "NN", "NNP", "POS")
    ):
        k += 1
    unit = owners[k] if k < sheet.n else None
    if unit is None or unit.start != k or (unit.name and unit.name.kind == "adjective"):
        return None
    return country_of_place(unit)


def _possessor(sheet: Sheet, k: int) -> int | None:
    """The last token of a phrase that owns what follows token `k - 1`: its mark of possession is taken along."""
    return k - 1 if k > 0 and sheet.tag[k - 1] in ("POS", "PRP$") else None


def _behind(
    sheet: Sheet, owners: Owners, taken: list[bool], end: int, links: tuple[str, ...] = ("of", "for", "from")
) -> tuple[Unit, int] | None:
    """The name after “of”, “for” or “from” at `end`, and where it ends."""
    if end + 1 >= sheet.n or sheet.low[end] not in links:
        return None
    k = end + 1
    if sheet.low[k] == "the" and k + 1 < sheet.n:
        k += 1
    unit = owners[k]
    if unit is None or unit.start != k or unit.label == "PERSON" or taken[k]:
        return None
    if unit.name and unit.name.kind in ("adjective", "people", "nobody"):
        return None
    proper = sheet.tag[end - 1] in ("NNP", "NNPS")
    after = sheet.low[unit.end] if unit.end < sheet.n else ""
    goes_on = after in ("'s", "'") or (after != "" and sheet.tag[unit.end] in NOUNS)
    if after == "-" or (goes_on and not proper):
        return None
    return unit, unit.end


# Bare names -------------------------------------------------------------------------------------------------


def _named(sheet: Sheet, owners: Owners, unit: Unit, taken: list[bool]) -> Found | None:
    """A state, people or organisation that stands by itself, with its article where it has one."""
    start, end, head = unit.start, unit.end, unit.end - 1
    before = sheet.low[start - 1] if start else ""
    article = 1 if before == "the" and not taken[start - 1] else 0
    if unit.name is None:
        return _unlisted(sheet, unit, start - article)
    of, kind = unit.name.of, unit.name.kind
    if kind in ("place", "nobody") or isinstance(of, Person):
        return None
    if sheet.head[head] > head and sheet.dep[head] in ("amod", "compound", "nmod"):
        # The article of “the Ukrainian border” is the border's.
        article = 0
    if kind == "capital":
        before2 = sheet.low[start - 2] if start > 1 else ""
        if before in LOCATIVE or (before == "the" and before2 in LOCATIVE):
            return None
        # “MOSCOW —” and “Moscow (AP)” open a report; “Moscow talks” and “Paris, France” are places.
        after = sheet.after(end)
        opens = (
            start == 0
            or sheet.sentence[start - 1] != sheet.sentence[start]
            or sheet.text[start - 1].isspace()
        )
        if (after in ("—", "–", "(", "--") and opens) or (
            sheet.dep[head] in ("compound", "npadvmod", "appos")
        ):
            return None
    form: MentionForm = "metonym" if kind in ("capital", "seat") else "name"
    if unit.text == "West" and not article:
        return None
    if isinstance(of, Organisation):
        key = ("organisation", of.name)
        return Found(
            start - article, end, head, of.type, form, of.name, key, of.country, of.sector,
            plural=sheet.tag[head] in ("NNS", "NNPS"),
        )  # fmt: skip
    state_key = ("state", of.code)
    ethnic = before == "ethnic"
    if kind == "people" or (ethnic and kind == "adjective"):
        lived_in = _place_behind(sheet, owners, end, ("of", "in") if ethnic else ("of",))
        if ethnic or (lived_in and lived_in != of.country):
            # “ethnic Albanians”, “the Albanians of southern Serbia”: a people that lives in other states too
            name = (
                unit.text
                if kind == "people" or unit.text.endswith(("sh", "ch", "se", "ss"))
                else f"{unit.text}s"
            )
            return Found(
                start - (1 if ethnic else article), end, head, "people", "name", f"ethnic {name}",
                ("people", "ethnic", of.code, lived_in or ""), lived_in, "CVL", plural=True,
            )  # fmt: skip
    if kind == "people":
        if article:
            return Found(start - 1, end, head, "state", "name", of.name, state_key, of.country)
        return Found(
            start, end, head, "people", "name", unit.text, ("people", of.code), of.country, "CVL", plural=True
        )
    if kind == "adjective":
        modifies = sheet.head[head] > head and sheet.dep[head] in ("amod", "compound", "nmod", "poss")
        modifies = modifies or sheet.after(end) in ("-", "–")
        article = 0 if modifies else article
        if (
            not modifies
            and sheet.tag[head] in ("NN", "NNP", "NNS", "NNPS", "JJ")
            and sheet.dep[head] != "conj"
        ):
            if article and unit.text.endswith(("sh", "ch", "se", "ss")):
                return Found(start - 1, end, head, "state", "name", of.name, state_key, of.country)
            if article:
                # “the American”: whoever of that country was named last.
                return Found(
                    start - 1,
                    end,
                    head,
                    "person",
                    "nominal",
                    unit.text,
                    None,
                    of.country,
                    of=of.name,
                    definite=True,
                )
            if before in ("a", "an", "another", "one"):
                name = f"{unit.text}s" if not unit.text.endswith(("sh", "ch", "se", "ss")) else unit.text
                return Found(
                    start - 1, end, head, "people", "nominal", name, ("people", of.code), of.country, "CVL"
                )
    return Found(start - article, end, head, "state", form, of.name, state_key, of.country)


def _unlisted(sheet: Sheet, unit: Unit, start: int) -> Found | None:
    """An organisation or state that no table holds."""
    head = unit.end - 1
    if not any(ch.isupper() for ch in unit.text):
        return None
    if _is_dateline(sheet, unit):
        return None
    if unit.label == "ORG":
        if not any(ch.isupper() for ch in unit.text) or unit.text[0].isdigit():
            return None
        low = unit.text.lower()
        key = ("organisation", plain_title(low))
        sector = next((s for word, s in SECTOR_OF_WORD.items() if word in low.split()), None)
        return Found(start, unit.end, head, "organisation", "name", unit.text, key, unit.country, sector)
    if unit.label == "GPE" and sheet.dep[head] in (
        "nsubj",
        "nsubjpass",
        "poss",
        "agent",
        "dobj",
        "conj",
        "appos",
    ):
        known = bearers(unit.text)
        if known:
            # A town acts through its government; where it is merely a place, it is the places' concern.
            if sheet.dep[head] not in ("nsubj", "nsubjpass", "agent") or not _acts(sheet, head):
                return None
            country = country_of_place(unit)
            town = ("organisation", country or "", unit.text.lower())
            return Found(start, unit.end, head, "organisation", "metonym", unit.text, town, country, "GOV")
        return Found(start, unit.end, head, "state", "name", unit.text, ("state", unit.text))
    return None


def _is_dateline(sheet: Sheet, unit: Unit) -> bool:
    """“KATHMANDU, April 25 (…)”: a town in capitals that opens a line."""
    opens = unit.start == 0 or sheet.text[unit.start - 1].isspace()
    after = sheet.after(unit.end)
    return opens and unit.text.isupper() and len(unit.text) > 3 and after in (",", "—", "–", "(", "--", "-")


def _acts(sheet: Sheet, head: int) -> bool:
    """Whether a subject does something: not “is”, “has”, “lies”."""
    verb = sheet.head[head]
    return sheet.tag[verb].startswith("VB") and sheet.low[verb] not in (
        "is",
        "was",
        "has",
        "had",
        "lies",
        "remains",
    )


# What a word in an organisation's name says of its kind.
SECTOR_OF_WORD = {
    "party": "PTY", "university": "EDU", "college": "EDU", "school": "EDU", "institute": "EDU", "ministry": "GOV",
    "department": "GOV", "court": "JUD", "tribunal": "JUD", "parliament": "LEG", "senate": "LEG", "congress": "LEG",
    "assembly": "LEG", "army": "MIL", "navy": "MIL", "forces": "MIL", "police": "COP", "brigade": "MIL", "times": "MED",
    "post": "MED", "news": "MED", "tv": "MED", "television": "MED", "radio": "MED", "agency": None, "bank": "BUS",
    "corp": "BUS", "corp.": "BUS", "inc": "BUS", "inc.": "BUS", "ltd": "BUS", "ltd.": "BUS", "company": "BUS",
    "co.": "BUS", "group": None, "airlines": "BUS", "church": "REL", "mosque": "REL", "union": "LAB",
    "foundation": "NGO", "association": "NGO", "committee": None, "liberation": "REB",
}  # fmt: skip


_COUNTS = frozenset(
    {"dozens", "hundreds", "thousands", "tens", "scores", "millions", "nearly", "over", "around"}
)


def _unknown_subject(
    sheet: Sheet, tables: ActorTables, owners: Owners, taken: list[bool], i: int
) -> Found | None:
    """A capitalised subject that neither a table nor the pipeline knows: “Politifact ruled”, “Ivanka Trump said”."""
    if owners[i] is not None or sheet.headline[sheet.sentence[i]] or not sheet.text[i][:1].isupper():
        return None
    if sheet.low[i] in _COUNTS:
        return None  # “*Dozens* of students”, taken for a name
    if not sheet.tag[sheet.head[i]].startswith("VB") or sheet.doc[i].ent_type_ in (
        "DATE",
        "TIME",
        "EVENT",
        "LAW",
    ):
        return None
    k = i
    while (
        k > 0
        and sheet.tag[k - 1] == "NNP"
        and owners[k - 1] is None
        and not taken[k - 1]
        and (sheet.text[k - 1][:1].isupper() and k <= sheet.head[k - 1] <= i)
    ):
        k -= 1
    words = tuple(sheet.text[k : i + 1])
    name = " ".join(words)
    if not all(w[0].isalpha() for w in words) or len(name) < 3:
        return None
    if name.isupper() and len(name) > 4 and sheet.after(i + 1) in (",", "—", "–", "(", "--", "-"):
        return None
    if 2 <= len(words) <= 3 and all(w.isalpha() and not w.isupper() for w in words):
        return Found(k, i + 1, i, "person", "name", name, None, words=words)
    article = 1 if k > 0 and sheet.low[k - 1] == "the" and not taken[k - 1] else 0
    return Found(k - article, i + 1, i, "organisation", "name", name, ("organisation", name.lower()))


def _share_noun(sheet: Sheet, found: list[Found]) -> list[Found]:
    """“British, French and German diplomats”: each adjective stands for diplomats of its own country."""
    for k in range(len(found) - 2, -1, -1):
        here, following = found[k], found[k + 1]
        if (
            here.type != "state"
            or following.form != "nominal"
            or not following.plural
            or following.key is None
        ):
            continue
        if sheet.dep[here.head] not in ("amod", "compound", "nmod", "conj", "poss") or following.type not in (
            "group",
            "people",
        ):
            continue
        between = sheet.low[here.end : following.start]
        if not between or any(w not in (",", "and", "or", "&") for w in between):
            continue
        if (
            here.key is None
            or (following.country is None and following.of is None)
            or (here.head < sheet.head[here.head] < following.start)
        ):
            continue
        state = load_actor_tables().states.get(here.key[1])
        noun = following.key[2]
        if state is not None:
            found[k] = replace(
                following, start=here.start, end=here.end, head=here.head, country=state.country, of=state.name,
                key=(following.key[0], state.code, noun), name=_canonical(state, None, None, noun, following.type, ""),
            )  # fmt: skip
    return found
