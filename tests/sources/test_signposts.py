"""Lines of a page that are not its article's."""

import re
import tomllib
from importlib.resources import files

import pytest

from detente.sources.boilerplate import is_signpost, without_boilerplate
from detente.sources.draft import Facts

SIGNPOSTS = tomllib.loads((files("detente.codebook") / "signposts.toml").read_text("utf-8"))["signpost"]


@pytest.mark.parametrize("entry", SIGNPOSTS, ids=lambda entry: entry["example"][:30])
def test_every_signpost_has_an_example_that_it_takes_whole(entry: dict[str, str]) -> None:
    assert re.fullmatch(entry["pattern"], entry["example"], re.IGNORECASE)


@pytest.mark.parametrize(
    "sentence",
    [
        "Sponsored militias burned two villages on Friday.",
        "Advertising revenue fell by five per cent.",
        "Related clashes killed three people, the police said.",
        "More from the border region are expected to flee. The army has closed the road.",
        "Read-outs of the call differ on what was agreed.",
        "Watch-list countries must report twice a year.",
        "Copyright infringement was not discussed at the talks.",
        "Comments by the minister drew protests in both capitals.",
        "Most popular leaders have stayed away from the summit.",
        "Published reports of the attack were denied by the ministry.",
        "Follow-up talks on energy will begin on Monday.",
        "In this case, the council will meet again.",
    ],
)
def test_sentences_that_begin_like_signposts_stay(sentence: str) -> None:
    assert not is_signpost(sentence)


def test_a_sentence_that_a_link_broke_is_made_whole() -> None:
    lines = [
        "Talks fail",
        "The army of",
        "Norland",
        "’s southern neighbour withdrew,",
        "- first item",
        "- second item",
    ]
    assert without_boilerplate(lines, Facts(title="Talks fail")) == [
        "The army of", "Norland’s southern neighbour withdrew,", "first item", "second item",
    ]  # fmt: skip
