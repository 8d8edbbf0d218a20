"""The HTTP API: the lists and records of the ledger as JSON, stable under `/api/v1`, described by OpenAPI.

Every answer has an ETag that changes with the ledger, so that a client asks again at no cost. Records are changed by
corrections alone, as at the desk and on the command line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar, cast, get_args
from urllib.parse import urlencode

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.corrections import Entry
from detente.desk.access import FILE, Access, body_of
from detente.desk.adding import Adding, Job, Pasted
from detente.desk.correcting import Asked, correct
from detente.desk.lists import asked, filter_of
from detente.desk.memory import Opened
from detente.errors import DeskError, DetenteError
from detente.ledger import Filter, Hit, HitKind, Ledger
from detente.records import Actor, Event, Measure, Mention, Place, Position, Record, Report, Statement, Time

VERSION = "1.1.0"
# Records of a page, unless the client asks for fewer or more.
PAGE, LARGEST_PAGE = 100, 1000

KINDS: dict[str, tuple[type[Any], Callable[[Ledger, Filter], Sequence[Record]]]] = {
    "reports": (Report, lambda ledger, wanted: ledger.reports(wanted)),
    "actors": (Actor, lambda ledger, wanted: ledger.actors(wanted)),
    "statements": (Statement, lambda ledger, wanted: ledger.statements(wanted)),
    "events": (Event, lambda ledger, wanted: ledger.events(wanted)),
    "positions": (Position, lambda ledger, wanted: ledger.positions(wanted)),
    "measures": (Measure, lambda ledger, wanted: ledger.measures(wanted)),
}
_FIELDS = {
    "actor": "Whoever acts, speaks or is meant: a name, a country code (ISO 3166-1 alpha-3) or an id.",
    "dyad": "Two actors, “A, B”: either of them the source.",
    "type": "A type of record: demand, ASSAULT, troops …",
    "status": "A status: open, occurred …",
    "since": "First day, YYYY-MM-DD.",
    "until": "Last day, YYYY-MM-DD.",
}


class Correction(msgspec.Struct, frozen=True):
    """An entry of the log, by its id, and the entry that undoes it."""

    id: str
    entry: Entry
    undone_by: str | None


def routes(opened: Opened, access: Access, adding: Adding) -> list[Route]:
    """The routes of the API over the ledger that `opened` gives."""

    def listed(kind: str) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            chosen, _ = asked(request)
            limit, offset = _number(chosen, "limit", PAGE, LARGEST_PAGE), _number(chosen, "offset", 0, 10**9)
            with opened() as ledger:
                return _tagged(request, ledger, lambda: _page(ledger, kind, chosen, limit, offset))

        return answer

    def record(request: Request) -> Response:
        with opened() as ledger:
            return _tagged(request, ledger, lambda: ledger.record(request.path_params["id"]))

    def search(request: Request) -> Response:
        chosen, _ = asked(request)
        kind, limit = chosen.get("kind"), _number(chosen, "limit", PAGE, LARGEST_PAGE)
        if kind is not None and kind not in get_args(HitKind):
            raise DeskError(f"“{kind}” is no kind of record; there are: {', '.join(get_args(HitKind))}.")
        kinds = (cast(HitKind, kind),) if kind is not None else ()
        with opened() as ledger:
            found = partial(ledger.search, chosen.get("q", ""), kinds=kinds, limit=limit)
            return _tagged(request, ledger, found)

    def log(request: Request) -> Response:
        with opened() as ledger:
            return _tagged(request, ledger, lambda: [_told(x.entry, x.undone_by) for x in ledger.log()])

    def make(asked: Asked, author: str) -> Entry:
        with opened() as ledger:
            return correct(ledger, asked, author)

    async def corrected(request: Request) -> Response:
        visitor = access.client(request)
        asked = _decoded(await body_of(request), Asked, "no correction")
        entry = await run_in_threadpool(make, asked, visitor.name)
        return Response(msgspec.json.encode(_told(entry, None)), 201, media_type="application/json")

    async def add(request: Request) -> Response:
        access.client(request)
        pasted = _decoded(await body_of(request, FILE), Pasted, "no report")
        job = await run_in_threadpool(adding.pasted, pasted)
        return Response(msgspec.json.encode(job), 202, media_type="application/json")

    def jobs(request: Request) -> Response:
        return Response(msgspec.json.encode(adding.jobs()), media_type="application/json")

    def described(request: Request) -> Response:
        return Response(msgspec.json.encode(description()), media_type="application/json")

    return [
        Route("/api/v1/openapi.json", described),
        Route("/api/v1/reports", add, methods=["POST"]),
        Route("/api/v1/jobs", jobs),
        Route("/api/v1/records/{id}", record),
        Route("/api/v1/search", search),
        Route("/api/v1/corrections", log),
        Route("/api/v1/corrections", corrected, methods=["POST"]),
        *(Route(f"/api/v1/{kind}", listed(kind)) for kind in KINDS),
    ]


T = TypeVar("T")


def _decoded(body: bytes, kind: type[T], otherwise: str) -> T:
    """What the JSON says; `DeskError` where it says something else."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise DeskError(f"{otherwise}: {error}.") from None


def _told(entry: Entry, undone_by: str | None) -> Correction:
    return Correction(entry.id, entry, undone_by)


def _page(ledger: Ledger, kind: str, chosen: dict[str, str], limit: int, offset: int) -> dict[str, object]:
    """One page of a list: its records, how many there are in all, and the address of the next page."""
    found = KINDS[kind][1](ledger, filter_of(chosen))
    after = {**chosen, "limit": str(limit), "offset": str(offset + limit)}
    more = offset + limit < len(found)
    return {
        "items": found[offset : offset + limit],
        "total": len(found),
        "next": f"/api/v1/{kind}?{urlencode(after)}" if more else None,
    }


def _tagged(request: Request, ledger: Ledger, content: Callable[[], object]) -> Response:
    """The content as JSON with the ledger's ETag; 304 and nothing where the client has it already."""
    state = f"{ledger.revision()} {request.url.path}?{request.url.query}"
    etag = f'"{hashlib.blake2b(state.encode(), digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(msgspec.json.encode(content()), media_type="application/json", headers=headers)


def _number(chosen: dict[str, str], name: str, default: int, most: int) -> int:
    written = chosen.get(name)
    if written is None:
        return default
    if not written.isascii() or not written.isdecimal() or not 0 <= int(written[:12]) <= most:
        raise DetenteError(f"{name} is “{written}”; it is a number from 0 to {most:,}.")
    return max(int(written), 1) if name == "limit" else int(written)


def description() -> dict[str, object]:
    """The OpenAPI 3.1 description, its schemas made from the records."""
    types = [record for record, _ in KINDS.values()]
    _, schemas = msgspec.json.schema_components(
        [*types, Mention, Time, Place, Asked, Correction, Pasted, Job, Hit],
        ref_template="#/components/schemas/{name}",
    )
    error: object = {
        "description": "What is wrong, in one line.",
        "content": {"application/json": {"schema": _ERROR}},
    }
    errors: dict[str, object] = dict.fromkeys(("400", "403", "404", "409", "413", "503"), error)
    parameters = [
        {
            "name": name,
            "in": "query",
            "description": words,
            "schema": {"type": "string", **_FORMS.get(name, {})},
        }
        for name, words in _FIELDS.items()
    ]
    pages = [
        {
            "name": name,
            "in": "query",
            "schema": {"type": "integer", "minimum": 0, "maximum": most, "default": default},
        }
        for name, default, most in (("limit", PAGE, LARGEST_PAGE), ("offset", 0, 10**9))
    ]
    paths: dict[str, object] = {}
    for kind, (record, _) in KINDS.items():
        schema = {
            "type": "object",
            "required": ["items", "total", "next"],
            "properties": {
                "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{record.__name__}"}},
                "total": {"type": "integer"},
                "next": {"type": ["string", "null"]},
            },
        }
        paths[f"/api/v1/{kind}"] = {
            "get": {
                "operationId": f"list_{kind}",
                "parameters": [*parameters, *pages],
                "responses": errors | {"200": _answer("A page of records.", schema)},
            }
        }
    every: list[type[Any]] = [*types, Mention, Time, Place]
    one = {"anyOf": [{"$ref": f"#/components/schemas/{r.__name__}"} for r in every]}
    paths["/api/v1/records/{id}"] = {
        "get": {
            "operationId": "get_record",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": errors | {"200": _answer("The record.", one)},
        }
    }
    job = {"$ref": "#/components/schemas/Job"}
    paths["/api/v1/jobs"] = {
        "get": {
            "operationId": "list_jobs",
            "responses": errors
            | {"200": _answer("What was added, latest first.", {"type": "array", "items": job})},
        }
    }
    reports = paths["/api/v1/reports"]
    assert isinstance(reports, dict)
    reports["post"] = {
        "operationId": "add_report",
        "requestBody": _sent("Pasted"),
        "responses": errors | {"202": _answer("The job that reads it.", job)},
    }
    query: list[object] = [
        {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "kind", "in": "query", "schema": {"enum": [*get_args(HitKind)]}},
        pages[0],
    ]
    hits = {"type": "array", "items": {"$ref": "#/components/schemas/Hit"}}
    paths["/api/v1/search"] = {
        "get": {
            "operationId": "search",
            "parameters": query,
            "responses": errors | {"200": _answer("What was found, best first.", hits)},
        }
    }
    told = {"$ref": "#/components/schemas/Correction"}
    paths["/api/v1/corrections"] = {
        "get": {
            "operationId": "list_corrections",
            "responses": errors | {"200": _answer("The log.", {"type": "array", "items": told})},
        },
        "post": {
            "operationId": "correct",
            "requestBody": _sent("Asked"),
            "responses": errors | {"201": _answer("The entry that was made.", told)},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "detente", "version": VERSION, "description": "The ledger of a crisis."},
        "paths": paths,
        "components": {"schemas": schemas},
    }


_FORMS = {
    "dyad": {"pattern": r"^[^,]*\w[^,]*,[^,]*\w[^,]*$"},
    "since": {"format": "date"},
    "until": {"format": "date"},
}
_ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}


def _sent(name: str) -> object:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"required": True, "content": content}


def _answer(words: str, schema: dict[str, Any]) -> object:
    return {"description": words, "content": {"application/json": {"schema": schema}}}
