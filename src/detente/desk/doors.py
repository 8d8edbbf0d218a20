"""The pages of accounts: coming in, leaving, one's own password and tokens, and everybody's for an admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from detente.desk.access import SESSION, Access, Visitor, form_of, from_here
from detente.desk.accounts import SESSION as LASTS
from detente.desk.accounts import Account, Accounts, Role
from detente.desk.rendering import Pages
from detente.desk.writes import first, own
from detente.errors import DeskError, NotAllowed

# What is answered before anybody has come in.
OPEN = ("/login", "/setup")


@dataclass(frozen=True)
class DoorPage:
    """The form to come in, or (with a key) to make the first account; `to` is the page that was asked for."""

    to: str
    key: str | None
    message: str = ""


@dataclass(frozen=True)
class AccountPage:
    """One's own account, everybody's for an admin, and a token that was just made."""

    own: Account
    others: tuple[Account, ...]
    roles: tuple[str, ...]
    new_token: str | None = None


class Gate(BaseHTTPMiddleware):
    """Lets those in who have come in; others are shown where."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        super().__init__(app)
        self._access = access

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        path = request.url.path
        if path in OPEN or path.startswith("/static/") or self._access.is_let_in(request):
            return await call_next(request)
        if path.startswith("/api/"):
            return JSONResponse({"error": "Come in first: send a token of your account as Bearer."}, 401)
        asked = f"{path}?{request.url.query}" if request.url.query else path
        return RedirectResponse(f"/login?to={quote(asked)}", 303)


def routes(accounts: Accounts, access: Access, page: Pages) -> list[Route]:
    """The routes of these pages."""

    def login(request: Request) -> Response:
        return page(request, "login", page=DoorPage(own(request.query_params.get("to", "/")), None))

    def setup(request: Request) -> Response:
        return page(request, "login", page=DoorPage("/", request.query_params.get("key", "")))

    async def enter(request: Request) -> Response:
        from_here(request)
        fields = await form_of(request)
        name, password, to = (first(fields, f) for f in ("name", "password", "to"))
        try:
            if request.url.path == "/setup":
                await run_in_threadpool(accounts.begin, first(fields, "key"), name, password)
            session = await run_in_threadpool(accounts.enter, name, password)
        except DeskError as error:
            key = first(fields, "key") if request.url.path == "/setup" else None
            return page(request, "login", 403, page=DoorPage(own(to), key, str(error)))
        answer = RedirectResponse(own(to), 303)
        answer.set_cookie(
            SESSION,
            session,
            max_age=LASTS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer

    def shown(request: Request, visitor: Visitor, token: str | None = None) -> Response:
        account = accounts.named(visitor.name)
        if account is None:
            raise NotAllowed("This account is no more.")
        others = accounts.all() if visitor.role == "admin" else ()
        return page(request, "account", page=AccountPage(account, others, get_args(Role), token))

    def account(request: Request) -> Response:
        return shown(request, access.visitor(request))

    async def change(request: Request) -> Response:
        from_here(request)
        fields = await form_of(request)
        visitor = access.visitor(request)
        access.check(visitor, first(fields, "token"))
        token = await run_in_threadpool(_change, accounts, visitor, fields)
        if first(fields, "do") == "leave":
            accounts.leave(request.cookies.get(SESSION, ""))
            return RedirectResponse("/login", 303)
        return shown(request, visitor, token) if token else RedirectResponse("/account", 303)

    return [
        Route("/login", login),
        Route("/login", enter, methods=["POST"]),
        Route("/setup", setup),
        Route("/setup", enter, methods=["POST"]),
        Route("/account", account),
        Route("/account", change, methods=["POST"]),
    ]


def _change(accounts: Accounts, visitor: Visitor, fields: dict[str, list[str]]) -> str | None:
    """Do what a form of the account page asks for; the token where it asks for a new one."""
    do, name = first(fields, "do"), first(fields, "name")
    if do in ("add", "remove") and visitor.role != "admin":
        raise NotAllowed("Only an admin may do that.")
    match do:
        case "add":
            role = first(fields, "role")
            if role not in get_args(Role):
                raise DeskError(f"“{role}” is no role; there are: {', '.join(get_args(Role))}.")
            accounts.add(name, role, first(fields, "password"))  # type: ignore[arg-type]
        case "remove":
            accounts.remove(name)
        case "password":
            accounts.set_password(visitor.name, first(fields, "password"))
        case "new token":
            return accounts.new_token(visitor.name, first(fields, "purpose"))
        case "end token":
            accounts.end_token(visitor.name, first(fields, "digest"))
        case _:
            pass
    return None
