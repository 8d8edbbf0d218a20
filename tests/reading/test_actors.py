"""Who is on the page: names, offices, bodies, states and groups, with country and sector."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading import read_report
from detente.reading.actors import find_cast
from detente.reading.language import load_language
from detente.reading.page import Page
from detente.reading.quotations import find_quotations
from detente.records import make_report


def cast_of(text, published=None):
    report = make_report(text, published_at=published)
    return find_cast(Page(report, load_language()(text), find_quotations(text)))


def actor_behind(text, words, published=None):
    """The actor of the mention that covers the first character of `words`."""
    cast = cast_of(text, published)
    at = text.index(words)
    found = [cast.by_id[m.actor] for m in cast.mentions if m.span.start <= at < m.span.end]
    assert found, f"nobody at “{words}”"
    return found[0]


def spans(text):
    return [m.span.of(text) for m in cast_of(text).mentions]


@pytest.mark.parametrize("words", ["Moscow", "Russia", "The Russians", "The Kremlin"])
def test_capital_house_and_people_stand_for_the_state(words):
    actor = actor_behind(f"{words} rejected the proposal on Monday.", words)
    assert (actor.name, actor.type, actor.country) == ("Russia", "state", "RUS")


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Burma", "MMR"), ("Ivory Coast", "CIV"), ("the Soviet Union", "SUN"), ("Zaire", "COD"), ("Taiwan", "TWN"),
        ("Kosovo", "XKX"), ("East Germany", "DDR"), ("South Vietnam", "VNM"), ("Swaziland", "SWZ"),
        ("Palestine", "PSE"), ("Rhodesia", "ZWE"), ("Czechoslovakia", "CSK"), ("Peking", "CHN"), ("Kyiv", "UKR"),
        ("the U.K.", "GBR"), ("Northern Ireland", "GBR"),
    ],
)  # fmt: skip
def test_states_of_every_time_and_spelling_have_their_country(name, country):
    assert actor_behind(f"Officials said that {name} had agreed to the plan.", name).country == country


def test_a_capital_where_something_happens_is_a_place():
    assert "Geneva" not in spans("The ministers met in Geneva.")
    assert "Moscow" not in spans("The ministers met in Moscow.")


def test_moscow_was_the_soviet_government():
    assert actor_behind("Moscow refused.", "Moscow", "1983-05-01").name == "Soviet Union"
    assert actor_behind("Moscow refused.", "Moscow", "1993-05-01").name == "Russia"
    assert actor_behind("Soviet ships turned back. Moscow refused.", "Moscow").name == "Soviet Union"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Georgia's parliament met. Russian troops watched.", "GEO"),
        ("Georgia's parliament met in Atlanta.", "USA"),
        ("Georgia's parliament met on Monday.", None),
    ],
)
def test_georgia_is_one_of_two_or_unknown(text, country):
    assert actor_behind(text, "Georgia").country == country


def test_an_ambassador_is_of_the_state_that_sends_him():
    text = "The US ambassador to Russia left."
    assert spans(text) == ["The US ambassador to Russia"]
    assert actor_behind(text, "US").country == "USA"


def test_a_mayor_is_of_his_town():
    text = "The mayor of Kharkiv, Ihor Terekhov, said Russian shells had hit a school."
    actor = actor_behind(text, "mayor")
    assert (actor.name, actor.country) == ("Ihor Terekhov", "UKR")


def test_a_post_before_a_rank_is_the_title():
    actor = actor_behind("Pakistan's army chief General Asim Munir arrived.", "Asim")
    assert (actor.country, [r.title for r in actor.roles]) == ("PAK", ["army chief"])


def test_the_north_is_a_state_only_where_korea_is_spoken_of():
    assert actor_behind("South Korea said the North had fired a missile.", "North").country == "PRK"
    assert "North" not in " ".join(spans("France said rain had hit the North of the country."))


def test_names_that_hold_a_country_are_not_the_country():
    text = "Ships crossed the South China Sea towards Latin America."
    assert spans(text) == []


def test_title_and_name_are_one_mention():
    text = "Estonian Foreign Minister Kadri Tamm met Latvian officials."
    assert spans(text)[0] == "Estonian Foreign Minister Kadri Tamm"
    actor = actor_behind(text, "Kadri")
    assert (actor.name, actor.type, actor.country, actor.sector) == ("Kadri Tamm", "person", "EST", "GOV")
    assert [(r.title, r.of) for r in actor.roles] == [("foreign minister", "Estonia")]


@pytest.mark.parametrize(
    "text",
    [
        "Kadri Tamm, the Estonian foreign minister, said no.",
        "Estonia's foreign minister, Kadri Tamm, said no.",
        "Kadri Tamm is the Estonian foreign minister.",
    ],
)
def test_a_role_set_beside_the_name_belongs_to_the_person(text):
    actor = actor_behind(text, "Kadri")
    assert actor.country == "EST"
    assert ("foreign minister", "Estonia") in [(r.title, r.of) for r in actor.roles]


def test_a_calling_that_no_table_holds_still_gives_the_country():
    assert actor_behind("He wrote to the Norwegian glaciologist Anders Holm.", "Anders").country == "NOR"


def test_full_name_surname_and_mr_are_one_person():
    text = "Kadri Tamm arrived on Monday. Tamm met the king. Mr Tamm left on Tuesday."
    cast = cast_of(text)
    (person,) = [a for a in cast.actors if a.name == "Kadri Tamm"]
    assert [m.span.of(text) for m in cast.mentions if m.actor == person.id] == [
        "Kadri Tamm",
        "Tamm",
        "Mr Tamm",
    ]
    assert person.aliases == ("Mr Tamm", "Tamm")


def test_two_people_of_one_surname_stay_two():
    text = "Maria Keller spoke first. Hans Keller answered on Thursday. The chairman thanked Keller and left."
    cast = cast_of(text)
    assert {"Maria Keller", "Hans Keller"} <= {a.name for a in cast.actors}


def test_a_leader_whom_the_text_does_not_introduce_is_known_from_the_table():
    actor = actor_behind("Thatcher said that no deal had been made.", "Thatcher", "1985-03-01")
    assert (actor.name, actor.country, actor.sector) == ("Margaret Thatcher", "GBR", "GOV")


def test_the_report_knows_better_than_the_table_of_which_state_a_leader_is():
    actor = actor_behind("Georgian President Eduard Shevardnadze resigned on Sunday.", "Eduard")
    assert actor.country == "GEO"


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("Russian troops", "RUS", "MIL"), ("Indian police", "IND", "COP"), ("Ukraine's parliament", "UKR", "LEG"),
        ("the Turkish foreign ministry", "TUR", "GOV"), ("Kurdish rebels", None, "REB"), ("the Pentagon", "USA", "MIL"),
        ("Israeli warplanes", "ISR", "MIL"), ("Hamas", "PSE", "REB"), ("Afghan guerrillas", "AFG", "REB"),
        ("NATO", None, "IGO"), ("the Kenyan opposition", "KEN", "OPP"), ("UN inspectors", None, "IGO"),
        ("Polish lawmakers", "POL", "LEG"), ("the government of Chad", "TCD", "GOV"), ("protesters in Cairo", "EGY", "CVL"),
        ("Amnesty International", None, "NGO"), ("Reuters", "GBR", "MED"), ("Mumbai police", "IND", "COP"),
    ],
)  # fmt: skip
def test_bodies_and_groups_have_country_and_sector(phrase, country, sector):
    text = f"On Friday {phrase} rejected the accusation."
    actor = actor_behind(text, phrase.removeprefix("the "))
    assert (actor.country, actor.sector) == (country, sector)


def test_a_group_is_the_same_actor_in_every_report():
    one = actor_behind("Around 3,000 Russian troops crossed the border.", "3,000")
    other = actor_behind("Ukraine said that Russia had moved its troops.", "troops")
    assert (one.id, one.name) == (other.id, other.name)
    assert (
        actor_behind("The officials smiled.", "officials").id != actor_behind("Officials frowned.", "Off").id
    )


def test_a_minister_is_not_his_country():
    text = "Britain's foreign secretary met Russia's envoy."
    assert [a.country for a in cast_of(text).actors] == ["GBR", "RUS"]
    assert spans(text) == ["Britain's foreign secretary", "Russia's envoy"]


def test_a_weapon_in_store_is_no_actor_and_a_stronghold_is_no_rebel():
    assert "rebel" not in " ".join(spans("The army took a rebel stronghold.")).split()
    assert spans("Helicopters and tanks were on show.") == []


def test_each_adjective_of_a_list_stands_for_people_of_its_country():
    text = "British, French and German diplomats met on Sunday."
    assert [(a.name, a.country) for a in cast_of(text).actors] == [
        ("British diplomats", "GBR"), ("French diplomats", "FRA"), ("German diplomats", "DEU"),
    ]  # fmt: skip


def test_joined_actors_are_found_from_the_head():
    text = "The United States and its NATO allies condemned Iran and Syria."
    cast = cast_of(text)
    doc = load_language()(text)
    subject = next(t for t in doc if t.dep_ == "nsubj")
    assert [a.name for a in cast.actors_of(subject)] == ["United States", "NATO allies"]
    target = next(t for t in doc if t.dep_ == "dobj")
    assert [a.country for a in cast.actors_of(target)] == ["IRN", "SYR"]


def test_a_counted_crowd_is_the_people_in_it():
    text = "Dozens of protesters blocked the road."
    doc = load_language()(text)
    assert [a.name for a in cast_of(text).actors_of(doc[0])] == ["protesters"]


def test_an_invented_state_is_an_actor_without_a_country():
    actor = actor_behind("Graustark accused Dawsbergen of spying.", "Graustark")
    assert actor.country is None


def test_a_month_is_no_prime_minister():
    assert spans("Prices fell again in May.") == []


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Russia", "’s", "the", "President", "Mr", "Putin", "he", "said", ",", "-", "U.S.", "and", "“", "”", "of",
             "NATO", "troops", "its", "who", "Karachi", "both", "sides", "\n", ".", "Sen.", "two", "leaders", "—"]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_mentions_never_overlap_whatever_the_words(words):
    text = " ".join(words)
    mentions = cast_of(text).mentions
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))
    assert read_report(make_report(text)) == read_report(make_report(text))


@pytest.mark.parametrize(
    ("text", "words", "name", "country"),
    [
        ("Troops seized a Karen guerrilla stronghold near the river.", "Karen", "Karen guerrillas", "MMR"),
        ("Jets bombed rebel positions at dawn.", "rebel", "rebels", None),
        ("The Albanians of southern Serbia demand a vote.", "Albanians", "ethnic Albanians", "SRB"),
        (
            "Ethnic Albanian guerrillas operating in Macedonia fired.",
            "guerrillas",
            "ethnic Albanian guerrillas",
            "MKD",
        ),
        ("Riots hit ethnic Chinese in Indonesia.", "Chinese", "ethnic Chinese", "IDN"),
        ("The militant group Hamas denied it.", "group", "Hamas", "PSE"),
        ("He met the UN refugee agency, UNHCR, on Monday.", "agency", "UNHCR", None),
        ("Mumbai police arrested two men.", "police", "Mumbai police", "IND"),
    ],
)
def test_a_people_a_body_and_a_stronghold_are_told_by_their_words(text, words, name, country):
    actor = actor_behind(text, words)
    assert (actor.name, actor.country) == (name, country)


def test_each_adjective_before_a_noun_is_an_actor_of_its_own():
    doc = load_language()("Hungarian, Czech and Romanian officials met.")
    assert [a.country for a in cast_of(doc.text).actors_of(doc[5])] == ["HUN", "CZE", "ROU"]


@pytest.mark.parametrize(
    ("text", "words", "name", "country"),
    [
        ("The Nigerian Senate met.", "Senate", "Nigerian Senate", "NGA"),
        ("The Nigerian Senate met. Later the Senate voted.", "Senate voted", "Nigerian Senate", "NGA"),
        (
            "The House of Representatives in Manila voted.",
            "House",
            "Philippine House of Representatives",
            "PHL",
        ),
        ("The Labour Party of Norway agreed.", "Labour", "Norwegian Labour Party", "NOR"),
        ("The Senate voted on Monday.", "Senate", "US Senate", "USA"),
        ("Riot police fired tear gas.", "Riot", "riot police", None),
        ("Vice-Premier Liu He spoke in Beijing.", "Liu", "Liu He", "CHN"),
    ],
)
def test_a_body_is_of_the_state_beside_it(text, words, name, country):
    actor = actor_behind(text, words)
    assert (actor.name, actor.country) == (name, country)


@pytest.mark.parametrize(
    "text",
    ["The convoy crossed the Rhine.", "Ships left the Strait of Hormuz.", "Their house burned down."],
)
def test_a_river_a_strait_and_a_house_are_nobody(text):
    assert spans(text) in ([], ["Their"], ["The convoy"])


def test_a_short_surname_with_another_office_is_not_guessed():
    assert actor_behind("Finance Minister Liu spoke.", "Liu").name == "Liu"


@pytest.mark.parametrize(
    "text",
    ["WHAT IS NEXT FOR THE WORLD?", "The General Civil Aviation Authority.", "Oil majors fell again."],
)
def test_capitals_and_other_senses_name_no_fighters_generals_or_majors(text):
    cast = cast_of(text)
    assert not {a.sector for a in cast.actors} & {"IMG", "MIL"}


def test_a_person_is_told_by_what_she_is_not_by_her_name():
    assert actor_behind("Olga Radio, a researcher, left the city.", "Olga Radio").type == "person"


def test_a_short_form_and_a_bill_are_no_persons():
    reading = read_report(make_report("The council of DonNTU met. A Bill was read."))
    assert [a.name for a in reading.actors if a.type == "person"] == []
