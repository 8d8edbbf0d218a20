"""Who speaks at a place of the page, whose side somebody is on, and whose word binds a side."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from detente.reading.actors import Cast
from detente.records import Actor, Statement


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


def are_rivals(a: Actor, b: Actor) -> bool:
    """True where two actors are known to stand for two countries or bodies of countries, or one for a country and
    one against it."""
    known = all(x.country is not None or x.type == "alliance" or x.sector == "IGO" for x in (a, b))
    if known and (a.country is None or a.country != b.country):
        return True
    return (a.sector in OUTSIDE) != (b.sector in OUTSIDE) and None not in (a.sector, b.sector)


# Sectors of those who do not speak for their country.
OUTSIDE = frozenset({"OPP", "REB", "SEP", "UAF", "PTY", "NGO", "CVL", "LAB", "CRM"})


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


def is_in(statement: Statement, token: Token) -> bool:
    """True where the content of a statement holds the token."""
    return any(s.start <= token.idx < s.end for s in statement.content)
