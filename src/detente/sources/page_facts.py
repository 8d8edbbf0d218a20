"""What a web page says about its article: headline, date, outlet, address, language.

Only fields that the page's makers filled in to say it are read: JSON-LD, meta elements, `<time>`,
`<link rel=canonical>`, `lang`. A date is never guessed from the text, the address or the file.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from detente.sources.draft import Facts
from detente.sources.published import read_published

# Meta elements (`property`, `name` or `itemprop`, lower case) that give the day of publication, the best
# first. Days of modification are no days of publication.
_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "article:published", "article.published",
    "article_published_time", "og:published_time", "og:pubdate", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "prism.publicationdate",
    "dcterms.issued", "dc.date.issued", "dcsext.articlefirstpublished", "dcterms.date", "dc.date",
    "dcterms.created", "dc.date.created", "datecreated", "date.created", "published_at", "published",
    "publish-date", "publish_date", "publishdate", "publication_date", "publicationdate",
    "originalpublicationdate", "pubdate", "pub_date", "pdate", "date",
)  # fmt: skip

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|ReportageNews|OpEd)$")
_LANGUAGE = re.compile(r"(?!(?:und|zxx|mul)\b)[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")

Json = dict[str, Any]


def facts_of(tree: Any) -> Facts:
    """The facts of a parsed page."""
    metas = _metas(tree)
    nodes = list(_json_ld(tree))
    articles = [n for n in nodes if _is_article(n)]
    address = _url(tree, metas, articles)
    article = next(
        (n for n in articles if address and address in _addresses(n)), articles[0] if articles else {}
    )
    return Facts(
        title=_title(tree, metas, article),
        published_at=_published(tree, metas, article, nodes),
        publisher=_publisher(metas, article, nodes),
        url=address,
        language=_language(tree, metas, article),
    )


def _metas(tree: Any) -> dict[str, str]:
    """The first content of each meta element, by its lower-case key."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = _clean(element.get("content"))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = element.get(attribute)
            if key and content:
                found.setdefault(key.strip().lower(), content)
    return found


def _json_ld(tree: Any) -> Iterator[Json]:
    """All objects of the page's JSON-LD, outer before inner; blocks that are no JSON are passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            block = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        queue = [block]
        while queue:
            node = queue.pop(0)
            if isinstance(node, dict):
                yield node
                queue.extend(v for v in node.values() if isinstance(v, dict | list))
            elif isinstance(node, list):
                queue.extend(node)


def _is_article(node: Json) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(k, str) and _ARTICLE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])
    )


def _addresses(node: Json) -> set[str]:
    page = node.get("mainEntityOfPage")
    found = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return {a for a in found if isinstance(a, str)}


def _title(tree: Any, metas: dict[str, str], article: Json) -> str | None:
    names = [_clean(e.text_content()) for e in tree.iter("h1")]
    page = [_clean(e.text_content()) for e in tree.iter("title")]
    shown = [t for t in (metas.get("og:title"), metas.get("twitter:title"), *page) if t]
    # A page's one heading that its window title repeats is the headline without the outlet's name.
    for name in names:
        if name and len(name) > 15 and any(name in title for title in shown):
            return name
    headline = _clean(_text(article.get("headline")))
    title = headline or (shown[0] if shown else next((n for n in names if n), None))
    site = metas.get("og:site_name")
    if title and site:
        title = re.sub(rf"\s*[|–—-]\s*{re.escape(site)}$", "", title, flags=re.IGNORECASE) or title
    return title


def _published(tree: Any, metas: dict[str, str], article: Json, nodes: list[Json]) -> str | None:
    fields: list[object] = [article.get("datePublished")]
    fields += [metas.get(key) for key in _DATE_KEYS]
    fields += [n.get("datePublished") for n in nodes if str(n.get("@type")).endswith("WebPage")]
    fields.append(article.get("dateCreated"))
    for field in fields:
        if isinstance(field, str) and (day := read_published(field)):
            return day
    return _marked_time(tree)


def _marked_time(tree: Any) -> str | None:
    """The one day of the `<time>` elements that are marked as publication, else of all that the page has.

    Two days and nothing that tells them apart is no date: a list of other stories looks the same.
    """
    times = [e for e in tree.iter("time") if e.get("datetime")]
    marked = [
        e for e in times if e.get("pubdate") is not None or re.search("publish", _marks(e), re.IGNORECASE)
    ]
    for group in (marked, times):
        days = [d for e in group if (d := read_published(e.get("datetime")))]
        if days and len({d[:10] for d in days}) == 1:
            return days[0]
    return None


def _marks(element: Any) -> str:
    return f"{element.get('itemprop') or ''} {element.get('class') or ''}"


def _publisher(metas: dict[str, str], article: Json, nodes: list[Json]) -> str | None:
    publisher = article.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    if isinstance(publisher, dict):
        if "name" not in publisher:
            same = publisher.get("@id")
            publisher = next((n for n in nodes if same and n.get("@id") == same and "name" in n), publisher)
        publisher = publisher.get("name")
    name = _clean(_text(publisher)) or metas.get("og:site_name")
    return name if name and not name.startswith("http") else None


def _url(tree: Any, metas: dict[str, str], articles: list[Json]) -> str | None:
    links = [e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    for address in (*links, metas.get("og:url"), *(a for n in articles for a in sorted(_addresses(n)))):
        if address and re.match(r"https?://[^\s/]+", address.strip()):
            return str(address).strip()
    return None


def _language(tree: Any, metas: dict[str, str], article: Json) -> str | None:
    root = tree if tree.tag == "html" else None
    declared = (
        (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"))
        if root is not None
        else None
    )
    fields = (
        declared,
        _text(article.get("inLanguage")),
        metas.get("og:locale"),
        metas.get("content-language"),
    )
    for field in fields:
        if field and _LANGUAGE.fullmatch(field.strip()):
            return field.strip().replace("_", "-")
    return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _clean(value: str | None) -> str | None:
    """On one line, without the entities that some systems escape twice; None where nothing is left."""
    return " ".join(html.unescape(value).split()) or None if value else None
