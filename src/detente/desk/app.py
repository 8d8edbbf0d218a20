"""The ASGI application: one route table, one page a route. Nothing of a report is ever markup or script."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from importlib import import_module, resources
from pathlib import Path
from threading import Thread

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from detente.desk import api, doors, writes
from detente.desk.access import Access
from detente.desk.accounts import Accounts
from detente.desk.adding import Adding
from detente.desk.atlas import map_page, network_page
from detente.desk.finding import search_page
from detente.desk.lists import LISTS, asked, filter_of, list_csv, list_page
from detente.desk.memory import THREADS, Memory, Shelf
from detente.desk.pages import actor_page, brief_page, quotes_page, report_page, reports_page
from detente.desk.rendering import Pages
from detente.desk.sides import sides_page, thread
from detente.desk.today import VISIT, Visit, last_day, today_page
from detente.desk.warmth import temperature_page, temperature_svg
from detente.errors import (
    AmbiguousName,
    DetenteError,
    LockedLedger,
    NotAllowed,
    TooLarge,
    TooMany,
    UnknownName,
)
from detente.ledger import Ledger, open_ledger
from detente.records import Actor, Report
from detente.views.plain import plain

# No script, style, frame, form target or picture but the desk's own.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# What an error is over HTTP; others are 400.
STATUS: dict[type[DetenteError], int] = {
    UnknownName: 404,
    AmbiguousName: 409,
    LockedLedger: 503,
    NotAllowed: 403,
    TooLarge: 413,
    TooMany: 429,
}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "testserver")


class Guarded(BaseHTTPMiddleware):
    """Adds the headers that keep a page to itself."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def make_app(
    path: str | Path | None = None,
    *,
    hosts: tuple[str, ...] = LOOPBACK,
    author: str | None = None,
    accounts: Accounts | None = None,
) -> Starlette:
    """The desk over the ledger at `path` (default as for `open_ledger`).

    Only requests for the names in `hosts` are answered, so that a page elsewhere cannot reach the desk
    through a name of its own. Whoever is there corrects as `author`; without one the desk is to be read only.
    With accounts only those who have one see it, and it is they who correct.
    """
    access = Access(author, accounts)
    page = Pages(access)
    memory = Memory()
    shelf = Shelf(path)
    opened = shelf.opened
    adding = Adding(path)

    def printed(request: Request, key: str, name: str, gather: Callable[[Ledger], object]) -> HTMLResponse:
        """A page for whoever asks, from memory where it is known by this key."""
        whole = (access.visitor(request), request.url.path, key)
        with opened() as ledger:
            found = memory.of(ledger, whole, lambda: bytes(page(request, name, page=gather(ledger)).body))
        return HTMLResponse(found)

    def shown(name: str, gather: Callable[[Ledger, Request], object]) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            return printed(request, request.url.query, name, lambda ledger: gather(ledger, request))

        return answer

    def today(request: Request) -> Response:
        """What changed since the day asked for, else since the last visit, which a cookie keeps."""
        day = filter_of(asked(request)[0]).first_day()
        with opened() as ledger:
            latest = memory.of(ledger, "last day", lambda: last_day(ledger))
        visit = Visit.of(request.cookies.get(VISIT), date.today())
        since = day or visit.since
        answer = printed(request, since or "", "today", lambda ledger: today_page(ledger, since))
        if day is None:
            answer.set_cookie(
                VISIT, str(visit.seen(latest)), max_age=366 * 86400, httponly=True, samesite="strict"
            )
        return answer

    def search(request: Request) -> Response:
        with opened() as ledger:
            return page(request, "search", page=search_page(ledger, *asked(request)))

    def record(request: Request) -> Response:
        """A record's address: its first report, with the record selected."""
        with opened() as ledger:
            found = ledger.record(request.path_params["id"])
            if isinstance(found, Report):
                return RedirectResponse(f"/reports/{found.id}")
            if isinstance(found, Actor):
                return RedirectResponse(f"/actors/{found.id}")
            passages = ledger.sentence_of(found)
        if not passages:
            raise UnknownName(f"{request.path_params['id']} stands in no report.")
        return RedirectResponse(f"/reports/{passages[0].report}#{found.id}")

    def drawn(request: Request) -> Response:
        with opened() as ledger:
            return Response(temperature_svg(ledger, asked(request)[0]), media_type="image/svg+xml")

    def listed(name: str) -> Callable[[Request], Response]:
        return shown("list", lambda ledger, request: list_page(ledger, name, *asked(request)))

    def table(name: str) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            with opened() as ledger:
                content = list_csv(ledger, name, asked(request)[0])
            headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
            return Response(content.encode("utf-8-sig"), media_type="text/csv", headers=headers)

        return answer

    def failed(request: Request, error: Exception) -> Response:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": plain(str(error))}, status)
        return page(request, "error", status, message=plain(str(error)))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        # What finds turning points takes seconds to load: before somebody waits for it.
        Thread(target=import_module, args=("detente.turning",), daemon=True).start()
        yield
        adding.close()
        shelf.close()

    return Starlette(
        routes=[
            Route("/", today),
            Route(
                "/reports",
                shown("reports", lambda ledger, r: reports_page(ledger, r.query_params.get("page", "1"))),
            ),
            Route(
                "/brief",
                shown("brief", lambda ledger, r: brief_page(ledger, filter_of(asked(r)[0]).first_day())),
            ),
            Route("/search", search),
            Route(
                "/reports/{id}",
                shown(
                    "report",
                    lambda ledger, r: report_page(ledger, r.path_params["id"], r.query_params.get("edit")),
                ),
            ),
            Route("/sides", shown("sides", lambda ledger, r: sides_page(ledger, asked(r)[0]))),
            Route("/positions/{id}", shown("thread", lambda ledger, r: thread(ledger, r.path_params["id"]))),
            Route("/map", shown("map", lambda ledger, r: map_page(ledger, *asked(r)))),
            Route("/network", shown("network", lambda ledger, r: network_page(ledger, asked(r)[0]))),
            Route("/actors/{id}", shown("actor", lambda ledger, r: actor_page(ledger, r.path_params["id"]))),
            Route(
                "/reports/{id}/quotes",
                shown("quotes", lambda ledger, r: quotes_page(ledger, r.path_params["id"])),
            ),
            Route("/records/{id}", record),
            *writes.routes(opened, access, page, adding),
            *(doors.routes(accounts, access, page) if accounts is not None else ()),
            *api.routes(opened, access, adding),
            Route(
                "/temperature", shown("temperature", lambda ledger, r: temperature_page(ledger, *asked(r)))
            ),
            Route("/temperature.svg", drawn),
            *(Route(f"/{name}", listed(name)) for name in LISTS),
            *(Route(f"/{name}.csv", table(name)) for name in LISTS),
            Mount("/static", StaticFiles(directory=str(resources.files("detente.desk").joinpath("static")))),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
            Middleware(Guarded),
            Middleware(doors.Gate, access=access),
        ],
        exception_handlers={DetenteError: failed},
        lifespan=lifespan,
    )


def accounts_of(path: str | Path | None) -> Accounts:
    """The accounts that lie beside a ledger."""
    with open_ledger(path) as ledger:
        return Accounts(ledger.beside(".accounts.json"))


def serve(app: Starlette, *, host: str = "127.0.0.1", port: int = 8722) -> None:
    """Serve the desk until it is interrupted."""
    import uvicorn

    uvicorn.run(app, host=host, port=port, log_level="warning", limit_concurrency=1000)
