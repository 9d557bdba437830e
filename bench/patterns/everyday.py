"""Ordinary messages, made up: what a phone holds beside the few lines that matter.

Sentences are put together from parts, so that twenty thousand of them differ; about a third are then written as people type,
without capitals or marks, with short forms, slips and emoji. No line of the training set is used. They are plainer than what
real people write, so a figure against them is kinder than a real phone would be; the bench says so beside it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

PARTS: dict[str, str] = {
    "name": "Sue|Dave|Kirsty|Mo|Priya|Gary|Nan|your mum|my dad|Auntie Jean|Callum|Agnieszka|Tunde|Big Al|Megan|Rhys|Siobhan|our Kev|"
    "the twins|Yusuf|Harpreet|Ewan|Bethan|the neighbours|my sister|your brother|Grandad|Lucy|Zainab|Pete from work|the lad next door",
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|tomorrow|tonight|the weekend|next week|the 14th|bank holiday",
    "time": "6|half 7|quarter past 8|9.40|noon|ten|3.15|about 4|5ish|7.30|after tea|first thing|lunchtime|once the kids are down",
    "place": "the station|the Crown|Tesco|the leisure centre|mine|yours|the park|the surgery|town|the garden centre|work|church|the chippy|"
    "the allotment|Leeds|the library|the retail park|the school hall|Nando's|the market|the bus station|IKEA|the caravan|the airport",
    "food": "a curry|fish and chips|soup|a roast|lasagne|beans on toast|pizza|a fry up|noodles|jerk chicken|pierogi|salad|a bacon roll|"
    "crumble|stew|tacos|a cheese board|jollof|a stir fry|shepherd's pie|the leftovers",
    "thing": "the drill|my charger|the tent|that blue jumper|the pushchair|the library book|the ladder|the car seat|your umbrella|the hoover|"
    "the spare bulbs|my glasses|the bike pump|the hymn sheets|the cool box|the sat nav|the form|the parcel|your lunch box|the guitar",
    "thinks": "lovely|rubbish|alright|brilliant|a bit dear|mad busy|dead quiet|really good|not great|better than last time|so so|a laugh|gorgeous",
    "job": "do the bins|ring the bank|book the MOT|sort the washing|pay the window cleaner|water the plants|collect the prescription|"
    "walk the dog|finish the report|post the card|get diesel|fix the gate|clear the loft|feed the cat|hang the curtains|measure up|send the invoice",
    "event": "the wedding|the match|parents evening|the quiz|choir|the party|the barbecue|swimming|the school play|the interview|the funeral tea|"
    "the christening|five a side|book club|the appointment|training|the gig|bingo|Zumba|the open day|the raffle|the fair",
    "team": "Rovers|United|City|Wigan|the Lionesses|Celtic|Swansea|Ulster|the Blues|Leicester|Saints|Wales|Hearts",
    "body": "back|knee|throat|head|foot|tooth|shoulder|hip|stomach|ear",
    "weather": "pouring|boiling|freezing|windy|lovely out|foggy|snowing|grey|muggy|icy|baking",
    "pet": "dog|cat|hamster|puppy|rabbit|budgie|tortoise",
    "show": "Bake Off|Corrie|the darts|Strictly|that new drama|the news|Gogglebox|the snooker|Vera|Traitors|Match of the Day",
    "feel": "tired|starving|bored|excited|full|cold|nervous|late|skint|poorly|happy|soaked|hungover|busy|chuffed|fed up|confused|sore",
    "n": "2|3|4|5|6|7|8|10|12|15|20|25|40",
    "bye": "x|xx|Love, Mum|ta|cheers|thanks|speak soon|see you|night|lots of love|bye for now|👍|😂|🙏|❤️|",
    "hi": "Hi|Hiya|Morning|Hello love|Alright|Hey|Evening all|Dear|Hi both|Oi oi|Ey up|Afternoon||||||||",
}
"""What stands for each `{part}` of a sentence, between bars."""
SENTENCES = """
are you coming to {event} on {day}
is {event} still on {day}
what time is {event}
{event} was {thinks}
{event} has been moved to {day} at {time}
who is driving to {event}
can you bring {thing} on {day}
have you seen {thing}
I left {thing} at {place}
{name} wants {thing} back
did {name} ring you about {thing}
bought {thing} for £{n}, bargain
selling {thing}, £{n}, collect from {place}
meet at {place} at {time}
I will be at {place} by {time}
just got to {place}, where are you
on the bus to {place}
stuck in traffic near {place}
the train to {place} is {n} minutes late
going to {place} with {name}, need anything
{name} is at {place} if you want a lift
do you want {food} tonight
I have made {food}, plenty left
had {food} at {place}, it was {thinks}
{name} is cooking {food} on {day}
fancy {food} on {day}
we are out of milk and bread, could you stop at {place}
don't forget to {job}
can you {job} before {day}
I still have to {job}
{name} said they would {job}
will {job} on {day} if it stays dry
it is {weather} here
it's {weather} again, so much for {event}
what's the weather like, it is {weather} up here
did you watch {show}
{show} is on at {time}
no spoilers for {show} please
{show} was {thinks} last night
{team} won {n} nil
{team} were {thinks} on {day}
got {n} tickets for {team}
what a save, {team} are through
my {body} is playing up
the doctor says my {body} will be right in {n} weeks
{name} has done their {body} in again
how is your {body}
the {pet} has been sick on the rug
the {pet} says hello
{name} is minding the {pet} until {day}
taking the {pet} to the vet at {time}
I am so {feel}
feeling {feel} today
{name} is {feel}, what shall we do
are you {feel} as well
happy birthday {name}, hope {day} is {thinks}
thank you for {food}, it was {thinks}
thanks for having us on {day}
sorry I missed {event}
sorry, was {feel} and went to bed
can't make {day}, can we do {day} instead
shall we say {time} then
see you at {time}
see you on {day}
{name} has passed the theory test
{name} got {n} out of {n}
the baby slept {n} hours
{name} has grown {n} inches
{name} starts at the new place on {day}
is anyone working {day}
can you swap {day} for {day}
the rota says {time} on {day}
boss wants {n} of us in on {day}
{n} emails and it is not even {time}
the meeting is at {time} in room {n}
I have sent the invoice to {name}
payday on {day}
gas bill is £{n}0
that's £{n} each for {event}
can you lend me £{n} until {day}
have paid {name} back the £{n}
broadband is down again
my phone is on {n} per cent
new phone, same number, it is {name}
how do I get photos off this thing
the photos from {event} are {thinks}
{name} looked {thinks} at {event}
send me the address for {place}
what number is {place}
{n} for dinner on {day}, is that alright
the table is booked for {time} under {name}
shall I bring wine or beer to {place}
we are in {place}, second table on the left
{name} and I are having a brew, come over
the boiler man is coming {day} at {time}
the plumber never came
new carpet on {day}
what colour for the bathroom, {name} likes green
I painted the shed, {n} coats
the tomatoes are {thinks} this year
{n} eggs from the hens today
bins are {day} this week
homework is due {day}
{name} needs a costume for {event}
school is shut {day}
pick up is at {time} today
swimming kit for {day} please
can {name} come to tea on {day}
the form for the trip needs £{n} by {day}
{name} lost a tooth
we are thinking of {place} for half term
booked {n} nights near {place}
packed everything but {thing}
landed, {weather} here, be with you by {time}
miss you, home on {day}
love you, have a good {day}
good luck for {event}
well done for {event}
how did {event} go
how are you getting on
how is {name}
tell {name} I said hello
{name} sends love
has {name} had the results
not long until {event}
can't wait for {event}
I don't know, ask {name}
yes that is fine for {day}
no not {day}, I am at {place}
ok will do
haha that is so {name}
{name} makes me laugh
you won't believe what {name} said about {event}
{name} is engaged
I saw a heron by {place}
lost my keys at {place}, found them in the fridge
the queue at {place} was {n} deep
{place} is shut until {day}
parking at {place} is £{n} now
walked {n} miles, {body} is killing me
did {n}k this morning before work
gym at {time}, then {food}
reading group have picked another long one
{name} is learning the trumpet, pray for us
what shall we get {name} for {event}
put me down for £{n} for the collection
could whoever borrowed {thing} put it back
reminder that {event} starts at {time} on {day}
minutes of the meeting are attached
your appointment is on {day} at {time}
your parcel will come on {day} between {n} and {n}
your order from {place} is ready
why is it always {weather} on {day}
why did nobody tell me about {event}
""".strip().splitlines()
"""Sentences of everyday life, their parts in braces."""
_SHORT = {
    "you": "u", "are": "r", "your": "ur", "please": "pls", "tomorrow": "tmrw", "tonight": "2nite", "thanks": "thx", "because": "cos",
    "what": "wot", "with": "wiv", "about": "bout", "great": "gr8", "going to": "gonna", "see you": "cya", "is not": "aint",
}  # fmt: skip
_EMOJI = ("😂", "🙄", "❤️", "👍", "😭", "🥳", "😴", "🍻", "☀️", "🐶", "🙏", "😘", "🤣", "🎉")


def everyday(number: int, seed: int = 5) -> list[str]:
    """So many different ordinary messages; the same seed gives the same ones."""
    chance = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < number:
        made.setdefault(_typed(chance, " ".join(_said(chance))))
    return list(made)


def _said(chance: random.Random) -> Iterator[str]:
    """One to three sentences, with a greeting and an ending at times."""
    sentences = [_filled(chance, chance.choice(SENTENCES)) for _ in range(chance.choices((1, 2, 3), (7, 2, 1))[0])]
    greeting, ending = chance.choice(PARTS["hi"].split("|")), chance.choice(PARTS["bye"].split("|"))
    if greeting:
        yield f"{greeting},"
    for sentence in sentences:
        yield sentence[:1].upper() + sentence[1:] + chance.choice((".", ".", "?", "!", ""))
    if ending and chance.random() < 0.4:
        yield ending


def _filled(chance: random.Random, sentence: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: chance.choice(PARTS[found[1]].split("|")), sentence)


def _typed(chance: random.Random, text: str) -> str:
    """As somebody types it: a third as it is, a third without marks, a third with short forms and slips."""
    manner = chance.randrange(3)
    if manner == 0:
        return text
    text = re.sub(r"[.,'?]", "", text.lower())
    if manner == 2:
        for word, short in _SHORT.items():
            if chance.random() < 0.6:
                text = re.sub(rf"\b{word}\b", short, text)
        if chance.random() < 0.3 and len(text) > 12:
            at = chance.randrange(len(text) - 2)
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if chance.random() < 0.3:
            text += " " + chance.choice(_EMOJI)
    return text.upper() if chance.random() < 0.02 else text
