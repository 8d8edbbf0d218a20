"""Charges, blame, victims and justifications as claims; what is no claim."""

from __future__ import annotations

import pytest

from detente.reading import read_report
from detente.records import make_report


def stands(text: str) -> list[tuple[str, str | None, list[str], str]]:
    """Type, holder, toward and proposition of every position of a text."""
    reading = read_report(make_report(text, published_at="2024-05-15"))
    names = {a.id: a.name for a in reading.actors}
    return [
        (p.type, names.get(p.holder or ""), [names[a] for a in p.toward], p.proposition)
        for p in reading.positions
    ]


CHARGED = [
    ("Turkey called the Greek raid an act of piracy.", "Turkey", ["Greece"]),
    ("Japan denounced China's drills as a serious escalation.", "Japan", ["China"]),
    ("Ukraine branded Russia a terrorist state.", "Ukraine", ["Russia"]),
    ("Iran condemned what it calls an act of aggression by Israel.", "Iran", ["Israel"]),
    ("Kenya blamed the collapse of the talks on Somalia.", "Kenya", ["Somalia"]),
    ("Kenya holds Somalia responsible for the raid.", "Kenya", ["Somalia"]),
    ("Kenya pointed the finger at Somalia over the raid.", "Kenya", ["Somalia"]),
    ("Kenya criticised Somalia for shelling the border town.", "Kenya", ["Somalia"]),
    ("Kenya has argued that Somalia violated the treaty.", "Kenya", ["Somalia"]),
    ("Kenya said Somalia failed to stop the rebels.", "Kenya", ["Somalia"]),
    ("Kenya said Somalia was behind the raid.", "Kenya", ["Somalia"]),
    ("Jordan said Israel's aid ban is threatening lives in Gaza.", "Jordan", ["Israel"]),
    ("Pakistan said the Indian strikes were carried out on a false pretext.", "Pakistan", ["India"]),
    ("Pakistan said another five civilians were killed by Indian shelling.", "Pakistan", ["India"]),
    ("Pakistan said at least 31 people had died in the strikes.", "Pakistan", []),
    ("Food is being used as a weapon of war, Ukraine's foreign minister said.", "Ukrainian foreign minister", []),
    ("India said it had shown considerable restraint.", "India", []),
    ('"Only known terror camps were targeted," the Indian embassy said.', "Indian embassy", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "holder", "toward"), CHARGED)
def test_what_a_side_says_that_another_did_is_a_claim(text: str, holder: str, toward: list[str]):
    assert [s[:3] for s in stands(text)] == [("claim", holder, toward)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway's police said two people were killed when a bus overturned.",
        "Norway's health minister said 20 people had died in the flood.",
        "Norwegian officials said schools had been closed in seven border areas.",
        "Sweden said Norway had invited its king to the opening.",
        "Sweden described the talks as constructive.",
        "If Iran attacks, Israel may call it an act of war.",
        "The book argues that war is a tragedy.",
    ],
)
def test_news_of_accidents_and_courtesies_is_no_claim(text: str):
    assert stands(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Russia said it had nothing to do with the explosion.",
        "Russia had no part in the poisoning, its ambassador said.",
        "Russia insisted that it had no role in the coup.",
        "Russia said there was no famine in the valley.",
        '"We do not support the rebels," Russia\'s president said.',
        "Russia's foreign minister said the charge was not true.",
    ],
)
def test_a_side_denies_its_part(text: str):
    assert [s[0] for s in stands(text)] == ["denial"]
