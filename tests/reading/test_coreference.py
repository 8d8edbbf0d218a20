"""Pronouns, offices and bare nouns stand for the actor they mean, or for nobody."""

import pytest

from detente.reading import read_report
from detente.reading.actors import find_cast
from detente.reading.language import load_language
from detente.reading.page import Page
from detente.reading.quotations import find_quotations
from detente.records import make_report


def meant(text, words, occurrence=0):
    """The name of the actor at the given occurrence of the words, None where they stand for nobody."""
    report = make_report(text, published_at="2022-01-21")
    cast = find_cast(Page(report, load_language()(text), find_quotations(text)))
    at = -1
    for _ in range(occurrence + 1):
        at = text.index(words, at + 1)
    return next((cast.by_id[m.actor].name for m in cast.mentions if m.span.start <= at < m.span.end), None)


def test_he_is_the_subject_before():
    text = "Anders Holm met Pavel Novak on Monday. He said the talks were useful."
    assert meant(text, "He ") == "Anders Holm"


def test_she_is_the_woman():
    text = "Anders Holm met Maria Keller on Monday. She said the talks were useful."
    assert meant(text, "She") == "Maria Keller"


def test_an_object_is_not_its_own_subject():
    assert meant("Novak arrived. Anders Holm praised him.", "him") != "Anders Holm"


def test_its_is_the_state_that_acts():
    assert meant("Russia should withdraw its troops from the border.", "its") == "Russia"
    assert meant("Russia should withdraw its troops from the border.", "troops") == "Russian troops"


def test_its_allies_are_those_of_the_state_they_are_joined_to():
    text = "Russia was warned that the United States and its allies were not convinced."
    assert meant(text, "its") == "United States"


@pytest.mark.parametrize(
    "text",
    [
        "The United States urged Russia to withdraw its troops.",
        "The United States called on Russia to withdraw its troops.",
        "The United States wants Russia to withdraw its troops.",
        "The United States accused Russia of massing its troops.",
        "The United States condemned Russia for its attacks.",
        "The United States imposed sanctions on Russia over its attacks.",
    ],
)
def test_who_is_urged_is_meant_in_what_he_is_urged_to_do(text):
    assert meant(text, "its") == "Russia"


def test_a_long_quotation_does_not_hide_its_speaker():
    text = "Maria Keller objected. “It is late. It is cold. Nobody came. We are tired,” she said."
    assert meant(text, "she") == "Maria Keller"


def test_it_that_is_denied_is_no_actor():
    assert meant("Kyiv blamed the separatists. The separatists denied it.", " it.") is None


def test_an_opening_phrase_looks_ahead():
    assert meant("China protested. Ahead of its talks, Japan closed the port.", "its") == "Japan"


def test_they_are_those_who_were_named_together():
    text = "The United States and France rejected the demand. They said they were open to talks."
    assert meant(text, "They") == "France and United States"


def test_it_that_stands_for_nothing_is_nobody():
    assert meant("Russia refused. It is clear that talks failed.", "It ") is None


def test_nobody_within_reach_is_nobody():
    assert meant("The weather was fine. He left at noon.", "He") is None


def test_the_relative_pronoun_is_its_noun():
    assert meant("Police arrested Pavel Novak, who had led the strike.", "who") == "Pavel Novak"


def test_one_who_is_quoted_does_not_speak_of_himself_as_he():
    text = "“I spoke to Pavel Novak,” Anders Holm said. “He has no doubts.”"
    assert meant(text, "He ") == "Pavel Novak"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Estonian President Kadri Tamm arrived. The president smiled.", "The president", "Kadri Tamm"),
        (
            "Estonian President Kadri Tamm arrived. The Estonian president smiled.",
            "The Estonian",
            "Kadri Tamm",
        ),
        (
            "Estonian President Kadri Tamm arrived. The Latvian president smiled.",
            "The Latvian",
            "Latvian president",
        ),
        (
            "Kadri Tamm, Estonia's president, met Pavel Novak. The Estonian was late.",
            "The Estonian",
            "Kadri Tamm",
        ),
        (
            "The Russian Foreign Ministry protested. The ministry summoned him.",
            "The ministry",
            "Russian foreign ministry",
        ),
        ("Indian soldiers fired. The soldiers then left.", "The soldiers", "Indian soldiers"),
        ("Weapons were sent to Ukraine. The country needs more.", "The country", "Ukraine"),
        ("NATO refused. The alliance said so on Monday.", "The alliance", "NATO"),
        ("Hamas denied it. The group said it was not involved.", "The group", "Hamas"),
    ],
)
def test_an_office_or_body_is_the_one_named_before(text, words, name):
    assert meant(text, words) == name


def test_the_two_leaders_are_the_two_who_were_named():
    text = "Vladimir Putin called Joe Biden. The two leaders spoke for an hour."
    report = make_report(text)
    doc = load_language()(text)
    cast = find_cast(Page(report, doc, ()))
    leaders = next(t for t in doc if t.text == "leaders")
    assert {a.name for a in cast.actors_of(leaders)} == {"Vladimir Putin", "Joe Biden"}


def test_the_order_of_names_does_not_hide_a_surname():
    text = "Tamm is confident. Kadri Tamm was elected in June."
    assert meant(text, "Tamm") == "Kadri Tamm"


@pytest.mark.parametrize("word", ["I", "we", "you"])
def test_first_and_second_person_are_left_to_the_statements(word):
    assert meant(f"Novak said that {word} had won.", f"{word} ") is None


def test_a_colleague_is_no_office():
    text = "Stevenson spoke first. His Soviet colleague Valerian Zorin, the ambassador, left the hall."
    actors = read_report(make_report(text)).actors
    zorin = next(a for a in actors if "Zorin" in a.name)
    assert "colleague" not in [r.title for r in zorin.roles]


def test_who_says_words_is_not_named_in_them():
    text = "Ana Berg was worried about the vote, she told the paper.\n\n“Maria Keller was up five points,” she said."
    assert meant(text, "she said") == "Ana Berg"
    assert meant("Anders Holm spoke on Monday. Pavel Novak had lost, he said.", "he said") == "Anders Holm"


def test_a_surname_means_the_famous_bearer_only_where_his_country_is_named():
    assert meant("Blair, a manager of the plant, said it would close.", "Blair") == "Blair"
    assert meant("Britain would send troops, Blair said.", "Blair") == "Tony Blair"


def test_an_office_takes_up_who_spoke_last():
    text = "Trade Minister Kadri Tamm said on Monday that the port was shut.\n\n“It will open,” the government spokeswoman said."
    assert meant(text, "the government spokeswoman") == "Kadri Tamm"
    text = "Gen. Ana Duarte arrived on Monday. “We hold the town,” the general said."
    assert meant(text, "the general") == "Ana Duarte"
    assert meant("The parade was over. “We hold the town,” the general said.", "the general") is None


def test_who_owns_the_subject_is_who_the_sentence_is_about():
    text = "Ben Holm said the book was old. The president's roots came into play. He told the islands so."
    assert meant("President Ana Berg left. " + text.replace("He", "She"), "She") == "Ana Berg"


def test_a_first_name_that_no_list_holds_makes_another_bearer():
    text = "Gihad Ibrahim fled the city. “It was shut,” said Ibrahim."
    assert meant(text, "Ibrahim", 1) == "Gihad Ibrahim"


def test_who_speaks_in_the_main_clause_speaks_on():
    text = "Ben Holm said on Monday that Ole Berg had called for talks. He said Berg hoped for a truce."
    assert meant(text, "He said") == "Ben Holm"


def test_a_name_behind_an_office_and_its_place_is_the_holders():
    text = "A trade union leader in Niamey, Issa Garba, urged both to talk."
    assert meant(text, "A trade union leader") == "Issa Garba"
    assert meant("Karim, a 31-year-old from Basra, said so.", "Karim") == "Karim"


def test_he_is_none_of_several_groups():
    text = "Ben Holm had left the chat groups which, he said, were full. He said the state had nothing."
    assert meant(text, "He said") == "Ben Holm"


def test_the_president_is_who_is_called_so_beside_others_who_were():
    text = "US President Ana Berg spoke of oil. Bush went to Iraq and Obama to Libya. The US president said so to reporters."
    assert meant(text, "The US president") == "Ana Berg"


def test_a_weekday_is_no_first_name():
    text = "On Thursday Berg wrote to both leaders. Anna Berg asked them to wait."
    assert meant(text, "Berg", 0) == "Anna Berg"
