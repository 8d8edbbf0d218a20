"""Who says what: every form in which English news reports speech."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading import read_report
from detente.reading.statements import speaker_of_span
from detente.records import Reading, Span, Statement, make_report


def read(text: str, published: str | None = "2023-03-10") -> Reading:
    return read_report(make_report(text, published_at=published))


def told(reading: Reading, statement: Statement) -> tuple[str, str, str]:
    """Source, cue and content as words; pieces that stand apart are joined by “|”."""
    text = reading.report.text
    return tuple(  # type: ignore[return-value]
        "|".join(s.of(text) for s in spans) for spans in (statement.source, statement.cue, statement.content)
    )


def only(reading: Reading) -> Statement:
    assert len(reading.statements) == 1, [told(reading, s) for s in reading.statements]
    return reading.statements[0]


FORMS = [
    ("The minister said that the bridge was closed.", ("The minister", "said", "that the bridge was closed")),
    ("The bridge was closed, the minister said.", ("the minister", "said", "The bridge was closed")),
    ("“The bridge is closed,” the minister said.", ("the minister", "said", "“The bridge is closed,”")),
    ("“The bridge is closed,” said the minister.", ("the minister", "said", "“The bridge is closed,”")),
    ("The minister said: “The bridge is closed.”", ("The minister", "said:", "“The bridge is closed.”")),
    (
        "“The bridge,” the minister said, “is closed to all traffic.”",
        ("the minister", "said", "“The bridge,”|“is closed to all traffic.”"),
    ),
    (
        "“The bridge is closed,” the minister said. “The road is open.”",
        ("the minister", "said", "“The bridge is closed,”|“The road is open.”"),
    ),
    ("The bridge, he said, was closed.", ("he", "said", "The bridge|was closed")),
    (
        "According to the ministry, the bridge was closed.",
        ("the ministry", "According to", "the bridge was closed"),
    ),
    (
        "The bridge was closed on Monday, according to two diplomats.",
        ("two diplomats", "according to", "The bridge was closed on Monday"),
    ),
    ("Norway rejected the demand.", ("Norway", "rejected", "the demand")),
    ("Norway promised to leave the island.", ("Norway", "promised", "to leave the island")),
    ("Norway urged Sweden to leave the island.", ("Norway", "urged", "Sweden to leave the island")),
    ("Holm repeated that warning on Friday.", ("Holm", "repeated", "that warning")),
    ("Norway called on tech firms to do more.", ("Norway", "called on", "tech firms to do more")),
    ("Norway called for an immediate ceasefire.", ("Norway", "called for", "an immediate ceasefire")),
    (
        "Norway accused Sweden of violating the treaty.",
        ("Norway", "accused", "Sweden of violating the treaty"),
    ),
    ("Norway called the talks “a waste of time”.", ("Norway", "called", "the talks “a waste of time”")),
    (
        "Lena Holm, the foreign minister, said the bridge was closed.",
        ("Lena Holm, the foreign minister,", "said", "the bridge was closed"),
    ),
    ("HOLM: Will the bridge be opened this week?", ("HOLM", ":", "Will the bridge be opened this week?")),
    (
        "BERGEN, Jan 21 (Wire) — The bridge was closed, the minister said.",
        ("the minister", "said", "The bridge was closed"),
    ),
    (
        "Sweden has said it wants a ceasefire and insisted that the border stay open.",
        ("Sweden", "insisted", "that the border stay open"),
    ),
    ("The border will stay open: Holm", ("Holm", ":", "The border will stay open")),
    (
        "“We will not sail before Monday.” — Lena Holm, head of the pilots’ union",
        ("Lena Holm, head of the pilots’ union", "—", "“We will not sail before Monday.”"),
    ),
    (
        "Holm clarified Berg's son, Ole, joined the delegation.",
        ("Holm", "clarified", "Berg's son, Ole, joined the delegation"),
    ),
    (
        "The siege has killed 52 people and wounded 118, according to two doctors.",
        ("two doctors", "according to", "The siege has killed 52 people and wounded 118"),
    ),
    ("In Norway's view, the treaty is dead.", ("Norway's", "In|view", "the treaty is dead")),
    ("The minister, who said the bridge was closed, left.", ("who", "said", "the bridge was closed")),
    (
        "The bridge was closed, as the minister had said.",
        ("the minister", "had said", "The bridge was closed"),
    ),
    (
        "Sweden's claim that the bridge was closed is wrong.",
        ("Sweden's", "claim", "that the bridge was closed"),
    ),
    ("Norway's refusal to leave was no surprise.", ("Norway's", "refusal", "to leave")),
    ("The plan was rejected by Norway.", ("Norway", "was rejected", "The plan")),
    ("Norway blamed Sweden for the delay.", ("Norway", "blamed", "Sweden for the delay")),
    ("Norway ruled out a ceasefire.", ("Norway", "ruled out", "a ceasefire")),
    (
        "“The bridge is closed,” minister Lena Holm told reporters.",
        ("minister Lena Holm", "told", "“The bridge is closed,”"),
    ),
    (
        "There will be no talks as long as the blockade continues, Holm told parliament.\nThe session went on.",
        ("Holm", "told", "There will be no talks as long as the blockade continues"),
    ),
    (
        "“The bridge is closed,” the state agency quoted Lena Holm as saying.",
        ("Lena Holm", "quoted|as saying", "“The bridge is closed,”"),
    ),
    ("Sweden dismissed the claim as false.", ("Sweden", "dismissed", "the claim as false")),
    ("Asked about the bridge, Holm replied: “Never.”", ("Holm", "replied:", "“Never.”")),
    (
        "“It was our brother who died,” wept Lena Holm.",
        ("Lena Holm", "wept", "“It was our brother who died,”"),
    ),
    (
        "NATO chief Jens Stoltenberg: “Ukraine will join.”",
        ("NATO chief Jens Stoltenberg", ":", "“Ukraine will join.”"),
    ),
    (
        "The union is “deeply concerned”, minister Lena Holm tweeted, urging restraint.",
        ("minister Lena Holm", "tweeted", "The union is “deeply concerned”"),
    ),
    ("Sweden was accused of hiding the report.", ("", "was accused", "Sweden|of hiding the report")),
    (
        "Norway says it is ready to talk, while Sweden insists on a full withdrawal.",
        ("Norway", "says", "it is ready to talk"),
    ),
    ("Norway declined to say whether it would come.", ("Norway", "declined", "to say whether it would come")),
]


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[t for t, _ in FORMS])
def test_source_cue_and_content_of_each_form(text: str, expected: tuple[str, str, str]) -> None:
    reading = read(text)
    assert expected in [told(reading, s) for s in reading.statements]


ACTS = [
    ("Norway said Sweden should withdraw its troops.", "demand"),
    ("Norway said it would respond next week.", "promise"),
    ("Norway said Sweden would pay a heavy price if it attacked.", "threaten"),
    ("Norway warned that Sweden would face severe consequences.", "threaten"),
    ("Norway warned that the situation was fragile.", "assess"),
    ("Norway said it was open to talks.", "offer"),
    ("Norway said the claims were false.", "deny"),
    ("Norway said it had no intention of attacking Sweden.", "deny"),
    ("Norway said Sweden had agreed to the plan.", "assert"),
    ("Norway said it would not accept the ultimatum.", "reject"),
    ("Norway denied that it had closed the border.", "deny"),
    ("Norway accused Sweden of closing the border.", "accuse"),
    ("Norway pledged to reopen the border.", "promise"),
    ("Norway threatened to close the border.", "threaten"),
    ("Norway rejected the proposal.", "reject"),
    ("Norway agreed to reopen the border.", "accept"),
    ("Norway offered to host the talks.", "offer"),
    ("Norway proposed a ceasefire.", "propose"),
    ("Norway praised the decision.", "praise"),
    ("Norway condemned the attack.", "disapprove"),
    ("Norway rejected the allegations.", "deny"),
    ("Norway will not accept preconditions.", "reject"),
    ("Norway said it reserved the right to respond.", "threaten"),
    ("Norway called the strike “illegal”.", "disapprove"),
    ("Norway called the talks “constructive”.", "praise"),
    ("Norway vowed to retaliate with great force.", "threaten"),
    ("Norway believes that the talks will fail.", "assess"),
    ("Norway asked whether the talks would go on.", "ask"),
    ("Norway apologised for the delay.", "apologise"),
    ("Norway repeated its demand that Sweden leave.", "demand"),
    ("Sweden fears that the pipeline would destroy the reef.", "assess"),
    ("The minister said the pipeline would destroy the reef.", "assert"),
    ("The minister said sanctions must be lifted.", "demand"),
    ("The minister said the papers must have been lost.", "assert"),
]


@pytest.mark.parametrize(("text", "act"), ACTS, ids=[t for t, _ in ACTS])
def test_the_act_comes_from_cue_and_content(text: str, act: str) -> None:
    assert act in read(text).statements[0].acts


def test_three_levels_of_report_are_nested() -> None:
    reading = read("Holm said Berg repeated Sweden's insistence that it had no intention of leaving.")
    holm, berg, sweden = reading.statements
    assert told(reading, sweden)[:2] == ("Sweden's", "insistence")
    assert (holm.parent, berg.parent, sweden.parent) == (None, holm.id, berg.id)


def test_what_was_not_said_is_negated() -> None:
    assert only(read("The minister did not say that the bridge was closed.")).negated
    assert not only(read("The minister said that the bridge was closed.")).negated


def test_a_speech_over_paragraphs_is_one_statement() -> None:
    reading = read("“We came in peace,” the minister said. “We stay in peace.\n\n“We will leave in peace.”")
    assert (
        told(reading, only(reading))[2] == "“We came in peace,”|“We stay in peace.|“We will leave in peace.”"
    )


def test_a_quotation_right_after_the_cue_is_the_same_speech() -> None:
    reading = read("“The bridge is closed,” the minister said.\n\n“The road will open again in May.”")
    assert told(reading, only(reading))[2] == "“The bridge is closed,”|“The road will open again in May.”"


def test_a_bare_quotation_belongs_to_the_running_speaker() -> None:
    reading = read(
        "Lena Holm met reporters on Monday. Holm said the bridge was closed.\n\n“The road will open again in May.”"
    )
    first, bare = reading.statements
    assert not bare.cue
    assert bare.speaker == first.speaker is not None


def test_the_same_words_in_two_reports_are_one_utterance() -> None:
    one = only(read("“The bridge is closed,” the minister said."))
    two = only(read('The ministry in Oslo said: "the bridge is\nclosed".'))
    assert one.utterance == two.utterance is not None
    assert one.id != two.id


def test_the_day_of_the_cue_is_when_it_was_said_and_not_the_day_in_the_content() -> None:
    said = only(read("Norway said on Thursday that the bridge would open next week."))
    assert said.said_at is not None
    assert said.said_at.start == "2023-03-09"


def test_a_day_behind_the_object_is_when_it_was_said() -> None:
    said = only(read("Holm repeated that warning on Friday."))
    assert said.said_at is not None
    assert said.said_at.text == "Friday"


def test_we_in_a_quotation_is_its_speaker() -> None:
    reading = read("“We reject this ultimatum,” Norway said.")
    text = reading.report.text
    at = text.index("We")
    innermost = speaker_of_span(Span(at + 3, at + 9), reading.statements)
    assert innermost is not None
    assert {s.speaker for s in reading.statements} == {innermost.speaker}
    assert innermost.speaker is not None


def test_a_remark_of_the_reporter_is_no_part_of_the_content() -> None:
    reading = read("Many people fear Sweden is planning an attack, although Sweden denies this.")
    assert [told(reading, s)[2] for s in reading.statements] == ["Sweden is planning an attack", "this"]
    assert all(s.parent is None for s in reading.statements)


def test_a_past_tense_after_would_goes_back_to_the_speaker() -> None:
    reading = read(
        "Holm told Berg that Norway would send an answer next week and suggested they would meet again."
    )
    first, second = (told(reading, s) for s in reading.statements[:2])
    assert first[2] == "that Norway would send an answer next week"
    assert second == ("Holm", "suggested", "they would meet again")


@pytest.mark.parametrize(
    "text", ["If Norway agrees to the plan, the talks will end.", "Sweden may reject the plan."]
)
def test_what_may_be_said_has_not_been_said(text: str) -> None:
    assert read(text).statements == ()


def test_paragraphs_before_the_cue_belong_to_the_speaker_at_the_end() -> None:
    reading = read(
        "Carl Berg said the road was open.\n“The bridge is closed today.\n“The tunnel is closed,” Lena Holm said."
    )
    assert [told(reading, s)[0] for s in reading.statements] == ["Carl Berg", "Lena Holm"]
    assert len(reading.statements[1].content) == 2


def test_a_past_form_after_a_present_cue_is_part_of_what_they_say() -> None:
    reading = read("Officials say they have met with villagers and promised to help.")
    assert told(reading, reading.statements[0])[2] == "they have met with villagers and promised to help"


def test_who_is_told_is_an_addressee() -> None:
    reading = read("Lena Holm told Carl Berg that the bridge was closed.")
    names = {a.id: a.name for a in reading.actors}
    assert [names[a] for a in only(reading).addressees] == ["Carl Berg"]


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.sampled_from(
            [
                "“",
                "”",
                '"',
                "'",
                "’",
                "Norway",
                "said",
                "that",
                "it",
                "rejected",
                "the plan",
                ",",
                ".",
                ":",
                "\n",
                "“No,”",
            ]
        ),
        max_size=25,
    )
)
def test_contents_of_any_text_slice_in_order(words: list[str]) -> None:
    reading = read(" ".join(words))
    for statement in reading.statements:
        last = 0
        for span in statement.content:
            assert last <= span.start < span.end <= len(reading.report.text)
            last = span.end


@pytest.mark.parametrize(
    "text",
    [
        "The fund pays for rules that support small traders.",
        "A feud between clans threatened to undermine the vote.",
        "Funds were cut due to the “expedited withdrawal” of troops.",
    ],
)
def test_things_say_nothing(text: str):
    assert read(text).statements == ()


def test_in_a_quotation_what_nobody_says_is_no_statement():
    reading = read("“You have a mandate to support the poor,” Lena Holm said.")
    assert told(reading, only(reading))[0] == "Lena Holm"


def test_a_participle_behind_a_passive_belongs_to_who_reports():
    reading = read(
        "Norway's ministry disputed that a ferry had been hit by a drone, calling the report “misleading”."
    )
    assert {told(reading, s)[0] for s in reading.statements} == {"Norway's ministry"}


def test_a_letter_speaks_for_those_who_wrote_it():
    reading = read("Norway's letter to Lena Holm, the commissioner, said the treaty was dead.")
    names = {a.id: a.name for a in reading.actors}
    assert names[only(reading).speaker or ""] == "Norway"


@pytest.mark.parametrize(
    "text",
    [
        "Mali said it would regard any intervention as a declaration of war.",
        "Mali said any attack on its camps would be answered.",
        "The ministry said it would arrest anyone who broke the law.",
        "Mali said it would use force if the convoy did not stop.",
    ],
)
def test_what_would_hurt_others_threatens_them(text: str):
    assert only(read(text)).acts == ("threaten",)


def test_what_is_said_in_a_statement_is_said_by_whom_the_verb_names():
    reading = read("The council said in a statement that the raid was illegal.")
    assert told(reading, only(reading))[0] == "The council"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The envoy asked the crew whether they would sail.",
            ("The envoy", "asked", "whether they would sail"),
        ),
        (
            "The vote had been put off, Berg said; the chamber was empty.",
            ("Berg", "said", "The vote had been put off"),
        ),
        (
            "That night, in a letter that hurt her, the members demanded Berg’s dismissal.",
            ("the members", "demanded", "Berg’s dismissal"),
        ),
        (
            "The group called for supporters to assemble in the square.",
            ("The group", "called for", "supporters to assemble in the square"),
        ),
        (
            "He seemed to recognise the court was likely to rule against him.",
            ("He", "seemed to recognise", "the court was likely to rule against him"),
        ),
        (
            "Berg concluded by saying that the council had a role.",
            ("Berg", "concluded by saying", "that the council had a role"),
        ),
        (
            "Those who left took only “the most necessary things”, he says.",
            ("he", "says", "Those who left took only “the most necessary things”"),
        ),
        ("The court ruled that the order was void.", ("The court", "ruled", "that the order was void")),
    ],
)
def test_a_content_begins_and_ends_where_the_words_reported_do(
    text: str, expected: tuple[str, str, str]
) -> None:
    reading = read(text)
    assert told(reading, only(reading)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The college offered courses in law.",
        "Some families would see their taxes go up.",
        "The town will continue building houses.",
        "In 2017 the governor choke-slammed a reporter.",
        "The firm has the right to grant degrees.",
        "The firm directed much of its attention there.",
    ],
)
def test_deeds_and_sights_are_no_statements(text: str) -> None:
    assert read(text).statements == ()


def test_reports_that_indicate_something_are_one_statement() -> None:
    reading = read("Reports from Myanmar indicate that the councils function.")
    assert told(reading, only(reading))[1] == "indicate"


def test_who_made_a_study_speaks_in_it() -> None:
    reading = read("Half of them would leave, according to research by Amnesty International.")
    speaker = only(reading).speaker
    assert next(a.name for a in reading.actors if a.id == speaker) == "Amnesty International"
