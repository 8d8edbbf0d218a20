"""Events as reports of all decades tell them: who did what to whom, and what must not be told as done."""

from __future__ import annotations

import pytest

from detente.reading import read_report
from detente.records import Event, Reading, make_report

FACTS = ("occurred", "ongoing")


def read(text: str, published: str = "2022-01-21") -> Reading:
    return read_report(make_report(text, published_at=published))


def shown(reading: Reading, event: Event) -> str:
    """An event as one line: “Macron > Beirut” in actors' names."""
    names = {a.id: a.name for a in reading.actors}
    sides = (" + ".join(names[a] for a in side) or "nobody" for side in (event.sources, event.targets))
    return f"{event.type} {event.status}: " + " > ".join(sides)


TOLD = [
    # envoys and visits
    ("Emmanuel Macron flew to Lebanon on Thursday.", "CONSULT occurred: Emmanuel Macron > Lebanon"),
    ("Jordan's king, Hussein, returned from Syria on Monday.", "CONSULT occurred: King Hussein > Syria"),
    ("Indira Gandhi received Henry Kissinger for an hour.", "CONSULT occurred: Indira Gandhi > Henry Kissinger"),
    ("Algeria sent an envoy to Mali.", "CONSULT occurred: Algeria > Mali"),
    ("Angela Merkel is due to arrive in Turkey on Monday.", "CONSULT planned: Angela Merkel > Turkey"),
    ("Alexander Haig is expected to travel to Argentina.", "CONSULT planned: Alexander Haig > Argentina"),
    ("Cuba wrote to Angola.", "CONSULT occurred: Cuba > Angola"),
    # ships, fleets, alerts
    ("Iran's navy stopped a Korean tanker in the strait.", "COERCE occurred: Iranian navy > South Korea"),
    ("Chile put its garrisons on alert.", "MOBILIZE occurred: Chile > nobody"),
    ("Israel called up 30,000 reservists.", "MOBILIZE occurred: Israel > nobody"),
    ("Egypt placed its army on a war footing.", "MOBILIZE occurred: Egypt > nobody"),
    ("Spain ordered a blockade of Morocco.", "COERCE occurred: Spain > Morocco"),
    ("Britain prepared a naval task force.", "MOBILIZE occurred: United Kingdom > nobody"),
    ("Turkish jets flew over northern Greece. Greece protested.", "MOBILIZE occurred: Turkish jets > Greece"),
    ("Vietnamese ships turned back.", "RETREAT occurred: Vietnam > nobody"),
    ("France shipped its tanks out of Chad.", "RETREAT occurred: France > Chad"),
    ("Libya is taking apart its missile bases.", "RETREAT ongoing: Libya > nobody"),
    ("Iraq halted work on the reactor.", "RETREAT occurred: Iraq > nobody"),
    # words
    ("Norway called the boycott an act of aggression.", "ACCUSE occurred: Norway > nobody"),
    ("Kenya complained that Uganda had closed the road.", "ACCUSE occurred: Kenya > Uganda"),
    ("Laos asked Thailand in a letter to stop the raids.", "REQUEST occurred: Laos > Thailand"),
    ("Hungary backs the blockade.", "SUPPORT occurred: Hungary > nobody"),
    ("Portugal's delegate declined to say more.", "REJECT occurred: Portuguese delegate > nobody"),
    ("On Monday Syria gave way.", "CONCEDE occurred: Syria > nobody"),
    ("Peru offered two destroyers to Bolivia.", "AGREE occurred: Peru > Bolivia"),
    ("Sweden repeated that warning on Friday.", "THREATEN occurred: Sweden > nobody"),
    (
        "The Security Council adopted a resolution that calls on Portugal to free the prisoners.",
        "REQUEST occurred: UN Security Council > Portugal",
    ),
    (
        "Austria said that Serbia would pay a heavy price.",
        "THREATEN occurred: Austria > Serbia",
    ),
    (
        "China warned that any movement of Indian troops would bring war. India said nothing.",
        "THREATEN occurred: China > India",
    ),
    # sanctions and coercion
    ("The African Union suspended Guinea's membership.", "SANCTION occurred: African Union > Guinea"),
    ("Ghana banned imports of Togolese sugar.", "SANCTION occurred: Ghana > Togo"),
    ("Germany froze Libyan assets.", "SANCTION occurred: Germany > Libya"),
    ("Iran is holding a teacher from Canada on spying charges.", "COERCE ongoing: Iran > Canadian teachers"),
    # violence without a named hand
    ("Twelve people were killed in the raid.", "ASSAULT occurred: nobody > people"),
    ("Thousands marched in Leipzig.", "PROTEST occurred: nobody > nobody"),
    ("Argentina's cruiser was sunk by a British submarine.", "ASSAULT occurred: British submarines > Argentina"),
    ("Tanks rolled towards Hungary.", "MOBILIZE occurred: nobody > Hungary"),
    # the parser's stumbles
    (
        "OSLO, May 4 — Norway on Tuesday rejected the Danish offer.",
        "REJECT occurred: Norway > Denmark",
    ),
    (
        "Peru rejected the charge that it had armed the rebels and accused Chile of spying.",
        "ACCUSE occurred: Peru > Chile",
    ),
    ("The tanker was stopped by radio by the Danish navy.", "COERCE occurred: Danish navy > nobody"),
    ("The two officials met. Panama voted against it; Spain abstained.", "REJECT occurred: Panama > nobody"),
    (
        "Kuwait expelled a consul, prompting Iraq to recall its ambassador.",
        "SANCTION occurred: Iraq > nobody",
    ),
    (
        "Iran warned Israel not to attack Syria and denied that it had armed anybody.",
        "REJECT occurred: Iran > nobody",
    ),
    ("Kenya said the raid was illegal and demanded an apology from Uganda.", "REQUEST occurred: Kenya > Uganda"),
    ("Ecuador rejected the truce, and the Peru sanctions were lifted.", "CONCEDE occurred: nobody > Peru"),
    ("A guard said inmates were beaten. Malta had its ships seized by Libya.", "COERCE occurred: Libya > Malta"),
    ("Monks began a fast to protest the decree of Burma.", "PROTEST occurred: monks > Myanmar"),
    ("Iran announced that it would release ten sailors of Pakistan.", "AGREE occurred: Iran > Pakistani sailors"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "event"), TOLD)
def test_a_sentence_of_a_report_tells_its_event(text: str, event: str) -> None:
    reading = read(text)
    assert event in [shown(reading, e) for e in reading.events]


NEVER = [
    ("“Until hell freezes over,” the American shot back at Zorin.", "ASSAULT"),
    ("Four airmen were killed when a bomber of the United States crashed.", "ASSAULT"),
    ("Nine Iranian soldiers were killed in an earthquake.", "ASSAULT"),
    ("A storm destroyed a bridge in Haiti.", "ASSAULT"),
    ("Frost killed half the vines in Burgundy.", "ASSAULT"),
    ("Tata Steel shot up 4 percent in Mumbai.", "ASSAULT"),
    ("The Canadian dollar traded at 78 US cents.", "COOPERATE"),
    ("Italy denied for weeks that it was sending arms to Biafra.", "AID"),
    ("Belgium accused Rwandan troops of laying mines and firing on a village.", "ASSAULT"),
    ("Belgium accused Rwandan troops of laying mines and firing on a village.", "MOBILIZE"),
    ("Ireland retaliated by cancelling the visit of the Belgian minister.", "ASSAULT"),
    ("Farmers in France feared that Spain would ban their wine.", "SANCTION"),
    ("Farmers in France feared that Spain would lift the ban.", "AGREE"),
    ("The president named a team, led by John Hay, to work with Mexico.", "COOPERATE"),
    ("Cuba said it would not allow inspection.", "RETREAT"),
    ("Poland wants to work with Lithuania.", "COOPERATE"),
    ("Greece promised tough sanctions against Albania.", "SANCTION"),
    ("Japan would withdraw its troops from Korea, the minister said.", "RETREAT"),
    ("The tanker was hailed by radio by the Dutch navy.", "SUPPORT"),
    ("Brazil and Peru could soon meet in Lima.", "CONSULT"),
    ("Zambia met the deadline of the United Nations.", "CONSULT"),
    ("Yemen was open to a meeting between Oman and Iran.", "CONSULT"),
    ("Two French destroyers had left port to join the quarantine force.", "RETREAT"),
    ("Rebels plan to shell Kigali, Rwanda said.", "ASSAULT"),
    ("Romania will continue to arm Serbia, its minister said.", "AID"),
    ("Malta hopes that Libya frees the pilots.", "CONCEDE"),
    ("Nepal threatened to expel the consul of India.", "SANCTION"),
    ("The feud between Chile and Peru threatened to undermine the pact.", "THREATEN"),
    ("Joe Biden ended his reelection campaign.", "RETREAT"),
    ("Aung Min burned to death outside the embassy of China.", "ASSAULT"),
    ("Laos is considering whether to expel the consul of Vietnam.", "SANCTION"),
    ("Togo demanded that Benin hand over the island.", "RETREAT"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "type_"), NEVER)
def test_what_did_not_happen_is_told_by_no_event(text: str, type_: str) -> None:
    reading = read(text)
    assert [shown(reading, e) for e in reading.events if e.type == type_ and e.status in FACTS] == []


def test_a_meeting_told_again_gets_the_day_of_the_sentence_before() -> None:
    text = "Norway and Denmark reported no breakthrough in talks on Friday. Norway and Denmark met in Bergen."
    met = next(e for e in read(text).events if e.evidence.trigger.of(text) == "met")
    assert met.when is not None
    assert met.when.start == "2022-01-21"


def test_a_meeting_of_another_year_keeps_no_day() -> None:
    text = (
        "Norway and Denmark held talks on Friday. The weather was fine and the tea was hot. Nobody stayed long, as "
        "there was a game to see. A bus took the delegates away. Norway and Denmark met once in Bergen."
    )
    met = next(e for e in read(text).events if e.evidence.trigger.of(text) == "met")
    assert met.when is None


def test_a_promise_is_dated_by_when_it_was_given() -> None:
    text = "Iran said on Thursday that it would release ten sailors of Pakistan next week."
    promise = next(e for e in read(text).events if e.type == "AGREE")
    assert promise.when is not None
    assert promise.when.start == "2022-01-20"


def test_since_when_it_was_the_worst_is_no_date() -> None:
    text = "It was the deadliest fighting between Armenia and Azerbaijan since 2020."
    assert [e.when for e in read(text).events if e.type == "ASSAULT"] == [None]


def test_two_leaders_named_as_one_are_both_told() -> None:
    text = "Joe Biden called Vladimir Putin. The two leaders met in June."
    reading = read(text)
    met = next(e for e in reading.events if e.evidence.trigger.of(text) == "met")
    assert shown(reading, met) in (
        "CONSULT occurred: Joe Biden + Vladimir Putin > Joe Biden + Vladimir Putin",
        "CONSULT occurred: Vladimir Putin + Joe Biden > Vladimir Putin + Joe Biden",
    )
