"""The words of referrals, and the letter that an adviser begins from."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from throughline.casework.checks import TIME_ZONE
from throughline.casework.referral import ConsentGiven, Recipient, Referral

RECIPIENTS = {
    "police": _("The police"), "isac": _("A stalking advocate (ISAC)"), "idva": _("A domestic abuse advocate (IDVA)"),
    "solicitor": _("A solicitor"), "other": _("Another service"),
}  # fmt: skip
HOW = {
    "spoken": _("They said so, on the telephone or to my face"), "written": _("They wrote it"),
    "in_service": _("They wrote it here, in a message"),
}  # fmt: skip


def named_recipient(to: Recipient) -> str:
    """To whom, as it is shown."""
    return str(RECIPIENTS[to])


def named_way(how: ConsentGiven) -> str:
    """How somebody agreed, as it is shown."""
    return str(HOW[how])


def standing_told(referral: Referral, today: date) -> str:
    """How a referral stands, in one sentence."""
    if referral.answered_at is not None:
        return gettext("They answered on %(day)s.") % {"day": _day(referral.answered_at.astimezone(TIME_ZONE).date())}
    if referral.sent_at is None and not referral.is_agreed:
        return gettext("The person took their consent back, and nothing was sent.")
    if referral.sent_at is None:
        return gettext("The person agreed. Nothing was sent yet.")
    if referral.answer_by is None:
        return gettext("Sent. No day is set for an answer.")
    told = {"day": _day(referral.answer_by)}
    if is_late(referral, today):
        return gettext("No answer. One was expected by %(day)s: ask for it.") % told
    return gettext("Sent. An answer is expected by %(day)s.") % told


def is_late(referral: Referral, today: date) -> bool:
    """Whether the day for an answer is over."""
    return referral.is_waiting and referral.answer_by is not None and referral.answer_by < today


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def letter_begun(referral: Referral, helpline: str) -> str:
    """A letter to begin from. What the person needs and what happened is for the adviser to say, in as few words as it takes."""
    consent = referral.consent
    agreed = "" if consent is None else pgettext("letter", "They agreed on %(day)s to this: %(to_what)s") % {
        "day": _day(consent.at.astimezone(TIME_ZONE).date()), "to_what": consent.to_what,
    }  # fmt: skip
    return "\n\n".join(
        [
            pgettext("letter", "To: %(named)s") % {"named": referral.named},
            pgettext("letter", "From: %(helpline)s") % {"helpline": helpline},
            agreed,
            pgettext("letter", "What they ask of you:"),
            pgettext("letter", "What happened, as they told us:"),
            pgettext("letter", "How to reach them safely:"),
            pgettext("letter", "Please answer us, and not them, unless they said otherwise."),
        ]
    )
