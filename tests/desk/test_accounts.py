"""A desk that others reach: who comes in, as what, and what stays shut."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.desk import make_app
from detente.desk.accounts import ATTEMPTS, WAIT, Accounts
from detente.errors import DeskError, NotAllowed, TooMany

GOOD = "correct horse battery"


@pytest.fixture
def accounts(own_ledger: Path) -> Accounts:
    accounts = Accounts(own_ledger.with_suffix(".accounts.json"))
    assert accounts.key is not None
    accounts.begin(accounts.key, "Ana", GOOD)
    accounts.add("Ben", "reader", GOOD)
    return accounts


@pytest.fixture
def client(own_ledger: Path, accounts: Accounts) -> TestClient:
    return TestClient(make_app(own_ledger, accounts=accounts))


def come_in(client: TestClient, name: str) -> str:
    """Comes in, and the token that the account's forms carry."""
    client.post("/login", data={"name": name, "password": GOOD})
    return re.search(r'name="token" value="(\w+)"', client.get("/account").text)[1]


def test_nobody_sees_anything_before_coming_in(client: TestClient):
    for path in ("/", "/reports/r-calm", "/positions.csv", "/log"):
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login?to=/")
    assert client.get("/api/v1/positions").status_code == 401
    assert client.post("/api/v1/corrections", json={}).status_code == 401
    assert client.get("/static/desk.css").status_code == 200


def test_who_comes_in_is_led_to_the_page_that_was_asked_for(client: TestClient):
    form = {"name": "Ana", "password": GOOD, "to": "/reports/r-calm"}
    answer = client.post("/login", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/reports/r-calm"
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "Accept" in client.get("/reports/r-calm").text
    form["to"] = "https://evil.example/"
    assert client.post("/login", data=form, follow_redirects=False).headers["location"] == "/"


def test_a_reader_reads_and_changes_nothing(client: TestClient):
    token = come_in(client, "Ben")
    assert "Accept" not in client.get("/reports/r-calm").text
    do = {"token": token, "do": "undo 1", "reason": "x", "back": "/"}
    assert client.post("/correct", data=do).status_code == 403
    assert client.post("/account", data={"token": token, "do": "add", "name": "Eve"}).status_code == 403


def test_a_program_works_in_its_owners_name_until_its_token_ends(
    client: TestClient, accounts: Accounts, own_ledger: Path
):
    token = accounts.new_token("Ana", "nightly")
    program = TestClient(
        make_app(own_ledger, accounts=accounts), headers={"authorization": f"Bearer {token}"}
    )
    id = program.get("/api/v1/positions").json()["items"][0]["id"]
    made = program.post("/api/v1/corrections", json={"action": "accept", "ids": [id], "reason": "checked"})
    assert made.json()["entry"]["author"] == "Ana"
    accounts.end_token("Ana", accounts.named("Ana").tokens[0].digest)
    assert program.get("/api/v1/positions").status_code == 401


def test_an_admin_lets_others_in_and_out(client: TestClient, accounts: Accounts):
    token = come_in(client, "Ana")
    new = {"token": token, "do": "add", "name": "Cleo", "role": "analyst", "password": GOOD}
    assert "Cleo" in client.post("/account", data=new).text
    client.post("/account", data={"token": token, "do": "remove", "name": "Cleo"})
    assert accounts.named("Cleo") is None
    client.post("/account", data={"token": token, "do": "leave"})
    assert client.get("/", follow_redirects=False).status_code == 303


def test_guessing_ends_after_a_few_tries(tmp_path: Path):
    now = [0.0]
    accounts = Accounts(tmp_path / "a.json", clock=lambda: now[0])
    accounts.begin(accounts.key or "", "Ana", GOOD)
    for _ in range(ATTEMPTS):
        with pytest.raises(NotAllowed, match="do not fit"):
            accounts.enter("Ana", "guess")
    with pytest.raises(TooMany):
        accounts.enter("Ana", GOOD)
    now[0] += WAIT + 1
    assert accounts.of_session(accounts.enter("Ana", GOOD)).name == "Ana"


def test_the_file_holds_no_password_and_belongs_to_its_owner_alone(tmp_path: Path):
    accounts = Accounts(tmp_path / "a.json")
    accounts.begin(accounts.key or "", "Ana", GOOD)
    token = accounts.new_token("Ana", "nightly")
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert "$argon2id$" in text
    assert GOOD not in text
    assert token not in text
    assert (tmp_path / "a.json").stat().st_mode & 0o077 == 0


def test_the_first_account_needs_the_key_and_the_last_admin_stays(tmp_path: Path):
    accounts = Accounts(tmp_path / "a.json")
    with pytest.raises(NotAllowed):
        accounts.begin("guessed", "Eve", GOOD)
    accounts.begin(accounts.key or "", "Ana", GOOD)
    with pytest.raises(NotAllowed):
        accounts.begin("", "Eve", GOOD)
    with pytest.raises(DeskError, match="last admin"):
        accounts.remove("Ana")
