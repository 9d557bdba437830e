"""Made-up writers of messages, each with habits of their own around those of a community, and what they write.

Every writer draws habits (spellings, marks, capitals, emoji, greetings, kisses, fillers, slips) near those that their community
shares; `likeness` says how near. What they write about is the same for all. Habits waver from day to day, and somebody who
hides changes some of them. All of it is our own text grammar in British usage: it shows what a method does when people write
like this, which is easier than life.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

SPELLINGS: dict[str, tuple[str, ...]] = {
    "you": ("you", "u", "ya", "yo"), "your": ("your", "ur", "yr", "youre"), "are": ("are", "r"), "to": ("to", "2"),
    "for": ("for", "4"), "because": ("because", "cos", "coz", "cause", "bc"), "tomorrow": ("tomorrow", "tomoz", "tmrw", "2moro", "tomorow"),
    "tonight": ("tonight", "tonite", "2nite", "this eve"), "please": ("please", "pls", "plz", "pleeease"),
    "thanks": ("thanks", "thx", "ta", "cheers", "thankyou"), "going to": ("going to", "gonna", "gunna", "goin to"),
    "want to": ("want to", "wanna", "wana"), "got to": ("got to", "gotta", "have to"), "though": ("though", "tho"),
    "okay": ("okay", "ok", "k", "oki", "okey"), "what": ("what", "wot", "wat"), "definitely": ("definitely", "definately", "defo", "def"),
    "something": ("something", "summat", "smth", "sumthing"), "about": ("about", "bout", "abt"), "with": ("with", "wiv", "w"),
    "and": ("and", "n", "&", "an"), "see": ("see", "c"), "love": ("love", "luv"), "really": ("really", "rly", "reli", "proper"),
    "people": ("people", "ppl"), "message": ("message", "msg", "text"), "minutes": ("minutes", "mins", "min"),
    "probably": ("probably", "prob", "probs", "prolly"), "right": ("right", "rite"), "night": ("night", "nite"),
    "I am": ("I'm", "I am", "im"), "do not": ("don't", "do not", "dont"), "cannot": ("can't", "cannot", "cant"),
    "it is": ("it's", "it is", "its", "tis"), "was not": ("wasn't", "was not", "wasnt", "weren't"), "would have": ("would have", "would of", "would've", "woulda"),
    "a lot": ("a lot", "alot", "loads", "lots"), "until": ("until", "till", "til"), "maybe": ("maybe", "mayb", "perhaps"),
    "nothing": ("nothing", "nothin", "nowt", "nuthing"), "anyway": ("anyway", "anyways", "neway"), "everyone": ("everyone", "every1", "evry1", "everybody"),
    "weekend": ("weekend", "wkend", "wknd"), "work": ("work", "wrk"), "before": ("before", "b4", "befor"), "later": ("later", "l8r", "laters"),
    "they are": ("they're", "they are", "theyre", "their"), "come": ("come", "cum"), "says": ("says", "sez", "said"),
    "believe": ("believe", "beleive"), "a bit": ("a bit", "abit"), "just": ("just", "jus", "jst"), "know": ("know", "no", "kno"),
}  # fmt: skip
OPENINGS = (
    "",
    "hi",
    "hey",
    "hiya",
    "alright",
    "morning",
    "hello",
    "yo",
    "right",
    "so",
    "oi",
    "evening",
    "heya",
    "ey up",
)
NAMES_FOR_YOU = ("", "love", "hun", "babe", "mate", "m8", "darling", "pal", "duck", "sweetheart", "chick", "bab")
CLOSINGS = ("", "x", "xx", "xxx", "X", "xXx", "take care", "bye", "speak soon", "ta", "x x", "cheers", "laters")
FILLERS = (
    "",
    "tbh",
    "like",
    "to be fair",
    "obviously",
    "actually",
    "basically",
    "honestly",
    "ngl",
    "at the end of the day",
    "literally",
    "you see",
    "mind you",
    "as I say",
)
LAUGHS = ("", "haha", "lol", "hahaha", "hehe", "ha", "lmao", "ahaha", "heh")
ENDS = (".", "", "!", "...", "..", "!!", " .", "…", ",")
QUESTIONS = ("?", "", "??", "?!", " ?", "???")
EMOJI = tuple("😂😊👍❤😍😘🙄😭😢😡🙏👀😅🤣💔🥰🙈😉🤔💕🍺⚽☀🎉😴🤷💪🔥👌🥺")
APOSTROPHES = ("'", "", "’")
JOINS = (", ", " ", " - ", "... ", ". ", "\n", " and ", ",")

PLACES = (
    "town",
    "the shop",
    "mum's",
    "work",
    "the gym",
    "Asda",
    "the park",
    "school",
    "the pub",
    "the station",
    "Leeds",
    "the dentist",
    "nan's",
    "the match",
    "the club",
    "the bank",
)
THINGS = (
    "the car",
    "my coat",
    "the keys",
    "the washing",
    "tea",
    "the shopping",
    "that form",
    "the tickets",
    "the bins",
    "the boiler",
    "my phone",
    "the telly",
    "the dog",
    "the money",
    "the photos",
    "that jumper",
    "the cake",
    "the paperwork",
)
PERSONS = (
    "mum",
    "dad",
    "Sarah",
    "Dave",
    "the kids",
    "your sister",
    "Gaz",
    "the boss",
    "Kelly",
    "nan",
    "Priya",
    "Tom",
    "the neighbour",
    "Chloe",
    "my brother",
    "the lads",
)
TIMES = (
    "tomorrow",
    "tonight",
    "at six",
    "later",
    "on Friday",
    "in ten minutes",
    "after work",
    "this weekend",
    "on Sunday",
    "before tea",
    "at half eight",
    "next week",
    "all day",
    "before nine",
    "about five",
    "on Tuesday",
)
STATES = (
    "tired",
    "fine",
    "late",
    "busy",
    "sorry",
    "fed up",
    "happy",
    "ill",
    "skint",
    "worried",
    "angry",
    "bored",
    "starving",
    "stressed",
    "confused",
)
DOINGS = (
    "pick up {thing}",
    "call {person}",
    "go to {place}",
    "sort out {thing}",
    "see {person}",
    "get {thing}",
    "talk about {thing}",
    "wait for {person}",
    "finish {thing}",
    "drive to {place}",
    "ask {person} about {thing}",
    "clean {thing}",
    "pay for {thing}",
    "meet {person} at {place}",
)
CLAUSES: dict[str, tuple[str, ...]] = {
    "plans": (
        "I am going to {doing} {time}", "are you going to {doing} {time}?", "do you want to {doing}?", "I have got to {doing} before {place} shuts",
        "can you {doing} please?", "we could {doing} {time}", "I will see you {time}", "what time are you going to {place}?",
        "I cannot come {time} because I have got to {doing}", "{person} says we are going to {doing} {time}", "let me know about {time}",
        "I was going to {doing} but it is too late", "maybe we could {doing} with {person}", "I will be at {place} until late",
    ),
    "news": (
        "{person} was at {place} {time}", "it is really quiet at {place}", "I was not at {place} because I am {state}", "{person} is {state} about {thing}",
        "there was nothing about {thing}", "they are really {state} at {place}", "I got {thing} for {person}", "everyone was {state} and I was just {state}",
        "something is wrong with {thing}", "I am {state} and {state}", "you would have been {state} with {person}", "a lot of people were at {place}",
        "I just got your message about {thing}", "did you know {person} is going to {place}?", "guess what {person} did with {thing}?",
    ),
    "upset": (
        "you do not know what it is like", "why are you not talking to me?", "I just want to talk to you", "please do not ignore my message",
        "I was really {state} about what you said", "I do not believe you", "I know you are with {person}", "it was not right what you did",
        "I would have done something about {thing}", "what did I do?", "you said you would {doing}", "I cannot sleep because of you",
        "everyone says you are {state}", "I am not going to go away", "do you know how {state} I am?", "you have to talk to me about {thing}",
        "I will wait at {place} until you come", "maybe you should have thought about that before", "it is probably nothing to you",
    ),
    "warm": (
        "thanks for {thing}", "that is really good of you", "I love {place}", "I definitely want to {doing} {time}", "okay I will {doing}",
        "hope you are okay", "it was good to see you {time}", "say hello to {person} for me", "you are probably right about {person}",
        "anyway have a good night", "that made me laugh about {person}", "I really want to see you though", "have you got {thing}?",
    ),
}  # fmt: skip
TOPICS = tuple(CLAUSES)
PHRASES = (
    "mark my words on that", "you know I am right", "that is all I am saying", "not being funny but", "I am only human after all",
    "what goes around comes around", "I swear on my life", "with all due respect to you", "you have made your bed", "it takes two to tango",
    "for what it is worth", "I was born yesterday was I", "when all is said and done", "do not shoot the messenger", "like a bull in a china shop",
    "you could not make it up", "I have said my piece", "more fool me for that", "every dog has its day", "pull the other one love",
    "water under the bridge now", "as if butter would not melt", "I am done being nice", "same old same old story", "let that sink in",
    "you never listen do you", "cross my heart I did", "it is what it is", "onwards and upwards then", "no skin off my nose",
    "six of one and half", "all mouth and no trousers", "you want your head looking at", "hand on heart I tried", "there is two sides to it",
    "that is the honest truth", "I am not made of money", "see how you like it", "never in a million years", "on my mother's life",
    "in for a penny then", "you reap what you sow", "thick as two short planks", "I could write a book", "so help me God",
    "you are having a laugh", "only got yourself to blame", "the penny has dropped has it",
)  # fmt: skip
"""Sayings of which each writer has a few, the first ones more often than the last."""
PRIVATE = (
    "Biscuit",
    "Wexcombe",
    "auntie Peg",
    "the blue caravan",
    "Mr Okafor",
    "Tilly's recital",
    "number forty two",
    "Sandhaven",
    "the Fiesta",
    "Dr Lamb",
    "Rufus",
    "the allotment",
    "Café Nero on Hill Street",
    "the spare room",
    "Moorside",
    "your red scarf",
)
PRIVATE_CLAUSES = (
    "is {fact} all right",
    "I keep thinking about {fact}",
    "remember {fact}",
    "tell me about {fact}",
    "I went past {fact}",
)
_SLOTS = {"place": PLACES, "thing": THINGS, "person": PERSONS, "time": TIMES, "state": STATES}


class Habits(NamedTuple):
    """How one person writes: for each choice the shares of its forms, and how often they do a thing (0 to 1); the sayings they
    have; and what they know of the user's life that few others do."""

    shares: Mapping[str, np.ndarray]
    rates: Mapping[str, float]
    sayings: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


_CHOICES: dict[str, tuple[Sequence[str], tuple[float, ...] | float]] = {
    "opening": (OPENINGS, 0.5), "name": (NAMES_FOR_YOU, 0.6), "closing": (CLOSINGS, 0.5), "filler": (FILLERS, 0.75),
    "laugh": (LAUGHS, 0.8), "end": (ENDS, 0.4), "question": (QUESTIONS, 0.5), "emoji": (EMOJI, 0.0),
    "apostrophe": (APOSTROPHES, 0.4), "join": (JOINS, 0.3),
}  # fmt: skip
"""What else is chosen, each with the share that the community gives to the first form on average."""
_RATES: dict[str, tuple[float, float]] = {
    "capital": (3.0, 1.5), "small_i": (1.0, 2.0), "emoji": (1.0, 5.0), "slip": (1.0, 60.0), "shout": (1.0, 40.0),
    "stretch": (1.0, 30.0), "comma": (1.5, 2.0), "longer": (1.5, 2.5), "all_small": (1.0, 4.0),
}  # fmt: skip
"""What is done now and then, each with the two shapes of the beta distribution that a community's mean comes from."""
SAYING_RATE, FACT_RATE = 0.1, 0.05
WAVER = 6.0
"""How closely a day's habits keep to a writer's own: the sum of the Dirichlet shapes. Small is wavering."""


def draw_community(rng: np.random.Generator) -> Habits:
    """What a community shares."""
    shares = {}
    for word, forms in SPELLINGS.items():
        shares[word] = _around(rng, np.array([3.0, *[0.8] * (len(forms) - 1)]), 3.0)
    for name, (forms, first) in _CHOICES.items():
        rest = (1.0 - float(first)) / (len(forms) - 1)  # type: ignore[arg-type]
        base = np.full(len(forms), rest)
        base[0] = max(float(first), rest)  # type: ignore[arg-type]
        shares[name] = _around(rng, base, 8.0)
    return Habits(shares, {name: float(rng.beta(a, b)) for name, (a, b) in _RATES.items()})


def draw_writer(rng: np.random.Generator, community: Habits, likeness: float = 3.0) -> Habits:
    """One writer of a community. `likeness` is the sum of the Dirichlet shapes: large makes all write alike."""
    shares = {name: _around(rng, share, likeness) for name, share in community.shares.items()}
    rates = {name: _near(rng, rate, likeness * 2) for name, rate in community.rates.items()}
    common = 1 / (np.arange(len(PHRASES)) + 4.0)
    sayings = rng.choice(len(PHRASES), 4, replace=False, p=common / common.sum())
    facts = rng.choice(len(PRIVATE), int(rng.integers(0, 4)), replace=False)
    return Habits(shares, rates, tuple(PHRASES[it] for it in sayings), tuple(PRIVATE[it] for it in facts))


def hide(rng: np.random.Generator, writer: Habits, community: Habits, part: float) -> Habits:
    """The writer with a part of their habits drawn anew, as somebody who does not want to be known would."""
    other = draw_writer(rng, community)
    shares = {name: other.shares[name] if rng.random() < part else share for name, share in writer.shares.items()}
    rates = {name: other.rates[name] if rng.random() < part else rate for name, rate in writer.rates.items()}
    sayings = tuple(saying for saying in writer.sayings if rng.random() >= part)
    return Habits(shares, rates, sayings, writer.facts)


def _around(rng: np.random.Generator, base: np.ndarray, closeness: float) -> np.ndarray:
    shapes = base / base.sum() * closeness
    drawn = rng.gamma(np.maximum(shapes, 0.02)) + 1e-9
    return np.asarray(drawn / drawn.sum())


def _near(rng: np.random.Generator, rate: float, closeness: float) -> float:
    mean = min(0.98, max(0.005, rate))
    return float(rng.beta(mean * closeness, (1 - mean) * closeness))


def write(rng: np.random.Generator, writer: Habits, number: int, mood: Sequence[float] = (1, 1, 0, 1)) -> list[str]:
    """So many messages of a writer, in sittings of about five between which habits waver. `mood` weighs the topics."""
    messages: list[str] = []
    while len(messages) < number:
        today = Habits(
            {name: _around(rng, share, WAVER * len(share)) for name, share in writer.shares.items()},
            writer.rates, writer.sayings, writer.facts,
        )  # fmt: skip
        for _ in range(1 + rng.poisson(4)):
            messages.append(_message(rng, today, np.asarray(mood, dtype=float)))
    return messages[:number]


def _pick(rng: np.random.Generator, habits: Habits, name: str, forms: Sequence[str]) -> str:
    return forms[int(rng.choice(len(forms), p=habits.shares[name]))]


def _message(rng: np.random.Generator, habits: Habits, mood: np.ndarray) -> str:
    clauses = [
        _clause(rng, mood) for _ in range(1 + int(rng.random() < habits.rates["longer"]) + int(rng.random() < 0.15))
    ]
    if habits.sayings and rng.random() < SAYING_RATE:
        clauses.insert(0, habits.sayings[int(rng.integers(len(habits.sayings)))])
    if habits.facts and rng.random() < FACT_RATE:
        fact = habits.facts[int(rng.integers(len(habits.facts)))]
        clauses.append(PRIVATE_CLAUSES[int(rng.integers(len(PRIVATE_CLAUSES)))].replace("{fact}", fact))
    said = [_said(rng, habits, clause) for clause in clauses]
    join = _pick(rng, habits, "join", JOINS)
    body = join.join(said)
    start = " ".join(filter(None, [_pick(rng, habits, "opening", OPENINGS), _pick(rng, habits, "name", NAMES_FOR_YOU)]))
    comma = "," if start and rng.random() < habits.rates["comma"] else ""
    text = f"{start}{comma} {body}".strip()
    mark = _pick(rng, habits, "question", QUESTIONS) if clauses[-1].endswith("?") else _pick(rng, habits, "end", ENDS)
    extras = [
        _pick(rng, habits, "laugh", LAUGHS) if rng.random() < 0.3 else "",
        _pick(rng, habits, "closing", CLOSINGS),
    ]
    if rng.random() < habits.rates["emoji"]:
        extras.insert(int(rng.integers(3)), _pick(rng, habits, "emoji", EMOJI) * int(1 + (rng.random() < 0.3)))
    text = " ".join(filter(None, [text + mark, *extras]))
    return _surface(rng, habits, text)


def _clause(rng: np.random.Generator, mood: np.ndarray) -> str:
    choices = CLAUSES[TOPICS[int(rng.choice(len(TOPICS), p=mood / mood.sum()))]]
    clause = choices[int(rng.integers(len(choices)))].replace("{doing}", DOINGS[int(rng.integers(len(DOINGS)))])
    for slot, fillings in _SLOTS.items():
        while "{" + slot + "}" in clause:
            clause = clause.replace("{" + slot + "}", fillings[int(rng.integers(len(fillings)))], 1)
    return clause


def _said(rng: np.random.Generator, habits: Habits, clause: str) -> str:
    """The clause in the writer's spelling, with a filler now and then."""
    said = f" {clause.removesuffix('?')} "
    for word, forms in SPELLINGS.items():
        if f" {word} " in said:
            said = said.replace(f" {word} ", f" {_pick(rng, habits, word, forms)} ")
    said = said.strip()
    filler = _pick(rng, habits, "filler", FILLERS) if rng.random() < 0.5 else ""
    if filler:
        said = f"{filler} {said}" if rng.random() < 0.5 else f"{said} {filler}"
    apostrophe = _pick(rng, habits, "apostrophe", APOSTROPHES)
    return said.replace("'", apostrophe)


def _surface(rng: np.random.Generator, habits: Habits, text: str) -> str:
    rates = habits.rates
    if rng.random() < rates["capital"]:
        text = text[:1].upper() + text[1:]
    if rng.random() < rates["small_i"]:
        text = f" {text} ".replace(" I ", " i ").replace(" I'", " i'").strip()
    if rng.random() < rates["all_small"]:
        text = text.lower()
    if rng.random() < rates["shout"]:
        text = text.upper()
    words = text.split(" ")
    for at, word in enumerate(words):
        if len(word) > 3 and rng.random() < rates["slip"]:
            words[at] = slip(rng, word)
        elif len(word) > 2 and word[-1] in "oeyh" and rng.random() < rates["stretch"] / 4:
            words[at] = word + word[-1] * int(rng.integers(1, 4))
    return " ".join(words)


def slip(rng: np.random.Generator, word: str) -> str:
    """The word with a slip of the finger: a letter left out, doubled, or two changed round."""
    at, kind = int(rng.integers(len(word) - 1)), int(rng.integers(3))
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
