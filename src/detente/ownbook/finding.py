"""Sentences of reports that tell an own type: a stream beside the records, never among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from detente.ownbook.features import Sentence, features_of
from detente.ownbook.folder import OwnType
from detente.ownbook.learning import THRESHOLD, Learned
from detente.reading import read_parsed
from detente.reading.batch import failed
from detente.reading.language import load_language
from detente.reading.page import span_of
from detente.records import Event, Reading, Report, Span
from detente.sources.draft import Skipped


class Find(msgspec.Struct, frozen=True, tag_field="kind", tag="own"):
    """A sentence that tells an own type. `score` is None where only its trigger words were sought.

    `events` are those that detente reads in the sentence, `words` what spoke most for the find.
    """

    type: str
    report: str
    span: Span
    score: float | None
    events: tuple[str, ...]
    words: tuple[str, ...]
    text: str

    @property
    def place(self) -> str:
        """Where it stands, as `detente codebook add` takes it: the report's id, “@”, its first character."""
        return f"{self.report}@{self.span.start}"


@dataclass(frozen=True)
class Wanted:
    """A type to find with what was learned of it; `learned` is None where its trigger words are all there is."""

    type: OwnType
    learned: Learned | None
    threshold: float = THRESHOLD


def read_with_parses(found: Iterable[Report | Skipped]) -> Iterator[tuple[Reading, Doc] | Skipped]:
    """The reading of each report with its parse, in order, and what was skipped on the way."""
    for item in found:
        if isinstance(item, Skipped):
            yield item
            continue
        try:
            doc = load_language()(item.text)
            yield read_parsed(item, doc), doc
        except Exception as error:
            yield failed(item, error)


def finds_in(report: Report, doc: Doc, events: Sequence[Event], wanted: Sequence[Wanted]) -> Iterator[Find]:
    """The sentences of one report that tell one of the types wanted, in the order of the text."""
    for parse in doc.sents:
        words = [t for t in parse if not t.is_space]
        if not words:
            continue
        sought = [w for w in wanted if holds_trigger(parse, w.type.triggers)]
        if not sought:
            continue
        span = span_of(words[0], words[-1])
        here = tuple(e for e in events if span.contains(e.evidence.trigger))
        (features,) = features_of([Sentence(parse, here)])
        for one in sought:
            score: float | None = None
            speaking: tuple[str, ...] = ()
            if one.learned is not None:
                score = round(one.learned.score(features), 3)
                if score < one.threshold:
                    continue
                speaking = one.learned.words(features)
            yield Find(
                type=one.type.name,
                report=report.id,
                span=span,
                score=score,
                events=tuple(e.id for e in here),
                words=speaking,
                text=" ".join(span.of(report.text).split()),
            )


def holds_trigger(parse: DocSpan, triggers: Sequence[str]) -> bool:
    """True where the sentence holds one of the words or phrases, as written or by its lemmas; or none is asked for."""
    if not triggers:
        return True
    words = [t for t in parse if not t.is_space]
    written = f" {' '.join(t.lower_ for t in words)} "
    lemmas = f" {' '.join(t.lemma_.lower() for t in words)} "
    return any(f" {' '.join(t.lower().split())} " in text for t in triggers for text in (written, lemmas))
