"""The words that report: lemma → the forms its content may take and the speech act it performs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.records import Act


@dataclass(frozen=True)
class Cue:
    """`takes` maps each form that the content may have (see `cues.toml`) to the act that the cue performs."""

    lemma: str
    takes: Mapping[str, Act]


@dataclass(frozen=True)
class CueBook:
    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    phrase_nouns: frozenset[str]
    content: Mapping[str, frozenset[str]]


@cache
def load_cues() -> CueBook:
    """The lexicon of `codebook/cues.toml`; where groups disagree on a form, the first one gives its act."""
    table = tomllib.loads(files("detente.codebook").joinpath("cues.toml").read_text(encoding="utf-8"))

    def gather(groups: list[dict[str, object]]) -> dict[str, Cue]:
        takes: dict[str, dict[str, Act]] = {}
        for group in groups:
            for word in str(group["words"]).split():
                for form in group["takes"]:  # type: ignore[attr-defined]
                    takes.setdefault(word, {}).setdefault(form, group["act"])  # type: ignore[arg-type]
        return {word: Cue(word, forms) for word, forms in takes.items()}

    phrases = frozenset(w for group in table["phrase"] for w in group["nouns"].split())
    content = {kind: frozenset(words.split()) for kind, words in table["content"].items()}
    return CueBook(gather(table["verb"]), gather(table["noun"]), phrases, content)
