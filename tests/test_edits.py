"""What an analyst types becomes a checked value, or one line that says what can be written."""

import pytest

from detente.corrections import Change
from detente.edits import Lookup, edits_of
from detente.errors import UnknownName, WrongCorrection
from detente.records import Actor

PEOPLE = {
    "Calhoun": Actor("a-1", "Beverly Calhoun", ("Calhoun",), "person", "GRA", "GOV"),
    "Zenda": Actor("state:ZEN", "Zenda", (), "state", "ZEN", "GOV"),
}


def actor(name: str) -> Actor:
    if name not in PEOPLE:
        raise UnknownName(f"no actor is called “{name}”")
    return PEOPLE[name]


@pytest.fixture
def known(tell):
    reading = tell("Rudolf Rassendyll", "Graustark", "its guns must leave the bridge")
    return reading, Lookup(actor, str, str, str, reading.report.text)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("statements", {"speaker": "Calhoun"}, "a-1"),
        ("statements", {"speaker": "none"}, None),
        ("statements", {"addressees": "Calhoun, Zenda,Calhoun"}, ("a-1", "state:ZEN")),
        ("statements", {"acts": "Promise, threaten"}, ("promise", "threaten")),
        ("statements", {"negated": "Yes"}, True),
        ("statements", {"content": "its guns … the bridge"}, ("its guns", "the bridge")),
        ("events", {"status": "PLANNED"}, "planned"),
        ("events", {"when": "1962-10-22"}, "1962-10-22/1962-10-22"),
        ("events", {"when": "1964-02/1965"}, "1964-02-01/1965-12-31"),
        ("events", {"sources": ""}, ()),
        ("positions", {"due": "1962-11"}, "1962-11-01/1962-11-30"),
        ("positions", {"condition": "none"}, None),
        ("positions", {"proposition": "the guns must go"}, "the guns must go"),
        ("actors", {"country": "ukr"}, "UKR"),
        ("actors", {"sector": "reb"}, "REB"),
        ("actors", {"aliases": "Rudi, Rassendyll"}, ("Rassendyll", "Rudi")),
    ],
)
def test_a_value_is_read_as_its_field_wants_it(known, kind, typed, value):
    reading, lookup = known
    edits = edits_of(getattr(reading, kind)[0], typed, lookup)
    assert edits.changes == (Change(next(iter(typed)), value),)


@pytest.mark.parametrize(
    ("kind", "typed", "line"),
    [
        ("events", {"type": "WAR"}, "no type of an event. There are: AGREE, CONSULT"),
        ("events", {"colour": "red"}, "no field of an event that can be edited. There are: type, mode"),
        ("events", {"when": "1962-02-30"}, "no days; write"),
        ("events", {"when": "1963/1962"}, "no days"),
        ("events", {"mode": "teleport"}, "CONSULT has no such mode. There are: meet"),
        ("events", {"cameo": "9"}, "two to four digits"),
        ("events", {"cameo": "99"}, "no CAMEO code"),
        ("statements", {"acts": "shout"}, "no acts of a statement. There are: assert"),
        ("statements", {"content": "words that are not there"}, "does not stand in the report"),
        ("statements", {"content": "…"}, "must not be empty"),
        ("statements", {"negated": "perhaps"}, "write yes or no"),
        ("positions", {"status": "won"}, "no status of a position. There are: open"),
        ("positions", {"proposition": "none"}, "must not be empty"),
        ("actors", {"country": "XX"}, "alpha-3"),
        ("actors", {"sector": "GOVT"}, "three letters"),
        ("actors", {"wikidata": "7"}, "Q159"),
        ("actors", {}, "at least one FIELD=VALUE"),
    ],
)
def test_a_wrong_value_is_one_line_that_says_what_can_be_written(known, kind, typed, line):
    reading, lookup = known
    with pytest.raises(WrongCorrection, match=line) as raised:
        edits_of(getattr(reading, kind)[0], typed, lookup)
    assert "\n" not in str(raised.value)


def test_whom_nobody_knows_is_no_value(known):
    reading, lookup = known
    with pytest.raises(UnknownName, match="Gromyko"):
        edits_of(reading.statements[0], {"speaker": "Gromyko"}, lookup)


def test_code_class_and_intensity_follow_a_new_type(known):
    reading, lookup = known
    edits = edits_of(reading.events[0], {"type": "assault"}, lookup)
    values = {c.field: c.value for c in edits.changes}
    assert values["type"] == "ASSAULT"
    assert values["quad"] == 4
    assert values["mode"] is None
    assert values["intensity"] < 0


def test_an_actor_is_named_without_what_other_reports_call_it(known):
    reading, lookup = known
    assert edits_of(reading.statements[0], {"speaker": "Calhoun"}, lookup).names[0].aliases == ()
