"""Quotations side by side: every report's words for one utterance, where they differ, which are best attested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from detente.ledger import Filter, Ledger
from detente.records import Statement
from detente.threads import Sides
from detente.utterances import Change, Rendering, Told, Utterance, utterances_of, words_of
from detente.views.plain import plain
from detente.views.tables import Cell, Column, Table, one_line

# Words below which a statement is a scrap (“a pretext”) that says too little to be found again.
FEWEST = 4

_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»")


def quotes(
    ledger: Ledger, *, speaker: str | None = None, about: str | None = None, since: str | None = None
) -> tuple[Utterance, ...]:
    """What was said, by day; each utterance with all its renderings.

    Of `speaker` (a name, alias, country code or id; a state stands for all that speak for it); with all the words of
    `about` (or words that begin so) in one rendering; last told on or after the day `since`. Which renderings are one
    utterance depends on none of the three.
    """
    found = utterances_of(renderings(ledger, ledger.statements(Filter(source=speaker))))
    wanted = [word.casefold() for word in (about or "").split()]
    return tuple(
        u
        for u in found
        if (since is None or max((t.rendering.day or "" for t in u.told), default="") >= since)
        and any(_is_about(t.rendering, wanted) for t in u.told)
    )


def renderings(ledger: Ledger, statements: Sequence[Statement]) -> Iterator[Rendering]:
    """The statements that can be renderings of an utterance: said by somebody, and not a scrap."""
    reports = {r.id: r for r in ledger.reports()}
    side_of = Sides({a.id: a for a in ledger.actors()}).own
    for s in statements:
        report = reports[s.report]
        text = " … ".join(one_line(span.of(report.text)) for span in s.content)
        if s.speaker is None or s.negated or len(words_of(text)) < FEWEST:
            continue
        quoted = tuple(next(filter(None, found.groups())) for found in _QUOTED.finditer(text))
        yield Rendering(
            statement=s.id,
            report=s.report,
            story=report.story or report.id,
            day=report.published_at[:10] if report.published_at else None,
            speaker=s.speaker,
            side=side_of(s.speaker),
            form=s.quote,
            denied="deny" in s.acts,
            text=text,
            quoted=quoted or ((text,) if s.quote == "direct" else ()),
            spans=s.content,
            publisher=report.publisher,
        )


def with_utterances(ledger: Ledger, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The same statements, each with the id of the utterance that it renders, whichever report tells it.

    One of no known speaker, or a scrap, keeps the id of its bare words.
    """
    speakers = {s.speaker for s in statements}
    told = list(renderings(ledger, ledger.statements()))
    sides = {r.side for r in told if r.speaker in speakers}
    of = {
        t.rendering.statement: u.id for u in utterances_of(r for r in told if r.side in sides) for t in u.told
    }
    return tuple(msgspec.structs.replace(s, utterance=of.get(s.id, s.utterance)) for s in statements)


def told_often(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """Those of more than one rendering."""
    return tuple(u for u in utterances if len(u.told) > 1)


def _is_about(rendering: Rendering, wanted: Sequence[str]) -> bool:
    words = rendering.text.casefold().replace("’", "'").split()
    return all(any(word.strip("“”\"'‘(«").startswith(w) for word in words) for w in wanted)


# ── printing ─────────────────────────────────────────────────────────────────────────────────────────


def as_text(found: Sequence[Utterance], names: Mapping[str, str]) -> str:
    """For the terminal: [-words-] stand only in the best-attested wording, {+words+} only in this one."""
    return "\n".join("".join(f"{plain(line)}\n" for line in _lines(u, names)) for u in found)


def _lines(u: Utterance, names: Mapping[str, str]) -> Iterator[str]:
    best = u.best
    yield f"{best.day or 'undated'}  {names.get(best.speaker, best.speaker)}  {_counted(u)}  {u.id}"
    yield f"    {best.text}"
    if len(u.told) > 1:
        yield f"    best attested: {', '.join(u.reasons)}; {best.statement}{_from(best)}"
    for w in u.warnings:
        yield (
            f"    ! wording differs inside quotation marks: “{w.words or '(nothing)'}” {w.one.statement}"
            f" against “{w.other_words or '(nothing)'}” {w.other.statement}"
        )
    for t in u.told:
        if t.rendering is not best:
            r = t.rendering
            words = "in the same words" if is_equal(t) else marked(t.changes)
            yield f"    - {r.day or 'undated'} {r.form} {r.statement}{_from(r)}: {words}"


def _from(r: Rendering) -> str:
    return f" ({r.publisher})" if r.publisher else ""


def _counted(u: Utterance) -> str:
    renderings = f"{len(u.told)} rendering{'' if len(u.told) == 1 else 's'}"
    return f"{renderings} in {u.stories} {'story' if u.stories == 1 else 'stories'}"


def is_equal(told: Told) -> bool:
    """Whether a rendering has the words of the best one, no more and no fewer."""
    return all(change.kind == "same" for change in told.changes)


def marked(changes: Sequence[Change]) -> str:
    """A rendering's words with those that only the best one has as [-words-], and its own as {+words+}."""
    forms = {"same": "{}", "missing": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(forms[change.kind].format(change.words) for change in changes)


def as_json(found: Sequence[Utterance], names: Mapping[str, str]) -> str:
    """One JSON array, an utterance a line."""
    lines = ",\n".join(msgspec.json.encode(_object(u, names)).decode() for u in found)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _object(u: Utterance, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "id": u.id,
        "speaker": u.best.speaker,
        "name": names.get(u.best.speaker),
        "best": {"statement": u.best.statement, "words": u.best.text, "reasons": u.reasons},
        "stories": u.stories,
        "warnings": [
            {
                "statement": w.one.statement,
                "words": w.words,
                "other_statement": w.other.statement,
                "other_words": w.other_words,
            }
            for w in u.warnings
        ],
        "renderings": [
            {
                "statement": t.rendering.statement,
                "report": t.rendering.report,
                "story": t.rendering.story,
                "day": t.rendering.day,
                "publisher": t.rendering.publisher,
                "speaker": t.rendering.speaker,
                "quote": t.rendering.form,
                "words": t.rendering.text,
                "changes": [change._asdict() for change in t.changes],
            }
            for t in u.told
        ],
    }


def quotes_table(found: Sequence[Utterance], names: Mapping[str, str]) -> Table:
    """A row for each rendering."""
    columns = (
        "utterance", "speaker", "best", "day", "publisher", "report", "story", "statement", "quote", "words",
        "differences", "warning",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for u in found:
        for t in u.told:
            r = t.rendering
            warned = [w for w in u.warnings if r in (w.one, w.other)]
            rows.append(
                (
                    u.id,
                    names.get(r.speaker, r.speaker),
                    "; ".join(u.reasons) if r is u.best else None,
                    r.day,
                    r.publisher,
                    r.report,
                    r.story,
                    r.statement,
                    r.form,
                    r.text,
                    None if is_equal(t) else marked(t.changes),
                    "; ".join(f"“{w.words}” against “{w.other_words}”" for w in warned) or None,
                )
            )
    return Table(tuple(Column(title) for title in columns), tuple(rows))
