"""Statements by the utterances that they render."""

from __future__ import annotations

from pathlib import Path

from detente.ledger import Filter, open_ledger
from detente.reading import read_report
from detente.records import make_report
from detente.views.quotes import with_utterances

TOLD = (
    "Norwegian Foreign Minister Anna Hale said: “We will reopen the border on Friday for all travellers.”",
    "Hale said that Norway would reopen the border on Friday for all travellers. Norwegian Foreign Minister Anna Hale "
    "denied that Norwegian ships had entered the harbour of Gothenburg.",
)


def test_statements_of_one_utterance_share_its_id_in_whatever_words_reports_tell_it(tmp_path: Path):
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        for n, text in enumerate(TOLD):
            ledger.add(read_report(make_report(text, title=str(n), published_at="2022-01-17")))
        ledger.refresh()
        of_words = {
            ledger.words([s])[s.id]: s.utterance for s in with_utterances(ledger, ledger.statements())
        }
        border = [u for words, u in of_words.items() if "border" in words]
        assert len(border) == 2
        assert len(set(border)) == 1
        assert [u for words, u in of_words.items() if "ships" in words] != border[:1]
        asked = ledger.statements(Filter(report=ledger.reports()[0].id))
        assert {s.utterance for s in with_utterances(ledger, asked)} <= set(of_words.values())
