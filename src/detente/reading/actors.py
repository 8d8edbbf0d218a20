"""Who is on the page: actors, and every mention of them (names, offices, metonyms, pronouns)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from detente.reading.page import Page, span_of
from detente.records import Actor, Mention, Span, digest_id


@dataclass(frozen=True)
class Cast:
    """The actors of one report and the mentions that stand for them, in the order of the text.

    Mentions do not overlap. A mention covers the words that stand for the actor (“Russian Foreign
    Minister Sergei Lavrov” is one mention of Lavrov).
    """

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Actor]:
        return {a.id: a for a in self.actors}

    @cached_property
    def _by_char(self) -> Mapping[int, Mention]:
        return {i: m for m in self.mentions for i in range(m.span.start, m.span.end)}

    def mention_at(self, token: Token) -> Mention | None:
        """The mention that covers a token, None where it stands for nobody."""
        return self._by_char.get(token.idx)

    def actor_at(self, token: Token) -> Actor | None:
        """The actor that a token stands for, alone or as part of a mention."""
        mention = self.mention_at(token)
        return self.by_id[mention.actor] if mention else None

    def within(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that lie wholly inside a span, in order."""
        return tuple(m for m in self.mentions if span.contains(m.span))


def find_cast(page: Page) -> Cast:
    """The actors of a page and their mentions."""
    actors: dict[str, Actor] = {}
    mentions: list[Mention] = []
    for ent in page.doc.ents:
        if ent.label_ not in ("PERSON", "GPE", "NORP", "ORG"):
            continue
        kind = {"PERSON": "person", "GPE": "state", "NORP": "people", "ORG": "organisation"}[ent.label_]
        key = digest_id("a", kind, ent.text)
        actors.setdefault(key, Actor(key, ent.text, (), kind, None, None))  # type: ignore[arg-type]
        span = span_of(ent[0], ent[-1])
        mentions.append(Mention(digest_id("m", page.report.id, span.start, span.end), page.report.id, span, key, "name"))
    return Cast(tuple(actors.values()), tuple(mentions))
