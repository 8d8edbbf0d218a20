"""Corrections at the desk: kept with author and reason as on the command line, from the desk's own pages alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.desk import make_app
from detente.ledger import Filter, open_ledger
from detente.records import Position


@pytest.fixture
def client(own_ledger: Path) -> TestClient:
    return TestClient(make_app(own_ledger, author="Ana"))


def demand(ledger_path: Path) -> Position:
    with open_ledger(ledger_path) as ledger:
        (found,) = ledger.positions(Filter(type="demand", report="r-calm"))
    return found


def token(client: TestClient) -> str:
    found = re.search(r'name="token" value="(\w+)"', client.get("/reports/r-calm").text)
    assert found is not None
    return found[1]


def test_a_form_says_who_corrected_what_and_why(client: TestClient, own_ledger: Path):
    id = demand(own_ledger).id
    form = {
        "token": token(client),
        "do": f"edit {id}",
        "reason": "by Friday, he said",
        "back": "/reports/r-calm",
    }
    fields = {"was-due": "", "new-due": "2024-05-17", "was-issue": "", "new-issue": ""}
    answer = client.post("/correct", data=form | fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/reports/r-calm#{id}")
    with open_ledger(own_ledger) as ledger:
        (logged,) = ledger.log()
        entry = logged.entry
        assert (entry.action, entry.author, entry.reason) == ("edit", "Ana", "by Friday, he said")
        assert [(c.field, c.value) for c in entry.changes] == [("due", "2024-05-17/2024-05-17")]
    assert "edited (due) by Ana" in client.get("/reports/r-calm").text


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ({}, {}),
        ({"token": "0" * 64}, {}),
        ({"token": "good"}, {"sec-fetch-site": "cross-site"}),
    ],
)
def test_no_other_site_can_correct(client: TestClient, own_ledger: Path, form: dict, headers: dict):
    form = {k: token(client) if v == "good" else v for k, v in form.items()}
    do = {"do": f"reject {demand(own_ledger).id}", "reason": "x"}
    assert client.post("/correct", data=form | do, headers=headers).status_code == 403
    body = {"action": "reject", "ids": [demand(own_ledger).id], "reason": "x"}
    plain = {"content-type": "text/plain"}
    assert client.post("/api/v1/corrections", json=body, headers=plain).status_code == 400
    with open_ledger(own_ledger) as ledger:
        assert ledger.log() == ()


def test_a_desk_to_be_read_only_changes_nothing(own_ledger: Path):
    client = TestClient(make_app(own_ledger))
    assert "Accept" not in client.get("/reports/r-calm").text
    body = {"action": "reject", "ids": [demand(own_ledger).id], "reason": "x"}
    assert client.post("/api/v1/corrections", json=body).status_code == 403
    assert client.post("/correct", data={"token": "", "do": "undo 1", "reason": "x"}).status_code == 403


def test_a_client_corrects_and_undoes(client: TestClient, own_ledger: Path):
    before = client.get("/api/v1/positions").json()
    body = {"action": "reject", "ids": [demand(own_ledger).id], "reason": "a joke"}
    made = client.post("/api/v1/corrections", json=body)
    assert made.status_code == 201
    assert client.get("/api/v1/positions").json()["total"] == before["total"] - 1
    undo = {"action": "undo", "ids": [made.json()["id"]], "reason": "no joke"}
    assert client.post("/api/v1/corrections", json=undo).status_code == 201
    assert client.get("/api/v1/positions").json() == before
    assert [c["undone_by"] is None for c in client.get("/api/v1/corrections").json()] == [False, True]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"action": "edit", "ids": ["p-none"], "reason": "x"}, "p-none"),
        ({"action": "sing", "ids": ["p-none"], "reason": "x"}, "no correction"),
        ({"action": "accept", "ids": ["p-none"], "reason": " "}, "Say why"),
        ({"action": "accept", "ids": [], "reason": "x"}, "names its record"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(client: TestClient, body: dict, words: str):
    answer = client.post("/api/v1/corrections", json=body)
    assert answer.status_code in (400, 404)
    assert words in answer.json()["error"]


def test_actors_are_merged_and_split_on_their_page(client: TestClient, own_ledger: Path):
    assert "Merge with" in client.get("/actors/Turkey").text
    form = {
        "token": token(client),
        "do": "merge Turkey",
        "with": "Greece",
        "reason": "to try",
        "back": "//evil.example",
    }
    answer = client.post("/correct", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/"
    with open_ledger(own_ledger) as ledger:
        assert ledger.actor("Turkey") == ledger.actor("Greece")


def test_the_log_says_how_far_two_analysts_agree(client: TestClient, own_ledger: Path):
    other = TestClient(make_app(own_ledger, author="Ben"))
    ids = [r["id"] for r in client.get("/api/v1/statements").json()["items"][:2]]
    for who, action, id in (
        (client, "accept", ids[0]),
        (other, "accept", ids[0]),
        (client, "accept", ids[1]),
        (other, "reject", ids[1]),
    ):
        body = {"action": action, "ids": [id], "reason": "checked"}
        assert who.post("/api/v1/corrections", json=body).status_code == 201
    assert "Ana, Ben: 1 / 2" in client.get("/log").text


def test_more_than_a_form_is_not_read(client: TestClient):
    assert client.post("/correct", content=b"a=" + b"x" * (1 << 19)).status_code == 413
