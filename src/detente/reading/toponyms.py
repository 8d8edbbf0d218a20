"""Which words of a page name a place.

The language model's names are where to start, not the answer: it takes towns for persons (“Luhansk”) and persons
for towns, breaks long names and passes by what it never saw. So each name, and each capitalised word that the
gazetteer knows, is weighed: what the model says, how well known the place is, what stands around it, what the
page says elsewhere.

A place is what a map can show: towns, regions, countries (also where they act: “Moscow demanded” keeps its
record), seas, rivers, sites, streets, and places inside the names of organisations (“Kentucky State Police”):
three of four toponym corpora count these as toponyms, four of five times where they occur. Peoples (“Russian”,
which two of the four count), persons and newspapers are none.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from spacy.tokens import Doc

from detente.reading.folding import fold
from detente.reading.gazetteer import (
    Bearer,
    bearers,
    country_at,
    country_of_people,
    is_abbreviation,
    is_clipped,
)

# Longer names are not looked for outside of what the language model takes for a name.
LONGEST_NAME = 4
# Of a name that a hundred places bear, the best known ones; the rest are hamlets.
MOST_CANDIDATES = 40
# What the model's label says for a place's name, before all else is weighed; a score above 0 is a place.
# Swept one by one on the odd documents of TR-News, LGL, GWN and GeoVirus: ±0.5 on any moves the mean F1 (0.84)
# by 0.004 at most.
_LABEL = {"GPE": 1.5, "LOC": 2.0, "FAC": 2.0, "PERSON": -1.6, "ORG": -1.0, "NORP": -1.5, "": -1.25}
# What it is worth that the page surely means a place by the same name elsewhere (swept 0.5–2: F1 +0.006), and
# that it names the country in which a town of that name lies (swept 0–2: +0.002), for towns of `FITTING` (the
# logarithm of about 20,000 people; swept 3.5–4.7: flat).
ELSEWHERE, FITS, FITTING = 2.0, 1.5, 4.3
TOWNS = frozenset(("city", "capital", "county", "district", "site"))


@cache
def word_list(kind: str) -> frozenset[str]:
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


class _Stretch(NamedTuple):
    first: int
    end: int
    label: str  # the language model's, “” where it sees no name


def find_toponyms(doc: Doc) -> list[Toponym]:
    """The toponyms of a page in order, apart from one another."""
    stretches = _merged(doc, list(_stretches(doc)))
    persons = _person_words(doc)
    lowercase = frozenset(t.text for t in doc if t.is_lower)
    named = _named_countries(doc)
    seen: Counter[str] = Counter()
    judged: list[tuple[Toponym, str, float]] = []
    known = [_toponym(doc, s.first, s.end) for s in stretches]
    for i, (stretch, toponym) in enumerate(zip(stretches, known, strict=True)):
        neighbours = (known[i - 1] if i else None, known[i + 1] if i + 1 < len(known) else None)
        score = _score(doc, stretch, toponym, neighbours, persons, lowercase)
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
    if toponym.candidates or doc[end - 1].lower_.rstrip(".") in word_list("ways"):
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
    core = max(cores, key=lambda c: (round(c.candidates[0].prior), c.end - c.first))
    return toponym._replace(key=core.key, candidates=core.candidates)


def _plain(doc: Doc, first: int, end: int) -> bool:
    """Whether words say only what kind of place, or which side of it: “province”, “far north”, “downtown”."""
    plain = word_list("kinds") | word_list("sides")
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
                and doc[b].lower_ in word_list("kinds")
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
    if last in word_list("streets"):
        return "FAC"
    return "LOC" if last in word_list("features") else None


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
        last = max(last, min(end, _hyphenated(doc, i, i + 1)))
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
    return (
        before is not None and before.lower_.rstrip(".") in word_list("titles") and before.text[0].isupper()
    )


def _score(
    doc: Doc,
    stretch: _Stretch,
    toponym: Toponym,
    neighbours: tuple[Toponym | None, Toponym | None],
    persons: dict[str, int],
    lowercase: frozenset[str],
) -> float:
    first, end, label = stretch
    text = toponym.text
    if not text[0].isupper() and not (label in ("LOC", "GPE", "FAC") and toponym.candidates):
        return -5.0
    if country_of_people(text) and not (toponym.candidates and toponym.candidates[0].prior >= 7):
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
    if before in word_list("inside"):
        score += 1.5
    elif before in word_list("toward"):
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
    contains = bool(left and joined(doc, left.end, first) and nested(left, toponym))
    if contains or (right and joined(doc, end, right.first) and nested(toponym, right)):
        score += 3.0
    if not contains and ((text.isupper() and text.lower() in word_list("postal")) or is_clipped(text)):
        return -5.0
    if end - first == 1 and doc[first].lower_ in word_list("generic"):
        return -5.0
    if end - first == 1 and prior < 9 and text.lower() in lowercase:
        score -= 2.0
    if end - first == 1 and prior < 9.5:
        score -= min(3.0, 1.5 * persons.get(doc[first].lower_, 0))
    if _titled(doc, first) or (not prior and doc[first].lower_.rstrip(".") in word_list("titles")):
        score -= 3.0
    return score


def _kind_beside(doc: Doc, first: int, end: int) -> bool:
    """“Guizhou province”, “the city of Lugo”."""
    if end < len(doc) and doc[end].lower_ in word_list("kinds"):
        return True
    return first > 1 and doc[first - 1].lower_ == "of" and doc[first - 2].lower_ in word_list("kinds")


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
    if doc[end - 1].lower_ in word_list("press"):
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
    if toponym.end - toponym.first == 1 and toponym.text.casefold() in word_list("generic"):
        return False
    ends = (toponym.first - 1, toponym.end)
    if best.prior < 7 and any(0 <= i < len(doc) and doc[i].text == "-" for i in ends):
        return False
    return best.prior > 5 or (best.kind == "county" and best.name == toponym.text)


def joined(doc: Doc, end: int, first: int) -> bool:
    """Whether only a comma, a bracket or “in” stands between two names."""
    if first - end > 2:
        return False
    return doc[end:first].text.strip().casefold() in (",", "(", "in", ", in")


def nested(inner: Toponym, outer: Toponym) -> tuple[Bearer, Bearer] | None:
    """The best known place of the one name that lies in a place of the other."""
    return next(((a, b) for b in outer.candidates for a in inner.candidates if _inside(a, b)), None)


def _inside(inner: Bearer, outer: Bearer) -> bool:
    if inner.country != outer.country or inner.country is None or outer.kind in ("city", "capital"):
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    return outer.division is not None and inner.division == outer.division and inner.kind in TOWNS
