"""Web pages, one article a file: its text without menus, teasers, captions and comments, and its facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from detente.sources.decoding import decode
from detente.sources.draft import Draft, Skipped
from detente.sources.page_facts import facts_of

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,30})""", re.IGNORECASE)


def read_html(stream: BinaryIO) -> Iterator[Draft | Skipped]:
    """The article of a page; paragraphs stand apart by a blank line, so that no sentence runs over one."""
    raw = stream.read()
    declared = _CHARSET.search(raw[:4096])
    text = decode(raw, declared=declared[1].decode("ascii") if declared else None)
    tree = _parse(text)
    if tree is None:
        yield Skipped("", None, "no web page (nothing in it is HTML)", "If it is plain text, name it .txt")
        return
    body = article_text(tree)
    if not body:
        yield Skipped("", None, "no article found in the page", "Save its text as .txt")
        return
    yield Draft(body, facts_of(tree))


def _parse(text: str) -> Any:
    from trafilatura import load_html

    return load_html(text) if text.strip() else None


def article_text(tree: Any) -> str:
    """The paragraphs of a page's article, parted by blank lines; empty where none is found."""
    from trafilatura import bare_extraction

    # Swept on 95 labelled news pages, mean F1 of words: precision 0.963, balanced 0.956, recall 0.957, fast
    # 0.954; without tables 0.945–0.951.
    document = bare_extraction(tree, favor_precision=True, include_comments=False)
    lines = document.text.splitlines() if document is not None and document.text else []
    return "\n\n".join(stripped for line in lines if (stripped := line.strip()))
