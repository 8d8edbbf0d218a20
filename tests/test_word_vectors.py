"""Words that no list names together are near by their vectors, the same on every machine."""

import pytest

from detente.word_vectors import nearness


def near(one: str, other: str):
    return nearness([(w, 9) for w in one.split()], [(w, 9) for w in other.split()], strange=0.35)


@pytest.mark.parametrize(
    ("word", "like", "unlike"),
    [("truce", "armistice", "orchard"), ("captives", "hostages", "harvest"), ("levy", "tariff", "frigate"),
     ("soldiers", "troops", "ballots")],
)  # fmt: skip
def test_a_word_is_nearer_to_its_like(word, like, unlike):
    assert near(word, like).alike > near(word, unlike).alike + 0.1


def test_a_word_that_the_table_lacks_is_near_only_itself():
    assert near("Zxqvw", "Zxqvw").alike == 1.0
    assert near("Zxqvw", "minister") == (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.9)


def test_what_one_text_has_beside_all_of_the_other_is_no_rest():
    assert near("grain ships sail", "grain ships").rest == 0.0
    assert near("grain ships sail", "grain ships").has_rest == 0.0
