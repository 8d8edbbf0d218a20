"""Who says what to whom on a page: attributions with their actors, acts, nesting and times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import msgspec
from spacy.tokens import Token

from detente.reading.actors import Cast
from detente.reading.attributions import Attribution, Range, find_attributions
from detente.reading.page import Page
from detente.reading.speech_acts import acts_of
from detente.reading.times import time_of
from detente.records import QuoteForm, Span, Spans, Statement, Time, When, digest_id

_WORD = re.compile(r"[^\W_]+")


def find_statements(page: Page, cast: Cast, times: tuple[Time, ...]) -> tuple[Statement, ...]:
    """Who says what on a page, in order."""
    found = find_attributions(page)
    quoted = _quoted(page)
    made: list[Statement] = []
    heads: dict[str, Attribution] = {}
    for attribution in found:
        content = _normal(attribution.content)
        if not content:
            continue
        source = _to_spans(page, attribution.source)
        cue = _to_spans(page, attribution.cue)
        speaker = speaker_of(attribution, cast)
        key = digest_id("s", page.report.id, *cue, "/", *content)
        if key in heads:
            continue
        heads[key] = attribution
        tokens = _tokens(page, content)
        made.append(
            Statement(
                id=key,
                report=page.report.id,
                speaker=speaker,
                source=source,
                cue=cue,
                content=content,
                quote=quote_form(page.report.text, content, quoted),
                acts=acts_of(attribution.act, tokens, form=attribution.form),
                addressees=_addressees(attribution, cast, speaker),
                parent=None,
                utterance=utterance_of(page.report.text, content),
                said_at=_said_at(attribution, times),
                negated=attribution.negated,
                confidence=0.7,
            )
        )
    made.sort(key=lambda s: (s.cue[0].start if s.cue else s.content[0].start, s.content))
    return tuple(_with_parents(made))


def speaker_of_span(span: Span, statements: Sequence[Statement]) -> Statement | None:
    """The innermost statement whose content holds a span: whose word it is, and who “we” is there."""
    best: Statement | None = None
    size = 0
    for statement in statements:
        if any(part.start <= span.start and span.end <= part.end for part in statement.content):
            width = sum(part.end - part.start for part in statement.content)
            if best is None or width < size:
                best, size = statement, width
    return best


def utterance_of(text: str, content: Spans) -> str | None:
    """The id that the same words share in every report: case, quotation marks and white space folded away."""
    words = _WORD.findall(unicodedata.normalize("NFKC", " ".join(s.of(text) for s in content)).casefold())
    return digest_id("u", *words) if words else None


def quote_form(text: str, content: Spans, quoted: Sequence[Span]) -> QuoteForm:
    """Direct where every letter stands between quotation marks, indirect where none does, else mixed."""
    total = inside = 0
    for span in content:
        for i in range(span.start, span.end):
            if text[i].isalnum():
                total += 1
        for q in quoted:
            if q.start < span.end and span.start < q.end:
                inside += sum(
                    text[i].isalnum() for i in range(max(q.start, span.start), min(q.end, span.end))
                )
    return "indirect" if inside == 0 else "direct" if inside >= total else "mixed"


def speaker_of(attribution: Attribution, cast: Cast) -> str | None:
    """The actor that the source stands for: at its head, else at the word that a relative pronoun points to."""
    head = attribution.source_head
    return None if head is None else actor_id(head, cast)


def actor_id(head: Token, cast: Cast) -> str | None:
    if head.tag_ in ("WP", "WDT"):
        verb = head.head
        while verb.dep_ not in ("relcl", "acl") and verb.head != verb:
            verb = verb.head
        if verb.dep_ not in ("relcl", "acl"):
            return None
        head = verb.head
    mention = cast.mention_at(head)
    if mention is not None:
        return mention.actor
    # “a spokesman for the ministry”, “the ministry's spokesman”: who he speaks for, where he is no actor himself.
    for child in head.children:
        if child.dep_ == "appos" and (mention := cast.mention_at(child)) is not None:
            return mention.actor
    for child in head.children:
        if (
            child.dep_ in ("poss", "compound", "nmod", "amod")
            and (mention := cast.mention_at(child)) is not None
        ):
            return mention.actor
        if child.dep_ == "prep" and child.lower_ in ("for", "of", "from", "at"):
            for inner in child.children:
                if inner.dep_ == "pobj" and (mention := cast.mention_at(inner)) is not None:
                    return mention.actor
    return None


def _addressees(attribution: Attribution, cast: Cast, speaker: str | None) -> tuple[str, ...]:
    head = attribution.addressee
    if head is None:
        return ()
    found = []
    for token in (head, *head.conjuncts):
        mention = cast.mention_at(token)
        if mention is not None and mention.actor != speaker and mention.actor not in found:
            found.append(mention.actor)
    return tuple(found)


def _said_at(attribution: Attribution, times: tuple[Time, ...]) -> When | None:
    if attribution.head is None:
        return None
    time = time_of(attribution.head, times)
    return None if time is None else time.when()


def _with_parents(statements: list[Statement]) -> list[Statement]:
    """The statements with `parent` set: the smallest other statement whose content holds cue and content."""
    widths = [sum(p.end - p.start for p in s.content) for s in statements]
    out = []
    for i, statement in enumerate(statements):
        parts = (*statement.cue, *statement.content)
        best = None
        for j, other in enumerate(statements):
            if i == j or widths[j] <= widths[i]:
                continue
            if all(any(o.start <= p.start and p.end <= o.end for o in other.content) for p in parts) and (
                best is None or widths[j] < widths[best]
            ):
                best = j
        out.append(
            statement if best is None else msgspec.structs.replace(statement, parent=statements[best].id)
        )
    return out


def _quoted(page: Page) -> list[Span]:
    return [q.inner for q in page.quotations]


def _to_spans(page: Page, ranges: list[Range]) -> Spans:
    doc = page.doc
    return _normal([Span(doc[a].idx, doc[b].idx + len(doc[b])) for a, b in ranges])


def _normal(spans: Sequence[Span]) -> Spans:
    """In order, apart, not empty."""
    out: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def _tokens(page: Page, content: Spans) -> list[Token]:
    tokens: list[Token] = []
    for span in content:
        piece = page.doc.char_span(span.start, span.end, alignment_mode="expand")
        if piece is not None:
            tokens.extend(t for t in piece if not t.is_space)
    return tokens
