"""Where each side stands, by one page: demands, offers, promises, threats, refusals, claims and denials.

A stand is taken by a word (“demanded”, “its refusal”, “open to”: codebook/positions.toml) or, inside
somebody's statement, by a modal (“said Russia should withdraw”). Words first; a statement's speech act
serves where no word was found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from itertools import islice
from typing import get_args

from spacy.tokens import Token

from detente.reading.actors import Cast
from detente.reading.clauses import (
    agent_of,
    author_of,
    clauses_in,
    condition_of,
    holder_of_noun,
    is_condition,
    is_modal,
    is_negated,
    is_passive,
    own_subject,
    proviso_of,
    spans_over,
    subject_of,
    subtree_without,
)
from detente.reading.cues import load_cues
from detente.reading.page import Page
from detente.reading.red_lines import Line, condition_in_object, condition_in_subject, doer_of, lines_drawn
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


@dataclass(frozen=True)
class Codebook:
    """codebook/positions.toml: frames by part of speech and lemma, and the word lists."""

    frames: dict[tuple[str, str], dict[PositionType, tuple[str, ...]]]
    words: dict[str, frozenset[str]]


@cache
def load_codebook() -> Codebook:
    text = resources.files("detente.codebook").joinpath("positions.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    frames: dict[tuple[str, str], dict[PositionType, tuple[str, ...]]] = {}
    for pos in ("verb", "noun", "adjective"):
        for kind in get_args(PositionType):
            for lemma, found in table[pos].get(kind, {}).items():
                frames.setdefault((pos, lemma), {})[kind] = tuple(found)
    return Codebook(frames, {name: frozenset(words) for name, words in table["words"].items()})


@dataclass(frozen=True)
class Stand:
    """A position on its way: the word that takes it and the tokens of each part."""

    type: PositionType
    found_by: str
    anchor: Token
    holders: tuple[Actor, ...]
    toward: tuple[Actor, ...]
    proposition: list[Token]
    head: Token | None = None
    condition: list[Token] = field(default_factory=list)
    consequence: list[Token] = field(default_factory=list)
    # “dropped its demand that …”: the proposition is what is taken back.
    withdrawn: bool = False


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
                words = [t for t in page.doc if _in(said, t) and t.i < until.i]
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


class Teller:
    """Who speaks at a place of the page, and whose side somebody is on."""

    def __init__(self, cast: Cast, statements: Sequence[Statement]) -> None:
        self.cast = cast
        self.statements = statements
        self._innermost: dict[int, Statement] = {}
        self._by_cue = {i: s for s in statements for c in s.cue for i in range(c.start, c.end)}
        self._states = {a.country: a for a in reversed(cast.actors) if a.type == "state" and a.country}
        # Longest content first, so that the innermost statement is the last to claim a character.
        for s in sorted(statements, key=lambda s: -sum(p.end - p.start for p in s.content)):
            for span in s.content:
                for i in range(span.start, span.end):
                    self._innermost[i] = s

    def statement_at(self, token: Token) -> Statement | None:
        """The innermost statement whose content holds the token."""
        return self._innermost.get(token.idx)

    def speaker_by(self, word: Token) -> tuple[Actor, ...]:
        """Whose statement a reporting word makes, where the grammar around the word does not show it."""
        speaker = self.speaker_of(self._by_cue.get(word.idx))
        return (speaker,) if speaker is not None else ()

    def actors_of(self, head: Token | None) -> tuple[Actor, ...]:
        """The actors that a noun phrase names; “we” and “I” in somebody's words are its speaker."""
        if head is None:
            return ()
        if head.lower_ in ("we", "i", "us", "our", "my"):
            speaker = self.speaker_of(self.statement_at(head))
            return (speaker,) if speaker else ()
        found = self.cast.actors_of(head)
        if not found and head.lower_ in ("it", "he", "she") and head.dep_ in ("nsubj", "nsubjpass"):
            # “Colombia said it was ready”: nobody else is named between the speaker and the pronoun.
            statement = self.statement_at(head)
            speaker = self.speaker_of(statement)
            if speaker and statement and statement.content[0].start >= head.idx - 6:
                return (speaker,) if (head.lower_ == "it") != (speaker.type == "person") else ()
        return found

    def side_of(self, actor: Actor) -> Actor:
        """The state that a country's forces, officials or “his government” stand for, if it is on the page."""
        named_for_state = actor.type == "organisation" and actor.name.split()[-1].lower() in (
            "government",
            "country",
        )
        if actor.country and (
            named_for_state or (actor.type in ("group", "people") and actor.sector in ("GOV", "MIL"))
        ):
            return self._states.get(actor.country, actor)
        return actor

    def said_before(self, token: Token) -> Statement | None:
        """What somebody else began to say last, in this sentence or in the one before it."""
        told = [
            s for s in self.statements
            if s.content and s.speaker is not None and s.content[0].start < token.idx
            and token.sent.start_char - s.content[-1].end < 120 and not any(c.start <= token.idx < c.end for c in s.cue)
        ]  # fmt: skip
        return max(told, key=lambda s: s.content[0].start, default=None)

    def speaker_of(self, statement: Statement | None) -> Actor | None:
        return self.cast.by_id.get(statement.speaker or "") if statement else None


def same_side(a: Actor, b: Actor) -> bool:
    """True where two actors are one or speak for one country; its opposition, unions and rebels do not."""
    if a.id == b.id:
        return True
    if a.country is None or a.country != b.country or (a.sector == b.sector == "PTY"):
        return False
    return (a.sector in OUTSIDE) == (b.sector in OUTSIDE)


def _are_rivals(a: Actor, b: Actor) -> bool:
    """True where two actors are known to stand for two countries or bodies of countries, or one for a country and
    one against it."""
    known = all(x.country is not None or x.type == "alliance" or x.sector == "IGO" for x in (a, b))
    if known and (a.country is None or a.country != b.country):
        return True
    return (a.sector in OUTSIDE) != (b.sector in OUTSIDE) and None not in (a.sector, b.sector)


# Sectors of those who do not speak for their country.
OUTSIDE = frozenset({"OPP", "REB", "SEP", "UAF", "PTY", "NGO", "CVL", "LAB", "CRM"})


# ── words that take a stand ──────────────────────────────────────────────────────────────────────────


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
        if pos == "verb" and token.lemma_ == "plead":
            found.extend(pleaded(token, teller))
        if pos == "verb" and token.lemma_ in (
            "call",
            "describe",
            "brand",
            "label",
            "term",
            "denounce",
            "decry",
            "dismiss",
        ):
            found.extend(called_false(token, teller, codebook))
    taken = {t.i for stand in found for t in stand.proposition}
    for line in lines_drawn(page.doc):
        if line.anchor.i not in taken and (drawn := stand_of_line(line, teller)) is not None:
            found.append(drawn)
            taken.update(t.i for t in line.body)
    for token in page.doc:
        if token.pos_ in ("VERB", "AUX") and token.i not in taken:
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


def stands_of_word(
    token: Token,
    pos: str,
    found: dict[PositionType, tuple[str, ...]],
    teller: Teller,
    codebook: Codebook,
) -> Iterator[Stand]:
    """The stands of one word: one for each clause or noun phrase that it governs."""
    if token.lemma_ in ("call", "press", "ask", "order") and any(
        c.dep_ == "prt" or (c.lower_ in ("up", "off", "out") and c.i == token.i + 1) for c in token.children
    ):
        return  # “called up reserves to meet the need”
    if not is_asserted(token, teller):
        return
    holders = _holders(token, pos, teller)
    nameless = pos == "verb" and is_passive(token) and agent_of(token) is None
    if not holders and not (nameless and ("refusal" in found or "acceptance" in found)):
        subject = subject_of(token) if pos == "verb" else None
        if subject is None or (
            subject.lemma_.lower() not in codebook.words["documents"] and subject.pos_ != "PRON"
        ):
            return
    negated = is_negated(token) or (pos == "adjective" and is_negated(token.head))
    withdrawn = _takes_back(token, pos, teller)
    for kind, frames in found.items():
        stood = False
        for frame in frames:
            for head, other in complements(token, frame):
                stand = _shape(
                    token, pos, kind, frame, head, other, holders, negated and not withdrawn, teller, codebook
                )
                if stand is not None:
                    stood = True
                    yield replace(stand, withdrawn=True) if withdrawn and stand.type in PUT else stand
            if stood:
                break
        if stood:
            break
    if pos == "verb" and (bare := _bare(token, found, holders, negated)) is not None:
        yield bare
    if pos == "verb" and (denied := _denied_charge(token, found, holders, negated, codebook)) is not None:
        yield denied
    if pos in ("adjective", "verb") and token.lower_ in ("committed", "prepared", "ready") and not negated:
        stand = _by_rest(token, pos, holders, teller, codebook)
        if stand is not None:
            yield stand


# What can be taken back, and the verbs that do so to a noun for it.
PUT = frozenset({"demand", "offer", "commitment", "threat"})
TAKES_BACK = frozenset({"drop", "withdraw", "abandon", "rescind", "retract", "revoke", "renounce", "scrap", "waive",
                        "relinquish", "disavow", "recant", "forgo", "repudiate", "shelve", "cancel"})  # fmt: skip
# With a particle or preposition: “gave up its demand”, “backed away from its threat”, “reneged on its pledge”.
TAKES_BACK_BY = frozenset({("give", "up"), ("take", "back"), ("back", "from"), ("retreat", "from"), ("walk", "back"),
                           ("back", "on"), ("renege", "on"), ("go", "back"), ("climb", "from"), ("step", "from")})  # fmt: skip


def _taken_back_by(noun: Token) -> Token | None:
    """The verb that takes back what a noun names: “*dropped* its demand”, “*backed* away from its threat”."""
    verb, by = noun.head, set()
    if noun.dep_ == "pobj":
        by.add(noun.head.lower_)
        verb = noun.head.head
        if verb.pos_ in ("ADV", "ADP"):  # “away from”, “back on”
            by.add(verb.lower_)
            verb = verb.head
    elif noun.dep_ in ("dobj", "nsubjpass"):
        by.update(c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod"))
    else:
        return None
    if verb.pos_ != "VERB" or is_negated(verb):
        return None
    lemma = verb.lemma_.lower()
    plain = lemma in TAKES_BACK and noun.dep_ != "pobj"
    return verb if plain or any((lemma, word) in TAKES_BACK_BY for word in by) else None


def _takes_back(token: Token, pos: str, teller: Teller) -> bool:
    """True for “dropped its demand”, “no longer insists”; not for “refused to drop its demand”."""
    if pos == "noun":
        verb = _taken_back_by(token)
        return verb is not None and is_asserted(verb, teller)
    return pos == "verb" and any(
        c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children) for c in token.children
    )


def _denied_charge(
    token: Token,
    found: dict[PositionType, tuple[str, ...]],
    holders: tuple[Actor, ...],
    negated: bool,
    codebook: Codebook,
) -> Stand | None:
    """“accused it of theft, a charge Oslo rejects”, “an allegation the agency refutes”: no “that” between them."""
    charge = token.head
    if negated or token.dep_ != "relcl" or not ("denial" in found or "refusal" in found):
        return None
    if charge.lemma_.lower() not in codebook.words["said"] or any(
        c.dep_ in ("dobj", "nsubjpass", "ccomp", "xcomp") for c in token.children
    ):
        return None
    said = _charged(charge, codebook)
    body = subtree_without(said, {token.i, charge.i} if said is not charge else {token.i})
    return Stand("denial", "verb", token, holders, (), body, charge)


def _charged(charge: Token, codebook: Codebook) -> Token:
    """What a charge in apposition sums up: the clause that a word of claiming governs; else the charge itself."""
    if charge.dep_ != "appos":
        return charge
    for up in charge.ancestors:
        if up.dep_ in ("pcomp", "ccomp", "pobj") and any(
            "claim" in codebook.frames.get(("verb", above.lemma_.lower()), {})
            or above.lemma_ in ("say", "tell", "state", "report", "argue")
            for above in islice(up.ancestors, 2)
        ):
            return up
    return charge


def _bare(
    token: Token, found: dict[PositionType, tuple[str, ...]], holders: tuple[Actor, ...], negated: bool
) -> Stand | None:
    """“Israel accepted on condition that Cairo did the same”, “Egypt refused”: what was put before it."""
    kind = next((k for k in ("acceptance", "refusal") if k in found and "obj" in found[k]), None)
    takes = ("dobj", "ccomp", "xcomp", "nsubjpass", "dative", "prt", "agent", "relcl")
    finite = token.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ == "aux" and c.lemma_ == "have" for c in token.children
    )
    if kind is None or token.dep_ not in ("ROOT", "conj", "ccomp", "advcl") or not finite:
        return None
    if any(
        c.dep_ in takes or (c.dep_ == "prep" and c.lower_ in ("to", "in", "with", "of"))
        for c in token.children
    ):
        return None
    condition = next(
        (
            clause
            for c in token.children
            if c.dep_ == "prep" and c.lower_ in ("on", "under")
            for noun in c.children
            if noun.lemma_ == "condition"
            for clause in noun.children
            if clause.dep_ in ("acl", "ccomp", "relcl")
        ),
        condition_of(token),
    )
    taken: PositionType = "refusal" if negated else kind
    return Stand(
        taken,
        "verb",
        token,
        holders,
        (),
        [],
        token,
        _condition_tokens(condition) if condition is not None else [],
    )


def ultimatum(token: Token, teller: Teller) -> Iterator[Stand]:
    """“gave Egypt and Israel 12 hours to stop fighting”: a demand with the time it leaves."""
    if token.lemma_ != "give" or not is_asserted(token, teller) or is_negated(token):
        return
    objects = [c for c in token.children if c.dep_ in ("dobj", "dative", "nsubjpass", "npadvmod")]
    limit = next(
        (o for o in objects if o.lemma_.lower() in ("hour", "day", "week", "month", "minute", "deadline")),
        None,
    )
    whom = next((o for o in objects if limit is None or o.i != limit.i), None)
    if limit is None or whom is None:
        return
    order = next(
        (
            c
            for o in (token, limit)
            for c in o.children
            if c.dep_ in ("xcomp", "acl", "relcl", "advcl") and _marked(c, "to")
        ),
        None,
    )
    holders = teller.actors_of(agent_of(token) if whom.dep_ == "nsubjpass" else subject_of(token))
    asked = teller.actors_of(whom)
    if order is not None and holders and asked:
        yield Stand("demand", "verb", token, holders, asked, subtree_without(order, set()), order)


def pleaded(token: Token, teller: Teller) -> Iterator[Stand]:
    """“pleaded not guilty to the charges”: a denial before the judge."""
    plea = next((c for c in token.children if c.lower_ in ("guilty", "innocent")), None)
    if plea is None or is_passive(token) or not is_asserted(token, teller):
        return
    if (plea.lower_ == "guilty") != (is_negated(plea) or is_negated(token)):
        return
    holders = teller.actors_of(subject_of(token))
    charge = _prep_object(token, ("to", "of")) or _prep_object(plea, ("to", "of"))
    body = subtree_without(charge or plea, set())
    if holders:
        yield Stand("denial", "verb", token, holders, (), body, charge or plea)


def called_false(token: Token, teller: Teller, codebook: Codebook) -> Iterator[Stand]:
    """“called the allegations groundless”: a denial."""
    holders = _holders(token, "verb", teller) if not is_passive(token) else ()
    if not holders or not is_asserted(token, teller) or is_negated(token):
        return
    below = [t for t in token.subtree if t.i > token.i]
    if token.dep_ == "relcl" and token.head.lemma_.lower() in codebook.words["said"]:
        if any(t.lemma_.lower() in FALSE for t in below):  # “…, a charge that Moscow calls absurd”
            yield Stand("denial", "verb", token, holders, (), [], token)
        return
    charge = next((t for t in below if t.lemma_.lower() in codebook.words["said"]), None)
    if charge is None or not any(t.lemma_.lower() in FALSE and t.i > charge.i for t in below):
        return
    false = {t.i for t in below if t.lemma_.lower() in FALSE}
    body = subtree_without(charge, false)
    yield Stand("denial", "verb", token, holders, _toward(token, charge, None, "obj", "denial", holders, teller), body, charge)  # fmt: skip


def _by_rest(
    token: Token, pos: str, holders: tuple[Actor, ...], teller: Teller, codebook: Codebook
) -> Stand | None:
    """“committed, if that fails, to a united and severe response”: the parser loses what stands behind the
    condition; where it would hurt, the rest of the sentence is the consequence."""
    condition = condition_of(token)
    if condition is None or condition.i < token.i:
        return None
    close = next(
        (t.i for t in token.doc[condition.i : token.sent.end] if t.lower_ == "to" and t.tag_ == "IN"), None
    )
    if close is None:
        return None
    rest = [t for t in token.doc[close : token.sent.end] if not t.is_space]
    if not any(t.lemma_.lower() in codebook.words["hostile_adjectives"] for t in rest):
        return None
    first = min(t.i for t in subtree_without(condition, set()))
    conditions = [t for t in token.doc[first:close] if not t.is_space]
    conditions = conditions[1:] if conditions[0].lower_ == "if" else conditions
    toward = next(
        (
            f
            for t in conditions
            if (f := tuple(a for a in teller.actors_of(t) if not any(same_side(a, h) for h in holders)))
        ),
        (),
    )
    return Stand("threat", pos, token, holders, toward, rest, token, conditions, rest)


def _reserving(right: Token) -> Token | None:
    """The word of “reserves the right”; the parser takes it for a noun as often as not."""
    near = right.doc[max(right.sent.start, right.i - 3) : right.i]
    return next((t for t in near if t.lower_ in ("reserve", "reserves", "reserved", "reserving")), None)


def _holders(token: Token, pos: str, teller: Teller) -> tuple[Actor, ...]:
    if token.lemma_ == "right" and (reserving := _reserving(token)) is not None and reserving.pos_ != "VERB":
        return teller.actors_of(reserving.nbor(-1)) if reserving.i > token.sent.start else ()
    if pos == "noun":
        for child in token.children:  # “Western claims”, “Iranian threats”
            if (
                child.dep_ in ("amod", "compound", "nmod")
                and (actor := teller.cast.actor_at(child)) is not None
            ):
                return (actor,)
        return teller.actors_of(holder_of_noun(token))
    if pos == "adjective":
        first = token
        while own_subject(first) is None and first.dep_ == "conj":
            first = first.head
        if (subject := own_subject(first)) is not None:
            return teller.actors_of(subject)
    if pos == "adjective" and token.dep_ in ("acomp", "oprd", "conj", "attr"):
        return teller.actors_of(subject_of(token.head) or subject_of(token))
    if pos == "verb" and is_passive(token):
        return teller.actors_of(agent_of(token))
    subject = subject_of(token)
    return teller.actors_of(subject) or teller.actors_of(author_of(subject)) or teller.speaker_by(token)


def complements(token: Token, frame: str) -> Iterator[tuple[Token, Token | None]]:
    """What a word governs in a frame: (head of the proposition, whom it is put to)."""
    children = list(token.children)
    objects = [
        c
        for c in children
        if c.dep_ in ("dobj", "dative", "nsubjpass")
        # “a text that both accepted”, “rejected that as folly”; not the “that” of a clause
        and (c.pos_ != "SCONJ" or token.dep_ == "relcl" or _ends_there(c))
    ]
    if frame == "that":
        told = next((o for o in objects if o.i < token.i + 12 and o.dep_ != "nsubjpass"), None)
        for child in children:
            disputed = child.dep_ == "advcl" and _marked(child, "whether")  # the parser's guess
            if (
                (disputed or child.dep_ in ("ccomp", "acl", "relcl"))
                and _opens_clause(child)
                and child.i > token.i
            ):
                for clause in clauses_in(child):
                    yield clause, told
        if token.pos_ == "VERB" and not any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in children):
            for lost in token.subtree:  # “denied for weeks that …”: the parser hangs the clause on the weeks
                if lost.i > token.i and lost.dep_ in ("acl", "relcl") and _marked(lost, "that"):
                    yield from ((clause, None) for clause in clauses_in(lost))
        if token.pos_ == "NOUN" and token.dep_ == "dobj":  # “its demands that A, that B and that C”
            for sibling in token.head.children:
                if sibling.dep_ in ("ccomp", "advcl") and sibling.i > token.i and _marked(sibling, "that"):
                    for clause in clauses_in(sibling):
                        yield clause, None
    elif frame == "to":
        if token.lemma_ == "tell" and any(c.dep_ == "ccomp" and own_subject(c) is not None for c in children):
            return  # “tells the UN it reserves the right to respond”
        asked = objects[0] if objects else _prep_object(token, ("on", "upon", "to", "with"))
        for child in children:
            if (
                child.dep_ in ("xcomp", "ccomp", "advcl", "acl")
                and _marked(child, "to")
                and child.i > token.i
            ):
                subject = own_subject(child) or asked
                if subject is not None:
                    for clause in _conjuncts(child):
                        yield clause, subject
                    return
                if token.lemma_ in GIVES_IN:  # “will not bow to blackmail”, taken for a verb
                    yield child, None
                    return
        if token.pos_ in ("ADJ", "NOUN") or token.lemma_ in (
            "agree",
            "consent",
            "commit",
            "accede",
            *GIVES_IN,
        ):
            yield from _by_preposition(token, "to")
    elif frame == "own":
        for child in children:
            if (
                child.dep_ in ("xcomp", "acl", "ccomp", "advcl")
                and own_subject(child) is None
                and child.i > token.i
            ):
                if child.dep_ == "advcl" and child.tag_ == "VBG" and child.left_edge.nbor(-1).text == ",":
                    continue  # “denied the charge, saying …”
                if token.lemma_ in ("offer", "propose") and any(
                    o.dep_ == "dobj" and o.pos_ == "NOUN" and token.i < o.i < child.i for o in objects
                ):
                    continue  # “offered guidance to end the crisis”: the guidance is what is offered
                if (
                    _marked(child, "to")
                    or child.tag_ == "VBG"
                    or any(c.lower_ == "being" for c in child.children)
                ):
                    for clause in _conjuncts(child):
                        yield clause, objects[0] if objects else None
                    return
    elif frame == "obj":
        given = [o for o in objects if o.dep_ != "dative"]
        to = next((o for o in objects if o.dep_ == "dative"), None) if given else None
        if len(given) == 2 and given[0].ent_type_ in ("PERSON", "GPE", "NORP", "ORG"):
            to, given = given[0], given[1:]  # “offered Nasser his help”
        for child in given or objects:
            yield child, to
            for conj in child.conjuncts:
                if conj.i > child.i and conj.dep_ == "conj" and conj.pos_ in ("NOUN", "PROPN"):
                    yield conj, None
    elif frame in ("out", "down"):
        out = next((c for c in children if c.lower_ == frame and c.dep_ in ("prt", "prep", "advmod")), None)
        if out is not None:
            yield from ((o, None) for o in objects)
            for child in (*children, *out.children):
                if child.dep_ in ("xcomp", "pcomp", "ccomp") and child.tag_ == "VBG":
                    yield child, None  # “ruled out taking part”
    else:
        owners = [token, *(o for o in objects if token.lemma_ == "accuse")]  # “of” may hang on the accused
        for owner in owners:
            for head, _ in _by_preposition(owner, frame):
                yield head, objects[0] if objects else None


# Verbs of giving way, to somebody or to what he does.
GIVES_IN = frozenset(
    {"bow", "yield", "submit", "surrender", "succumb", "capitulate", "bend", "kneel", "cave", "give"}
)


def _by_preposition(token: Token, word: str) -> Iterator[tuple[Token, None]]:
    for child in token.children:
        if child.dep_ in ("prep", "dative") and child.lower_ == word:
            for c in child.children:
                if c.dep_ in ("pobj", "pcomp"):
                    yield c, None
                    yield from ((d, None) for d in c.children if d.dep_ == "conj")


def _ends_there(that: Token) -> bool:
    """Whether nothing hangs on a “that”: “rejected that as folly”, “rejected that.”"""
    return that.i + 1 == len(that.doc) or that.nbor(1).lower_ in ("as", ".", ",")


def _opens_clause(verb: Token) -> bool:
    """A clause of its own: “that …”, a subject; not an infinitive without one, not direct speech."""
    return (
        _marked(verb, "that")
        or _marked(verb, "whether")
        or any(c.dep_ == "expl" for c in verb.children)  # “claims there are dead”
        or (own_subject(verb) is not None and verb.dep_ == "ccomp")
    )


def _marked(verb: Token, word: str) -> bool:
    return any(c.lower_ == word and c.dep_ in ("mark", "aux") for c in verb.children)


def _conjuncts(verb: Token) -> Iterator[Token]:
    yield verb
    for child in verb.children:
        if child.dep_ == "conj" and child.tag_ == verb.tag_:
            yield from _conjuncts(child)


def _prep_object(token: Token, words: tuple[str, ...]) -> Token | None:
    for child in token.children:
        if child.dep_ in ("prep", "dative") and child.lower_ in words:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


# Verbs under which a stand is still taken: “continued to reject”, “committed to rejecting”.
KEEPS = frozenset({"promise", "pledge", "swear", "agree", "committed", "determined", "continue", "begin", "start", "commit", "remain", "repeat", "keep", "decide", "vow", "go",
                   "appear", "seem", "use", "move", "join"})  # fmt: skip


NOT_SO = frozenset({"if", "unless", "whether", "until", "lest"})


def _chain(verb: Token) -> Iterator[Token]:
    """A verb and those whose infinitive it is: “whether he would continue to *accept*”."""
    yield verb
    while verb.dep_ == "xcomp" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
        yield verb


def is_asserted(token: Token, teller: Teller) -> bool:
    """False where the stand is only possible: under “may”, “if”, “whether”, “failed to”, a question.

    “Will” and “would” count as taken inside somebody's own words (“said it would reject any deal”).
    """
    verb = token if token.pos_ in ("VERB", "AUX") else token.head
    if verb.pos_ not in ("VERB", "AUX"):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VB" and own_subject(verb) is None and not is_modal(verb):
        # “would be able to question plans and demand details”, “may not declare … and deny relief”: no more
        # asserted than what it is joined to.
        joined = verb.head
        if joined.pos_ == "VERB" and joined.tag_ == "VB" and not is_asserted(joined, teller):
            return False
    for link in _chain(verb):
        for child in link.children:
            if child.dep_ == "aux" and child.tag_ == "MD":
                future = child.lower_ in ("will", "would", "shall", "'ll", "’ll")
                if not (future and teller.statement_at(token) is not None):
                    return False
                if any(c.dep_ == "mark" and c.lower_ == "before" for c in link.children):
                    return False  # “before it would accept a meeting”
            if child.dep_ in ("mark", "advmod") and child.lower_ in NOT_SO:
                return False
    if (
        verb == token
        and token.pos_ == "VERB"
        and token.dep_ in ("xcomp", "pcomp", "acl")
        and token.tag_ in ("VB", "VBG")
    ):
        head = token.head
        told = token.dep_ == "pcomp" and head.lower_ in ("after", "while", "by", "since", "upon")
        while head.pos_ == "ADP" and head.head != head:
            head = head.head
        if told and head.pos_ == "VERB":
            return is_asserted(head, teller)  # “struck back after *accusing* it of …”
        if token.tag_ == "VB" or head.pos_ in ("VERB", "ADJ"):
            return head.lemma_ in KEEPS
    if (
        verb.dep_ in ("ccomp", "acl")
        and own_subject(verb) is not None
        and "demand"
        in load_codebook().frames.get(
            ("verb" if verb.head.pos_ == "VERB" else "noun", verb.head.lemma_.lower()), {}
        )
    ):
        return False  # “demanded that NATO promise”
    if (
        verb.tag_ == "VB"
        and verb.dep_ in ("ccomp", "acl", "conj")
        and not is_modal(verb)
        and own_subject(verb) is not None
    ):
        return any(
            c.lower_ in ("did", "does", "do") for c in verb.children
        )  # a subjunctive: “that NATO promise”
    return not (verb.dep_ == "advcl" and _marked(verb, "to"))


def _shape(
    token: Token,
    pos: str,
    kind: PositionType,
    frame: str,
    head: Token,
    other: Token | None,
    holders: tuple[Actor, ...],
    negated: bool,
    teller: Teller,
    codebook: Codebook,
) -> Stand | None:
    """The stand of one word and one complement, with its type refined by both; None where it is none."""
    words = codebook.words
    lemma = token.lemma_.lower()
    if head.lower_ in ("which", "that") and token.dep_ == "relcl" and kind == "acceptance" and not negated:
        body = subtree_without(token.head, {token.i})  # “a text that both have accepted”
        return Stand(kind, pos, token, holders, (), body, token.head)
    if head.lower_ in ("which", "that") and token.dep_ == "relcl" and kind in ("denial", "refusal"):
        charge = next(
            (
                a
                for a in token.ancestors
                if a.dep_ in ("pcomp", "ccomp", "pobj")
                and any(
                    "claim" in codebook.frames.get(("verb", up.lemma_.lower()), {})
                    for up in islice(a.ancestors, 2)
                )
            ),
            token.head,
        )
        # “accused it of backing them, which Islamabad denies”, “– a charge that Islamabad denies”
        body = subtree_without(charge, {token.i, token.head.i} if token.head.dep_ == "appos" else {token.i})
        kind = "denial" if kind == "denial" or _names(token.head, words["said"]) else kind
        return Stand(kind, pos, token, holders, (), body, token.head)
    opening = head.left_edge.lower_
    if opening in ("who", "which", "what", "how", "why", "whether", "when") and not (
        opening == "whether" and lemma == "dispute"
    ):
        return None
    if (negated or (kind == "refusal" and lemma in ("refuse", "decline"))) and _is_speech(head, words):
        return None
    if kind == "acceptance" and frame == "obj" and _names(head, words["goods"]):
        return None  # “accepted the gifts”: nobody's proposal
    if kind == "denial" and frame == "obj" and pos == "verb" and lemma == "deny":
        if (
            sum(c.dep_ in ("dative", "dobj") and c.pos_ in ("NOUN", "PROPN", "PRON") for c in token.children)
            > 1
        ):
            return None  # “denied him the right to speak”
        if _names(head, words["withheld"]):
            kind = "refusal"
    subjunctive = (head.tag_ == "VB" and not is_modal(head)) or _is_subjunctive(head)
    wished = any(c.lower_ in ("would", "should") for c in head.children if c.dep_ == "aux")
    if lemma == "expect" and not any(is_party(a) for a in teller.actors_of(other)):
        return None  # “expects prices to fall”
    if lemma == "suggest":
        if not (subjunctive or wished):
            return None  # “suggested that it was an accident”
        subject = own_subject(head)
        acting = teller.actors_of(subject)
        if wished and any(same_side(a, h) for a in acting for h in holders):
            kind = "commitment"  # “suggested he would go on”
    if lemma == "insist" and frame == "on" and head.tag_ == "VBG" and own_subject(head) is None:
        # “insists on continuing the blockade”; but “insists on getting guarantees”
        kind = "demand" if head.lemma_ in ("get", "receive", "see", "have", "be", "obtain") else "commitment"
    if kind == "offer" and pos in ("adjective", "noun") and head.lemma_.lower() in words["stern"]:
        return None
    if kind == "refusal" and _names(head, words["said"]) and lemma not in ("oppose", "resist", "opposed"):
        kind = "denial"
    if (
        kind == "refusal"
        and lemma == "dismiss"
        and pos == "verb"
        and frame == "obj"
        and any(a.type in ("person", "office") for a in teller.actors_of(head))
    ):
        return None  # “dismissed his minister”
    if (
        lemma == "want"
        and frame == "obj"
        and not any(a.type in ("state", "alliance", "organisation") for a in holders)
    ):
        return None
    if lemma == "right" and _reserving(token) is None:
        return None
    if pos == "noun" and lemma in ("intention", "plan", "intent"):
        if not is_negated(token) and not is_negated(token.head):
            return None
        negated = False
    if (
        kind == "claim"
        and frame == "that"
        and (
            any(c.lower_ in ("must", "should") for c in head.children if c.dep_ == "aux")
            or (lemma == "insist" and (subjunctive or _is_told_to(head, token, holders, teller)))
        )
        and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in head.children)
    ):
        kind = "demand"
    if lemma == "agree" and frame == "that" and not (subjunctive or is_modal(head)):
        return None  # “agreed that there was a case to be heard”: an opinion
    if (
        kind == "claim"
        and head.lemma_ == "have"
        and any(
            c.dep_ == "dobj" and c.lemma_ in ("intention", "plan", "intent") and is_negated(c)
            for c in head.children
        )
    ):
        kind = "denial"
    if lemma in ("plan", "intend") and pos == "verb":
        if _is_hostile(head, words):
            return None  # what others fear of it, no threat
        if any(c.dep_ == "aux" and c.lower_ == "had" for c in token.children):
            return None  # “had planned”: it did not come to that
    if kind in ("commitment", "offer") and _inner_stand(head, codebook):
        return None  # “committed to rejecting”: the refusal stands for itself
    if lemma == "warn" and frame == "that" and not _is_hostile(head, words) and condition_of(head) is None:
        return None
    if lemma == "warn" and not any(
        a.type in ("state", "person", "office", "alliance", "organisation") for a in holders
    ):
        return None
    if lemma == "warn" and frame == "of" and not any(is_party(a) for a in holders):
        return None  # “the think tank warned of a nuclear threat”
    if lemma == "threaten" and frame == "obj" and not _is_hostile(head, words):
        return None
    if (
        kind in ("commitment", "offer")
        and _is_hostile(head, words)
        and (frame != "obj" or condition_of(token) is not None or _against(token, head) is not None)
        and not _helps(head)
    ):
        kind = "threat"
    if negated:
        if kind in ("acceptance", "offer", "commitment") and pos != "noun":
            kind = "refusal"
        else:
            return None
    condition = condition_of(head) or condition_of(token)
    if condition is None and pos == "adjective" and token.head.pos_ in ("VERB", "AUX"):
        condition = condition_of(token.head)
    if condition is None and kind in ("threat", "offer", "commitment"):
        condition = next((c for d in head.subtree if (c := condition_of(d)) is not None), None)
    if condition is None and kind in ("commitment", "offer", "threat", "refusal"):
        condition = proviso_of(head) or proviso_of(token)
    body = subtree_without(
        head,
        other_clauses(head)
        | _asides(head, words["said"])
        | ({condition.i} if condition is not None else set()),
    )
    if condition is not None and token.i in {t.i for t in body}:
        body = [t for t in body if t.i > token.i]
    if kind == "acceptance":
        body = sorted({t.i: t for t in (*body, *_reservations(token))}.values(), key=lambda t: t.i)
    if frame == "against":  # “advised its citizens against travelling”
        body = [head.head, *body]
    toward = _toward(token, head, other, frame, kind, holders, teller)
    if other is not None and frame == "to" and not teller.actors_of(other) and other.i < head.i:
        body = sorted({t.i: t for t in (*subtree_without(other, set()), *body)}.values(), key=lambda t: t.i)
    if head.pos_ in ("PRON", "DET", "SCONJ") and head.lower_ in (
        "this",
        "that",
        "it",
        "these",
        "those",
        "them",
    ):
        antecedent = _antecedent(token, head)
        if antecedent is None and kind not in ("refusal", "acceptance", "denial"):
            return None
        body = antecedent or []
        if kind == "refusal" and any(t.lemma_.lower() in words["said"] for t in body):
            kind = "denial"
    return Stand(
        kind, pos, token, holders, toward, body, head,
        _condition_tokens(condition) if condition is not None else [],
        body if kind == "threat" else [],
    )  # fmt: skip


def _reservations(token: Token) -> list[Token]:
    """“in principle”, “partly”, “with reservations”: how far somebody accepts."""
    return [
        t
        for c in token.children
        if (c.dep_ == "advmod" and c.lower_ in ("partly", "partially", "largely", "provisionally"))
        or (
            c.dep_ == "prep"
            and c.lower_ in ("in", "with", "without")
            and any(
                g.lemma_.lower() in ("principle", "part", "full", "reservation", "caveat", "amendment")
                for g in c.children
            )
        )
        for t in c.subtree
    ]


def _is_subjunctive(verb: Token) -> bool:
    """“that the EU pay”: the plain form behind a subject that would want an “s”."""
    subject = own_subject(verb)
    return (
        subject is not None
        and verb.tag_ in ("VB", "VBP")
        and verb.lower_ == verb.lemma_
        and verb.lemma_ != "be"
        and subject.tag_ in ("NN", "NNP")
        and not any(c.dep_ == "conj" for c in subject.children)
        and not any(c.dep_ == "aux" for c in verb.children)
    )


def _is_told_to(verb: Token, word: Token, holders: tuple[Actor, ...], teller: Teller) -> bool:
    """“insists that the ships leave”: the plain form of a deed, told of others, whose plural hides the mood.

    After a past “insisted” a plain form is no report of what is the case; after “insists” only a deed of the
    other side can be meant.
    """
    subject = own_subject(verb)
    if subject is None or verb.tag_ != "VBP" or verb.lower_ != verb.lemma_ or verb.lemma_ in NO_DEEDS:
        return False
    if any(c.dep_ in ("aux", "auxpass", "neg") for c in verb.children) or subject.pos_ == "PRON":
        return False
    acting = [a for t in subject.subtree if t.i < verb.i and (a := teller.cast.actor_at(t)) is not None]
    if any(same_side(a, h) for a in acting for h in holders):
        return False
    return word.tag_ == "VBD" or bool(acting)


def _asides(head: Token, said: frozenset[str]) -> set[int]:
    """What only adds to a clause or noun phrase: “peace, which the radio broadcasts on Thursday”, “– a charge
    that Oslo denies” (`said`: the words for what somebody said)."""
    near = (head, *(x for x in head.children if x.dep_ in ("dobj", "pobj", "conj")))
    added = {
        c.i
        for t in near
        for c in t.children
        if c.dep_ == "relcl" and c.left_edge.i > 0 and c.left_edge.nbor(-1).text == ","
    }
    return added | {
        t.i
        for t in head.subtree
        if t.dep_ == "appos"
        and t.lemma_.lower() in said
        and t.left_edge.i > 0
        and t.left_edge.nbor(-1).text in (",", "–", "—", "-", "--")
    }


def other_clauses(head: Token) -> set[int]:
    """The clauses joined to a clause that have a subject or a “that” of their own: they say something else."""
    verbal = head.pos_ in ("VERB", "AUX")
    return {
        c.i
        for c in head.children
        if c.dep_ in ("conj", "parataxis") and (_marked(c, "that") or (verbal and own_subject(c) is not None))
    }


def _is_speech(head: Token, words: dict[str, frozenset[str]]) -> bool:
    """“say”, “comment”, “give details”: nothing that anybody asked for in the dispute."""
    if head.lemma_ in ("give", "provide", "name", "offer", "discuss", "describe", "be"):
        return head.lemma_ == "be" or any(
            c.dep_ == "dobj"
            and (c.lemma_ in words["speech"] or c.lemma_ in ("information", "figure", "answer"))
            for c in head.children
        )
    return head.lemma_ in words["speech"]


def _antecedent(token: Token, pronoun: Token) -> list[Token] | None:
    """What “denies this” denies: what the clause above it says; what “dismissed them” dismissed: its object."""
    above = token.head if token.dep_ in ("advcl", "conj", "ccomp", "parataxis") else None
    if above is None or above == token:
        return None
    if pronoun.lower_ in ("them", "it", "those", "these"):
        noun = next((c for c in above.children if c.dep_ in ("dobj", "pobj") and c.pos_ == "NOUN"), None)
        if noun is not None and (noun.tag_ == "NNS") == (pronoun.lower_ != "it"):
            return subtree_without(noun, {token.i})
        if pronoun.lower_ != "it":
            return None
    said = next((c for c in above.children if c.dep_ == "ccomp" and c.i < token.i), above)
    return subtree_without(said, {token.i})


def _condition_tokens(condition: Token) -> list[Token]:
    tokens = subtree_without(condition, set())
    if tokens and tokens[0].lower_ in ("if", "should"):
        tokens = tokens[1:]
    return tokens


def _names(head: Token, lemmas: frozenset[str]) -> bool:
    return head.pos_ in ("NOUN", "PROPN") and head.lemma_.lower() in lemmas


def _inner_stand(head: Token, codebook: Codebook) -> bool:
    if head.pos_ != "VERB":
        return False
    found = codebook.frames.get(("verb", head.lemma_.lower()), {})
    return any(kind in found for kind in ("refusal", "denial", "threat"))


def _is_hostile(head: Token, words: dict[str, frozenset[str]]) -> bool:
    """True where what the clause or noun phrase says would hurt somebody: “retaliate”, “use force”,
    “face severe consequences”; not “not to attack”, nor “before the war”."""
    if is_negated(head):
        return False
    lemma = head.lemma_.lower()
    if head.pos_ in ("VERB", "AUX"):
        if lemma in ("respond", "answer", "reply") and (
            any(
                (c.dep_ == "advmod" and c.lower_ in words["hostile_adverbs"])
                or (c.dep_ == "prep" and c.lower_ == "in" and any(g.lower_ == "kind" for g in c.children))
                for c in head.children
            )
            or _is_hostile_with(head, words)
        ):
            return True
        if lemma in words["hostile_verbs"] or any(
            c.dep_ in ("xcomp", "pcomp") and c.lemma_.lower() in words["hostile_verbs"]
            for child in head.children
            for c in (child, *(child.children if child.dep_ == "prep" else ()))
        ):
            return True
        if (
            lemma in ("meet", "treat", "regard")
            and (subject := own_subject(head)) is not None
            and _any(subject)
        ):
            return True  # “any attack would be met with”
        if lemma in words["hostile_if"] and condition_of(head) is not None:
            return True
    for noun in _objects_of(head):
        if noun.lemma_.lower() not in words["hostile_nouns"]:
            continue
        if noun.lemma_.lower() not in words["hostile_with_adjective"]:
            return True
        if any(
            t.lemma_.lower() in words["hostile_adjectives"] or t.lower_ == "military" for t in noun.subtree
        ):
            return True
        if noun.lemma_ in ("force", "price", "fire") and noun.dep_ in ("dobj", "pobj"):
            return True
    return head.pos_ in ("ADJ", "NOUN") and any(
        t.lemma_.lower() in words["hostile_adjectives"] for t in head.subtree if t.pos_ == "ADJ"
    )


def _is_hostile_with(head: Token, words: dict[str, frozenset[str]]) -> bool:
    return any(
        noun.lemma_.lower() in words["hostile_nouns"]
        for child in head.children
        if child.dep_ == "prep" and child.lower_ == "with"
        for inner in child.children
        for noun in _objects_of(inner)
    )


def _objects_of(head: Token) -> Iterator[Token]:
    """The nouns that a clause is about to do something with: its objects, not those of its side phrases."""
    if head.pos_ in ("NOUN", "PROPN"):
        yield head
        for child in head.children:
            if child.dep_ == "conj" or (child.dep_ == "appos" and child.pos_ == "NOUN"):
                yield from _objects_of(child)
            elif child.dep_ == "prep" and child.lower_ in ("of", "as"):
                for inner in child.children:
                    yield from _objects_of(inner)
        return
    for child in head.children:
        if child.dep_ in ("dobj", "attr", "oprd", "nsubjpass", "pobj", "xcomp", "pcomp"):
            yield from _objects_of(child)
        elif child.dep_ == "prep" and child.lower_ in ("with", "by", "to") and child.i > head.i:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from _objects_of(inner)


# What it helps to suspend or halt.
HARM = frozenset({"quarantine", "blockade", "sanction", "attack", "war", "bombing", "raid", "offensive", "strike", "fire",
                  "siege", "exercise", "drill", "manoeuvre", "maneuver", "enrichment", "tariff", "embargo", "shelling",
                  "operation", "hostility", "hostilities", "launch", "test", "construction", "mobilisation"})  # fmt: skip


def _helps(head: Token) -> bool:
    """“lift the sanctions”, “end the war”, “avoid an attack”: the hostile word is what is to stop."""
    if head.lemma_.lower() in ("suspend", "halt", "cut", "freeze", "close", "cancel", "call") and any(
        c.dep_ == "dobj" and c.lemma_.lower() in HARM for c in head.children
    ):
        return True
    return head.lemma_.lower() in (
        "lift", "ease", "end", "stop", "avoid", "prevent", "halt", "reduce", "remove", "cease", "waive", "help",
        "protect", "drop", "refrain", "limit", "delay", "release", "support", "abide", "honour", "honor",
    )  # fmt: skip


def _against(token: Token, head: Token) -> Token | None:
    for owner in (head, token):
        for t in owner.subtree:
            if t.lower_ == "against" and t.dep_ == "prep":
                return next((c for c in t.children if c.dep_ == "pobj"), None)
    return None


def _toward(
    token: Token,
    head: Token,
    other: Token | None,
    frame: str,
    kind: PositionType,
    holders: tuple[Actor, ...],
    teller: Teller,
) -> tuple[Actor, ...]:
    """Whom a stand is put to: the one told or asked, the one meant to act, or the side it names."""
    held = {a.id for a in holders}

    def others(found: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(a for a in found if a.id not in held and not any(same_side(a, h) for h in holders))

    candidates: list[Token | None] = []
    if other is not None and kind != "denial":  # who is told or asked may be of the holder's own country
        addressed = tuple(
            a
            for a in teller.actors_of(other)
            if a.id not in held and not (a.type == "state" and others((a,)) == ())
        )
        if addressed:
            return addressed
    if kind == "denial":
        if head.pos_ not in ("NOUN", "PROPN"):
            return ()
        said_by = [c for c in head.children if c.dep_ in ("poss", "amod", "compound")]
        by = _prep_object(head, ("by", "from", "of"))
        return next((f for c in (*said_by, by) if c is not None and (f := others(teller.actors_of(c)))), ())
    if kind in ("demand", "claim", "threat") or (kind == "offer" and frame == "that"):
        candidates.append(own_subject(head) if head.pos_ in ("VERB", "AUX") else None)
    candidates.append(_against(token, head))
    candidates.extend(_prep_object(o, ("to", "from", "of", "with", "on")) for o in (token, head))
    candidates.extend(c for c in head.children if c.dep_ in ("poss", "dative", "dobj", "amod", "compound"))
    for candidate in candidates:
        found = others(teller.actors_of(candidate)) if candidate is not None else ()
        if found:
            return found
    for t in subtree_without(head, other_clauses(head)):
        actor = teller.cast.actor_at(t)
        if actor is not None and actor.type in ("state", "alliance", "person", "organisation"):
            found = others((actor,))
            if found:
                return found
    statement = teller.statement_at(token)
    if statement is not None:
        speaker = teller.speaker_of(statement)
        if speaker is not None and any(same_side(speaker, h) for h in holders):
            return others(tuple(teller.cast.by_id[a] for a in statement.addressees))
    return ()


# ── main clauses of somebody's words ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Clause:
    """A main clause of somebody's words, as far as it tells what they commit him to."""

    verb: Token
    subject: Token | None
    speaker: Actor
    acting: tuple[Actor, ...]
    modal: str | None
    condition: Token | None
    negated: bool
    hostile: bool
    # Whose deed the clause is about, where its subject is that deed: “Oslo's raid violates the treaty”.
    owner: tuple[Actor, ...]
    # The condition is something that another side is to do: “if the United States withdrew”.
    waits_for_others: bool

    @property
    def mine(self) -> bool:
        """The speaker speaks of himself or of his side."""
        named = self.subject is not None and (
            self.subject.lower_ in ("we", "i")
            or any(c.dep_ == "poss" and c.lower_ in ("our", "my") for c in self.subject.children)
            or (  # “the two countries would sign a treaty”, says the minister of one
                self.future
                and self.subject.lemma_
                in ("country", "side", "government", "nation", "leader", "minister", "party")
                and any(c.lower_ in ("two", "both") for c in self.subject.children)
            )
            or (  # “his country would not take part”
                self.subject.lemma_
                in ("country", "government", "nation", "side", "party", "movement", "ministry")
                and any(c.dep_ == "poss" and c.lower_ in ("his", "her", "its") for c in self.subject.children)
            )
        )
        # “The EU will lift the tariffs, Commissioner Dombrovskis said”: an official of nobody knows whom.
        unknown = self.speaker.type == "person" and self.speaker.country is None and bool(self.speaker.roles)
        bodies = any(a.type in ("state", "alliance", "organisation") for a in self.acting)
        by_name = self.subject is not None and self.subject.pos_ != "PRON" and self.future
        return (
            named or (unknown and bodies and by_name) or any(same_side(a, self.speaker) for a in self.acting)
        )

    @property
    def foreign(self) -> tuple[Actor, ...]:
        """The others whom the clause is about."""
        return () if self.mine else tuple(a for a in self.acting if not same_side(a, self.speaker))

    @property
    def future(self) -> bool:
        return self.modal in FUTURE

    @property
    def duty(self) -> bool:
        """“should leave”, “must stop”, “needs to go”; not the guess “must have known”."""
        perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in self.verb.children)
        if perfect:
            return False
        barred = self.modal == "may" and self.negated and not self.mine  # “Oslo may not close the port”
        return self.modal in ("should", "must") or barred or _has_duty(self.verb) or _is_bound(self.verb)


FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll", "wo", "going"})
# Verbs that say no deed: “will see”, “would be”.
NO_DEEDS = frozenset({"be", "see", "forget", "know", "think", "believe", "hope", "understand", "like", "want", "need", "say",
                      "depend", "seem", "have", "call", "expect", "consider", "become", "appear", "feel", "mean",
                      "get", "take", "try", "look", "require", "prefer", "fear", "regret", "doubt", "tell", "remember",
                      "welcome", "respect", "trust", "agree", "die", "face", "lose", "suffer", "benefit", "receive", "gain",
                      "earn", "enjoy", "win", "succeed", "prevail", "grow", "rise", "argue", "insist", "cost", "notice", "miss", "deserve", "hear"})  # fmt: skip
# What one should think is nothing asked for.
THOUGHTS = frozenset(
    {"expect", "know", "think", "remember", "understand", "mean", "depend", "believe", "imagine"}
)
# “was not concerned”, “is not able”: no deed is denied.
STATES_OF_MIND = frozenset({"able", "unable", "likely", "unlikely", "concerned", "worried", "sure", "certain", "surprised",
                            "happy", "glad", "afraid", "satisfied", "pleased", "optimistic", "ready", "willing"})  # fmt: skip
# What an official says of the state of things is his side's doing: “the blockade would stay in force”.
GOES_ON = frozenset(
    {"remain", "stay", "continue", "resume", "begin", "start", "end", "cease", "go", "stop", "proceed"}
)
# Not to do these is to give way.
IN_THE_WAY = frozenset({"object", "obstruct", "interfere", "stand", "block", "hinder", "prevent", "oppose", "resist",
                        "intervene", "impede", "involve", "participate", "enter", "invade", "attack", "retaliate", "escalate", "seek", "use", "join"})  # fmt: skip
FALSE = frozenset({"false", "untrue", "baseless", "unfounded", "groundless", "nonsense", "lie", "fabrication", "absurd",
                   "wrong", "fake", "ridiculous", "rubbish", "slander", "propaganda", "fiction", "misleading", "inaccurate",
                   "incorrect", "fabricated", "fictitious", "malicious", "disinformation", "hoax", "smear", "unsubstantiated",
                   "preposterous", "ludicrous", "laughable", "distorted"})  # fmt: skip


def stands_by_clause(verb: Token, teller: Teller, codebook: Codebook) -> Iterator[Stand]:
    """What the main clauses of somebody's words commit the speaker to, without a word that says so.

    What a side says of itself is a promise, a refusal, a threat or a denial; what it says of the other a
    demand, a threat or a claim: “said Russia should withdraw”, “we will respond next week”.
    """
    statement = teller.statement_at(verb)
    if statement is None or statement.negated or is_condition(verb) or not _is_main(verb, statement):
        return
    speaker = teller.speaker_of(statement)
    if speaker is None or verb.dep_ in ("aux", "auxpass") or statement.acts == ("ask",):
        return
    subject = own_subject(verb)
    if subject is None and verb.dep_ == "conj":
        subject = own_subject(verb.head)
    if subject is None and verb.dep_ == "xcomp":
        subject = subject_of(verb)
    modal = _modal_of(verb)
    acting = teller.actors_of(subject)
    deed = holder_of_noun(subject) if subject is not None and subject.pos_ == "NOUN" and not acting else None
    owner = tuple(a for a in teller.actors_of(deed) if not same_side(a, speaker) and is_party(a))
    clause = Clause(
        verb, subject, speaker, acting, modal, condition_of(verb), is_negated(verb),
        _is_hostile(verb, codebook.words) and not _helps(verb), owner, _waits_for_others(verb, speaker, teller),
    )  # fmt: skip
    cut = {clause.condition.i} if clause.condition is not None else set()
    body = [t for t in subtree_without(verb, cut | other_clauses(verb)) if _in(statement, t)]
    kind = _kind_of(clause, body, codebook)
    if not body or kind is None:
        return
    if verb.dep_ == "advcl" and body[0].lower_ in (
        "after",
        "before",
        "because",
        "since",
        "when",
        "while",
        "as",
    ):
        return  # “after the court had ruled that he must go”
    if kind == "commitment" and clause.condition is not None and _is_warning(statement, verb):
        kind = (
            "threat"  # “unless it is renewed, Russia will treat every ship as hostile, the ministry warned”
        )
    addressed = tuple(teller.cast.by_id[a] for a in statement.addressees)
    holders: tuple[Actor, ...] = (speaker,)
    toward = () if kind == "denial" else clause.foreign or (clause.owner if kind == "claim" else ())
    if kind in ("commitment", "refusal", "offer") or (kind == "threat" and clause.mine):
        own = tuple(a for a in clause.acting if same_side(a, speaker)) or (
            clause.acting if clause.mine else ()
        )
        holders = tuple(a for a in own if a.type in ("state", "alliance", "organisation")) or (speaker,)
        toward = _toward(verb, verb, None, "that", "commitment", holders, teller) or addressed
    condition = clause.condition or proviso_of(verb)
    conditions = _condition_tokens(condition) if condition is not None else []
    if kind == "threat" and not conditions:
        # “any attack would be answered”; “any move would be an invasion and Moscow would pay for it”
        first = own_subject(verb.head) if verb.dep_ == "conj" else subject
        if first is not None and _any(first):
            conditions = subtree_without(first, set())
    found_by = "said" if kind in ("claim", "denial") else "modal"
    if kind == "commitment" and not clause.mine:
        found_by = "announced"  # “the talks would be resumed”
    yield Stand(
        kind, found_by, verb, holders, toward, body, verb, conditions,
        body if kind == "threat" else [],
    )  # fmt: skip


def _is_warning(statement: Statement, verb: Token) -> bool:
    """“…, the ministry warned”."""
    cues = (verb.doc.char_span(s.start, s.end, alignment_mode="expand") or () for s in statement.cue)
    return any(t.lemma_ in ("warn", "threaten") for cue in cues for t in cue)


def _waits_for_others(verb: Token, speaker: Actor, teller: Teller) -> bool:
    condition = condition_of(verb)
    who = teller.actors_of(own_subject(condition)) if condition is not None else ()
    return any(not same_side(a, speaker) for a in who)


def _kind_of(clause: Clause, body: list[Token], codebook: Codebook) -> PositionType | None:
    """What sort of stand a clause takes; None where it takes none."""
    verb, subject = clause.verb, clause.subject
    lemma = verb.lemma_.lower()
    if (idiom := _idiom(clause)) is not None:
        return idiom
    if ("verb", lemma) in codebook.frames and not clause.duty:
        return None  # the word speaks for itself
    if verb.tag_ == "VB" and subject is None and verb.dep_ in ("ROOT", "ccomp") and not is_modal(verb):
        first = next((t for t in body if not t.is_punct), None)
        return "demand" if first == verb else None  # an order: “Withdraw your troops”, “Let her speak”
    if clause.duty:
        if clause.mine:
            if is_passive(verb) and not clause.negated:
                return "demand"  # “the United States must be compensated”
            return "threat" if clause.hostile and clause.condition is not None else None
        if lemma in THOUGHTS or not (is_party(clause.speaker) or clause.foreign):
            return None  # “the world should expect …”; what a scholar thinks that countries have to do
        # “there must be an inquiry” has no subject but “there”
        put = subject is not None or any(c.dep_ == "expl" for c in verb.children)
        bound = clause.foreign or _is_bound(verb)
        return "demand" if put and not (clause.negated and not bound) else None
    if clause.future:
        return _kind_of_future(clause, codebook)
    if clause.modal is not None or not is_party(clause.speaker):
        return None
    if (
        subject is not None
        and subject.lemma_.lower() in codebook.words["said"]
        and any(c.lemma_.lower() in FALSE for c in verb.children if c.dep_ in ("acomp", "attr"))
    ):
        return "denial"
    if (lemma == "be" and any(c.dep_ == "expl" for c in verb.children)) or lemma == "exist":
        return "denial" if _denies_grounds(verb) else None
    unable = any(c.dep_ == "acomp" and c.lower_ in STATES_OF_MIND for c in verb.children)
    mental = (lemma in NO_DEEDS and lemma != "be") or verb.tag_ == "VB" or unable
    struck = lemma in codebook.words["hostile_verbs"] | codebook.words["strikes"]
    if struck and subject is not None and is_passive(verb) and is_negated(subject):
        return "denial"  # “no civilians were targeted”
    if clause.mine and struck and not clause.negated and not is_passive(verb) and verb.tag_ in ("VBD", "VBN"):
        return "claim"  # “it shot down five jets”: a party's own word for its deed
    if clause.mine:
        return (
            "denial" if clause.negated and not mental and verb.tag_ in ("VBD", "VBN", "VB", "VBG") else None
        )
    if lemma in load_cues().verbs and any(c.dep_ == "ccomp" for c in verb.children):
        return None  # “Volker confirmed that …”: what another said
    if subject is not None and subject.lower_ in ("he", "she") and clause.speaker.type == "person":
        return None  # “Holm said he had spoken”: himself, whomever the pronoun was taken for
    if is_passive(verb):
        return None  # “the managers had been barred”: nobody is charged with it
    charged = struck or clause.negated or _is_wrong(verb, codebook)
    if not mental and any(
        a.type != "people" and is_party(a) and (charged or _are_rivals(a, clause.speaker))
        for a in clause.foreign
    ):
        return "claim"
    if clause.owner and _is_wrong(verb, codebook):
        return "claim"  # “Oslo's raid constitutes a violation of the treaty”
    return None


def _is_wrong(verb: Token, codebook: Codebook) -> bool:
    """“violates”, “constitutes an act of aggression”: what nobody says of a deed of his own."""
    if verb.lemma_.lower() in load_cues().content["wrongs"] | {"endanger", "threaten"}:
        return True
    return verb.lemma_ in ("be", "constitute", "amount", "represent", "pose") and any(
        t.lemma_.lower() in codebook.words["wrongs"]
        for c in verb.children
        if c.dep_ in ("attr", "dobj", "acomp", "prep")
        for t in (c, *c.children, *(g for d in c.children for g in d.children))
    )


GROUNDS = frozenset({"proof", "evidence", "basis", "truth", "foundation", "ground", "justification", "indication",
                     "substance", "merit", "requirement", "obligation", "link", "connection", "intention", "agreement",
                     "violation", "plan", "wrongdoing"})  # fmt: skip


def _denies_grounds(verb: Token) -> bool:
    """“There is no proof of this”, “no obligation exists”."""
    return any(
        c.dep_ in ("attr", "nsubj")
        and c.lemma_.lower() in GROUNDS
        and any(g.lower_ in ("no", "zero") for g in c.children)
        for c in verb.children
    )


def _takes_a_step(verb: Token) -> bool:
    """“take part”, “take further steps”, “take the dispute to the Council”; not “take note”, “take time”."""
    return verb.lemma_ == "take" and any(
        c.dep_ == "dobj" and c.lemma_.lower() in ("part", "step", "action", "measure", "countermeasure", "revenge",
                                                  "dispute", "case", "matter", "issue", "complaint", "responsibility")
        for c in verb.children
    )  # fmt: skip


def _idiom(clause: Clause) -> PositionType | None:
    """“The door remains open”, “all options are on the table”."""
    if not is_party(clause.speaker):
        return None
    verb, subject = clause.verb, clause.subject
    told = {t.lemma_.lower() for t in verb.subtree}
    things = {subject.lemma_.lower()} if subject is not None else set()
    things |= {c.lemma_.lower() for c in verb.children if c.dep_ in ("dobj", "ccomp")}
    things |= {g.lemma_.lower() for c in verb.children if c.dep_ == "ccomp" for g in c.children}
    if "door" in things and "open" in told:
        return None if clause.negated else "offer"
    if "option" in things and "table" in told:
        return "threat"
    return None


def _kind_of_future(clause: Clause, codebook: Codebook) -> PositionType | None:
    verb, subject, words = clause.verb, clause.subject, codebook.words
    lemma = verb.lemma_.lower()
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return None  # “would have objected”: it did not come to that
    if clause.mine:
        if lemma == "have" and clause.condition is not None and (to_do := _has_to(verb)) is not None:
            strikes = to_do.lemma_.lower() in words["hostile_verbs"] | words["hostile_if"] | {
                "respond",
                "answer",
            }
            return "threat" if strikes else None  # “if Oslo fails, we will have to act”
        if lemma in NO_DEEDS and not (_takes_a_step(verb) or (lemma == "take" and _has_no_object(verb))):
            return None
        if clause.negated or clause.modal == "wo" or _has_no_object(verb):
            gives_way = lemma in IN_THE_WAY or lemma in words["hostile_verbs"]
            return "commitment" if gives_way or _has_no_object(verb) else "refusal"
        if clause.hostile:
            return "threat"
        return "offer" if clause.condition is not None and clause.waits_for_others else "commitment"
    if clause.hostile and (clause.foreign or (subject is not None and _any(subject))):
        return "threat"
    if not is_party(clause.speaker) or clause.negated:
        return None
    if clause.hostile and clause.condition is not None and subject is not None and not clause.acting:
        return "threat" if subject.lemma_.lower() in words["forces"] else None
    # “the reservists would be released”: those to whom it is done stand in no one's way.
    passive = is_passive(verb) and agent_of(verb) is None
    if clause.foreign and not (passive and all(a.type in ("group", "people") for a in clause.foreign)):
        return None
    if lemma == "be" and any(c.dep_ == "expl" for c in verb.children):  # “there would be no attack”
        denied = next((c for c in verb.children if c.dep_ == "attr" and is_negated(c)), None)
        if denied is None:
            harm = any(c.lemma_.lower() in words["hostile_nouns"] for c in verb.children if c.dep_ == "attr")
            return "offer" if clause.condition is not None and not harm else None
        return "commitment" if denied.lemma_.lower() in words["hostile_nouns"] | HARM else "refusal"
    if (passive or (lemma in GOES_ON and not clause.acting)) and subject is not None:
        if clause.condition is not None and subject.lemma_.lower() in words["hostile_nouns"]:
            return "threat"
        return "commitment"
    return None


def is_nobody(actor: Actor) -> bool:
    """True for “bombers”, “men”, “leaders”: a group of which nobody knows whose it is."""
    return actor.type == "group" and actor.country is None and actor.sector in (None, "MIL", "CVL")


def is_party(actor: Actor) -> bool:
    """True for those whose word binds a side: states, alliances, officials, forces, armed groups; not for
    the press, scholars or companies."""
    if actor.sector in ("MED", "EDU", "BUS", "CVL", "MNC"):
        return False
    return (
        actor.type in ("state", "alliance", "office") or actor.country is not None or actor.sector is not None
    )


def _modal_of(verb: Token) -> str | None:
    """The modal of a verb, or of the verb that it is joined to; “going” for “is going to”."""
    modal = next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.tag_ == "MD"), None)
    if modal is None and verb.dep_ in ("conj", "xcomp") and verb.tag_ == "VB" and not _is_done(verb):
        modal = next((c.lower_ for c in verb.head.children if c.dep_ == "aux" and c.tag_ == "MD"), None)
        if modal is None and verb.head.lower_ == "going":
            return "going"
    return modal


def _has_to(verb: Token) -> Token | None:
    """The deed of “will have to act”."""
    return next((c for c in verb.children if c.dep_ == "xcomp" and _marked(c, "to")), None)


def _is_done(verb: Token) -> bool:
    """“did not realise”: an auxiliary of its own, so that no modal of another verb is its."""
    return any(c.dep_ == "aux" and c.lemma_ == "do" for c in verb.children)


def _has_no_object(verb: Token) -> bool:
    """“would take no reckless decisions”."""
    return any(c.dep_ == "dobj" and any(g.lower_ == "no" for g in c.children) for c in verb.children)


def announced(verb: Token, teller: Teller, codebook: Codebook) -> Iterator[Stand]:
    """“Thant will fly to Havana on Tuesday”: what the report itself says that a side will do."""
    if (
        teller.statement_at(verb) is not None
        or verb.dep_ not in ("ROOT", "conj")
        or _modal_of(verb) != "will"
    ):
        return
    subject = own_subject(verb)
    holders = tuple(a for a in teller.actors_of(subject) if is_party(a) and a.type not in ("group", "people"))
    if not holders or verb.lemma_ in NO_DEEDS or is_passive(verb):
        return
    if verb.lemma_.lower() not in codebook.words["scheduled"] and not _is_dated(verb):
        return  # “Oslo will find it hard”: what the writer thinks will come
    if _is_hostile(verb, codebook.words) or any(
        c.dep_ == "advmod" and c.lower_.endswith("ly") for c in verb.children
    ):
        return
    condition = condition_of(verb) or proviso_of(verb)
    body = subtree_without(verb, other_clauses(verb) | ({condition.i} if condition is not None else set()))
    kind: PositionType = "refusal" if is_negated(verb) else "commitment"
    yield Stand(
        kind, "announced", verb, holders, _toward(verb, verb, None, "that", kind, holders, teller), body, verb,
        _condition_tokens(condition) if condition is not None else [],
    )  # fmt: skip


def _is_dated(verb: Token) -> bool:
    return any(
        t.ent_type_ in ("DATE", "TIME")
        for c in verb.children
        if c.dep_ in ("prep", "npadvmod", "advmod")
        for t in (c, *c.children)
    )


def _any(noun: Token) -> bool:
    return any(c.lower_ in ("any", "another", "further") for c in noun.children)


def _is_bound(verb: Token) -> bool:
    """“has a clear obligation to let aid in”; “cannot be allowed to close the port”."""
    if verb.lemma_ == "have":
        return any(
            c.dep_ == "dobj"
            and c.lemma_ in ("obligation", "duty", "responsibility")
            and not is_negated(c)
            and any(g.dep_ == "acl" and _marked(g, "to") for g in c.children)
            for c in verb.children
        )
    return (
        verb.lemma_ in ("allow", "permit", "tolerate")
        and is_passive(verb)
        and is_negated(verb)
        and any(c.lower_ in ("can", "could", "ca") for c in verb.children if c.dep_ == "aux")
    )


def _has_duty(verb: Token) -> bool:
    """“needs to leave”, “has to stop”, “is obliged to”."""
    return verb.dep_ == "xcomp" and verb.head.lemma_ in ("need", "have", "oblige") and _marked(verb, "to")


def _in(statement: Statement, token: Token) -> bool:
    return any(s.start <= token.idx < s.end for s in statement.content)


def _is_main(verb: Token, statement: Statement) -> bool:
    """True for the head of the content's own clause, one joined to it, or what “the first need is that …” says."""
    while True:
        joined = verb.dep_ == "conj" or (verb.dep_ == "xcomp" and verb.head.lemma_ in ("need", "have"))
        identified = verb.dep_ == "ccomp" and verb.head.lemma_ == "be" and _marked(verb, "that")
        if not (joined or identified):
            break
        if not _in(statement, verb.head):
            return True
        verb = verb.head
    return verb.head == verb or not _in(statement, verb.head) or verb.dep_ == "parataxis"


# ── from stand to record ─────────────────────────────────────────────────────────────────────────────


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
        if kind == "demand" and not toward and not is_party(holder):
            continue
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
