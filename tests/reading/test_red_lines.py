"""Lines that are drawn without a word of threatening: what is the line, what would follow, who draws it for whom."""

from __future__ import annotations

import pytest

from detente.reading import read_report
from detente.records import make_report

LINES = [
    # text, type, holder, toward, condition, consequence
    (
        "Premier Borg said that Delta membership for Ukraine would be a red line for Russia.",
        "threat", "Russia", None, "Delta membership for Ukraine", "would be a red line for Russia",
    ),
    (
        "China said that a declaration of independence by Taiwan would mean war.",
        "threat", "China", "Taiwan", "a declaration of independence by Taiwan", "would mean war",
    ),
    (
        "Turkey has said that any extension of Greek waters beyond six miles would be a casus belli.",
        "threat", "Turkey", "Greece", "any extension of Greek waters beyond six miles", "would be a casus belli",
    ),
    (
        "Moscow called the deployment of missiles in Poland a red line.",
        "threat", "Russia", None, "the deployment of missiles in Poland", None,
    ),
    (
        "North Korea said it would consider any interception of its missiles an act of war.",
        "threat", "North Korea", None, "any interception of its missiles", "consider … an act of war",
    ),
    (
        "Egypt's red line is any change to the status of the canal, the foreign ministry said.",
        "threat", "Egypt", None, "any change to the status of the canal", None,
    ),
    (
        "Iran said an Israeli strike on its reactors would be answered in kind.",
        "threat", "Iran", "Israel", "an Israeli strike on its reactors", "would be answered in kind",
    ),
    (
        "Iran warned that any attack on its ports would be met with overwhelming force.",
        "threat", "Iran", None, "any attack on its ports", "would be met with overwhelming force",
    ),
    (
        "Any country that sends troops to Niger will face a decisive response, the Nigerien army said.",
        "threat", None, None, "Any country that sends troops to Niger", "will face a decisive response",
    ),
    (
        "Pakistan said it would shoot down any Indian aircraft that entered its airspace.",
        "threat", "Pakistan", None, "any Indian aircraft that entered its airspace", None,
    ),
    (
        "India may retaliate if Pakistan shelters the gunmen, the Indian defence minister said.",
        "threat", "India", "Pakistan", "Pakistan shelters the gunmen", "India may retaliate",
    ),
    (
        "Beijing warned Washington not to cross the line on Taiwan.",
        "demand", "China", "United States", None, None,
    ),
    (
        "“We cannot accept the stationing of missiles in Cuba,” the American president said.",
        "refusal", None, None, None, None,
    ),
    (
        "A Kurdish state on the border will not be tolerated, Turkey said.",
        "refusal", "Turkey", None, None, None,
    ),
]  # fmt: skip

NO_LINES = [
    "The attack was an act of war, Ukraine said.",
    "Russia may attack if Finland joins, Sweden said.",
    "Analysts say an invasion would have severe consequences for the economy.",
    "Anyone who attends the meeting will be offered lunch, the German chancellor said.",
    "Syria crossed a red line, France said.",
    "The vote is not a red line, Germany said.",
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "“We are not planning to attack anyone,” the Russian foreign minister said.",
            "not planning to attack anyone",
        ),
        ("Russia does not want war, the Kremlin said.", "Russia does not want war"),
    ],
)
def test_a_disowned_intention_is_a_denial(text, words):
    ((position, *_),) = [p for p in positions_of(text) if p[0].type == "denial"]
    assert words in position.proposition


def positions_of(text: str):
    reading = read_report(make_report(text, id="r-1", published_at="2024-05-06"))
    names = {a.id: a.name for a in reading.actors}
    return [(p, names.get(p.holder or ""), [names[a] for a in p.toward]) for p in reading.positions]


@pytest.mark.parametrize(
    ("text", "kind", "holder", "toward", "condition", "consequence"), LINES, ids=[t[0][:40] for t in LINES]
)
def test_a_line_is_read_with_its_condition_and_consequence(
    text, kind, holder, toward, condition, consequence
):
    ((position, held_by, put_to),) = [p for p in positions_of(text) if p[0].type == kind]
    assert position.condition == condition
    assert holder in (None, held_by)
    assert toward is None or toward in put_to
    assert consequence in (None, position.consequence)


@pytest.mark.parametrize("text", NO_LINES)
def test_what_draws_no_line_is_no_threat(text):
    assert [p for p, *_ in positions_of(text) if p.type in ("threat", "refusal")] == []
