"""The map and the network."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.desk import make_app


@pytest.fixture(scope="module")
def client(ledger_path: Path) -> TestClient:
    return TestClient(make_app(ledger_path))


def test_a_place_on_the_map_leads_to_what_happened_there(client: TestClient):
    page = client.get("/map").text
    assert 'aria-label="Vienna: 1"' in page
    told = client.get("/map", params={"place": "Vienna"}).text.split('id="told"')[1]
    assert "CONSULT · Greece" in told
    assert "<mark>Greece and Turkey met in Vienna" in told


def test_the_map_is_narrowed_by_its_form(client: TestClient):
    assert "Vienna" not in client.get("/map", params={"actor": "Iran"}).text


def test_the_network_draws_who_deals_with_whom(client: TestClient):
    page = client.get("/network").text
    assert 'href="/temperature?dyad=GRC,TUR"' in page
    assert 'aria-label="Turkey: ' in page
