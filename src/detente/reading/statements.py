"""Who says what to whom on a page: attributions with their actors, acts, nesting and times."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence

import msgspec
from spacy.tokens import Token

from detente.reading.actors import Cast
from detente.reading.attribution import Attribution
from detente.reading.attributions import find_attributions
from detente.reading.clauses import DOCUMENTS, author_of
from detente.reading.cues import load_cues
from detente.reading.page import Page
from detente.reading.speech_acts import OPEN_ACTS, acts_of
from detente.reading.stretches import Range
from detente.reading.times import time_of
from detente.records import Act, QuoteForm, Span, Spans, Statement, Time, When, digest_id

_WORD = re.compile(r"[^\W_]+")


# Who speaks of himself: inside a quotation they are its speaker.
_FIRST = frozenset(["i", "we", "me", "us", "my", "our", "i’m", "we’re"])
_SELF = frozenset(["he", "she", "it", "they", "we", "i"])
_PERSON = frozenset(["he", "she", "we", "i"])
_SEVERAL = frozenset(["they", "we"])


def find_statements(page: Page, cast: Cast, times: tuple[Time, ...]) -> tuple[Statement, ...]:
    """Who says what on a page, in order."""
    found = find_attributions(page)
    inner = {a.head.i: a.act for a in found if a.head is not None}
    quoted = [q.inner for q in page.quotations]
    made: dict[str, Statement] = {}
    loose: set[str] = set()
    for attribution in found:
        content = _in_order(attribution.content)
        if not content or _is_own_thought(attribution):
            continue
        cue = _to_spans(page, attribution.cue)
        key = digest_id("s", page.report.id, *cue, "/", *content)
        if key in made:
            continue
        speakers = speakers_of(attribution, cast)
        if not speakers and (
            _is_of_a_thing(attribution) or _is_as_seen(attribution) or _is_of_nobody(attribution)
        ):
            continue
        if _is_loose(attribution, bool(speakers)):
            loose.add(key)
        acts = acts_of(
            attribution.act,
            _tokens(page, content),
            form=attribution.form,
            is_own=_own_side(attribution, speakers, cast),
            inner=inner,
        )
        refuses = attribution.negated and _is_refusal(attribution)
        made[key] = Statement(
            id=key,
            report=page.report.id,
            speaker=speakers[0] if speakers else None,
            source=_to_spans(page, attribution.source),
            cue=cue,
            content=content,
            quote=quote_form(page.report.text, content, quoted),
            acts=("reject",) if refuses else acts,
            addressees=_addressees(attribution, cast, speakers),
            parent=None,
            utterance=utterance_of(page.report.text, content),
            said_at=_said_at(attribution, content, times, page),
            negated=attribution.negated and not refuses,
            confidence=confidence_of(attribution),
        )
    in_order = sorted(
        made.values(), key=lambda s: (s.cue[0].start if s.cue else s.content[0].start, s.content)
    )
    nested = _with_parents(in_order)
    if loose:
        kept = [s for s in nested if s.parent is None or s.id not in loose]
        nested = nested if len(kept) == len(nested) else _with_parents(kept)
    return tuple(_with_narrators(page.report.text, nested))


# Share of statements whose content (at least half of the characters) and source were right, among those that
# no other statement holds; measured by form on 120 articles of PolNeAR's train part (2,200 statements), rounded.
# A bare quotation has no source to be right about: there it is the share of right contents.
_PRECISION = {
    "clause": 0.75, "according": 0.85, "quote": 0.7, "inf": 0.65, "bare": 0.6, "label": 0.5, "object": 0.55,
    "as": 0.5, "obj-inf": 0.55, "to": 0.35,
}  # fmt: skip
_PRECISION_OF_QUOTED_CLAUSES = 0.9
_PRECISION_OF_NOUNS = 0.4
_PRECISION_OF_PREPOSITIONS = 0.55


def confidence_of(attribution: Attribution) -> float:
    """How often a statement of this form is right."""
    if attribution.head is not None and attribution.head.pos_ == "NOUN":
        return _PRECISION_OF_NOUNS
    if attribution.form == "clause" and attribution.quotations:
        return _PRECISION_OF_QUOTED_CLAUSES
    return _PRECISION.get(attribution.form, _PRECISION_OF_PREPOSITIONS)


def _is_refusal(attribution: Attribution) -> bool:
    """“will not accept”, “cannot support”: said, and said no; “did not accept” leaves it open."""
    head = attribution.head
    return (
        head is not None
        and attribution.act in ("accept", "offer", "promise")
        and any(c.dep_ == "aux" and c.tag_ == "MD" for c in head.children)
    )


# What only people, or papers that speak for them, do.
_OF_PEOPLE: frozenset[Act] = frozenset({"accept", "offer", "promise", "threaten", "reject"})
_RELATIVE = frozenset(["WP", "WDT"])


def _is_of_a_thing(attribution: Attribution) -> bool:
    """“rules that support trade”, “a feud that threatens the deal”: nobody speaks (asked where no actor is found)."""
    source = attribution.source_head
    if attribution.act not in _OF_PEOPLE or attribution.form in (
        "clause",
        "quote",
        "according",
        "label",
        "bare",
    ):
        return False
    if source is None or source.tag_ == "WDT":
        return source is not None
    return source.pos_ == "NOUN" and source.lemma_.lower() not in DOCUMENTS and source.ent_type_ == ""


def _is_of_nobody(attribution: Attribution) -> bool:
    """“the right to grant degrees”: an infinitive that the text gives to nobody."""
    head = attribution.head
    return (
        head is not None
        and head.tag_ == "VB"
        and attribution.source_head is None
        and attribution.form != "quote"
        and head.doc[attribution.cue[0][0]].lower_ == "to"
    )


def _is_as_seen(attribution: Attribution) -> bool:
    """“…, as shown by the floods of May”: a proof by things, not somebody's word."""
    head = attribution.head
    return head is not None and head.dep_ == "advcl" and head.tag_ == "VBN" and attribution.form == "clause"


def _is_loose(attribution: Attribution, known: bool) -> bool:
    """True for what is no statement where it stands in somebody's words: “a mandate to support trade”, “if you
    accept it”, “people know that …”: an infinitive of a deed, what somebody unnamed thinks, or nobody who speaks.
    """
    head, source = attribution.head, attribution.source_head
    if head is None or head.pos_ not in ("VERB", "AUX"):
        return attribution.inside and head is not None and head.pos_ == "NOUN" and source is None
    own = source is not None and source.lower_ in _FIRST
    first = head.doc[attribution.cue[0][0]]
    # “wants to continue”: the verb above an infinitive says what kind of cue it is.
    words = (head, head.head) if head.dep_ == "xcomp" else (head,)
    if not (own or (known and not attribution.inside)) and any(
        t.lemma_ in load_cues().content["thoughts"] for t in words
    ):
        return True
    if not known and first.lower_ == "to":
        return True
    if not known and attribution.inside and (source is None or source.pos_ == "PRON"):
        return True
    if not known and (
        attribution.form not in ("clause", "quote")
        or source is None
        or source.tag_ in _RELATIVE
        or source.lower_ in ("you", "one", "it", "this", "that", "everyone", "anyone", "nobody")
    ):
        return True
    return head.tag_ == "VB" and first.lower_ == "to" and attribution.form not in ("clause", "quote")


def _is_own_thought(attribution: Attribution) -> bool:
    """“I think”, “we hope” inside a quotation: the quotation says it already."""
    head = attribution.source_head
    return (
        attribution.inside
        and attribution.act in (*OPEN_ACTS, "ask")
        and head is not None
        and head.lower_ in (*_FIRST, "you")
    )


def _own_side(attribution: Attribution, speakers: Sequence[str], cast: Cast) -> Callable[[Token], bool]:
    """Whether a subject is the speaker or acts for the same country: “Blinken said the United States would …”."""
    countries = {c for s in speakers if (c := cast.by_id[s].country)}
    head = attribution.source_head
    several = head is not None and (head.tag_ in ("NNS", "NNPS") or head.lower_ in ("they", "we", "who"))
    person = any(cast.by_id[s].type == "person" for s in speakers) or (
        head is not None and head.lower_ in _PERSON
    )
    pronouns = _SEVERAL if several else _PERSON if person else _SELF

    def is_own(subject: Token) -> bool:
        actor = cast.actor_at(subject)
        if actor is None:
            return subject.lower_ in pronouns
        return actor.id in speakers or (actor.country is not None and actor.country in countries)

    return is_own


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


def speakers_of(attribution: Attribution, cast: Cast) -> tuple[str, ...]:
    """The actors that the source stands for, the first of them the speaker."""
    head = attribution.source_head
    if head is None:
        return ()
    first = actor_id(head, cast)
    rest = [a.id for a in cast.actors_of(head)] if head.tag_ not in ("WP", "WDT") else []
    return tuple(dict.fromkeys([first, *rest] if first is not None else rest))


def actor_id(head: Token, cast: Cast) -> str | None:
    if head.tag_ in ("WP", "WDT"):
        verb = head.head
        while verb.dep_ not in ("relcl", "acl") and verb.head != verb:
            verb = verb.head
        if verb.dep_ not in ("relcl", "acl"):
            return None
        head = verb.head
    author = author_of(head)
    if author is not None and (mention := cast.mention_at(author)) is not None:
        return mention.actor  # “Oslo's letter to the court, a plea for …”
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
        if child.dep_ in ("prep", "agent") and child.lower_ in ("for", "of", "from", "at", "by"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return actor_id(inner, cast)
    return None


def _addressees(attribution: Attribution, cast: Cast, speakers: Sequence[str]) -> tuple[str, ...]:
    head = attribution.addressee
    if head is None:
        return ()
    return tuple(a.id for a in cast.actors_of(head) if a.id not in speakers)


def _said_at(attribution: Attribution, content: Spans, times: tuple[Time, ...], page: Page) -> When | None:
    """The time of the cue; a time inside the content is when the thing said happens, not when it is said."""
    word = attribution.dated or attribution.head
    if word is None:
        return None
    time = time_of(word, times)
    if time is None and attribution.form == "object":  # “repeated that warning on Friday”
        end = content[-1].end
        behind = (t for t in times if end < t.span.start <= end + 4)
        time = next((t for t in behind if page.report.text[end : t.span.start].strip() == "on"), None)
    if time is None or any(part.overlaps(time.span) for part in content):
        return None
    past = word.tag_ in ("VBD", "VBN")
    if (
        past
        and page.published is not None
        and time.start is not None
        and time.start[:10] > page.published.isoformat()
    ):
        return None  # nobody has said what he will say next week
    return time.when()


def _with_parents(statements: list[Statement]) -> list[Statement]:
    """The statements with `parent` set: the smallest other one whose content holds cue and content."""
    pieces = sorted((part.start, part.end, n) for n, s in enumerate(statements) for part in s.content)
    starts = [start for start, _, _ in pieces]
    reach: list[int] = []  # the furthest end of the pieces up to each one: where the walk back may stop
    for _, end, _ in pieces:
        reach.append(max(end, reach[-1]) if reach else end)
    widths = [sum(p.end - p.start for p in s.content) for s in statements]
    out = []
    for n, statement in enumerate(statements):
        parts = (*statement.cue, *statement.content)
        first = parts[0]
        best: int | None = None
        at = bisect_right(starts, first.start) - 1
        while at >= 0 and reach[at] >= first.end:
            _, end, other = pieces[at]
            at -= 1
            if end < first.end or other == n or widths[other] <= widths[n]:
                continue
            holds = all(any(o.contains(p) for o in statements[other].content) for p in parts)
            if holds and (best is None or (widths[other], other) < (widths[best], best)):
                best = other
        out.append(
            statement if best is None else msgspec.structs.replace(statement, parent=statements[best].id)
        )
    return out


def _with_narrators(text: str, statements: Sequence[Statement]) -> list[Statement]:
    """“We reject this” inside somebody's quotation: the speaker is the quotation's."""
    by_id = {s.id: s for s in statements}
    out = []
    for statement in statements:
        source = statement.source[0].of(text).casefold() if len(statement.source) == 1 else ""
        above = by_id.get(statement.parent) if statement.parent is not None else None
        if source in _FIRST and above is not None and above.quote != "indirect":
            statement = msgspec.structs.replace(statement, speaker=above.speaker)
            by_id[statement.id] = statement
        out.append(statement)
    return out


def _to_spans(page: Page, ranges: list[Range]) -> Spans:
    doc = page.doc
    return _in_order([Span(doc[a].idx, doc[b].idx + len(doc[b])) for a, b in ranges])


def _in_order(spans: Sequence[Span]) -> Spans:
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
