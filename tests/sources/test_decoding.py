"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import NotText
from detente.sources.decoding import decode

ENGLISH = "“We won’t yield,” said Mr Müller in São Paulo – again. " * 3
CYRILLIC = "Министр иностранных дел встретился с послом в Женеве и потребовал ответа. " * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_english_reads_the_same_in_every_encoding(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)) == ENGLISH


def test_an_eight_bit_text_of_another_script_is_detected() -> None:
    assert decode(CYRILLIC.encode("cp1251")) == CYRILLIC


def test_a_damaged_character_does_not_turn_the_others_into_signs() -> None:
    text = decode(ENGLISH.encode()[:-2] + b"\xe2\x80")
    assert text.startswith("“We won’t yield,” said Mr Müller")
    assert text.endswith("\ufffd")


@pytest.mark.parametrize("raw", [b"%PDF-1.7 text", b"PK\x03\x04...", b"abc\x00def", bytes(range(256)) * 9])
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(NotText, match="not text but"):
        decode(raw)


def test_newlines_are_one_character() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe")))
def test_utf8_is_kept_character_for_character(text: str) -> None:
    assert decode(text.encode()) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        text = decode(raw)
    except NotText:
        return
    assert "\r" not in text
    text.encode()
