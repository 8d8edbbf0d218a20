"""Every event type's file is whole: definition, modes, codes that CAMEO has, triggers that can be read."""

from __future__ import annotations

import re

import pytest

from detente.reading.events import intensity_of
from detente.reading.triggers import event_classes, triggers, word_classes
from detente.records import EVENT_TYPES

TRIGGERS = [(lemma, t) for (_, lemma), found in sorted(triggers().items()) for t in found]


def test_there_is_a_file_for_every_type() -> None:
    assert tuple(event_classes()) == EVENT_TYPES


@pytest.mark.parametrize("type_", EVENT_TYPES)
def test_a_type_is_defined_and_has_triggers(type_: str) -> None:
    kind = event_classes()[type_]
    assert kind.definition.endswith(".")
    assert kind.quad in (1, 2, 3, 4)
    assert sum(t.type == type_ for _, t in TRIGGERS) > 50


@pytest.mark.parametrize("type_", EVENT_TYPES)
def test_the_modes_of_a_type_are_explained(type_: str) -> None:
    modes = {t.mode for _, t in TRIGGERS if t.type == type_ and t.mode}
    assert modes <= set(event_classes()[type_].modes)


def test_every_code_is_a_cameo_code_with_an_intensity() -> None:
    for _, trigger in TRIGGERS:
        assert re.fullmatch(r"(0[2-9]|1\d|20)\d{0,2}", trigger.cameo)
        assert -10 <= intensity_of(trigger.cameo) <= 10


def test_no_trigger_is_a_note_left_behind() -> None:
    lemmas = {lemma for lemma, _ in TRIGGERS}
    assert not {lemma for lemma in lemmas if "_" in lemma or ":" in lemma or lemma != lemma.strip()}


def test_word_classes_are_lower_case() -> None:
    for words in word_classes().values():
        assert all(w == w.lower() for w in words)
