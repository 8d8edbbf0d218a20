"""Who stands on which side of an event: the mentions behind the grammatical places of source and target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Protocol

from spacy.tokens import Token

from detente.codebook.actor_tables import load_actor_tables
from detente.reading.actor_phrases import plural_of
from detente.reading.actors import Cast
from detente.reading.grammar import is_passive, logical_subjects, objects, prepositional, surface_subject
from detente.reading.triggers import (
    VERBAL,
    Match,
    Matcher,
    inner_match,
    light_verb,
    sources_of,
    target_candidates,
)
from detente.records import Actor, EventType, Mention, Place, Span


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
    cast, token = view.cast, match.token
    sources = _sources(match, view)
    targets = _targets(match, sources, view)
    if match.trigger.both and not targets:
        return sources, list(sources) if len(actor_ids(sources, cast)) > 1 else []
    if match.type in _JOINT and len({cast.by_id[m.actor].country for m in sources}) > 1:
        # “X and Y signed an agreement that gives *X's troops* access”: they act on each other
        own = {cast.by_id[m.actor].country for m in sources}
        targets = [m for m in targets if cast.by_id[m.actor].country not in own]
    if match.type == "AGREE" and token.pos_ == "VERB":
        targets = [m for m in targets if not _is_home_of(m, sources, cast)]
    return sources, targets


_JOINT = frozenset(("AGREE", "SUPPORT", "COOPERATE", "CONSULT"))


def _sources(match: Match, view: View) -> list[Mention]:
    cast, token = view.cast, match.token
    sources = mentions_behind(sources_of(match), cast)
    if not sources and not sources_of(match) and token.pos_ == "VERB":
        sources = _mistagged(token, cast)
    if not sources:
        sources = mentions_behind(_issuers(sources_of(match)), cast)
    if not sources and match.type == "ASSAULT" and token.lemma_ in ("die", "torture", "beat", "kill"):
        # “died of torture *in Israeli custody*”
        keepers = (obj for prep, obj in prepositional(token) if prep == "in" and obj.lemma_ in _KEPT)
        sources = [m for keeper in keepers for m in mentions_behind([keeper], cast)]
    if not sources and token.dep_ == "acl" and token.tag_ == "VBG" and token.head.dep_ in ("dobj", "attr"):
        # “issued a declaration demanding that …”: who issued it
        sources = mentions_behind(logical_subjects(token.head.head), cast)
    if (
        not sources
        and match.type in ("COERCE", "ACCUSE", "SANCTION")
        and is_passive(token)
        and not sources_of(match)
    ):
        sources = _power_at(match, view)
    if not sources and token.dep_ == "pobj" and token.pos_ == "NOUN" and token.head.lower_ == "in":
        if token.i == token.head.i + 1 and token.head.head.pos_ == "VERB":
            # “began a fast *in protest* against B”, “*in retaliation*”
            sources = mentions_behind(logical_subjects(token.head.head), cast)
    return sources


def _mistagged(verb: Token, cast: Cast) -> list[Mention]:
    """“*USAID* had announced …”: a name right before a finite verb that has no subject, taken for an adverb."""
    if verb.dep_ not in ("ROOT", "ccomp") or is_passive(verb) or surface_subject(verb) is not None:
        return []
    for child in verb.children:
        if child.i < verb.i and child.dep_ in ("advmod", "npadvmod", "dep", "amod", "compound"):
            mention = cast.mention_at(child)
            if mention is not None and mention.form == "name" and child.nbor(1).text not in (",", ")"):
                return [mention]
    return []


_KEPT = frozenset(("custody", "detention", "captivity", "jail", "prison", "cell"))
# What only the authorities of a place do to people there.
_OF_AUTHORITIES = frozenset((
    "arrest", "detain", "jail", "imprison", "sentence", "convict", "charge", "try", "prosecute", "indict", "put", "place", "remand",
    "execute", "hang", "behead", "deport", "expel", "extradite", "fine", "ban", "outlaw", "impose", "declare", "round", "acquit",
    "investigate", "question", "summon", "hold",
))  # fmt: skip


_EXPELLING = frozenset(("expel", "deport", "evict", "banish"))


def _power_at(match: Match, view: View) -> list[Mention]:
    """“was arrested *in Lebanon*”, “expelled *from* it”: who does so is the state, where nobody else is named."""
    if match.token.lemma_ not in _OF_AUTHORITIES:
        return []
    expelled = match.token.lemma_ in _EXPELLING
    hanging = (pair for head in (match.token, *match.used) for pair in prepositional(head))
    for prep, obj in hanging:
        if (prep in ("in", "at") and obj not in match.used) or (prep == "from" and expelled):
            named = [m for m in view.cast.mentions_of(obj) if view.cast.by_id[m.actor].type == "state"]
            if named or (named := _state_there(obj, view)):
                return named
    return []


def _targets(match: Match, sources: Sequence[Mention], view: View) -> list[Mention]:
    cast, token = view.cast, match.token
    targets = _first_named(_open_places(match), sources, match, cast)
    if match.type in VERBAL and not targets:
        inner = inner_match(match, view.matcher)
        if inner is not None:
            targets = _first_named([*_open_places(inner), sources_of(inner)], sources, match, cast)
        if not targets and token.pos_ == "VERB":
            targets = _first_named([objects(token)], sources, match, cast)
    if not targets:
        targets = others(_set_against(match, cast), sources)
    if not targets:
        targets = others(_states_of_places(match, view), sources)
    joint = match.type == "AGREE" and len(actor_ids(sources, cast)) > 1  # “A and B agreed”: with each other
    if not targets and match.type in _REACHING and not joint:
        targets = _further_down(match, sources, view)
    if match.type == "ASSAULT" and token.dep_ == "nsubj" and targets and targets[0].form == "metonym":
        # “a bombing near Samarra *killed* two Danes”: whom it hit is said
        hit = view.matcher.at(token.head)
        if hit is not None and hit.type == "ASSAULT":
            targets = others(mentions_behind(objects(token.head), cast), sources) or targets
    if not targets and match.type in _AT_HOME:
        targets = _own_state(match, sources, view)
    return targets


# What a government does to its own people: named by the country where it is done.
_AT_HOME = frozenset(("COERCE", "CONCEDE", "ASSAULT"))


def _own_state(match: Match, sources: Sequence[Mention], view: View) -> list[Mention]:
    """“has eased the rules on the press *in Sudan*”, by Sudan's president: the state that is named as the scene."""
    homes = {view.cast.by_id[m.actor].country for m in sources}
    for word in match.token.subtree:
        if (
            word.i > match.token.i
            and word.dep_ == "pobj"
            and word.head.lower_ in ("in", "across", "throughout")
        ):
            for mention in view.cast.mentions_of(word) or _state_there(word, view):
                actor = view.cast.by_id[mention.actor]
                if actor.type == "state" and homes == {actor.country}:
                    return [mention]
    return []


def _open_places(match: Match) -> Iterator[list[Token]]:
    """The places of the target, without those that say something else.

    What stands behind “on” or “about” is what an agreement or a meeting is about, not whom it is with; where
    words are said (“promised *in Geneva* that …”) is not to whom.
    """
    later: list[list[Token]] = []
    for heads in target_candidates(match):
        prep = heads[0].head.lower_ if heads and heads[0].dep_ == "pobj" else ""
        if prep == "to" and heads[0].head.head.lower_ == "according":
            continue
        if (
            prep == "to"
            and (match.token.lemma_ in _COMPLAINING)
            and any(t.lower_ in _BLAMING for t in match.token.subtree)
        ):
            later.append(heads)
            continue
        if prep and prep not in match.trigger.target:
            if prep in _TOPICS and match.type in ("AGREE", "CONSULT", "COOPERATE"):
                continue
            if prep in ("in", "at") and match.type in VERBAL and heads[0].head.head.i == match.token.i:
                continue
        yield heads
    yield from later


# “complained to the council over X's raids”: X is blamed; to whom one complains is second.
_COMPLAINING = frozenset(("complain", "protest", "complaint"))
_BLAMING = frozenset(("over", "about", "against", "at"))
_TOPICS = frozenset(("on", "over", "about", "upon"))


def _is_home_of(target: Mention, sources: Sequence[Mention], cast: Cast) -> bool:
    """“promised to democratise *Serbia*”, by Serbia's president: the speakers' own state is promised nothing."""
    actor = cast.by_id[target.actor]
    homes = {cast.by_id[m.actor].country for m in sources}
    return actor.type == "state" and homes == {actor.country}


# Deeds whose target may stand further down: “rejected an offer to attend a meeting *of X*”.
_REACHING = frozenset((
    "ASSAULT", "COERCE", "SANCTION", "REJECT", "ACCUSE", "PROTEST", "CONCEDE", "REQUEST", "AGREE", "AID", "THREATEN", "SUPPORT",
    "RETREAT",
))  # fmt: skip


def _further_down(match: Match, sources: Sequence[Mention], view: View) -> list[Mention]:
    """The nearest actor, else the state of the nearest place, below an event's word and outside other clauses."""
    own = {m.actor for m in sources}
    heads = {h.i for h in sources_of(match)}
    seen: set[int] = set()
    level = list(dict.fromkeys((match.token, *match.used, *_carriers(match))))
    place: list[Mention] = []
    verb = match.token.pos_ == "VERB" and not is_passive(match.token)
    for _ in range(7):
        below: list[Token] = []
        for node in level:
            if node.i in seen or node.i in heads:
                continue
            seen.add(node.i)
            mention = view.cast.mention_at(node)
            if mention is not None and mention.form != "pronoun" and mention.actor not in own:
                if not _is_own_arm(mention, sources, match, view.cast):
                    return [mention]
            if not place and mention is None and _is_scene(node, match):
                place = others(_state_there(node, view), sources)
                if match.type == "PROTEST" and place and not _is_at_home(place[0], sources, view.cast):
                    place = []
            first = node.i == match.token.i  # what is joined to it, or does it, is none of its own
            below.extend(
                c
                for c in node.children
                if not _is_elsewhere(c, match.type)
                and not (node.lemma_ in _FORMER and c.dep_ in ("amod", "compound"))
                and not (first and (c.dep_ in ("conj", "agent", "dep") or (verb and c.i < node.i)))
            )
        level = below
    return place


def _is_scene(word: Token, match: Match) -> bool:
    """Whether the state of a place is one that a deed is done to: not where words are said, nor what lies near."""
    prep = word.head if word.dep_ == "pobj" else None
    if prep is None:
        return True
    if prep.lower_ in ("off", "near", "beyond", "outside"):
        return False
    if match.type in ("ASSAULT", "COERCE", "PROTEST"):
        return True
    return prep.head.i != match.token.i or prep.lower_ not in ("in", "at")


def _is_at_home(place: Mention, sources: Sequence[Mention], cast: Cast) -> bool:
    """Whether those who protest are known to do so in their own country."""
    return {cast.by_id[m.actor].country for m in sources} == {cast.by_id[place.actor].country}


def _carriers(match: Match) -> list[Token]:
    verb = light_verb(match.token) if match.token.pos_ in ("NOUN", "PROPN") else None
    return [verb] if verb is not None else []


_OTHER = frozenset(("nsubj", "nsubjpass", "relcl", "parataxis", "npadvmod", "meta"))
_SUBORDINATE = frozenset(("when", "while", "after", "as", "because", "if", "since", "although", "though", "before", "unless", "once"))  # fmt: skip


def _is_elsewhere(child: Token, type_: EventType) -> bool:
    """Whether a word opens a part that does not say whom the deed is done to."""
    if type_ == "REQUEST" and child.dep_ == "ccomp":
        return False  # “demanded *that X leave*”
    if child.dep_ in _OTHER and not (type_ == "REQUEST" and child.head.dep_ == "ccomp"):
        return True
    if child.dep_ == "prep" and child.lower_ in (
        "during",
        "after",
        "since",
        "before",
        "amid",
        "following",
        "by",
        "with",
        "according",
    ):
        return True
    if child.dep_ in ("ccomp", "advcl"):
        return any(c.dep_ in ("nsubj", "nsubjpass") or c.lower_ in _SUBORDINATE for c in child.children)
    return False


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


def _is_own_arm(mention: Mention, sources: Sequence[Mention], match: Match, cast: Cast) -> bool:
    """“willing to withdraw *its troops* from X”, “recalled *its ambassador*”: one's own people that are moved."""
    actor = cast.by_id[mention.actor]
    own = {c for m in sources if (c := cast.by_id[m.actor].country) is not None}
    if match.token.lemma_ in _EXPELLING:
        return False
    if match.type in _MOVING:
        moved = (*match.used, *(objects(match.token) if match.token.pos_ == "VERB" else ()))
        # troops of no named country are one's own
        country = actor.country or (min(own, default=None) if actor.type == "group" else None)
        return country in own and any(mention.span.start <= t.idx < mention.span.end for t in moved)
    if match.type == "AID" and match.token.lemma_ in ("send", "dispatch", "deploy", "fly", "rush", "ship"):
        return actor.type == "group" and (actor.country is None or actor.country in own)
    if match.type not in _OF_OWN_ARMS or actor.type not in ("group", "office"):
        return False
    arms = actor.sector == "MIL" or actor.name.split()[-1] in ("ambassador", "envoy", "ambassadors", "envoys")
    return arms and (actor.country in own or not actor.country)


_MOVING = frozenset(("SANCTION", "MOBILIZE", "RETREAT"))
_OF_OWN_ARMS = frozenset(("AGREE", "REJECT", "THREATEN", "AID", "COOPERATE"))


def _states_of_places(match: Match, view: View) -> list[Mention]:
    """“arrived in *Havana*”, “flew troops to *Aden*”: the state of a place that is gone to.

    Where something only takes place (“an attack *in* Kandahar”) it is left to `_further_down`.
    """
    for heads in _open_places(match):
        for head in heads:
            prep = head.head.lower_ if head.dep_ == "pobj" else ""
            if prep in _GOING or (match.trigger.mode == "visit" and (prep in ("in", "at") or not prep)):
                found = _state_there(head, view)
                if found:
                    return found
    return []


_GOING = frozenset(("to", "into", "on", "against", "towards", "toward"))


def _state_there(word: Token, view: View) -> list[Mention]:
    """The state of the place that a word names, as a mention of it there; empty where it names none."""
    place = view.place_at(word)
    state = view.cast.states.get(place.country) if place is not None and place.country else None
    return [Mention(place.id, place.report, place.span, state, "metonym")] if place and state else []


def _first_named(
    places: Iterable[list[Token]], sources: Sequence[Mention], match: Match, cast: Cast
) -> list[Mention]:
    """The mentions at the first place that names somebody who is neither a source nor a source's own arm.

    “filed a suit in a Paris court *against Morel*”: where that names somebody whom nobody knows, the court is no
    better answer.
    """
    home: list[Mention] = []
    for heads in places:
        found = [
            m
            for m in others(mentions_behind(heads, cast), sources)
            if not _is_own_arm(m, sources, match, cast)
        ]
        if found and all(_is_home_of(m, sources, cast) for m in found):
            home = home or found  # “closed *its country's* border with B”: B comes first
        elif found:
            return found
        if len(heads) == 1 and heads[0].dep_ == "pobj" and heads[0].head.lower_ == "against":
            if heads[0].pos_ == "PROPN" and match.type in ("ACCUSE", "SANCTION", "PROTEST"):
                return []
    return home


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
        if head.lemma_ in _FORMER:
            break  # “the former French colony” is not France
        if child.dep_ in ("compound", "amod", "nmod") and (mention := cast.mention_at(child)):
            joined = (cast.mention_at(t) for t in child.conjuncts if child.i < t.i < head.i)
            return (mention, *(m for m in joined if m is not None))
        if child.dep_ in ("compound", "amod") and child.lower_ in _LED:
            # “the *US*-led war”
            for inner in child.children:
                if mention := cast.mention_at(inner):
                    return (mention,)
    if depth:
        for child in head.children:
            if child.dep_ == "compound" and child.tag_ == "NN" and (found := _behind(child, cast, 0)):
                return found
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


_FORMER = frozenset(("colony", "protectorate", "possession", "mandate"))
_LED = frozenset(("led", "backed", "sponsored", "brokered", "imposed", "run", "held", "occupied"))
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
