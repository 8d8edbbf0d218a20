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


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    marks = list(_MARK.finditer(text, start, end))
    found: list[Quotation] = []
    i = 0
    while i < len(marks):
        mark = marks[i].group()
        at, after = marks[i].span()
        if not _opens(text, mark, at, after, start, end):
            i += 1
            continue
        single = mark in _SINGLE
        close = _closing(text, marks, i, end)
        if close is None:
            if single or mark == "»":
                i += 1
                continue
            # An unclosed mark runs to the next one that opens, else to the end of its paragraph.
            following = next(
                (j for j in range(i + 1, len(marks)) if _reopens(text, marks, j, mark, start, end)), None
            )
            stop = end if following is None else marks[following].start()
            while stop > after and text[stop - 1].isspace():
                stop -= 1
            if text[after:stop].strip():
                found.append(Quotation(Span(at, stop), Span(after, stop), False))
            if following is None:
                break
            i = following
            continue
        closing = marks[close]
        inside = text[after : closing.start()].strip()
        if inside and (mark != "'" or len(inside) > 2):  # rock 'n' roll
            found.append(Quotation(Span(at, closing.end()), Span(after, closing.start()), True))
        i = close + 1
    return found


def _opens(text: str, mark: str, at: int, after: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    if mark in ("“", "„", "«", "``"):
        return True
    if behind.isspace():
        return False
    free = not before.isalnum() and before not in ".,!?;:%)"
    if mark == "'":
        return free and (behind.isalnum() or behind in '“"[(…')
    if mark == "‘":
        return free
    if mark == "’":  # “’tis”, “the ’90s”: an apostrophe far more often than a mark turned the wrong way
        return False
    if mark in ("”", "»", "›"):
        return free and mark != "›"
    if mark == '"':
        return free or (not before.isalnum() and not before.isspace() and before not in ".,!?;")
    return free


def _reopens(text: str, marks: list[re.Match[str]], j: int, mark: str, start: int, end: int) -> bool:
    at, after = marks[j].span()
    return marks[j].group() == mark and _opens(text, mark, at, after, start, end)


def _closing(text: str, marks: list[re.Match[str]], opening: int, end: int) -> int | None:
    """The index of the mark that closes the one at `opening`, None where there is none in the paragraph."""
    mark = marks[opening].group()
    wanted = _CLOSERS[mark]
    depth = 0
    for j in range(opening + 1, len(marks)):
        other = marks[j].group()
        at, after = marks[j].span()
        behind = text[after] if after < end else " "
        before = text[at - 1]
        if mark in _SINGLE:
            if other in wanted and not behind.isalnum() and not before.isspace():
                if other == "’" and before in "sS" and _later_close(text, marks, j, wanted, end):
                    continue  # the allies’ demands’: a plural's apostrophe before the real end
                return j
            continue
        if mark == "“" and other == "“":
            if before.isspace() or before in "(—–-":
                # Two openings in a row: a nested one only where both are closed later.
                if sum(m.group() == "”" for m in marks[j:]) >= depth + 2:
                    depth += 1
                    continue
                return None if not any(m.group() == "”" for m in marks[opening + 1 : j]) else j
            return j  # turned the wrong way
        if mark == '"' and other == "“":
            depth += 1  # a curly quotation inside a straight one
            continue
        if other in wanted or (mark in "“”" and other == '"' and not before.isspace()):
            if other == "”" and depth:
                depth -= 1
                continue
            if other == mark == '"' and before.isspace() and not behind.isspace() and _balanced(marks, j):
                return None
            return j
    return None


def _later_close(text: str, marks: list[re.Match[str]], j: int, wanted: tuple[str, ...], end: int) -> bool:
    for m in marks[j + 1 :]:
        behind = text[m.end()] if m.end() < end else " "
        if m.group() in "‘'" and not text[m.start() - 1].isalnum():
            return False
        if m.group() in wanted and not behind.isalnum() and text[m.start() - 1] in ".,!?":
            return True
    return False


def _balanced(marks: list[re.Match[str]], j: int) -> bool:
    """True where the straight marks from `j` on pair among themselves."""
    return sum(m.group() == '"' for m in marks[j:]) % 2 == 0


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
