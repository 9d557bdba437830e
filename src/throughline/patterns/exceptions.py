"""The channels that the exceptions of an order name: "e-mail about the children" names e-mail.

An exception is a sentence, and no rule can tell whether a message keeps to it. But contact in a channel that one names is told
apart, so that what may be allowed does not hide what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from throughline.domain.vocabulary import Channel

_NAMED: tuple[tuple[str, tuple[Channel, ...]], ...] = (
    (r"texts?|text messages?|sms", ("sms", "mms")),
    (r"e-?mails?", ("email",)),
    (r"letters?|post", ("letter",)),
    (r"(?:tele)?phone|(?:phone )?calls?", ("phone",)),
    (r"whats ?app", ("whatsapp",)),
    (r"imessages?", ("imessage",)),
    (r"telegram", ("telegram",)),
    (r"signal", ("signal",)),
    (r"messenger", ("messenger",)),
    (r"instagram", ("instagram",)),
    (r"snapchat", ("snapchat",)),
    (r"(?:co-?|parenting |contact |the |an )app", ("other",)),
)


def channels_named(exceptions: Iterable[str]) -> frozenset[Channel]:
    """Every channel that one of those sentences names. An app without a name is an export's channel `other`."""
    said = " ".join(exceptions)
    return frozenset(
        channel
        for words, channels in _NAMED
        if re.search(rf"\b(?:{words})\b", said, re.IGNORECASE)
        for channel in channels
    )
