"""Where each side stands, by one page: demands, offers, promises, threats, refusals, claims and denials.

A stand is taken by a word (“demanded”, “its refusal”, “open to”: codebook/positions.toml) or, inside
somebody's statement, by a modal (“said Russia should withdraw”). Words first; a statement's speech act
serves where no word was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from detente.reading.actors import Cast
from detente.reading.charges import BLAMES, NAMES, blamed, called_false, called_wrong, pleaded
from detente.reading.clauses import spans_over, subject_of
from detente.reading.page import Page
from detente.reading.red_lines import Line, condition_in_object, condition_in_subject, doer_of, lines_drawn
from detente.reading.sides import Teller, is_in, is_nobody, is_party, same_side
from detente.reading.stand_clauses import announced, stands_by_clause
from detente.reading.stand_words import said_no_or_yes, stands_of_word, ultimatum
from detente.reading.stands import MANY_USES, Stand, is_asserted, load_codebook
from detente.reading.times import time_of
from detente.records import (
    Act,
    Actor,
    Event,
    Position,
    PositionEvidence,
    PositionType,
    Span,
    Statement,
    Time,
    Turn,
    digest_id,
)
from detente.threads import Deed, stems, thread_positions

# How sure a stand is by how it was found. To be replaced by measured precision (`detente evaluate`).
CONFIDENCE = {
    "verb": 0.85,
    "adjective": 0.75,
    "noun": 0.75,
    "modal": 0.7,
    "said": 0.6,
    "announced": 0.6,
    "act": 0.55,
}


ACT_TYPES: dict[Act, PositionType] = {
    "accuse": "claim", "demand": "demand",
}  # fmt: skip


def find_positions(
    page: Page,
    cast: Cast,
    statements: tuple[Statement, ...],
    events: tuple[Event, ...],
    times: tuple[Time, ...],
) -> tuple[Position, ...]:
    """Where each side stands by this page alone, threaded: what is said twice is one position."""
    teller = Teller(cast, statements)
    drafts: list[Position] = []
    covered: list[tuple[PositionType, Span]] = []
    before: Stand | None = None
    put: Stand | None = None  # the last thing that somebody put and that can be answered
    for stand in find_stands(page, teller):
        if not stand.holders and before is not None and goes_on(stand, before):
            stand = replace(stand, holders=before.holders)
        if not stand.proposition:  # “rejected this”
            if put is not None and stand.anchor.sent.start <= put.anchor.sent.end + 40:
                stand = replace(stand, proposition=put.proposition, toward=stand.toward or put.holders)
            elif (said := teller.said_before(stand.anchor)) is not None:
                kind: PositionType = "denial" if stand.type == "refusal" else stand.type
                until = stand.anchor.head.left_edge if stand.anchor.dep_ == "relcl" else stand.anchor
                words = [t for t in page.doc if is_in(said, t) and t.i < until.i]
                speaker = teller.speaker_of(said)
                stand = replace(stand, type=kind, proposition=words, toward=stand.toward or (speaker,) if speaker else ())  # fmt: skip
            else:
                continue
        before = stand
        put = stand if stand.type in ("demand", "offer", "claim") else put
        made = draft(page, teller, stand, events, times)
        drafts.extend(made)
        covered.extend((p.type, s) for p in made for e in p.evidence for s in e.spans)
    drafts.extend(stands_by_act(page, teller, covered))
    text, day = page.report.text, page.report.published_at
    return thread_positions(
        _unique(drafts),
        actors=cast.by_id,
        deeds=[Deed(e, e.evidence.span.of(text), e.when.start if e.when else day) for e in events],
        as_of=day[:10] if day else None,
    )


def goes_on(stand: Stand, before: Stand) -> bool:
    """True for “He also wants …” right behind a stand of the same type: the holder is the same."""
    subject = subject_of(stand.anchor)
    return (
        stand.type == before.type
        and subject is not None
        and subject.pos_ == "PRON"
        and any(c.lower_ == "also" for c in stand.anchor.children)
        and before.anchor.sent.end >= stand.anchor.sent.start - 2
    )


def _unique(drafts: Sequence[Position]) -> list[Position]:
    return list({p.id: p for p in drafts}.values())


def find_stands(page: Page, teller: Teller) -> list[Stand]:
    """Every stand that a word or a clause takes, in the order of the text.

    Words first: a clause that a word governs (“warned that it would strike”) takes no second stand.
    """
    codebook = load_codebook()
    found: list[Stand] = []
    for token in page.doc:
        pos = _pos_of(token)
        frames = codebook.frames.get((pos, token.lower_ if pos == "adjective" else token.lemma_.lower()))
        if frames:
            found.extend(stands_of_word(token, pos, frames, teller, codebook))
        elif pos == "verb":
            found.extend(ultimatum(token, teller))
        if pos == "verb" and token.lemma_ == "say":
            found.extend(said_no_or_yes(token, teller))
        if pos == "verb" and token.lemma_ == "plead":
            found.extend(pleaded(token, teller))
        if pos == "verb" and token.lemma_ in NAMES:
            found.extend(called_false(token, teller, codebook))
            found.extend(called_wrong(token, teller, codebook))
        if pos == "verb" and token.lemma_ in BLAMES:
            found.extend(blamed(token, teller))
    taken = {t.i for stand in found for t in stand.proposition}
    for line in lines_drawn(page.doc):
        if line.anchor.i not in taken and (drawn := stand_of_line(line, teller)) is not None:
            found.append(drawn)
            taken.update(t.i for t in line.body)
    answered = {stand.anchor.i for stand in found if stand.anchor.lemma_ in MANY_USES}
    for token in page.doc:
        if token.pos_ in ("VERB", "AUX") and token.i not in taken | answered:
            found.extend(stands_by_clause(token, teller, codebook))
            found.extend(announced(token, teller, codebook))
    return sorted((with_condition(s, teller) for s in found), key=lambda stand: stand.anchor.i)


def stand_of_line(line: Line, teller: Teller) -> Stand | None:
    """Who draws a line that `red_lines` found: whom it names, else whoever speaks; None where that is no party."""
    statement = teller.statement_at(line.anchor)
    speaker = teller.speaker_of(statement)
    named = tuple(a for a in teller.actors_of(line.holder) if is_party(a))
    holders = named or (
        (speaker,) if speaker is not None and is_party(speaker) and line.holder is None else ()
    )
    if not holders or (statement is not None and statement.negated):
        return None
    own = speaker is not None and any(same_side(speaker, h) for h in holders)
    if line.own and not own:
        return None  # “Russia may attack, Blinken said”: a guess about others
    if line.toward is None and statement is None and not is_asserted(line.anchor, teller):
        return None
    doer = line.toward or next((d for t in line.condition if (d := doer_of(t)) is not None), None)
    toward = tuple(a for a in teller.actors_of(doer) if not any(same_side(a, h) for h in holders))
    found_by = "verb" if line.toward is not None or statement is None else "modal" if own else "said"
    return Stand(line.type, found_by, line.anchor, holders, toward, line.body, line.anchor, line.condition, line.consequence)  # fmt: skip


def with_condition(stand: Stand, teller: Teller) -> Stand:
    """A threat with the condition in its own clause: “any attack on Ostland | would be met with force”, “would shoot
    down | any plane that enters”."""
    if stand.type in ("offer", "commitment") and stand.condition and stand.condition[0].lower_ == "unless":
        # “Unless Russia pays, Ukraine will sue”: what follows is nothing to please them.
        return replace(stand, type="threat", consequence=stand.proposition)
    if (
        stand.type != "threat"
        or stand.condition
        or stand.head is None
        or stand.head.pos_ not in ("VERB", "AUX")
    ):
        return stand
    subject = condition_in_subject(stand.head)
    condition = subject or condition_in_object(stand.head)
    inside = {t.i for t in condition}
    if not condition or not any(t.i in inside for t in stand.consequence):
        return stand
    doers = teller.actors_of(doer_of(next((t for t in condition if t.head.i not in inside), condition[0])))
    victims = {
        a.id for t in condition if t.head.lower_ in ("on", "against", "of") for a in teller.actors_of(t)
    }
    toward = stand.toward
    if all(a.id in victims or a in doers for a in toward):
        toward = tuple(a for a in doers if not any(same_side(a, h) for h in stand.holders))
    left = {t.i for t in subject}
    consequence = [t for t in stand.consequence if t.i not in left]
    return replace(stand, condition=condition, consequence=consequence, toward=toward)


def _pos_of(token: Token) -> str:
    """The part of speech under which the codebook lists a token."""
    if token.lower_ in ("committed", "prepared", "determined", "opposed") and not any(
        c.dep_ == "dobj" for c in token.children
    ):
        return "adjective"
    return {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}.get(
        token.pos_, ""
    )


def draft(
    page: Page, teller: Teller, stand: Stand, events: Sequence[Event], times: Sequence[Time]
) -> list[Position]:
    """The positions of a stand, one for each holder who can be named."""
    text = page.report.text
    said = spans_over(stand.proposition)
    if any(t.lemma_ == "comment" for t in stand.proposition):
        return []  # “would respond to a request for comment” is no business of the parties
    empty = not stems(slices(text, said)) and stand.type not in ("denial", "refusal")
    if not said or empty:
        return []  # “would do so”
    statement = teller.statement_at(stand.anchor)
    holders: list[Actor | None] = [
        a for a in stand.holders if not (a.type in ("group", "people") and len(stand.holders) > 1)
    ]
    if not stand.holders:
        if (subject := subject_of(stand.anchor)) is not None and subject.pos_ == "PRON":
            return []
        holders = [None]  # “the documents accused …”: nobody is named
    evidence_tokens = sorted(
        {t.i: t for t in (stand.anchor, *stand.proposition, *stand.condition)}.values(), key=lambda t: t.i
    )
    spans = spans_over(evidence_tokens)
    event = next(
        (e.id for e in events if e.evidence.trigger.overlaps(Span(stand.anchor.idx, stand.anchor.idx + 1))),
        None,
    )
    due = None
    if stand.type in ("commitment", "demand", "offer", "threat") and stand.head is not None:
        due = due_of(stand, times, page.report.published_at)
    made = []
    for holder in holders:
        if holder is not None and holder.type == "organisation":
            holder = teller.side_of(holder)
        held = holder.id if holder else None
        sides = (teller.side_of(a) for a in stand.toward)
        toward = tuple(
            dict.fromkeys(a.id for a in sides if a.id != held and not is_nobody(a) and a.sector != "MED")
        )
        evidence = PositionEvidence(page.report.id, spans, statement.id if statement else None, event)
        day = page.report.published_at[:10] if page.report.published_at else None
        made.append(
            Position(
                id=digest_id(
                    "p",
                    page.report.id,
                    stand.type,
                    held,
                    *(x for s in said for x in (s.start, s.end)),
                    *(("withdrawn",) if stand.withdrawn else ()),
                ),
                type=stand.type,
                holder=held,
                toward=toward,
                issue=None,
                proposition=slices(text, said),
                condition=slices(text, spans_over(stand.condition)) or None,
                consequence=slices(text, spans_over(stand.consequence)) or None,
                due=due.when() if due else None,
                status="withdrawn" if stand.withdrawn else "open",
                answers=None,
                history=(Turn(day, "withdrawn" if stand.withdrawn else "open", evidence),),
                evidence=(evidence,),
                first_seen=day,
                last_seen=day,
                confidence=CONFIDENCE[stand.found_by],
            )
        )
    return made


def slices(text: str, spans: Sequence[Span]) -> str:
    """The words of the spans, gaps marked with “…”, white space folded, a leading “that” left off."""
    words = " … ".join(" ".join(s.of(text).split()) for s in spans)
    for opening in ("that ", "whether ", "to ", "… "):
        words = words.removeprefix(opening)
    for left, right in ("“”", '""'):
        if (left != right and words.count(left) != words.count(right)) or (
            left == right and words.count(left) % 2
        ):
            words = words.strip(left + right)
    return words


TODAY = frozenset({"today", "tonight", "this evening", "this afternoon", "immediately", "now", "at once"})


def due_of(stand: Stand, times: Sequence[Time], published: str | None) -> Time | None:
    """By when: a time that dates what is promised or demanded, and that is not over on the day of the report."""
    assert stand.head is not None
    inside = {t.idx for t in stand.proposition}
    for token in (
        stand.head,
        *(t for t in stand.proposition if t.dep_ in ("xcomp", "conj") and t.pos_ == "VERB"),
    ):
        time = time_of(token, times)
        if time is None or not any(time.span.start <= i < time.span.end for i in inside):
            continue
        if (
            time.end is None
            or published is None
            or time.end[:10] > published[:10]
            or time.text.lower() in TODAY
        ):
            return time
    return None


# A demand that no word of demanding takes says what has to be.
DUTY = re.compile(r"\b(must|should|need to|needs to|has to|have to|ought to)\b")


def stands_by_act(
    page: Page, teller: Teller, covered: Sequence[tuple[PositionType, Span]]
) -> Iterator[Position]:
    """Positions from the speech acts of statements in which no word or modal was found to take a stand."""
    for statement in teller.statements:
        holder = teller.speaker_of(statement)
        if holder is None or statement.negated:
            continue
        if any(span.overlaps(c) for _, span in covered for c in (*statement.content, *statement.cue)):
            continue
        kind = next((ACT_TYPES[a] for a in statement.acts if a in ACT_TYPES), None)
        words = slices(page.report.text, statement.content)
        if kind == "demand" and not (DUTY.search(words) and "must have" not in words):
            continue
        if kind is None or sum(c.end - c.start for c in statement.content) < 30:
            continue  # “called it “a threat””
        day = page.report.published_at[:10] if page.report.published_at else None
        evidence = PositionEvidence(page.report.id, statement.content, statement.id, None)
        toward = [a for a in statement.addressees if a != holder.id]
        for span in statement.content:
            for mention in teller.cast.within(span):
                actor = teller.cast.by_id[mention.actor]
                if (
                    not toward
                    and actor.type in ("state", "alliance", "person")
                    and not same_side(actor, holder)
                ):
                    toward.append(actor.id)
        if kind == "demand" and not is_party(holder):
            continue  # what a scholar thinks that countries have to do
        yield Position(
            id=digest_id(
                "p",
                page.report.id,
                kind,
                holder.id,
                *(x for s in statement.content for x in (s.start, s.end)),
            ),
            type=kind,
            holder=holder.id,
            toward=tuple(toward),
            issue=None,
            proposition=slices(page.report.text, statement.content),
            condition=None,
            consequence=None,
            due=None,
            status="open",
            answers=None,
            history=(Turn(day, "open", evidence),),
            evidence=(evidence,),
            first_seen=day,
            last_seen=day,
            confidence=CONFIDENCE["act"],
        )
