"""Attribution gold as in PolNeAR: who said what, in brat's stand-off form.

A folder with `text/NAME.txt` and `attributions/NAME_xxxx.ann`. `T1<TAB>Source 89 106<TAB>…` is a span (several
pieces joined by `;`), `E1<TAB>Attribution:T4 Content:T3 Cue:T2 Source:T1` a statement of them; a role may come twice
with a number (`Content2`). Of several annotators' files of a text the first is taken. `Discard` spans are no part of
the article: what is told mostly within them is passed over. Only outermost statements are annotated: a statement
within a statement, rightly told, counts as spurious.

Told and gold statements are paired one to one, those of equal content first, the others so that the shared content
(Jaccard index over characters that are no white space) is largest in sum. Asked is, of all statements: the content
to the letter; at least half of it; that, and a source that overlaps the gold's (“the right words in the right
mouth”); content, cue and source to the letter. The measures are those of the PARC and PolNeAR literature (Pareti
et al. 2013; Newell, Cowlishaw & Man 2018).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from detente.errors import NotGold
from detente.evaluate.documents import excerpt, report_of
from detente.evaluate.items import Asked, Item, Task
from detente.records import Span, Spans, Statement

# Jaccard index of two contents from which they are the same statement: half, as in the works named above.
SAME = 0.5

CONTENT = Task("content", "found", "What is said, at least by half?", headline="F1")
MOUTH = Task("statement", "found", "The right words in the right mouth?", headline="F1")
EXACT = Task("content exact", "found", "What is said, to the letter?", headline="F1")
STRICT = Task("strict", "found", "Content, cue and source to the letter?", headline="F1")
SOURCE = Task(
    "source",
    "value",
    "Who says it, to the letter (of statements with the right content)?",
    headline="F1",
    conditional=True,
)

_ROLE = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")


class Told:
    """A statement of the gold or of the reader, its spans tidied."""

    def __init__(
        self, source: Iterable[Span], cue: Iterable[Span], content: Iterable[Span], text: str
    ) -> None:
        self.source, self.cue, self.content = (tidied(spans, text) for spans in (source, cue, content))
        self.source_at, self.cue_at, self.content_at = (
            characters(spans, text) for spans in (self.source, self.cue, self.content)
        )


def recognises(path: Path, head: str) -> bool:
    """Whether a path is such a folder."""
    return path.is_dir() and (path / "text").is_dir() and (path / "attributions").is_dir()


def ask(paths: Iterable[Path]) -> Asked:
    """The articles of folders, each with the statements that the reader finds."""
    from detente.evaluate.answers import read_all

    failed: list[str] = []
    articles = [article for path in paths for article in _articles(path)]
    texts = [_text(text) for text, _ in articles]
    readings = read_all(
        (report_of(path.stem, text) for (path, _), text in zip(articles, texts, strict=True)), failed
    )
    items = (
        tuple(_items_of(path.stem, text, file, reading.statements if reading else ()))
        for (path, file), text, reading in zip(articles, texts, readings, strict=True)
    )
    return Asked((CONTENT, MOUTH, EXACT, STRICT, SOURCE), len(articles), "articles", items, failed)


def _articles(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Each article of a folder and the first annotator's file of it."""
    seen: set[str] = set()
    for file in sorted((folder / "attributions").glob("*.ann")):
        name = file.stem.rpartition("_")[0]
        if name not in seen:
            seen.add(name)
            text = folder / "text" / f"{name}.txt"
            if not text.exists():
                raise NotGold(f"{file}: its text is not there ({text})")
            yield text, file
    if not seen:
        raise NotGold(f"{folder / 'attributions'}: no .ann files")


def _text(path: Path) -> str:
    """The text as it stands: line ends too count in the spans."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotGold(f"{path}: not UTF-8 (byte {error.start + 1}); save its text as UTF-8") from None


def _items_of(name: str, text: str, file: Path, statements: Iterable[Statement]) -> Iterator[Item]:
    try:
        gold, discarded = read_annotations(_text(file), text)
    except ValueError as error:
        raise NotGold(f"{file}: {error}") from None
    told = [Told(s.source, s.cue, s.content, text) for s in statements]
    outside = [t for t in told if 2 * len(t.content_at & discarded) < len(t.content_at)]
    return items_of(name, text, gold, outside)


def read_annotations(data: str, text: str) -> tuple[list[Told], frozenset[int]]:
    """The statements of an annotation file, and the characters that are no part of the article.

    Lines that begin with no span or event are the rest of a span's words, which may hold line breaks.
    """
    spans: dict[str, Spans] = {}
    discarded: list[Span] = []
    events: list[str] = []
    for line in data.split("\n"):
        key, tab, rest = line.partition("\t")
        if tab and re.fullmatch(r"T\d+", key):
            role, _, offsets = rest.partition("\t")[0].partition(" ")
            pieces = [piece.split() for piece in offsets.split(";")]
            spans[key] = tuple(Span(int(start), int(end)) for start, end in pieces)
            if any(not 0 <= s.start <= s.end <= len(text) for s in spans[key]):
                raise ValueError(f"{key} is no stretch of the text")
            if role == "Discard":
                discarded.extend(spans[key])
        elif tab and re.fullmatch(r"E\d+", key):
            events.append(rest)
    found: list[Told] = []
    for event in events:
        roles: dict[str, list[Span]] = defaultdict(list)
        for role, key in _ROLE.findall(event):
            roles[role].extend(spans.get(key, ()))
        statement = Told(roles["Source"], roles["Cue"], roles["Content"], text)
        if statement.content:
            found.append(statement)
    return found, characters(discarded, text)


def tidied(spans: Iterable[Span], text: str) -> Spans:
    """Spans in order, without white space at their edges, joined where only white space is between them."""
    found: list[Span] = []
    for span in sorted(spans):
        words = span.of(text)
        start = span.start + len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start == end:
            continue
        if found and (start <= found[-1].end or not text[found[-1].end : start].strip()):
            found[-1] = Span(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Span(start, end))
    return tuple(found)


def characters(spans: Iterable[Span], text: str) -> frozenset[int]:
    """The places of the characters in spans that are no white space."""
    return frozenset(n for span in spans for n in range(span.start, span.end) if not text[n].isspace())


def items_of(name: str, text: str, gold: Sequence[Told], told: Sequence[Told]) -> Iterator[Item]:
    """The statements of one article, gold and told ones paired."""
    pairs = paired(gold, told)
    with_gold = {n for n, _ in pairs}
    with_told = {n for _, n in pairs}
    asked: list[tuple[Told | None, Told | None]] = [(gold[g], told[t]) for g, t in pairs]
    asked.extend((g, None) for n, g in enumerate(gold) if n not in with_gold)
    asked.extend((None, t) for n, t in enumerate(told) if n not in with_told)
    for one, other in asked:
        yield from _pair_items(name, text, one, other)


def _pair_items(name: str, text: str, gold: Told | None, told: Told | None) -> Iterator[Item]:
    at = (gold or told or Told((), (), (), text)).content[0]
    context, marks = excerpt(text, at)

    def item(task: Task, right: bool, want: str | None, have: str | None) -> Item:
        return Item(
            id=f"{name} {at.start}{'' if gold else ' unasked'}",
            task=task.name,
            group=name,
            gold=want,
            predicted=have,
            right=right,
            text=context,
            marks=marks,
            note=f"{_said(told, text) or 'nothing'} told" if gold else None,
        )

    want, have = _said(gold, text), _said(told, text)
    exact = gold is not None and told is not None and gold.content == told.content
    same = exact or (
        gold is not None and told is not None and jaccard(gold.content_at, told.content_at) >= SAME
    )
    mouth = strict = False
    if gold is not None and told is not None:
        mouth = same and (bool(gold.source_at & told.source_at) or not (gold.source or told.source))
        strict = exact and gold.source == told.source and gold.cue == told.cue
    for task, right in ((CONTENT, same), (MOUTH, mouth), (EXACT, exact), (STRICT, strict)):
        yield item(task, right, want, have)
    if same and gold is not None and told is not None and (gold.source or told.source):
        right = gold.source == told.source
        yield item(SOURCE, right, _words(gold.source, text), _words(told.source, text))


def _said(statement: Told | None, text: str) -> str | None:
    """“Lavrov said: the talks were useful”."""
    if statement is None:
        return None
    who, how = _words(statement.source, text) or "nobody", _words(statement.cue, text) or "(no cue)"
    return f"{who} {how}: {_words(statement.content, text)}"


def _words(spans: Spans, text: str) -> str | None:
    return " … ".join(" ".join(span.of(text).split()) for span in spans) or None


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """How much of two sets is in both."""
    return len(a & b) / len(a | b) if a or b else 0.0


def paired(gold: Sequence[Told], told: Sequence[Told]) -> list[tuple[int, int]]:
    """Gold and told statements one to one, by their places in the two lists.

    Equal contents first, those before with equal source, then with equal cue; then whatever shares most. An
    overlapping cue, then source, tips the balance between contents that are shared alike.
    """
    pairs: list[tuple[int, int]] = []
    gold_left, told_left = dict(enumerate(gold)), dict(enumerate(told))
    for source, cue in ((True, True), (True, False), (False, True), (False, False)):
        for t, have in list(told_left.items()):
            for g, want in gold_left.items():
                if have.content != want.content or (source and have.source != want.source):
                    continue
                if cue and have.cue != want.cue:
                    continue
                pairs.append((g, t))
                del gold_left[g], told_left[t]
                break
    shared: dict[tuple[int, int], float] = {}
    for g, want in gold_left.items():
        for t, have in told_left.items():
            if share := jaccard(want.content_at, have.content_at):
                tip = 1e-4 * bool(want.cue_at & have.cue_at) + 1e-5 * bool(want.source_at & have.source_at)
                shared[g, t] = share + tip
    return pairs + best_pairs(shared)


def best_pairs(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """One-to-one pairs of the largest sum of weights.

    Grown path by path, each time by the augmenting path that adds most (Bellman–Ford over the few pairs that
    there are), until none adds anything: Edmonds & Karp 1972, § 3, for the assignment problem.
    """
    of_left: dict[int, int] = {}
    of_right: dict[int, int] = {}
    while True:
        gain = {left: 0.0 for left, _ in weights if left not in of_left}
        via: dict[int, tuple[int, int]] = {}
        moved = True
        while moved:
            moved = False
            for (left, right), weight in weights.items():
                holder = of_right.get(right)
                if left not in gain or holder is None or holder == left:
                    continue
                reached = gain[left] + weight - weights[holder, right]
                if reached > gain.get(holder, float("-inf")) + 1e-12:
                    gain[holder], via[holder], moved = reached, (left, right), True
        ends = [
            (gain[left] + weight, -left, -right)
            for (left, right), weight in weights.items()
            if left in gain and right not in of_right
        ]
        if not ends or max(ends)[0] <= 1e-12:
            return sorted(of_left.items())
        _, left, right = max(ends)
        left, right = -left, -right
        while True:
            given_up = of_left.get(left)
            of_left[left], of_right[right] = right, left
            if given_up is None:
                break
            right, left = given_up, via[left][0]
