"""What the fields of the desk's forms are called, and the words for each choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from throughline.casework.contact import Begun, Client, Contact, FoundBy
from throughline.casework.let_in import Conflict, Emergency, Held, Opinion
from throughline.casework.planning import PlannedAction, Promise, Raised, TriggerDate
from throughline.casework.referral import Confirmation, Referral
from throughline.casework.risk import RiskFactor
from throughline.casework.safe_contact import SafeContact, Window
from throughline.casework.without_consent import SecondLook, WithoutConsent
from throughline.casework.writing import Advice, Formulation, Note, Review

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TITLES: dict[type[Any], StrOrPromise] = {
    Client: _("Who they are"), Contact: _("A contact"), FoundBy: _("How they are found when they ring back"),
    SafeContact: _("Safe contact"), Note: _("Note"), Formulation: _("Formulation"), RiskFactor: _("Factor"),
    PlannedAction: _("Step of the safety plan"), Promise: _("Call-back or other promise"), TriggerDate: _("A day that is coming"),
    Advice: _("Written summary for them"), Raised: _("Put higher in the queue"),
}  # fmt: skip

WRITTEN_ELSEWHERE: dict[type[Any], StrOrPromise] = {
    Begun: _("The case was begun"), Held: _("Who has the case"), Referral: _("Referral"), Review: _("Review"),
    Confirmation: _("Confirmed by a second member of staff"), Conflict: _("Whether they know anybody in it"),
    Emergency: _("Opened in an emergency"), Opinion: _("Second opinion"),
    WithoutConsent: _("Told without their consent"), SecondLook: _("Second look at what was told"),
}  # fmt: skip
"""What is written on other pages than the form of its kind."""

FIELDS: dict[type[Any], dict[str, StrOrPromise]] = {
    Client: {
        "name": _("What they want to be called"), "needs": _("What makes talking easier: language, hearing, anything"),
        "jurisdiction": _("Where it happens"), "under_18": _("Are they under 18?"), "about": _("Who does it, as they name them"),
        "relationship": _("Who that is to them"), "length": _("Since when, in their words"),
    },
    Contact: {
        "way": _("How it came"), "began": _("When it began"), "ended": _("When it ended"), "started": _("Who began it"),
        "went": _("How it went"), "speaker": _("Who spoke"), "told": _("What was said"),
        "emergency": _("It became an emergency"), "emergency_done": _("What was done about the emergency"),
    },
    FoundBy: {"reference": _("The reference they were told"), "word": _("The word or name they chose")},
    SafeContact: {
        "call": _("May we call?"), "number": _("Which number?"), "any_time": _("At any time?"),
        "voicemail": _("May we leave a voicemail?"), "text": _("May we send a text?"), "email": _("May we send e-mail?"),
        "email_address": _("To which e-mail address?"), "post": _("May we send post?"), "postal_address": _("To which address?"),
        "who_may_answer": _("Who may answer?"), "if_somebody_else": _("What to say to anybody else who answers"),
        "code_word": _("Code word"), "avoid": _("What never to do or say"), "until": _("The last day on which this holds"),
    },
    Window: {"days": _("Days on which it is safe"), "start": _("From"), "to": _("Until")},
    Note: {"words": _("Note")},
    Formulation: {"words": _("What goes on, and what drives it"), "on": _("On which day was it so?")},
    RiskFactor: {
        "presence": _("Is it there?"), "on": _("On which day was it so?"), "source": _("Where is that from?"),
        "reason": _("Why: in their own words, if they are theirs"), "entries": _("Shared entries that say so, one a line"),
    },
    PlannedAction: {
        "what": _("What is to be done?"), "who": _("Who does it?"), "due": _("By when?"), "done": _("Was it done?"),
        "outcome": _("What came of it?"),
    },
    Promise: {
        "what": _("What was promised?"), "due": _("When?"), "by": _("Who keeps it?"),
        "within_minutes": _("For how many minutes can it still be kept?"), "outcome": _("What became of it?"),
        "kept_at": _("When was it kept?"), "moved_to": _("To when was it moved?"), "why": _("Why was it missed, moved or called off?"),
    },
    TriggerDate: {
        "what": _("What kind of day?"), "on": _("Which day?"), "words": _("More about it"), "every_year": _("It comes again each year"),
    },
    Advice: {
        "words": _("The summary, as they will read or hear it"), "given": _("How did they get it?"), "given_at": _("When did they get it?"),
    },
    Raised: {"to": _("How urgent?"), "why": _("Why?")},
    Review: {"words": _("What they said"), "on": _("On which day")},
    Referral: {"named": _("To whom"), "sent_at": _("Sent"), "answer_by": _("Answer expected by"), "answer": _("Answer")},
}  # fmt: skip

HINTS: dict[tuple[type[Any], str], StrOrPromise] = {
    (Advice, "given"): _("This only notes it. To leave it as a message, use the button on the page of the summary: that notes it too."),
}  # fmt: skip
"""What stands under a label."""

CHOICES: dict[str, StrOrPromise] = {
    "yes": _("Yes"), "no": _("No"), "unknown": _("Nobody asked, or not known"),
    "call": _("Telephone call"), "text": _("Text message"), "web_form": _("Web form"), "chat": _("Chat"), "email": _("E-mail"),
    "letter": _("Letter"), "post": _("Post"), "visit": _("Visit"), "in_service": _("In this service"), "other": _("Something else"),
    "by_them": _("They did"), "by_us": _("We did"),
    "through": _("We talked, or they wrote"), "silent": _("Silent: nobody spoke"), "dropped": _("The line dropped"),
    "not_answered": _("Nobody answered"), "somebody_else": _("Somebody else answered"),
    "client": _("The person themselves"), "on_behalf": _("Somebody for them"), "professional": _("Somebody at work: police, social work"),
    "england_wales": _("England and Wales"), "scotland": _("Scotland"), "northern_ireland": _("Northern Ireland"),
    "former_partner": _("Former partner"), "partner": _("Partner"), "family": _("Family"), "friend": _("Friend"),
    "colleague": _("Colleague"), "neighbour": _("Neighbour"), "acquaintance": _("Acquaintance"), "stranger": _("Stranger"),
    "present": _("Yes, it is there"), "absent": _("No, as told that day"), "not_known": _("Not known"),
    "their_words": _("They said so"), "shared_entries": _("Entries that they shared"), "judgement": _("My own judgement"),
    "open": _("Not yet"), "done": _("Done"), "not_done": _("Not done"), "kept": _("Kept"), "missed": _("Missed"),
    "moved": _("Moved, and they know"), "called_off": _("They no longer want it"),
    "hearing": _("A hearing"), "order_ends": _("An order or a bail condition ends"), "release": _("A release"),
    "anniversary": _("An anniversary"), "papers_served": _("Papers are served"), "handover": _("A hand-over of children"),
    "move": _("They move"),
    "not_yet": _("Not yet"), "read_aloud": _("It was read aloud to them"), "handed_over": _("It was handed over on paper"),
    "mon": _("Monday"), "tue": _("Tuesday"), "wed": _("Wednesday"), "thu": _("Thursday"), "fri": _("Friday"), "sat": _("Saturday"),
    "sun": _("Sunday"), "3": _("Before all others"), "2": _("Today"), "1": _("Soon"),
}  # fmt: skip
"""The words for a code of any of the vocabularies; a code means the same wherever it stands."""
OF_ONE_FIELD: dict[tuple[type[Any], str, str], StrOrPromise] = {
    (Client, "relationship", "client"): _("A client or customer of theirs"),
    (Contact, "speaker", "unknown"): _("Not known"),
    (Advice, "given", "in_service"): _("As a message in this service"),
    (TriggerDate, "what", "other"): _("Another day that may change something"),
}  # fmt: skip
"""Where a code has other words in one field."""
LONG = frozenset({
    "told", "words", "reason", "outcome", "why", "postal_address", "needs", "avoid", "if_somebody_else", "emergency_done",
})  # fmt: skip
"""Fields of text that want more than a line."""


def choice_words(kind: type[Any], field: str, code: str) -> StrOrPromise:
    """The words for a code in a field of a kind of value."""
    return OF_ONE_FIELD.get((kind, field, code)) or CHOICES[code]
