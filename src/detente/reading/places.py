"""Where it is: the toponyms of a page, each resolved to one place of the earth where the page allows it.

A place is what a map can show: towns, regions, countries (also where they act: “Moscow demanded” keeps its
record, as three of four toponym corpora do), seas, rivers, sites and streets, and places inside the names of
organisations (“Kentucky State Police”). Words for peoples (“Russian”) and persons' names are no places.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, floor, log1p
from typing import NamedTuple

from spacy.tokens import Doc, Token

from detente.reading.folding import fold
from detente.reading.gazetteer import (
    Bearer,
    bearers,
    country_at,
    country_of_people,
    is_abbreviation,
    is_clipped,
)
from detente.reading.page import Page
from detente.records import Place, Span, digest_id

# Longer names are not looked for outside of what the language model takes for a name.
LONGEST_NAME = 4
# Of a name that a hundred places bear, the best known ones; the rest are hamlets.
MOST_CANDIDATES = 40


@cache
def _words(kind: str) -> frozenset[str]:
    """The words of one list of `codebook/toponyms.toml`."""
    table = tomllib.loads(files("detente.codebook").joinpath("toponyms.toml").read_text("utf-8"))
    words: str = table[kind]
    return frozenset(words.split())


class Toponym(NamedTuple):
    """A stretch of tokens that names a place, and the places that bear the name.

    `key` is the folded name: what counts as the same name all over a page.
    """

    first: int
    end: int
    text: str
    key: str
    candidates: tuple[Bearer, ...]


def find_places(page: Page) -> tuple[Place, ...]:
    """The places that a page names, in order; coordinates and country are None where it leaves them open."""
    toponyms = find_toponyms(page.doc)
    chosen = resolve(page.doc, toponyms, page.report.dateline)
    return tuple(_place(page, toponym, bearer) for toponym, bearer in zip(toponyms, chosen, strict=True))


def _place(page: Page, toponym: Toponym, bearer: Bearer | None) -> Place:
    doc, report = page.doc, page.report
    first, last = doc[toponym.first], doc[toponym.end - 1]
    span = Span(first.idx, last.idx + len(last.text))
    identity = digest_id("l", report.id, span.start, span.end)
    if bearer is None:
        return Place(identity, report.id, span, toponym.text, None, None, None, None)
    return Place(
        identity, report.id, span, bearer.name, bearer.country, bearer.lat, bearer.lon, bearer.geonames
    )


# --- which words name a place -----------------------------------------------------------------------


class _Stretch(NamedTuple):
    first: int
    end: int
    label: str  # the language model's, “” where it sees no name


def find_toponyms(doc: Doc) -> list[Toponym]:
    """The toponyms of a page in order, apart from one another."""
    stretches = _merged(doc, list(_stretches(doc)))
    persons = _person_words(doc)
    words = frozenset(t.text for t in doc if t.is_lower)
    named = _named_countries(doc)
    seen: Counter[str] = Counter()
    judged: list[tuple[Toponym, str, float]] = []
    known = [_toponym(doc, s.first, s.end) for s in stretches]
    for i, (stretch, toponym) in enumerate(zip(stretches, known, strict=True)):
        neighbours = (known[i - 1] if i else None, known[i + 1] if i + 1 < len(known) else None)
        score = _score(doc, stretch, toponym, neighbours, persons, words)
        if stretch.label in ("PERSON", "ORG", "", "NORP", "PRODUCT") and _fits(doc, toponym, named):
            score += FITS
        if score > 1.5:
            seen[toponym.key] += 1
        judged.append((toponym, stretch.label, score))
    found: list[Toponym] = []
    for toponym, label, score in judged:
        elsewhere = seen[toponym.key] - (score > 1.5)
        if score + (ELSEWHERE if elsewhere else 0) > 0:
            found.append(_with_core(doc, toponym, label))
        elif label in ("ORG", "EVENT", "WORK_OF_ART", "FAC", "LAW", "PRODUCT", "LOC", "GPE", "NORP"):
            found.extend(_embedded(doc, toponym.first, toponym.end))
    return found


ELSEWHERE = 2.0
FITS = 1.5


def _named_countries(doc: Doc) -> frozenset[str]:
    """The countries that the page names outright, or by their peoples."""
    codes = {country_at(e.text) for e in doc.ents if e.label_ == "GPE"}
    codes |= {country_of_people(e.text) for e in doc.ents if e.label_ == "NORP"}
    return frozenset(c for c in codes if c)


# Where names of towns are names of persons everywhere, that a town lies there says nothing.
_SURNAMES = frozenset(("USA", "GBR", "CAN", "AUS", "NZL", "IRL"))


def _fits(doc: Doc, toponym: Toponym, named: frozenset[str]) -> bool:
    """Whether a name that the model takes for something else is a town's of a country that the page names."""
    return any(
        b.prior >= FITTING and b.country in named and b.country not in _SURNAMES
        for b in toponym.candidates[:3]
    )


FITTING = 4.3


def _toponym(doc: Doc, first: int, end: int) -> Toponym:
    text = doc[first:end].text
    candidates = bearers(text)[:MOST_CANDIDATES]
    # All names of a country are one name: “US” and “America” are one voice.
    nation = candidates and candidates[0].kind == "country"
    return Toponym(first, end, text, fold(candidates[0].name if nation else text), candidates)


def _with_core(doc: Doc, toponym: Toponym, label: str) -> Toponym:
    """A toponym that nobody knows, with the places of the known name in it: “Sichuan province”, “Hama prison”.

    What is left over must not make another name of it (“New Concord”), except in the names of buildings.
    """
    first, end = toponym.first, toponym.end
    if toponym.candidates or doc[end - 1].lower_.rstrip(".") in _words("ways"):
        return toponym
    cores = [
        core
        for size in range(1, min(end - first, LONGEST_NAME + 1))
        for start in range(first, end - size + 1)
        if doc[start].text[0].isupper()
        and (core := _toponym(doc, start, start + size)).candidates
        and _well_known(doc, core)
        and (
            (label == "FAC" and start == first and fold(core.candidates[0].name) == core.key)
            or (_plain(doc, first, start) and _plain(doc, start + size, end))
        )
    ]
    if not cores:
        return toponym
    core = max(cores, key=lambda c: (c.end - c.first, c.candidates[0].prior))
    return toponym._replace(key=core.key, candidates=core.candidates)


def _plain(doc: Doc, first: int, end: int) -> bool:
    """Whether words say only what kind of place, or which side of it: “province”, “far north”, “downtown”."""
    plain = _words("kinds") | _words("sides")
    return all(t.lower_ in plain or t.is_punct or t.is_space for t in doc[first:end])


def _stretches(doc: Doc) -> Iterator[_Stretch]:
    """What may name a place: the model's names without frills, and capitalised words that it passed by."""
    at = 0
    for entity in doc.ents:
        yield from _unlabelled(doc, at, entity.start)
        at = entity.end
        if entity.label_ in _NEVER:
            continue
        yield from _parts(doc, entity.start, entity.end, entity.label_)
    yield from _unlabelled(doc, at, len(doc))


def _merged(doc: Doc, stretches: list[_Stretch]) -> list[_Stretch]:
    """Names that the model broke, one again where the whole is known: “Republic” “of the Congo”, “Mazar”-i-Sharif."""
    merged: list[_Stretch] = []
    for stretch in stretches:
        first, end, label = stretch
        if merged and first < merged[-1].end:
            continue
        whole = _hyphenated(doc, first, end)
        if whole > end and bearers(doc[first:whole].text):
            stretch = _Stretch(first, whole, "GPE" if label == "PERSON" else label)
        elif merged and first - merged[-1].end <= 2:
            between = doc[merged[-1].end : first].text.casefold()
            if between in ("", "of", "of the", "and") and bearers(doc[merged[-1].first : end].text):
                merged[-1] = _Stretch(merged[-1].first, end, "GPE")
                continue
        elif first and doc[first - 1].pos_ == "PROPN" and bearers(doc[first - 1 : end].text):
            stretch = _Stretch(first - 1, end, label)
        merged.append(stretch)
    return merged


def _hyphenated(doc: Doc, first: int, end: int) -> int:
    """Where a name ends with all that hyphens add to it."""
    while (
        end + 1 < len(doc)
        and doc[end].text == "-"
        and not doc[end - 1].whitespace_
        and not doc[end].whitespace_
    ):
        end += 2
    return end


_NEVER = frozenset(["DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "LANGUAGE"])
_FRILLS = frozenset(("the", "'s", "’s", "'", "’", "a", "an"))


def _parts(doc: Doc, first: int, end: int, label: str) -> Iterator[_Stretch]:
    """A name as the model has it, cut at commas and without articles and genitive marks at its ends."""
    start = first
    for i in range(first, end + 1):
        if i == end or doc[i].text in (",", "—", "–", "--", "(", ")") or "\n" in doc[i].text:
            a, b = start, i
            while a < b and (doc[a].lower_ in _FRILLS or doc[a].is_space or doc[a].is_punct):
                a += 1
            while b > a and (
                doc[b - 1].lower_ in _FRILLS
                or doc[b - 1].pos_ in ("CCONJ", "ADP")
                or doc[b - 1].is_space
                or doc[b - 1].is_quote
            ):
                b -= 1
            if (
                label == "NORP"
                and b < len(doc)
                and doc[b].lower_ in _words("kinds")
                and bearers(doc[a : b + 1].text)
            ):
                yield _Stretch(a, b + 1, "LOC")
            elif a < b:
                yield _Stretch(a, b, _label_by_noun(doc, a, b) or label)
            start = i + 1


def _label_by_noun(doc: Doc, first: int, end: int) -> str | None:
    """The label that the last noun of a name gives it: “Pine Needle Drive”, “Anthony Creek”; None for most."""
    if end - first < 2 or not doc[end - 1].text[0].isupper():
        return None
    last = doc[end - 1].lower_.rstrip(".")
    if last in _words("streets"):
        return "FAC"
    return "LOC" if last in _words("features") else None


def _unlabelled(doc: Doc, first: int, end: int) -> Iterator[_Stretch]:
    """The longest known names among capitalised words."""
    i = first
    while i < end:
        token = doc[i]
        if not token.text[0].isupper() or not (token.pos_ == "PROPN" or (len(token) > 3 and token.is_upper)):
            i += 1
            continue
        last = i + 1
        while last < min(end, i + LONGEST_NAME) and (doc[last].text[0].isupper() or doc[last].text == "-"):
            last += 1
        for stop in range(last, i, -1):
            if doc[stop - 1].is_alpha and bearers(doc[i:stop].text):
                yield _Stretch(i, stop, "")
                i = stop - 1
                break
        i += 1


def _person_words(doc: Doc) -> dict[str, int]:
    """The words of the page's full names of persons, and of names after a title, in small letters."""
    words: Counter[str] = Counter()
    for entity in doc.ents:
        if entity.label_ == "PERSON" and entity.end - entity.start > 1:
            words.update({t.lower_ for t in entity if t.is_alpha})
    for token in doc[1:]:
        if token.text[0].isupper() and _titled(doc, token.i):
            words[token.lower_] += 1
    return words


def _titled(doc: Doc, i: int) -> bool:
    before = doc[i - 1] if i else None
    return before is not None and before.lower_.rstrip(".") in _words("titles") and before.text[0].isupper()


# What speaks for a place's name and against. Set by hand on the odd documents of the four corpora.
_LABEL = {"GPE": 1.5, "LOC": 2.0, "FAC": 2.0, "PERSON": -1.6, "ORG": -1.0, "NORP": -1.5, "": -1.25}


def _score(
    doc: Doc,
    stretch: _Stretch,
    toponym: Toponym,
    neighbours: tuple[Toponym | None, Toponym | None],
    persons: dict[str, int],
    words: frozenset[str],
) -> float:
    first, end, label = stretch
    text = toponym.text
    if not text[0].isupper() and not (label in ("LOC", "GPE", "FAC") and toponym.candidates):
        return -5.0
    if label != "FAC" and any(c.isdigit() for c in text):
        return -5.0
    before = doc[first - 1].lower_ if first else ""
    prior = toponym.candidates[0].prior if toponym.candidates else 0.0
    score = _LABEL.get(label, -1.5)
    if prior >= 7:
        score += 2.0
    elif prior >= 5:
        score += 1.5
    elif prior >= 4:
        score += 0.25
    elif prior > 0:
        score -= 0.25
    elif label == "FAC":
        score -= 0.5
    else:
        score -= 1.75 if label in ("GPE", "LOC") else 6
    if before in _words("inside"):
        score += 1.5
    elif before in _words("toward"):
        score += 0.5
    if prior >= 5 and end - first > 1:
        score += 1.0
    if _kind_beside(doc, first, end):
        score += 2.0
    if text.isupper():
        if _opens_report(doc, first, end):
            score += 2.0
        elif (not label and doc[first].pos_ != "PROPN") or (
            len(text) <= 4 and not is_abbreviation(text) and label not in ("GPE", "LOC")
        ):
            return -5.0
    if label in ("PERSON", "ORG", "") and prior and _beside_place(doc, first, end):
        score += 2.0
    if not prior and _speaks(doc, first, end):
        score -= 1.5
    left, right = neighbours
    contains = bool(left and _joined(doc, left.end, first) and _pair(left, toponym))
    if contains or (right and _joined(doc, end, right.first) and _pair(toponym, right)):
        score += 3.0
    if not contains and ((text.isupper() and text.lower() in _words("postal")) or is_clipped(text)):
        return -5.0
    if end - first == 1 and doc[first].lower_ in _words("generic"):
        return -5.0
    if end - first == 1 and prior < 9 and text.lower() in words:
        score -= 2.0
    if end - first == 1 and prior < 9.5:
        score -= min(3.0, 1.5 * persons.get(doc[first].lower_, 0))
    if _titled(doc, first) or (not prior and doc[first].lower_.rstrip(".") in _words("titles")):
        score -= 3.0
    return score


def _kind_beside(doc: Doc, first: int, end: int) -> bool:
    """“Guizhou province”, “the city of Lugo”."""
    if end < len(doc) and doc[end].lower_ in _words("kinds"):
        return True
    return first > 1 and doc[first - 1].lower_ == "of" and doc[first - 2].lower_ in _words("kinds")


def _opens_report(doc: Doc, first: int, end: int) -> bool:
    """Whether a stretch stands as datelines do: first in its sentence, before a dash, or a comma or bracket."""
    if end >= len(doc) or not (first == 0 or doc[first].is_sent_start or doc[first - 1].is_sent_end):
        return False
    after = doc[end].text
    return after in ("—", "–", "-", "--") or (
        after in (",", "(") and (first == 0 or "\n" in doc[first - 1].text)
    )


def _beside_place(doc: Doc, first: int, end: int) -> bool:
    """Whether a stretch is joined by “and” or a comma to what the model takes for a place."""
    root = doc[first:end].root
    if root.dep_ == "conj" and root.head.ent_type_ in ("GPE", "LOC"):
        return True
    return any(c.dep_ == "conj" and c.ent_type_ in ("GPE", "LOC") for c in root.children)


def _speaks(doc: Doc, first: int, end: int) -> bool:
    """Whether a stretch is the subject of a verb or owns something, as persons do more often than hamlets."""
    head = doc[first:end].root
    return head.dep_ in ("nsubj", "poss", "appos", "dobj")


def _embedded(doc: Doc, first: int, end: int) -> Iterator[Toponym]:
    """Well-known places inside a longer name (“Kentucky State Police”), none inside a newspaper's."""
    if doc[end - 1].lower_ in _words("press"):
        return
    i = first
    while i < end:
        if doc[i].text[0].isupper():
            for stop in range(min(end, i + LONGEST_NAME), i, -1):
                if (
                    doc[stop - 1].lower_ in _FRILLS
                    or stop - i == end - first
                    or not (doc[stop - 1].is_alpha or doc[stop - 1].text[-1] == ".")
                ):
                    continue
                toponym = _toponym(doc, i, stop)
                if toponym.candidates and _well_known(doc, toponym):
                    yield toponym
                    i = stop - 1
                    break
        i += 1


def _well_known(doc: Doc, toponym: Toponym) -> bool:
    best = toponym.candidates[0]
    if toponym.end - toponym.first == 1 and toponym.text.casefold() in _words("generic"):
        return False
    ends = (toponym.first - 1, toponym.end)
    if best.prior < 7 and any(0 <= i < len(doc) and doc[i].text == "-" for i in ends):
        return False
    return best.prior > 5 or (best.kind == "county" and best.name == toponym.text)


# --- which place a name means -----------------------------------------------------------------------


def resolve(doc: Doc, toponyms: Sequence[Toponym], dateline: str | None) -> list[Bearer | None]:
    """One place for each toponym, None where none is known or the page leaves it open.

    A container next to the name decides (“Paris, Texas”); the same name means the same place all over a
    page; the rest is decided by how well known a place is and how near it lies to the page's other places.
    """
    fixed = _contained(doc, toponyms)
    origin = _origin(dateline)
    names = {t.key: t.candidates for t in (*toponyms, *origin) if t.candidates}
    weights = {t.key: AFFILIATION for t in toponyms}
    weights |= {t.key: 1.0 for t in toponyms if not _affiliation(doc, t)}
    weights |= {t.key: DATELINE for t in origin}
    peoples = sorted({c for e in doc.ents if e.label_ == "NORP" and (c := country_of_people(e.text))})
    settled: dict[str, Bearer] = {}
    for i, bearer in sorted(fixed.items()):
        settled.setdefault(toponyms[i].key, bearer)
    for inner, outer in pairwise(origin):
        if pair := _pair(inner, outer):
            settled.setdefault(inner.key, pair[0])
            settled.setdefault(outer.key, pair[1])
    shares = {
        key: [(settled[key], 1.0)] if key in settled else _shares(places, lambda b: b.prior)
        for key, places in names.items()
    }
    for _ in range(ROUNDS):
        world = _World(shares, peoples, weights)
        shares = {
            key: found if key in settled else _shares(names[key], world.scorer(found, weights.get(key, 1.0)))
            for key, found in shares.items()
        }
    best = {key: _decided(found) for key, found in shares.items()}
    return [fixed.get(i) or best.get(t.key) for i, t in enumerate(toponyms)]


def _origin(dateline: str | None) -> list[Toponym]:
    """The names of a dateline (“KYIV, Ukraine (AP)”), whether or not the text holds it."""
    parts = re.split(r"[,(—–]", dateline or "")
    return [Toponym(0, 0, p, fold(p), found) for p in map(str.strip, parts) if (found := bearers(p))]


ROUNDS = 3
# How many votes of other names the place counts that a report was sent from.
DATELINE = 2.0
# And a place that only says whom somebody represents: “a senator from Texas”, “R-Texas”.
AFFILIATION = 0.2


def _affiliation(doc: Doc, toponym: Toponym) -> bool:
    """Whether a state or country stands after “of” or “from” as where somebody was elected or comes from."""
    i = toponym.first
    if i < 2 or not toponym.candidates or toponym.candidates[0].kind in _TOWNS:
        return False
    if doc[i - 1].text == "-" and doc[i - 2].text in ("D", "R", "I"):
        return True
    if doc[i - 1].lower_ not in ("of", "from"):
        return False
    person = doc[i - 2]
    return person.ent_type_ == "PERSON" or person.lower_.rstrip("s") in _words("titles")


# In degrees: nearer places are one to a reader (a city and the county of its name).
FAR = 5.0
# Receipts: swept on the odd documents of the four corpora.
SHARPNESS = 1.5
COUNTRY, DIVISION, NEIGHBOURHOOD, NATIONS, CAPITALS, FAME = 1.0, 3.5, 1.5, 1.0, 0.5, 0.5


def _shares(places: Sequence[Bearer], score: Callable[[Bearer], float]) -> list[tuple[Bearer, float]]:
    """How likely a name means each of its bearers; the shares add up to one."""
    scores = [score(b) for b in places]
    top = max(scores)
    weights = [exp(SHARPNESS * (s - top)) for s in scores]
    total = sum(weights)
    return [(b, w / total) for b, w in zip(places, weights, strict=True)]


def _decided(found: Sequence[tuple[Bearer, float]]) -> Bearer | None:
    """The likeliest bearer; None where another one far away is about as likely (“Georgia”)."""
    ranked = sorted(found, key=lambda pair: -pair[1])
    best, share = ranked[0]
    if len(ranked) > 1 and share < 2 * ranked[1][1]:
        second = ranked[1][0]
        if abs(best.lat - second.lat) + abs(best.lon - second.lon) > FAR and best.prior >= 8:
            return None
    return best


_Shares = list[tuple[Bearer, float]]
_TOWNS = frozenset(("city", "capital", "county", "district", "site"))


class _Votes:
    """Votes for countries, first-level divisions and squares of one degree."""

    def __init__(self) -> None:
        self.nations: dict[tuple[str, str], float] = defaultdict(float)
        self.countries: dict[str, float] = defaultdict(float)
        self.divisions: dict[tuple[str, str], float] = defaultdict(float)
        self.squares: dict[tuple[int, int], float] = defaultdict(float)

    def add(self, found: _Shares, weight: float) -> None:
        for bearer, share in found:
            vote = share * weight
            if bearer.kind in ("country", "capital") and bearer.country:
                self.nations[bearer.country, bearer.kind] += vote
            if bearer.country:
                self.countries[bearer.country] += vote
                if bearer.division:
                    self.divisions[bearer.country, bearer.division] += vote
            if bearer.kind in _TOWNS:
                self.squares[floor(bearer.lat), floor(bearer.lon)] += vote


class _World:
    """What the page's names say together."""

    def __init__(
        self, shares: Mapping[str, _Shares], peoples: Sequence[str], weights: Mapping[str, float]
    ) -> None:
        self.votes = _Votes()
        for key, found in shares.items():
            self.votes.add(found, weights.get(key, 1.0))
        # A people speaks for its country where the country itself is not named.
        for country in peoples:
            spoken = max(0.0, 1.0 - self.votes.nations[country, "country"])
            self.votes.nations[country, "country"] += spoken
            self.votes.countries[country] += spoken

    def scorer(self, own: _Shares, weight: float) -> Callable[[Bearer], float]:
        """Scores the bearers of a name by what the other names say: a name does not vote for itself."""
        every, mine = self.votes, _Votes()
        mine.add(own, weight)
        nations = max(0.0, sum(every.nations.values()) - sum(mine.nations.values()))
        # The more nations a page names, the more it means the places that all the world knows.
        fame = 1 + FAME * log1p(max(0.0, nations - 1))

        def score(b: Bearer) -> float:
            total = b.prior * fame
            if b.kind in ("country", "capital"):
                total += (NATIONS if b.kind == "country" else CAPITALS) * log1p(nations)
            if b.country:
                votes = every.countries.get(b.country, 0.0) - mine.countries[b.country]
                total += COUNTRY * log1p(max(0.0, votes))
                if b.division:
                    at = (b.country, b.division)
                    votes = every.divisions.get(at, 0.0) - mine.divisions[at]
                    total += DIVISION * log1p(max(0.0, votes))
            if b.kind in _TOWNS:
                y, x = floor(b.lat), floor(b.lon)
                around = [(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
                votes = sum(every.squares[c] - mine.squares.get(c, 0.0) for c in around if c in every.squares)
                total += NEIGHBOURHOOD * log1p(max(0.0, votes))
            return total

        return score


def _contained(doc: Doc, toponyms: Sequence[Toponym]) -> dict[int, Bearer]:
    """The toponyms that a container next to them decides, by number; and their containers."""
    fixed: dict[int, Bearer] = {}
    for i in range(len(toponyms) - 2, -1, -1):
        inner, outer = toponyms[i], toponyms[i + 1]
        if not _joined(doc, inner.end, outer.first):
            continue
        if i + 1 in fixed:
            outer = outer._replace(candidates=(fixed[i + 1],))
        pair = _pair(inner, outer)
        if pair:
            fixed[i], fixed[i + 1] = pair
    return fixed


def _joined(doc: Doc, end: int, first: int) -> bool:
    """Whether only a comma, a bracket or “in” stands between two names."""
    if first - end > 2:
        return False
    return doc[end:first].text.strip().casefold() in (",", "(", "in", ", in")


def _pair(inner: Toponym, outer: Toponym) -> tuple[Bearer, Bearer] | None:
    """The best known place of the one name that lies in a place of the other."""
    return next(((a, b) for b in outer.candidates for a in inner.candidates if _inside(a, b)), None)


def _inside(inner: Bearer, outer: Bearer) -> bool:
    if inner.country != outer.country or inner.country is None or outer.kind in ("city", "capital"):
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    return outer.division is not None and inner.division == outer.division and inner.kind in _TOWNS


# --- where an event takes place ---------------------------------------------------------------------


# What an event word hands its place down through: “gunmen attacked and killed”, “began shelling”.
_SAME_SCENE = frozenset(
    ("conj", "xcomp", "advcl", "acl", "pcomp", "dobj", "nsubj", "nsubjpass", "pobj", "attr", "prep")
)
# What a verb takes its place from when it has no phrase of its own: “a blast in Beirut killed 200”.
_PARTICIPANTS = ("dobj", "nsubjpass", "nsubj")
_CLIMBS = 4


def place_of(token: Token, places: Sequence[Place]) -> Place | None:
    """The place where what a verb or noun names takes place, None where its sentence gives none.

    A locative phrase of the word itself, then of the words that it hangs on within the clause, decides; a
    clause that somebody reports (“said in Geneva that …”) takes no place from the one that reports it. Where
    something comes from, goes to or is aimed at is not where it happens, and a place inside an
    organisation's name is none.
    """
    sentence = token.sent
    first, last = sentence.start_char, sentence.end_char
    here = {p.span.start: p for p in places if first <= p.span.start < last}
    if not here:
        return None
    at = {i: p for p in here.values() for i in range(p.span.start, p.span.end)}
    word = token
    for _ in range(_CLIMBS):
        found = _own_place(word, at) or _participants_place(word, at)
        if found:
            return found
        if word.dep_ == "relcl" and any(c.lower_ == "where" for c in word.children):
            return at.get(word.head.idx)
        if word.dep_ not in _SAME_SCENE or word.head is word:
            return None
        word = word.head
    return None


def _participants_place(verb: Token, at: Mapping[int, Place]) -> Place | None:
    """The place that the object or subject of a verb has: “shelled a market in Goma”."""
    if verb.pos_ != "VERB":
        return None
    children = list(verb.children)
    for role in _PARTICIPANTS:
        for child in children:
            if child.dep_ == role and (found := _own_place(child, at)):
                return found
    return None


def _own_place(word: Token, at: Mapping[int, Place]) -> Place | None:
    """The place of a word's own locative phrases; of a noun also the town before it (“the Kabul attack”)."""
    for child in word.children:
        if child.dep_ == "prep" and child.lower_ in _words("where"):
            for target in child.children:
                if target.dep_ in ("pobj", "pcomp"):
                    found = _place_in(target, at)
                    if found:
                        return found
        elif child.dep_ == "compound" and child.ent_type_ != "ORG" and child.idx in at:
            place = at[child.idx]
            if country_at(place.name) is None and word.ent_type_ not in ("ORG", "FAC", "PERSON"):
                return place
    return None


def _place_in(target: Token, at: Mapping[int, Place]) -> Place | None:
    """The place that the object of a preposition names or lies in: “the city of Aleppo”, “Idlib province”."""
    if target.ent_type_ == "ORG" and target.idx not in at:
        return None
    if target.idx in at:
        return at[target.idx]
    for child in target.children:
        if child.idx in at and child.dep_ in ("compound", "appos", "amod", "nmod"):
            return at[child.idx]
    for child in target.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "in", "near", "outside", "with", "between"):
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.idx in at:
                    return at[inner.idx]
    for child in target.children:
        if child.dep_ == "poss" and child.idx in at and target.pos_ != "PROPN":
            return at[child.idx]
    return None
