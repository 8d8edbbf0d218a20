"""When: the time expressions of a page, resolved, and which of them dates a verb or a noun."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from detente.reading.page import Page
from detente.reading.tense import direction_of, is_modal
from detente.reading.time_grammar import Expression, find_expressions
from detente.reading.time_resolution import Anchor, Meaning, Stretch, resolve
from detente.records import Span, Time, digest_id

# Words before a bare number of four digits that make it a year.
_YEAR_CUES = frozenset((
    "in", "since", "by", "from", "until", "till", "through", "throughout", "to", "of", "between",
    "during", "before", "after", "and", "or", "around", "about", "circa", "early", "late", "mid",
    "post", "pre", "summer", "winter", "spring", "autumn", "fall", "the", "last", "year", "back",
))  # fmt: skip
# Words that make a number before a plural a year: “its 2030 targets”.
_OWNING = frozenset(("the", "'s", "’s", "its", "their", "his", "her", "our", "this", "that"))
# Prepositions before a year of long ago.
_ON_YEAR = frozenset(("in", "since", "by", "until", "after", "before", "during"))
# What a number after these names is no year.
_LABELS = frozenset((
    "$", "£", "€", "no", "no.", "number", "page", "flight", "article", "section", "resolution", "room",
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
# What joins two expressions that bound one time.
_JOINING = re.compile(r"\s*(?:and|to|until|till|through|-|–)\s*(?:the\s*|early\s*|late\s*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """An expression that is a time, the tokens that it covers, and what it means."""

    expression: Expression
    tokens: DocSpan
    meaning: Meaning


def find_times(page: Page) -> tuple[Time, ...]:
    """The time expressions that a page names, in order; relative ones open where there is no anchor."""
    doc, text, published = page.doc, page.report.text, page.published
    found: list[Found] = []
    weekdays: dict[int, date] = {}

    def accept(expression: Expression) -> bool:
        tokens = doc.char_span(expression.start, expression.end, alignment_mode="expand")
        if tokens is None or not _is_time(expression, tokens):
            return False
        sentence = tokens[0].sent
        quarter = _last_quarter(found, tokens[0].i)
        told = _told_before(found, sentence)
        anchor = Anchor(published, lambda: direction_of(tokens.root), told, quarter, weekdays)
        meaning = resolve(expression, anchor)
        if meaning is None:
            return False
        found.append(Found(expression, tokens, meaning))
        weekday = expression.first("W")
        if (
            weekday is not None
            and meaning.stretch is not None
            and meaning.stretch.first == meaning.stretch.last
        ):
            weekdays.setdefault(weekday.value, meaning.stretch.first)
        return True

    for _ in find_expressions(text, accept):
        pass
    return tuple(_times(page, _share_years(found, published, text)))


def _share_years(found: list[Found], published: date | None, text: str) -> list[Found]:
    """“Between May and July 2015”: both months are of 2015, “from November to March 2020” begins in 2019."""
    shared = list(found)
    for i in range(len(found) - 2, -1, -1):
        first, later = found[i].expression, shared[i + 1]
        month, year = first.first("Mmb"), later.expression.first("Y")
        if first.rule not in ("month", "day_date") or month is None or year is None or first.first("Y"):
            continue
        stretch = later.meaning.stretch
        if later.expression.rule not in ("month_year", "day_date") or stretch is None:
            continue
        if not _JOINING.fullmatch(text[first.end : later.expression.start]):
            continue
        told = replace(year, value=stretch.first.year - (month.value > stretch.first.month))
        rule = "month_year" if first.rule == "month" else "day_date"
        meaning = resolve(Expression(rule, (*first.lexemes, told)), Anchor(published, lambda: "unknown"))
        if meaning is not None:
            shared[i] = replace(found[i], meaning=meaning)
    return shared


def _told_before(found: Sequence[Found], sentence: DocSpan) -> tuple[Stretch, ...]:
    """What the last expression in this sentence or the one before it meant, where it is known."""
    if not found:
        return ()
    at, stretch = found[-1].tokens[0].i, found[-1].meaning.stretch
    near = at >= sentence.start or (sentence.start > 0 and at >= sentence.doc[sentence.start - 1].sent.start)
    return (stretch,) if near and stretch is not None else ()


# How far back a quarter is still the one that “a year earlier” compares with, in tokens: half a page of a
# company's results. Swept 30–1000 on half of the TempEval-3 development documents (311 dates): 264 right at 30,
# 266 from 60 on.
_QUARTER_REACH = 120


def _last_quarter(found: Sequence[Found], at: int) -> Stretch | None:
    """The last quarter told not long before, where results are compared with those of a year before."""
    for told in reversed(found[-8:]):
        if at - told.tokens[0].i > _QUARTER_REACH:
            return None
        stretch = told.meaning.stretch
        if stretch is not None and told.expression.rule == "quarter":
            return stretch
    return None


def _times(page: Page, found: Sequence[Found]) -> list[Time]:
    """The records; a time of day alone takes the day that its sentence names, whichever side it stands."""
    times = []
    for i, one in enumerate(found):
        expression = one.expression
        stretch, granularity = one.meaning.stretch, one.meaning.granularity
        if expression.rule == "clock" and stretch is None:
            day = _day_of_sentence(found, i)
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


def _day_of_sentence(found: Sequence[Found], at: int) -> Stretch | None:
    """The day that the sentence of an expression names, the next one first."""
    start = found[at].tokens[0].sent.start
    for one in (*found[at + 1 : at + 3], *reversed(found[max(0, at - 2) : at])):
        stretch = one.meaning.stretch
        if stretch is not None and stretch.first == stretch.last and one.tokens[0].sent.start == start:
            return stretch
    return None


def _is_time(expression: Expression, tokens: DocSpan) -> bool:
    """Whether the words around and the tags allow an expression of several meanings to be a time."""
    doc: Doc = tokens.doc
    first, last = tokens[0], tokens[-1]
    before = doc[first.i - 1].lower_ if first.i else ""
    after = doc[last.i + 1] if last.i + 1 < len(doc) else None
    rule = expression.rule
    if before in _REPEATED or (rule == "offset" and before == "for"):
        return False
    if first.lower_ == "that" and first.dep_ == "mark":
        return False  # warned that Friday would be decisive
    if rule == "year" and len(expression.lexemes) == 1:
        return _is_year(first, expression.lexemes[0].value, before, after)
    if rule == "month":
        if last.ent_type_ == "PERSON" or (
            after is not None and after.ent_type_ == "PERSON" and after.ent_iob_ == "I"
        ):
            return False
        if last.dep_ == "compound" and last.head.i == last.i + 1 and last.head.pos_ == "PROPN":
            return bool(last.ent_type_ == "DATE")  # April Smith
        month = expression.lexemes[-1] if expression.lexemes[-1].kind in "Mmb" else expression.first("mb")
        if month is not None and month.kind in "mb" and len(expression.lexemes) == 1:
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
    if rule == "day_date" and expression.lexemes[-1].kind == "D" and before not in _OWNING:
        if last.dep_ == "nummod" and last.head.i > last.i and last.head.tag_ == "NNS":
            return False  # in May 12 people died
    if rule == "within" and tokens.root.head.pos_ not in ("VERB", "AUX", "ADJ"):
        return False  # the first visit in ten years
    if rule in ("ago", "offset") and before == "half":
        return False  # half a century ago: no century
    if rule == "weekday":
        if before in ("a", "an", "black", "bloody", "super", "holy", "cyber", "fat", "red"):
            return False  # on a Tuesday: any; Bloody Sunday
        return not any(t.ent_type_ in ("ORG", "PERSON", "WORK_OF_ART", "PRODUCT") for t in tokens)
    if rule == "clock" and expression.lexemes[0].kind in "YN":
        return len(expression.lexemes[0].name) == 4
    if rule == "spelled_year":
        return after is None or after.tag_ != "NNS"
    return True


def _is_year(token: Token, year: int, before: str, after: Token | None) -> bool:
    """Whether a bare number of four digits is a year, no count, price, label or house number."""
    dated = token.ent_type_ in ("DATE", "EVENT")
    if before in _LABELS:
        return False
    if year < 1500:
        return dated and before in _ON_YEAR
    if after is not None:
        if after.text in ("%", "-") or after.like_num or after.lower_ in ("percent", "per"):
            return False
        if after.tag_ == "NNS":  # sent 2000 soldiers, the 2014 protests
            own = token.i > 0 and token.nbor(-1).pos_ in ("ADP", "SCONJ", "DET", "PRON", "PART", "ADJ")
            return before in _OWNING or (dated and own and before != "of")
        if before in ("(", ",") and not dated and after.is_alpha:
            return False  # (1775 Naramata Road)
    if before in _YEAR_CUES or before in ("(", ","):
        counted = token.ent_type_ in ("CARDINAL", "MONEY", "QUANTITY", "PERCENT")
        return not (counted and before in ("to", "and", "or", "about", "around", "from", ","))
    if dated:
        return True
    # a devastating 2024 wildfire: a count of two thousand would have a plural
    single = token.head.tag_ == "NN" and token.head.i > token.i and token.dep_ == "nummod"
    return single and 1900 <= year < 2100


# Clause heads that carry the time of the clause above them: “sought to clarify by warning” is one time.
_SHARED = frozenset(("xcomp", "pcomp", "advcl", "conj"))
_CLAUSES = frozenset(
    ("ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "csubj", "parataxis")
)
# What is condemned, demanded or called for on Friday need not happen on Friday.
_TOLD_OF = frozenset((
    "condemn", "denounce", "criticise", "criticize", "welcome", "praise", "demand", "call", "ask",
    "urge", "propose", "reject", "deny", "discuss", "threaten", "promise", "pledge", "announce", "plan",
    "expect", "warn", "recall", "remember", "mark", "commemorate", "protest", "oppose", "support",
    "back", "approve", "accuse", "blame", "say", "want", "seek", "await", "describe", "mention", "cite",
    "defend", "investigate", "probe", "review", "report", "avert", "avoid", "prevent", "fear",
    "consider", "request", "mourn", "claim", "admit", "confirm",
))  # fmt: skip
# “In a statement issued on Sunday, they condemned …”: the day of these is the day of what they say.
_SAYINGS = frozenset((
    "statement", "interview", "speech", "letter", "tweet", "post", "report", "message", "address",
    "remark", "article", "briefing", "conference", "communique", "communiqué", "declaration", "note",
    "resolution",
))  # fmt: skip
_STARTED = frozenset((
    "begin", "start", "continue", "manage", "help", "try", "seek", "fail", "move", "stop", "resume",
))  # fmt: skip


def time_of(token: Token, times: Sequence[Time]) -> Time | None:
    """The time expression that dates a verb or a noun; None where its clause gives none.

    Its own or its clause's time; else that of a clause that it shares its time with (“met and signed on
    Friday”, “sought to clarify”). A time inside another content or relative clause never counts: in “X said
    on Friday that Y would reply next week” Friday dates the saying, next week the reply.

    Where two expressions bound one time (“between May and July 2015”) both are one; “since 2014” begins then
    and has no end. These are not among `times`: only their meaning and their span are right.
    """
    sentence = token.sent
    first, last = sentence.start_char, sentence.end_char
    near = [t for t in times if first <= t.span.start < last]
    if not near:
        return None
    doc = token.doc
    heads: dict[int, tuple[bool, Time]] = {}
    best: tuple[bool, int] | None = None
    own: Time | None = None
    for time in near:
        node, steps = doc.char_span(time.span.start, time.span.end, alignment_mode="expand").root, 0
        is_open = time.start is None
        if is_open and token.idx > time.span.end and time.text.endswith(("after", "before")):
            continue  # “two days after it had warned”: no time of the warning
        while True:
            if node == token and (best is None or (is_open, steps) < best):
                best, own = (is_open, steps), time
            if _is_clause_head(node) or node.head == node:
                held = heads.get(node.i)
                if held is None or (held[0] and not is_open):
                    heads[node.i] = is_open, time
                break
            if node.dep_ == "appos":
                break  # fired two missiles, its fifth launch this month
            node, steps = node.head, steps + 1
    if own is None:
        own = _inherited(token, {i: time for i, (_, time) in heads.items()})
    return _bounded(own, near, doc) if own is not None else None


def _inherited(token: Token, heads: Mapping[int, Time]) -> Time | None:
    """The time of the clause that a token stands in or shares its time with; `heads`: the dated clauses."""
    if not _is_clause_head(token):
        for child in token.children:  # a proposal made last month
            if child.dep_ == "acl" and child.i in heads and child.tag_ in ("VBN", "VBD"):
                return heads[child.i]
        told = _from_clause(_clause_head(token), heads) if _happens_with_its_clause(token) else None
        if told is not None:
            return told
        for child in token.children:  # the raid that killed six in March
            if child.dep_ == "relcl" and child.i in heads:
                return heads[child.i]
        return None
    return _from_clause(token, heads)


def _from_clause(clause: Token, heads: Mapping[int, Time]) -> Time | None:
    """The time of a clause, or of the clause whose time it shares."""
    for _ in range(6):
        if clause.i in heads:
            return heads[clause.i]
        for child in clause.children:
            if (
                child.dep_ == "conj"
                and child.i in heads
                and not _has_subject(child)
                and _same_tense(clause, child)
            ):
                return heads[child.i]
            if child.dep_ == "xcomp" and child.i in heads and clause.lemma_.lower() in _STARTED:
                return heads[child.i]
            if child.dep_ == "prep" and child.lower_ == "in":
                for said in child.children:
                    if said.lemma_ in _SAYINGS:
                        for issued in said.children:
                            if issued.dep_ == "acl" and issued.i in heads:
                                return heads[issued.i]
        above = _clause_head(clause.head)
        if clause.dep_ == "conj":
            if not _same_tense(clause, above):
                return None
            leading = above.i in heads and heads[above.i].span.start < above.idx
            if _has_subject(clause) and not leading:
                return None  # A left on Friday, and B stayed
        elif clause.dep_ not in _SHARED or _looks_ahead(clause):
            return None
        clause = above
    return None


def _happens_with_its_clause(noun: Token) -> bool:
    """Whether a noun's deed is dated by its clause: “the attack killed six on Friday”, “staged a protest”."""
    node = noun
    for _ in range(4):
        head = node.head
        if node.dep_ in ("nsubj", "nsubjpass"):
            return True
        if node.dep_ in ("dobj", "attr"):
            return head.lemma_.lower() not in _TOLD_OF
        if node.dep_ == "pobj":
            if head.lower_ not in ("in", "during", "at", "by", "with", "amid", "through"):
                return False
            node = head
        elif node.dep_ in ("conj", "compound", "prep") and head != node:
            node = head
        else:
            return node.dep_ in ("ROOT", "appos")
        if node.pos_ in ("VERB", "AUX"):
            return True
    return False


def _bounded(time: Time, near: Sequence[Time], doc: Doc) -> Time:
    """The stretch that a time bounds together with its neighbour: “from May to July”, “since 2014”."""
    at = near.index(time)
    pairs = [(time, near[at + 1])] if at + 1 < len(near) else []
    if at:
        pairs.append((near[at - 1], time))
    for first, last in pairs:
        if last.span.start - first.span.end > 14:
            continue
        a = doc.char_span(first.span.start, first.span.end, alignment_mode="expand")
        b = doc.char_span(last.span.start, last.span.end, alignment_mode="expand")
        opening = _opening(a, ("between", "from"))
        between = " ".join(t.lower_ for t in doc[a.end : b.start])
        if opening is None or _JOINING.fullmatch(between) is None:
            continue
        if first.start is not None and last.end is not None and first.start[:10] > last.end[:10]:
            continue
        span = Span(opening.idx, last.span.end)
        return Time(time.id, time.report, span, first.start, last.end, "range", doc[opening.i : b.end].text)
    tokens = doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
    since = _opening(tokens, ("since",)) if time.start is not None else None
    if since is not None:
        span = Span(since.idx, time.span.end)
        return Time(time.id, time.report, span, time.start, None, "range", doc[since.i : tokens.end].text)
    return time


def _opening(tokens: DocSpan, words: tuple[str, ...]) -> Token | None:
    """The word that opens a range before these tokens: “since (the early) 1990s”."""
    for i in range(tokens.start - 1, max(-1, tokens.start - 4), -1):
        token: Token = tokens.doc[i]
        if token.lower_ in words:
            return token
        if token.lower_ not in ("the", "early", "late", "at", "least"):
            return None
    return None


def _is_clause_head(token: Token) -> bool:
    return bool(token.dep_ in _CLAUSES and token.pos_ in ("VERB", "AUX"))


def _clause_head(token: Token) -> Token:
    node = token
    while node.head != node and not _is_clause_head(node):
        node = node.head
    return node


def _same_tense(a: Token, b: Token) -> bool:
    """Whether both look ahead or neither does: “has met and will sign” are two times."""
    return is_modal(a) == is_modal(b) or b.tag_ == "VB"


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)


def _looks_ahead(token: Token) -> bool:
    """Whether a dependent clause has a time of its own: a condition, a goal, a plan."""
    if token.dep_ == "advcl":
        return token.tag_ not in ("VBG", "VBN") or any(c.dep_ == "mark" for c in token.children)
    if token.dep_ == "xcomp":
        return token.head.lemma_.lower() not in _STARTED
    # “by warning”, “in doing so” go on at the same time; “accused of plotting”, “aimed at preventing” do not
    return token.dep_ == "pcomp" and token.head.lower_ not in ("by", "in", "with")
