"""Where each side stands: sentences of our own, and the position that each one holds."""

from __future__ import annotations

import pytest

from detente.reading import read_report
from detente.records import Position, make_report


def positions(text: str, published: str | None = "2024-05-15") -> list[tuple[Position, str]]:
    """The positions of a text with the names of their holders."""
    reading = read_report(make_report(text, published_at=published))
    names = {a.id: a.name for a in reading.actors}
    return [(p, names.get(p.holder or "", "")) for p in reading.positions]


TAKEN = [
    # demands
    ("Turkey demanded that Greece withdraw its garrison from the islet.", "demand", "Turkey", "Greece withdraw its garrison"),
    ("Egypt urged Ethiopia to stop filling the reservoir.", "demand", "Egypt", "stop filling the reservoir"),
    ("Pakistan called on India to resume the water talks.", "demand", "Pakistan", "resume the water talks"),
    ("France called for the release of all hostages.", "demand", "France", "the release of all hostages"),
    ("Japan wants China to lift its ban on seafood.", "demand", "Japan", "lift its ban on seafood"),
    ("Armenian Prime Minister Nikol Pashinyan said Azerbaijan must release the prisoners.", "demand", "Nikol Pashinyan", "release the prisoners"),
    ("Serbia's demand that Kosovo disband the special police was put to the envoys.", "demand", "Serbia", "Kosovo disband the special police"),
    ("Iran insisted on a guarantee that sanctions would not return.", "demand", "Iran", "a guarantee"),
    # offers
    ("Saudi Arabia offered to host the negotiations.", "offer", "Saudi Arabia", "host the negotiations"),
    ("Colombia said it was ready to reopen the border crossings.", "offer", "Colombia", "reopen the border crossings"),
    ("Norway proposed a ceasefire of ten days.", "offer", "Norway", "a ceasefire of ten days"),
    # promises
    ("Germany promised to deliver the generators.", "commitment", "Germany", "deliver the generators"),
    ("Kenya pledged 1,000 police officers for the mission.", "commitment", "Kenya", "1,000 police officers"),
    ("Moscow said it would reopen the consulate next week.", "commitment", "Russia", "reopen the consulate"),
    ("Vietnam agreed to share data on the river's flow.", "commitment", "Vietnam", "share data"),
    # threats
    ("Israel threatened to strike the enrichment plant.", "threat", "Israel", "strike the enrichment plant"),
    ("North Korea warned that it would retaliate if the drills went ahead.", "threat", "North Korea", "it would retaliate"),
    ("China vowed to impose sanctions on the companies.", "threat", "China", "impose sanctions on the companies"),
    # refusals
    ("Sudan rejected the proposal.", "refusal", "Sudan", "the proposal"),
    ("Venezuela refused to extradite the two men.", "refusal", "Venezuela", "extradite the two men"),
    ("Poland ruled out a return of the monument.", "refusal", "Poland", "a return of the monument"),
    ("Belarus did not accept the findings.", "refusal", "Belarus", "the findings"),
    # acceptances
    ("Lebanon accepted the maritime boundary.", "acceptance", "Lebanon", "the maritime boundary"),
    # claims and denials
    ("Rwanda denied that its soldiers had crossed the border.", "denial", "Rwanda", "its soldiers had crossed the border"),
    ("Syria dismissed the allegations of torture.", "denial", "Syria", "the allegations of torture"),
    ("Chad accused Sudan of arming the rebels.", "claim", "Chad", "arming the rebels"),
    ("Algeria alleged that Morocco had tapped its phones.", "claim", "Algeria", "Morocco had tapped its phones"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "holder", "words"), TAKEN)
def test_a_stand_is_read_with_its_holder_and_its_words(text: str, kind: str, holder: str, words: str):
    found = [(p.type, name, p.proposition) for p, name in positions(text)]
    assert any(t == kind and n == holder and words in said for t, n, said in found), found


NOT_TAKEN = [
    ("Turkey did not demand that Greece withdraw.", "demand"),
    ("Greece may reject the proposal.", "refusal"),
    ("If Sudan rejects the plan, the mission will leave.", "refusal"),
    ("Officials fear that Israel could threaten to strike the plant.", "threat"),
    ("The spokesman declined to comment.", "refusal"),
    ("The king dismissed his prime minister.", "refusal"),
]


@pytest.mark.parametrize(("text", "kind"), NOT_TAKEN)
def test_what_is_only_possible_or_not_done_is_no_stand(text: str, kind: str):
    assert kind not in [p.type for p, _ in positions(text)]


def test_a_promise_has_its_due_date():
    ((promise, _),) = positions("Hungary promised to send its answer next week.", "2024-05-15")
    assert promise.due is not None
    assert (promise.due.start, promise.due.end) == ("2024-05-20", "2024-05-26")


def test_without_a_publication_date_a_promise_has_no_due_date_but_its_words():
    ((promise, _),) = positions("Hungary promised to send its answer next week.", None)
    assert promise.due is not None
    assert (promise.due.start, promise.due.text) == (None, "next week")


def test_a_threat_has_its_condition_and_its_consequence():
    found = positions("Iran said it would close the strait if its oil exports were blocked.")
    ((threat, holder),) = [(p, n) for p, n in found if p.type == "threat"]
    assert holder == "Iran"
    assert threat.condition == "its oil exports were blocked"
    assert "close the strait" in (threat.consequence or "")


def test_each_clause_of_a_list_of_demands_is_a_demand():
    text = (
        "Cyprus repeated its demands that the ships leave, that the drilling stop and that the talks resume."
    )
    demands = {p.proposition for p, _ in positions(text) if p.type == "demand"}
    assert demands == {"the ships leave", "the drilling stop", "the talks resume"}


def test_a_refusal_on_the_same_page_closes_the_demand():
    text = "Turkey demanded that Greece withdraw its garrison. Greece flatly rejected that demand."
    found = {p.type: p for p, _ in positions(text)}
    assert found["demand"].status == "rejected"
    assert found["refusal"].answers == found["demand"].id


def test_a_denial_on_the_same_page_disputes_the_claim():
    text = "Chad accused Sudan of arming the rebels. Sudan denied arming the rebels."
    assert {p.type: p.status for p, _ in positions(text)} == {"claim": "disputed", "denial": "disputed"}


def test_no_intention_to_attack_is_a_denial():
    found = positions("Russia said it had no intention of attacking Finland.")
    assert [(p.type, n) for p, n in found] == [("denial", "Russia")]


def test_we_in_a_quotation_is_the_speaker():
    found = positions("“We will never sign this treaty,” President Recep Tayyip Erdogan said.")
    assert [(p.type, n) for p, n in found] == [("refusal", "Recep Tayyip Erdogan")]


def test_what_a_position_says_stands_in_the_report():
    text = "Egypt urged Ethiopia to stop filling the reservoir, and Ethiopia refused to stop the work."
    reading = read_report(make_report(text, published_at="2024-05-15"))
    assert reading.positions
    for position in reading.positions:
        for evidence in position.evidence:
            words = " ".join(s.of(text) for s in evidence.spans)
            assert all(part.strip() in words for part in position.proposition.split("…"))


TOLD = [
    ("“Our country will never kneel before sanctions,” the president of Iran told a rally.", "refusal", "Iranian president", "never kneel"),
    ("“We will not bow to blackmail,” Peru's foreign minister said.", "refusal", "Peruvian foreign minister", "blackmail"),
    ("Bolivia's foreign minister said the door to talks remained open.", "offer", "Bolivian foreign minister", "the door to talks"),
    ("Ghana's president said that all options were on the table.", "threat", "Ghanaian president", "all options"),
    ("Beijing called the allegations groundless.", "denial", "China", "the allegations"),
    ("It is a text that both Ethiopia and Egypt have accepted.", "acceptance", "Egypt", "a text"),
    ("Unless the grain deal is renewed by Monday, Russia will treat every ship as hostile, its defence ministry warned.", "threat", "Russia", "treat every ship as hostile"),
    ("Norway's ambassador said his country would not take part in the summit.", "refusal", "Norway", "would not take part"),
    ("Lavrov suggested that the EU pay Minsk.", "offer", "Sergei Lavrov", "the EU pay Minsk"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "holder", "words"), TOLD)
def test_a_stand_is_read_though_no_plain_word_of_it_is_said(text, kind, holder, words):
    found = [(p.type, n) for p, n in positions(text) if words.removeprefix("the ") in p.proposition]
    assert (kind, holder) in found


def test_rejecting_that_as_folly_denies_what_was_said_before():
    text = "Poland's prime minister said Russia had planned the attack. The Kremlin rejected that as irresponsible."
    found = {p.type: p for p, _ in positions(text)}
    assert found["denial"].proposition == "Russia had planned the attack"


def test_a_charge_that_somebody_calls_absurd_is_denied():
    text = "Moscow says the pipeline was blown up by Western agents, a charge that Washington calls absurd."
    denied = [(p.proposition, n) for p, n in positions(text) if p.type == "denial"]
    assert denied == [("the pipeline was blown up by Western agents", "United States")]


TURNS = [
    # told by grammar that hides it
    ("Beijing insists that Philippine vessels leave the shoal.", "demand", "China", "Philippine vessels leave the shoal"),
    ("Moscow insisted that the inspectors hand over their notes.", "demand", "Russia", "the inspectors hand over their notes"),
    ("President Vladimir Putin suggested he would continue to buy grain from Iran.", "commitment", "Vladimir Putin", "continue to buy grain"),
    ("General Ole Berg of Norway stressed the duty of the state to protect its citizens from the effects of lies and urged the public to remain vigilant.", "demand", "Ole Berg", "remain vigilant"),
    ("India repeatedly accused Pakistan for sheltering the gunmen.", "claim", "India", "sheltering the gunmen"),
    # papers speak for those who wrote them
    ("Turkey's note to Athens said there must be an apology.", "demand", "Turkey", "there must be an apology"),
    ("Iran handed two draft treaties to the envoys. The documents accused Washington of breaking its word.", "claim", "Iran", "breaking its word"),
    # denials
    ("Netanyahu claims UNRWA has been infiltrated by Hamas – an allegation the agency refutes.", "denial", "UNRWA", "UNRWA has been infiltrated by Hamas"),
    ("Former president Jacob Zuma pleaded not guilty to the charges of fraud.", "denial", "Jacob Zuma", "the charges of fraud"),
    ("“There is no proof of this,” said Deputy Foreign Minister Ole Lund of Denmark.", "denial", "Ole Lund", "There is no proof of this"),
    ("Norway disputed that its ships had crossed the line.", "denial", "Norway", "its ships had crossed the line"),
    ("Israel's ambassador rejected the questions raised by the panel.", "refusal", "Israeli ambassador", "the questions raised by the panel"),
    # told by clauses alone
    ("The European Union said it was concerned about the conditions in which he was kept, and called for his immediate release.", "demand", "European Union", "his immediate release"),
    ("Prime Minister Ole Lund of Norway told reporters in a broadcast that his country would never accept inspection.", "refusal", "Ole Lund", "inspection"),
    ("President Ole Lund of Norway told an old friend in a letter that his government would take no reckless decisions.", "commitment", "Norway", "no reckless decisions"),
    ("President Ole Lund of Norway said submarines would sink Swedish ships if they stopped his vessels.", "threat", "Ole Lund", "submarines would sink Swedish ships"),
    ("“If Sweden fails to pull out, Norway will have to act,” Norwegian Foreign Minister Ole Lund said.", "threat", "Norway", "Norway will have to act"),
    # answers by halves
    ("Kenya accepted the plan in principle.", "acceptance", "Kenya", "the plan in principle"),
    ("Chile made a counter-offer of ten ships.", "offer", "Chile", "ten ships"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "holder", "words"), TURNS)
def test_a_stand_is_found_where_the_grammar_hides_it(text, kind, holder, words):
    found = [(p.type, name, p.proposition) for p, name in positions(text)]
    assert any(t == kind and n == holder and words in said for t, n, said in found), found


@pytest.mark.parametrize(
    ("text", "kind", "holder"),
    [
        ("Norway dropped its demand that Sweden close the port.", "demand", "Norway"),
        ("Georgia withdrew its offer to host the talks.", "offer", "Georgia"),
        ("Sweden backed away from its threat to close the strait.", "threat", "Sweden"),
        ("Hungary no longer insists that the EU pay for the fence.", "demand", "Hungary"),
        ("Finland said it would no longer demand that the border be closed.", "demand", "Finland"),
    ],
)
def test_what_is_taken_back_is_told_as_withdrawn(text: str, kind: str, holder: str):
    assert [(p.type, name, p.status) for p, name in positions(text)] == [(kind, holder, "withdrawn")]


def test_a_demand_that_somebody_refuses_to_drop_stands():
    found = {p.type: p.status for p, _ in positions("Brazil refused to drop its demand for an apology.")}
    assert found["demand"] == "open"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ukraine accepted the gifts from Poland.", "acceptance"),
        ("Armenia rejected the demand for a corridor.", "demand"),
        ("The court ruled, on June 29, that Zuma must go to jail.", "denial"),
        ("Asked whether he would continue to accept help from Qatar, Keir Starmer said nothing.", "acceptance"),
        ("Egypt denied the captain the right to appeal.", "denial"),
        ("Norway's ministry said the agency would receive more money.", "commitment"),
    ],
)  # fmt: skip
def test_a_word_of_taking_a_stand_takes_none_here(text: str, kind: str):
    assert kind not in [p.type for p, _ in positions(text)]


def test_what_a_scholar_thinks_that_countries_should_do_is_no_demand():
    assert (
        positions("“Every large country has to plan for itself,” said Ann Berg, a climate researcher.") == []
    )


def test_a_proposal_that_somebody_pay_is_put_to_him():
    reading = read_report(make_report("Sergei Lavrov suggested that the EU pay Minsk to stop the flow."))
    names = {a.id: a.name for a in reading.actors}
    assert [[names[a] for a in p.toward] for p in reading.positions] == [["European Union"]]
    assert [s.acts for s in reading.statements] == [("propose",)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Assange denied the charge of rape, saying the meeting was private.", "saying"),
        ("Defense Secretary Mark Esper said America opposed excessive claims to the sea.", "denial"),
        ("Beijing is offering new guidance to end the violence.", "end the violence"),
        ("China will find it hard to choose.", "commitment"),
    ],
)
def test_what_only_stands_beside_a_stand_is_none(text: str, kind: str):
    assert not [p for p, _ in positions(text) if kind == p.type or p.proposition.startswith(kind)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("UN envoy Ann Berg said Israel may not close the crossing.", "demand", "Israel may not close the crossing"),
        ("UN counsel Ole Lund said Israel has a duty to let aid in.", "demand", "Israel has a duty to let aid in"),
        ("UN counsel asserted that Israel must allow aid, emphasising that the ban changed nothing.", "demand", "Israel must allow aid"),
        ("Israel argued that no obligation exists to respect the agency.", "denial", "no obligation exists to respect the agency"),
    ],
)  # fmt: skip
def test_a_duty_of_the_other_side_is_a_demand_and_none_of_ones_own_a_denial(text: str, kind: str, words: str):
    assert [(p.type, p.proposition) for p, _ in positions(text)] == [(kind, words)]


def test_agreeing_that_something_is_so_promises_nothing():
    assert positions("The court agreed with Norway that there was a case to be heard.") == []


def test_the_opposition_is_another_side_of_its_country():
    reading = read_report(
        make_report(
            "British opposition leader Ann Berg said Prime Minister Keir Starmer must return the gifts."
        )
    )
    names = {a.id: a.name for a in reading.actors}
    assert [[names[a] for a in p.toward] for p in reading.positions] == [["Keir Starmer"]]


@pytest.mark.parametrize(
    "text",
    [
        "Envoy Ole Lund of Norway said he would have objected to the raid.",
        "Envoy Ole Lund of Norway said he was not concerned about the raid.",
        "Envoy Ole Lund of Norway said there would be consequences if the text leaked.",
        "Norway spoke before Sweden would accept a meeting.",
        "The envoy said he was prepared to wait for an answer until the end of the year.",
        "Norway fears it would be attacked.",
        "Norway built the fence, fearing Sweden's move would bring its troops too close.",
    ],
)
def test_what_did_not_come_to_be_or_is_only_felt_is_no_stand(text: str):
    assert positions(text) == []


def test_disputing_a_notion_denies_it():
    assert [
        p.type for p, _ in positions("Norway disputed the notion that its ships had crossed the line.")
    ] == ["denial"]


SAID_OF_DEEDS = [
    ("India struck the camps after accusing Pakistan of backing the raid.", "claim", "backing the raid"),
    ("General Ole Berg of Norway accused Swedish forces of damaging a dam in the valley, calling it a crime.", "claim", "damaging a dam"),
    ("India claims there are casualties from Pakistani fire.", "claim", "there are casualties"),
    ("Pakistan's military said its air force shot down five Indian jets.", "claim", "shot down five Indian jets"),
    ("Pakistan said India's act of aggression constituted a violation of its sovereignty.", "claim", "constituted a violation"),
    ("The Indian army said no civilians were targeted.", "denial", "no civilians were targeted"),
    ("“Let her speak,” the protesters chanted.", "demand", "Let her speak"),
    ("Britain advised its citizens against travelling to Kashmir.", "demand", "against travelling to Kashmir"),
    ("Iran warned Israel not to attack its plants.", "demand", "not to attack its plants"),
    ("Energy Minister Ole Lund of Norway told a newspaper that the two countries would sign a new treaty.", "commitment", "sign a new treaty"),
    ("Donald Trump said the mines were lost and the United States must be compensated.", "demand", "the United States must be compensated"),
    ("Senator Ole Lund proposed a study to determine who owns the land.", "offer", "a study"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "words"), SAID_OF_DEEDS)
def test_a_sides_word_on_what_was_done_or_has_to_be_is_its_stand(text: str, kind: str, words: str):
    assert any(p.type == kind and words in p.proposition for p, _ in positions(text))


def test_a_think_tank_that_warns_threatens_nobody():
    assert positions("A think tank warned of a nuclear threat.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Pakistan's ministry said Pakistan reserves the right to respond “in self-defense, at a time of its choosing”.",
        "Pakistan reserves the right to respond to this aggression.",
    ],
)
def test_who_reserves_the_right_to_respond_threatens_to(text: str):
    assert {(p.type, name) for p, name in positions(text)} == {("threat", "Pakistan")}


def test_what_officials_tell_of_other_offices_charges_nobody():
    assert positions("Officials said intelligence agencies provided the maps.") == []
