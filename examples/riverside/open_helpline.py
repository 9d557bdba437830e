"""Open a made-up helpline beside the example's diary: two people at its desk, calls in its queue, and the diary shared with it.

    python examples/riverside/open_helpline.py build/example-diary

After `begin_diary.py`. Prints how to sign in at the desk, each time it is called.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from begin_diary import PASSPHRASE

NAME = "The Riverside Helpline"
ABOUT = "Made up, like everything here. For anybody whom somebody will not leave alone."
SUPERVISOR, ADVISER = "Robin", "Kit"
CALLS: tuple[tuple[int, str, str, str], ...] = (
    (2, "Jo", "The bell rang at night three times this week, and nobody was there.", "call"),
    (5, "", "Somebody breathed and put the telephone down.", "silent"),
    (26, "Mel", "A neighbour has begun to wait at the gate when they leave for work.", "call"),
    (49, "Dee", "Messages from new accounts after each block. They have told their employer.", "call"),
    (
        75,
        "Ali",
        "A former partner knows where they parked. They found something under the car and left it there.",
        "call",
    ),
)
"""Hours ago, the name that they gave, what they said, and how it went."""


def main(folder: str) -> int:
    """Open it where it is not there yet, and say how to sign in."""
    os.environ["THROUGHLINE_DATA"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
    import django

    django.setup()
    from throughline.web.helplines.models import Helpline, Staff

    if not Helpline.objects.filter(name=NAME).exists():
        open_helpline()
    print(f"At the desk of {NAME}, with the same passphrase:")
    for staff in Staff.objects.filter(helpline__name=NAME).select_related("account").order_by("joined_at"):
        print(f"  {staff.known_as}, {staff.role}: {staff.account.user_name}")
    sys.stdout.flush()
    return 0


def open_helpline() -> None:
    """The helpline with its staff, calls of the last days, and the example's diary shared with it: all of it or none."""
    from django.db import transaction

    from throughline.web.helplines import actions
    from throughline.web.helplines.models import Role, Staff

    with transaction.atomic():
        _helpline, code = actions.found_helpline(name=NAME, about=ABOUT)
        robin = join(SUPERVISOR, code)
        kit = join(ADVISER, actions.invite(by=robin(), role=Role.ADVISER))
        actions.let_in(by=robin(), staff=Staff.objects.get(known_as=ADVISER))
        for call in CALLS:
            take_call(kit(), *call)
        share_riverside()


def join(known_as: str, code: str) -> Any:
    """Somebody who joins with a code; gives what makes their desk, once they are let in."""
    from throughline.web.helplines import actions
    from throughline.web.helplines.access import desk_of
    from throughline.web.signing.actions import sign_up

    new = sign_up(word=known_as, passphrase=PASSPHRASE)
    actions.join(by=new.account, public=new.private.public, code=code, known_as=known_as)
    return lambda: desk_of(new.account, new.private)


def take_call(desk: Any, hours_ago: int, name: str, told: str, how: str) -> None:
    """A call of some hours ago; who said their name was promised another, and has said when it is safe."""
    from throughline.casework.coding import encode
    from throughline.casework.contact import Client, Contact
    from throughline.casework.planning import Promise
    from throughline.casework.safe_contact import SafeContact
    from throughline.casework.state import KIND_OF
    from throughline.web.desk.actions import begin_helpline_case, record_in_case
    from throughline.web.helplines.ledgers import Line

    now = datetime.now(UTC)
    began = now - timedelta(hours=hours_ago)
    talked = how == "call"
    values: list[Any] = [
        Contact(
            "call",
            began,
            began + timedelta(minutes=25 if talked else 1),
            went="through" if talked else "silent",
            speaker="client" if talked else "unknown",
            told=told,
        )
    ]
    if talked:
        safe = SafeContact(
            "yes", "07700 900" + str(300 + hours_ago), any_time="yes", voicemail="no", code_word="teapot"
        )
        values += [Client(name), safe, Promise("Call back", began + timedelta(days=1), desk.staff.id)]
    lines = [Line(f"{KIND_OF[type(it)]}:1", "recorded", {"value": encode(it)}) for it in values]
    record_in_case(by=desk, case=begin_helpline_case(by=desk), lines=lines)


def share_riverside() -> None:
    """The example's diary, shared for three months."""
    from throughline.casework.safe_contact import SafeContact
    from throughline.web.accounts.actions import unlock_account
    from throughline.web.accounts.models import Account
    from throughline.web.cases.queries import open_case
    from throughline.web.helplines.models import Helpline
    from throughline.web.sharing.actions import give, write_to_helpline

    opened = unlock_account(Account.objects.order_by("pk")[0].user_name, PASSPHRASE)
    assert opened is not None
    account, private = opened
    share = give(
        by=account, case=open_case(account, private), helpline=Helpline.objects.get(name=NAME),
        parts={"diary", "messages", "files", "milestones"}, purpose="reporting", called="A.",
        ends_at=datetime.now(UTC) + timedelta(days=91), safe_contact=SafeContact(call="no", code_word="heron"),
    )  # fmt: skip
    words = "Please do not call. Writing here is safe. I want to know what to say to the police."
    write_to_helpline(by=account, case=open_case(account, private), share=share, words=words)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
