"""Where it is: the toponyms of a page, each resolved to one place of the earth where the page allows it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import exp, floor, log1p

from spacy.tokens import Doc, Token

from detente.reading.folding import fold
from detente.reading.gazetteer import Bearer, bearers, country_at, country_of_people
from detente.reading.page import Page
from detente.reading.toponyms import TOWNS, Toponym, find_toponyms, joined, nested, word_list
from detente.records import Place, Span, digest_id

# A place's score is its prior (the logarithm of a number of people) and, for each kind of vote, a weight times
# the logarithm of the votes. Swept one by one on the odd documents of TR-News, LGL, GWN and GeoVirus (mean
# accuracy within 161 km 0.90): COUNTRY 0.75–1.25, NEIGHBOURHOOD 1–2, NATIONS 0.5–1.5, FAME 0–1 within 0.005;
# DIVISION 2–5 within 0.015, where local news wants more and world news less. COUNTRY 1.25 would be 0.001 better
# there, but takes Odessa to Texas when an American says so; FAME is for the same: it weighs the prior.
COUNTRY, DIVISION, NEIGHBOURHOOD, NATIONS, CAPITALS, FAME = 1.0, 3.5, 1.5, 1.0, 0.5, 0.5
# From a score to a share: swept 1–3, flat. After two rounds of voting nothing changes.
SHARPNESS, ROUNDS = 1.5, 3
# How many votes of other names the place counts that a report was sent from; and a place that only says whom
# somebody represents: “a senator from Texas”, “R-Texas”. Judgement, not swept: the corpora have too few.
DATELINE, AFFILIATION = 2.0, 0.2
# In degrees: nearer places are one to a reader (a city and the county of its name).
FAR = 5.0


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
        if pair := nested(inner, outer):
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


def _affiliation(doc: Doc, toponym: Toponym) -> bool:
    """Whether a state or country stands after “of” or “from” as where somebody was elected or comes from."""
    i = toponym.first
    if i < 2 or not toponym.candidates or toponym.candidates[0].kind in TOWNS:
        return False
    if doc[i - 1].text == "-" and doc[i - 2].text in ("D", "R", "I"):
        return True
    if doc[i - 1].lower_ not in ("of", "from"):
        return False
    person = doc[i - 2]
    return person.ent_type_ == "PERSON" or person.lower_.rstrip("s") in word_list("titles")


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
            if bearer.kind in TOWNS:
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
            if b.kind in TOWNS:
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
        if not joined(doc, inner.end, outer.first):
            continue
        if i + 1 in fixed:
            outer = outer._replace(candidates=(fixed[i + 1],))
        pair = nested(inner, outer)
        if pair:
            fixed[i], fixed[i + 1] = pair
    return fixed


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
        if word.dep_ not in _SAME_SCENE or word.head == word:
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
        if child.dep_ == "prep" and (child.lower_ in word_list("where") or child.lower_ in ("on", "against")):
            # A strike on a town's market is there; a strike, a call or sanctions on a country need not be.
            struck = child.lower_ in ("on", "against")
            for target in child.children:
                if target.dep_ in ("pobj", "pcomp") and not (struck and target.idx in at):
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
        if child.dep_ == "prep" and child.lower_ in ("of", "in", "near", "outside"):
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.idx in at:
                    return at[inner.idx]
    for child in target.children:
        if child.dep_ == "poss" and child.idx in at and target.pos_ != "PROPN":
            return at[child.idx]
    return None
