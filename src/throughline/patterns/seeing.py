"""Words that show that somebody sees you or knows your movements: which words of a message they are, and times of day in words.

Such words are innocent alone (patterns.md section 7): `detectors/knows_too_much` asks who sent them and when. A message counts by
plain phrases of seeing or being outside, or, where it is about you, by signs that stand together: "you" with something done, a place, clothes, part of a
home, a way of travelling, a time; less words of feeling, of what is to come, of a shared past, of couriers and of children. Each
sign has a weight; a logistic regression on the lines of tests/spec/detectors/lines_that_know.py gave them. English, in British
usage, with common shorthand. It misses much and is sometimes wrong: its page says how often.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_YOU = r"(?:you|u|ya)"
_YOUR = r"(?:your|ur|yer)"
_PAST = r"(?:\w{2,}ed|was|were|had|went|got|took|left|put|came|sat|met|bought|wore|ate|drove|ran|shut|picked|drank|stood|slept|did|been|forgot|lost|paid|hung)"
_OUTSIDE = (
    r"(?:outside|parked|opposite|waiting|standing|stood|sat|sitting|round the corner|across the road|in|on|at the end)"
)

_SEEN = (
    rf"\b(?:saw|seen|spotted|clocked|watched|noticed) {_YOU}\b(?!['’]d| (?:for what|as|called|rang|rung|viewed|ordered|had (?:called|rung)|slammed))",
    rf"\b(?:saw|seen|spotted|clocked) {_YOUR} (?:car|van|bike|new \w+|mum|dad|mate|light)",
    rf"\bbeen (?:watching|following) {_YOU}\b", rf"\b(?:^|i['’]?m |i am |still )(?:watching|following) {_YOU}\b",
    rf"\b(?:can|could) see {_YOU} (?:from|sitting|sat|in|through|at|there|now|standing|walking|on)\b(?! pain| trouble)", rf"\bsee {_YOU} every (?:day|morning|night|evening)",
    rf"\b(?:drove|walked|went|cycled) (?:right |straight )?past (?:{_YOU}|me|{_YOUR} (?:house|home|flat|work))\b", rf"\bwas (?:right )?behind {_YOU}\b",
    rf"\b{_YOU} did(?:n['’]?t| not) (?:even )?(?:notice|see) me\b", rf"\bi was (?:there|in|at|by|on|outside)\b.{{0,30}}\bwhen {_YOU} (?:came|went|got|left|walked|ordered|were|sat|paid|arrived)\b", rf"\bi['’]?m (?:right )?behind {_YOU}\b", r"^turn (?:a)?round\W*$",
    rf"\bi can hear {_YOU}\b(?! (?:out|loud))", rf"\bwaved (?:at|to) {_YOU}\b", rf"\bwhen {_YOU} (?:saw|spotted|noticed) me\b", rf"\b(?:loved|enjoyed|liked) watching {_YOU}\b", rf"\b{_YOU} and \w+ looked\b",
    r"\bsat (?:two|three|a few|\d) (?:tables|rows|seats) (?:away|behind)",
)  # fmt: skip
_OUT_THERE = (
    r"\b(?:i['’]?m|i am|i['’]?ll be|im|ill be|been|still|parked|sat|stood|standing|waiting) (?:now |just |parked |sat |stood |standing |waiting )?(?:outside|opposite)\b(?! of (?:this|that)| the law)",
    r"^(?:parked|sat|stood) (?:outside|opposite)", rf"\boutside {_YOUR} ?(?:house|home|flat|door|work|window|place|mums?|sisters?|office|gym)?['’]?s?\b", r"\boutside yours\b",
    rf"\b{_OUTSIDE} (?:from|by|of|on|in|at)? ?{_YOUR} (?:house|home|flat|road|street|doorstep|step|gate|car|office|drive|building|door)\b", rf"\bby {_YOUR} (?:car|gate|door|office|work)\b",
    r"\bround the corner from yours\b", rf"\blook out (?:of )?(?:the|{_YOUR}) window\b", r"\bcome to the window\b", r"\bschool gates? waiting for you\b",
)  # fmt: skip
_KNOWN = (
    r"(?:^|[.!?\n] ?)(?:your |ur )?lights?(?:['’]?s| is| are) on\b", rf"\b{_YOU}(?:['’]ve| have) (?:moved|painted|got rid of) (?:the|your)\b", rf"\bsee {_YOU}(?:['’]ve| have|['’]re| are)? (?:been )?online\b",
    rf"\bi (?:know|no|kno) (?:where|what time|which \w+|when|the (?:days?|times?|way|route)) {_YOU} (?:were|was|are|live|work|go|went|get|got|finish|start|park|stay|sleep)\b(?! coming from)",
    r"\bi (?:know|no|kno) (?:you['’]?re|you are|ur|u r|youre) (?:at|in|with|home|out)\b(?! (?:love|trouble|pain|your right))",
    r"\bwho(?: was|['’]?s| is) (?:that|the) (?:you were with|with (?:you|u)|man|bloke|guy|lad|woman|girl|fella|car|van)\b", rf"\bwho was that {_YOU} were\b",
    rf"\bhow was (?:the|{_YOUR}) (?:cinema|gym|pub|party|run|swim|walk|meal|dinner|lunch|date|class|doctors?|dentist|wedding|night out|weekend away)\b",
    rf"\b(?:did {_YOU} enjoy|hope {_YOU} enjoyed) (?:the|{_YOUR}) \w+", rf"\bwhere (?:were|did) {_YOU} (?:going|go|off to) (?:last night|yesterday|today|this morning|after)\b",
)  # fmt: skip
_GARMENT = r"(?:coat|dress|jacket|skirt|scarf|top|jumper|hoodie|boots|shoes|jeans|hat|haircut|hair)"
_LOOKS = (
    rf"^(?:very )?nice (?:new )?(?:{_GARMENT}|car|curtains)(?: today| tonight)?\W*$", rf"\b{_GARMENT} (?:really )?suit(?:s|ed) {_YOU}\b",
    rf"\b{_YOU} looked \w+ in (?:that|the|{_YOUR})\b", rf"\b(?:like|love) (?:the|{_YOUR}) new (?:{_GARMENT}|car|curtains|door)\b",
)  # fmt: skip
_PHRASES = re.compile("|".join((*_SEEN, *_OUT_THERE, *_KNOWN, *_LOOKS)), re.IGNORECASE)


_ABOUT_YOU = re.compile(
    rf"\b(?:{_YOU}|{_YOUR}|yours|you['’]?(?:re|ve)|youve|youre)\b|^(?:home|saw|seen|watched|spotted|nice|new|got|late|off|who|whose)\b",
    re.IGNORECASE,
)
_THERE = re.compile("|".join(_OUT_THERE), re.IGNORECASE)
_HANDOVER = re.compile(
    r"\b(?:the (?:kids|children|boys|girls|baby)|handover|can you come|with [A-Z][a-z]+\b|for (?:the kids|[A-Z][a-z]+)\b|school run|pick ?up|drop(?:ping)?|mins)\b"
)
"""Whoever brings or fetches children says that they are outside."""


class Sign(NamedTuple):
    """Something a message holds, and how much it speaks for knowing (in nats)."""

    weight: float
    pattern: re.Pattern[str]


def _sign(weight: float, pattern: str) -> Sign:
    return Sign(weight, re.compile(pattern, re.IGNORECASE))


_SIGNS: dict[str, Sign] = {
    "done by you": _sign(0.8, rf"\b{_YOU}\b (?:\w+ ){{0,1}}{_PAST}\b"),
    "yours": _sign(1.0, rf"\b(?:{_YOUR}|yours)\b"),
    "time": _sign(
        1.5,
        r"\b(?:last night|this (?:morning|afternoon|evening)|today|tonight|yesterday|earlier|again|at (?:\d|half|ten|nine|eight|seven|six|two|three)\S*|past (?:one|two|three|six|seven|eight|nine|ten)|late|early|every (?:day|morning|night)|ages|an hour|all night|just now|since)\b",
    ),
    "place": _sign(
        1.1,
        r"\b(?:park|shops?|tesco|asda|aldi|lidl|boots|station|stop|crossing|gym|pool|pub|bar|club|caf[eé]|nandos|spoons|costa|restaurant|church|mosque|temple|school|nursery|playground|office|town|court|doctors?|dentist|hospital|library|bank|market|garage|cinema|swings|street|road|lane|waiting room|queue|car ?park|high street|airport|beach|allotment|salon|hairdressers?)\b",
    ),
    "wear": _sign(
        0.9,
        r"\b(?:coat|dress|jacket|skirt|scarf|top|jumper|hoodie|boots|shoes|jeans|hat|umbrella|hair\w*|nails|glasses|trainers|hood|bag|uniform|suits?|look(?:ed|s)?|wearing|wore)\b",
    ),
    "home": _sign(
        1.2,
        r"\b(?:lights?|curtains?|blinds?|windows?|drive|bins?|door|doorstep|step|garden|gate|keys?|washing|upstairs|downstairs|bedroom|kitchen|spare room|flat|locks?|shed|sofa|home|neighbour)\b",
    ),
    "ride": _sign(1.5, r"\b(?:cars?|bus|train|taxi|van|tram|bike|platform|lift|number plate|tyres?|\d\.\d\d)\b"),
    "doing": _sign(
        0.5,
        r"\b(?:run|walk\w*|lunch|dinner|wine|drink|shift|class|dog|shopping|phone|asleep|dancing|shivering|laughing|ordered|eat\w*)\b",
    ),
    "saw": _sign(
        0.7,
        rf"\b(?:i|we|just|been|^) ?(?:can |could |have |['’]ve )?(?:saw|see|seen|spotted|watch\w*|clocked|noticed|followed|following|hear)\b.{{0,12}}\b(?:{_YOU}|{_YOUR})\b|^(?:saw|seen|spotted|watched|watching)\b",
    ),
    "am there": _sign(
        0.9,
        r"\b(?:i['’]?m|i am|i was|i['’]?ll be|been|^) ?(?:sat|stood|parked|waiting|standing|sitting)? ?(?:in|on|at|behind|outside|under|by|opposite|across|round)\b",
    ),
    "saw a message": _sign(
        -2.5,
        r"\b(?:saw|seen|see) (?:your|ur|the) (?:messages?|posts?|e-?mails?|texts?|missed calls?|story|status|profile|number|point)\b",
    ),
    "feeling": _sign(
        -0.5,
        r"\b(?:love[ds]?|heart|life|lied|lying|hate\w*|sorry|care|fault|everything|hell|best|wrong|right|worst|always|never|dead|angry|deserve|regret|miss|hurt me|trust\w*|nothing|through a lot|down|back on)\b",
    ),
    "mine": _sign(-1.6, r"\b(?:me|my|mine|us|our|myself)\b"),
    "trade": _sign(
        -3.3,
        r"\b(?:parcels?(?! has been)|deliver\w*|driver|order(?:ed)? (?:was|has|is)|your order|claim|% ?off|sale|basket|booked|due|collect\w*|rate|appointment|reminder|invoice|insurance|engineer|plumber|electrician|window cleaner|takeaway|your taxi is|police:|items)\b",
    ),
    "own plans": _sign(
        -2.0,
        rf"\b(?:i['’]?ll|i will|i(?:['’]?m| am) (?:going|gonna|goin)|gonna|we could|i wan(?:na|t)|i was (?:going|gonna)|i(?:['’]ve| have)? (?:got to|gotta)|i would|said {_YOU} would|did {_YOU} (?:know|no)|do {_YOU} (?:know|no)|guess what|everyone says)\b",
    ),
    "past": _sign(
        -1.9,
        r"\b(?:remember|when we|we met|first time|last time|since i last|used to|years|back when|our wedding|holiday|dream\w*|dreamt|i wish|want to see|never see|haven['’]?t seen)\b",
    ),
    "to come": _sign(
        -1.6,
        r"\b(?:can you|could you|can i|please|will you|let me|hope|want|tomorrow|next week|happy|thanks|thank you|lovely|great|brilliant|job|meeting|feel better|birthday|see you (?:soon|later|there|then)|(?:the|with the) (?:kids|children)|handover|pick ?up|his|her|(?:he|she|they) said)\b",
    ),
}
_START, _ENOUGH, _ENOUGH_WITH_PHRASE = -1.0, 0.5, -1.1
_MOST_QUOTED = 80
_MOST_WHOLE = 120
"""Longer messages are read sentence by sentence: what one says would otherwise be weighed against all others."""
_SENTENCE = re.compile(r"(?:[^.!?…\n]|\.(?=\d))+")


def words_of_seeing(message: str, *, plainly: bool = False) -> str | None:
    """The sentence of a message, cut to 80 letters, that shows knowledge of where somebody was, what they wore or did; None where
    there is none.

    With `plainly` only phrases of seeing or being outside count, not signs that stand together.
    """
    sentences = _SENTENCE.findall(message)
    if len(message) > _MOST_WHOLE and len(sentences) > 1:
        read = [words_of_seeing(it.strip(), plainly=kind) for kind in (True, plainly) for it in sentences]
        return next(filter(None, read), None)
    weight = _weight(message)
    is_phrase = _PHRASES.search(message) is not None and weight > _ENOUGH_WITH_PHRASE
    if not is_phrase and (plainly or weight <= _ENOUGH or not _ABOUT_YOU.search(message)):
        return None
    if _THERE.search(message) and _HANDOVER.search(message):
        return None
    speaking = (it for it in sentences if _PHRASES.search(it) or _weight(it) > _ENOUGH)
    return shortened(next(speaking, message))


def _weight(message: str) -> float:
    return _START + sum(sign.weight for sign in _SIGNS.values() if sign.pattern.search(message))


def shortened(message: str) -> str:
    """Words on one line, cut at a word to 80 letters."""
    whole = " ".join(message.split())
    return whole if len(whole) <= _MOST_QUOTED else whole[:_MOST_QUOTED].rsplit(" ", 1)[0] + " …"


_HOURS = {
    word: hour
    for hour, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1)
}  # fmt: skip
_PARTS = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty five": 25, "twenty-five": 25, "half": 30}
_HOUR = r"(?P<hour>\d{1,2}|" + "|".join(_HOURS) + r")"
_SPOKEN = re.compile(
    rf"\b(?:(?P<part>twenty[ -]five|five|ten|quarter|twenty|half|\d{{1,2}}) (?P<side>past|to) {_HOUR}|half (?P<half>{'|'.join(_HOURS)}|\d{{1,2}}))\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d) ?(?:[ap]\.?m)?\b|\b(?P<only>\d{1,2}) ?[ap]\.?m\b", re.IGNORECASE
)
HALF_DAY = 12 * 60


def times_said(message: str) -> tuple[int, ...]:
    """The times of day that a message says, in minutes of a half day (noon and midnight are 0): 19.10 and "ten past seven" are 430."""
    found = [_spoken(match) for match in _SPOKEN.finditer(message)]
    for match in _CLOCK.finditer(message):
        found.append(int(match["only"] or match["hour"]) * 60 + int(match["minute"] or 0))
    return tuple(minutes % HALF_DAY for minutes in found)


def _spoken(match: re.Match[str]) -> int:
    if match["half"]:
        return _number(match["half"]) * 60 + 30
    part = match["part"].lower()
    minutes = _PARTS[part] if part in _PARTS else int(part)
    return _number(match["hour"]) * 60 + (minutes if match["side"].lower() == "past" else -minutes)


def _number(word: str) -> int:
    return _HOURS[word.lower()] if word.lower() in _HOURS else int(word)


def minutes_apart(one: int, other: int) -> int:
    """How many minutes two times of a half day lie apart, the shorter way round."""
    apart = abs(one - other) % HALF_DAY
    return min(apart, HALF_DAY - apart)
