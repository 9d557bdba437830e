"""The words that phones put beside a twelve-hour time.

Source: the day periods of the Unicode CLDR (versions 44 to 48), for the languages WhatsApp is offered in; the short Chinese
day parts besides. Written in lower case without spaces, as `is_afternoon` compares them.
"""

from __future__ import annotations

import re

_MORNING = (
    "am a.m a.m. ص صباحا صباحًا 오전 上午 午前 凌晨 清晨 早上 π.μ. π.μ πμ sa öö de. de dop. dop fm f.m. f.h. ap. ap ق.ظ. ق.ظ ق "
    "дп пр.об. пр.об претпл. претпл преподне prepodne prijepodne eparadites p.d. pd priešpiet pr.p. priekšp. "
    "priekšpusdienā damanhã delamañana delmatí vm. vm v.m. vorm. pg ก่อนเที่ยง ព្រឹក ຕອນເຊົ້າ ກ່ອນທ່ຽງ နံနက် ጥዋት ቅ.ቀ. "
    'ү.ө. gh to לפנה״צ לפנה"צ בבוקר قبل‌ازظهر قبلازظهر قبلدوپہر غ.م. ب.ن पूर्वाह्न म.पू. முற்பகல் पू. '
    "ਪੂ.ਦੁ. પૂ. পূর্বাহ্ণ පෙ.ව. կա u.t. r.n. yb"
)
_AFTERNOON = (
    "pm p.m p.m. م مساء مساءً 오후 下午 午後 中午 晚上 傍晚 μ.μ. μ.μ μμ ch ös du. du odp. odp pop. em e.m. e.h. ip. ip ب.ظ. ب.ظ ب "
    "пп сл.об. сл.об попл. попл поподне popodne epasdites m.d. md popiet pēcp. pēcpusdienā datarde delatarde "
    'nm. nm n.m. nachm. ptg หลังเที่ยง ល្ងាច ຕອນແລງ ຫຼັງທ່ຽງ ညနေ ከሰዓት ድ.ቀ. ү.х. gd tk אחה״צ אחה"צ בצהריים בערב '
    "بعدازظهر بعددوپہر غ.و. د.ن अपराह्न म.उ. பிற்பகல் ਬਾ.ਦੁ. ઉ. অপরাহ্ণ ප.ව. կհ u.k. i.n. yh"
)
MORNING, AFTERNOON = frozenset(_MORNING.split()), frozenset(_AFTERNOON.split())
_SPACED = (
    "pre podne", "po podne", "e paradites", "e pasdites", "da manhã", "da tarde", "de la mañana", "de la tarde", "del matí",
    "пре подне", "по подне", "قبل دوپہر", "بعد دوپہر", "قبل ازظهر", "بعد ازظهر",
)  # fmt: skip
_NOON, _NIGHT = "中午", "晚上"
SPACE = "[ \u00a0\u202f\u2009\t]"
_SPACES = re.compile(SPACE + "+")


def marker_pattern() -> str:
    """An expression that matches any of the words, longest first, and the dotted ones however they are spaced."""
    words = sorted({*MORNING, *AFTERNOON, *_SPACED}, key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", SPACE) for word in words)
    return rf"(?:[AaPp]\.?{SPACE}?[Mm]\.?(?!\w)|(?i:{either})(?![^\W\d]))"


def hour_of(hour: int, marker: str | None) -> int | None:
    """The hour from 0 to 23, None where there is none. A marker beside an hour that needs none (`00:08 a. m.`, `14:08
    PM`) changes nothing."""
    if hour > 23:
        return None
    if marker is None or hour == 0 or hour > 12:
        return hour
    word = _SPACES.sub("", marker).casefold()
    if word == _NOON:
        return hour if hour >= 10 else hour + 12
    if word == _NIGHT and hour == 12:
        return 0
    is_afternoon = word in AFTERNOON or (word[0] == "p" and word not in MORNING)
    return hour % 12 + 12 * is_afternoon
