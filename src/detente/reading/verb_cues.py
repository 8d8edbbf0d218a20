"""Attributions by verbs: “X said that …”, “…, X said”, “X urged Y to …”, “X rejected …”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from detente.reading.attribution import Attribution
from detente.reading.cues import Cue, load_cues
from detente.reading.sources import (
    SUBJECTS,
    agent_of_passive,
    is_declined,
    name_beside,
    source_of,
    source_ranges,
    subject_of,
    verb_group,
)
from detente.reading.stretches import Range, joined, spans_of, trimmed, without
from detente.records import Act, Span

# Verbs whose content never stands before them: “a market they know well” reports nothing.
_NEVER_BEHIND = frozenset(["know", "find", "learn", "prove", "hold", "feel", "see", "describe", "deny"])


@dataclass(frozen=True)
class _Content:
    """What a verb reports: the form, the tokens, further parts of the cue, and who is told."""

    form: str
    ranges: list[Range]
    cue_parts: list[Range] = field(default_factory=list)
    addressee: Token | None = None


def from_verb(verb: Token, cue: Cue) -> Attribution | None:
    """The attribution that a reporting verb makes, None where nothing is reported."""
    children = list(verb.children)
    if verb.dep_ in ("amod", "compound") or is_declined(verb) or _is_supposed(verb) or _is_joined(verb):
        return None
    participle = verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in children)
    passive = any(c.dep_ == "auxpass" for c in children) or (
        participle
        and verb.dep_ in ("acl", "relcl", "advcl")
        and not any(c.dep_ in SUBJECTS for c in children)
    )
    found = _clause(verb, cue.takes, children) or _complement(verb, cue.takes, children, passive)
    if found is None:
        return None
    if found.form == "clause" and passive and verb.dep_ == "advcl" and takes_duty(cue):
        return None  # “sparked by the arrest, as ordered by the court”: the court ordered no spark
    source_head = source_of(verb)
    if verb.lemma_ == "ask" and verb.tag_ == "VBN" and verb.left_edge.is_sent_start and not passive:
        source_head = None  # “Asked whether …, he said”: nobody is named who asks
    if (
        passive
        and verb.lemma_ != "commit"
        and (
            found.form in ("object", "as")
            or participle
            or (source_head is not None and source_head.dep_ == "nsubjpass")
        )
    ):
        source_head = agent_of_passive(verb)
    if passive and source_head is None and found.form in ("object", "as"):
        return None  # “is called a hero”, “was criticised”: nobody in the text says it
    first, negated = verb_group(verb)
    stated = found.form in ("clause", "inf") and verb.tag_ in ("VBD", "VBZ", "VBP")
    if source_head is None and not passive and stated:
        source_head = name_beside(verb, first)
    parts = [(first, verb.i), *found.cue_parts, *((c.i, c.i) for c in children if c.dep_ == "prt")]
    quoted = _quoted_as_saying(verb, children)
    if quoted is not None:  # “KCNA quoted Kim as saying”: Kim says it
        source_head, saying = quoted
        parts.append((saying.head.i, saying.i))
    supposed = (
        passive and verb.lemma_ == "expect" and source_head is None
    )  # “is expected to rise” asks for nothing
    made = Attribution(
        head=verb,
        form=found.form,
        act="assess"
        if supposed
        else cue.takes[found.form]
        if found.form in cue.takes
        else next(iter(cue.takes.values())),
        cue=joined(parts),
        source_head=source_head,
        source=source_ranges(source_head, verb),
        content=spans_of(verb.doc, found.ranges),
        addressee=found.addressee,
        negated=negated or _is_nobody(source_head),
    )
    with_colon(made, verb.doc)
    return made


def _is_joined(verb: Token) -> bool:
    """“choke-slammed a reporter”: half of another word."""
    return verb.i > 0 and verb.nbor(-1).text == "-" and not verb.nbor(-1).whitespace_


def _is_nobody(source: Token | None) -> bool:
    """“Neither Oslo nor Bergen has confirmed”, “no minister said”."""
    if source is None:
        return False
    nobody = ("neither", "no", "none", "nobody")
    return source.lower_ in nobody or any(c.lower_ in nobody and c.i < source.i for c in source.children)


def _quoted_as_saying(verb: Token, children: list[Token]) -> tuple[Token, Token] | None:
    if verb.lemma_ not in ("quote", "cite"):
        return None
    who = next((c for c in children if c.dep_ in ("dobj", "nsubjpass")), None)
    for child in children:
        if child.lower_ == "as" and who is not None:
            saying = next((c for c in child.children if c.lower_ in ("saying", "telling")), None)
            if saying is not None:
                return who, saying
    return None


def _clause(verb: Token, takes: Mapping[str, Act], children: list[Token]) -> _Content | None:
    """A reported clause: behind the verb, before it, or around it."""
    objects = [c for c in children if c.dep_ in ("dobj", "dative", "oprd", "attr")]
    right = next((c for c in children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if right is None and "clause" in takes:
        right = _hung_on_occasion(children, verb)
    if right is not None and (verb.nbor().text == ";" or right.left_edge.nbor(-1).dep_ == "cc"):
        right = None  # “…, she said; the vote was off”; “was declared a foe and all ties were cut”
    if right is not None:
        form = _form_behind(right, takes)
        if form is not None:
            return _clause_behind(verb, right, form, takes, objects)
    if "clause" not in takes or verb.lemma_ in _NEVER_BEHIND:
        return None
    told = next((o for o in objects if o.i > verb.i), None) if "addressee" in takes else None
    to_do = any(c.dep_ == "xcomp" and c.i > verb.i and c.tag_ == "VB" for c in children)
    left = next((c for c in children if c.dep_ == "ccomp" and c.i < verb.i), None)
    if to_do and "inf" in takes:
        return None  # “They filed a motion, however, the witness agreed to be heard”
    if left is not None and left.lemma_ == "ask" and left.tag_ == "VBN":
        return None  # “Asked whether he would go, Holm quipped, “No.””
    if left is not None and any(
        c.dep_ == "mark" and c.lower_ in ("though", "although", "while", "if", "because")
        for c in left.children
    ):
        return None  # “Though many stayed calm, a few responded with stones”
    if left is not None:
        if any(t.text == ";" for t in verb.doc[left.right_edge.i : verb.i]):
            return None
        own = [c.left_edge.i for c in children if c.dep_ in (*SUBJECTS, "aux", "neg") and c.i > left.i]
        start = verb.left_edge.i if verb.dep_ == "ROOT" else left.left_edge.i
        return _Content("clause", [(start, min([verb.i, *own]) - 1)], addressee=told)
    if verb.dep_ == "advcl" and (
        to_do
        or any(c.dep_ == "dobj" and c.i > verb.i and "addressee" not in takes for c in children)
        or any(c.dep_ == "prep" and c.i > verb.i and c.lower_ in takes for c in children)
    ):
        return None  # “…, as Holm insists on staying”: a clause of its own
    if verb.dep_ == "advcl" and verb.tag_ == "VBN" and verb.lemma_ in _PROVES:
        return None  # “…, as shown by the floods of May”
    subject = subject_of(verb)
    around = _parenthetical(verb, subject) or _before(verb, subject, takes)
    if around is not None and verb.i + 1 < len(verb.doc) and verb.nbor().text == ";":
        around = [r for r in around if r[0] < verb.i]
    return _Content("clause", around, addressee=told) if around is not None else None


_PROVES = frozenset(
    ["demonstrate", "show", "illustrate", "evidence", "prove", "reflect", "exemplify", "indicate"]
)
_PAPERS = frozenset(
    ["statement", "letter", "message", "declaration", "report", "note", "remark", "announcement"]
)
_OCCASION = frozenset(["in", "during", "at", "through", "on", "over", "after", "by", "before"])


def _hung_on_occasion(children: list[Token], verb: Token) -> Token | None:
    """“told reporters in a broadcast that his country would …”: the clause that the parser hung on the broadcast."""
    for prep in children:
        if prep.dep_ != "prep" or prep.i < verb.i or prep.lower_ not in _OCCASION:
            continue
        for noun in prep.children:
            for clause in noun.rights:
                if (
                    (noun.lemma_ not in load_cues().nouns or noun.lemma_ in _PAPERS)
                    and clause.dep_ in ("relcl", "acl", "ccomp")
                    and any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)
                    and any(c.dep_ in SUBJECTS for c in clause.children)
                ):
                    return clause
    return None


def _before(verb: Token, subject: Token | None, takes: Mapping[str, Act]) -> list[Range] | None:
    """“…, X said” at the end of a sentence that the parser took apart: all that stands before the comma."""
    if subject is None or subject.i > verb.i or verb.dep_ not in ("ROOT", "conj", "dep", "parataxis"):
        return None
    doc, comma = verb.doc, subject.left_edge.i - 1
    start = comma
    while start > 0 and not doc[start].is_sent_start and comma - start < 120:
        start -= 1
    if comma - start < 2 or doc[comma].text not in (",", "”", '"', "''"):
        return None
    if doc[comma].text != "," and doc[comma - 1].text != ",":
        return None
    if any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children) and "object" in takes:
        return None  # “That night, in a tweet that hurt her, they demanded her censure”
    if doc[start].dep_ in ("prep", "advmod", "mark", "cc") and doc[start].head == verb:
        return None
    clauses = [t for t in doc[start:comma] if t.pos_ in ("VERB", "AUX")]
    if not any(c.dep_ in SUBJECTS for t in clauses for c in t.children):
        return None
    behind = verb.i + 1 if verb.i + 1 < len(doc) and doc[verb.i + 1].text == ";" else verb.right_edge.i + 1
    return (
        [(start, comma)]
        if behind >= len(doc) or doc[behind].text == ";" or doc[behind].is_sent_start or doc[behind].is_space
        else None
    )


def _form_behind(clause: Token, takes: Mapping[str, Act]) -> str | None:
    infinitive = clause.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)
    if infinitive and "obj-inf" in takes:
        return "obj-inf"
    if "clause" in takes:
        return "clause"
    what = clause.left_edge.tag_ in ("WP", "WRB")
    if "as" in takes and (what or clause.pos_ in ("ADJ", "NOUN", "PROPN")):
        return "as"  # “denounced what it called …”, “considers the plan dead”; not “saw the king read it out”
    if "obj-inf" in takes:
        return "obj-inf"
    return "quote" if "quote" in takes and _starts_quoted(clause) else None


def _clause_behind(
    verb: Token, clause: Token, form: str, takes: Mapping[str, Act], objects: list[Token]
) -> _Content:
    noun = next((o for o in objects if o.dep_ == "dobj" and verb.i < o.i < clause.i), None)
    if "object" in takes and noun is not None and noun.lemma_ in load_cues().nouns:
        # “repeated Russia's insistence that …”: the parser hangs the noun's clause on the verb.
        return _Content("object", [(noun.left_edge.i, clause.right_edge.i)])
    start = clause.left_edge.i
    if (
        clause.tag_ == "VBG"
        and start == clause.i - 1
        and verb.doc[start].lower_ == "that"
        and "object" in takes
    ):
        return _Content("object", [_without_day(clause)])  # “repeated that warning”, taken for a clause
    parts: list[Range] = []
    if start > verb.i and verb.doc[start].lower_ == "for" and "for" in takes:
        parts.append((start, start))
        start += 1
    elif (
        start > verb.i
        and "addressee" not in takes
        and not _is_marked(clause)
        and ("object" not in takes or not any(c.dep_ in SUBJECTS for c in clause.children))
    ):
        # “explained the new plan was to leave”: the parser took the clause's subject for an object.
        start = min([start, *(o.left_edge.i for o in objects if verb.i < o.left_edge.i)])
    told = None
    if "addressee" in takes or "obj-inf" in takes or (verb.lemma_ == "ask" and _is_marked(clause)):
        told = next((o for o in objects if o.i < clause.i), None)
    end = _without_concession(clause)
    for child in verb.rights:  # “said that A, but that B”: the second clause may hang on the verb
        if (
            child.dep_ == "conj"
            and child.i > end
            and any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children)
        ):
            end = child.right_edge.i
    return _Content(form, [(max(start, verb.i + 1), end)], parts, told)


def _is_marked(clause: Token) -> bool:
    """“asked the crew *whether* …”: a clause whose first word says that it begins there."""
    return clause.left_edge.dep_ == "mark" and clause.left_edge.lower_ in ("whether", "if", "that")


def takes_duty(cue: Cue) -> bool:
    """Whether a word puts something to somebody (“ordered”, “demanded”)."""
    return "demand" in cue.takes.values()


def _is_supposed(verb: Token) -> bool:
    """“if Norway agrees”, “whether it will accept”, “might reject”: nobody has spoken."""
    negated = any(c.dep_ == "neg" for c in verb.children)
    return any(
        (c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether"))
        or (c.dep_ == "aux" and not negated and c.lower_ in ("may", "might", "could", "can"))
        or (c.dep_ == "aux" and c.lower_ == "should")
        for c in verb.children
    )


def with_colon(attribution: Attribution, doc: Doc) -> None:
    """“He said: …”: the colon is part of the cue."""
    last = attribution.cue[-1][1]
    if last + 1 < len(doc) and doc[last + 1].text == ":":
        attribution.cue = joined([*attribution.cue, (last + 1, last + 1)])


def told_by(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i > verb.i), None)


def _complement(
    verb: Token, takes: Mapping[str, Act], children: list[Token], passive: bool
) -> _Content | None:
    """What stands after a verb where no clause does: infinitive, gerund, name, preposition, object."""
    wanted = ("nsubjpass",) if passive else ("dobj", "dative", "oprd", "attr")
    objects = [c for c in children if c.dep_ in wanted]
    direct = next((o for o in objects if o.dep_ == "dobj"), None) or next(iter(objects), None)
    return (
        _infinitive(verb, takes, children, direct, passive)
        or _naming(verb, takes, children, direct, passive)
        or _preposition(verb, takes, children, direct, passive)
        or _lost_clause(verb, takes, direct)
        or _object(verb, takes, direct)
    )


def _lost_clause(verb: Token, takes: Mapping[str, Act], direct: Token | None) -> _Content | None:
    """A clause whose subject the parser took for an object: “clarified Berg's son, Ole, joined the visit”,
    “argued the plan's cost shortchanges poor towns”."""
    if "clause" not in takes or "addressee" in takes or direct is None or direct.dep_ != "dobj":
        return None
    if direct.i < verb.i or any(c.dep_ in ("ccomp", "xcomp") and c.i > direct.i for c in verb.children):
        return None
    doc, at = verb.doc, direct.right_edge.i + 1
    if at < len(doc) and doc[at].text == ",":
        at += 1
    while at < len(doc) and doc[at].dep_ == "advmod" and doc[at].pos_ == "ADV":
        at += 1
    if at < len(doc) and doc[at].tag_ in ("VBD", "VBZ", "VBP", "MD") and doc[at].sent == verb.sent:
        finite = doc[at].head if doc[at].dep_ in ("aux", "auxpass") else doc[at]
        of_its_own = any(c.dep_ in (*SUBJECTS, "mark", "cc") and c.i < at for c in finite.children)
        above = verb.head if verb.dep_ == "xcomp" else verb  # “seemed to recognise the court was …”
        hung = finite.dep_ in ("conj", "ccomp", "parataxis", "dep") and finite.head in (verb, above)
        if not of_its_own and hung:
            return _Content("clause", [(direct.left_edge.i, max(at, _without_participle(finite)))])
    low, high = _whole(direct)
    if verb.lemma_ in _ARGUES and high - low >= _LEAST_CLAUSE:
        return _Content("clause", [(low, high)])
    return None


def _without_participle(clause: Token) -> int:
    """Last token of a clause without a participle behind a comma, which goes with the verb above it."""
    for child in clause.subtree:
        if child.dep_ == "advcl" and child.tag_ == "VBG" and child.i > clause.i:
            comma = child.left_edge.i - 1
            if clause.doc[comma].text == ",":
                return int(comma) - 1
    return int(clause.right_edge.i)


# Tokens of an “object” from which these verbs, which take none so long, have a clause behind them in which the
# parser saw no verb (PolNeAR dev: with “say”, “find”, “show” and the like among them, 22 of 49 were right).
_LEAST_CLAUSE = 6
_ARGUES = frozenset(["argue", "contend", "insist", "allege", "assert", "claim"])


def _infinitive(
    verb: Token, takes: Mapping[str, Act], children: list[Token], direct: Token | None, passive: bool
) -> _Content | None:
    for child in children:
        if (
            child.dep_ == "xcomp"
            and child.tag_ == "VBG"
            and child.i > verb.i
            and ("gerund" in takes or ("clause" in takes and verb.lemma_ != "continue"))
        ):
            return _Content("gerund" if "gerund" in takes else "clause", [_whole(child)])
        if child.dep_ not in ("xcomp", "advcl", "ccomp") or child.i < verb.i:
            continue
        mark = child.left_edge
        if mark.dep_ == "mark" and mark.lower_ == "for" and "for" in takes and direct is None:
            # “called for supporters to assemble”
            return _Content("for", [(mark.i + 1, child.right_edge.i)], [(mark.i, mark.i)])
        if not any(g.dep_ == "aux" and g.lower_ == "to" and g.i < child.i for g in child.children):
            continue
        if "obj-inf" in takes:
            if direct is not None:
                content = _whole(child) if passive else (direct.left_edge.i, child.right_edge.i)
                return _Content("obj-inf", [content], addressee=direct)
            for prep in children:  # “called on Iran to stop”
                person = (
                    next((c for c in prep.children if c.dep_ == "pobj"), None)
                    if prep.dep_ in ("prep", "prt")
                    else None
                )
                if (
                    person is not None
                    and prep.i < child.i
                    and verb.lemma_ in ("call", "appeal", "plead", "push")
                ):
                    content = (person.left_edge.i, child.right_edge.i)
                    return _Content("obj-inf", [content], [(prep.i, prep.i)], person)
        if child.dep_ != "advcl" and "inf" in takes and direct is None and not passive:
            return _Content("inf", [_whole(child)])
    return None


def _naming(
    verb: Token, takes: Mapping[str, Act], children: list[Token], direct: Token | None, passive: bool
) -> _Content | None:
    """“called the talks useful”, “described it as an attack”, “dismissed as baseless a claim”."""
    if "as" not in takes:
        return None
    for child in children:
        if child.i < verb.i or child == direct:
            continue
        if child.dep_ in ("oprd", "xcomp", "acomp") and child.pos_ in ("ADJ", "NOUN", "PROPN"):
            named = _whole(child)
            quoted = named[0] > 0 and verb.doc[named[0] - 1].is_quote
            if direct is None and not quoted:
                continue
        elif child.dep_ == "prep" and child.lower_ == "as":
            named = _whole(child)
        else:
            continue
        if direct is None or (direct.i < verb.i and not passive):
            return _Content("as", [named]) if direct is not None or child.dep_ == "prep" or quoted else None
        if passive:
            return _Content("as", [_whole(direct), named])
        return _Content("as", [(min(direct.left_edge.i, named[0]), max(direct.right_edge.i, named[1]))])
    return None


def _preposition(
    verb: Token, takes: Mapping[str, Act], children: list[Token], direct: Token | None, passive: bool
) -> _Content | None:
    """“called for a truce”, “ruled out talks”, “accused Iran of lying”."""
    under = (
        [c for c in direct.children if c.dep_ == "prep"]
        if direct is not None and verb.lemma_ == "accuse"
        else []
    )
    for prep in (*children, *under):  # “of” may hang on the accused
        lower = prep.lower_
        if prep.i < verb.i or prep.dep_ not in ("prep", "prt", "agent", "dative"):
            continue
        if lower in ("on", "upon") and verb.lemma_ == "call" and "obj-inf" in takes:
            # “called on firms to do more”, where the parser hangs the infinitive on the firms.
            person = next((c for c in prep.children if c.dep_ == "pobj"), None)
            if person is not None and any(t.dep_ == "aux" and t.lower_ == "to" for t in person.subtree):
                return _Content("obj-inf", [(prep.i + 1, prep.right_edge.i)], [(prep.i, prep.i)], person)
        if lower not in takes:
            continue
        if prep.dep_ == "prt":
            if direct is not None:
                return _Content(lower, [_whole(direct)], [(prep.i, prep.i)])
            continue
        inner = next((c for c in prep.children if c.dep_ in ("pobj", "pcomp")), None)
        if inner is None or inner.i < prep.i:
            continue
        if inner.lemma_ == "condition":  # “spoke on condition of anonymity”
            continue
        if direct is None or verb.lemma_ == "commit":
            return _Content(lower, [(prep.i + 1, prep.right_edge.i)], [(prep.i, prep.i)])
        if passive:  # “Sweden was accused of lying”
            return _Content(lower, [_whole(direct), _whole(prep)])
        if lower in ("of", "for", "against"):
            # “accused Russia of plotting”: whom it is about is part of what is said.
            return _Content(lower, [(direct.left_edge.i, prep.right_edge.i)])
    return None


def _object(verb: Token, takes: Mapping[str, Act], direct: Token | None) -> _Content | None:
    if "object" not in takes or direct is None or direct.dep_ not in ("dobj", "nsubjpass"):
        return None
    if verb.lemma_ == "offer" and not _is_offered_word(direct):
        return None
    if direct.tag_ in ("WDT", "WP") or direct.lower_.endswith(("self", "selves")):
        return None
    return _Content("object", [_without_day(direct)])


def _is_offered_word(thing: Token) -> bool:
    """“offered talks”, “offered its support”: something said or to be done, no course, ware or building."""
    book = load_cues()
    return thing.lemma_.lower() in book.content["offered"] or thing.lemma_.lower() in book.nouns


def _without_day(head: Token) -> Range:
    """“rejected the plan on Friday”: the day belongs to the verb."""
    low, high = _whole(head)
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "on" and child.right_edge.i == high:
            return low, (child.left_edge.i - 1 if head.doc[high].ent_type_ == "DATE" else high)
    return low, high


def _whole(head: Token) -> Range:
    return head.left_edge.i, head.right_edge.i


def _without_concession(clause: Token) -> int:
    """Last token of a clause without the reporter's remark: “…, although Russia denies this”, “…, while X insists”."""
    for child in clause.rights:
        mark = child.left_edge
        if child.dep_ != "advcl" or mark.nbor(-1).text != ",":
            continue
        told = child.lemma_ in load_cues().verbs and any(c.dep_ in SUBJECTS for c in child.children)
        if mark.lower_ in ("although", "though", "whereas") or (
            mark.lower_ in ("while", "as", "but") and told
        ):
            return int(mark.i) - 1
    return int(clause.right_edge.i)


def _starts_quoted(clause: Token) -> bool:
    first = clause.left_edge
    return bool(first.is_quote or (first.i > 0 and first.nbor(-1).is_quote))


_STOPS = (".", ",", "?", "!")


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
        return without([(head.left_edge.i, head.right_edge.i)], [(low, high)])
    if head.dep_ in ("aux", "auxpass"):  # “The bridge, he said, was closed”
        head = head.head
    if verb.dep_ not in ("parataxis", "ccomp", "dep", "appos", "conj") or head.pos_ not in (
        "VERB",
        "AUX",
        "ADJ",
        "NOUN",
        "PROPN",
    ):
        return None
    doc = verb.doc
    while low < verb.i and doc[low].is_punct:  # a comma or mark before the parenthesis that hangs on it
        low += 1
    before = doc[low - 1] if low > head.left_edge.i else None
    if verb.dep_ != "parataxis" and not (
        before is not None and before.text in (",", "”", '"', "''", "—", "–", "-") and low > head.i
    ):
        return None
    if verb.dep_ in (
        "ccomp",
        "conj",
    ):  # only where the clause ends what it stands in: “…, X told parliament.”
        behind = doc[high + 1].text if high + 1 < len(doc) else "."
        if doc[high].text not in _STOPS and behind not in _STOPS:
            return None
    if verb.dep_ == "conj" and any(c.dep_ == "cc" and head.i < c.i < verb.i for c in head.children):
        return None
    return without([(head.left_edge.i, head.right_edge.i)], [(low, high)])


def _out_of_tense(verb: Token) -> bool:
    """A past form that the parser joined to a present one or to one under “would”: it is no partner of that."""
    head = verb.head
    if verb.dep_ != "conj" or verb.tag_ not in ("VBD", "VBZ", "VBN"):
        return False
    if verb.tag_ != "VBN" and (head.tag_ == "VB" or any(c.tag_ == "MD" for c in head.children)):
        return True
    if head.tag_ in ("VBZ", "VBP"):
        return bool(verb.tag_ != "VBZ") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    return bool(verb.tag_ == "VBD" and head.tag_ == "VBN")


def detach(
    attribution: Attribution, found: list[Attribution], heads: Mapping[int, Attribution], text: str
) -> None:
    """Takes a reporting verb out of a content that the parser hung it into, with the text from there on.

    “told Kyiv that it would send arms and suggested …”: a past tense is no partner of “would send”.
    “rejected claims that it lied, saying …”: the participle goes with the verb that reports.
    """
    verb = attribution.head
    if verb is None or verb.pos_ != "VERB" or any(c.dep_ in SUBJECTS for c in verb.children):
        return
    low = verb.left_edge.i
    if not (
        _out_of_tense(verb)
        or (verb.dep_ == "advcl" and verb.tag_ == "VBG" and low > 0 and verb.doc[low - 1].text == ",")
    ):
        return
    owner: Token | None = None
    token = verb
    for _ in range(8):
        clausal = token.dep_ in ("ccomp", "acl", "relcl", "xcomp")
        if token.head == token:
            return
        token = token.head
        if token.i in heads and token.pos_ == "VERB" and (clausal or token != verb.head):
            owner = token
            break
    if owner is None or owner == verb.head:
        return
    if verb.dep_ == "conj" and (owner.tag_ in ("VBD", "VBN")) != (verb.tag_ in ("VBD", "VBN")):
        return  # “say they have met and agreed”: the past is that of what they say
    attribution.source_head = heads[owner.i].source_head
    attribution.source = heads[owner.i].source
    attribution.dated = owner
    cut = low - 1 if low > 0 and verb.doc[low - 1].dep_ == "cc" else low
    end = verb.doc[cut].idx
    for other in found:
        if other is not attribution and other.head is not None and other.head.i < verb.i:
            other.content = [
                Span(s.start, min(s.end, end)) if s.start < end < s.end else s for s in other.content
            ]
            other.content = trimmed(text, other.content)
