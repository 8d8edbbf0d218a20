"""Stretches between quotation marks, from the characters alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.records import Span


@dataclass(frozen=True)
class Quotation:
    """`outer` with the marks, `inner` without; `closed` is False where the closing mark is missing.

    `continued` is True where the quotation goes on in the next paragraph, which opens with a mark again
    (the press leaves the closing mark out until the speech is over).
    """

    outer: Span
    inner: Span
    closed: bool
    continued: bool = False


# Opening mark → the marks that close it. ” opens and closes in Swedish and by mistake elsewhere.
_CLOSERS: dict[str, tuple[str, ...]] = {
    "“": ("”",),
    "„": ("“", "”"),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    "‘": ("’",),
    "'": ("'",),
    '"': ('"', "”"),
    "''": ("''",),
    "``": ("''",),
    "”": ("”",),
}
_MARK = re.compile(r"``|''|[“”„«»‹›\"‘’']")
_SINGLE = "‘'’‹"
# A single line break inside a paragraph (hard-wrapped text) goes on in lower case; a blank line never does.
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n|\n(?![ \t]*[a-z])|\r(?!\n)")


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a text in order, outermost only: double and single, curly, straight, « » and „ “.

    A quotation never runs over the end of its paragraph: one that is not closed there ends there. Quotes
    inside quotes belong to the outer one. Apostrophes, inches and feet are no quotation marks.
    """
    found: list[Quotation] = []
    start = 0
    for end in [*(m.start() for m in _PARAGRAPH_END.finditer(text)), len(text)]:
        if end > start:
            found.extend(_in_paragraph(text, start, end))
        start = end
    return tuple(_mark_continued(text, found))


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph's marks, and how many straight and closing curly ones stand from each mark on."""

    text: str
    start: int
    end: int
    marks: list[re.Match[str]]
    straight: list[int]
    curly: list[int]

    def before(self, j: int) -> str:
        at = self.marks[j].start()
        return self.text[at - 1] if at > self.start else " "

    def behind(self, j: int) -> str:
        after = self.marks[j].end()
        return self.text[after] if after < self.end else " "


# How many marks ahead a closing one is looked for: no speech of one paragraph holds more, and a page of
# nothing but opening marks must not cost its square.
_REACH = 60


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    marks = list(_MARK.finditer(text, start, end))
    paragraph = _Paragraph(text, start, end, marks, _from_each_on(marks, '"'), _from_each_on(marks, "”"))
    found: list[Quotation] = []
    i = 0
    while i < len(marks):
        mark = marks[i].group()
        at, after = marks[i].span()
        if not _opens(paragraph, i):
            i += 1
            continue
        close = _closing(paragraph, i)
        if close is not None:
            closing = marks[close]
            inside = text[after : closing.start()].strip()
            if inside and (mark != "'" or len(inside) > 2):  # rock 'n' roll
                found.append(Quotation(Span(at, closing.end()), Span(after, closing.start()), True))
            i = close + 1
            continue
        if mark in _SINGLE or mark == "»":
            i += 1
            continue
        # An unclosed mark runs to the next one that opens, else to the end of its paragraph.
        following = next(
            (j for j in range(i + 1, len(marks)) if marks[j].group() == mark and _opens(paragraph, j)),
            len(marks),
        )
        stop = marks[following].start() if following < len(marks) else end
        while stop > after and text[stop - 1].isspace():
            stop -= 1
        if text[after:stop].strip():
            found.append(Quotation(Span(at, stop), Span(after, stop), False))
        i = following
    return found


def _from_each_on(marks: list[re.Match[str]], mark: str) -> list[int]:
    counts = [0]
    for other in reversed(marks):
        counts.append(counts[-1] + (other.group() == mark))
    return counts[::-1]


def _opens(paragraph: _Paragraph, j: int) -> bool:
    mark, before, behind = paragraph.marks[j].group(), paragraph.before(j), paragraph.behind(j)
    if mark in ("“", "„", "«", "``"):
        return True
    if behind.isspace() or mark in ("’", "›"):
        return False  # “’tis”, “the ’90s”: an apostrophe far more often than a mark turned the wrong way
    free = not before.isalnum() and before not in ".,!?;:%)"
    if mark == "'":
        return free and (behind.isalnum() or behind in '“"[(…')
    if mark == '"':
        return free or (not before.isalnum() and not before.isspace() and before not in ".,!?;")
    return free


def _closing(paragraph: _Paragraph, opening: int) -> int | None:
    """The index of the mark that closes the one at `opening`, None where there is none in the paragraph."""
    marks = paragraph.marks
    mark = marks[opening].group()
    wanted = _CLOSERS[mark]
    depth = 0
    for j in range(opening + 1, min(len(marks), opening + _REACH)):
        other, before, behind = marks[j].group(), paragraph.before(j), paragraph.behind(j)
        if mark in _SINGLE:
            if other in wanted and not behind.isalnum() and not before.isspace():
                if other == "’" and before in "sS" and _closes_later(paragraph, j, wanted):
                    continue  # the allies’ demands’: a plural's apostrophe before the real end
                return j
            continue
        if mark == "“" and other == "“":
            if not (before.isspace() or before in "(—–-"):
                return j  # turned the wrong way
            # Two openings in a row: the second is nested only where both are closed later.
            if paragraph.curly[j] < depth + 2:
                return None
            depth += 1
            continue
        if mark == '"' and other == "“":
            depth += 1  # a curly quotation inside a straight one
            continue
        if other in wanted or (mark in "“”" and other == '"' and not before.isspace()):
            if other == "”" and depth:
                depth -= 1
                continue
            opens_again = other == mark == '"' and before.isspace() and not behind.isspace()
            return None if opens_again and paragraph.straight[j] % 2 == 0 else j
    return None


def _closes_later(paragraph: _Paragraph, j: int, wanted: tuple[str, ...]) -> bool:
    for k in range(j + 1, min(len(paragraph.marks), j + _REACH)):
        mark, before, behind = paragraph.marks[k].group(), paragraph.before(k), paragraph.behind(k)
        if mark in "‘'" and not before.isalnum():
            return False
        if mark in wanted and not behind.isalnum() and before in ".,!?":
            return True
    return False


def _mark_continued(text: str, found: list[Quotation]) -> list[Quotation]:
    marked = []
    for n, quotation in enumerate(found):
        following = found[n + 1] if n + 1 < len(found) else None
        goes_on = (
            not quotation.closed
            and following is not None
            and not text[quotation.outer.end : following.outer.start].strip()
        )
        marked.append(Quotation(quotation.outer, quotation.inner, quotation.closed, goes_on))
    return marked
