"""Scraps of markup, such as feeds, mails and agency formats carry → their words in paragraphs."""

from __future__ import annotations

import re
from typing import Any

# Elements whose words are a paragraph of their own (HTML, NITF), and those whose words are none of the text's.
BLOCKS = frozenset("p div li h1 h2 h3 h4 h5 h6 hl1 hl2 blockquote bq tr td th pre section article header ul ol dl dt dd".split())  # fmt: skip
UNSEEN = frozenset(
    "script style head title noscript template iframe object svg math button form media".split()
)

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


# Tags of the largest document that is read; walking one takes 10 to 50 µs for each. A full-text feed of 200 reports has
# 50,000, a Word document of 100 pages 200,000.
MOST_TAGS = 500_000


def has_too_many_tags(raw: bytes) -> bool:
    """Whether a document is made to be heavy, not to be read."""
    return raw.count(b"<") > MOST_TAGS


def xml_tree(raw: bytes) -> Any:
    """The root of an XML document; `ValueError` says where it is broken. No entity is followed and nothing fetched: what
    a file refers to outside of itself is not in it."""
    from lxml import etree

    if has_too_many_tags(raw):
        raise ValueError(f"more than {MOST_TAGS:,} tags")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def text_of_markup(markup: str) -> str:
    """The words of a piece of HTML, paragraphs apart by a blank line; what has no markup comes back as it is."""
    from lxml import html
    from lxml.etree import ParserError

    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        return text_of_tree(html.document_fromstring(_XML_DECLARATION.sub("", markup)))
    except (ParserError, ValueError):  # nothing in it, or characters that no document may hold
        return ""


def text_of_tree(tree: Any) -> str:
    """The words of a parsed tree of HTML or NITF, whatever its namespace."""
    from lxml import etree

    found: list[str] = []
    depth = 0  # of elements that are not seen
    for action, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        named = isinstance(element.tag, str)
        tag = etree.QName(element).localname.lower() if named else ""
        if action == "start":
            depth += tag in UNSEEN
            if tag in BLOCKS:
                found.append("\n\n")
            elif tag == "br":
                found.append("\n")
            if named and not depth:  # an entity that is not known says nothing
                found.append(_one_line(element.text))
            continue
        if action == "end":
            depth -= tag in UNSEEN
            if tag in BLOCKS:
                found.append("\n\n")
        if not depth and element is not tree:
            found.append(_one_line(element.tail))
    return tidy("".join(found))


def tidy(text: str) -> str:
    """Lines without blanks at their ends, one blank line between paragraphs, none around."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
