"""A client of the HTTP API: the same records, from a desk on another machine.

with Client("https://desk.example.org", token="detente_…") as desk:
    for position in desk.positions(dyad="USA, SUN", status="open"):
        print(position.proposition)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import httpx2
import msgspec

from detente.corrections import Action
from detente.desk.adding import Job, Pasted
from detente.desk.api import Correction
from detente.desk.correcting import Asked
from detente.errors import DeskError
from detente.ledger import Hit
from detente.records import Actor, Event, Measure, Position, Record, Report, Statement, decode

R = TypeVar("R")


class _Page(msgspec.Struct, Generic[R]):
    items: tuple[R, ...]
    total: int
    next: str | None


class _Wrong(msgspec.Struct):
    error: str


class Client:
    """A desk at an address. What it does not do is a `DeskError`, with the desk's own line.

    Lists take what the API takes: `actor`, `dyad`, `type`, `status`, `since`, `until`. Close it, or use it in `with`.
    """

    def __init__(self, address: str = "http://127.0.0.1:8722", *, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx2.Client(base_url=address, headers=headers, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def reports(self, **wanted: str) -> Iterator[Report]:
        """The reports, by day."""
        return self._all("reports", Report, wanted)

    def actors(self, **wanted: str) -> Iterator[Actor]:
        """The actors, most mentioned first."""
        return self._all("actors", Actor, wanted)

    def statements(self, **wanted: str) -> Iterator[Statement]:
        """Who said what."""
        return self._all("statements", Statement, wanted)

    def events(self, **wanted: str) -> Iterator[Event]:
        """Who did what to whom."""
        return self._all("events", Event, wanted)

    def positions(self, **wanted: str) -> Iterator[Position]:
        """Where each side stands."""
        return self._all("positions", Position, wanted)

    def measures(self, **wanted: str) -> Iterator[Measure]:
        """The numbers that the reports give."""
        return self._all("measures", Measure, wanted)

    def record(self, id: str) -> Record:
        """The record of an id."""
        return decode(self._answer(self._http.get(f"/api/v1/records/{id}")))

    def search(self, query: str, **wanted: str) -> tuple[Hit, ...]:
        """What is found for words and phrases, best first."""
        answer = self._http.get("/api/v1/search", params={"q": query, **wanted})
        return msgspec.json.decode(self._answer(answer), type=tuple[Hit, ...])

    def log(self) -> tuple[Correction, ...]:
        """The corrections, in order."""
        answer = self._http.get("/api/v1/corrections")
        return msgspec.json.decode(self._answer(answer), type=tuple[Correction, ...])

    def correct(
        self,
        action: Action,
        *ids: str,
        reason: str,
        changes: Mapping[str, str] | None = None,
        parts: Sequence[str] = (),
    ) -> Correction:
        """Accept, reject, edit, merge, split or undo, as `detente correct` does."""
        asked = Asked(action, ids, reason, dict(changes or {}), tuple(parts))
        return msgspec.json.decode(self._sent("corrections", asked), type=Correction)

    def add(self, text: str, **known: str) -> Job:
        """Add a report with what is known of it (`title`, `published_at`, `publisher`, `url`); the job that reads it."""
        return msgspec.json.decode(self._sent("reports", Pasted(text, **known)), type=Job)

    def _sent(self, kind: str, body: msgspec.Struct) -> bytes:
        headers = {"Content-Type": "application/json"}
        content = msgspec.json.encode(body)
        return self._answer(self._http.post(f"/api/v1/{kind}", content=content, headers=headers))

    def _all(self, kind: str, record: type[R], wanted: Mapping[str, str]) -> Iterator[R]:
        """Every record of a list, a page after the other."""
        answer = self._http.get(f"/api/v1/{kind}", params=dict(wanted))
        form: Any = _Page[record]  # type: ignore[valid-type]
        while True:
            page: _Page[R] = msgspec.json.decode(self._answer(answer), type=form)
            yield from page.items
            if page.next is None:
                return
            answer = self._http.get(page.next)

    def _answer(self, answer: httpx2.Response) -> bytes:
        if answer.status_code < 400:
            return answer.content
        try:
            raise DeskError(msgspec.json.decode(answer.content, type=_Wrong).error)
        except msgspec.DecodeError:
            raise DeskError(f"the desk answered {answer.status_code}.") from None
