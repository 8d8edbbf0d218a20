"""Lines of a web page that are not its article's: the headline again, signposts, notices, bare links.

A signpost is a whole line in the fixed words of the trade (“Read more: …”, “Sign up for our newsletter”); the
codebook lists them (`signposts.toml`).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from detente.sources.draft import Facts

# Characters of the longest line that is taken for a signpost.
LONGEST_SIGNPOST = 240

_LIST_MARK = re.compile(r"(?:[-–•*·▪]|\d+\.)\s+|[•*·▪]")

_TERMINAL = tuple('.!?:;…"”’»)]')


def without_boilerplate(lines: list[str], facts: Facts) -> list[str]:
    """The lines of the article, list marks taken off and sentences that a link broke in two made whole.

    What repeats the headline above the first paragraphs goes: the headline has a field of its own.
    """
    kept: list[str] = []
    title = squeezed(facts.title or "")
    for written in lines:
        line = _LIST_MARK.sub("", written, count=1) if _LIST_MARK.match(written) else written
        core = squeezed(line)
        if not core or is_signpost(line) or (len(kept) < 3 and core == title):
            continue
        if kept and line is written and _goes_on(kept[-1], line):
            kept[-1] += line if re.match(r"['’,.;:!?)\]]", line) else f" {line}"
        else:
            kept.append(line)
    return kept


def is_signpost(line: str) -> bool:
    """Whether a line points at other things than its report, or says whose the page is."""
    return len(line) <= LONGEST_SIGNPOST and _signposts().fullmatch(line) is not None


@cache
def _signposts() -> re.Pattern[str]:
    table = tomllib.loads((files("detente.codebook") / "signposts.toml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{entry['pattern']})" for entry in table["signpost"]), re.IGNORECASE)


def _goes_on(before: str, line: str) -> bool:
    """Whether a line is the rest of the one before: it starts small or with a mark inside a sentence."""
    return not before.endswith(_TERMINAL) and re.match(r"['’]s\b|[,;.)]|[a-z]+\s+\w", line) is not None


def squeezed(text: str) -> str:
    """The letters and digits alone, to compare lines that differ in spaces and marks."""
    return "".join(c for c in text if c.isalnum()).casefold()
