"""Actors of many reports become one where that is safe, and stay apart where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.actors import merge_actors
from detente.records import Actor, ActorType, Role


def person(id: str, name: str, *aliases: str, country: str | None = None, role: str | None = None) -> Actor:
    return Actor(id, name, aliases, "person", country, None, (Role(role),) if role else ())


def named(type: ActorType, id: str, name: str, *aliases: str, country: str | None = None) -> Actor:
    return Actor(id, name, aliases, type, country, None)


@pytest.mark.parametrize(
    "names",
    [
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Sergei Lavrov", "Lavrov"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", "Zelenskiy", "Vladimir Zelensky"),
        ("Mohammed bin Salman", "Mohamed bin Salman", "Muhammad bin Salman"),
        ("Donald J. Trump", "Donald Trump", "Trump"),
        ("Ursula von der Leyen", "von der Leyen"),
        ("José Manuel Albares", "Jose Manuel Albares"),
        ("Martin Luther King Jr.", "Martin Luther King"),
    ],
)
def test_spellings_of_one_name_are_one_person(names):
    merged = merge_actors(person(f"a-{n}", name) for n, name in enumerate(names))
    assert len(merged.actors) == 1
    (actor,) = merged.actors
    assert {actor.name, *actor.aliases} == set(names)
    assert set(merged.of.values()) == {actor.id}


@pytest.mark.parametrize(
    "names",
    [
        ("Joe Biden", "Hunter Biden", "Biden"),
        ("Anna Schmidt", "Anne Schmidt"),
        ("Maria Silva", "Mario Silva"),
        ("Kim Jong Un", "Kim Yo Jong"),
    ],
)
def test_two_people_of_one_family_name_stay_two(names):
    merged = merge_actors(person(f"a-{n}", name) for n, name in enumerate(names))
    assert len(merged.actors) == len(names)


def test_an_office_tells_which_of_two_is_meant():
    merged = merge_actors(
        [
            person("a-1", "John F. Kennedy", role="president"),
            person("a-2", "Robert Kennedy", role="attorney general"),
            person("a-3", "Kennedy", role="president"),
        ]
    )
    assert merged.of == {"a-1": "a-1", "a-2": "a-2", "a-3": "a-1"}


def test_a_bare_family_name_is_that_of_the_one_who_holds_an_office():
    merged = merge_actors(
        [person("a-1", "Joe Biden", role="president"), person("a-2", "Hunter Biden"), person("a-3", "Biden")]
    )
    assert merged.of == {"a-1": "a-1", "a-2": "a-2", "a-3": "a-1"}


def test_a_common_noun_is_no_name():
    merged = merge_actors([named("organisation", "a-1", "navy"), named("organisation", "a-2", "navy")])
    assert merged.of["a-1"] != merged.of["a-2"]


def test_a_family_name_of_another_country_is_somebody_else():
    merged = merge_actors(
        [person("a-1", "Sergei Ivanov", country="RUS"), person("a-2", "Ivanov", country="BGR")]
    )
    assert merged.of["a-1"] != merged.of["a-2"]


def test_where_family_names_come_first_the_first_word_is_one():
    merged = merge_actors([person("a-1", "Xi Jinping", country="CHN"), person("a-2", "Xi")])
    assert merged.of["a-2"] == "a-1"
    assert merged.actors[0].name == "Xi Jinping"


def test_the_fullest_name_is_the_name():
    merged = merge_actors([person("a-1", "Gromyko", role="minister"), person("a-2", "Andrei Gromyko")])
    (actor,) = merged.actors
    assert (actor.id, actor.name, actor.aliases) == ("a-2", "Andrei Gromyko", ("Gromyko",))
    assert actor.roles == (Role("minister"),)


def test_an_abbreviation_that_a_report_explains_is_explained_for_all():
    merged = merge_actors(
        [
            named("organisation", "a-1", "IAEA"),
            named("organisation", "a-2", "International Atomic Energy Agency", "IAEA"),
        ]
    )
    assert merged.of["a-1"] == merged.of["a-2"] == "a-2"


def test_offices_of_one_country_are_one_and_those_of_no_country_are_not():
    merged = merge_actors(
        [
            named("office", "a-1", "Soviet leader", country="SUN"),
            named("office", "a-2", "the Soviet leader", country="SUN"),
            named("office", "a-3", "president"),
            named("office", "a-4", "president"),
        ]
    )
    assert merged.of["a-1"] == merged.of["a-2"]
    assert merged.of["a-3"] != merged.of["a-4"]


def test_the_same_id_unites_names_roles_and_what_is_known():
    merged = merge_actors(
        [
            named("state", "state:RUS", "Russia", "Moscow"),
            named("state", "state:RUS", "Russia", "Kremlin", country="RUS"),
        ]
    )
    assert merged.actors == (named("state", "state:RUS", "Russia", "Kremlin", "Moscow", country="RUS"),)


def test_a_role_with_dates_makes_the_same_without_superfluous():
    dated = Role("foreign minister", "Russia", "2004-03-09")
    one = Actor("a-1", "Sergei Lavrov", (), "person", "RUS", "GOV", (Role("foreign minister", "Russia"),))
    other = Actor("a-1", "Sergei Lavrov", (), "person", "RUS", "GOV", (dated,))
    assert merge_actors([one, other]).actors[0].roles == (dated,)


actors = st.builds(
    person,
    st.sampled_from([f"a-{n}" for n in range(8)]),
    st.sampled_from(
        ["Ivanov", "Sergei Ivanov", "Sergey Ivanov", "Pyotr Ivanov", "Petrov", "Anna Petrova", ""]
    ),
    country=st.sampled_from([None, "RUS", "BGR"]),
    role=st.sampled_from([None, "minister", "president"]),
)


@given(st.lists(actors, max_size=8).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_merging_knows_no_order_and_loses_nobody(orders):
    one, other = (merge_actors(order) for order in orders)
    assert one == other
    assert set(one.of) == {actor.id for actor in orders[0]}
    assert {actor.id for actor in one.actors} == set(one.of.values())


@given(st.lists(actors, max_size=8))
def test_merging_what_is_merged_changes_no_name(found):
    merged = merge_actors(found).actors
    again = merge_actors(merged).actors
    assert {a.name for a in again} <= {a.name for a in merged}
