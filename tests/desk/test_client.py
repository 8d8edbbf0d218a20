"""The Python client speaks to a desk as the HTTP API describes it."""

from __future__ import annotations

import pytest

from detente.desk.client import Client
from detente.errors import DeskError


def test_a_program_reads_searches_corrects_and_undoes(own_desk: str):
    with Client(own_desk) as desk:
        (demand,) = desk.positions(type="demand", dyad="Turkey, Greece")
        assert desk.record(demand.id) == demand
        assert demand.id in {hit.id for hit in desk.search("garrison", kind="position")}
        made = desk.correct("reject", demand.id, reason="a joke")
        assert list(desk.positions(type="demand", dyad="Turkey, Greece")) == []
        desk.correct("undo", made.id, reason="no joke")
        assert [c.undone_by is None for c in desk.log()] == [False, True]
        assert list(desk.positions(type="demand", dyad="Turkey, Greece")) == [demand]


def test_what_the_desk_does_not_do_it_says_in_its_own_words(own_desk: str):
    with Client(own_desk) as desk:
        with pytest.raises(DeskError, match="p-none"):
            desk.record("p-none")
        with pytest.raises(DeskError, match="nothing to edit"):
            desk.correct("edit", next(desk.events()).id, reason="why")
