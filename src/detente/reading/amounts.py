"""The numbers of a text: words, digits, scales, ranges and collectives, with what qualifies them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detente.records import Quantity, Span

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_VALUES = {word: float(i) for i, word in enumerate(_SMALL)} | {
    "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0,
    "eighty": 80.0, "ninety": 90.0,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0,
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "b": 1e9, "tn": 1e12,
    "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
# The least that a collective can mean: two of its unit (records.md: “dozens” is 24 or more).
_COLLECTIVES = {"tens": 20.0, "dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2000.0}
_COLLECTIVES |= {"millions": 2e6, "billions": 2e9, "trillions": 2e12}

Bound = Literal["about", "least", "most", "exact"]
# Words before a number, by what they make of it.
_ABOUT = (
    "around", "about", "some", "roughly", "approximately", "nearly", "almost", "close to",
    "an estimated", "estimated", "circa", "approx.", "approx", "near", "practically",
)  # fmt: skip
_AT_LEAST = (
    "more than", "over", "at least", "no fewer than", "no less than", "not less than", "upwards of",
    "upward of", "in excess of", "well over", "just over", "exceeding", "greater than", "above",
    "well above", "a minimum of", "far more than", "slightly more than", "little more than",
    "just above", "north of", "a little over",
)  # fmt: skip
_AT_MOST = (
    "up to", "as many as", "as much as", "at most", "fewer than", "less than", "no more than",
    "not more than", "under", "just under", "below", "a maximum of", "well under", "just below",
    "a little under",
)  # fmt: skip
_EXACT = (
    "only", "just", "exactly", "a total of", "a record", "precisely", "a further", "another",
    "a combined",
)  # fmt: skip
_QUALIFIERS: dict[str, Bound] = {
    **dict.fromkeys(_ABOUT, "about"),
    **dict.fromkeys(_AT_LEAST, "least"),
    **dict.fromkeys(_AT_MOST, "most"),
    **dict.fromkeys(_EXACT, "exact"),
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its qualifier, where it stands, and the currency sign that it carries.

    `span` runs from the qualifier to the last character of the number, `number` covers the number alone.
    """

    span: Span
    number: Span
    quantity: Quantity
    currency: str | None
    collective: bool


_WORD = "|".join(sorted(_VALUES, key=lambda w: (-len(w), w)))
_LONG_SCALE = "hundred|thousand|million|billion|trillion|dozen|lakh|crore"
_SHORT_SCALE = "mln|bln|mn|bn|tn|m|k|b"
_MANY = "|".join(_COLLECTIVES)
_DIGITS = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGN = r"(?:US|AU|CA|NZ|HK|[ACSRE])?\$|[€£¥₽₴₹₪₩₺₦₱₫]|\b(?:dlrs|USD|EUR|GBP|Rs\.?)(?=\s?\d)"
_FIGURE = rf"(?:{_DIGITS})(?:[\s-]?(?:{_LONG_SCALE})\b|\s?(?:{_SHORT_SCALE})\b)*"
_SPELLED = (
    rf"(?:half\s+an?\s+|an?\s+(?:half(?:\s+an?)?\s+)?)(?:{_LONG_SCALE})\b"
    rf"|(?:several|a\s+few|a\s+couple(?:\s+of)?|many)\s+(?:{_LONG_SCALE})\b"
    rf"|(?:{_WORD})(?:[\s-](?:(?:{_LONG_SCALE})\s+and\s+(?:{_WORD})|{_WORD}|{_LONG_SCALE}|and\s+a\s+half)\b)*"
)
_AMOUNT = re.compile(
    rf"(?P<sign>{_SIGN})?\s?(?<![\w.,/#:-])(?P<first>{_FIGURE})"
    rf"(?:\s?(?P<dash>[-–]|\bto\b|\band\b|\bor\b)\s?(?:{_SIGN})?(?P<second>{_FIGURE}))?"
    rf"|(?P<many>\b(?:(?:{_MANY})\s+(?:and\s+\w+\s+)?of\s+)?(?:{_MANY})\b)"
    rf"|\b(?P<word>{_SPELLED})\b(?:\s(?P<worddash>to|or|and)\s(?P<word2>{_SPELLED})\b)?",
    re.IGNORECASE,
)
# “+” after a number, or “or more”: at least.
_MORE_AFTER = re.compile(r"\+|\s+or\s+(?:more|so)\b|\s+plus\b")
_BEFORE = re.compile(
    r"(?:^|(?<=[\s(“\"'—–-]))(?P<q>"
    + "|".join(re.escape(q).replace("\\ ", r"\s+") for q in sorted(_QUALIFIERS, key=lambda w: (-len(w), w)))
    + r")(?:\s+(?:a|an|the|another))?\s+\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|from)\s+\Z", re.IGNORECASE)
# Signs around a number that make it part of something else: a date, a score, a version, a per cent.
_AFTER_BAD = re.compile(
    r"\s?%|\s?(?:per\s?cent|percent|pct|percentage)\b|[°/:]|(?:st|nd|rd|th|s)\b|\.\d|-?[A-Za-z]*\d",
    re.IGNORECASE,
)


def find_amounts(text: str) -> Iterator[Amount]:
    """The numbers of a text that may count something, in order; per cents, ordinals and dates are none."""
    at = 0
    while match := _AMOUNT.search(text, at):
        amount = _amount(text, match)
        if amount is not None:
            yield amount
        # After a range that was none, its second number is still to be read.
        alone = match["second"] or match["word2"]
        joined = amount is not None and amount.number.end >= match.end()
        at = match.end() if joined or not alone else match.end("first" if match["first"] else "word")


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    start, end = match.span()
    while start < end and text[start].isspace():
        start += 1
    many, sign = match["many"], match["sign"]
    if many is not None:
        words = [w for w in re.split(r"\W+", many.lower()) if w in _COLLECTIVES]
        low = _COLLECTIVES[words[-1]]
        for word in words[:-1]:
            low *= {"tens": 10.0, "dozens": 12.0, "scores": 20.0}.get(word, _COLLECTIVES[word] / 2)
        quantity = Quantity(None, low, None, " ".join(many.lower().split()))
        return Amount(Span(start, end), Span(start, end), quantity, None, True)
    if match["first"] is not None:
        first, second, dash = _figure(match["first"]), match["second"], match["dash"]
    else:
        first, second, dash = _spelled(match["word"]), match["word2"], match["worddash"]
    if sign is None and text[:end].endswith(("b", "B")) and match["first"] is not None:
        return None  # 4B is a billion of money only
    head = text[max(0, start - 28) : start]
    between = _BETWEEN.search(head)
    joined = dash in ("-", "–", "to", "or") or (dash == "and" and between is not None)
    if second is not None and not joined:
        # “5 and 7 people”: two numbers; only the first is this one
        end = match.end("first") if match["first"] is not None else match.end("word")
        second = None
    if _AFTER_BAD.match(text, end) and not _MORE_AFTER.match(text, end):
        return None
    number = Span(start, end)
    if second is not None:
        last = _figure(second) if match["first"] is not None else _spelled(second)
        if last is None or first is None:
            return None
        if last > 1000 > first and match["first"] is not None and not re.search(r"[a-z]", match["first"]):
            scale = _scale_of(second)  # “5 to 7 million”
            first *= scale if scale else 1.0
        if not first < last:
            return None
        begin = start - len(between.group()) if between else start
        quantity = Quantity(
            None, first, last, "between" if between else dash if dash in ("to", "or") else "to"
        )
        return Amount(Span(begin, end), number, quantity, sign, False)
    if first is None:
        return None
    vague = re.match(r"several|a\s+few|many", match["word"] or "", re.IGNORECASE)
    if vague:
        word = " ".join(vague.group().lower().split())
        return Amount(Span(start, end), number, Quantity(None, first, None, word), sign, False)
    qualifier = _BEFORE.search(head)
    if qualifier is None:
        more = _MORE_AFTER.match(text, end)
        if more is not None:
            so = more.group().endswith("so")
            quantity = (
                Quantity(first, first, first, "or so") if so else Quantity(None, first, None, "or more")
            )
            return Amount(Span(start, more.end()), Span(start, more.end()), quantity, sign, False)
        return Amount(number, number, Quantity(first, first, first, None), sign, False)
    name = " ".join(qualifier["q"].lower().split())
    begin = start - len(head) + qualifier.start("q")
    bound = _QUALIFIERS[name]
    quantity = {
        "about": Quantity(first, first, first, name),
        "least": Quantity(None, first, None, name),
        "most": Quantity(None, None, first, name),
        "exact": Quantity(first, first, first, None),
    }[bound]
    return Amount(Span(begin, end), number, quantity, sign, False)


def _scale_of(text: str) -> float | None:
    found = re.findall(rf"(?:{_LONG_SCALE}|{_SHORT_SCALE})\b", text, re.IGNORECASE)
    scale = 1.0
    for word in found:
        scale *= _SCALES[word.lower()]
    return scale if found else None


def _figure(text: str) -> float | None:
    """“2.5 billion”, “300m”, “14,000”."""
    digits = re.match(_DIGITS, text)
    if digits is None:
        return None
    # 1,00,000 is the Indian grouping; 1,23 is none at all
    return float(digits.group().replace(",", "")) * (_scale_of(text) or 1.0)


def _spelled(text: str) -> float | None:
    """“twenty-five”, “half a million”, “three hundred thousand”, “two and a half million”, “a dozen”."""
    words = re.split(r"[\s-]+", text.lower())
    if words[0] == "half":
        return 0.5 * _product(words)
    if words[0] in ("several", "many") or words[:2] == ["a", "few"] or words[:2] == ["a", "couple"]:
        return 2.0 * _product(words)
    if words[0] in ("a", "an") and words[1] == "half":
        return 0.5 * _product(words)
    total = current = 0.0
    for i, word in enumerate(words):
        if word in _VALUES:
            current += _VALUES[word]
        elif word == "half":
            current += 0.5
        elif word in ("a", "an"):
            if i == 0:
                current = 1.0
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale >= 1e3:
                total += max(current, 1.0) * scale
                current = 0.0
            else:
                current = max(current, 1.0) * scale
    return total + current


def _product(words: list[str]) -> float:
    value = 1.0
    for word in words:
        value *= _SCALES.get(word, 1.0)
    return value
