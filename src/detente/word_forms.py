"""Words as texts are compared: those that say little, and the others cut to a stem or put back to a base form."""

from __future__ import annotations

from collections.abc import Container

# Words that carry no matter, whatever is told.
FUNCTION = frozenset(
    "a about against also am among an and another any are as at be because been being between both but by "
    "can could d did do does during each even ever for from get gets go going got had has have having he "
    "her here hers him himself his how i if in into is it its itself just let ll may me might mine mr mrs "
    "ms must my nor now of off on only or our ours out over own per re s said same say says shall she "
    "should since so some still such t than that the their theirs them themselves then there these they "
    "this those through to too toward towards under unless until up upon us ve very was we were what when "
    "where whether which while who whom whose will with within would yet you your yours".split()
)
NEGATIONS = frozenset(
    "fail failed lack neither never no nobody none nor not nothing nowhere refuse refused refuses without".split()
)
# Forms that no ending explains → their base forms; “armed” and “united” are words of their own.
_IRREGULAR = dict(
    pair.split("=")
    for pair in (
        "armed=armed ate=eat became=become began=begin begun=begin better=good bigger=big biggest=big "
        "bore=bear borne=bear bought=buy broke=break broken=break brought=bring built=build came=come "
        "caught=catch children=child chose=choose chosen=choose dealt=deal died=die drawn=draw drew=draw "
        "driven=drive drove=drive dug=dig earlier=early eaten=eat fallen=fall fell=fall felt=feel fled=flee "
        "flew=fly flown=fly forbade=forbid forbidden=forbid forces=force fought=fight found=find freed=free "
        "froze=freeze frozen=freeze gave=give given=give gone=go grew=grow grown=grow harder=hard "
        "hardest=hard heard=hear held=hold hid=hide hidden=hide higher=high highest=high kept=keep "
        "knew=know known=know laid=lay larger=large largest=large later=late latest=late led=lead "
        "left=leave lent=lend lives=life lost=lose lowest=low made=make meant=mean men=man met=meet "
        "overthrew=overthrow overthrown=overthrow paid=pay ran=run rebuilt=rebuild risen=rise rose=rise "
        "sat=sit saw=see seen=see sent=send shaken=shake shook=shake shot=shoot shown=show slain=slay "
        "sold=sell sought=seek spent=spend spoke=speak spoken=speak stole=steal stolen=steal stood=stand "
        "struck=strike swore=swear sworn=swear taken=take taught=teach thought=think threw=throw "
        "thrown=throw took=take understood=understand undertaken=undertake undertook=undertake "
        "united=united went=go withdrawn=withdraw withdrew=withdraw women=woman won=win worse=bad "
        "written=write wrote=write"
    ).split()
)
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
)  # fmt: skip


def stem_of(word: str) -> str:
    """A word cut so that its inflections meet: without ending, six letters at most."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:6].rstrip("e")


def base_form(word: str, known: Container[tuple[str, ...]]) -> str:
    """The base form of a word where the irregular forms or `known` (words as tuples) have it, else the word."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if (word,) in known:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            base = word[: -len(ending)] + instead
            if (base,) in known:
                return base
    for ending in ("ed", "ing"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) > 3 and base[-1] == base[-2] and (base[:-1],) in known:
            return base[:-1]
    return word
