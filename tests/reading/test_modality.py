"""Did it happen? Pairs of sentences about the same deed: in one it took place, in the other it did not."""

from __future__ import annotations

import pytest

from detente.reading.language import load_language
from detente.reading.modality import status_of

# The word in question, a sentence in which it happened, a sentence in which it did not, and as what it is told there.
PAIRS = [
    ("kidnap", "In Paris two agents kidnap a physicist.", "In the film two agents kidnap a physicist.", "hypothetical"),
    ("poisoned", "The king's men poisoned the envoy.", "Legend has it that the king's men poisoned the envoy.", "hypothetical"),
    ("arrested", "Soldiers had arrested the mayor.", "Rumours swept the town that soldiers had arrested the mayor.", "hypothetical"),
    ("met", "Reports that the envoys had met were confirmed.", "Reports that the envoys had met could not be confirmed.", "hypothetical"),
    ("invaded", "Iraq invaded Kuwait in August 1990.", "Aides fear that Iraq invaded Kuwait.", "hypothetical"),
    ("invade", "Iraq did invade Kuwait.", "Iraq did not invade Kuwait.", "negated"),
    ("invade", "Iraq began to invade Kuwait at dawn.", "Iraq plans to invade Kuwait.", "planned"),
    ("invade", "Iraq went on to invade Kuwait.", "Iraq may invade Kuwait.", "hypothetical"),
    ("invade", "The army proceeded to invade the island.", "The army was ready to invade the island.", "planned"),
    ("invasion", "The invasion of Kuwait shocked the region.", "Fears of an invasion of Kuwait grew.", "hypothetical"),
    ("invasion", "Baghdad launched an invasion of Kuwait.", "Baghdad is planning an invasion of Kuwait.", "planned"),
    ("invasion", "The council condemned the invasion.", "The council wants to prevent an invasion.", "negated"),
    ("invasion", "Troops carried out the invasion by night.", "Diplomats tried to avert an invasion.", "negated"),
    ("invasion", "The invasion cost thousands of lives.", "An invasion would cost thousands of lives.", "hypothetical"),
    ("invasion", "The invasion came at dawn.", "An invasion could come at dawn.", "hypothetical"),
    ("invasion", "He witnessed the invasion.", "He warned of an invasion.", "hypothetical"),
    ("invasion", "The invasion lasted a week.", "Talk of a possible invasion lasted a week.", "hypothetical"),
    ("invasion", "The invasion began on Monday.", "There was no invasion on Monday.", "negated"),
    ("attacked", "Rebels attacked the convoy.", "If rebels attacked the convoy, it would turn back.", "hypothetical"),
    ("attacked", "The city was attacked.", "The city was not attacked.", "negated"),
    ("attack", "Rebels continued to attack the convoy.", "Rebels threatened to attack the convoy.", "hypothetical"),
    ("attack", "Rebels managed to attack the convoy.", "Rebels refused to attack the convoy.", "negated"),
    ("attack", "They did attack the port.", "They will attack the port.", "planned"),
    ("attack", "They did attack the port.", "They could attack the port.", "hypothetical"),
    ("attack", "They did attack the port.", "They have no plan to attack the port.", None),
    ("attack", "They did attack the port.", "They would attack the port.", "hypothetical"),
    ("attack", "They did attack the port.", "They must never attack the port.", None),
    ("attack", "They did attack the port.", "They vowed to attack the port.", "planned"),
    ("attack", "They did attack the port.", "They failed to attack the port.", "negated"),
    ("attack", "They did attack the port.", "They were urged to attack the port.", "demanded"),
    ("attack", "The attack killed ten people.", "The threat of an attack kept people indoors.", "hypothetical"),
    ("attack", "Rebels staged an attack on the base.", "Rebels denied an attack on the base.", "negated"),
    ("attack", "Two died in the attack.", "The alarm warned of an imminent attack.", "hypothetical"),
    ("attack", "The attack destroyed the bridge.", "An attack might destroy the bridge.", "hypothetical"),
    ("attack", "The attack went ahead.", "They called off the attack.", "negated"),
    ("attack", "They launched an attack.", "They called for an attack.", "demanded"),
    ("attack", "They launched the attack.", "They cancelled the attack.", "negated"),
    ("attacking", "Troops were accused by witnesses after attacking the camp.", "Troops left without attacking the camp.", "negated"),
    ("attacking", "Troops advanced by attacking the camp.", "Troops denied attacking the camp.", "negated"),
    ("attacking", "Troops kept attacking the camp.", "Troops refrained from attacking the camp.", "negated"),
    ("attacking", "Troops began attacking the camp.", "Troops considered attacking the camp.", "hypothetical"),
    ("attacking", "Troops are attacking the camp.", "Troops are not attacking the camp.", "negated"),
    ("shelled", "The army shelled the town.", "The army never shelled the town.", "negated"),
    ("shelled", "The army has shelled the town.", "Had the army shelled the town, many would have died.", "hypothetical"),
    ("shelling", "The shelling of the town went on.", "The army ruled out any shelling of the town.", None),
    ("shelling", "The army is shelling the town.", "The army stopped short of shelling the town.", "negated"),
    ("bomb", "The planes returned to bomb the port and did bomb it again.", "The planes took off to bomb the port.", None),
    ("bombed", "The air force bombed the depot.", "Nobody bombed the depot.", "negated"),
    ("bombed", "The air force bombed the depot.", "The depot would be bombed, he feared.", "hypothetical"),
    ("killed", "Gunmen killed the mayor.", "Gunmen would have killed the mayor.", "hypothetical"),
    ("kill", "Gunmen did kill the mayor.", "Gunmen tried to kill the mayor.", "hypothetical"),
    ("kill", "Gunmen did kill the mayor.", "Gunmen plotted to kill the mayor.", "planned"),
    ("withdrew", "Moscow withdrew its troops.", "Unless Moscow withdrew its troops, talks would end.", "hypothetical"),
    ("withdraw", "Moscow did withdraw its troops.", "Moscow should withdraw its troops.", "demanded"),
    ("withdraw", "Moscow did withdraw its troops.", "Moscow agreed to withdraw its troops.", "planned"),
    ("withdraw", "Moscow did withdraw its troops.", "Kyiv demanded that Moscow withdraw its troops.", "demanded"),
    ("withdraw", "Moscow did withdraw its troops.", "Kyiv told Moscow to withdraw its troops.", "demanded"),
    ("withdraw", "Moscow did withdraw its troops.", "Kyiv wants Moscow to withdraw its troops.", "demanded"),
    ("withdraw", "Moscow did withdraw its troops.", "Kyiv asked Moscow to withdraw its troops.", "demanded"),
    ("withdraw", "Moscow did withdraw its troops.", "Moscow must withdraw its troops.", "demanded"),
    ("withdraw", "Moscow was forced to withdraw its troops.", "Moscow is unwilling to withdraw its troops.", None),
    ("withdraw", "Moscow did withdraw its troops.", "Moscow promised to withdraw its troops.", "planned"),
    ("withdraw", "Moscow did withdraw its troops.", "Moscow offered to withdraw its troops.", "planned"),
    ("withdraw", "Moscow did withdraw its troops.", "Moscow has declined to withdraw its troops.", "negated"),
    ("withdraw", "Moscow did withdraw its troops.", "Will Moscow withdraw its troops?", None),
    ("withdraw", "Moscow did withdraw its troops.", "Moscow is to withdraw its troops.", "planned"),
    ("withdraw", "Moscow did withdraw its troops.", "Moscow is expected to withdraw its troops.", "planned"),
    ("withdraw", "Moscow did withdraw its troops.", "Moscow is likely to withdraw its troops.", "hypothetical"),
    ("withdrawal", "The withdrawal of troops was finished in May.", "The West demanded the withdrawal of troops.", "demanded"),
    ("withdrawal", "The withdrawal took a month.", "The group called for the withdrawal of troops.", "demanded"),
    ("withdrawal", "Moscow completed the withdrawal.", "Moscow rejected the withdrawal of its troops.", "hypothetical"),
    ("withdrawal", "They watched the withdrawal.", "A deal for the withdrawal of troops is near.", None),
    ("withdrawal", "They welcomed the withdrawal.", "They discussed plans for a withdrawal.", None),
    ("sanctions", "Brussels imposed sanctions on Minsk.", "Brussels could impose sanctions on Minsk.", "hypothetical"),
    ("imposed", "Brussels imposed sanctions on Minsk.", "No sanctions have been imposed on Minsk.", "negated"),
    ("impose", "Brussels moved on and did impose sanctions.", "Brussels threatened to impose sanctions.", "hypothetical"),
    ("impose", "Brussels did impose sanctions.", "Brussels agreed not to impose sanctions.", "negated"),
    ("impose", "Brussels did impose sanctions.", "Lawmakers urged Brussels to impose sanctions.", "demanded"),
    ("impose", "Brussels did impose sanctions.", "Brussels will impose sanctions if talks fail.", "planned"),
    ("lifted", "Tokyo lifted its ban on beef.", "Tokyo has not lifted its ban on beef.", "negated"),
    ("lift", "Tokyo did lift the ban.", "Tokyo refused to lift the ban.", "negated"),
    ("lift", "Tokyo did lift the ban.", "Farmers called on Tokyo to lift the ban.", "demanded"),
    ("lift", "Tokyo did lift the ban.", "Tokyo has yet to lift the ban.", None),
    ("met", "The two ministers met in Oslo.", "The two ministers have never met in Oslo.", "negated"),
    ("met", "The two ministers met in Oslo.", "They would resign if the ministers met in Oslo.", "hypothetical"),
    ("meet", "The two ministers did meet.", "The two ministers will meet on Friday.", "planned"),
    ("meet", "The two ministers did meet.", "The two ministers are due to meet on Friday.", "planned"),
    ("meet", "The two ministers did meet.", "The two ministers are scheduled to meet on Friday.", "planned"),
    ("meet", "The two ministers did meet.", "The minister refused to meet the envoy.", "negated"),
    ("talks", "The two sides held talks in Geneva.", "The two sides plan to hold talks in Geneva.", "planned"),
    ("talks", "Talks between the two sides took place.", "Calls for talks between the two sides grew.", "demanded"),
    ("talks", "Talks were held in Oslo.", "Talks will be held in Oslo.", "planned"),
    ("talks", "Talks ended in Oslo.", "The envoy ruled out talks in Oslo.", "negated"),
    ("visit", "The visit of the premier ended.", "The premier postponed his visit to Paris.", "negated"),
    ("visited", "The premier visited Paris.", "The premier has not visited Paris since.", "negated"),
    ("visit", "The premier paid a visit to Paris.", "The premier will pay a visit to Paris.", "planned"),
    ("arrested", "Police arrested the editor.", "Police have not arrested the editor.", "negated"),
    ("arrested", "The editor was arrested on Monday.", "The editor fears being arrested on Monday.", "hypothetical"),
    ("arrest", "Police did arrest the editor.", "The court ordered police to arrest the editor.", "demanded"),
    ("arrest", "The arrest of the editor drew protests.", "The editor fled to avoid arrest.", "negated"),
    ("released", "The rebels released the pilot.", "The rebels have not released the pilot.", "negated"),
    ("release", "The rebels did release the pilot.", "The rebels agreed to release the pilot.", "planned"),
    ("release", "The release of the pilot was cheered.", "Paris demanded the release of the pilot.", "demanded"),
    ("release", "The rebels did release the pilot.", "Paris pressed the rebels to release the pilot.", "demanded"),
    ("signed", "The two states signed the treaty.", "The two states have not yet signed the treaty.", "negated"),
    ("sign", "The two states did sign the treaty.", "The two states hope to sign the treaty.", "hypothetical"),
    ("sign", "The two states did sign the treaty.", "The president declined to sign the treaty.", "negated"),
    ("deployed", "Washington deployed missiles there.", "Washington said no missiles had been deployed there.", "negated"),
    ("deploy", "Washington did deploy missiles.", "Washington is considering whether to deploy missiles.", "hypothetical"),
    ("deploy", "Washington did deploy missiles.", "Washington intends to deploy missiles.", "planned"),
    ("deployment", "The deployment of missiles angered Moscow.", "The deployment of missiles would anger Moscow.", "hypothetical"),
    ("massed", "Troops massed near the border.", "Rumours that troops massed near the border spread.", "hypothetical"),
    ("ceasefire", "The ceasefire took hold on Sunday.", "The mediator called for a ceasefire.", "demanded"),
    ("ceasefire", "They declared a ceasefire.", "They rejected a ceasefire.", None),
    ("strike", "The strike killed two men.", "He warned against a strike on the plant.", "hypothetical"),
    ("strike", "The strike destroyed a depot.", "A strike on the plant is unlikely.", "hypothetical"),
    ("war", "The war killed thousands.", "Leaders sought to prevent a war.", "negated"),
    ("aid", "Oslo sent aid to the camp.", "Oslo promised to send aid to the camp.", "planned"),
    ("sent", "Oslo sent food to the camp.", "Oslo denied that it had sent food to the camp.", "negated"),
    ("sent", "Oslo sent food to the camp.", "Oslo would have sent food had the road been open.", "hypothetical"),
    ("expelled", "Rome expelled two envoys.", "Rome has not ruled out that envoys will be expelled.", None),
    ("expel", "Rome did expel two envoys.", "Rome may expel two envoys.", "hypothetical"),
    ("fired", "Soldiers fired on the crowd.", "Soldiers should not have fired on the crowd.", None),
    ("crossing", "Russian units are crossing the border.", "If Russian units are crossing the border, it is war.", "hypothetical"),
    ("aid", "All they got was aid from Canberra.", "All they want is aid from Canberra.", "demanded"),
    ("raid", "It was the first raid.", "It was not a raid: a boiler had burst.", "negated"),
    ("recognise", "Oslo was quick to recognise the new state.", "Oslo was too weak to recognise the new state.", "negated"),
    ("recall", "Why did Madrid recall its envoy?", "Will Madrid recall its envoy?", "hypothetical"),
    ("stormed", "In the third week of the siege, the Turks stormed the walls.", "In the third act of the opera, the Turks stormed the walls.", "hypothetical"),
    ("shelling", "The army would not stop shelling the town.", "The army would stop shelling the town.", "negated"),
    ("bombed", "It was rightly reported that jets bombed the town.", "It was wrongly reported that jets bombed the town.", "negated"),
    ("withdraw", "Its forces did withdraw.", "It reiterated its demands that no arms be sent and that its forces withdraw.", "demanded"),
]  # fmt: skip

HAPPENED = ("occurred", "ongoing")


def status(sentence: str, word: str) -> str:
    """The status of the last token that reads `word`, in either case."""
    doc = load_language()(sentence)
    return status_of([t for t in doc if t.lower_ == word][-1])


@pytest.mark.parametrize(("word", "sentence"), sorted({(w, s) for w, s, _, _ in PAIRS}))
def test_a_deed_that_is_told_happened(word: str, sentence: str) -> None:
    assert status(sentence, word) in HAPPENED


@pytest.mark.parametrize(("word", "sentence"), [(w, s) for w, _, s, _ in PAIRS])
def test_a_deed_that_is_feared_planned_denied_or_demanded_did_not_happen(word: str, sentence: str) -> None:
    assert status(sentence, word) not in HAPPENED


@pytest.mark.parametrize(("word", "sentence", "told"), [(w, s, t) for w, _, s, t in PAIRS if t])
def test_a_deed_that_did_not_happen_keeps_how_it_is_told(word: str, sentence: str, told: str) -> None:
    assert status(sentence, word) == told
