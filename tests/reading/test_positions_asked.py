"""What is asked, offered, refused and accepted without a word that says only that."""

from __future__ import annotations

import pytest

from detente.reading import read_report
from detente.records import make_report


def stands(text: str) -> list[tuple[str, str | None]]:
    """Type and holder of every position of a text."""
    reading = read_report(make_report(text, published_at="2024-05-15"))
    names = {a.id: a.name for a in reading.actors}
    return [(p.type, names.get(p.holder or "")) for p in reading.positions]


TAKEN = [
    ("Jordan said it was time that Israel opened the crossings.", "demand", "Jordan"),
    ("Jordan said it was imperative that Israel open the crossings.", "demand", "Jordan"),
    ("Jordan said it was up to Israel to open the crossings.", "demand", "Jordan"),
    ("Jordan said Israel was obliged to open the crossings.", "demand", "Jordan"),
    ("Jordan said Israel ought to open the crossings.", "demand", "Jordan"),
    ("Jordan said Israel has a clear obligation as an occupying power to allow aid in.", "demand", "Jordan"),
    ("Jordan encouraged Israel to open the crossings.", "demand", "Jordan"),
    ('"We need Israel to open the crossings," Jordan\'s king said.', "demand", "Jordanian king"),
    ('"Do not touch the holy places," Jordan\'s king said.', "demand", "Jordanian king"),
    ("Jordan has called to end the blockade.", "demand", "Jordan"),
    ('"Congress should start work today," Trump wrote.', "demand", "Donald Trump"),
    ("Qatar invited Iran to talks in Doha.", "offer", "Qatar"),
    ("Qatar suggested holding the talks in Doha.", "offer", "Qatar"),
    ("Qatar put forward a plan for a truce.", "offer", "Qatar"),
    ('"We are going to send 20 tanks," Norway\'s prime minister said.', "commitment", "Norwegian prime minister"),
    ('"We will support Ukraine," Norway\'s prime minister said.', "commitment", "Norwegian prime minister"),
    ("China's president announced plans to cut emissions by ten per cent.", "commitment", "Chinese president"),
    ("The raid prompted Norway to urge Sweden to act.", "demand", "Norway"),
    ("Russia said no to the plan.", "refusal", "Russia"),
    ("Russia has spoken out against the plan.", "refusal", "Russia"),
    ("Russia said it was against the plan.", "refusal", "Russia"),
    ("Russia said the plan was unacceptable.", "refusal", "Russia"),
    ("Russia called the plan unacceptable.", "refusal", "Russia"),
    ("Russia ignored the demand to withdraw.", "refusal", "Russia"),
    ("Russia's foreign minister said he could not accept the plan.", "refusal", "Russian foreign minister"),
    ('"There can be no talks with terrorists," Russia\'s foreign minister said.', "refusal", "Russian foreign minister"),
    ("Sudan said yes to the plan.", "acceptance", "Sudan"),
    ("Sudan backed the plan.", "acceptance", "Sudan"),
    ("Iran vowed revenge on Israel.", "threat", "Iran"),
    ('"We will make Israel pay," Iran\'s president said.', "threat", "Iranian president"),
    ('"Iran has every right to give a robust response to this act of war," Iran\'s president said.', "threat", "Iran"),
    ("Iran's armed forces are fully prepared to respond to any misadventure, its president said.", "threat", "Iranian armed forces"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "holder"), TAKEN)
def test_each_way_of_saying_it_takes_its_stand(text: str, kind: str, holder: str):
    assert (kind, holder) in stands(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ship offered battle to the pirates off Somalia.",
        "The institute in Thailand offered some vocational training in the border areas.",
        "The party's willingness to push the envelope has only grown.",
        "Both universities have students whose qualifications have been accepted in Thailand.",
        "The treaty does not require the court to prejudge the case, Norway's lawyer said.",
        "Norway said it was time it left.",
        "Norway's officials called to congratulate the winner.",
        "Norway backed the rebels.",
    ],
)
def test_services_and_courtesies_take_no_stand(text: str):
    assert stands(text) == []
