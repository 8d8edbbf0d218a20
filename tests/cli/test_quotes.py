"""`detente quotes`: the words of each report for one utterance."""

import json


def test_the_command_puts_the_renderings_of_a_ledger_side_by_side(run, crisis_folder):
    told = json.loads(run("quotes", "--speaker", "Rassendyll", "--format", "json").stdout)
    (u,) = told
    assert [r["words"] for r in u["renderings"]] == [
        "its guns must leave the bridge",
        "the guns must leave the bridge",
    ]
    assert u["stories"] == 1  # the two reports differ in a word
    assert "{+the+} guns must leave the bridge" in run("quotes", "--about", "guns").stdout
    assert run("quotes", "--since", "1962-11-01").stdout == ""
    assert len(run("quotes", "--all", "--format", "csv").stdout.splitlines()) == 8
