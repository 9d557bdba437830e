"""Each message of a mailbox is found, is whole, and is nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from throughline.domain.communication import Communication, Problem

Read = Callable[..., list[Communication | Problem]]
FROM = "From sam@example.org Thu Jan 15 10:18:40 2026\n"
HEAD = "From: Sam <sam@example.org>\nTo: Alex <alex@example.org>\nDate: Thu, 15 Jan 2026 10:18:40 +0000\n"


def texts(items: list[Communication | Problem]) -> list[str | None]:
    return [item.text for item in items if isinstance(item, Communication)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_escaped_lines_are_as_they_were_written(read: Read, line_end: str) -> None:
    box = f"{FROM}{HEAD}\nhello\n>From here\n>>From there\n\n{FROM}{HEAD}\nsecond"
    assert texts(read(box.replace("\n", line_end))) == ["hello\nFrom here\n>From there", "second"]


def test_a_message_that_is_no_mailbox_has_nothing_escaped(read: Read) -> None:
    assert texts(read(f"{HEAD}\n>From here\n")) == [">From here"]


def test_a_pasted_message_belongs_to_the_body_that_its_length_says(read: Read) -> None:
    body = f"look:\n\n{FROM}{HEAD}\npasted\n"
    box = f"{FROM}{HEAD}Content-Length: {len(body)}\n\n{body}\n{FROM}{HEAD}\nsecond\n"
    assert texts(read(box)) == [body.rstrip("\n"), "second"]


@pytest.mark.parametrize("length", [0, 3, 150, 5000, 10**11])
def test_a_length_that_is_wrong_swallows_no_message(read: Read, length: int) -> None:
    box = f"{FROM}{HEAD}Content-Length: {length}\n\nfirst\n\n{FROM}{HEAD}\nsecond\n"
    assert texts(read(box)) == ["first", "second"]


def test_a_server_may_have_added_to_a_mailbox_of_thunderbird(read: Read) -> None:
    box = f"From - \n{HEAD}\nfirst\n\nFrom Russia\nX: y\n\n{FROM}{HEAD}\nsecond\n"
    assert texts(read(box)) == ["first\n\nFrom Russia\nX: y", "second"]


def test_labels_of_gmail_say_who_sent_it(read: Read) -> None:
    labels = ["Sent,Opened", "Inbox,Unread", "Gesendet", "Drafts"]
    box = "\n\n".join(
        f"From 18443@xxx Thu Jan 15 10:18:40 +0000 2026\nX-Gmail-Labels: {it}\n{HEAD}\nx" for it in labels
    )
    items = [item for item in read(box) if isinstance(item, Communication)]
    assert [item.direction for item in items] == ["outgoing", "incoming", "unknown", "outgoing"]
    assert [item.state for item in items] == [None, None, None, "draft"]


@pytest.mark.parametrize(
    ("owner", "direction"),
    [("sam@example.org", "outgoing"), ("Sam <SAM@example.org>", "outgoing"), ("sam", "outgoing"), ("alex@example.org", "incoming")],
)  # fmt: skip
def test_the_owner_sent_it_or_got_it(read: Read, owner: str, direction: str) -> None:
    (item,) = read(f"{HEAD}\nx", owner=owner)
    assert isinstance(item, Communication)
    assert (item.direction, item.party and item.party.value) == (
        direction, "alex@example.org" if direction == "outgoing" else "sam@example.org",
    )  # fmt: skip
