"""Who is at the desk and what they may do, and whether a request to change something comes from the desk itself."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs

from starlette.requests import Request

from detente.errors import DeskError, NotAllowed, TooLarge

Role = Literal["reader", "analyst", "admin"]

# Bytes of a form, and of a file that is added.
FORM, FILE = 1 << 18, 1 << 25


@dataclass(frozen=True)
class Visitor:
    """Who is at the desk; a reader changes nothing."""

    name: str
    role: Role

    @property
    def writes(self) -> bool:
        return self.role != "reader"


READER = Visitor("", "reader")


class Access:
    """Who may do what. Without accounts whoever reaches the desk is `author`, or a mere reader where that is None."""

    def __init__(self, author: str | None) -> None:
        self._visitor = Visitor(author, "analyst") if author else READER
        self._secret = secrets.token_bytes(32)

    def visitor(self, request: Request) -> Visitor:
        """Who asks."""
        return self._visitor

    def token(self, visitor: Visitor) -> str:
        """What a form of a page for this visitor carries: no page elsewhere can know it."""
        return hmac.new(self._secret, visitor.name.encode(), hashlib.sha256).hexdigest()

    def writer(self, request: Request, token: str) -> Visitor:
        """Who sends a form; `NotAllowed` where they may not, or where it is no form of the desk."""
        visitor = self._writer(request)
        if not hmac.compare_digest(token.encode(), self.token(visitor).encode()):
            raise NotAllowed("This form is out of date: open its page anew and send it again.")
        return visitor

    def client(self, request: Request) -> Visitor:
        """Who sends JSON; `NotAllowed` where they may not.

        A page elsewhere cannot send JSON here: the browser asks the desk first, which does not consent.
        """
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise DeskError("send it as application/json.")
        return self._writer(request)

    def _writer(self, request: Request) -> Visitor:
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise NotAllowed("Requests from other sites are not taken.")
        visitor = self.visitor(request)
        if not visitor.writes:
            raise NotAllowed("This desk is to be read only.")
        return visitor


async def body_of(request: Request, most: int = FORM) -> bytes:
    """The body of a request; `TooLarge` where it has more than `most` bytes."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > most:
            raise TooLarge(f"More than {most:,} bytes at once are not taken.")
    return bytes(read)


async def form_of(request: Request, most: int = FORM) -> dict[str, list[str]]:
    """The fields of an HTML form of at most so many bytes; `DeskError` where the body is none."""
    try:
        return parse_qs(
            (await body_of(request, most)).decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=500,
        )
    except ValueError:
        raise DeskError("The form could not be read.") from None
