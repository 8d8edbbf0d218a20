"""One attribution: source, cue and content as stretches of the text, before the actors are known."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from detente.reading.quotations import Quotation
from detente.reading.stretches import Range
from detente.records import Act, Span


@dataclass
class Attribution:
    """What the parse gives before the actors are known; later steps of the search still widen its content.

    `head` is the word that reports (None for a quotation without one), `source_head` the head of who
    speaks (None where the text gives none), `form` the form of the content (see `cues.toml`). `inside`:
    the cue stands within a quotation; `dated`: the word whose time dates the cue, where that is not `head`.
    """

    head: Token | None
    form: str
    act: Act
    cue: list[Range]
    source_head: Token | None
    source: list[Range]
    content: list[Span]
    addressee: Token | None = None
    negated: bool = False
    inside: bool = False
    dated: Token | None = None
    quotations: list[Quotation] = field(default_factory=list)
