"""Attributions and quotation marks: contents grow over the quotations they cut, and every quotation finds a speaker."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Token

from detente.reading.attribution import Attribution
from detente.reading.cues import Cue, load_cues
from detente.reading.page import Page
from detente.reading.quotations import Quotation
from detente.reading.sources import source_of, source_ranges, verb_group
from detente.reading.stretches import merged, trimmed
from detente.reading.verb_cues import told_by, with_colon
from detente.records import Span


def fit_quotations(page: Page, found: list[Attribution]) -> None:
    """Contents never cut a quotation: they grow over it, or stay inside it where the cue is inside."""
    text = page.report.text
    quotations = page.quotations
    if not quotations:
        return
    doc = page.doc
    for attribution in found:
        at = doc[attribution.cue[0][0]].idx
        around = next((q for q in quotations if q.inner.start <= at < q.inner.end), None)
        attribution.inside = around is not None
        spans: list[Span] = []
        for span in attribution.content:
            if around is not None:
                start, end = max(span.start, around.inner.start), min(span.end, around.inner.end)
                if start < end:
                    spans.append(Span(start, end))
                continue
            start, end = span.start, span.end
            for q in quotations:
                if q.outer.start >= end + 2 or q.outer.end <= start - 2:
                    continue
                if q.inner.overlaps(Span(start, end)) or q.outer.start == end or q.outer.end == start:
                    if q.outer.start <= at < q.outer.end:
                        continue
                    start, end = min(start, q.outer.start), max(end, q.outer.end)
                    attribution.quotations.append(q)
            spans.append(Span(start, end))
        attribution.content = trimmed(text, _without_cue(attribution, spans, page))


def _without_cue(attribution: Attribution, spans: list[Span], page: Page) -> list[Span]:
    """Spans without the characters of the cue and the source, which a grown content may have reached."""
    doc = page.doc
    cuts = [(doc[a].idx, doc[b].idx + len(doc[b])) for a, b in attribution.cue]
    pieces = []
    for span in spans:
        rest = [span]
        for low, high in cuts:
            rest = [
                piece
                for r in rest
                for piece in (
                    [r]
                    if high <= r.start or r.end <= low
                    else [
                        Span(r.start, low) if r.start < low else None,
                        Span(high, r.end) if high < r.end else None,
                    ]
                )
                if piece is not None
            ]
        pieces.extend(rest)
    return merged(sorted(pieces))


def add_quotations(page: Page, found: list[Attribution]) -> None:
    """Quotations that the parse gave to nobody: by the words around them, else to who speaks already."""
    book = load_cues()
    text = page.report.text
    doc = page.doc
    covered = sorted(s for a in found if not a.inside for s in a.content)
    by_head = {a.head.i: a for a in found if a.head is not None}
    last: Attribution | None = None
    index = 0
    order = sorted(
        (a for a in found if a.quotations and a.head is not None), key=lambda a: a.quotations[0].outer.start
    )
    for n, q in enumerate(page.quotations):
        while index < len(order) and order[index].quotations[0].outer.start <= q.outer.start:
            last = order[index]
            index += 1
        if any(s.overlaps(q.inner) for s in covered):
            continue
        inside = text[q.inner.start : q.inner.end]
        whole = _is_sentence(text, q)
        if len(inside.split()) < 3 and not whole:
            continue
        first_after = doc.char_span(q.outer.end, q.outer.end + 1, alignment_mode="expand")
        verb = _verb_beside(page, q, book.verbs)
        if verb is not None:
            existing = by_head.get(verb.i)
            if existing is not None and existing.form in ("clause", "quote"):
                existing.content = trimmed(text, merged(sorted([*existing.content, q.outer])))
                existing.quotations.append(q)
                last = existing
                continue
            if existing is None:
                source_head = source_of(verb)
                first, negated = verb_group(verb)
                cue = book.verbs[verb.lemma_]
                made = Attribution(
                    head=verb,
                    form="quote",
                    act=cue.takes.get("quote", "assert"),
                    cue=[(first, verb.i)],
                    source_head=source_head,
                    source=source_ranges(source_head, verb),
                    content=trimmed(text, [q.outer]),
                    addressee=told_by(verb) if "addressee" in cue.takes else None,
                    negated=negated,
                    quotations=[q],
                )
                with_colon(made, doc)
                found.append(made)
                by_head[verb.i] = made
                last = made
                continue
        if not whole or (first_after is None and not text[q.outer.start : q.outer.end].strip()):
            continue
        previous = page.quotations[n - 1] if n else None
        if last is None or previous is None or text.count("\n", last.content[-1].end, q.outer.start) > 4:
            continue
        gap = text[last.content[-1].end : q.outer.start]
        same_paragraph = "\n" not in gap
        if same_paragraph or (previous.continued and last.content[-1].end == previous.outer.end):
            last.content = trimmed(text, merged(sorted([*last.content, q.outer])))
            last.quotations.append(q)
        else:
            made = Attribution(None, "bare", "assert", [], last.source_head, [], trimmed(text, [q.outer]))
            made.quotations.append(q)
            found.append(made)


def _is_sentence(text: str, q: Quotation) -> bool:
    """True for a quotation that is a sentence by itself: capital first, full stop inside, nothing before it."""
    inside = q.inner.of(text).strip()
    if not inside or not (inside[0].isupper() or inside[0] in "…["):
        return False
    if len(inside.split()) < 3:
        return False
    before = text[: q.outer.start].rstrip(" ")[-1:]
    return inside[-1] in ".!?…—-" and before in ("", "\n", ".", "!", "?", "”", '"', "'", "’", ":")


def _verb_beside(page: Page, q: Quotation, verbs: Mapping[str, Cue]) -> Token | None:
    """The reporting verb right behind a quotation (“…,” he said) or right before it (he said: “…”)."""
    doc, text = page.doc, page.report.text
    span = doc.char_span(q.outer.start, q.outer.end, alignment_mode="expand")
    if span is None:
        return None
    after = span.end
    steps = 0
    while after < len(doc) and steps < 14:
        token = doc[after]
        if "\n" in token.text or token.text in (".", ";", "“", '"', "``", "?", "!"):
            break
        if (
            token.pos_ in ("VERB", "AUX")
            and (cue := verbs.get(token.lemma_)) is not None
            and "quote" in cue.takes
        ):
            if text[q.inner.end - 1] in ",.?!—-…" or text[q.outer.end : q.outer.end + 1] == ",":
                return token
        steps += 1
        after += 1
    before = span.start - 1
    lead = text[: q.outer.start].rstrip(" ")[-1:]
    steps = 0
    while before >= 0 and steps < 14 and (lead in (",", ":", "—") or lead.isalpha()):
        token = doc[before]
        if "\n" in token.text or token.text in (".", ";", "?", "!", "”"):
            break
        if (
            token.pos_ in ("VERB", "AUX")
            and (cue := verbs.get(token.lemma_)) is not None
            and "quote" in cue.takes
        ):
            return token
        steps += 1
        before -= 1
    return None
