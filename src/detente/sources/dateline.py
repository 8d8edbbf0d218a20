"""Datelines: “GENEVA —”, “MOSCOW, Jan 5 (Agency) -”, “Geneva, 21 January 2022 –”."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = rf"(?:{_MONTH}\ \d{{1,2}}(?:,\ \d{{4}})?|\d{{1,2}}\ {_MONTH}(?:,?\ \d{{4}})?)"
_AGENCY = r"\([A-Z][\w .&’'/-]{1,40}\)"
_CAPITALS = r"[^\W\d_a-z][^\W\d_a-z'’.-]+(?:[ /-][^\W\d_a-z'’.-]+){0,3}"
_NAME = r"[A-Z][\w'’.-]+(?:\ (?:[A-Z][\w'’.-]+|d[aeu]|of|the)){0,3}"
_DASH = r"\s*(?:[—–]|--?(?=\s))\s*"

_DATELINE = re.compile(
    rf"""(?:{_AGENCY}\ ?[—–-]?\ ?)?
    (?P<line>
        {_CAPITALS}(?:,\ ?{_NAME}){{0,2}}(?:,?\ {_DATE})?(?:\ {_AGENCY})?(?={_DASH})  # KYIV, Ukraine (AP) —
      | {_CAPITALS}(?=:\ )  # ISLAMABAD: …
      | {_NAME}(?:,\ {_NAME})?,\ {_DATE}(?:\ {_AGENCY})?(?={_DASH})  # Geneva, 21 January 2022 –
      | {_NAME}(?:,\ {_NAME})?\ {_AGENCY}(?={_DASH})  # Moscow (Interfax) –
    )""",
    re.VERBOSE,
)

# Words in capitals before a colon or a dash that name no place.
_LABELS = frozenset(
    {
        "ADVISORY", "ALERT", "ANALYSIS", "ANALYST", "ANSWER", "BREAKING", "COMMENT", "CORRECTED",
        "CORRECTION", "EDITORIAL", "EXCLUSIVE", "EXPLAINED", "EXPLAINER", "FACTBOX", "FEATURE", "FLASH",
        "INTERVIEW", "LIVE", "NEWSMAKER", "NOTE", "OPINION", "PHOTO", "PHOTOS", "PICTURES",
        "PROFILE", "QUESTION", "READ", "RECAP", "REFILE", "TIMELINE", "UPDATE", "UPDATED", "URGENT",
        "VIDEO", "WARNING", "WATCH", "WRAPUP",
    }
)  # fmt: skip


def find_dateline(text: str, title: str | None) -> str | None:
    """The dateline as written, without the dash after it; None where the report has none.

    It stands at the start of the text, or of the first paragraph after the headline.
    """
    start = len(text) - len(text.lstrip())
    if title and text.startswith(title, start):
        start += len(title)
        start += len(text[start:]) - len(text[start:].lstrip())
    found = _DATELINE.match(text, start)
    if found is None or found["line"].split()[0].rstrip(",") in _LABELS:
        return None
    return found["line"]
