"""Web pages: the article, its date, its outlet, and nothing else of the page."""

import io

import pytest

from detente.sources.draft import Draft
from detente.sources.html import read_html

PARAGRAPHS = (
    "The foreign ministers of Norland and Sudria met in Vienna on Monday for the first time in a year.",
    "“We will answer in writing by Friday,” the minister of Norland said after two hours of talks at the castle.",
    "Her colleague called the meeting useful, but he repeated that his country would not withdraw its troops.",
)
ARTICLE = "<h1>Ministers of Norland and Sudria meet</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav>"


def page(article: str = ARTICLE, head: str = "", lang: str = "en") -> Draft:
    text = f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'>{head}</head><body>{MENU}"
    raw = f"{text}<article>{article}</article><footer>© The Harbour Press</footer></body></html>"
    [draft] = read_html(io.BytesIO(raw.encode()))
    assert isinstance(draft, Draft)
    return draft


def test_paragraphs_stand_apart_and_menus_are_left_out() -> None:
    assert page().text == "\n\n".join(PARAGRAPHS)


def test_signposts_between_paragraphs_are_left_out() -> None:
    assert page(ARTICLE.replace("<p>Her", "<p>Read more: What Sudria wants</p><p>Her")).text == page().text


def test_a_body_split_by_advertisements_is_read_whole() -> None:
    parts = [
        f"<div class='chunk'><p>{p}</p><p>{p.replace('.', ', again.')}</p></div>" for p in PARAGRAPHS * 4
    ]
    text = page("<div class='ad'>Advertisement</div>".join(f"<section>{p}</section>" for p in parts)).text
    assert all(p in text for p in PARAGRAPHS)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("<meta property='article:published_time' content='2022-01-21T10:00:00Z'>", "2022-01-21T10:00:00Z"),
        ("<meta name='pubdate' content='January 21, 2022'>", "2022-01-21"),
        ('<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", '
         '"headline": "x", "datePublished": "2022-01-21"}]}</script>', "2022-01-21"),
        ("<time itemprop='datePublished' datetime='2022-01-21'></time><time datetime='2020-01-01'></time>", "2022-01-21"),
        ("<time datetime='2022-01-21'></time><time datetime='2020-01-01'></time>", None),
        ("<meta property='article:modified_time' content='2022-01-21'>", None),
        ("<meta name='date' content='0001-01-01T00:00:00'>", None),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>', None),
        ("", None),
    ],
)  # fmt: skip
def test_a_date_is_read_where_the_page_gives_one_and_never_guessed(head: str, day: str | None) -> None:
    assert page(head=head).facts.published_at == day


def test_headline_outlet_address_and_language_are_the_page_s_own() -> None:
    facts = page(
        head="<title>Ministers of Norland and Sudria meet | The Harbour Press</title>"
        "<meta property='og:site_name' content='The Harbour Press'>"
        "<link rel='canonical' href='https://press.example.org/talks'>",
        lang="en_GB",
    ).facts
    assert (facts.title, facts.publisher) == ("Ministers of Norland and Sudria meet", "The Harbour Press")
    assert (facts.url, facts.language) == ("https://press.example.org/talks", "en-GB")


def test_the_charset_that_a_page_declares_is_used() -> None:
    raw = (
        f"<html><head><meta charset='cp1251'></head><body><article><p>{'Встреча в Вене. ' * 30}</p></article>"
    )
    [draft] = read_html(io.BytesIO(raw.encode("cp1251")))
    assert isinstance(draft, Draft)
    assert draft.text.startswith("Встреча в Вене.")
