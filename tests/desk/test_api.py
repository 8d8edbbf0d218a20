"""The HTTP API: the records as they are, a page at a time, as its own description says."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import schemathesis
from hypothesis import given, settings
from starlette.testclient import TestClient

from detente.desk import make_app
from detente.desk.api import KINDS, description
from detente.ledger import Filter, open_ledger
from detente.records import encode


@pytest.fixture(scope="module")
def client(ledger_path: Path) -> TestClient:
    return TestClient(make_app(ledger_path))


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_is_the_ledgers_records(client: TestClient, ledger_path: Path, kind: str):
    found = client.get(f"/api/v1/{kind}").json()
    with open_ledger(ledger_path) as ledger:
        held = KINDS[kind][1](ledger, Filter())
    assert [msgspec.json.encode(item) for item in found["items"]] == [encode(record) for record in held]
    assert (found["total"], found["next"]) == (len(held), None)


def test_pages_follow_one_another_to_the_end(client: TestClient):
    whole = client.get("/api/v1/statements").json()["items"]
    met, address = [], "/api/v1/statements?limit=2"
    while address:
        page = client.get(address).json()
        assert len(page["items"]) <= 2
        met, address = met + page["items"], page["next"]
    assert met == whole


def test_a_list_is_narrowed_and_a_record_is_had_by_its_id(client: TestClient):
    [demand] = client.get("/api/v1/positions", params={"type": "demand", "dyad": "Turkey, Greece"}).json()[
        "items"
    ]
    assert client.get(f"/api/v1/records/{demand['id']}").json() == demand


def test_what_has_not_changed_is_not_sent_again(client: TestClient):
    first = client.get("/api/v1/events")
    again = client.get("/api/v1/events", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/v1/events?limit=1").headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/v1/records/p-none", 404, "p-none"),
        ("/api/v1/events?actor=Nobody", 404, "Nobody"),
        ("/api/v1/events?limit=many", 400, "limit is “many”"),
        ("/api/v1/events?since=soon", 400, "“soon” is no day"),
    ],
)
def test_an_error_is_one_line_of_json(client: TestClient, address: str, status: int, words: str):
    answer = client.get(address)
    assert answer.status_code == status
    assert words in answer.json()["error"]


def test_every_list_is_described(client: TestClient):
    told = client.get("/api/v1/openapi.json").json()
    assert told == msgspec.json.decode(msgspec.json.encode(description()))
    assert {f"/api/v1/{kind}" for kind in KINDS} < set(told["paths"])


@pytest.mark.parametrize("path", description()["paths"])
def test_whatever_is_asked_is_answered_as_described(ledger_path: Path, path: str):
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", make_app(ledger_path))

    @settings(max_examples=30, deadline=None)
    @given(case=schema[path]["GET"].as_strategy())
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate()

    ask()
