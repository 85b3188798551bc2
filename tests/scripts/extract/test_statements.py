"""Constructions of reported speech, one sentence each."""

import pytest

from scripts.extract import extract


def found(text, published=None):
    """(speaker, cue, content, mode) of every statement."""

    def words(span):
        return text[span[0] : span[1]] if span else None

    return [
        (
            words(s["speaker"]),
            words(s["cue"]),
            " | ".join(words(span) for span in s["content"]),
            s["mode"],
        )
        for s in extract("x", text, published)["statements"]
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The minister said that the road is open.", ("The minister", "said", "the road is open", "indirect")),
        ("The minister said on Monday the road is open.", ("The minister", "said", "the road is open", "indirect")),
        ("“The road is open,” he said.", ("he", "said", "The road is open,", "direct")),
        ("«The road is open», he underlined.", ("he", "underlined", "The road is open", "direct")),
        ("''The road is open,'' said the governor of Ilam.", ("the governor of Ilam", "said", "The road is open,", "direct")),
        ("He said: “The road is open.”", ("He", "said", "The road is open.", "direct")),
        ("“The road,” she said, “is closed.”", ("she", "said", "The road, | is closed.", "direct")),
        ("“The road is open,” he said. “Come.”", ("he", "said", "The road is open, | Come.", "direct")),
        ("The road is open, he added.", ("he", "added", "The road is open", "indirect")),
        ("The road, officials say, is open.", ("officials", "say", "The road | is open", "indirect")),
        ("According to the ministry, the road is open.", ("the ministry", "According to", "the road is open", "indirect")),
        ("As the governor noted, the road is open.", ("the governor", "noted", "the road is open", "indirect")),
        ("He told reporters in Baghdad that the road is open.", ("He", "told", "the road is open", "indirect")),
        ("Jalali urged Iraq to open the road.", ("Jalali", "urged", "Iraq to open the road", "indirect")),
        ("Jalali called the plan “a fantasy”.", ("Jalali", "called", "the plan “a fantasy”", "mixed")),
        ("Jalali described the plan as wise.", ("Jalali", "described", "the plan as wise", "indirect")),
        ("Jalali expressed hope that peace would last.", ("Jalali", "expressed hope", "peace would last", "indirect")),
        ("Jalali expressed satisfaction with the talks.", ("Jalali", "expressed satisfaction", "the talks", "indirect")),
        ("Jalali promised to open the road.", ("Jalali", "promised", "to open the road", "indirect")),
        ("Jalali, who arrived on Monday, said the road is open.", ("Jalali, who arrived on Monday", "said", "the road is open", "indirect")),
        ("Jalali went on to say that the road is open.", ("Jalali", "say", "the road is open", "indirect")),
        ("IRNA quoted a source as saying that the road is open.", ("a source", "saying", "the road is open", "indirect")),
        ("“The road is open,” he was quoted as saying.", ("he", "saying", "The road is open,", "direct")),
        ("Iran: Neighbors must join hands now", ("Iran", None, "Neighbors must join hands now", "indirect")),
        ("Border road to open, official says", ("official", "says", "Border road to open", "indirect")),
        ("In the end, Jalali said, the road will open.", ("Jalali", "said", "In the end | the road will open", "indirect")),
        ("The road is open” for all, Jalali noted.", ("Jalali", "noted", "The road is open” for all", "mixed")),
        ("The road is open,” the speaker said.", ("the speaker", "said", "The road is open,", "direct")),
        ("“The road is open, he said.", ("he", "said", "The road is open,", "direct")),
        ("Jalali said, The road is open.”", ("Jalali", "said", "The road is open.", "direct")),
        ("Jalali told the crowd, he has no plans.", ("Jalali", "told", "he has no plans", "indirect")),
        ("The plan, an inside source said, is old.", ("an inside source", "said", "The plan | is old", "indirect")),
        ("Drivers, Jalali said, need to wait.", ("Jalali", "said", "Drivers | need to wait", "indirect")),
        ("The plan, said Jalali and others, is old.", ("Jalali and others", "said", "The plan | is old", "indirect")),
        ("The envoy was asked by a reporter whether the road would open.", ("a reporter", "asked", "whether the road would open", "indirect")),
        ("A source who knows the plan said the road will open.", ("A source who knows the plan", "said", "the road will open", "indirect")),
        ("Jalali told the mayor of the city that the road is open.", ("Jalali", "told", "the road is open", "indirect")),
        ("He shook hands and asked the drivers if they had waited.", ("He", "asked", "if they had waited", "indirect")),
        ("He left for Basra, which he described as his home.", ("he", "described", "as his home", "indirect")),
        ("Jalali condemned the raid, which began on Monday.", ("Jalali", "condemned", "the raid", "indirect")),
        ("Jalali condemned the raid, but he stayed.", ("Jalali", "condemned", "the raid", "indirect")),
        ("Jalali praised Hadi, the head of the council, for his help.", ("Jalali", "praised", "Hadi, the head of the council, for his help", "indirect")),
        ("Jalali said the road would open, a step that few expect.", ("Jalali", "said", "the road would open", "indirect")),
        ("Jalali said the road is open, a third bridge will follow.", ("Jalali", "said", "the road is open, a third bridge will follow", "indirect")),
        ("Jalali took the stage to say that the road is open.", ("Jalali", "say", "the road is open", "indirect")),
        ("Jalali used the visit to praise the builders.", ("Jalali", "praise", "the builders", "indirect")),
        ("The delay prompted Jalali to say that the road is closed.", ("Jalali", "say", "the road is closed", "indirect")),
        ("Jalali sent a letter saying that the road is open.", ("Jalali", "saying", "the road is open", "indirect")),
        ("He wrote beside a report saying that the road is open.", ("a report", "saying", "the road is open", "indirect")),
        ("Two in five say the road is open.", ("Two in five", "say", "the road is open", "indirect")),
        ("Most agree the road is open.", ("Most", "agree", "the road is open", "indirect")),
        ("Jalali, citing “the rules,” said the council would meet.", ("Jalali", "said", "the council would meet", "indirect")),
        ("The talks follow his claim that the road is open.", ("his", "claim", "the road is open", "indirect")),
        ("The talks follow Iraq's call for a new road.", ("Iraq's", "call for", "a new road", "indirect")),
        ("The talks follow claims by the governor that the road is open.", ("the governor", "claims", "the road is open", "indirect")),
        ("Jalali made an urgent call for calm.", ("Jalali", "call for", "calm", "indirect")),
        ("Jalali called the minister “a friend”.", ("Jalali", "called", "the minister “a friend”", "mixed")),
        ("Jalali is reported to have said that the road is open.", ("Jalali", "said", "the road is open", "indirect")),
        ("Jalali, who leads the office, was quoted as saying by Mehr that “the road is open.”", ("Jalali, who leads the office", "saying", "the road is open.", "direct")),
        ("Jalali condemned the raid in a letter to the council.", ("Jalali", "condemned", "the raid", "indirect")),
        ("Jalali says the road is open, as the talks go on in Baghdad.", ("Jalali", "says", "the road is open", "indirect")),
        ("After the talks the road is open, officials on both sides say.", ("officials on both sides", "say", "After the talks the road is open", "indirect")),
        ("Jalali credits the accord with the calm.", ("Jalali", "credits", "the accord with the calm", "indirect")),
        ("“A border is a market,” he began.", ("he", "began", "A border is a market,", "direct")),
        ("Jalali's appeal to the ministries to answer was heard.", ("Jalali's", "appeal to", "the ministries to answer", "indirect")),
        ("Jalali's promise to open the road has been met with silence.", ("Jalali's", "promise", "to open the road", "indirect")),
        ("Jalali ends tour with call for new road", ("Jalali", "call for", "new road", "indirect")),
        ("‘No treaty asked for her’: Iraq's envoy to Iran", ("Iraq's envoy to Iran", None, "No treaty asked for her", "direct")),
        ("According to the readout, Jalali replied that the road is open.", ("Jalali", "replied", "the road is open", "indirect")),
        ("Jalali called the road “a gift”, his office reported.", ("Jalali", "called", "the road “a gift”", "mixed")),
        ("“Basra is dying, al-Kinani said.", ("al-Kinani", "said", "Basra is dying,", "direct")),
        ("“They will be home soon, Jalali is said to have told them.", ("Jalali", "told", "They will be home soon,", "direct")),
        ("“Who pays for the trees? mayor Ahmed Qadir told Mehr.", ("mayor Ahmed Qadir", "told", "Who pays for the trees?", "direct")),
        ("The letters read, “The raid hit a house. Iraq has answered all. It expects no more.", ("The letters", "read", "The raid hit a house. Iraq has answered all. It expects no more.", "direct")),
        ("Tavakoli: The committee will meet soon.”", ("Tavakoli", None, "The committee will meet soon.", "direct")),
        ("Jalali was quoted as saying by Mehr that we will answer with fire.”", ("Jalali", "saying", "we will answer with fire.", "direct")),
        ("Jalali told me his support for Mr. Hadi makes him glad.", ("Jalali", "told", "his support for Mr. Hadi makes him glad", "indirect")),
        ("Jalali, who called Hadi after the vote was held, told her followers, “I love Ilam.”", ("Jalali, who called Hadi after the vote was held", "told", "I love Ilam.", "direct")),
        ("The secretary of state for the elderly, Pari Kamali, confirmed that Helal was there.", ("The secretary of state for the elderly, Pari Kamali", "confirmed", "Helal was there", "indirect")),
        ("The office said about half of the drivers had left.", ("The office", "said", "about half of the drivers had left", "indirect")),
        ("The story was true, he and another reporter said.", ("he and another reporter", "said", "The story was true", "indirect")),
        ("But that is not enough, said Omar Saleh, a baker in Basra.", ("Omar Saleh, a baker in Basra", "said", "that is not enough", "indirect")),
        ("The riddle of Nancy, says Omar Saleh, a writer at the Hall, is that she was shy.", ("Omar Saleh, a writer at the Hall", "says", "The riddle of Nancy | is that she was shy", "indirect")),
        ("And, he acknowledged, it's unclear how far it goes.", ("he", "acknowledged", "it's unclear how far it goes", "indirect")),
        ("He argued the council, which meets today, is weak.", ("He", "argued", "the council, which meets today, is weak", "indirect")),
        ("The envoy vowed last month to take the case to court.", ("The envoy", "vowed", "to take the case to court", "indirect")),
        ("Since announcing that he would go, Jalali has been ill.", ("Jalali", "announcing", "he would go", "indirect")),
        ("The change has left half of the drivers saying roads are worse.", ("half of the drivers", "saying", "roads are worse", "indirect")),
        ("The firm reported between $5 and $9 in income.", ("The firm", "reported", "between $5 and $9 in income", "indirect")),
        ("The row began on Monday, when Hadi entered the hall, saying the road is open.", ("Hadi", "saying", "the road is open", "indirect")),
        ("“It is open.” Hadi said on Monday.", ("Hadi", "said", "It is open.", "direct")),
        ("Omar Saleh, 58, who runs a bakery, said bread is dear.", ("Omar Saleh, 58, who runs a bakery", "said", "bread is dear", "indirect")),
        ("He told Hadi and others that she should go, according to two drivers.", ("two drivers", "according to", "He told Hadi and others that she should go,", "indirect")),
        ("He told Hadi that she should go, according to a statement from his office.", ("He", "told", "she should go", "indirect")),
        ("Jalali pledged full support for Iraq.", ("Jalali", "pledged", "full support for Iraq", "indirect")),
        ("Water, he went on, “must not turn into a quarrel.”", ("he", "went on", "Water | must not turn into a quarrel.", "mixed")),
        ("Still, he said, “we need more water.”", ("he", "said", "we need more water.", "direct")),
        ("On Monday, he said, “we need more water.”", ("he", "said", "we need more water.", "direct")),
        ("Those who “listen to shows,” he said, are lost.", ("he", "said", "Those who “listen to shows,” | are lost", "mixed")),
        ("Jalali called the plan “a fantasy” during a long dinner.", ("Jalali", "called", "the plan “a fantasy”", "mixed")),
        ("He's weighing the plan and says the road is open.", ("He's", "says", "the road is open", "indirect")),
        ("He told a meeting in Salem, New Basra on Monday that the road is open.", ("He", "told", "the road is open", "indirect")),
        ("Jalali would argue — and Hadi believes — that the road is open.", ("Jalali", "argue", "the road is open", "indirect")),
        ("Jalali told them Iran “has no quarrel”.", ("Jalali", "told", "Iran “has no quarrel”", "mixed")),
        ("“We are very happy” about it, said Jalali.", ("Jalali", "said", "“We are very happy” about it", "mixed")),
        ("After saying he was glad, the man ended up in the hall.", ("the man", "saying", "he was glad", "indirect")),
        ("Said Dorothy, who grew up with him, “We were all sad.”", ("Dorothy", "Said", "We were all sad.", "direct")),
        ("Omar Saleh, who on Monday condemned the raid, left.", ("Omar Saleh, who", "condemned", "the raid", "indirect")),
        ("Omar Saleh (Basra), said the road is open.", ("Omar Saleh (Basra)", "said", "the road is open", "indirect")),
        ("The envoy was warned by the ministry that the road is closed.", ("the ministry", "warned", "the road is closed", "indirect")),
        ("Jalali told the drivers to wait.", ("Jalali", "told", "the drivers to wait", "indirect")),
        ("He told them to wait.", ("He", "told", "them to wait", "indirect")),
        ("He asked the drivers which road is open.", ("He", "asked", "which road is open", "indirect")),
        ("He questioned in recent days whether the road is open.", ("He", "questioned", "whether the road is open", "indirect")),
        ("Jalali expressed frustration, and left.", ("Jalali", "expressed", "frustration", "indirect")),
        ("Both vowed to stay.", ("Both", "vowed", "to stay", "indirect")),
        ("Both camps issued statements condemning the raid.", ("Both camps", "condemning", "the raid", "indirect")),
        ("Those over 60 say the road is open.", ("Those over 60", "say", "the road is open", "indirect")),
        ("The road is closed, a judge ruled Monday.", ("a judge", "ruled", "The road is closed", "indirect")),
        ("The ministry's lawyer demands an answer.", ("The ministry's lawyer", "demands", "an answer", "indirect")),
        ("The talks follow his past comments on the road.", ("his", "comments on", "the road", "indirect")),
        ("He apologized for the delay.", ("He", "apologized for", "the delay", "indirect")),
        ("Jalali said the road is open, which few had expected.", ("Jalali", "said", "the road is open", "indirect")),
        ("Jalali said the road is open, while the bridge is closed.", ("Jalali", "said", "the road is open", "indirect")),
        ("Jalali condemned the law on Monday.", ("Jalali", "condemned", "the law", "indirect")),
        ("Jalali announced a meeting on Monday.", ("Jalali", "announced", "a meeting on Monday", "indirect")),
        ("He told the Basra Post he's glad.", ("He", "told", "he's glad", "indirect")),
        ("Iraq asks Iran for proof after drone hits field", ("Iraq", "asks", "Iran for proof", "indirect")),
        ("Jalali condemned the raid while troops were leaving.", ("Jalali", "condemned", "the raid", "indirect")),
        ("Those who praised his work warned nobody.", ("Those who", "praised", "his work", "indirect")),
        ("Even after he criticized the president, voters stayed.", ("he", "criticized", "the president", "indirect")),
        ("Jalali asked for a photo and Hadi left.", ("Jalali", "asked for", "a photo and Hadi left", "indirect")),
        ("Jalali attacked the plan.", ("Jalali", "attacked", "the plan", "indirect")),
        ("Jalali welcomed the minister's visit.", ("Jalali", "welcomed", "the minister's visit", "indirect")),
        ("Jalali praised the work and has met the builders.", ("Jalali", "praised", "the work", "indirect")),
    ],
)  # fmt: skip
def test_construction(text, expected):
    assert found(text) == [expected]


def test_participles_and_second_verbs_are_statements_of_their_own():
    text = (
        "Jalali said the road is open and stressed that trade goes on, adding that trucks may pass."
    )
    assert found(text) == [
        ("Jalali", "said", "the road is open", "indirect"),
        ("Jalali", "stressed", "trade goes on", "indirect"),
        ("Jalali", "adding", "trucks may pass", "indirect"),
    ]


def test_a_question_is_a_statement_where_its_asker_is_named():
    assert found("Asked whether the road would open, Jalali said it would.") == [
        ("Jalali", "said", "it would", "indirect"),
    ]
    assert found("Asked by a driver how long it takes, Jalali said a week.")[0] == (
        "a driver",
        "Asked",
        "how long it takes",
        "indirect",
    )


def test_a_question_and_its_answer_are_two_sentences():
    assert found("Jalali asked, “Is the road open?” He answered, “It is open.”") == [
        ("Jalali", "asked", "Is the road open?", "direct"),
        ("He", "answered", "It is open.", "direct"),
    ]


@pytest.mark.parametrize(
    "lead, speaker, cue",
    [
        ("Jalali continued:", "Jalali", "continued"),
        ("Jalali called them to order:", "Jalali", "called"),
        ("Stated Jalali:", "Jalali", "Stated"),
        ("The letter was short:", "The letter", None),
    ],
)
def test_a_colon_brings_the_quotation_of_the_next_paragraph(lead, speaker, cue):
    text = f"Hadi said the road is open.\n\n{lead}\n\n“The road is open for everybody.”\n"
    assert found(text)[1:] == [(speaker, cue, "The road is open for everybody.", "direct")]


def test_single_marks_quote_where_a_paper_has_no_others():
    text = "‘The road is long,’ said Jalali. ‘No bus takes it.’"
    assert found(text) == [("Jalali", "said", "The road is long, | No bus takes it.", "direct")]
    assert (
        found("‘No way.’\n\n“The road is long,” he said.\n\n“It is,” she said.\n")[0][1] == "said"
    )


def test_a_second_verb_ends_a_quotation_without_its_closing_mark():
    assert found("He warned that “the fire is not dead, and praised the guards.") == [
        ("He", "warned", "the fire is not dead,", "direct"),
        ("He", "praised", "the guards", "indirect"),
    ]


def test_a_finite_verb_ends_the_words_of_a_participle():
    assert [
        c for _, _, c, _ in found("Jalali left, saying the road is open and said he is glad.")
    ] == [
        "the road is open",
        "he is glad",
    ]


def test_another_speaker_ends_the_words_before_him():
    text = "Jalali said the road is open and he accused the council of delay."
    assert [c for _, _, c, _ in found(text)] == ["the road is open", "the council of delay"]
    text = "A driver asked for a photo and Jalali said, “Not now.”"
    assert [c for _, _, c, _ in found(text)] == ["a photo", "Not now."]


def test_a_list_of_verbs_gives_a_statement_each():
    text = "The ministries condemned the raid, called for calm and renewed their vow to stay."
    assert [cue for _, cue, _, _ in found(text)] == ["condemned", "called for", "vow"]


def test_a_reporters_aside_ends_words_that_began_before_their_marks():
    text = "A source told Mehr that there were «other reasons, pointing out that the list is long»."
    assert found(text) == [
        ("A source", "told", "there were «other reasons,", "mixed"),
        ("A source", "pointing out", "the list is long", "indirect"),
    ]


def test_what_is_referred_to_is_context():
    text = "Referring to the strike, Jalali said the case is open."
    assert found(text) == [("Jalali", "said", "the case is open", "indirect")]


def test_a_participle_before_the_subject_speaks_for_it():
    assert found("Hailing the ties, Jalali left Tehran.") == [
        ("Jalali", "Hailing", "the ties", "indirect")
    ]


def test_a_quotation_runs_on_over_paragraphs():
    text = "“The road is open for everybody.\n\n“Nobody needs to wait,” Jalali said.\n"
    assert found(text) == [
        ("Jalali", "said", "The road is open for everybody. | Nobody needs to wait,", "direct")
    ]


def test_a_quotation_alone_in_its_paragraph_has_no_cue():
    text = "“The road is open,” Jalali said.\n\n“Nobody needs to wait for long.”\n"
    assert found(text)[1] == ("Jalali", None, "Nobody needs to wait for long.", "direct")


@pytest.mark.parametrize(
    "text",
    [
        "The two sides discussed the border.",
        "The United States and Iran signed nothing.",
        "They ordered the strike.",
        "Leave a Reply",
        "Read more: Iran dismisses claims",
        "News ID: 271880",
        "Iranian minister Ali Rezaei (L) shakes hands with Omar Khalid in Tehran. IRNA",
        "Two sources, who asked not to be named, left.",
        "He declined to comment.",
        "He had to explain that to them.",
        "Border rules make it hard to pass.",
        "He read the questions on the list.",
        "It is too soon to say whether it works.",
        "The army attacked two bases.",
        "Daesh attacked Mosul.",
        "The raid claimed three lives.",
        "The president dismissed the oil minister.",
        "Iraq recalled its ambassador.",
        "The minister welcomed his Iraqi counterpart at the airport.",
        "The minister was welcomed by the Iraqi foreign minister.",
        "He called his counterpart on Sunday.",
        "The visit confirmed the ties.",
        "Iran's attack on the base killed two men.",
    ],
)
def test_no_statement(text):
    assert found(text) == []


def test_a_headline_printed_twice_counts_once():
    text = "Iran: Neighbors must join hands now\n\nIran: Neighbors must join hands now\n"
    assert len(found(text)) == 1


def test_nested_speech_is_part_of_the_outer():
    assert len(found("Jalali said that Omar had told him the road was open.")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "TEHRAN (Agency) – ",
        "ERBIL, Kurdistan Region - ",
        "INA - Baghdad: ",
        "Shafaq News/ ",
        "Baghdad (INA): ",
    ],
)
def test_a_dateline_is_no_content(line):
    text = f"{line}The road is open, an official said.\n"
    assert found(text) == [("an official", "said", "The road is open", "indirect")]


def test_a_quotation_that_only_colours_what_it_leads_to():
    text = 'The ministry condemned "in the strongest terms" the attack on the camp.'
    assert found(text) == [
        ("The ministry", "condemned", '"in the strongest terms" the attack on the camp', "mixed")
    ]


def test_those_whom_an_appeal_warns_against():
    text = "The envoy warned Baghdad against hosting such groups."
    assert found(text) == [
        ("The envoy", "warned", "Baghdad against hosting such groups", "indirect")
    ]


def test_a_list_of_states_in_a_headline_speaks_together():
    text = "Iran, Iraq stress need for talks"
    assert found(text) == [("Iran, Iraq", "stress", "need for talks", "indirect")]


def test_the_reporters_aside_closes_a_quotation():
    text = 'Jalali said, "The talks will be held in Jordan, noting that Bahrain will be present there."'
    assert found(text) == [
        ("Jalali", "said", "The talks will be held in Jordan,", "direct"),
        ("Jalali", "noting", "Bahrain will be present there.", "indirect"),
    ]


def test_an_agency_that_passes_words_on_is_no_speaker():
    text = "Jalali urged Iraq to open the road, IRNA reported."
    assert found(text) == [("Jalali", "urged", "Iraq to open the road", "indirect")]


def test_what_an_office_says_of_its_head_is_one_statement():
    text = "The minister has asked Iraq to open the road, his office said."
    assert found(text) == [
        ("his office", "said", "The minister has asked Iraq to open the road", "indirect")
    ]


def test_a_verb_of_meeting_ends_the_words_before_it():
    text = "The two sides emphasized the need for peace and reviewed the latest events."
    assert found(text) == [("The two sides", "emphasized", "the need for peace", "indirect")]


def test_a_day_between_verb_and_particle():
    text = "The cleric called Friday for restraint."
    assert found(text) == [("The cleric", "called Friday for", "restraint", "indirect")]


@pytest.mark.parametrize("dash", ["— ", "- ", "–"])
def test_who_is_named_below_a_quotation_has_said_it(dash):
    text = f"Quotes of the day\n\n“We signed it. Now we keep it.”\n\n{dash}Ali Kamali, in a speech.\n\nTrade went on."
    (statement,) = extract("x", text)["statements"]
    assert text[slice(*statement["content"][0])] == "We signed it. Now we keep it."
    assert (statement["speaker_name"], statement["cue"]) == ("Ali Kamali", None)
