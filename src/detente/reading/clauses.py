"""Walking the parse: subjects, complements, conditions; the few repairs that a small parser needs."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from detente.records import Span

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
CONDITION_MARKS = frozenset({"if", "unless", "should", "provided", "providing"})


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on the verb itself."""
    return next((c for c in verb.children if c.dep_ in SUBJECTS and c.dep_ != "expl"), None)


def _opens_anew(verb: Token) -> bool:
    """True behind “, and”: what follows goes on from the sentence's own subject, not from an inner one."""
    i = verb.left_edge.i
    doc = verb.doc
    while i > 0 and doc[i - 1].pos_ == "ADV":
        i -= 1
    return i > 1 and doc[i - 1].lower_ in ("and", "but") and doc[i - 2].text == ","


def is_passive(verb: Token) -> bool:
    """True for “was rejected”."""
    return any(c.dep_ == "auxpass" for c in verb.children)


def is_modal(verb: Token) -> bool:
    """True for a bare verb under a modal: “would meet”."""
    return any(c.tag_ == "MD" for c in verb.children if c.dep_ == "aux")


def subject_of(verb: Token) -> Token | None:
    """Who does what the verb says: its own subject, or that of the verb that controls it.

    Follows conjunctions (“met X and told Y”), infinitives and participles (“agreed to send”), object
    control (“urged Iran to stop”: Iran), and passives' agents. A finite past form that the parser hung on
    a verb under a modal (“said A would give … and suggested …”) takes the subject of the next verb up
    that has its form.
    """
    subject = own_subject(verb)
    if subject is not None:
        if subject.tag_ in ("WDT", "WP") and verb.dep_ == "relcl":
            return verb.head
        if subject.dep_ == "nsubjpass":
            return agent_of(verb)
        return subject
    if any(c.dep_ == "auxpass" for c in verb.children):
        return agent_of(verb)
    head = verb.head
    if head == verb:
        return None
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        while verb.tag_ in ("VBD", "VBZ") and (is_modal(head) or head.tag_ == "VB") and head.head != head:
            head = head.head
            while head.pos_ not in ("VERB", "AUX") and head.head != head:
                head = head.head  # “stressed the duty to act and *urged*”: what is between is no clause
            if head.pos_ not in ("VERB", "AUX"):
                return None
        if verb.tag_ == "VBD" and _opens_anew(verb):
            while head.dep_ in ("relcl", "ccomp", "acl", "advcl", "conj", "pcomp") and head.head != head:
                head = head.head
            if head.pos_ not in ("VERB", "AUX"):
                return None
        above = own_subject(head)
        if above is not None and above.dep_ == "nsubjpass" and not is_passive(verb):
            return above  # “was deeply concerned, and called for …”
        return subject_of(head)
    if verb.dep_ in ("xcomp", "advcl", "pcomp", "ccomp"):
        if verb.dep_ == "advcl" and verb.tag_ == "VBG" and is_passive(head) and agent_of(head) is None:
            # “disputed whether a plane had been hit, *calling* …”: what is done to the plane says nothing.
            while head.dep_ in ("ccomp", "advcl", "xcomp") and is_passive(head) and head.head != head:
                head = head.head
        while head.pos_ == "ADP" and head.head != head:
            head = head.head
        if head.pos_ in ("NOUN", "PROPN"):
            return holder_of_noun(head)
        if verb.dep_ == "xcomp" and head.lemma_ not in SUBJECT_CONTROL:
            controller = next(
                (c for c in head.children if c.dep_ in ("dobj", "dative") and c.i < verb.i), None
            )
            if controller is not None:
                return controller
        if head.pos_ in ("VERB", "AUX", "ADJ"):
            return subject_of(head)
    if verb.dep_ in ("acomp", "oprd", "attr"):
        return subject_of(head)
    if verb.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN"):
        return holder_of_noun(head) if verb.tag_ == "VB" else head
    return None


# Verbs whose infinitive is done by their subject although they have an object: “promised Kyiv to send arms”.
SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten", "swear", "offer", "use", "have"})


def agent_of(verb: Token) -> Token | None:
    """Who did what a passive says: “was rejected by X”."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def holder_of_noun(noun: Token) -> Token | None:
    """Whose demand, promise, threat … it is: the possessor, a “by” phrase, a nationality, or the subject of
    the verb that the noun is the object of (“reiterated its demand”, “imposed a ban”)."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod") and (child.ent_type_ in ("NORP", "GPE", "ORG")):
            return child
    head = noun.head
    if noun.dep_ in ("dobj", "attr", "oprd", "conj", "nsubjpass") and head.pos_ in ("VERB", "AUX"):
        if head.lemma_ in _RECEIVES:
            return None
        return agent_of(head) if noun.dep_ == "nsubjpass" else subject_of(head)
    return None


# Verbs whose object somebody else has put: “rejected the demand”, “studied the offer”.
_RECEIVES = frozenset({"reject", "refuse", "dismiss", "deny", "oppose", "accept", "condemn", "criticise", "criticize",
                       "welcome", "ignore", "discuss", "receive", "consider", "face", "resist", "meet", "hear", "support",
                       "back", "answer", "denounce", "rebuff", "spurn", "study", "examine", "weigh", "defy", "fear",
                       "see", "counter", "endorse", "decline", "fulfil", "satisfy", "address", "question", "dispute",
                       "refute", "call", "describe", "heed", "debate", "review", "resent", "await"})  # fmt: skip


def is_negated(token: Token) -> bool:
    """True where a “not”, “never”, “no longer”, “no” or “n't” stands on the token itself."""
    return any(
        c.dep_ == "neg"
        or c.lower_ in ("never", "no", "neither", "nor")
        or (c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children))
        for c in token.children
    )


def condition_of(verb: Token) -> Token | None:
    """The head of the clause that the verb depends on: “if Russia invades”, “unless …”, “should they …”."""
    for child in verb.children:
        if child.dep_ in ("advcl", "ccomp", "parataxis") and is_condition(child):
            return child
    for child in verb.children:  # “in the event of an invasion”, “in case of”
        if child.dep_ == "prep" and child.lower_ in ("in", "upon"):
            for noun in child.children:
                if noun.lemma_ in ("event", "case") and noun.dep_ == "pobj":
                    return child
    return None


def proviso_of(verb: Token) -> Token | None:
    """The head of “until …”, “once …”, “as long as …”, “only after …”: what a promise waits for."""
    for child in verb.children:
        if child.dep_ == "advcl":
            for c in child.children:
                if c.dep_ in ("mark", "advmod") and c.lower_ in ("until", "once", "as", "till"):
                    if c.lower_ != "as" or (c.i > 1 and c.nbor(-1).lower_ == "long"):
                        return child
    return None


def is_condition(verb: Token) -> bool:
    """True for the head of an “if” clause."""
    for child in verb.children:
        if child.dep_ in ("mark", "advmod", "aux") and child.lower_ in CONDITION_MARKS:
            if child.lower_ == "should":  # only where it opens the clause: “should they cross …”
                subject = own_subject(verb)
                return verb.dep_ == "advcl" and subject is not None and child.i < subject.i
            return True
    return False


def clauses_in(verb: Token) -> Iterator[Token]:
    """The verb and those joined to it that have a clause of their own (subject or “that”)."""
    yield verb
    for child in verb.children:
        if (
            child.dep_ == "conj"
            and child.pos_ in ("VERB", "AUX")
            and (own_subject(child) is not None or any(c.dep_ == "mark" for c in child.children))
        ):
            yield from clauses_in(child)


# Papers that speak for whoever wrote them.
DOCUMENTS = frozenset({"document", "letter", "statement", "communique", "communiqué", "note", "paper", "draft", "text",
                       "memo", "memorandum", "message", "declaration", "dossier", "petition", "manifesto", "proposal",
                       "treaty", "submission", "complaint", "indictment", "filing", "lawsuit", "motion", "telegram",
                       "post", "tweet", "email", "resolution", "report"})  # fmt: skip
# Verbs whose subject is the author of a paper, or gives it as its own.
_ISSUES = frozenset({"publish", "release", "issue", "send", "hand", "deliver", "present", "write", "submit", "file",
                     "draft", "circulate", "table", "unveil", "pass", "post", "sign", "address"})  # fmt: skip
# How far back a paper's author is looked for, in tokens: about three sentences of news.
_BACK = 120


def author_of(paper: Token | None) -> Token | None:
    """Who wrote a paper that speaks, as the text gives it: “Oslo's letter”, or “Oslo sent two drafts … the drafts”."""
    if paper is None or paper.lemma_.lower() not in DOCUMENTS:
        return None
    own = _signed_by(paper)
    if own is not None:
        return own
    definite = any(
        c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "both") for c in paper.children
    )
    if not definite and paper.pos_ != "PRON":
        return None
    for i in range(paper.left_edge.i - 1, max(-1, paper.i - _BACK), -1):
        before = paper.doc[i]
        lemma = before.lemma_.lower()
        if lemma not in DOCUMENTS or before.pos_ != "NOUN":
            continue
        if lemma != paper.lemma_.lower() and paper.lemma_ != "document":
            continue
        found = _signed_by(before)
        if found is None and before.dep_ in ("dobj", "nsubjpass") and before.head.lemma_ in _ISSUES:
            found = subject_of(before.head)
        if found is not None:
            return found
    return None


def _signed_by(paper: Token) -> Token | None:
    for child in paper.children:
        if child.dep_ == "poss":
            return child
    for child in paper.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return next(
        (
            c
            for c in paper.children
            if c.dep_ in ("amod", "compound", "nmod") and c.ent_type_ in ("NORP", "GPE", "ORG", "PERSON")
        ),
        None,
    )


SAYING = frozenset({"say", "add", "cite", "note", "argue", "insist", "stress", "warn", "explain", "tell", "call",
                    "claim", "reiterate", "accuse", "emphasise", "emphasize", "state", "assert", "maintain", "urge",
                    "demand", "describe", "point", "express", "pledge", "promise"})  # fmt: skip


def is_misjoined(verb: Token) -> bool:
    """True for a finite verb that the parser joined to one that is not: “a charge that A had done X and
    accused B” says that the one who rejects the charge accuses B."""
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.lemma_ in SAYING and own_subject(verb) is None:
        return True  # “…, saying that …” goes on with what the sentence's subject says
    return (
        verb.dep_ == "conj"
        and verb.tag_ in ("VBD", "VBZ")
        and verb.head.tag_ in ("VB", "VBN", "VBG")
        and own_subject(verb) is None
    )


def subtree_without(head: Token, cut: set[int]) -> list[Token]:
    """The tokens below a head in order, without the subtrees of the tokens whose index is in `cut`, nor
    those of verbs that were joined to the wrong one."""
    found: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        found.append(token)
        stack.extend(c for c in token.children if c.i not in cut and not is_misjoined(c))
    return sorted((t for t in found if not t.is_space), key=lambda t: t.i)


def _loose(token: Token, kept: str) -> bool:
    """Punctuation, space or a conjunction at the end of a stretch; marks in `kept` belong to it."""
    return (token.is_punct and token.text not in kept) or token.is_space or token.dep_ == "cc"


def spans_over(tokens: list[Token]) -> tuple[Span, ...]:
    """The stretches that tokens in order cover: neighbours joined, punctuation at the ends left off."""
    runs: list[list[Token]] = []
    for token in tokens:
        if runs and token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    spans = []
    for run in runs:
        while run and _loose(run[0], "“\"'‘("):
            run.pop(0)
        while run and _loose(run[-1], "”\"'’)"):
            run.pop()
        if run and any(t.is_alpha or t.like_num for t in run):
            spans.append(Span(run[0].idx, run[-1].idx + len(run[-1].text)))
    return tuple(spans)
