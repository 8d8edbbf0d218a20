"""Who stands on which side of an event: the mentions behind the grammatical places of source and target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol

from spacy.tokens import Token

from detente.codebook.actor_tables import load_actor_tables
from detente.reading.actor_phrases import plural_of
from detente.reading.actors import Cast
from detente.reading.grammar import logical_subjects, objects, prepositional
from detente.reading.triggers import VERBAL, Match, Matcher, inner_match, sources_of, target_candidates
from detente.records import Actor, Mention, Place, Span


class View(Protocol):
    """What must be known of a page to tell the sides of its events."""

    @property
    def cast(self) -> Cast: ...

    @property
    def matcher(self) -> Matcher: ...

    def place_at(self, token: Token) -> Place | None:
        """The place that a word is part of."""


def sides(match: Match, view: View) -> tuple[list[Mention], list[Mention]]:
    """The mentions on the source's and on the target's side."""
    cast = view.cast
    sources = mentions_behind(sources_of(match), cast)
    token = match.token
    if not sources:
        sources = mentions_behind(_issuers(sources_of(match)), cast)
    if not sources and token.dep_ == "acl" and token.tag_ == "VBG" and token.head.dep_ in ("dobj", "attr"):
        # “issued a declaration demanding that …”: who issued it
        sources = mentions_behind(logical_subjects(token.head.head), cast)
    targets = _first_named(target_candidates(match), sources, cast)
    if match.type in VERBAL and not targets:
        inner = inner_match(match, view.matcher)
        if inner is not None:
            targets = _first_named([*target_candidates(inner), sources_of(inner)], sources, cast)
        if not targets and match.token.pos_ == "VERB":
            targets = _first_named([objects(match.token)], sources, cast)
    if match.type in ("SANCTION", "MOBILIZE", "RETREAT"):
        targets = _not_own_things(match, sources, targets, cast)
    if not targets:
        targets = others(_set_against(match, cast), sources)
    if not targets:
        targets = others(_states_of_places(match, view), sources)
    if match.trigger.both and not targets:
        return sources, list(sources) if len(actor_ids(sources, cast)) > 1 else []
    return sources, targets


# Deeds that are meant for whom they are “against”, and words that are put to whose help they ask for.
_AGAINST_SOMEBODY = frozenset(("MOBILIZE", "PROTEST", "SANCTION", "THREATEN", "ASSAULT", "COERCE"))
_ASKED_OF = frozenset(("help", "aid", "support", "assistance", "backing", "approval", "permission", "recognition", "intervention", "mediation"))  # fmt: skip


def _set_against(match: Match, cast: Cast) -> list[Mention]:
    """“mobilised reservists for a war *against Iraq*”, “asked for *US* help”."""
    if match.type in _AGAINST_SOMEBODY:
        against = (t for t in match.token.subtree if t.lower_ == "against" and t.dep_ == "prep")
        heads = [c for t in against for c in t.children if c.dep_ == "pobj"]
        return mentions_behind(heads[:1], cast)
    if match.type == "REQUEST":
        asked = (t for t in match.token.subtree if t.lemma_ in _ASKED_OF and t.i > match.token.i)
        owners = [c for t in asked for c in t.children if c.dep_ in ("compound", "amod", "poss")]
        return [m for c in owners if (m := cast.mention_at(c)) is not None]
    return []


def _not_own_things(
    match: Match, sources: Sequence[Mention], targets: list[Mention], cast: Cast
) -> list[Mention]:
    """“recalled *its ambassador*”, “called up *reservists*”: one's own people that are moved are no target."""
    own = {c for m in sources if (c := cast.by_id[m.actor].country) is not None}
    own_ = min(own, default=None)  # troops of no named country are one's own
    moved = {t.idx for t in (*match.used, *(objects(match.token) if match.token.pos_ == "VERB" else ()))}
    return [
        m
        for m in targets
        if (cast.by_id[m.actor].country or own_) not in own
        or not any(m.span.start <= i < m.span.end for i in moved)
    ]


def _states_of_places(match: Match, view: View) -> list[Mention]:
    """“arrived in *Havana*”, “flew troops to *Aden*”: the state of a place gone to, where the report has it as an actor.

    Where something only takes place (“an attack *in* Kandahar”) nobody is its target.
    """
    for heads in target_candidates(match):
        for head in heads:
            prep = head.head.lower_ if head.dep_ == "pobj" else ""
            if prep not in _GOING and not (
                match.trigger.mode == "visit" and (prep in ("in", "at") or not prep)
            ):
                continue
            place = view.place_at(head)
            state = view.cast.states.get(place.country) if place is not None and place.country else None
            if place is not None and state is not None:
                return [Mention(place.id, place.report, place.span, state, "metonym")]
    return []


_GOING = frozenset(("to", "into", "on", "against", "towards", "toward"))


def _first_named(places: Iterable[list[Token]], sources: Sequence[Mention], cast: Cast) -> list[Mention]:
    """The mentions at the first place that names somebody who is not a source."""
    for heads in places:
        found = others(mentions_behind(heads, cast), sources)
        if found:
            return found
    return []


def others(targets: Sequence[Mention], sources: Sequence[Mention]) -> list[Mention]:
    """The targets that are not sources: nobody is told to do it to himself."""
    own = {m.actor for m in sources}
    return [m for m in targets if m.actor not in own]


def mentions_behind(heads: Sequence[Token], cast: Cast) -> list[Mention]:
    """The mentions behind grammatical heads; for a thing, those of whose it is."""
    found: dict[Span, Mention] = {}
    for head in heads:
        direct = cast.mentions_of(head)
        if not direct:
            direct = _behind(head, cast)
        for mention in direct:
            found[mention.span] = mention
    return [found[s] for s in sorted(found)]


def _behind(head: Token, cast: Cast, depth: int = 2) -> tuple[Mention, ...]:
    """“B's *decision*”, “the *army* of B”, “Russian *troops*”: whom a thing or a nameless group belongs to."""
    for child in head.children:
        if child.dep_ == "poss":
            if child.lower_ == "whose":
                clause = next((a for a in head.ancestors if a.dep_ == "relcl"), None)
                if clause is not None and (found := cast.mentions_of(clause.head)):
                    return found
            if found := cast.mentions_of(child):
                return found
    for child in head.children:
        if child.dep_ in ("compound", "amod", "nmod") and (mention := cast.mention_at(child)):
            return (mention,)
    if depth:
        for prep, obj in prepositional(head):
            if prep in ("of", "by", "in", "from", "on", "against"):
                found = cast.mentions_of(obj) or _behind(obj, cast, depth - 1)
                if found:
                    return found
    for child in head.children:
        # “the demands *that Cuba made*”, “the resolution *put forward by* Oman”
        if child.dep_ in ("relcl", "acl") and child.pos_ == "VERB" and head.lemma_.lower() in _MADE:
            for doer in logical_subjects(child):
                if doer.i != head.i and (found := cast.mentions_of(doer)):
                    return found
    return ()


# Things that somebody says or decides: whose they are may stand in their relative clause.
_MADE = frozenset((
    "demand", "proposal", "plan", "offer", "decision", "resolution", "request", "claim", "charge", "accusation", "allegation",
    "statement", "report", "threat", "warning", "condition", "measure", "sanction", "ban", "blockade", "quarantine", "embargo",
    "ultimatum", "initiative", "idea", "call", "appeal", "policy", "law", "order", "decree", "draft", "text", "move", "step",
))  # fmt: skip
# Papers that speak for those who issue them: “adopted a resolution that *calls for* …”.
_PAPERS = frozenset((
    "resolution", "statement", "declaration", "letter", "communique", "communiqué", "report", "decree", "order", "note", "message",
    "proclamation", "document", "memorandum", "text", "bill", "law", "motion", "ruling", "verdict", "decision", "announcement",
    "speech", "address", "appeal", "petition", "manifesto", "article", "telegram", "cable", "proposal", "plan",
))  # fmt: skip


def _issuers(papers: Sequence[Token]) -> list[Token]:
    """Who issued a paper that “says”: whoever signed, sent, adopted or voted for it in the clause around it."""
    for paper in papers:
        if paper.lemma_.lower() not in _PAPERS:
            continue
        governor = paper.head
        if paper.dep_ == "pobj" and governor.dep_ in ("prep", "agent"):
            governor = governor.head
        if paper.dep_ in ("dobj", "pobj") and governor.pos_ == "VERB":
            return logical_subjects(governor)
    return []


def actor_ids(mentions: Sequence[Mention], cast: Cast) -> tuple[str, ...]:
    """The actors of mentions; a pair named as one (“the two leaders”) counts as those in it, a country's
    machines (“Indian aircraft”) as the country: an aircraft does nothing of itself."""
    named = (a for m in mentions for a in cast.members.get(m.actor, (m.actor,)))
    return tuple(dict.fromkeys(_owner_of_machines(cast.by_id[a], cast) for a in named))


def _owner_of_machines(actor: Actor, cast: Cast) -> str:
    if actor.type == "group" and actor.country and actor.name.split()[-1] in _machines():
        return cast.states.get(actor.country, actor.id)
    return actor.id


@cache
def _machines() -> frozenset[str]:
    """The last words of names of groups that are weapons: “warships”, “jets”."""
    groups = [g for found in load_actor_tables().groups.values() for _, g in found]
    return frozenset(plural_of(g.noun).split()[-1] for g in groups if g.use == "weapon")
