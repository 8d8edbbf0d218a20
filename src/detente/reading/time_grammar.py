"""Which stretches of a text are time expressions, and what each of their words means.

The text is cut into lexemes; each lexeme gets one letter for its class (`W` a weekday, `M` a month …) and
the rules are regular expressions over the string of letters. A page of 500 words is one string of some
600 letters, most of them `.`: matching it costs less than a hundredth of the parse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import capwords

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_SHORT_WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
_SMALL_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_NUMBER_WORDS = {word: value for value, word in enumerate(_SMALL_NUMBERS)} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
}  # fmt: skip
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_ORDINAL_WORDS = {word: value for value, word in enumerate(_ORDINALS, start=1)}
_DECADE_WORDS = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950,
    "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990,
}  # fmt: skip

# Named days: (month, day), days after Easter Sunday, or the n-th weekday of a month (month, weekday, n).
FIXED_DAYS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "new year": (1, 1), "epiphany": (1, 6),
    "valentine's day": (2, 14), "international women's day": (3, 8), "st patrick's day": (3, 17),
    "st. patrick's day": (3, 17), "april fools' day": (4, 1), "anzac day": (4, 25), "may day": (5, 1),
    "international workers' day": (5, 1), "victory day": (5, 9), "bastille day": (7, 14), "nowruz": (3, 20),
    "orthodox christmas": (1, 7), "holocaust memorial day": (1, 27),
    "halloween": (10, 31), "armistice day": (11, 11), "veterans day": (11, 11),
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
}  # fmt: skip
EASTER_DAYS = {
    "palm sunday": -7, "maundy thursday": -3, "good friday": -2, "easter sunday": 0, "easter monday": 1,
    "easter": 0, "ash wednesday": -46, "ascension day": 39, "pentecost": 49,
}  # fmt: skip
NTH_WEEKDAYS = {
    "martin luther king day": (1, 0, 3), "presidents day": (2, 0, 3), "presidents' day": (2, 0, 3),
    "memorial day": (5, 0, -1), "labor day": (9, 0, 1), "columbus day": (10, 0, 2),
    "thanksgiving": (11, 3, 4), "thanksgiving day": (11, 3, 4),
}  # fmt: skip
# Days that fall otherwise every year or in every country: found, but left open.
OPEN_DAYS = (
    "ramadan", "eid al-fitr", "eid al-adha", "eid", "ashura", "passover", "yom kippur", "rosh hashanah",
    "hanukkah", "diwali", "lunar new year", "chinese new year", "independence day", "labour day", "election day",
    "inauguration day", "national day", "republic day", "army day",
)  # fmt: skip
_NAMED = sorted({*FIXED_DAYS, *EASTER_DAYS, *NTH_WEEKDAYS, *OPEN_DAYS}, key=lambda name: (-len(name), name))


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One word, number or sign: its class, its value (0 where the class has none), and where it stands."""

    kind: str
    value: int
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Expression:
    """A stretch that a rule of the grammar took for a time expression, not yet resolved."""

    rule: str
    lexemes: tuple[Lexeme, ...]

    @property
    def start(self) -> int:
        return self.lexemes[0].start

    @property
    def end(self) -> int:
        return self.lexemes[-1].end

    def first(self, kinds: str) -> Lexeme | None:
        """The first lexeme of one of these classes."""
        return next((x for x in self.lexemes if x.kind in kinds), None)

    def the(self, kinds: str) -> Lexeme:
        """The first lexeme of one of these classes, which the rule of the expression requires."""
        return next(x for x in self.lexemes if x.kind in kinds)

    def all(self, kinds: str) -> list[Lexeme]:
        """The lexemes of these classes, in order."""
        return [x for x in self.lexemes if x.kind in kinds]

    def says(self, *names: str) -> bool:
        """Whether one of these words stands in the expression."""
        return any(x.name in names for x in self.lexemes)


# One letter a class. For dates: M month, m a month that is also a word, b a short one, W weekday, w a short one,
# D day number, O ordinal number, Y year, E decade, H named day, R today and the like, S season, P part of a day,
# Z quarter (Q3), I and / written dates, B and C clock times, A a.m. For counting: U u units, Q quarter,
# V century, n number words, N d other numbers, v vague ones, o ordinals, L last, X next, T this, J that, k early,
# K end, g ago, r before. Small words: t the, a, f of, i j prepositions, c and, q about, y recent, e every,
# F fiscal, z time zones. Signs: s full stop, and the sign itself; | ends a paragraph.
_WORDS: dict[str, tuple[str, int]] = {}


def _teach(kind: str, words: str | dict[str, int]) -> None:
    for word in words.split() if isinstance(words, str) else words:
        _WORDS[word] = (kind, 0 if isinstance(words, str) else words[word])


_teach("n", _NUMBER_WORDS)
_teach("o", _ORDINAL_WORDS)
_teach("E", _DECADE_WORDS)
_teach("U", "minute hour day week fortnight month year decade weekend")
_teach("u", "seconds minutes hours days weeks fortnights months years decades centuries quarters weekends")
_teach("Q", "quarter")
_teach("V", "century")
_teach("P", "morning mornings afternoon evening night noon midday midnight dawn dusk lunchtime midmorning")
_teach("S", "spring summer autumn fall winter")
_teach("R", "today yesterday tomorrow tonight")
_teach("L", "last past previous preceding prior")
_teach("X", "next coming following upcoming ensuing")
_teach("T", "this current")
_teach("J", "that same latest")
_teach("k", "early late mid earlier later")
_teach("K", "end middle beginning start latter")
_teach("e", "each every per")
_teach("g", "ago")
_teach("r", "before after since")
_teach("v", "few several couple many dozen")
_teach("a", "a an")
_teach("t", "the")
_teach("f", "of")
_teach("i", "in on by since from during for at within between throughout")
_teach("j", "to until till through")
_teach("c", "and or")
_teach("F", "fiscal financial fy")
_teach("q", "about some nearly almost roughly around over just only exactly more least than")
_teach("z", "gmt utc est edt cst cdt pst pdt bst cet cest local")
_teach("y", "recent")
_teach("m", {"may": 5, "march": 3})
_teach("b", _SHORT_MONTHS)
_teach("M", {m: i for i, m in enumerate(MONTHS, 1) if m not in ("may", "march")})
_teach("W", {d: i for i, d in enumerate(WEEKDAYS)})
_teach("w", _SHORT_WEEKDAYS)
# Words that name a date only with a capital letter: “march”, “may”, “sun”, “second” do not.
_CAPITALISED = "MmbWw"

_LEXEMES = re.compile(
    r"(?P<named>\b(?:" + "|".join(re.escape(capwords(n)).replace("'", "['’]") for n in _NAMED) + r")\b)"
    r"|(?P<iso>\b(?:1[5-9]|20)\d\d-[01]\d-[0-3]\d"
    r"(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-]))"
    r"|(?P<slash>(?<![\w/.-])[0-3]?\d([/.])[0-3]?\d\4(?:1[5-9]\d\d|20\d\d|\d\d)(?![\w/]|[.-]\d))"
    r"|(?P<attacks>\b9/11\b)"
    r"|(?P<nth>\bQ[1-4]\b)"
    r"|(?P<ampm>\b[ap]\.\s?m\.|\b[ap]m\b)"
    r"|(?P<short>['’]\d\ds\b)"
    r"|(?P<digits>\d+(?:[.,:]\d+)*)(?P<suffix>(?:['’]?s|st|nd|rd|th|am|pm)\b)?(?P<glued>\w*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<break>\s*\n\s*)"
    r"|(?P<sign>[^\s\w])"
)


# “s” is the full stop of an abbreviation; a dash between words ends an expression, a hyphen does not.
_SIGNS = {"-": "-", "–": "-", "—": ".", ",": ",", "’": "'", "'": "'", ".": "s"}


def read_lexemes(text: str) -> list[Lexeme]:
    """Every word, number and sign of a text with its class; `.` for any other word."""
    found: list[Lexeme] = []
    words = _WORDS
    for match in _LEXEMES.finditer(text):
        group = match.lastgroup
        if group == "word":
            word = match.group()
            name = word.lower()
            known = words.get(name)
            kind, value = known or (".", 0)
            if kind in _CAPITALISED and not word[0].isupper():
                kind, value = ".", 0
        elif group == "sign":
            name = match.group()
            kind, value = _SIGNS.get(name, "_"), 0
        elif group == "break":
            kind, value, name = "|", 0, "\n"
        elif match["digits"]:
            name = match.group().lower()
            kind, value = _number(match["digits"], match["suffix"] or "", match["glued"])
        elif group == "named":
            kind, value, name = "H", 0, match.group().lower().replace("’", "'")
        elif group == "attacks":
            kind, value, name = "H", 2001, match.group()
        elif group == "iso":
            kind, value, name = "I", 0, match.group()
        elif match["slash"]:
            kind, value, name = "/", 0, match.group()
        elif group == "nth":
            kind, value, name = "Z", int(match.group()[1]), match.group()
        elif group == "ampm":
            kind, value, name = "A", 0, match.group()[0].lower() + "m"
        else:
            kind, value, name = "E", 1900 + int(match.group()[1:3]), match.group()
        found.append(Lexeme(kind, value, name, match.start(), match.end()))
    return found


def _number(digits: str, suffix: str, glued: str) -> tuple[str, int]:
    """The class of a number: day of a month, year, ordinal, decade, clock time, or just a number."""
    if glued:
        return ".", 0
    if ":" in digits:
        hour, _, minute = digits.partition(":")
        if (
            hour.isdigit()
            and minute[:2].isdigit()
            and len(minute) in (2, 5)
            and int(hour) < 25
            and int(minute[:2]) < 60
        ):
            return ("B" if suffix in ("am", "pm") else "C"), int(hour) * 100 + int(minute[:2])
        return ".", 0
    if "," in digits or "." in digits:
        if suffix in ("am", "pm") and re.fullmatch(r"\d\d?\.\d\d", digits):
            return "B", int(digits.replace(".", ""))
        return "d", 0
    value = int(digits) if len(digits) < 9 else 10**9
    if suffix in ("am", "pm"):
        return ("B", value * 100) if value <= 12 else (".", 0)
    if suffix in ("s", "'s", "’s"):
        if len(digits) == 4 and value % 10 == 0 and 1000 < value < 2100:
            return "E", value
        if len(digits) == 2 and value % 10 == 0 and suffix == "s":
            return "E", 1900 + value
        if len(digits) == 4 and suffix != "s" and 1500 <= value < 2100:
            return "Y", value
        return ".", 0
    if suffix:
        return "O", value
    if len(digits) == 4 and 1000 <= value < 2100:
        return "Y", value
    if value <= 31 and len(digits) <= 2:
        return "D", value
    return "N", value


_COUNT = r"(?:av?f?|vf?|n(?:-?n)*|[DNd])"
_UNIT = r"[UuQV]"
_ONE = r"[UQV]"
_K = r"(?:t?Kf|t?k-?)"
_MONTH = r"(?:M|m|bs?)"
_YEAR = r"(?:,?f?Y)"
_PART = "P"
# The order is the priority at one place of the text; the first rule that matches takes the stretch.
_RULES: tuple[tuple[str, str], ...] = (
    ("iso", r"I"),
    ("slash", r"/"),
    # 10:35 a.m. Friday · 5 p.m. EST Nov. 9: the clock and the day are one expression
    ("clock_day", r"(?:[DC]A|B|C)z*,?[ij]?(?:[LXT]?W|R)"),
    ("clock_date", rf"(?:[DC]A|B|C)z*,?[ij]?{_MONTH}[DO](?![A:z]){_YEAR}?"),
    ("clock_date", rf"(?:[DC]A|B|C)z*,?[ij]?[DO]{_MONTH}{_YEAR}?"),
    ("day_range", rf"(?:W,?)?{_MONTH}[DO][-jc][DO](?![A:z]){_YEAR}?"),
    ("day_range", rf"(?:W,?)?[DO][-jc][DO]f?{_MONTH}{_YEAR}?"),
    ("week_of", rf"tUf(?:{_MONTH}[DO]|[DO]{_MONTH}){_YEAR}?"),
    ("day_date", rf"(?:(?:t{_PART}f)|(?:tkuf))?(?:[Ww]s?,?t?)?[DO]f?{_MONTH}{_YEAR}?{_PART}?"),
    ("day_date", rf"(?:(?:t{_PART}f)|(?:tkuf))?(?:[Ww]s?,?)?{_MONTH}t?[DO](?![A:z]){_YEAR}?{_PART}?"),
    ("month_range", rf"{_MONTH}-{_MONTH}{_YEAR}"),
    ("month_year", rf"{_K}?{_MONTH}(?:{_YEAR}|,?n-?n-?n?)|YM(?!D)"),
    ("month_rel", rf"{_K}?{_MONTH},?f?t?[LXT]U"),
    ("month_rel", rf"{_K}?t?[LXTJ]{_MONTH}"),
    ("month", rf"{_K}{_MONTH}|M|m|b"),
    ("quarter", r"t?[LXT]U'\.(?:[oO]-?)?Q"),
    ("quarter", rf"{_K}?t?(?:F-?)?[oO]-?Q(?:f?Y|f?t?[LXT]U)?"),
    ("quarter", r"Z(?:f?,?Y)?"),
    ("decade", rf"{_K}?t?k?-?(?:n-?)?E"),
    ("century", rf"{_K}?t?k?-?[oO]-?V"),
    ("fiscal", r"F-?U?-?Y"),
    ("season", rf"{_K}?t?(?:[LXT]|k-?)?S(?:f|,)?Y"),
    ("season_rel", rf"{_K}?t?[LXT]S|{_K}?tS|{_K}S"),
    ("year_range", r"Y-[YD](?!-)|Y-N"),
    ("named_year", r"H,?Y|H,?f?[LXT]U|[LXT]H"),
    ("named", r"H"),
    ("spelled_year", r"n-?n-?n?|nncn"),
    ("rel_day", r"tUrR"),  # the day before yesterday
    ("rel_day", rf"k?R{_PART}?"),
    ("weekday", rf"(?:tk?{_PART}f|tkuf)?W,?f?t?[LXT]U"),
    ("day_of_month", r"tOft?[LXT]U"),
    ("weekday", rf"(?:ki|{_K})?(?:tk?{_PART}f|tkuf)?(?:t?[LXTJ]X?)?W{_PART}?"),
    ("in_time", rf"i{_COUNT}-?u'?s?\.?time|i{_COUNT}-?u'\.\."),
    ("within", rf"iq*{_COUNT}k?-?[uU](?![kgrfU'\-])"),
    ("ago", rf"q*{_COUNT}-?{_UNIT}(?:cav?)?g"),
    ("span", rf"t?[LX]X?q*{_COUNT}k?-?{_UNIT}"),
    ("unit", rf"{_K}?t?[LXT]X?{_UNIT}"),
    ("part", rf"[LTJ]k?{_PART}|tX{_PART}"),
    ("anaphor", rf"t?JJ?(?:{_ONE}|{_PART})|tQ"),
    ("vague", r"t?yu"),
    ("offset", rf"q*{_COUNT}-?{_UNIT}[kr]"),
    ("offset", rf"t?U-[gk]{_ONE}?"),
    ("unit_end", rf"tKft{_ONE}|{_ONE}'\.?K|U-K"),
    ("clock", r"(?:[DC]A|B)z*|Cz+|[YN]z+"),
    ("year", rf"{_K}?tUY|{_K}?Y"),
    ("weekend", r"tU"),
)
# No rule begins with one of these letters: saying so first halves the time of a search.
_NO_START = r"(?![._|,s'\-cfrgzAj])"
_GRAMMAR = re.compile(
    _NO_START + "(?:" + "|".join(f"(?P<r{i}>{pattern})" for i, (_, pattern) in enumerate(_RULES)) + ")"
)


def find_expressions(text: str, accept: Callable[[Expression], bool]) -> Iterator[Expression]:
    """The stretches of a text that the grammar takes for time expressions and `accept` does too.

    In order, not overlapping. After a refusal the search goes on one lexeme further, so that a shorter
    expression inside a refused one is still found.
    """
    lexemes = read_lexemes(text)
    letters = "".join(x.kind for x in lexemes)
    at = 0
    while match := _GRAMMAR.search(letters, at):
        rule = _RULES[int(match.lastgroup[1:])][0]  # type: ignore[index]
        expression = Expression(rule, tuple(lexemes[match.start() : match.end()]))
        if accept(expression):
            yield expression
            at = match.end()
        else:
            at = match.start() + 1
