"""Reports added at the desk: pasted, dropped or sent, read in the background into the same ledger."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from detente.desk import make_app
from detente.ledger import Filter, open_ledger

PASTED = "Norway demanded on Tuesday that Iceland return the trawler."


@pytest.mark.file
def test_a_report_that_is_pasted_is_read(own_ledger: Path):
    with TestClient(make_app(own_ledger, author="Ana")) as client:
        job = client.post("/api/v1/reports", json={"text": PASTED, "published_at": "2024-05-21"})
        assert (job.status_code, job.json()["state"]) == (202, "waiting")
        until = time.monotonic() + 240
        while (told := client.get("/api/v1/jobs").json()[0])[
            "state"
        ] == "waiting" and time.monotonic() < until:
            time.sleep(0.2)
        assert (told["state"], told["words"]) == ("done", "")
        with open_ledger(own_ledger) as ledger:
            (demand,) = ledger.positions(Filter(report=told["reports"][0], type="demand"))
            assert "trawler" in demand.proposition
        assert f"/reports/{told['reports'][0]}" in client.get("/add").text


@pytest.mark.browser
def test_a_file_is_dropped_and_followed_until_it_is_read(page: Page, own_desk: str):
    page.goto(f"{own_desk}/add")
    page.get_by_label("Files").set_input_files(
        [{"name": "../../norway.txt", "mimeType": "text/plain", "buffer": PASTED.encode()}]
    )
    expect(page.locator('.job[data-state="done"] a')).to_have_count(1, timeout=240_000)
    page.locator(".job a").click()
    expect(page.locator("#text")).to_contain_text("return the trawler")


def test_nothing_is_added_without_a_token_or_by_a_reader(own_ledger: Path):
    writer, reader = TestClient(make_app(own_ledger, author="Ana")), TestClient(make_app(own_ledger))
    assert writer.post("/add", data={"text": PASTED}).status_code == 403
    assert writer.post("/add/file?name=a.txt", content=PASTED).status_code == 403
    assert reader.post("/api/v1/reports", json={"text": PASTED}).status_code == 403
    assert "<textarea" not in reader.get("/add").text


def test_what_cannot_be_read_is_refused_in_one_line(own_ledger: Path):
    client = TestClient(make_app(own_ledger, author="Ana"))
    token = re.search(r'name="token" value="(\w+)"', client.get("/add").text)[1]
    for body, words in (
        ({"text": "  "}, "no text"),
        ({"text": "Words.", "published_at": "soon"}, "no day"),
        ({"words": "x"}, "no report"),
    ):
        answer = client.post("/api/v1/reports", json=body)
        assert answer.status_code == 400
        assert words in answer.json()["error"]
    assert client.post("/add", data={"token": token, "address": "file:///etc/passwd"}).status_code == 400
