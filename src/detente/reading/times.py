"""When: the time expressions of a page, resolved, and which of them dates a verb or a noun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc, Token

from detente.reading.page import Page
from detente.reading.time_grammar import Expression, find_expressions
from detente.reading.time_resolution import Anchor, Direction, Meaning, Stretch, resolve
from detente.records import Span, Time, digest_id

# Words before a bare number of four digits that make it a year.
_YEAR_CUES = frozenset((
    "in", "since", "by", "from", "until", "till", "through", "throughout", "to", "of", "between",
    "during", "before", "after", "and", "or", "around", "about", "circa", "early", "late", "mid",
    "post", "pre", "summer", "winter", "spring", "autumn", "fall", "the", "last", "year", "back",
))  # fmt: skip
# Words before a bare “May”, “March”: without one they are a verb or a name.
_MONTH_CUES = frozenset((
    "in", "since", "by", "from", "until", "till", "through", "to", "of", "between", "during", "before",
    "after", "and", "or", "early", "late", "mid", "last", "next", "this",
))  # fmt: skip
_SEASON_CUES = frozenset((
    "in", "since", "by", "until", "through", "during", "before", "after", "over", "for", "this", "into",
    "from",
))  # fmt: skip
_REPEATED = frozenset(("each", "every", "per", "any"))
# Verbs and adjectives whose clause or infinitive looks ahead.
_AHEAD = frozenset((
    "agree", "aim", "ask", "call", "decide", "demand", "due", "eager", "eligible", "expect", "hope",
    "instruct", "intend", "invite", "likely", "order", "plan", "pledge", "prepare", "promise",
    "propose", "ready", "refuse", "schedule", "set", "slate", "suppose", "threaten", "tip", "urge",
    "vow", "want", "warn", "wish", "postpone", "delay", "adjourn", "extend",
))  # fmt: skip
_AHEAD_NOUNS = frozenset((
    "deadline", "plan", "prospect", "eve", "schedule",
))  # fmt: skip
_MODALS = frozenset(
    ("will", "'ll", "’ll", "wo", "shall", "would", "'d", "could", "may", "might", "should", "must", "can")
)


def find_times(page: Page) -> tuple[Time, ...]:
    """The time expressions that a page names, in order; relative ones open where there is no anchor."""
    doc, text, published = page.doc, page.report.text, page.published
    found: list[tuple[Expression, Any, Meaning]] = []

    def accept(expression: Expression) -> bool:
        tokens = doc.char_span(expression.start, expression.end, alignment_mode="expand")
        if tokens is None or not _is_time(expression, tokens):
            return False
        sentence = tokens[0].sent
        anchor = Anchor(published, lambda: direction_of(tokens.root), _told_before(found, sentence))
        meaning = resolve(expression, anchor)
        if meaning is None:
            return False
        found.append((expression, tokens, meaning))
        return True

    for _ in find_expressions(text, accept):
        pass
    return tuple(_times(page, found))


def _told_before(found: Sequence[tuple[Expression, Any, Meaning]], sentence: Any) -> tuple[Stretch, ...]:
    """What the last expression in this sentence or the one before it meant, where it is known."""
    if not found:
        return ()
    _, tokens, meaning = found[-1]
    near = tokens[0].i >= sentence.start or (
        sentence.start > 0 and tokens[0].i >= sentence.doc[sentence.start - 1].sent.start
    )
    return (meaning.stretch,) if near and meaning.stretch else ()


def _times(page: Page, found: Sequence[tuple[Expression, Any, Meaning]]) -> list[Time]:
    """The records; a time of day alone takes the day that its sentence names, whichever side it stands."""
    times = []
    for i, (expression, _, meaning) in enumerate(found):
        stretch, granularity = meaning.stretch, meaning.granularity
        if expression.rule == "clock" and stretch is None:
            stretch = _day_of_sentence(found, i)
            day = stretch
            if day is not None:
                clock = resolve(expression, Anchor(page.published, lambda: "unknown", (day,)))
                stretch = clock.stretch if clock else None
        start = end = None
        if stretch is not None:
            clock_text = f"T{stretch.clock}" if stretch.clock else ""
            start, end = stretch.first.isoformat() + clock_text, stretch.last.isoformat() + clock_text
        span = Span(expression.start, expression.end)
        times.append(
            Time(
                id=digest_id("t", page.report.id, span.start, span.end),
                report=page.report.id,
                span=span,
                start=start,
                end=end,
                granularity=granularity,
                text=span.of(page.report.text),
            )
        )
    return times


def _day_of_sentence(found: Sequence[tuple[Expression, Any, Meaning]], at: int) -> Stretch | None:
    sentence = found[at][1][0].sent
    near = [
        meaning.stretch
        for _, tokens, meaning in (*found[at + 1 : at + 3], *reversed(found[max(0, at - 2) : at]))
        if tokens[0].sent.start == sentence.start
        and meaning.stretch
        and meaning.stretch.first == meaning.stretch.last
    ]
    return near[0] if near else None


def _is_time(expression: Expression, tokens: Any) -> bool:
    """Whether the words around and the tags allow an expression of several meanings to be a time."""
    doc: Doc = tokens.doc
    first, last = tokens[0], tokens[-1]
    before = doc[first.i - 1].lower_ if first.i else ""
    after = doc[last.i + 1] if last.i + 1 < len(doc) else None
    rule = expression.rule
    if before in _REPEATED or (rule == "offset" and before == "for"):
        return False
    if rule == "year" and len(expression.lexemes) == 1:
        return _is_year(first, before, after)
    if rule == "month":
        if last.ent_type_ == "PERSON" or (
            after is not None and after.ent_type_ == "PERSON" and after.ent_iob_ == "I"
        ):
            return False
        month = expression.lexemes[-1] if expression.lexemes[-1].kind in "Mm" else expression.first("m")
        if month is not None and month.kind == "m" and len(expression.lexemes) == 1:
            if month.name not in ("may", "march"):
                return before in _MONTH_CUES and after is not None and after.text == "."
            return before in _MONTH_CUES and first.tag_ != "MD" and first.pos_ != "VERB"
        return True
    if rule == "season_rel" and not expression.first("LXT"):
        if after is not None and after.lower_ == "of":
            return False
        return before in _SEASON_CUES
    if rule == "rel_day" and any(c.dep_ in ("det", "amod") for c in tokens.root.children):
        return len(expression.lexemes) > 2  # a better tomorrow
    if rule == "weekday":
        if before in ("a", "an"):
            return False  # on a Tuesday: any
        return not any(t.ent_type_ in ("ORG", "PERSON", "WORK_OF_ART", "PRODUCT") for t in tokens)
    if rule == "clock" and expression.lexemes[0].kind in "YN":
        return len(expression.lexemes[0].name) == 4
    if rule == "spelled_year":
        return after is None or after.tag_ != "NNS"
    return True


def _is_year(token: Token, before: str, after: Token | None) -> bool:
    if before in (
        "$",
        "£",
        "€",
        "no",
        "no.",
        "number",
        "page",
        "flight",
        "article",
        "section",
        "resolution",
        "room",
    ):
        return False
    if after is not None and (
        after.text in ("%", "-") or after.like_num or after.lower_ in ("percent", "per")
    ):
        return False
    counted = after is not None and after.tag_ == "NNS" and token.head == after
    if counted:
        return before in ("the", "'s", "’s") or (
            token.ent_type_ == "DATE" and before not in ("of", "than", "about")
        )
    named = after is not None and after.pos_ == "PROPN" and token.ent_type_ not in ("DATE", "EVENT")
    if before in ("(", ",") and (
        named or (after is not None and after.is_alpha and token.ent_type_ != "DATE")
    ):
        return False  # (1775 Naramata Road)
    if before in _YEAR_CUES or before in ("(", ","):
        return not (
            before in ("to", "and", "or", "about", "around", "from", ",")
            and token.ent_type_ in ("CARDINAL", "MONEY", "QUANTITY", "PERCENT")
        )
    if token.ent_type_ in ("DATE", "EVENT"):
        return True
    # a devastating 2024 wildfire: a count of two thousand would have a plural
    return (
        token.head.tag_ == "NN"
        and token.head.i > token.i
        and token.dep_ == "nummod"
        and 1900 <= int(token.text) < 2100
    )


def direction_of(token: Token) -> Direction:
    """Whether the clause that a time stands in looks back or ahead from the day it was written."""
    node, through_noun, until = token, False, False
    for _ in range(12):
        if node.dep_ == "prep" and node.lower_ in ("until", "till", "by"):
            until = True
        if node.pos_ in ("VERB", "AUX") or node.lemma_ in _AHEAD:
            break
        if node != token and node.pos_ in ("NOUN", "PROPN"):
            through_noun = True
            if node.lemma_ in _AHEAD_NOUNS:
                return "future"
        if node.head == node:
            return "unknown"
        node = node.head
    return _tense(node, through_noun, until)


def _tense(verb: Token, through_noun: bool, until: bool, depth: int = 0) -> Direction:
    lemma = verb.lemma_.lower()
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    words = {h.lower_ for h in helpers}
    if verb.tag_ == "MD":
        words.add(verb.lower_)
    if words & {"will", "'ll", "’ll", "wo", "shall"}:
        return "future"
    if words & {"have", "has", "had", "'ve", "’ve"} and not words & _MODALS:
        return "past"
    if words & _MODALS:
        # “the surge in May should …” says nothing of May
        return "unknown" if through_noun else "future"
    governor = verb.head if verb.head != verb else None
    if "to" in words and verb.tag_ in ("VB", "VBN"):
        if governor is None or depth > 4:
            return "future"
        if governor.lemma_.lower() in _AHEAD or governor.lemma_ == "be" or governor.pos_ == "NOUN":
            return "future"
        return _tense(governor, through_noun, until, depth + 1)
    if lemma in _AHEAD and verb.tag_ in ("VBN", "JJ"):
        return "future"
    if verb.tag_ == "VBD" or words & {"was", "were", "did"}:
        return "future" if until and not through_noun and lemma in _AHEAD else "past"
    if verb.tag_ == "VBN":
        return "past"
    if verb.tag_ == "VBG":
        if words & {"is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"}:
            return "unknown" if through_noun else "future"
        return _tense(governor, True, until, depth + 1) if governor is not None and depth < 4 else "unknown"
    if verb.tag_ in ("VBZ", "VBP"):
        if until:
            return "future"
        return "unknown" if through_noun or lemma in ("say", "be", "have", "show", "report") else "future"
    return "unknown"


# Clause heads that carry the time of the clause above them: “sought to clarify by warning” is one time.
_SHARED = frozenset(("xcomp", "pcomp", "advcl", "conj"))
_CLAUSES = frozenset(
    ("ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "csubj", "parataxis")
)


def time_of(token: Token, times: Sequence[Time]) -> Time | None:
    """The time expression that dates a verb or a noun; None where its clause gives none.

    Its own or its clause's time; else that of a clause that it shares its time with (“met and signed on
    Friday”); else the time that leads the sentence, where the token stands in the main clause. A time
    inside another content or relative clause never counts: in “X said on Friday that Y would reply next
    week” Friday dates the saying, next week the reply.
    """
    sentence = token.sent
    first, last = sentence.start_char, sentence.end_char
    near = [t for t in times if first <= t.span.start < last]
    if not near:
        return None
    doc = token.doc
    heads: dict[int, Time] = {}
    best: tuple[int, Time] | None = None
    clause = _clause_head(token)
    for time in near:
        tokens = doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
        node, steps = tokens.root, 0
        while True:
            if node == token and (best is None or steps < best[0]):
                best = (steps, time)
            if _is_clause_head(node) or node.head == node:
                heads.setdefault(node.i, time)
                break
            node, steps = node.head, steps + 1
    if best is not None:
        return best[1]
    for _ in range(6):
        if clause.i in heads:
            return heads[clause.i]
        for sibling in clause.children:
            if sibling.dep_ == "conj" and sibling.i in heads and not _has_subject(sibling):
                return heads[sibling.i]
        if clause.dep_ not in _SHARED or (clause.dep_ != "conj" and _looks_ahead(clause)):
            return None
        clause = _clause_head(clause.head)
    return None


def _is_clause_head(token: Token) -> bool:
    return bool(token.dep_ in _CLAUSES and token.pos_ in ("VERB", "AUX"))


def _clause_head(token: Token) -> Token:
    node = token
    while node.head != node and not _is_clause_head(node):
        node = node.head
    return node


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)


def _looks_ahead(token: Token) -> bool:
    """Whether a dependent clause has a time of its own: a condition, a goal, a plan."""
    if token.dep_ == "advcl":
        return token.tag_ not in ("VBG", "VBN") or any(c.dep_ == "mark" for c in token.children)
    if token.dep_ == "xcomp":
        return token.head.lemma_.lower() not in (
            "begin", "start", "continue", "manage", "help", "try", "seek", "fail", "move", "stop", "resume",
        )  # fmt: skip
    return False
