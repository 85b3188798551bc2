"""The words that synthetic articles are made of: written for this project; whom they name does not exist."""

from __future__ import annotations

GIVEN = (
    *("Aderan", "Bahoz", "Calim", "Darvan", "Elyan", "Faraz", "Gohan", "Hirad", "Idran", "Jovan"),
    *("Kavir", "Lorin", "Mezar", "Navid", "Orhan", "Parviz", "Qadir", "Rezan", "Sarvan", "Tahmin"),
    *("Ulvan", "Varesh", "Wirya", "Xandar", "Yasan", "Zorab"),
)
FAMILY_HEADS = (
    *("Bar", "Cal", "Dor", "El", "Far", "Gul", "Hes", "Ir", "Jal", "Kor", "Lan", "Mor", "Nar"),
    *("Ol", "Per", "Qas", "Rul", "Sel", "Tam", "Ur", "Vel", "Wan", "Yar", "Zel"),
)
FAMILY_TAILS = (
    *("abad", "amin", "anji", "aqi", "ashti", "avand", "azir", "edin", "emal", "enani", "erzai"),
    *("idar", "imand", "isham", "ivani", "olani", "orai", "osani", "uban", "umar", "urdi", "uzan"),
)

STATES = ("IRN", "IRQ", "TUR", "KWT", "SYR", "JOR")
DEMONYMS = {
    "IRN": "Iranian",
    "IRQ": "Iraqi",
    "TUR": "Turkish",
    "KWT": "Kuwaiti",
    "SYR": "Syrian",
    "JOR": "Jordanian",
}

POSTS = (
    ("Foreign Minister", "foreign-minister", "Foreign Ministry", "ministry"),
    ("Interior Minister", "interior-minister", "Interior Ministry", "ministry"),
    ("Defence Minister", "defence-minister", "Defence Ministry", "ministry"),
    ("Ambassador", "ambassador", "Embassy", "mission"),
    ("Border Commander", "military-commander", "Border Command", "armed-forces"),
    ("Transport Minister", "other", "Transport Ministry", "ministry"),
    ("Water Minister", "other", "Water Ministry", "ministry"),
    ("Security Adviser", "nsa", "Security Council", "security-council"),
)
"""Title, class of the post, body, and what sort of body that is."""

TOWNS = ("Darsal", "Mirawa", "Qalan", "Shorab", "Tel Bashar", "Zorgan", "Halwan Bridge", "Nahrin")
OUTLETS = ("Gazette", "Courier", "Mirror", "Observer", "Register", "Standard", "Tribune", "Voice")
AGENCIES = ("Example News Agency", "Example Wire", "Example Press Service", "Example Bulletin")

SUBJECTS = (
    "the committee",
    "our side",
    "the border office",
    "every neighbour",
    "the joint council",
    "this ministry",
    "the delegation",
    "the other capital",
    "a working group",
    "the trade chamber",
    "the river authority",
    "no government",
)
VERBS = (
    "will review",
    "has asked for",
    "supports",
    "cannot accept",
    "welcomes",
    "expects",
    "has postponed",
    "wants to widen",
    "is ready to discuss",
    "warns against",
    "should respect",
    "will never give up",
)
OBJECTS = (
    "the river survey",
    "a second crossing",
    "joint patrols along the marshes",
    "the exchange of customs lists",
    "an early meeting of experts",
    "the new pilgrim route",
    "the power line agreement",
    "a common map of the minefields",
    "the dust storm plan",
    "the railway link",
    "the return of the villagers",
    "an end to the shelling",
)
TAILS = (
    "before the end of the season",
    "without any delay",
    "as both sides agreed earlier",
    "if the conditions are met",
    "for the benefit of both peoples",
    "under the existing protocol",
    "once the engineers have reported",
    "in spite of the weather",
    "with the help of the provinces",
    "when the next round is held",
    "as long as the border stays quiet",
    "whatever others may advise",
)
CUES = ("said", "added", "noted", "told reporters", "stressed", "declared", "warned", "explained")
ACCORDING = "According to"

SCENES = (
    "The road to the crossing was closed for two days.",
    "Traders waited on both banks of the river.",
    "A light rain fell on the parade ground.",
    "The hall had been decorated with flags.",
    "No date for another round is known.",
    "The village lies forty kilometres from the border.",
    "Cameras were not allowed into the room.",
    "The convoy left again before noon.",
)
"""Sentences in which nobody speaks."""

HEADLINES = (
    "Talks on the river go on",
    "Visitors at the crossing",
    "Neighbours look for common ground",
    "A bridge, a border and a promise",
    "Experts to meet before winter",
    "Patrols along the marshes",
)
FURNITURE = "Share this page | Print | More news"

MARKS = (("\u201c", "\u201d"), ('"', '"'), ("''", "''"))
"""Quotation marks: curly, straight, and the doubled apostrophes of some agencies."""
