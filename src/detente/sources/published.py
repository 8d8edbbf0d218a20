"""Publication dates: what is one, and how it is written."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

# A report is news print or later; anything outside is an empty field of some database (0001-01-01).
FIRST_YEAR, LAST_YEAR = 1600, 2199

_PLAIN = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_WRITTEN = tuple(
    re.compile(rf"(?:[a-z]{{3,9}},? )?{day_and_year}(?!\w).*", re.IGNORECASE | re.DOTALL)
    for day_and_year in (
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (?P<year>\d{{4}})",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
    )
)


def read_published(written: str) -> str | None:
    """An ISO 8601 day or instant from what a field says, or None where it says no complete date.

    Understood is what means one day only: ISO 8601 in any of its forms, RFC 2822 (“Fri, 21 Jan 2022 10:00:00
    GMT”), a month by its English name, the year first. “01/02/2022” is two days, so it is no date here. What
    is in the usual ISO form stays as it is.
    """
    written = written.strip()
    moment = _iso(written) or _rfc(written) or _named(written)
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return written if _PLAIN.fullmatch(written) else moment.isoformat()


def _iso(written: str) -> date | None:
    if len(written) < 8:  # “2022” and “2022-01” are no days
        return None
    # Blanks and zone names that ISO does not have but its users write: “2022-01-21 10:00:00 GMT”.
    written = re.sub(
        r"(?<=\d) ?(?:GMT|UTC)$", "+00:00", re.sub(r"(?<=\d) (?=[+-]\d\d:?\d\d$|Z$)", "", written)
    )
    for kind in (date, datetime):
        try:
            return kind.fromisoformat(written)
        except ValueError:
            continue
    return None


def _rfc(written: str) -> date | None:
    if not re.match(r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d", written):
        return None
    try:
        return parsedate_to_datetime(written)
    except ValueError:
        return None


def _named(written: str) -> date | None:
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(written):
            month = found["month"]
            number = int(month) if month.isdecimal() else _MONTHS.index(month.lower()) + 1
            try:
                return date(int(found["year"]), number, int(found["day"]))
            except ValueError:
                return None
    return None
