"""The pages by which the ledger is changed: corrections and their log, reports that are added, searches that are kept."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.desk.access import FILE, Access, body_of, form_of, is_own
from detente.desk.adding import Adding, AddPage, Pasted
from detente.desk.correcting import Agreement, Asked, LogRow, agreements, asked_by, correct, log_rows
from detente.desk.finding import Saved, forget, keep
from detente.desk.memory import Opened
from detente.desk.rendering import Pages
from detente.errors import UnknownName


@dataclass(frozen=True)
class LogPage:
    """The log of corrections, latest first, and how far analysts agree."""

    rows: tuple[LogRow, ...]
    agreements: tuple[Agreement, ...]


def routes(opened: Opened, access: Access, page: Pages, adding: Adding) -> list[Route]:
    """The routes of these pages over the ledger that `opened` gives."""

    def log(request: Request) -> Response:
        with opened() as ledger:
            return page(request, "log", page=LogPage(log_rows(ledger), agreements(ledger)))

    def make(asked: Asked, author: str, back: str) -> str:
        """Correct, and say where to go then: to the log where the page that is gone back to is gone with its record."""
        with opened() as ledger:
            correct(ledger, asked, author)
            if asked.ids[0] in back.partition("#")[0]:
                try:
                    ledger.record(asked.ids[0])
                except UnknownName:
                    return "/log"
        return back if "#" in back else f"{back}#{asked.ids[0]}"

    async def corrected(request: Request) -> Response:
        fields = await form_of(request)
        visitor = access.writer(request, first(fields, "token"))
        asked = asked_by(fields)
        back = await run_in_threadpool(make, asked, visitor.name, first(fields, "back"))
        return RedirectResponse(own(back), 303)

    def keep_search(fields: dict[str, list[str]]) -> str:
        with opened() as ledger:
            if name := first(fields, "forget"):
                forget(ledger, name)
                return "/search"
            search = Saved(first(fields, "name").strip(), first(fields, "address"))
            keep(ledger, search)
            return search.address

    async def searches(request: Request) -> Response:
        fields = await form_of(request)
        access.writer(request, first(fields, "token"))
        return RedirectResponse(own(await run_in_threadpool(keep_search, fields)), 303)

    def add_page(request: Request) -> Response:
        return page(request, "add", page=AddPage(adding.jobs()))

    async def add(request: Request) -> Response:
        fields = await form_of(request, FILE)
        access.writer(request, first(fields, "token"))
        if address := first(fields, "address").strip():
            adding.address(address)
        else:
            title, day, publisher = (
                first(fields, name).strip() or None for name in ("title", "published_at", "publisher")
            )
            pasted = Pasted(first(fields, "text"), title, day, publisher)
            await run_in_threadpool(adding.pasted, pasted)
        return RedirectResponse("/add", 303)

    async def add_file(request: Request) -> Response:
        access.writer(request, request.headers.get("x-token", ""))
        content = await body_of(request, FILE)
        await run_in_threadpool(adding.file, request.query_params.get("name", ""), content)
        return Response(status_code=204)

    return [
        Route("/add", add_page),
        Route("/add", add, methods=["POST"]),
        Route("/add/file", add_file, methods=["POST"]),
        Route("/searches", searches, methods=["POST"]),
        Route("/log", log),
        Route("/correct", corrected, methods=["POST"]),
    ]


def first(fields: dict[str, list[str]], name: str) -> str:
    """The value of a form's field; empty where there is none."""
    return fields.get(name, [""])[0]


def own(address: str) -> str:
    """An address of the desk itself: nobody is sent elsewhere by a form."""
    return address if is_own(address) else "/"
