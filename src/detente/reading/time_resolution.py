"""What a time expression means: its first and last day, both included."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from detente.reading.tense import Direction
from detente.reading.time_grammar import (
    EASTER_DAYS,
    FIXED_DAYS,
    NTH_WEEKDAYS,
    OPEN_DAYS,
    Expression,
    Lexeme,
)
from detente.records import Granularity


@dataclass(frozen=True, slots=True)
class Stretch:
    """First and last day meant; `clock` is the time of day (“10:35”) where the text gives one."""

    first: date
    last: date
    granularity: Granularity
    clock: str | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative expression counts from: publication day, tense of its clause, time told before.

    `earlier` is the last time told in the same sentence or the one before, `quarter` the last quarter told,
    `weekdays` the dates that the page has given to weekdays so far (0 is Monday).
    """

    published: date | None
    direction: Callable[[], Direction]
    earlier: tuple[Stretch, ...] = ()
    quarter: Stretch | None = None
    weekdays: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The stretch of an expression (None: open) and its granularity, which an open one has too."""

    stretch: Stretch | None
    granularity: Granularity | None


_UNIT_NAMES = {
    "day": "day", "week": "week", "fortnight": "week", "month": "month", "quarter": "quarter",
    "year": "year", "decade": "decade", "century": "century", "weekend": "weekend",
    "hour": "hour", "minute": "minute", "second": "second",
}  # fmt: skip
_OPEN_GRANULARITY: dict[str, Granularity] = {
    "day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year", "decade": "decade",
    "century": "century", "weekend": "range", "hour": "instant", "minute": "instant", "second": "instant",
}  # fmt: skip
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_VAGUE = ("few", "several", "couple", "many", "dozen")


def unit_of(lexeme: Lexeme) -> str:
    """The singular name of a unit: “years” is year, “fortnight” counts as weeks."""
    name = lexeme.name
    if name == "centuries":
        return "century"
    return _UNIT_NAMES.get(name.removesuffix("s"), "day")


def month_stretch(year: int, month: int) -> Stretch:
    return Stretch(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def year_stretch(year: int) -> Stretch:
    return Stretch(date(year, 1, 1), date(year, 12, 31), "year")


def quarter_stretch(year: int, quarter: int) -> Stretch:
    return Stretch(date(year, quarter * 3 - 2, 1), month_stretch(year, quarter * 3).last, "quarter")


def day_stretch(day: date) -> Stretch:
    return Stretch(day, day, "day")


def week_stretch(day: date) -> Stretch:
    monday = day - timedelta(days=day.weekday())
    return Stretch(monday, monday + timedelta(days=6), "week")


def season_stretch(year: int, name: str) -> Stretch:
    """The three calendar months of a northern season; winter runs from December of `year`."""
    month = _SEASONS[name]
    first = date(year, month, 1)
    return Stretch(first, add_months(first, 3) - timedelta(days=1), "season")


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the month's last day where it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _named_days(name: str, published: date) -> list[Stretch]:
    return [day_stretch(named_day(name, y)) for y in _years_around(published)]


def named_day(name: str, year: int) -> date:
    """The day of a year that a named day falls on."""
    if name in FIXED_DAYS:
        return date(year, *FIXED_DAYS[name])
    if name in EASTER_DAYS:
        return easter(year) + timedelta(days=EASTER_DAYS[name])
    month, weekday, n = NTH_WEEKDAYS[name]
    if n > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
    last = month_stretch(year, month).last
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def unit_stretch(day: date, unit: str) -> Stretch | None:
    """The calendar unit that holds a day: its ISO week, its month, its quarter …"""
    if unit == "day":
        return day_stretch(day)
    if unit == "week":
        return week_stretch(day)
    if unit == "weekend":
        saturday = day - timedelta(days=day.weekday()) + timedelta(days=5)
        return Stretch(saturday, saturday + timedelta(days=1), "range")
    if unit == "month":
        return month_stretch(day.year, day.month)
    if unit == "quarter":
        return quarter_stretch(day.year, (day.month + 2) // 3)
    if unit == "year":
        return year_stretch(day.year)
    if unit == "decade":
        start = day.year // 10 * 10
        return Stretch(date(start, 1, 1), date(start + 9, 12, 31), "decade")
    if unit == "century":
        start = day.year // 100 * 100
        return Stretch(date(start, 1, 1), date(start + 99, 12, 31), "century")
    return None


def shift(day: date, unit: str, count: int) -> date:
    """The day so many units on."""
    if unit in ("hour", "minute", "second"):
        return day
    if unit == "day":
        return day + timedelta(days=count)
    if unit in ("week", "weekend"):
        return day + timedelta(weeks=count)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    return add_months(day, months * count)


def resolve(expression: Expression, anchor: Anchor) -> Meaning | None:
    """What an expression means; None where the words turn out not to be a time.

    `stretch` is None where the expression is relative and nothing is there to count from.
    """
    try:
        meaning = _RESOLVERS[expression.rule](expression, anchor)
    except (ValueError, OverflowError):  # 31 February, the year 0: not a time
        return None
    return meaning


def _known(stretch: Stretch | None) -> Meaning:
    return Meaning(stretch, stretch.granularity if stretch else None)


def _open(granularity: Granularity | None) -> Meaning:
    return Meaning(None, granularity)


def _count(expression: Expression) -> int | None:
    """The number that stands before a unit; None where it is vague (“a few”) or not whole."""
    if expression.says(*_VAGUE):
        return 2 if expression.says("couple") else None
    numbers = expression.all("nDNY")
    if not numbers:
        return 1 if expression.says("a", "an") else None
    if any(x.kind != "n" for x in numbers):
        return numbers[0].value
    return number_of(numbers)


def number_of(words: list[Lexeme]) -> int:
    """Number words to their value: “twenty five” is 25, “two hundred” 200."""
    total = 0
    for word in words:
        value = word.value
        total = max(total, 1) * value if value >= 100 else total + value
    return total


# A day of the year that the tense would put over FAR days off, while the other side is within NEAR days, is
# read against the tense: news gives the year of a day that far. Swept 150–400 × 60–150 on half of the
# TempEval-3 development documents (311 dates): 267 right for FAR 150–300 and NEAR 60–90, 262 at 400.
FAR, NEAR = 240, 90


def _nearest(candidates: list[Stretch], anchor: Anchor) -> Stretch:
    """The candidate that the clause's tense means: the latest past one or the next one.

    `candidates` are in order and at least one begins by the publication day. Where the tense is unknown:
    the past one, as most news tells of the past.
    """
    published = anchor.published
    assert published is not None
    past = [c for c in candidates if c.first <= published]
    future = [c for c in candidates if c.last >= published]
    direction = anchor.direction()
    return future[0] if direction == "future" and future else past[-1]


def _nearest_day(days: list[Stretch], anchor: Anchor) -> Stretch:
    """`_nearest` for days of the year; where the tense is unknown, the closer one."""
    published = anchor.published
    assert published is not None
    past = [d for d in days if d.first <= published]
    future = [d for d in days if d.first >= published]
    if not past or not future:
        return (past or future)[-1 if past else 0]
    back, ahead = (published - past[-1].first).days, (future[0].first - published).days
    direction = anchor.direction()
    if direction == "future":
        return past[-1] if ahead > FAR and back < NEAR else future[0]
    if direction == "past":
        return future[0] if back > FAR and ahead < NEAR else past[-1]
    return past[-1] if back <= ahead else future[0]


def _deixis(expression: Expression) -> int:
    """−1 for “last”, 0 for “this”, 1 for “next”."""
    if expression.first("L"):
        return -1
    return 1 if expression.first("X") else 0


def _iso(expression: Expression, anchor: Anchor) -> Meaning | None:
    text = expression.lexemes[0].name
    day = date.fromisoformat(text[:10])
    if len(text) > 10:
        return Meaning(Stretch(day, day, "instant", text[11:]), "instant")
    return _known(day_stretch(day))


def _slash(expression: Expression, anchor: Anchor) -> Meaning | None:
    """03/04/2022 may be March or April: open, unless one reading is no date; 21.1.2022 is day first."""
    text = expression.lexemes[0].name
    a, b, y = (int(part) for part in re.split(r"[/.]", text))
    year = y if y > 99 else (2000 + y if y < 50 else 1900 + y)
    if "." in text:
        return _known(day_stretch(date(year, b, a)))
    if a > 12 >= b:
        return _known(day_stretch(date(year, b, a)))
    if (b > 12 >= a) or a == b:
        return _known(day_stretch(date(year, a, b)))
    if a > 12:
        return None
    # Both readings are dates: only where just one of them is not after a close publication day is it said.
    return _open("day")


def _clock_text(expression: Expression) -> str | None:
    """“10:35 a.m.” is 10:35, “5 p.m.” 17:00."""
    clock = expression.first("BC") or expression.first("DYN")
    if clock is None:
        return None
    value = clock.value if clock.kind in "BCYN" else clock.value * 100
    hour, minute = divmod(value, 100)
    half = expression.first("A")
    half_name = half.name if half else clock.name[-2:]
    if half_name == "pm" and hour < 12:
        hour += 12
    elif half_name == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _at_clock(expression: Expression, meaning: Meaning | None) -> Meaning | None:
    clock = _clock_text(expression)
    if meaning is None or clock is None:
        return meaning
    if meaning.stretch is None:
        return _open("instant")
    return Meaning(Stretch(meaning.stretch.first, meaning.stretch.last, "instant", clock), "instant")


def _without_clock(expression: Expression) -> Expression:
    at = next(i for i, x in enumerate(expression.lexemes) if x.kind in "MmWR" or (i and x.kind in "DO"))
    return Expression(expression.rule, expression.lexemes[at:])


def _clock_day(expression: Expression, anchor: Anchor) -> Meaning | None:
    rest = _without_clock(expression)
    return _at_clock(expression, _rel_day(rest, anchor) if rest.first("R") else _weekday(rest, anchor))


def _clock_date(expression: Expression, anchor: Anchor) -> Meaning | None:
    at = next(i for i, x in enumerate(expression.lexemes) if x.kind in "ABCz" and i >= 0)
    while expression.lexemes[at].kind in "ABCz,i":
        at += 1
    return _at_clock(expression, _day_date(Expression("day_date", expression.lexemes[at:]), anchor))


def _years_around(published: date, back: int = 1, ahead: int = 1) -> range:
    return range(published.year - back, published.year + ahead + 1)


def _day_date(expression: Expression, anchor: Anchor) -> Meaning | None:
    month, day, year = expression.the("Mmb"), expression.the("DO"), expression.first("Y")
    if not 1 <= day.value <= 31:
        return None
    if year is not None:
        return _known(day_stretch(date(year.value, month.value, day.value)))
    if day.value > (29 if month.value == 2 else monthrange(2000, month.value)[1]):
        return None
    if anchor.published is None:
        return _open("day")
    weekday = expression.first("Ww")
    days = []
    for y in _years_around(anchor.published):
        if day.value <= monthrange(y, month.value)[1]:
            days.append(day_stretch(date(y, month.value, day.value)))
    if weekday is not None:
        fitting = [d for d in days if d.first.weekday() == weekday.value]
        if len(fitting) == 1:
            return _known(fitting[0])
    return _known(_nearest_day(days, anchor))


def _day_range(expression: Expression, anchor: Anchor) -> Meaning | None:
    first, last = expression.all("DO")[:2]
    month, year = expression.the("Mmb"), expression.all("Y")
    if expression.says("or") or first.value >= last.value:
        return None
    ends = []
    for day in (first, last):
        got = _day_date(Expression("day_date", (month, day, *year)), anchor)
        if got is None or got.stretch is None:
            return got and _open("range")
        ends.append(got.stretch)
    if ends[1].first.year != ends[0].first.year:
        return _open("range")
    return _known(Stretch(ends[0].first, ends[1].last, "range"))


def _week_of(expression: Expression, anchor: Anchor) -> Meaning | None:
    got = _day_date(expression, anchor)
    unit = expression.the("U")
    if got is None or got.stretch is None:
        return got and _open("week")
    return _known(unit_stretch(got.stretch.first, unit_of(unit)))


def _month_year(expression: Expression, anchor: Anchor) -> Meaning | None:
    month, year = expression.the("Mmb"), expression.first("Y")
    if year is None:  # January nineteen ninety-seven
        spelled = _spelled_year(expression, anchor)
        if spelled is None or spelled.stretch is None:
            return None
        return _known(month_stretch(spelled.stretch.first.year, month.value))
    return _known(month_stretch(year.value, month.value))


def _month_range(expression: Expression, anchor: Anchor) -> Meaning | None:
    first, last = expression.all("Mmb")
    year = expression.the("Y")
    start = year.value - (first.value > last.value)
    return _known(Stretch(date(start, first.value, 1), month_stretch(year.value, last.value).last, "range"))


def _month_rel(expression: Expression, anchor: Anchor) -> Meaning | None:
    month = expression.the("Mmb")
    published = anchor.published
    if expression.first("J"):  # that September: of the year told before
        return (
            _known(month_stretch(anchor.earlier[-1].first.year, month.value))
            if anchor.earlier
            else _open("month")
        )
    if published is None:
        return _open("month")
    if expression.first("U"):  # May of last year
        return _known(month_stretch(published.year + _deixis(expression), month.value))
    deixis = _deixis(expression)
    if deixis < 0:
        year = published.year - (month.value >= published.month)
    elif deixis > 0:
        year = published.year + (month.value <= published.month)
    else:
        year = published.year
    return _known(month_stretch(year, month.value))


def _month(expression: Expression, anchor: Anchor) -> Meaning | None:
    month = expression.the("Mmb")
    if anchor.published is None:
        return _open("month")
    months = [month_stretch(y, month.value) for y in _years_around(anchor.published)]
    return _known(_nearest(months, anchor))


def _quarter(expression: Expression, anchor: Anchor) -> Meaning | None:
    ordinal, year = expression.first("oOZ"), expression.first("Y")
    if ordinal is None:  # last year's quarter
        return _open("quarter")
    if ordinal.value > 4:
        return None
    if year:
        return _known(quarter_stretch(year.value, ordinal.value))
    if anchor.published is None:
        return _open("quarter")
    if expression.first("LXT"):
        return _known(quarter_stretch(anchor.published.year + _deixis(expression), ordinal.value))
    quarters = [quarter_stretch(y, ordinal.value) for y in _years_around(anchor.published)]
    # A quarter is reported on in the three months after it has ended, in whatever tense.
    told = [q for q in quarters if q.first <= anchor.published][-1]
    if anchor.direction() == "future" and (anchor.published - told.last).days > 92:
        told = next(q for q in quarters if q.last >= anchor.published)
    return _known(told)


def _decade(expression: Expression, anchor: Anchor) -> Meaning | None:
    decade = expression.the("E")
    start = decade.value
    if expression.lexemes[-1].name.isalpha() and not expression.first("t"):
        return None  # in his thirties
    if expression.says("twenty") and start < 2000:
        start += 100
    return _known(Stretch(date(start, 1, 1), date(start + 9, 12, 31), "decade"))


def _century(expression: Expression, anchor: Anchor) -> Meaning | None:
    ordinal = expression.first("oO")
    if ordinal is None or ordinal.value < 2:
        return None
    start = (ordinal.value - 1) * 100
    return _known(Stretch(date(start, 1, 1), date(start + 99, 12, 31), "century"))


def _year(expression: Expression, anchor: Anchor) -> Meaning | None:
    year = expression.the("Y")
    return _known(year_stretch(year.value))


def _season(expression: Expression, anchor: Anchor) -> Meaning | None:
    season, year = expression.the("S"), expression.the("Y")
    return _known(season_stretch(year.value, season.name))


def _season_rel(expression: Expression, anchor: Anchor) -> Meaning | None:
    season = expression.the("S")
    if anchor.published is None:
        return _open("season")
    around = [season_stretch(y, season.name) for y in _years_around(anchor.published, 2, 1)]
    past = [s for s in around if s.last < anchor.published]
    future = [s for s in around if s.first > anchor.published]
    if expression.first("L"):
        return _known(past[-1])
    if expression.first("X"):
        return _known(future[0])
    now = [s for s in around if s.first <= anchor.published <= s.last]
    if now:
        return _known(now[0])
    if expression.first("T"):
        this_year = [s for s in around if s.first.year == anchor.published.year]
        return _known(this_year[0])
    return _known(_nearest(around, anchor))


def _year_range(expression: Expression, anchor: Anchor) -> Meaning | None:
    first, last = (x.value for x in expression.all("YDN")[:2])
    if last < 100:
        last += first // 100 * 100
    if not first < last <= 2100:
        return None
    return _known(Stretch(date(first, 1, 1), date(last, 12, 31), "range"))


def _named_year(expression: Expression, anchor: Anchor) -> Meaning | None:
    name, year = expression.the("H"), expression.first("Y")
    if name.name == "9/11":
        return None
    if name.name in OPEN_DAYS:
        return _open("day")
    if year:
        return _known(day_stretch(named_day(name.name, year.value)))
    if anchor.published is None:
        return _open("day")
    published = anchor.published
    if expression.first("U"):
        return _known(day_stretch(named_day(name.name, published.year + _deixis(expression))))
    if expression.says("past", "previous", "preceding", "prior"):
        return None  # “past Christmas” is a time after it
    days = _named_days(name.name, published)
    deixis = _deixis(expression)
    if deixis < 0:
        return _known([d for d in days if d.first < published][-1])
    if deixis > 0:
        return _known(next(d for d in days if d.first > published))
    return _known(days[1])


def _named(expression: Expression, anchor: Anchor) -> Meaning | None:
    name = expression.the("H")
    if name.name == "9/11":
        return _known(day_stretch(date(name.value, 9, 11)))
    if anchor.published is None or name.name in OPEN_DAYS:
        return _open("day")
    return _known(_nearest_day(_named_days(name.name, anchor.published), anchor))


def _spelled_year(expression: Expression, anchor: Anchor) -> Meaning | None:
    """Nineteen ninety-six, twenty twenty-two; “twenty five” is none."""
    values = [x.value for x in expression.all("n")]
    if values[:2] == [2, 1000] and len(values) == 3 and values[2] < 30:
        return _known(year_stretch(2000 + values[2]))
    if values[0] not in (17, 18, 19, 20) or len(values) < 2 or not (10 <= values[1] < 100):
        return None
    tens = values[1] + (values[2] if len(values) > 2 and values[2] < 10 and values[1] >= 20 else 0)
    return _known(year_stretch(values[0] * 100 + tens))


def _rel_day(expression: Expression, anchor: Anchor) -> Meaning | None:
    if anchor.published is None:
        return _open("day")
    day = expression.the("R")
    step = {"yesterday": -1, "tomorrow": 1}.get(day.name, 0)
    if expression.first("U"):  # the day before yesterday, the day after tomorrow
        if expression.says("before") and day.name == "yesterday":
            step = -2
        elif expression.says("after") and day.name == "tomorrow":
            step = 2
        else:
            return _open("day")
    return _known(day_stretch(anchor.published + timedelta(days=step)))


def _weekday(expression: Expression, anchor: Anchor) -> Meaning | None:
    weekday = expression.the("W")
    published = anchor.published
    if published is None or expression.first("J"):
        return _open("day")
    unit = expression.first("U")
    if unit is not None and unit.name in ("week", "month", "year"):  # Friday of last week
        if unit.name != "week":
            return _open("day")
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=_deixis(expression))
        return _known(day_stretch(monday + timedelta(days=weekday.value)))
    back = (published.weekday() - weekday.value) % 7
    ahead = (weekday.value - published.weekday()) % 7
    deixis = _deixis(expression)
    if deixis < 0:
        return _known(day_stretch(published - timedelta(days=back or 7)))
    if deixis > 0:
        return _known(day_stretch(published + timedelta(days=ahead or 7)))
    direction = anchor.direction()
    if back and direction == "future":
        return _known(day_stretch(published + timedelta(days=ahead)))
    if direction == "unknown" and weekday.value in anchor.weekdays:
        return _known(day_stretch(anchor.weekdays[weekday.value]))
    return _known(day_stretch(published - timedelta(days=back)))


def _ago(expression: Expression, anchor: Anchor) -> Meaning | None:
    unit = expression.the("UuQV")
    name, count = unit_of(unit), _count(expression)
    if anchor.published is None or count is None:
        return _open(_OPEN_GRANULARITY[name])
    if name in ("hour", "minute", "second"):
        return _open("instant")
    if name == "year" and count == 1 and anchor.quarter is not None:
        return _known(_year_before(anchor.quarter))
    if unit.name.startswith("fortnight"):
        count *= 2
    return _known(unit_stretch(shift(anchor.published, name, -count), name))


def _in_time(expression: Expression, anchor: Anchor) -> Meaning | None:
    unit = expression.the("UuQV")
    name, count = unit_of(unit), _count(expression)
    if anchor.published is None or count is None:
        return _open(_OPEN_GRANULARITY[name])
    return _known(unit_stretch(shift(anchor.published, name, count), name))


def _within(expression: Expression, anchor: Anchor) -> Meaning | None:
    """“will reply within two weeks”: by then; “will meet in two weeks”: then. A length where nothing is ahead."""
    direction, word = anchor.direction(), expression.lexemes[0].name
    unit = expression.the("Uu")
    name, count = unit_of(unit), _count(expression)
    if direction != "future" or word not in ("within", "in"):
        return None
    if anchor.published is None or count is None or name in ("minute", "second"):
        return _open("range") if word == "within" else None
    if unit.name.startswith("fortnight"):
        count *= 2
    if name == "hour":
        name, count = "day", -(-count // 24)
    then = shift(anchor.published, name, count)
    if word == "within":
        return _known(Stretch(anchor.published, then, "range"))
    return _known(unit_stretch(then, name)) if unit.name not in ("hour", "hours") else None


def _span(expression: Expression, anchor: Anchor) -> Meaning | None:
    """The past three years, the next two weeks: up to, or from, the publication day."""
    unit = expression.the("UuQV")
    name, count = unit_of(unit), _count(expression)
    deixis = _deixis(expression)
    if anchor.published is None or count is None or deixis == 0 or name in ("minute", "second"):
        return _open("range")
    if expression.says("previous", "preceding", "prior", "following", "ensuing"):
        # counted from what was told before; without “the” it is a verb: “following two quarters of growth”
        return _open("range") if expression.first("t") else None
    if unit.name.startswith("fortnight"):
        count *= 2
    if name == "hour":
        name, count = "day", -(-count // 24)
    other = shift(anchor.published, name, count * deixis)
    return _known(Stretch(min(other, anchor.published), max(other, anchor.published), "range"))


def _unit(expression: Expression, anchor: Anchor) -> Meaning | None:
    unit = expression.the("UuQV")
    name = unit_of(unit)
    if name in ("hour", "minute", "second"):
        return None
    if unit.kind == "u":  # in the coming days
        return _open("range")
    if expression.says("previous", "preceding", "prior", "following", "ensuing"):
        return _anaphor(expression, anchor)
    if anchor.published is None:
        return _open(_OPEN_GRANULARITY[name])
    if name == "day":
        return _open("day") if expression.first("L") else _anaphor(expression, anchor)
    deixis = _deixis(expression)
    if expression.says("coming"):
        # “this coming weekend” is the next one to begin
        stretch = unit_stretch(anchor.published, name)
        if stretch is not None and stretch.first > anchor.published:
            return _known(stretch)
        deixis = 1
    if name == "weekend" and deixis < 0:
        saturday = anchor.published - timedelta(days=(anchor.published.weekday() - 5) % 7)
        if anchor.published.weekday() >= 5:
            saturday -= timedelta(days=7)
        return _known(unit_stretch(saturday, name))
    if (
        name == "weekend"
        and deixis == 0
        and anchor.published.weekday() < 2
        and anchor.direction() != "future"
    ):
        return _known(unit_stretch(anchor.published - timedelta(days=3), name))
    the_last = expression.first("t") is not None and name not in ("quarter", "century", "weekend")
    if deixis < 0 and (expression.says("past") or the_last):  # the twelve months up to now, no calendar year
        return _known(Stretch(shift(anchor.published, name, -1), anchor.published, "range"))
    return _known(unit_stretch(shift(anchor.published, name, deixis), name))


def _part(expression: Expression, anchor: Anchor) -> Meaning | None:
    """This morning, last night; “that night” and “the next morning” count from what was told before."""
    if anchor.published is None or expression.first("J") or expression.says("following", "next", "previous"):
        return _anaphor(expression, anchor)
    if expression.first("L"):
        return _known(day_stretch(anchor.published - timedelta(days=1)))
    return _known(day_stretch(anchor.published))


def _anaphor(expression: Expression, anchor: Anchor) -> Meaning | None:
    """That day, the following month: counted from the last time told before, where it is exact enough."""
    unit = expression.the("UQVP")
    name = "day" if unit.kind == "P" else unit_of(unit)
    step = 0
    if expression.first("L"):
        step = -1
    elif expression.first("X"):
        step = 1
    if name in ("hour", "minute", "second"):
        return None
    wanted: dict[str, tuple[str, ...]] = {
        "day": ("day", "instant"), "week": ("day", "instant", "week"),
        "weekend": ("day", "instant"), "month": ("day", "instant", "month"),
        "quarter": ("quarter",), "year": ("day", "instant", "month", "quarter", "year"),
    }  # fmt: skip
    if name == "quarter" and anchor.quarter is not None and not step:
        return _known(anchor.quarter)
    if expression.lexemes[-1].name == "day" and expression.first("T"):
        return _open("day")
    for stretch in reversed(anchor.earlier[-1:]):
        if stretch.granularity in wanted.get(name, ()):
            return _known(unit_stretch(shift(stretch.first, name, step), name))
    return _open(_OPEN_GRANULARITY[name])


def _year_before(stretch: Stretch) -> Stretch:
    known = unit_stretch(add_months(stretch.first, -12), stretch.granularity)
    return known if known is not None else year_stretch(stretch.first.year - 1)


def _offset(expression: Expression, anchor: Anchor) -> Meaning | None:
    """Two days earlier, three weeks after: open, but for a year before a quarter or year just told."""
    unit = expression.first("UuQV")
    if unit is None or not expression.says("earlier", "later", "before", "after", "ago"):
        return None
    name = unit_of(unit)
    count = _count(expression) or (1 if expression.lexemes[0].kind in "tU" else None)
    if expression.says("earlier", "ago") and name == "year" and count == 1:
        if anchor.quarter is not None:
            return _known(_year_before(anchor.quarter))
        if anchor.earlier and anchor.earlier[-1].granularity in ("year", "month"):
            return _known(_year_before(anchor.earlier[-1]))
    return _open(_OPEN_GRANULARITY[name])


def _weekend(expression: Expression, anchor: Anchor) -> Meaning | None:
    """The weekend: the last one, or the next one where the clause looks ahead."""
    if expression.lexemes[-1].name != "weekend":
        return None
    published = anchor.published
    if published is None:
        return _open("range")
    if anchor.direction() == "future" or published.weekday() >= 5:
        return _known(unit_stretch(published, "weekend"))
    return _known(unit_stretch(published - timedelta(weeks=1), "weekend"))


def _day_of_month(expression: Expression, anchor: Anchor) -> Meaning | None:
    """The 5th of next month."""
    if expression.lexemes[-1].name != "month":
        return None
    if anchor.published is None:
        return _open("day")
    month = add_months(anchor.published.replace(day=1), _deixis(expression))
    return _known(day_stretch(month.replace(day=expression.the("O").value)))


def _vague(expression: Expression, anchor: Anchor) -> Meaning | None:
    return _open("range")


def _unit_end(expression: Expression, anchor: Anchor) -> Meaning | None:
    """The end of the year, year's end: this one."""
    unit = expression.all("UQV")[-1]
    if unit.name not in ("week", "month", "year", "decade", "century", "quarter"):
        return None
    if anchor.published is None:
        return _open(_OPEN_GRANULARITY[unit_of(unit)])
    return _known(unit_stretch(anchor.published, unit_of(unit)))


def _clock(expression: Expression, anchor: Anchor) -> Meaning | None:
    """A time of day alone belongs to the day that its sentence gives."""
    if anchor.earlier and anchor.earlier[-1].granularity in ("day", "instant"):
        return _at_clock(expression, _known(anchor.earlier[-1]))
    return _open("instant") if _clock_text(expression) else None


_RESOLVERS: dict[str, Callable[[Expression, Anchor], Meaning | None]] = {
    "iso": _iso, "slash": _slash, "clock_day": _clock_day, "clock_date": _clock_date, "day_range": _day_range,
    "day_date": _day_date, "week_of": _week_of, "month_range": _month_range, "month_year": _month_year,
    "month_rel": _month_rel, "month": _month, "quarter": _quarter, "decade": _decade, "century": _century,
    "fiscal": _year, "season": _season, "season_rel": _season_rel, "year_range": _year_range,
    "named_year": _named_year, "named": _named, "spelled_year": _spelled_year, "rel_day": _rel_day,
    "weekday": _weekday, "in_time": _in_time, "within": _within, "ago": _ago, "span": _span, "unit": _unit, "part": _part,
    "anaphor": _anaphor, "weekend": _weekend, "day_of_month": _day_of_month, "vague": _vague,
    "offset": _offset, "unit_end": _unit_end, "clock": _clock, "year": _year,
}  # fmt: skip
