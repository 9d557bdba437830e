"""Words that show that somebody sees you or knows your movements: which words of a message they are, and times of day in words.

Such words are innocent alone (patterns.md section 7): `detectors/knows_too_much` asks who sent them and when. What is left out:
words that hope, ask or remember; what a courier, a tradesperson or somebody who brings the children says; what is seen of a post
or a message. English, in British usage, with common shorthand. The list is ours and short; it misses much.
"""

from __future__ import annotations

import re

_YOU = r"(?:you|u|ya)"
_YOUR = r"(?:your|ur|yer)"
_YOURE = r"(?:you['’]?re|you are|ur|u r|your)"
_WERE = r"(?:were|was|wer)"
_GARMENT = r"(?:coat|dress|jacket|skirt|scarf|top|jumper|hoodie|boots|shoes|jeans|hat|suit|uniform|shirt)"
_PART_OF_HOME = r"(?:lights?|curtains?|blinds?|window|gate|front door|back door|door|shed|bins?|drive|garden|bedroom|kitchen|upstairs)"
_SPOT = r"(?:park|shops?|tesco|asda|aldi|lidl|sainsbury['’]?s|morrisons|boots|bus|train|tram|gym|pool|pub|bar|club|caf[eé]|nandos?|spoons|costa|greggs|mcdonald['’]?s|restaurant|station|church|mosque|temple|school|nursery|work|office|town|court|police station|solicitors?|doctors?|dentist|hospital|library|salon|hairdressers?|bank|market|garage|cinema|allotment|beach|airport|post office|playground|car ?park)"
_THING = r"(?:dog|bins?|washing|shopping|bags?|suitcase|wine|buggy|pram|car|van|bike|taxi|flowers|curtains|blinds)"
_DID = r"(?:took|went|got|had|put|walked|parked|bought|ate|sat|drove|met|carried|ordered|were|was|came|left|stopped|stayed|hung|cycled|ran|popped|nipped)"
_LATELY = r"(?:today|tonight|this (?:morning|afternoon|evening)|last night|yesterday|earlier|just now|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|again)"
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
_WHERE = (
    rf"\bi (?:know|no|kno) (?:where|what time|which \w+|when|who) {_YOU} (?:were|was|are|live|work|go|went|get|got|finish|start|park|stay|sleep|did)\b(?! to me| coming from| like| mean)",
    rf"\bi (?:know|no|kno) (?:{_YOURE}) (?:at|in|with|home|inside)\b", rf"\bi (?:know|no|kno) {_YOU} (?:moved|work|live|changed|started|got)\b",
    rf"\b{_YOU} {_WERE} (?:late|out|up|gone|home|at|in|with|wearing)\b(?! (?:me|us) down| (?:me|us) down| the (?:best|wrong|worst|one|right)| (?:my|fault|me\b|love|school|college|trouble|pain|bed with me))", rf"\b{_YOU} (?:got|came|went) (?:in|home|back|out) (?:late|early|at|with|about|around|past)",
    rf"\b(?:{_YOU} )?got (?:in|home|back) (?:late|early|at (?:\d|half|ten|twenty|quarter|five|six|seven|eight|nine|eleven|twelve|one|two|three|four))", rf"\b{_YOU} (?:left|finished) (?:work|home|the \w+|{_YOUR} \w+|early|late|at)\b",
    r"^home (?:(?:late|early) (?:again|tonight|today|last night)|at)\b", rf"\bi (?:know|no|kno) {_YOU}(?:['’]?ve| have|['’]?re| are) (?:been|gone|at|in|out|with|back|home|moved|staying|seeing)\b", rf"\b{_YOU} {_DID} (?:(?!me\b|my\b|us\b|our\b)[\w'’]+ ){{0,4}}(?:{_SPOT}|{_THING})\b(?! (?:about|with|because of) (?:me|us))",
    rf"\b{_YOU} did(?:n['’]?t|nt| not) (?:go|come|get|turn up) (?:to|in|home|on|off) ?(?:the )?{_SPOT}?\b", rf"\b{_YOU} (?:only |always |never )?(?:get|take|catch|use) the (?:bus|train|tram|back|side|lift|stairs)\b", r"\b(?:coming|getting|going) (?:in|out|home) (?:so |this )?(?:late|early|at \d)", rf"\bwho (?:are |were |r )?{_YOU} on the phone\b",
    rf"\bthat was {_YOUR} (?:first|second|third|fourth|\w+th)\b", rf"\blong (?:walk|run|drive|lunch|phone call) {_YOU} had\b", rf"\boff to the {_SPOT}\b.*\b(?:again|are we|are you)\b", rf"\b{_YOU} (?:shouldn['’]?t|should not) (?:walk|run|go|sit|be) (?:home |out )?(?:alone|on your own)", r"\bwho (?:was|is|were|['’]s) (?:that|he|she|the|those)\b.{0,12}\b(?:man|bloke|guy|lad|woman|girl|fella|you|u|with|door|car|van)\b", r"\bwho['’]?s the (?:bloke|guy|man|lad|fella|woman|girl)\b",
    r"\bhow was (?:the|your|ur) (?:cinema|pictures|gym|pub|party|run|swim|walk|meal|dinner|lunch|date|class|trip|meeting|doctors?|dentist|wedding|match|shops?)\b", r"\bhow was [A-Z]?\w+\??$(?<!it\?)(?<!it)(?<!day\?)(?<!day)",
    rf"\b(?:did {_YOU} enjoy|hope {_YOU} (?:enjoyed|had (?:fun|a (?:nice|good) time)) (?:at|on|in)?|enjoyed?) ?(?:the|{_YOUR}) (?:\w+)(?: \w+)?(?: {_LATELY}|\?*$)",
    rf"\b{_YOU} (?:took|got|caught|missed|went|walked|drove) (?:a|the|to the|home|on the) (?:\w+ ){{1,4}}{_LATELY}", rf"\b{_YOU} (?:took|went) (?:a|the) (?:different|long|other|back) way\b", rf"\b{_YOU} stayed (?:out|in|at|over)\b",
    rf"\b(?:{_YOU} )?(?:did(?:n['’]?t|nt| not)) come home\b", rf"\bwhere (?:were|was|did|wer) {_YOU} (?:going|go|off to)\b(?! with (?:this|that))", rf"\b{_YOUR} shift (?:finished|started|ended)\b",
    rf"\b{_YOU} (?:been|went) to (?:the|a) (?:doctors?|solicitors?|police|bank|dentist|hospital|court|gym|pub|shops?)\b(?! (?:about|with|over) (?:me|us))", rf"\bso {_YOU} (?:work|live|go|shop|train) (?:at|in|to|with)\b", rf"\b{_YOU} dropped (?:the kids|them|him|her) (?:off )?(?:at|late|early)\b",
    rf"\bnice (?:pub|restaurant|place|cafe|hotel|flat|house|street|area|road) {_YOU}\b",
)  # fmt: skip
_WORE = (
    rf"^(?:new|pink|red|blue|green|black|white|yellow|grey|purple) (?:{_GARMENT}|trainers|hair\w*|car|glasses)\b(?: today| tonight| is it|\W*$)", r"^nice (?:new )?(?:curtains|blinds|trainers|haircut|car|bike|garden|door)\W*$",
    rf"^(?:very )?nice {_GARMENT}\b(?!s| (?:is|car|park|in her|in his))(?!! ?\d)", rf"\b(?:that|those|{_YOUR}) (?:\w+ )?{_GARMENT} (?:\w+ )?(?:looked|looks|suits|suited|was lovely|are new|is new|really suit)",
    rf"\b{_YOU} looked (?!me|him|her|after|like you|at|for|back|beautiful at our)\w+ (?:in (?:that|the|{_YOUR})|{_LATELY}|waiting|walking|sitting|coming|going|with)", r"\b(?:new|your|ur) (?:hair\w*) (?:\w+ )?(?:suits?|looks?|looked)",
    rf"\b(?:like|love) (?:the|{_YOUR}) new (?:hair\w*|{_GARMENT}|car|curtains|door|place|look)\b", rf"\bdone (?:with|to) {_YOUR} hair\b", rf"\b(?:blue|red|green|black|white|yellow|pink|grey|purple|it) suits {_YOU}\b",
    rf"\b(?:still wearing|{_YOU} (?:wore|were wearing|was wearing|had on)|why were {_YOU} (?:dressed|wearing))\b", rf"\b{_YOU} had {_YOUR} (?:hood|hair|coat|glasses|headphones)\b", r"\bnice (?:legs|bum|hair) in that\b", rf"\b{_YOU}(?:['’]ve| have)? lost weight\b",
)  # fmt: skip
_HOME = (
    r"\b(?:your|ur|the) (?:\w+ )?(?:lights?|curtains?|blinds?) (?:is|are|was|were|r|went|came|just|still|only) (?:still |just |only )?(?:on|off|open|closed|drawn|went off|came on|up|down)\b(?! a timer)", rf"\b{_YOU} (?:left|forgot)(?: to (?:lock|close|shut|turn off))? (?:{_YOUR}|the) (?:\w+ )?{_PART_OF_HOME}\b",
    rf"\b{_YOUR} (?:cars?|bike|van|bins?) (?:is |are |['’]?s )?(?:still |not |isn['’]?t )?(?:not )?(?:on|in|at|out|outside|gone|there|parked)\b", rf"\bwhose (?:car|van|bike|coat|shoes) (?:is|are|was) .{{0,14}}(?:{_YOUR}|outside|drive)", rf"\b(?:see|like|nice|noticed) (?:{_YOU}(?:['’]ve)? )?(?:got |the )?new (?:locks?|car|camera|door|gate|curtains|alarm)\b(?! insurance| is| ins)",
    rf"\b{_YOU}(?:['’]ve| have) (?:moved|put|changed|painted|got rid of|bought) (?:the|a|your|up|some) (?:\w+)", rf"\b{_YOU} (?:should|want to|ought to|need to) (?:close|shut|lock|draw|fix) {_YOUR} (?:\w+ )?{_PART_OF_HOME}", rf"\b{_YOUR} (?:mum|dad|sister|brother|friend|mate|nan|washing|bins?)(?:['’]?s)? ?(?:car|van|bike)? (?:is|are) (?:outside|out|there|on the line|getting)",
    r"\bi (?:can )?see (?:the|your|ur) \w* ?(?:lights?|telly|tv|candles?)\b", rf"\b{_YOU}(?:['’]ve| have) got a new (?:\w+)", rf"\b{_YOUR} tyres? looks?\b", rf"\bon {_YOUR} (?:step|doorstep|drive|doormat)\b", rf"\bthe dog (?:was barking|barked|did(?:n['’]?t| not) bark) (?:when|after) {_YOU}\b",
)  # fmt: skip
_SEEING = re.compile("|".join((*_SEEN, *_OUT_THERE, *_WHERE, *_WORE, *_HOME)), re.IGNORECASE)
ROUGHLY = r"(?i)\b(?:you|u|ya|ur|yours?|youre|outside|parked|opposite|window|nice|new|whos?|whose|home|got|lights?|curtains?|blinds?|how was|sat|stood|watching|hair)\b"
"""What every message that `words_of_seeing` finds something in holds too, for the column library to look through all of them."""
_REMEMBERED = re.compile(
    r"\b(?:remember|the (?:first|last|day|night) (?:time )?(?:i|we)|when (?:we|i first)|we met|first time|last time|since i last|used to|years ago|back when|our (?:wedding|holiday|honeymoon|first)|dream\w*|dreamt|in my (?:head|mind)|i wish|if i (?:see|saw)|want to see|haven['’]?t seen|never see|imagine)\b",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\b(?:parcels?|deliver\w*|drivers?|packages?|orders?|taxi|cab|uber|takeaway|pizza|engineer|plumber|electrician|meter|window cleaner|gas man|insurance|appointment|signature|% ?off|sale|rate it|invoice)\b(?! has been| been)",
    re.IGNORECASE,
)
_CHILDREN = re.compile(
    r"\b(?:the (?:kids|children|boys|girls|baby)|handover|contact cent(?:re|er)|school run|pick ?up|drop(?:ping)? off|with [A-Z][a-z]+\b(?=,)|for (?:the )?(?:kids|[A-Z][a-z]+))\b"
)
_OUT_THERE_ALONE = re.compile("|".join(_OUT_THERE), re.IGNORECASE)


def words_of_seeing(message: str) -> str | None:
    """The words of a message that show knowledge of where somebody was, what they wore or did; None where there are none."""
    found = _SEEING.search(message)
    if found is None or _REMEMBERED.search(message) or _TRADE.search(message):
        return None
    if _CHILDREN.search(message) and _OUT_THERE_ALONE.search(message):
        return None
    return found[0].strip()


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
