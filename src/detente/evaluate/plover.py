"""PLOVER gold records (PLOVER_GSR): events of sentences, with the countries of source and target.

A JSON array of records `{"id", "event", "source": [{"code", "actorText"}], "target": […], "text", "textInfo"}`.
Records of one sentence are taken together, DOCUMENT records are passed over. Asked is, a sentence at a time and
each as a set: the classes; the countries on either side; the dyads, with and without the class.

The records were written with one event of the sentence in mind each, so a second event, rightly told, counts as
spurious here: precision is a lower bound. All events of a sentence count, whatever their status.

Two actors marked as both source and target (or two sources without a target) act on each other: each counts on
both sides, and telling either direction is enough. Class names of PLOVER 0.5 are taken as those of 2.0, slips in
its country codes are mended, and bodies of states are all IGO, as the records have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from detente.errors import NotGold
from detente.evaluate.documents import report_of
from detente.evaluate.items import Asked, Item, Task, match_sets
from detente.evaluate.lines import text_of
from detente.records import EVENT_TYPES, Actor, Reading

CLASS = Task("event", "found", "Which events does the sentence tell?", headline="F1", by_class=True)
SOURCE = Task("source", "found", "Which countries act?", headline="F1")
TARGET = Task("target", "found", "Which countries are acted upon?", headline="F1")
DYAD = Task("dyad", "found", "Who acts upon whom?", headline="F1")
TRIPLE = Task("triple", "found", "Who does what to whom?", headline="F1")

_FOLDED = {
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "DEMAND": "REQUEST",
    "APPEAL": "REQUEST",
    "FIGHT": "ASSAULT",
}
# Slips of the records, which are no ISO 3166 codes of the countries meant.
_MENDED = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "ISM": "IMG"}
# The sectors that the records write in the place of a country.
_BODIES = ("IGO", "NGO", "IMG")

Dyad = tuple[str | None, str | None]


class GoldActor(msgspec.Struct, frozen=True):
    """An actor of a record: CAMEO code, and the words that name it."""

    code: str | None = None
    actorText: str | None = None  # noqa: N815 - the key of the file


class GoldRecord(msgspec.Struct, frozen=True):
    """A record as it stands in the file. `source` and `target` may be an empty string for nobody."""

    id: str
    event: str
    text: str | None = None
    source: tuple[GoldActor, ...] | str | None = None
    target: tuple[GoldActor, ...] | str | None = None
    textInfo: Any = None  # noqa: N815 - the key of the file


@dataclass(frozen=True)
class Told:
    """Somebody does something to somebody: by a record of the gold, or by the reader."""

    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    mutual: bool = False
    confidence: float | None = None

    def __str__(self) -> str:
        sides = (" + ".join(side) or "nobody" for side in (self.sources, self.targets))
        return f"{self.type} {' → '.join(sides)}"

    def dyads(self) -> list[Dyad]:
        """Each source with each target; nobody with himself where the same stand on both sides; several
        sources without a target with each other."""
        sources, targets = self.sources, self.targets
        if not targets and len(sources) > 1:
            found: list[Dyad] = [(a, b) for n, a in enumerate(sources) for b in sources[n + 1 :]]
        elif len(sources) > 1 and len(targets) > 1 and set(sources) <= set(targets):
            found = [(a, b) for n, a in enumerate(sources) for m, b in enumerate(sources) if n != m]
        else:
            found = [(a, b) for a in sources or (None,) for b in targets or (None,)]
        return list(dict.fromkeys(found))


@dataclass
class Sentence:
    """A sentence and its records."""

    id: str
    text: str
    records: list[Told] = field(default_factory=list)


def recognises(path: Path, head: str) -> bool:
    """Whether a file begins as a JSON array of such records."""
    return head.lstrip("\ufeff \r\n\t").startswith("[") and '"event"' in head and '"id"' in head


def ask(paths: Iterable[Path]) -> Asked:
    """The sentences of files, each with the events that the reader tells."""
    from detente.evaluate.answers import read_all

    failed: list[str] = []
    sentences = [sentence for path in paths for sentence in read_records(path)]
    readings = read_all((report_of(s.id, s.text) for s in sentences), failed)
    items = (tuple(items_of(s, events_of(reading))) for s, reading in zip(sentences, readings, strict=True))
    return Asked((CLASS, SOURCE, TARGET, DYAD, TRIPLE), len(sentences), "sentences", items, failed)


def read_records(path: Path) -> list[Sentence]:
    """The sentences of a file in their order, each once."""
    try:
        records = msgspec.json.decode(text_of(path), type=list[GoldRecord])
    except msgspec.DecodeError as error:
        raise NotGold(f"{path}: no PLOVER gold records ({error})") from None
    sentences: dict[str, Sentence] = {}
    ids: set[str] = set()
    for record in records:
        if record.event == "DOCUMENT":
            continue
        type_ = record.event.strip().upper()
        type_ = _FOLDED.get(type_, type_)
        if type_ not in EVENT_TYPES and type_ != "CRIME":
            raise NotGold(f"{path}, record {record.id}: event {record.event!r} is no class of PLOVER")
        text = " ".join((record.text or "").split())
        if not text:
            raise NotGold(f"{path}, record {record.id}: no text")
        if text not in sentences:
            # some ids of the file stand twice
            id = record.id if record.id not in ids else f"{record.id}#{len(sentences)}"
            ids.add(id)
            sentences[text] = Sentence(id, text)
        sources, targets = _codes(record.source), _codes(record.target)
        marked = "SRC/TAR" in msgspec.json.encode(record.textInfo or "").decode()
        mutual = marked or (not targets and len(sources) > 1)
        sentences[text].records.append(Told(type_, sources, targets, mutual))
    return list(sentences.values())


def _codes(actors: tuple[GoldActor, ...] | str | None) -> tuple[str, ...]:
    if actors is None or isinstance(actors, str):
        return ()
    return tuple(country(actor.code.strip()) for actor in actors if actor.code and actor.code.strip())


def country(code: str) -> str:
    """The country or kind of body that a CAMEO actor code begins with."""
    first = code.upper()[:3]
    return _MENDED.get(first, first)


def events_of(reading: Reading | None) -> list[Told]:
    """The events of a reading, their actors as codes of the gold."""
    if reading is None:
        return []
    codes = {actor.id: code_of(actor) for actor in reading.actors}

    def side(actors: Sequence[str]) -> tuple[str, ...]:
        return tuple(code for actor in actors if (code := codes[actor]) is not None)

    return [
        Told(event.type, side(event.sources), side(event.targets), confidence=event.confidence)
        for event in reading.events
    ]


def code_of(actor: Actor) -> str | None:
    """The country of an actor, or else its sector: IGO and NGO are codes of the gold, others never match."""
    if actor.country is not None:
        return actor.country
    if actor.type == "alliance" and actor.sector not in _BODIES:
        return "IGO"
    return actor.sector


def items_of(sentence: Sentence, told: Sequence[Told]) -> Iterator[Item]:
    """What is asked of one sentence, beside what the reader tells."""
    note = "; ".join(str(event) for event in told) or "nothing told"
    for item in _items_of(sentence, told):
        yield replace(item, note=note)


def _items_of(sentence: Sentence, told: Sequence[Told]) -> Iterator[Item]:
    gold, group, text = sentence.records, sentence.id, sentence.text
    sure: dict[str, float] = {}
    for event in told:
        sure[event.type] = max(sure.get(event.type, 0.0), event.confidence or 0.0)
    yield from match_sets(
        task=CLASS.name,
        group=group,
        gold=sorted({r.type for r in gold}),
        predicted=[e.type for e in told],
        confidence=sure,
        text=text,
    )
    # Who acts on whom is open between the two of a mutual record: each is asked for once, among the sources.
    either = [c for r in gold if r.mutual for c in (*r.sources, *r.targets)]
    wanted = {*either, *(c for r in gold if not r.mutual for c in r.sources)}
    have = [c for e in told for c in e.sources] + [c for e in told for c in e.targets if c in either]
    yield from match_sets(task=SOURCE.name, group=group, gold=sorted(wanted), predicted=have, text=text)
    wanted = {c for r in gold if not r.mutual for c in r.targets}
    have = [c for e in told for c in e.targets if c in wanted or c not in either]
    yield from match_sets(task=TARGET.name, group=group, gold=sorted(wanted), predicted=have, text=text)
    yield from _dyads(sentence, told, DYAD)
    yield from _dyads(sentence, told, TRIPLE)


def _dyads(sentence: Sentence, told: Sequence[Told], task: Task) -> Iterator[Item]:
    """Dyads of the gold and of the reader, one to one; of a mutual one either direction is right, and the
    other one, where it is told too, is passed over."""
    with_type = task.name == TRIPLE.name
    gold: dict[tuple[str, Dyad], bool] = {}
    for record in sentence.records:
        for dyad in record.dyads():
            gold.setdefault((record.type if with_type else "", dyad), record.mutual)
    answers = list(dict.fromkeys((e.type if with_type else "", d) for e in told for d in e.dyads()))

    def is_mutual(answer: tuple[str, Dyad]) -> bool:
        return gold.get(answer, False) or gold.get(_turned(answer), False)

    kept: list[tuple[str, Dyad]] = []
    for answer in answers:
        if not (is_mutual(answer) and _turned(answer) in kept):
            kept.append(answer)
    open_ = dict(gold)
    for answer in kept:
        hit = next(
            (g for g, mutual in open_.items() if g == answer or (mutual and _turned(g) == answer)), None
        )
        if hit is not None:
            del open_[hit]
        yield Item(
            id=f"{sentence.id} {task.name} {_shown(hit or answer)}",
            task=task.name,
            group=sentence.id,
            gold=_shown(hit) if hit else None,
            predicted=_shown(answer),
            right=hit is not None,
            text=sentence.text,
        )
    for missed in open_:
        yield Item(
            id=f"{sentence.id} {task.name} {_shown(missed)}",
            task=task.name,
            group=sentence.id,
            gold=_shown(missed),
            predicted=None,
            right=False,
            text=sentence.text,
        )


def _turned(answer: tuple[str, Dyad]) -> tuple[str, Dyad]:
    type_, (source, target) = answer
    return type_, (target, source)


def _shown(answer: tuple[str, Dyad]) -> str:
    type_, (source, target) = answer
    return f"{type_} {source or 'nobody'} → {target or 'nobody'}".strip()
