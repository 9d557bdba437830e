"""What made-up people write. Every sentence was written for this benchmark; the habits of a writer are laid over them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

ORDINARY = (
    "are you about later", "running ten minutes late", "can you send me that address again", "did you get home all right",
    "the kettle has gone again", "what time is the match on", "mum says hello", "do you want anything from the shop",
    "I left my umbrella at yours", "the bus was packed this morning", "that film was better than I thought",
    "happy birthday, have a good one", "no worries, see you tomorrow", "it is pouring down here", "have you seen my charger",
    "I can do {day} after {hour}", "shall we say {hour} at the station", "thanks for yesterday", "my phone is about to die",
    "did you hear about {name}", "I will ring you on {day}", "that is brilliant news", "I have a cold, staying in tonight",
)  # fmt: skip
CHILDREN = (
    "can you have them on {day} instead", "they need their PE kit for {day}", "I will be at the gate at {hour}",
    "she has a dentist appointment on {day} at {hour}", "he left his reading book in your car", "all fine at this end, they are asleep",
    "swimming is cancelled this week", "parents' evening is {day} at {hour}", "can we swap weekends", "her temperature is down now",
)  # fmt: skip
DEBT = (
    "This is a reminder that your account ending {number} is overdue.", "Please call us about your account, reference {number}.",
    "We have not received your payment of £{number}.", "You can set up a payment plan online.",
    "Our offices are open from 8am to 8pm. Reference {number}.", "Please ring us so that we can help you with your account.",
)  # fmt: skip
MARKETING = (
    "This week: {number} new lines in store. Reply STOP to opt out.", "Your points are worth £{number}. Reply STOP to opt out.",
    "Free delivery until {day}. Unsubscribe at any time.", "Our {day} sale starts at {hour}.",
)  # fmt: skip
COURIER = (
    "Your parcel {number} will arrive on {day} at {hour}.", "We tried to deliver your parcel today.",
    "Your driver {name} is {number} stops away.", "Your parcel was left with a neighbour.",
)  # fmt: skip
COLLEAGUE = (
    "hi, it's {name} from the new team, got your number off the rota", "are you on shift on {day}", "could you cover {day} for me",
    "the meeting moved to {hour}", "do you know where the keys to the store are", "sorry to bother you on your day off",
    "is the printer working for you", "I will be in at {hour}",
)  # fmt: skip
UNWANTED = (
    "why are you ignoring me", "I only want to talk", "pick up your phone", "you owe me an explanation", "we are not finished",
    "I have been thinking about us all day", "please just answer me", "I drove past yours on {day}", "you will have to talk to me some time",
    "nobody will ever know you like I do", "I saw your sister on {day}, she misses us", "I am not going anywhere",
    "you can block me as much as you like", "I will wait", "I left something at your door", "answer me", "I can explain everything",
    "tell me what I did wrong", "I know you read these", "you looked tired on {day}", "who was that you were with on {day}",
)  # fmt: skip
GRAVE: dict[str, tuple[str, ...]] = {
    "direct_threat": ("I am going to hurt you", "you are dead when I find you", "I will make you pay with your life"),
    "veiled_threat": ("shame if something happened to that car", "accidents happen to people who lie", "sleep well while you can"),
    "weapon": ("I have still got my dad's knife", "I bought the thing I told you about, it is sharp"),
    "suicide": ("if you do not come I will end it tonight", "I have the tablets here, it is up to you"),
    "children": ("they will not have a mother by summer", "I can take them from school any day I like"),
    "image": ("everyone at your work gets the photos on {day}", "I kept the videos, remember"),
    "surveillance": ("you got in at {hour}, you had your red coat on", "your bedroom light went off at {hour}"),
    "property": ("check your tyres", "nice windows, be a shame"),
    "control_ultimatum": ("you have until {day} to answer or you will regret it", "last chance, {hour} or else"),
}  # fmt: skip
"""By the categories of the finding `grave_words`."""
REPEATED = (
    "You and I both know this is not over, however far you run from me",
    "Every time you look over your shoulder think of what you did to this family",
)
ACCOUNTS = (
    "He was there when I came out. I went back in and waited.", "She stood on the other side of the road and looked up at my window.",
    "They were there again.", "I heard the gate and saw them walk off.", "A parcel on the step with no name on it.",
    "My sister says they came by and asked for me.", "The car went past slowly, twice.", "I did not go out after that.",
)  # fmt: skip
_NAMES = ("Ash", "Bea", "Cal", "Dev", "Eve", "Finn", "Gus", "Hana", "Isla", "Jo")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS = ("six", "half seven", "8", "nine", "quarter to four", "noon")
_SLOT = re.compile(r"\{(day|hour|name|number)\}")


@dataclass(frozen=True, slots=True)
class Writer:
    """How one person writes: what they do to any sentence."""

    is_lower: bool = False
    has_apostrophes: bool = True
    ends_with: str = ""
    writes_u: bool = False
    opens_with: str = ""
    is_shouting: float = 0.0

    def write(self, rng: np.random.Generator, sentence: str) -> str:
        """A sentence with its gaps filled, in this hand."""
        text = _SLOT.sub(lambda slot: _fill(rng, slot[1]), sentence)
        if self.writes_u:
            text = re.sub(r"\byou\b", "u", re.sub(r"\byour\b", "ur", text))
        if not self.has_apostrophes:
            text = text.replace("'", "")
        text = text.lower() if self.is_lower else text[:1].upper() + text[1:]
        if self.opens_with and rng.random() < 0.3:
            text = f"{self.opens_with} {text}"
        if self.ends_with and rng.random() < 0.6:
            text += self.ends_with
        return text.upper() if rng.random() < self.is_shouting else text


def draw_writer(rng: np.random.Generator) -> Writer:
    """Somebody of the same circle as everybody else: each habit is common, and together they are one person's."""
    return Writer(
        is_lower=bool(rng.random() < 0.5), has_apostrophes=bool(rng.random() < 0.5), writes_u=bool(rng.random() < 0.35),
        ends_with=str(rng.choice(["", "", ".", "...", " x", " xx", "!!", "?!", " lol", " 🙄"])),
        opens_with=str(rng.choice(["", "", "look", "babe", "listen", "ok so", "mate"])),
        is_shouting=float(rng.choice([0.0, 0.0, 0.05, 0.15])),
    )  # fmt: skip


def write(rng: np.random.Generator, writer: Writer, sentences: tuple[str, ...], number: int) -> list[str]:
    """So many sentences, drawn with replacement."""
    return [writer.write(rng, sentences[int(at)]) for at in rng.integers(len(sentences), size=number)]


def _fill(rng: np.random.Generator, slot: str) -> str:
    if slot == "number":
        return str(rng.integers(2, 400))
    words = {"day": _DAYS, "hour": _HOURS, "name": _NAMES}[slot]
    return words[int(rng.integers(len(words)))]
