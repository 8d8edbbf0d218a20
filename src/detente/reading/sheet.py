"""The parse of a page as plain lists: attribute access on tokens costs more than all that is done with it."""

from __future__ import annotations

from spacy.tokens import Doc

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})


class Sheet:
    """What the search for actors asks of each token, by its index."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.n = len(doc)
        self.text: list[str] = []
        self.tag: list[str] = []
        self.dep: list[str] = []
        self.head: list[int] = []
        self.idx: list[int] = []
        for token in doc:
            self.text.append(token.text)
            self.tag.append(token.tag_)
            self.dep.append(token.dep_)
            self.head.append(token.head.i)
            self.idx.append(token.idx)
        # Apostrophes straight, white space plain: as the tables spell. Same length, so that offsets hold.
        self.plain: str = (
            doc.text.replace("’", "'")
            .replace("‘", "'")
            .replace("\n", " ")
            .replace("\u00a0", " ")
            .replace("‑", "-")
        )
        self.low = [self.plain[i : i + len(t)].lower() for i, t in zip(self.idx, self.text, strict=True)]
        self.at_end = {i + len(t): k + 1 for k, (i, t) in enumerate(zip(self.idx, self.text, strict=True))}
        self.sentence: list[int] = [0] * self.n
        self.headline: list[bool] = []
        for s, sent in enumerate(doc.sents):
            for k in range(sent.start, sent.end):
                self.sentence[k] = s
            self.headline.append(_is_headline(self.text[sent.start : sent.end]))

    def noun(self, i: int) -> str:
        """A noun in lower case, in the singular where the tagger says that it is a plural."""
        return singular(self.low[i]) if self.tag[i] in ("NNS", "NNPS") else self.low[i]

    def said(self, start: int, end: int) -> str:
        """The characters of tokens `[start, end)`, white space made single."""
        return " ".join(self.plain[self.idx[start] : self.idx[end - 1] + len(self.text[end - 1])].split())

    def after(self, i: int) -> str:
        """The token at `i` in lower case, empty past the end."""
        return self.low[i] if i < self.n else ""


def singular(word: str) -> str:
    """The singular of an English noun in lower case, well enough to look it up."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return word[:-1]
    return word


_IRREGULAR = {
    "people": "people",
    "children": "child",
    "police": "police",
    "media": "media",
    "wives": "wife",
    "aircraft": "aircraft",
    "attorneys general": "attorney general",
}


def _is_headline(words: list[str]) -> bool:
    """Whether nearly every longer word opens with a capital: case then tells no names apart."""
    longer = [w for w in words if len(w) > 3 and w.isalpha()]
    return len(longer) >= 3 and sum(w[0].isupper() for w in longer) > 0.7 * len(longer)
