"""The files of an own codebook: written by a person, added to by the command, refused where they are broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import BrokenType, TypeExists, UnknownType
from detente.ownbook.folder import Example, OwnType, add, load, load_type, new
from detente.records import Span


def written(folder, text):
    path = folder / "one.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_marks_of_source_and_target_become_spans_of_the_plain_sentence(tmp_path):
    found = written(tmp_path, 'name = "x"\nexamples = ["[Chad] shut its border with {Sudan}."]')
    assert isinstance(found, OwnType)
    assert found.examples == (Example("Chad shut its border with Sudan.", Span(0, 4), Span(26, 31)),)


def test_an_example_is_added_as_one_line_and_all_else_stays(tmp_path):
    text = '# my own\nname = "x"\nexamples = [\n  "One came home.",  # [seen] on Monday\n  "Two, too."\n]\n'
    found = written(tmp_path, text)
    assert add(found, 'The "last" came.', counter=False, note="e-1")
    assert add(load(found.path), "None came.", counter=True)
    again = load(found.path)
    assert [e.text for e in again.examples] == ["One came home.", "Two, too.", 'The "last" came.']
    assert [e.text for e in again.counterexamples] == ["None came."]
    assert "# my own\n" in found.path.read_text()
    assert "# [seen] on Monday\n" in found.path.read_text()


def test_a_sentence_is_added_once_and_not_to_both_sides(tmp_path):
    path = new(tmp_path, "Border closing", "A border is shut.")
    assert add(load(path), "Chad shut it.", counter=False)
    assert not add(load(path), "Chad  shut it.", counter=False)
    with pytest.raises(BrokenType, match="already as an example"):
        add(load(path), "Chad shut it.", counter=True)


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="[]{}", exclude_categories=("Cs",)), min_size=1))
def test_any_sentence_can_be_added_and_is_read_back(tmp_path_factory, sentence):
    folder = tmp_path_factory.mktemp("book")
    path = new(folder, "any", "")
    if sentence.split():
        add(load(path), sentence, counter=False)
        assert [e.text for e in load_type(folder, "any").examples] == [" ".join(sentence.split())]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "not TOML"),
        ('name = "x"\nexample = []', "unknown field `example`"),
        ('name = "x"\nexamples = ["[A] met [B]."]', "one [source] and one {target} at most"),
        ('name = "x"\nexamples = ["A {met B."]', "one [source] and one {target} at most"),
        (
            'name = "x"\nexamples = ["A met."]\ncounterexamples = ["[A] met."]',
            "example and counterexample at once",
        ),
        ('name = "x"\n[map]\nWAR = "war"', "no type (ASSAULT)"),
        ('name = "x"\nexamples = ["A."]\n[map]\nASSAULT = "war"', "a scheme is a file of its own"),
    ],
)
def test_a_broken_file_is_refused_in_one_line_that_says_why(tmp_path, text, told):
    with pytest.raises(BrokenType) as error:
        written(tmp_path, text)
    assert told in str(error.value)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(str(tmp_path / "one.toml"))


def test_names_are_met_whatever_their_case_and_near_ones_are_told(tmp_path):
    path = new(tmp_path, "Hostage exchange", "")
    assert load_type(tmp_path, "HOSTAGE EXCHANGE").path == path
    with pytest.raises(TypeExists):
        new(tmp_path, "hostage  exchange", "")
    with pytest.raises(UnknownType, match="There is: Hostage exchange"):
        load_type(tmp_path, "hostage swap")
