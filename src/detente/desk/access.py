"""Who is at the desk and what they may do, and whether a request to change something comes from the desk itself."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request

from detente.desk.accounts import Accounts, Role
from detente.errors import DeskError, NotAllowed, TooLarge

_OWN = re.compile(r"/(?![/\\])[!-~]*")

# The cookie that holds a session.
SESSION = "session"
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
    """Who may do what. Without accounts whoever reaches the desk is `author`, or a mere reader where that is None; with
    accounts those who come in are what their account says, and others see nothing."""

    def __init__(self, author: str | None, accounts: Accounts | None = None) -> None:
        self._here = Visitor(author, "analyst") if author else READER
        self.accounts = accounts
        self._secret = secrets.token_bytes(32)

    def visitor(self, request: Request) -> Visitor:
        """Who asks."""
        return self._known(request) or READER

    def is_let_in(self, request: Request) -> bool:
        """Whether whoever asks may see the ledger."""
        return self._known(request) is not None

    def _known(self, request: Request) -> Visitor | None:
        if self.accounts is None:
            return self._here
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            account = self.accounts.of_token(token.strip())
        else:
            account = self.accounts.of_session(request.cookies.get(SESSION, ""))
        return Visitor(account.name, account.role) if account else None

    def token(self, visitor: Visitor) -> str:
        """What a form of a page for this visitor carries: no page elsewhere can know it."""
        return hmac.new(self._secret, visitor.name.encode(), hashlib.sha256).hexdigest()

    def writer(self, request: Request, token: str) -> Visitor:
        """Who sends a form; `NotAllowed` where they may not, or where it is no form of the desk."""
        visitor = self._writer(request)
        self.check(visitor, token)
        return visitor

    def check(self, visitor: Visitor, token: str) -> None:
        """`NotAllowed` where a form does not carry the token of this visitor."""
        if not hmac.compare_digest(token.encode(), self.token(visitor).encode()):
            raise NotAllowed("This form is out of date: open its page anew and send it again.")

    def client(self, request: Request) -> Visitor:
        """Who sends JSON; `NotAllowed` where they may not.

        A page elsewhere cannot send JSON here: the browser asks the desk first, which does not consent.
        """
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise DeskError("send it as application/json.")
        return self._writer(request)

    def _writer(self, request: Request) -> Visitor:
        from_here(request)
        visitor = self.visitor(request)
        if not visitor.writes:
            raise NotAllowed("This desk is to be read only.")
        return visitor


def is_own(address: str) -> bool:
    """Whether an address is of the desk itself: a path, and nothing that a browser takes for another host's."""
    return _OWN.fullmatch(address) is not None


def from_here(request: Request) -> None:
    """`NotAllowed` where the browser says that another site sends the request."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed("Requests from other sites are not taken.")


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
