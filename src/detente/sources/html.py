"""Web pages, one article a file: its text without menus, teasers, captions and comments, and its facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from detente.sources.boilerplate import squeezed, without_boilerplate
from detente.sources.decoding import decode
from detente.sources.draft import Draft, Facts, Skipped
from detente.sources.page_facts import facts_of

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,30})""", re.IGNORECASE)

# The careful extraction of an article below this share of the generous one has lost the article, above it has
# lost only the teasers. The careful one is the better of the two at 0.23 and more, the worse at 0.08
# (95 labelled pages; nothing between).
TOO_CAREFUL = 0.15

# Characters from which the careful extraction is not doubted, to save the time of the second one.
SHORT_PAGE = 1_000

# A body is split over several containers where paragraphs in containers of the same kind hold this many times
# the text that was found in the first: 2.1 and more on pages so built, 1.1 and less on others (149 pages).
SPLIT_BODY = 1.5

# Elements of the largest page that is read: the largest of 149 news pages has 3,100. Extraction takes about 50 µs
# for each, and a page made to be heavy has a million.
MOST_ELEMENTS = 50_000

# Words of the longest tag: the parser compares its attributes pair by pair. Pages that carry their whole article in an
# attribute have 5,000.
MOST_WORDS_OF_TAG = 20_000
_LONG_TAG = re.compile(rb"<[^<>]{40000,}")

# Characters of the shortest paragraph that counts as prose in that comparison.
PROSE = 60


def read_html(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The article of a page; paragraphs stand apart by a blank line, so that no sentence runs over one."""
    raw = stream.read()
    if any(len(tag[0].split()) > MOST_WORDS_OF_TAG for tag in _LONG_TAG.finditer(raw)):
        yield Skipped("", None, "a page with a tag of endless attributes", "Save its article as .txt")
        return
    declared = _CHARSET.search(raw[:4096])
    tree = _parse(decode(raw, declared=declared[1].decode("ascii") if declared else None))
    if tree is None:
        yield Skipped("", None, "no web page (nothing in it is HTML)", "If it is plain text, name it .txt")
        return
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        yield Skipped("", None, f"a page of more than {MOST_ELEMENTS:,} elements", "Save its article as .txt")
        return
    facts = facts_of(tree)
    paragraphs = article_paragraphs(tree, facts)
    if paragraphs:
        yield Draft("\n\n".join(paragraphs), facts)
    else:
        yield Skipped("", None, "no article found in the page", "Save its text as .txt")


def _parse(text: str) -> Any:
    from trafilatura import load_html

    return load_html(text) if text.strip() else None


def article_paragraphs(tree: Any, facts: Facts) -> list[str]:
    """The paragraphs of a page's article; empty where none is found. The tree may be changed."""
    lines = _extract(tree)
    if _join_split_body(tree, lines):
        lines = _extract(tree)
    return without_boilerplate(lines, facts)


def _extract(tree: Any) -> list[str]:
    from trafilatura import bare_extraction

    # Swept on 95 labelled news pages, mean F1 of words: precision 0.963, balanced 0.956, recall 0.957, fast
    # 0.954; without tables 0.945–0.951.
    document = bare_extraction(tree, favor_precision=True, include_comments=False)
    text = (document.text or "") if document is not None else ""
    if len(text) < SHORT_PAGE:
        document = bare_extraction(tree, favor_precision=False, include_comments=False)
        generous = (document.text or "") if document is not None else ""
        text = generous if len(text) < TOO_CAREFUL * len(generous) else text
    return [stripped for line in text.splitlines() if (stripped := line.strip())]


def _join_split_body(tree: Any, lines: list[str]) -> bool:
    """Move all containers of the article's kind into the first; whether there was anything to move.

    Some outlets put an advertisement after every few paragraphs and a new container after that:
    extraction finds the first container and takes the others for other articles.
    """
    found = {squeezed(line) for line in lines}
    chars: Counter[Any] = Counter()
    seen: Counter[Any] = Counter()
    parents: dict[Any, list[Any]] = {}
    for paragraph in tree.iter("p"):
        text = squeezed(paragraph.text_content())
        parent = paragraph.getparent()
        if len(text) < PROSE or parent is None:
            continue
        kind = tuple((e.tag, e.get("class")) for e in (parent, parent.getparent()) if e is not None)
        if parents.setdefault(kind, [parent])[-1] is not parent:
            parents[kind].append(parent)
        chars[kind] += len(text)
        seen[kind] += len(text) if text in found else 0
    if not seen:
        return False
    kind, extracted = max(seen.items(), key=lambda pair: pair[1])
    if not extracted or len(parents[kind]) < 2 or chars[kind] < SPLIT_BODY * extracted:
        return False
    first, *others = parents[kind]
    for other in others:
        first.extend(list(other))
    return True
