"""Datelines: “GENEVA —”, “MOSCOW, Jan 5 (Agency) -”, “Geneva, 21 January 2022 –”."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = rf"(?:{_MONTH}\ \d{{1,2}}(?:,\ \d{{4}})?|\d{{1,2}}\ {_MONTH}(?:,?\ \d{{4}})?)"
_AGENCY = r"\([A-Z][\w .&’'/-]{1,40}\)"
_UPPER = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŘŚŞŠŤŪŮŰŲŹŻŽ]"
_CAPITALS = rf"{_UPPER}(?:{_UPPER}|[.'’-])+(?:[ /-]{_UPPER}(?:{_UPPER}|[.'’])+){{0,3}}"
_NAME = r"[A-Z][\w'’.-]+(?:\ (?:[A-Z][\w'’.-]+|d[aeu]|of|the)){0,3}"
_DASH = r"\s*(?:[—–]|--?(?=\s))\s*"

_FORMS = (
    # KYIV, Ukraine (AP) —
    rf"{_CAPITALS}(?:, ?(?!{_MONTH} \d){_NAME}){{0,2}}(?:,? {_DATE})?(?: {_AGENCY})?(?={_DASH})",
    # ISLAMABAD: The army …
    rf"{_CAPITALS}(?=:\s)",
    # Geneva, 21 January 2022 –
    rf"{_NAME}(?:, {_NAME})?, {_DATE}(?: {_AGENCY})?(?={_DASH})",
    # Moscow (Interfax) –
    rf"{_NAME}(?:, {_NAME})? {_AGENCY}(?={_DASH})",
)
_DATELINE = re.compile(rf"(?:{_AGENCY} ?[—–-]? ?)?(?P<line>{'|'.join(_FORMS)})")

_DASH_AFTER = re.compile(_DASH)

# Characters that a dateline is looked for in, the dash after it included: the longest of real ones has 80.
LONGEST_DATELINE = 160

# Characters of the longest headline after which a dateline is looked for.
LONGEST_HEADLINE = 200

_AFTER_HEADLINE = re.compile(r"\n+|(?<=[.!?]) +(?=[A-Z]{3})")

# Words in capitals before a colon or a dash that name no place.
_LABELS = frozenset(
    {
        "ADVISORY", "ALERT", "ANALYSIS", "ANALYST", "ANSWER", "AUDIO", "BOOM", "BREAKING", "BUSTED",
        "BYLINE", "CHART", "COMMENT", "CORRECTED", "CORRECTION", "DEVELOPING", "EDITOR", "EDITORIAL",
        "EXCLUSIVE", "EXPLAINED", "EXPLAINER", "FACTBOX", "FEATURE", "FIX", "FLASH", "GALLERY", "GRAPHIC",
        "HEADLINES", "HOW", "INTERVIEW", "LETTER", "LIVE", "MAP", "NEWSMAKER", "NOTE", "NOW", "OBITUARY",
        "OPINION", "PHOTO", "PHOTOS", "PICTURES", "PODCAST", "POLL", "PROFILE", "QUESTION", "QUOTE",
        "QUOTES", "READ", "RECAP", "REFILE", "REPORT", "REVIEW", "SHOCK", "SPORT", "SPORTS", "SUMMARY",
        "TIMELINE", "TODAY", "TRANSCRIPT", "UPDATE", "UPDATED", "URGENT", "VIDEO", "WARNING", "WATCH",
        "WHAT", "WHO", "WHY", "WRAPUP",
    }
)  # fmt: skip


def find_dateline(text: str, title: str | None) -> str | None:
    """The dateline as written, without the dash after it; None where the report has none.

    It stands at the start of the text or after the headline, be that a line of its own, with or without a
    full stop, or joined to the text by whoever stored it (“Talks fail. GENEVA — The envoys left.”).
    """
    start = len(text) - len(text.lstrip())
    places = [start]
    if title and text.startswith(title, start):
        places.append(start + len(title))
    places += [found.end() for found in _AFTER_HEADLINE.finditer(text, start, start + LONGEST_HEADLINE)]
    for place in places:
        place += len(text[place:]) - len(text[place:].lstrip())
        found = _match(text, place)
        if found is None:
            continue
        inside_line = place > start and "\n" not in text[start:place]
        if not inside_line or found.split(",")[0].split(" (")[0].isupper():
            return found
    return None


def starts_with_dateline(text: str) -> bool:
    """Whether a text begins with a dateline."""
    return _match(text, 0) is not None


def dateline_end(text: str, place: int) -> int:
    """Where the words after the dash of a dateline at `place` begin, 0 where none stands there.

    A colon does not count: “LAVROV: We …” of a transcript names a speaker.
    """
    found = _match(text, place)
    if found is None:
        return 0
    dash = _DASH_AFTER.match(text, text.index(found, place) + len(found))
    return dash.end() if dash else 0


def _match(text: str, place: int) -> str | None:
    found = _DATELINE.match(text[place : place + LONGEST_DATELINE])
    return found["line"] if found and found["line"].split()[0].strip(",:") not in _LABELS else None
