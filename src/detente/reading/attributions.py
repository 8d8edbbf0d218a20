"""Source, cue and content of every attribution on a page, as stretches of the text: no actors yet.

Conventions of extent follow those of attribution corpora: a cue takes its auxiliaries, adverbs and the
preposition that brings the content; a content takes its “that” and its quotation marks, not the full stop
outside them; a source takes its appositions and relative clauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from detente.reading.cues import Cue, load_cues
from detente.reading.page import Page
from detente.reading.quotations import Quotation
from detente.records import Act, Span

Range = tuple[int, int]  # first and last token index, both included


@dataclass
class Attribution:
    """`head` is the word that reports; `source_head` the head of who speaks; None where the text gives none."""

    head: Token | None
    form: str
    act: Act
    cue: list[Range]
    source_head: Token | None
    source: list[Range]
    content: list[Span]
    addressee: Token | None = None
    negated: bool = False
    passive: bool = False
    inherited: bool = False
    bare: bool = False
    inside: bool = False
    quotations: list[Quotation] = field(default_factory=list)


# Verbs that stand before a reporting verb without changing who speaks: “declined to say”, “appeared to suggest”.
_CARRIERS = frozenset(
    [
        "appear",
        "seem",
        "begin",
        "start",
        "continue",
        "try",
        "attempt",
        "seek",
        "go",
        "come",
        "decline",
        "refuse",
        "fail",
        "avoid",
        "stop",
        "keep",
        "proceed",
        "tend",
        "cease",
        "manage",
        "struggle",
        "rush",
        "hasten",
        "dare",
        "bother",
        "hesitate",
        "use",
        "have",
        "steer",
        "move",
        "take",
        "want",
        "wish",
    ]
)
_NEGATING = frozenset(["decline", "refuse", "fail", "avoid", "stop", "cease", "hesitate"])
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CUE_PARTS = ("aux", "auxpass", "neg", "prt")
_CLAUSAL = ("ccomp", "parataxis", "advcl", "xcomp", "relcl", "acl", "conj", "pcomp", "ROOT", "dep", "csubj")
_PEOPLE = frozenset(
    [
        "reporters",
        "journalists",
        "lawmakers",
        "parliament",
        "congress",
        "audience",
        "crowd",
        "supporters",
        "press",
        "council",
    ]
)


def find_attributions(page: Page) -> list[Attribution]:
    """Every attribution of a page in the order of its cues; bare quotations last."""
    book = load_cues()
    found: list[Attribution] = []
    for token in page.doc:
        pos = token.pos_
        if pos == "VERB" or pos == "AUX":
            cue = book.verbs.get(token.lemma_)
            if cue is not None:
                attribution = _from_verb(token, cue)
                if attribution is not None:
                    found.append(attribution)
            if token.lower_ == "according":
                found.extend(_according(token))
        elif pos == "NOUN":
            noun = book.nouns.get(token.lemma_)
            if noun is not None:
                found.extend(_from_noun(token, noun))
            if token.lemma_ in book.phrase_nouns:
                found.extend(_in_view(token))
        elif token.lower_ == "according":
            found.extend(_according(token))
        elif token.text == ":":
            found.extend(_label(token, page))
    found = [a for a in found if a.content]
    heads = {a.head.i: a for a in found if a.head is not None}
    for attribution in found:
        _detach(attribution, found, heads)
    _fit_quotations(page, found)
    _add_quotations(page, found)
    return [a for a in found if a.content]


# ------------------------------------------------------------------ verbs


def _from_verb(verb: Token, cue: Cue) -> Attribution | None:
    children = list(verb.children)
    passive = any(c.dep_ == "auxpass" for c in children) or (
        verb.tag_ == "VBN"
        and verb.dep_ in ("acl", "amod", "relcl")
        and not any(c.dep_ == "aux" for c in children)
    )
    if verb.dep_ == "amod" or (verb.tag_ == "VBN" and verb.dep_ == "compound"):
        return None
    takes = cue.takes
    source_head, inherited = source_of(verb)
    subject = next((c for c in children if c.dep_ in _SUBJECTS), None)
    addressee: Token | None = None
    extra: list[Range] = []
    content: list[Range] = []
    form = ""

    objects = [c for c in children if c.dep_ in ("dobj", "dative", "oprd", "attr")]
    right = next((c for c in children if c.dep_ == "ccomp" and c.i > verb.i), None)
    left = next((c for c in children if c.dep_ == "ccomp" and c.i < verb.i), None)
    speech = "clause" in takes or "quote" in takes

    if right is not None and (
        "clause" in takes or "obj-inf" in takes or "as" in takes or _starts_quoted(right)
    ):
        infinitive = right.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in right.children)
        if infinitive and "obj-inf" in takes and "clause" in takes:
            form = "obj-inf"
        else:
            form = (
                "clause"
                if "clause" in takes
                else "obj-inf"
                if "obj-inf" in takes
                else "as"
                if "as" in takes
                else "quote"
            )
        start = right.left_edge.i
        if start > verb.i and verb.doc[start].lower_ == "for" and "for" in takes:
            extra.append((start, start))
            start += 1
        content = [(max(start, verb.i + 1), _without_concession(right))]
        if "addressee" in takes or "obj-inf" in takes:
            addressee = next((o for o in objects if o.i < right.i), None)
        noun = next((o for o in objects if o.dep_ == "dobj" and verb.i < o.i < right.i), None)
        if "object" in takes and noun is not None and noun.lemma_ in load_cues().nouns:
            # “repeated Russia's insistence that …”: the parser hangs the noun's clause on the verb.
            form, content = "object", [(noun.left_edge.i, right.right_edge.i)]
    elif left is not None and speech:
        form = "clause" if "clause" in takes else "quote"
        stop = min(
            [
                verb.i,
                *(c.left_edge.i for c in children if c.dep_ in (*_SUBJECTS, "aux", "neg") and c.i > left.i),
            ]
        )
        start = verb.left_edge.i if verb.dep_ == "ROOT" else left.left_edge.i
        content = [(start, stop - 1)]
        addressee = next((o for o in objects if o.i > verb.i), None) if "addressee" in takes else None
    elif speech and (parenthetical := _parenthetical(verb, subject)) is not None:
        form = "clause" if "clause" in takes else "quote"
        content = parenthetical
        addressee = next((o for o in objects if o.i > verb.i), None) if "addressee" in takes else None
    if not content:
        form, content, extra, addressee = _complement(verb, takes, children, objects, passive)
    if not content:
        return None
    act = takes[form] if form in takes else next(iter(takes.values()))
    if (passive and form in ("object", "as")) or (
        passive and source_head is not None and source_head.dep_ == "nsubjpass"
    ):
        source_head, inherited = _agent(verb), False
    head_first, negated = _group(verb)
    cue_ranges = [(head_first, verb.i)]
    if (
        source_head is None
        and not passive
        and form in ("clause", "quote")
        and verb.tag_ in ("VBD", "VBZ", "VBP")
    ):
        source_head = _beside(verb, head_first)
    particle = next((c for c in children if c.dep_ == "prt"), None)
    if particle is not None:
        extra = [*extra, (particle.i, particle.i)]
    for part in extra:
        # “accuse X of”: what stands between cue and preposition is the addressee; it stays out of the cue.
        cue_ranges.append(part)
    made = Attribution(
        head=verb,
        form=form,
        act=act,
        cue=_join(cue_ranges),
        source_head=source_head,
        source=_source_ranges(source_head, verb),
        content=_spans(verb.doc, content),
        addressee=addressee,
        negated=negated,
        passive=passive,
        inherited=inherited,
    )
    _with_colon(made, verb.doc)
    return made


def _with_colon(attribution: Attribution, doc: Doc) -> None:
    """“He said: …”: the colon is part of the cue."""
    last = attribution.cue[-1][1]
    if last + 1 < len(doc) and doc[last + 1].text == ":":
        attribution.cue = _join([*attribution.cue, (last + 1, last + 1)])


def _told(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i > verb.i), None)


def _complement(
    verb: Token, takes: Mapping[str, Act], children: list[Token], objects: list[Token], passive: bool
) -> tuple[str, list[Range], list[Range], Token | None]:
    """Form, content, further cue parts and addressee of what stands after a verb: infinitive, object, preposition."""
    direct = next((o for o in objects if o.dep_ == "dobj"), None) or next(iter(objects), None)
    if passive:
        direct = next((c for c in children if c.dep_ == "nsubjpass"), None)
    infinitive = next(
        (
            c
            for c in children
            if c.dep_ in ("xcomp", "advcl", "ccomp")
            and c.i > verb.i
            and any(g.dep_ == "aux" and g.lower_ == "to" and g.i < c.i for g in c.children)
        ),
        None,
    )
    if (infinitive is not None and infinitive.dep_ != "advcl") or (
        infinitive is not None and "obj-inf" in takes
    ):
        if "obj-inf" in takes and direct is not None and not passive:
            start = direct.left_edge.i
            return "obj-inf", [(start, infinitive.right_edge.i)], [], direct
        prep = next(
            (
                c
                for c in children
                if c.dep_ == "prep" and c.lower_ in ("on", "to", "for", "with") and c.i < infinitive.i
            ),
            None,
        )
        if "obj-inf" in takes and prep is not None and verb.lemma_ in ("call", "appeal", "plead", "push"):
            person = next((c for c in prep.children if c.dep_ == "pobj"), None)
            if person is not None:
                return "obj-inf", [(person.left_edge.i, infinitive.right_edge.i)], [(prep.i, prep.i)], person
        if "inf" in takes and direct is None:
            return "inf", [(infinitive.left_edge.i, infinitive.right_edge.i)], [], None
        if "obj-inf" in takes and passive and direct is not None:
            return "obj-inf", [(infinitive.left_edge.i, infinitive.right_edge.i)], [], direct
    gerund = next((c for c in children if c.dep_ == "xcomp" and c.tag_ == "VBG" and c.i > verb.i), None)
    if gerund is not None and ("gerund" in takes or "clause" in takes):
        return (
            "gerund" if "gerund" in takes else "clause",
            [(gerund.left_edge.i, gerund.right_edge.i)],
            [],
            None,
        )
    complement = next(
        (
            c
            for c in children
            if c.dep_ in ("oprd", "xcomp", "acomp")
            and c != direct
            and c.i > verb.i
            and c.pos_ in ("ADJ", "NOUN", "PROPN")
        ),
        None,
    )
    if "as" in takes and complement is not None:
        if direct is not None and direct.i < complement.i:
            if passive:
                return (
                    "as",
                    [
                        (direct.left_edge.i, direct.right_edge.i),
                        (complement.left_edge.i, complement.right_edge.i),
                    ],
                    [],
                    None,
                )
            low = direct.left_edge.i if direct.i > verb.i else complement.left_edge.i
            return "as", [(low, complement.right_edge.i)], [], None
        return "as", [(complement.left_edge.i, complement.right_edge.i)], [], None
    for prep in children:
        if prep.dep_ not in ("prep", "agent", "prt", "dative") or prep.i < verb.i:
            continue
        lower = prep.lower_
        if lower == "as" and "as" in takes and direct is not None:
            if passive:
                return (
                    "as",
                    [(direct.left_edge.i, direct.right_edge.i), (prep.right_edge.i, prep.right_edge.i)],
                    [],
                    None,
                )
            return "as", [(direct.left_edge.i, prep.right_edge.i)], [], None
        if lower in takes and prep.dep_ == "prt":
            if direct is not None:
                return lower, [(direct.left_edge.i, direct.right_edge.i)], [(prep.i, prep.i)], None
        elif lower in takes:
            inner = next((c for c in prep.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is None or inner.i < prep.i:
                continue
            if direct is None or lower in ("of", "for"):
                if direct is not None and not passive:
                    # “accused Russia of plotting”: whom it is about is part of what is said.
                    return lower, [(direct.left_edge.i, prep.right_edge.i)], [], None
                return lower, [(prep.i + 1, prep.right_edge.i)], [(prep.i, prep.i)], direct
    if "object" in takes and direct is not None and direct.i != verb.i:
        if direct.dep_ in ("dobj", "nsubjpass"):
            relative = direct.tag_ in ("WDT", "WP")
            if relative:
                return "", [], [], None
            return "object", [(direct.left_edge.i, direct.right_edge.i)], [], None
    return "", [], [], None


def _without_concession(clause: Token) -> int:
    """Last token of a clause; “…, although Russia denies this” is the reporter's remark, not the speaker's."""
    for child in clause.rights:
        if (
            child.dep_ == "advcl"
            and child.left_edge.lower_ in ("although", "though", "whereas")
            and child.left_edge.nbor(-1).text == ","
        ):
            return child.left_edge.i - 1
    return clause.right_edge.i


def _starts_quoted(clause: Token) -> bool:
    first = clause.left_edge
    return first.is_quote or (first.i > 0 and first.nbor(-1).is_quote)


def _parenthetical(verb: Token, subject: Token | None) -> list[Range] | None:
    """The clause that “…, X said, …” stands in, without the parenthesis itself."""
    head = verb.head
    if head == verb or (subject is None and verb.dep_ != "advcl"):
        return None
    low, high = verb.left_edge.i, verb.right_edge.i
    if verb.dep_ == "advcl":
        # “as the minister said”: the main clause is the content.
        mark = next((c for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ == "as"), None)
        if mark is None or head.pos_ not in ("VERB", "AUX"):
            return None
        return _less([(head.left_edge.i, head.right_edge.i)], [(low, high)])
    if verb.dep_ not in ("parataxis", "ccomp", "dep", "appos", "conj") or head.pos_ not in (
        "VERB",
        "AUX",
        "ADJ",
        "NOUN",
        "PROPN",
    ):
        return None
    doc = verb.doc
    before = doc[low - 1] if low > head.left_edge.i else None
    if verb.dep_ != "parataxis" and not (
        before is not None and before.text in (",", "”", '"', "''", "—", "–", "-") and low > head.i
    ):
        return None
    if verb.dep_ in ("ccomp", "conj") and (doc[min(high + 1, len(doc) - 1)].text not in (".", ",", "?", "!")):
        return None
    if any(c.dep_ == "cc" and c.i < verb.i and c.i > head.i for c in head.children) and verb.dep_ == "conj":
        return None
    return _less([(head.left_edge.i, head.right_edge.i)], [(low, high)])


def source_of(verb: Token) -> tuple[Token | None, bool]:
    """Head of who speaks and whether it was taken over from a verb further up."""
    seen = 0
    token = verb
    inherited = False
    while seen < 6:
        seen += 1
        subject = next((c for c in token.children if c.dep_ in _SUBJECTS), None)
        if subject is not None:
            if subject.dep_ == "csubj" or (subject.lower_ in ("it", "there") and subject.dep_ == "expl"):
                return None, inherited
            return subject, inherited
        if any(c.dep_ == "auxpass" for c in token.children):
            return _agent(token), inherited
        dep, head = token.dep_, token.head
        inherited = True
        if dep == "acl":
            if token.tag_ == "VBG":
                return head, inherited
            if token.tag_ == "VBN":
                return _agent(token), inherited
            return _possessor(head), inherited
        if dep == "relcl" or head == token:
            return None, inherited
        if dep == "xcomp" and head.lemma_ not in ("promise", "threaten", "vow"):
            controller = next((c for c in head.children if c.dep_ == "dobj" and c.i < token.i), None)
            if controller is not None and controller.pos_ in ("NOUN", "PROPN", "PRON") and token.tag_ == "VB":
                return controller, inherited
        if dep in ("xcomp", "conj", "advcl", "ccomp", "pcomp", "dep", "parataxis", "acomp"):
            while head.pos_ == "ADP" and head.head != head:
                head = head.head
            if head.pos_ in ("NOUN", "PROPN"):
                return _possessor(head), inherited
            token = head
            continue
        return None, inherited
    return None, inherited


def _beside(verb: Token, first: int) -> Token | None:
    """A name or pronoun right before the verb group, or right behind the verb, that the parser hung elsewhere."""
    doc = verb.doc
    if first > 0 and doc[first - 1].pos_ in ("PROPN", "PRON", "NOUN") and doc[first - 1].sent == verb.sent:
        return doc[first - 1]
    if (
        verb.i + 1 < len(doc)
        and doc[verb.i + 1].pos_ == "PROPN"
        and verb.i > 0
        and doc[verb.i - 1].text in (",", "”", '"', "''")
    ):
        token = doc[verb.i + 1]
        while token.dep_ == "compound" and token.head.i > token.i:
            token = token.head
        return token
    return None


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _possessor(noun: Token) -> Token | None:
    poss = next((c for c in noun.children if c.dep_ == "poss"), None)
    if poss is not None:
        return poss
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    for child in noun.children:
        if child.dep_ in ("amod", "nmod", "compound") and (
            child.ent_type_ in ("NORP", "GPE", "ORG")
            or (child.dep_ == "amod" and child.is_title and not child.is_sent_start)
        ):
            return child
    return None


def _group(verb: Token) -> tuple[int, bool]:
    """First token of the verb group, carriers included, and whether it is negated."""
    first = verb
    negated = False
    token = verb
    for _ in range(3):
        low = token.i
        for child in reversed(list(token.lefts)):
            if child.dep_ in _CUE_PARTS or (
                child.dep_ == "advmod"
                and child.tag_ in ("RB", "RBR")
                and child.lower_ not in ("when", "where", "how", "why")
            ):
                if child.i >= low - 1 - (child.right_edge.i - child.i):
                    low = child.left_edge.i
                    negated = negated or child.dep_ == "neg" or child.lower_ == "never"
            elif child.dep_ in _SUBJECTS and token.head != token:
                continue
        if any(c.dep_ == "neg" or c.lower_ == "never" for c in token.lefts):
            negated = True
        first = verb.doc[min(low, first.i)]
        if token.dep_ == "xcomp" and token.head.lemma_ in _CARRIERS and 0 < first.i - token.head.i <= 3:
            token = token.head
            negated = negated or token.lemma_ in _NEGATING
            first = token
            continue
        adjective = token.head
        if token.dep_ == "xcomp" and adjective.dep_ == "acomp" and 0 < first.i - adjective.i <= 3:
            token = adjective.head  # “was careful to stress”
            first = token
            continue
        break
    return first.i, negated


def _detach(attribution: Attribution, found: list[Attribution], heads: Mapping[int, Attribution]) -> None:
    """Takes a reporting verb out of a content that the parser hung it into, with the text from there on.

    “told Kyiv that it would send arms and suggested …”: a past tense is no partner of “would send”.
    “rejected claims that it lied, saying …”: the participle goes with the verb that reports.
    """
    verb = attribution.head
    if verb is None or verb.pos_ != "VERB" or any(c.dep_ in _SUBJECTS for c in verb.children):
        return
    low = verb.left_edge.i
    head = verb.head
    if (
        verb.dep_ == "conj"
        and verb.tag_ in ("VBD", "VBZ")
        and (head.tag_ == "VB" or any(c.tag_ == "MD" for c in head.children))
    ):
        verbal = False
    elif verb.dep_ == "advcl" and verb.tag_ == "VBG" and low > 0 and verb.doc[low - 1].text == ",":
        verbal = True
    else:
        return
    owner: Token | None = None
    token = verb
    for _ in range(8):
        if token.head == token:
            break
        clausal = token.dep_ in ("ccomp", "acl", "relcl", "xcomp")
        token = token.head
        if (
            token.i in heads
            and clausal
            and token.pos_ == "VERB"
            or (clausal and token.i in heads and not verbal)
        ):
            owner = token
            break
        if token.i in heads and token.pos_ == "VERB" and owner is None and not clausal and token != head:
            owner = token
            break
    if owner is None or owner == head:
        return
    attribution.source_head = heads[owner.i].source_head
    attribution.source = heads[owner.i].source
    attribution.inherited = True
    cut = low - 1 if low > 0 and verb.doc[low - 1].dep_ == "cc" else low
    end = verb.doc[cut].idx
    for other in found:
        if other is not attribution and other.head is not None and other.head.i < verb.i:
            other.content = [
                Span(s.start, min(s.end, end)) if s.start < end < s.end else s for s in other.content
            ]
            other.content = _trim(verb.doc.text, other.content)


# ------------------------------------------------------------------ nouns and phrases


def _from_noun(noun: Token, cue: Cue) -> Iterator[Attribution]:
    """“Russia's insistence that …”, “its demand for …”, “Western claims that …”."""
    holder = _possessor(noun)
    takes = cue.takes
    content: Range | None = None
    extra: list[Range] = []
    form = ""
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl", "xcomp", "appos"):
            marked = any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in child.children)
            to = any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children)
            if "clause" in takes and marked:
                form, content = "clause", (child.left_edge.i, child.right_edge.i)
            elif "inf" in takes and to and child.tag_ == "VB":
                form, content = "inf", (child.left_edge.i, child.right_edge.i)
        elif child.dep_ == "prep" and child.lower_ in takes and holder is not None:
            if any(c.dep_ in ("pobj", "pcomp") for c in child.children):
                form, content, extra = child.lower_, (child.i + 1, child.right_edge.i), [(child.i, child.i)]
        if content is not None:
            break
    if (
        content is None
        and "clause" in takes
        and noun.dep_ in ("dobj", "attr", "nsubj")
        and noun.head.pos_ in ("VERB", "AUX")
    ):
        # The clause hung on the verb: “repeated Russia's insistence that …”; “his view is that …”.
        for child in noun.head.rights:
            if child.dep_ == "ccomp" and child.i > noun.i and child.left_edge.lower_ == "that":
                form, content = "clause", (child.left_edge.i, child.right_edge.i)
                break
    if content is None:
        return
    if form == "clause" and noun.dep_ == "dobj" and noun.head.i < noun.i:
        # “its demands that A leave, that B stay, and that C go”: the later clauses hang on the verb.
        for child in noun.head.rights:
            if child.dep_ == "ccomp" and child.left_edge.i > noun.i and child.right_edge.i > content[1]:
                content = (content[0], child.right_edge.i)
    if holder is None:
        if noun.dep_ == "dobj" or (noun.dep_ == "conj" and noun.head.dep_ == "dobj"):
            verb = noun.head if noun.dep_ == "dobj" else noun.head.head
            if verb.lemma_ in (
                "make",
                "issue",
                "voice",
                "express",
                "have",
                "raise",
                "repeat",
                "reiterate",
                "renew",
                "give",
                "deliver",
                "send",
                "level",
                "offer",
                "share",
            ):
                holder, _ = source_of(verb)
                first, _neg = _group(verb)
                start = (
                    first
                    if verb.lemma_ in ("make", "issue", "voice", "express", "have", "raise", "give")
                    and noun.i - first < 8
                    else noun.i
                )
                yield Attribution(
                    noun,
                    form,
                    takes[form],
                    _join([(start, noun.i), *extra]),
                    holder,
                    _source_ranges(holder, noun),
                    _spans(noun.doc, [content]),
                )
                return
        if form != "clause":
            return
    yield Attribution(
        head=noun,
        form=form,
        act=takes[form],
        cue=_join([(noun.i, noun.i), *extra]),
        source_head=holder,
        source=_source_ranges(holder, noun),
        content=_spans(noun.doc, [content]),
    )


def _according(token: Token) -> Iterator[Attribution]:
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return
    to = doc[token.i + 1]
    source = next((c for c in to.children if c.dep_ == "pobj"), None)
    if source is None:
        return
    anchor = token.head if token.head != token else None
    while (
        anchor is not None
        and anchor.pos_ not in ("VERB", "AUX")
        and anchor.head != anchor
        and anchor.dep_ not in ("ROOT", "parataxis")
    ):
        anchor = anchor.head
    if anchor is None:
        return
    sentence = token.sent
    whole = (anchor.left_edge.i, anchor.right_edge.i)
    if anchor.dep_ in ("xcomp", "acl"):
        whole = (sentence.start, sentence.end - 1)
    own = (token.left_edge.i, max(token.right_edge.i, to.right_edge.i))
    yield Attribution(
        head=token,
        form="according",
        act="assert",
        cue=[(token.i, to.i)],
        source_head=source,
        source=_source_ranges(source, token),
        content=_spans(doc, _less([whole], [own])),
    )


def _in_view(noun: Token) -> Iterator[Attribution]:
    """“In Iran's view, …”."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("in", "to"):
        return
    holder = next((c for c in noun.children if c.dep_ == "poss"), None)
    anchor = noun.head.head
    if holder is None or anchor.pos_ not in ("VERB", "AUX"):
        return
    own = (noun.head.left_edge.i, noun.right_edge.i)
    yield Attribution(
        head=noun,
        form="phrase",
        act="assess",
        cue=[(noun.head.i, noun.head.i), (noun.i, noun.i)],
        source_head=holder,
        source=_source_ranges(holder, noun),
        content=_spans(noun.doc, _less([(anchor.left_edge.i, anchor.right_edge.i)], [own])),
    )


_SECTIONS = frozenset(
    "analysis explainer opinion watch live breaking exclusive update updated video photos factbox timeline editorial"
    " interview read listen note correction editor source sources related contact tags by photo image caption credit"
    " topics location date time venue story report reporting editing background context q a quote fact".split()
)


def _label(colon: Token, page: Page) -> Iterator[Attribution]:
    """“WALLACE: Will he come?”, “Lavrov: We are ready to talk”, “Talks to go on: Kremlin”."""
    doc = colon.doc
    text = page.report.text
    begin = text.rfind("\n", 0, colon.idx) + 1
    end = text.find("\n", colon.idx)
    end = len(text) if end < 0 else end
    start = colon.i
    while start > 0 and doc[start - 1].idx >= begin and colon.i - start < 8:
        start -= 1
    while start < colon.i and (doc[start].is_quote or doc[start].is_space):
        start += 1
    before, after = text[begin : colon.idx], text[colon.idx + 1 : end]
    if doc[start].idx <= begin + 2 and 0 < colon.i - start < 7 and len(after.split()) >= 4:
        label = doc[start : colon.i]
        if _names_speaker(label, after):
            yield _labelled(colon, label, _trim(text, [Span(colon.idx + 1, end)]))
    elif 1 <= len(after.split()) <= 4 and 4 <= len(before.split()) <= 20 and text[end - 1] not in ".?!":
        tail = doc.char_span(
            colon.idx + 1 + len(after) - len(after.lstrip()), end - (len(after) - len(after.rstrip()))
        )
        if (
            tail is not None
            and all(t.pos_ in ("PROPN", "NOUN", "ADJ") for t in tail)
            and tail.root.pos_ == "PROPN"
        ):
            yield _labelled(colon, tail, _trim(text, [Span(begin, colon.idx)]))


def _names_speaker(label: DocSpan, after: str) -> bool:
    """True where what stands before a colon can speak; a country before a colon is a topic more often."""
    words = [t for t in label if t.is_alpha]
    if not words or any(t.pos_ in ("VERB", "AUX", "ADP", "NUM", "PRON", "DET") for t in label):
        return False
    if any(t.lower_ in _SECTIONS for t in words) or any(t.text in ("#", "@", "/", "|") for t in label):
        return False
    if not all(t.text[0].isupper() for t in words):
        return False
    kinds = {t.ent_type_ for t in label}
    quoted = after.lstrip()[:1] in ("“", '"', "‘", "'")
    return (
        "PERSON" in kinds
        or quoted
        or ("ORG" in kinds or all(t.is_upper for t in words))
        and "GPE" not in kinds
    )


def _labelled(colon: Token, label: DocSpan, content: list[Span]) -> Attribution:
    return Attribution(
        head=colon,
        form="label",
        act="assert",
        cue=[(colon.i, colon.i)],
        source_head=label.root,
        source=[(label.start, label.end - 1)],
        content=content,
    )


# ------------------------------------------------------------------ quotations


def _fit_quotations(page: Page, found: list[Attribution]) -> None:
    """Contents never cut a quotation: they grow over it, or stay inside it where the cue is inside."""
    text = page.report.text
    quotations = page.quotations
    if not quotations:
        return
    doc = page.doc
    for attribution in found:
        at = doc[attribution.cue[0][0]].idx
        around = next((q for q in quotations if q.inner.start <= at < q.inner.end), None)
        attribution.inside = around is not None
        spans: list[Span] = []
        for span in attribution.content:
            if around is not None:
                start, end = max(span.start, around.inner.start), min(span.end, around.inner.end)
                if start < end:
                    spans.append(Span(start, end))
                continue
            start, end = span.start, span.end
            for q in quotations:
                if q.outer.start >= end + 2 or q.outer.end <= start - 2:
                    continue
                if q.inner.overlaps(Span(start, end)) or q.outer.start == end or q.outer.end == start:
                    if q.outer.start <= at < q.outer.end:
                        continue
                    start, end = min(start, q.outer.start), max(end, q.outer.end)
                    attribution.quotations.append(q)
            spans.append(Span(start, end))
        attribution.content = _trim(text, _without_cue(attribution, spans, page))


def _without_cue(attribution: Attribution, spans: list[Span], page: Page) -> list[Span]:
    """Spans without the characters of the cue and the source, which a grown content may have reached."""
    doc = page.doc
    cuts = [(doc[a].idx, doc[b].idx + len(doc[b])) for a, b in attribution.cue]
    pieces = []
    for span in spans:
        rest = [span]
        for low, high in cuts:
            rest = [
                piece
                for r in rest
                for piece in (
                    [r]
                    if high <= r.start or r.end <= low
                    else [
                        Span(r.start, low) if r.start < low else None,
                        Span(high, r.end) if high < r.end else None,
                    ]
                )
                if piece is not None
            ]
        pieces.extend(rest)
    return _merge(sorted(pieces))


def _add_quotations(page: Page, found: list[Attribution]) -> None:
    """Quotations that the parse gave to nobody: by the words around them, else to who speaks already."""
    book = load_cues()
    text = page.report.text
    doc = page.doc
    covered = sorted(s for a in found if not a.inside for s in a.content)
    by_head = {a.head.i: a for a in found if a.head is not None}
    last: Attribution | None = None
    index = 0
    order = sorted(
        (a for a in found if a.quotations and a.head is not None), key=lambda a: a.quotations[0].outer.start
    )
    for n, q in enumerate(page.quotations):
        while index < len(order) and order[index].quotations[0].outer.start <= q.outer.start:
            last = order[index]
            index += 1
        if any(s.overlaps(q.inner) for s in covered):
            continue
        inside = text[q.inner.start : q.inner.end]
        whole = _is_sentence(text, q)
        if len(inside.split()) < 3 and not whole:
            continue
        first_after = doc.char_span(q.outer.end, q.outer.end + 1, alignment_mode="expand")
        verb = _verb_beside(page, q, book.verbs)
        if verb is not None:
            existing = by_head.get(verb.i)
            if existing is not None and existing.form in ("clause", "quote"):
                existing.content = _trim(text, _merge(sorted([*existing.content, q.outer])))
                existing.quotations.append(q)
                last = existing
                continue
            if existing is None:
                source_head, inherited = source_of(verb)
                first, negated = _group(verb)
                cue = book.verbs[verb.lemma_]
                made = Attribution(
                    head=verb,
                    form="quote",
                    act=cue.takes.get("quote", "assert"),
                    cue=[(first, verb.i)],
                    source_head=source_head,
                    source=_source_ranges(source_head, verb),
                    content=_trim(text, [q.outer]),
                    addressee=_told(verb) if "addressee" in cue.takes else None,
                    negated=negated,
                    inherited=inherited,
                    quotations=[q],
                )
                _with_colon(made, doc)
                found.append(made)
                by_head[verb.i] = made
                last = made
                continue
        if not whole or (first_after is None and not text[q.outer.start : q.outer.end].strip()):
            continue
        previous = page.quotations[n - 1] if n else None
        if last is None or previous is None or text.count("\n", last.content[-1].end, q.outer.start) > 4:
            continue
        gap = text[last.content[-1].end : q.outer.start]
        same_paragraph = "\n" not in gap
        if same_paragraph or (previous.continued and last.content[-1].end == previous.outer.end):
            last.content = _trim(text, _merge(sorted([*last.content, q.outer])))
            last.quotations.append(q)
        else:
            made = Attribution(
                None, "bare", "assert", [], last.source_head, [], _trim(text, [q.outer]), bare=True
            )
            made.quotations.append(q)
            found.append(made)


def _is_sentence(text: str, q: Quotation) -> bool:
    """True for a quotation that is a sentence by itself: capital first, full stop inside, nothing before it."""
    inside = q.inner.of(text).strip()
    if not inside or not (inside[0].isupper() or inside[0] in "…["):
        return False
    if len(inside.split()) < 3:
        return False
    before = text[: q.outer.start].rstrip(" ")[-1:]
    return inside[-1] in ".!?…—-" and before in ("", "\n", ".", "!", "?", "”", '"', "'", "’", ":")


def _verb_beside(page: Page, q: Quotation, verbs: Mapping[str, Cue]) -> Token | None:
    """The reporting verb right behind a quotation (“…,” he said) or right before it (he said: “…”)."""
    doc, text = page.doc, page.report.text
    span = doc.char_span(q.outer.start, q.outer.end, alignment_mode="expand")
    if span is None:
        return None
    after = span.end
    steps = 0
    while after < len(doc) and steps < 14:
        token = doc[after]
        if "\n" in token.text or token.text in (".", ";", "“", '"', "``", "?", "!"):
            break
        if (
            token.pos_ in ("VERB", "AUX")
            and (cue := verbs.get(token.lemma_)) is not None
            and "quote" in cue.takes
        ):
            if text[q.inner.end - 1] in ",.?!—-…" or text[q.outer.end : q.outer.end + 1] == ",":
                return token
        steps += 1
        after += 1
    before = span.start - 1
    lead = text[: q.outer.start].rstrip(" ")[-1:]
    steps = 0
    while before >= 0 and steps < 14 and (lead in (",", ":", "—") or lead.isalpha()):
        token = doc[before]
        if "\n" in token.text or token.text in (".", ";", "?", "!", "”"):
            break
        if (
            token.pos_ in ("VERB", "AUX")
            and (cue := verbs.get(token.lemma_)) is not None
            and "quote" in cue.takes
        ):
            return token
        steps += 1
        before -= 1
    return None


# ------------------------------------------------------------------ stretches


def _source_ranges(head: Token | None, cue: Token) -> list[Range]:
    """The noun phrase of a source with its appositions and relative clauses, without the cue."""
    if head is None:
        return []
    if head.dep_ in ("amod", "nmod", "compound") or (head.pos_ == "PRON" and head.dep_ != "nsubj"):
        return [(head.i, head.i)]
    low, high = head.left_edge.i, head.right_edge.i
    if low <= cue.i <= high:
        if cue.i > head.i:
            high = max(head.i, _before(cue, head))
        else:
            low = head.i
    doc = head.doc
    for child in head.rights:  # “Russia on Thursday accused”: the day is no part of the name
        if (
            child.dep_ in ("prep", "npadvmod", "appos")
            and child.right_edge.i == high
            and doc[high].ent_type_ in ("DATE", "TIME")
        ):
            if child.dep_ != "prep" or child.lower_ == "on":
                high = child.left_edge.i - 1
    while high > head.i and (doc[high].is_space or doc[high].text in (",", ";", "(", "–", "—")):
        high -= 1
    while low < head.i and (doc[low].is_space or doc[low].text in (",", ";")):
        low += 1
    if (
        high < cue.i
        and high + 1 < len(doc)
        and doc[high + 1].text == ","
        and any(doc[i].text == "," and doc[i].head == head for i in range(head.i, high))
    ):
        high += 1  # the comma that closes an apposition belongs to it
    return [(low, high)]


def _before(cue: Token, head: Token) -> int:
    """Last token of the head's phrase before the clause that holds the cue."""
    token = cue
    while token.head != head and token.head != token:
        token = token.head
    return token.left_edge.i - 1


def _less(ranges: list[Range], cuts: list[Range]) -> list[Range]:
    for low, high in cuts:
        rest: list[Range] = []
        for start, end in ranges:
            if high < start or end < low:
                rest.append((start, end))
                continue
            if start < low:
                rest.append((start, low - 1))
            if high < end:
                rest.append((high + 1, end))
        ranges = rest
    return ranges


def _join(ranges: list[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spans(doc: object, ranges: list[Range]) -> list[Span]:
    text: str = doc.text  # type: ignore[attr-defined]
    spans = [Span(doc[a].idx, doc[b].idx + len(doc[b])) for a, b in ranges]  # type: ignore[index]
    return _trim(text, spans)


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


_CLOSING = "”\"'’»)]"


def _trim(text: str, spans: list[Span]) -> list[Span]:
    """Spans without white space, stops and dashes at their ends; marks of quotation stay."""
    kept = []
    for span in spans:
        start, end = span.start, span.end
        while start < end and (text[start].isspace() or text[start] in ",.;:)—–-"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;:(—–-"):
            end -= 1
        if any(c.isalnum() for c in text[start:end]):
            kept.append(Span(start, end))
    return kept
