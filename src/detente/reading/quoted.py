"""Attributions and quotation marks: contents grow over the quotations they cut, and every quotation finds a speaker."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from spacy.tokens import Token

from detente.reading.attribution import Attribution
from detente.reading.cues import Cue, load_cues
from detente.reading.page import Page
from detente.reading.quotations import Quotation
from detente.reading.sources import source_of, source_ranges, verb_group
from detente.reading.stretches import Range, merged, trimmed
from detente.reading.verb_cues import told_by, with_colon
from detente.records import Span


def fit_quotations(page: Page, found: list[Attribution]) -> None:
    """Contents never cut a quotation: they grow over it, or stay inside it where the cue is inside."""
    text = page.report.text
    quotations = page.quotations
    if not quotations:
        return
    doc = page.doc
    ends = [q.outer.end for q in quotations]
    for attribution in found:
        at = doc[attribution.cue[0][0]].idx
        near = bisect_right(ends, at)
        around = quotations[near] if near < len(quotations) else None
        attribution.inside = around is not None and around.inner.start <= at < around.inner.end
        spans: list[Span] = []
        for span in attribution.content:
            start, end = span.start, span.end
            if attribution.inside and around is not None:
                start, end = max(start, around.inner.start), min(end, around.inner.end)
                if start < end:
                    spans.append(Span(start, end))
                continue
            for q in quotations[bisect_right(ends, start - 2) :]:
                if q.outer.start >= end + 2:
                    break
                if q.inner.overlaps(Span(start, end)) or q.outer.start == end or q.outer.end == start:
                    start, end = min(start, q.outer.start), max(end, q.outer.end)
                    attribution.quotations.append(q)
            spans.append(Span(start, _end_of_words(text, start, end, at, attribution.quotations)))
        attribution.content = _fitted(text, _without_cue(attribution, spans, page), attribution.quotations)
        if not attribution.inside and attribution.quotations and attribution.head is not None:
            _source_outside(page, attribution)


# Words that go on after a quotation without being part of it: “…,” but in fact; “…,” which is.
_GOES_ON = re.compile(r"\s+(?:but|and|which|who|while|as|before|after|when|though|although)\b")


def _end_of_words(text: str, start: int, end: int, cue: int, quotations: list[Quotation]) -> int:
    """Where a content ends that the parse runs on past a quotation closed by a comma: “…,” Holm, a guard, said."""
    for q in quotations:
        if q.closed and text[q.inner.end - 1] == "," and start <= q.outer.start and q.outer.end < end:
            if cue > q.outer.end or _GOES_ON.match(text, q.outer.end):
                return q.outer.end
    return end


def _source_outside(page: Page, attribution: Attribution) -> None:
    """Finds the speaker beside the verb where the parse took a word of the quotation, or none, for it."""
    verb, doc = attribution.head, page.doc
    source = attribution.source_head
    if verb is None or verb.pos_ != "VERB":
        return
    if source is not None and not any(
        q.inner.start <= source.idx < q.inner.end for q in attribution.quotations
    ):
        return
    low = verb.i
    while low > 0 and doc[low - 1].pos_ in ("AUX", "ADV", "PART"):
        low -= 1
    high = low
    while low > 0 and not doc[low - 1].is_quote and "\n" not in doc[low - 1].text and high - low < 20:
        low -= 1
    before = (
        attribution.quotations[-1].outer.end <= doc[low].idx
        or attribution.quotations[0].outer.end <= doc[low].idx
    )
    if not before:
        return
    if low == high:  # “…,” said the minister
        high = verb.i + 1
        low = high
        while high < len(doc) and doc[high].pos_ in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"):
            high += 1
    while low < high and (doc[low].is_punct or doc[low].is_space):
        low += 1
    words = [t for t in doc[low:high] if t.pos_ in ("NOUN", "PROPN", "PRON")]
    if words:
        run = [words[0]]
        for word in words[1:]:
            if word.i != run[-1].i + 1:
                break
            run.append(word)
        last = high - 1
        while last > low and doc[last].is_space:
            last -= 1
        attribution.source_head = run[-1]
        attribution.source = [(low, last)]


# “GENEVA, Jan 21 (Agency) — ”, “BEIRUT — ”: where a report comes from is nobody's words.
_DATELINE = re.compile(
    r"[A-Z]{2}[A-Z.'’]*(?:[ /-][A-Z]{2,}[A-Z.'’]*)*(?:, [A-Z][\w.]*(?: \d{1,2})?){0,2}"
    r"(?: ?\([^()\n]{1,40}\))?\s*(?:—|–|--|-)\s+(?=[A-Z“\"‘'\d])"
)


def without_datelines(page: Page, found: list[Attribution]) -> None:
    """Takes the dateline off a content or a source that begins with its paragraph."""
    text, doc = page.report.text, page.doc
    for attribution in found:
        if attribution.content:
            first = attribution.content[0]
            end = _end_of_dateline(text, first.start)
            if first.start < end < first.end:
                attribution.content = trimmed(text, [Span(end, first.end), *attribution.content[1:]])
        if attribution.source and attribution.source_head is not None and attribution.head is not None:
            low = attribution.source[0][0]
            end = _end_of_dateline(text, doc[low].idx)
            if end > doc[low].idx:
                cue = attribution.cue[0][0]
                rest = [t for t in doc[low:cue] if t.idx >= end and t.pos_ in ("NOUN", "PROPN", "PRON")]
                if rest:
                    attribution.source_head = rest[-1]
                    attribution.source = [(rest[0].i, rest[-1].i)]


def _end_of_dateline(text: str, start: int) -> int:
    if start and text[start - 1] != "\n":
        return start
    found = _DATELINE.match(text, start)
    return found.end() if found is not None else start


def _fitted(text: str, spans: list[Span], quotations: list[Quotation]) -> list[Span]:
    """Spans trimmed; one that ends with a quotation whose closing mark is missing keeps its full stop."""
    open_ends = [q for q in quotations if not q.closed]
    fitted = trimmed(text, spans)
    if not open_ends:
        return fitted
    return [
        Span(s.start, max([s.end, *(q.outer.end for q in open_ends if s.start <= q.inner.start < s.end)]))
        for s in fitted
    ]


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
    outside = [a for a in found if not a.inside and a.content]
    covered = merged(sorted(s for a in outside for s in a.content))
    starts = [s.start for s in covered]
    by_head = {a.head.i: a for a in found if a.head is not None}
    running = sorted((a for a in outside if _speaks(a)), key=lambda a: a.content[-1].end)
    labels = sorted(a.content[0].start for a in found if a.form == "label" and a.inside and a.content)
    last: Attribution | None = None
    index = 0
    for n, q in enumerate(page.quotations):
        while index < len(running) and running[index].content[-1].end <= q.outer.end:
            last = running[index]
            index += 1
        under = bisect_left(starts, q.inner.end) - 1
        if under >= 0 and covered[under].end > q.inner.start:
            continue
        labelled = bisect_left(labels, q.inner.start)
        if labelled < len(labels) and labels[labelled] < q.inner.end:
            continue  # “HOLM: We will come.”: the label says whose words they are
        whole = _is_sentence(text, q)
        short = len(q.inner.of(text).split()) < 3 and not whole
        if short and text[q.inner.end - 1] not in ",.!?":  # “Never,” he said; not the “plan”
            continue
        verb = _verb_beside(page, q, book.verbs)
        if verb is not None and (verb.i not in by_head or by_head[verb.i].form in ("clause", "quote")):
            if verb.i not in by_head:
                by_head[verb.i] = _quoting(verb, book.verbs.get(verb.lemma_))
                with_colon(by_head[verb.i], doc)
                found.append(by_head[verb.i])
            last = by_head[verb.i]
            _take(text, last, q)
            _source_outside(page, last)
        elif (introduced := _signed(page, q) or (_introduced(page, q) if whole else None)) is not None:
            found.append(introduced)
            last = introduced
        elif (speaker := _end_of_speech(page, n, found)) is not None:
            _take(text, speaker, q)
        elif whole and last is not None:
            gap = text[min(last.content[-1].end, q.outer.start) : q.outer.start]
            if last.quotations and ("\n" not in gap or _follows(page, last, q)):
                _take(text, last, q)
            elif len(gap) < _NEAR and gap.count("\n") <= 4:
                made = Attribution(None, "bare", "assert", [], last.source_head, [], [])
                _take(text, made, q)
                found.append(made)
                last = made


def _follows(page: Page, attribution: Attribution, q: Quotation) -> bool:
    """True where nothing but a paragraph's end stands between a quotation, or its “, he said.”, and the next."""
    end = attribution.content[-1].end
    if attribution.head is not None and attribution.head.idx >= end:
        last = attribution.head.sent[-1]
        end = last.idx + len(last)
    return end <= q.outer.start and not page.report.text[end : q.outer.start].strip()


def _end_of_speech(page: Page, n: int, found: list[Attribution]) -> Attribution | None:
    """Who speaks at the end of a speech that runs over paragraphs from the n-th quotation on."""
    last = n
    while page.quotations[last].continued:
        last += 1
    if last == n:
        return None
    q = page.quotations[last]
    return next((a for a in found if not a.inside and any(s.overlaps(q.inner) for s in a.content)), None)


# Characters between a speaker's last words and a quotation without a cue that is still his: about a paragraph.
_NEAR = 400


def _speaks(attribution: Attribution) -> bool:
    return attribution.form in ("clause", "quote", "according", "label") and attribution.head is not None


def _introduced(page: Page, q: Quotation) -> Attribution | None:
    """“Holm was blunt: “…”” — a sentence that ends in a colon brings its subject's words."""
    doc = page.doc
    span = doc.char_span(q.outer.start, q.outer.end, alignment_mode="expand")
    before = span.start - 1 if span is not None else 0
    while before > 1 and doc[before].is_space:  # the colon may end the paragraph before
        before -= 1
    if before < 1 or doc[before].text != ":":
        return None
    colon = doc[before]
    if doc[colon.i - 1].ent_type_ in ("PERSON", "ORG"):  # “What that means - Lena Holm: “…””
        name = colon.i - 1
        while name > 0 and doc[name - 1].ent_type_ == doc[colon.i - 1].ent_type_:
            name -= 1
        return _by_mark(q, colon, doc[colon.i - 1], [(name, colon.i - 1)])
    token = colon
    for _ in range(6):
        subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i < colon.i), None)
        if subject is not None:
            if subject.pos_ == "PROPN" or subject.lower_ in ("he", "she", "they"):
                return _by_mark(q, colon, subject, source_ranges(subject, colon))
            return None
        if token.head == token or token.head.i > colon.i:
            return None
        token = token.head
    return None


# “…” — Ann Berg: the dash that opens a signature, on the quotation's line or on the next.
_SIGNATURE = re.compile(r"[^\S\n]*\n?[^\S\n]*(?:[—–―]|--?)[^\S\n]*(?=[A-Z])")
# Words of a signature: a name and perhaps what its bearer is.
_LONGEST_SIGNATURE = 16


def _signed(page: Page, q: Quotation) -> Attribution | None:
    """“We will not move.” — Ann Berg, union leader: a quotation with the speaker's name on the rest of its line."""
    doc, text = page.doc, page.report.text
    dash = _SIGNATURE.match(text, q.outer.end)
    if dash is None:
        return None
    at = dash.end()
    end = text.find("\n", at)
    span = doc.char_span(at, end if end >= 0 else len(text), alignment_mode="expand")
    if span is None or len(span) > _LONGEST_SIGNATURE:
        return None
    words = [t for t in span if not t.is_space]
    while words and words[-1].text in (".", ","):
        words.pop()
    named = any(t.pos_ == "PROPN" or t.ent_type_ in ("PERSON", "ORG") for t in words[:2])
    if not named or any(t.pos_ in ("VERB", "AUX") and t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in words):
        return None
    name = next((t.i - 1 for t in words[1:] if t.pos_ != "PROPN" and t.ent_type_ != "PERSON"), words[-1].i)
    mark = doc.char_span(dash.start(), at, alignment_mode="expand")
    cue = next((t.i for t in mark or () if t.text[-1] in "—–―-"), None)
    if cue is None:
        return None
    return _by_mark(q, doc[cue], doc[name], [(words[0].i, words[-1].i)])


def _by_mark(q: Quotation, mark: Token, source: Token, words: list[Range]) -> Attribution:
    return Attribution(
        head=mark,
        form="label",
        act="assert",
        cue=[(mark.i, mark.i)],
        source_head=source,
        source=words,
        content=[q.outer],
        quotations=[q],
    )


def _quoting(verb: Token, cue: Cue | None) -> Attribution:
    source_head = source_of(verb)
    first, negated = verb_group(verb)
    return Attribution(
        head=verb,
        form="quote",
        act=cue.takes.get("quote", "assert") if cue is not None else "assert",
        cue=[(first, verb.i)],
        source_head=source_head,
        source=source_ranges(source_head, verb),
        content=[],
        addressee=told_by(verb) if cue is not None and "addressee" in cue.takes else None,
        negated=negated,
    )


def _take(text: str, attribution: Attribution, q: Quotation) -> None:
    """Makes a quotation part of an attribution's content."""
    attribution.quotations.append(q)
    attribution.content = _fitted(
        text, merged(sorted([*attribution.content, q.outer])), attribution.quotations
    )


def _is_sentence(text: str, q: Quotation) -> bool:
    """True for a quotation that is a sentence by itself: capital first, full stop inside, nothing before it."""
    inside = q.inner.of(text).strip()
    if not inside or not (inside[0].isupper() or inside[0] in "…["):
        return False
    if len(inside.split()) < 3:
        return False
    before = text[max(0, q.outer.start - 9) : q.outer.start].rstrip(" ")[-1:]
    return inside.rstrip("’'”\"")[-1:] in (".", "!", "?", "…", "—", "-") and before in (
        "",
        "\n",
        ".",
        "!",
        "?",
        "”",
        '"',
        "'",
        "’",
        ":",
    )


def _speaking(page: Page, q: Quotation, at: int) -> Token | None:
    """A verb of any kind where only a reporting one can stand: “…,” wept Amina; “…,” she beamed."""
    doc, text = page.doc, page.report.text
    if text[max(0, q.outer.start - 9) : q.outer.start].rstrip(" ")[-1:].isalpha():
        return None  # “built “as a tribute,” lists him as …”: a part of a sentence
    if text[q.inner.end - 1] not in ",?!" or at + 1 >= len(doc) or len(q.inner.of(text).split()) < 3:
        return None
    first, second = doc[at], doc[at + 1]
    if first.tag_ in ("VBD", "VBZ") and second.pos_ in ("PROPN", "DET", "PRON"):
        return first
    return second if first.pos_ in ("PROPN", "PRON") and second.tag_ in ("VBD", "VBZ") else None


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
    unlisted = _speaking(page, q, span.end)
    if unlisted is not None:
        return unlisted
    before = span.start - 1
    lead = text[max(0, q.outer.start - 9) : q.outer.start].rstrip()[-1:]
    if before >= 0 and doc[before].pos_ in ("DET", "ADJ", "NUM") and lead.isalpha():
        return None  # “cut due to the “expedited schedule””: a part of a phrase
    if lead == ":":  # “Holm went on:” may end its paragraph
        while before > 0 and doc[before].is_space:
            before -= 1
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
