"""Who acts and who is acted upon, by country: where a source or a target may stand in a sentence."""

from __future__ import annotations

import pytest

from detente.reading import read_report
from detente.records import Event, Reading, make_report


def read(text: str) -> Reading:
    return read_report(make_report(text))


def shown(reading: Reading, event: Event) -> str:
    countries = {a.id: a.country or a.name for a in reading.actors}
    sides = ("+".join(countries[a] for a in side) or "nobody" for side in (event.sources, event.targets))
    return f"{event.type} {' > '.join(sides)}"


SIDES = [
    # several adjectives before one noun
    ("Hungarian and Romanian officials agreed to cooperate.", "AGREE HUN+ROU > HUN+ROU"),
    ("Finnish, Swedish and Danish ministers condemned Russia.", "ACCUSE FIN+SWE+DNK > RUS"),
    # one's own troops and envoys that are moved are no target
    ("Syria is willing to withdraw its troops from Lebanon.", "AGREE SYR > LBN"),
    ("Honduras refused to recall its ambassador from Mexico.", "REJECT HND > MEX"),
    ("Jakarta forced the UN refugee agency, UNHCR, out of the country.", "SANCTION IDN > UNHCR"),
    # what lies below what a verb takes
    ("Hamas rejected an invitation to attend a meeting of Egyptian envoys.", "REJECT PSE > EGY"),
    ("Turkey refused to join the US-led war.", "REJECT TUR > USA"),
    ("Workers stopped work over a bill signed by the Serbian labour minister.", "PROTEST SRB > SRB"),
    # who keeps a prisoner, who passed a law
    ("A Jordanian died of torture in Syrian custody.", "ASSAULT SYR > JOR"),
    ("The ban, passed by Peru's parliament in May, takes effect today.", "COERCE PER > nobody"),
    # what a government does at home, and whom a bombing hit
    ("President Kagame has eased the curfew across Rwanda.", "CONCEDE RWA > RWA"),
    ("A roadside bombing near Herat killed two Danish soldiers.", "ASSAULT nobody > DNK"),
    ("Oslo issued a reminder on Friday to Chad that it must disarm.", "REQUEST NOR > TCD"),
    # the state of a place
    ("Iranian jets bombed a village near the town of Herat.", "ASSAULT IRN > AFG"),
    ("Chadian rebels blew up a power line leading into Khartoum.", "COERCE TCD > SDN"),
    ("Israeli tanks fired shells at targets in Jericho.", "ASSAULT ISR > PSE"),
    # a participle of saying is the speaker's, whatever stands nearer
    (
        "Peru said Chile continued to act with impunity, arguing that it did not care about the treaty.",
        "ACCUSE PER > nobody",
    ),
    ("The Kenyan delegation said Ghana broke the treaty, accusing it of theft.", "ACCUSE KEN > nobody"),
    # who is the source of the words is no target
    ("Police in Lima arrested nine, according to the Brazilian embassy.", "COERCE PER > nobody"),
    ("Iran shelled the town, according to Iraqi officials.", "ASSAULT IRN > nobody"),
    # a complaint blames whose deed it is about
    ("Lebanon complained to the United Nations over Israeli raids.", "ACCUSE LBN > ISR"),
    ("Cuba protested to the council against American flights.", "ACCUSE CUB > USA"),
    # who arrests there is the state
    ("Two Canadian missionaries were arrested in Lebanon on Friday.", "COERCE LBN > CAN"),
    ("A Dutch journalist was jailed in Turkey.", "COERCE TUR > NLD"),
    ("Two inspectors were expelled from North Korea.", "SANCTION PRK > inspectors"),
    ("A Christian missionary from Calgary was arrested in Lebanon.", "COERCE LBN > CAN"),
    # one's own country comes after others, and what is sent is no taker
    ("Maduro closed Venezuela's border with Brazil.", "COERCE VEN > BRA"),
    ("China sent a team of doctors to the hospital in Nairobi.", "AID CHN > KEN"),
    # names that the parser takes for something else, and states that share a noun
    ("USAID had announced a suspension of aid in Yemen.", "SANCTION USA > YEM"),
    ("Russia and Turkey's foreign ministers met.", "CONSULT RUS+TUR > RUS+TUR"),
    ("(CNN) Italian police have arrested the captain of a ship.", "COERCE ITA > nobody"),
    # an agreement on something is with nobody there; words said somewhere are said to nobody there
    ("France and Germany agreed to share information on Iran.", "AGREE FRA+DEU > FRA+DEU"),
    ("Kuwait promised in Geneva that it would wait.", "AGREE KWT > nobody"),
    ("President Kostunica of Serbia promised to rebuild Serbia.", "AGREE SRB > nobody"),
    # ships and planes by nationality
    ("Somali pirates seized a Greek tanker.", "COERCE SOM > GRC"),
]


@pytest.mark.parametrize(("text", "event"), SIDES)
def test_the_sides_of_an_event_stand_where_the_sentence_puts_them(text: str, event: str) -> None:
    reading = read(text)
    assert event in [shown(reading, e) for e in reading.events]


def test_a_state_that_only_a_place_names_is_an_actor_where_it_is_a_target():
    reading = read("Iranian jets bombed a village near the town of Herat.")
    assert {a.name for a in reading.actors if a.type == "state"} >= {"Afghanistan"}
    assert all(a.name != "Kenya" for a in read("A conference opened in Mombasa.").actors)


def test_who_marches_abroad_does_not_march_against_that_country():
    reading = read("Kurdish and Iranian students marched in Leipzig on Monday.")
    assert all(e.targets == () for e in reading.events)


def test_a_warning_of_what_is_threatens_nobody():
    for text in (
        "Aid groups have warned that Gaza is entering into famine.",
        "Kenya warned that the drought was worsening.",
    ):
        assert not [e for e in read(text).events if e.type == "THREATEN"]


def test_a_warning_of_what_the_speaker_would_do_is_a_threat():
    for text in (
        "Iran warned that ships would be seized.",
        "Moscow warned that it was ready to strike Kyiv.",
    ):
        assert [e for e in read(text).events if e.type == "THREATEN"]
