"""Publication dates: what is one, and how it is written."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

# A report is news print or later; anything outside is an empty field of some database (0001-01-01).
FIRST_YEAR, LAST_YEAR = 1600, 2199

_PLAIN = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")


def read_published(written: str) -> str | None:
    """An ISO 8601 day or instant from what a field says, or None where it says no complete date.

    ISO 8601 in any of its forms and RFC 2822 (“Fri, 21 Jan 2022 10:00:00 GMT”) are understood: they mean
    one day only. “01/02/2022” does not, so it is no date here. What is in the usual ISO form stays as it is.
    """
    written = written.strip()
    moment = _iso(written) or _rfc(written)
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return written if _PLAIN.fullmatch(written) else moment.isoformat()


def _iso(written: str) -> date | None:
    if len(written) < 8:  # “2022” and “2022-01” are no days
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(re.sub(r"(?<=\d) (?=[+-]\d\d:?\d\d$|Z$)", "", written))
    except ValueError:
        return None


def _rfc(written: str) -> date | None:
    if not re.match(r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} ", written):
        return None
    try:
        return parsedate_to_datetime(written)
    except ValueError:
        return None
