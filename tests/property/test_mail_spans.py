"""The messages of a mailbox add up to it, whatever its bytes."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from throughline.importers.mail.mbox import read_messages

lines = st.sampled_from(
    [b"From a@b Thu Jan 15 10:18:40 2026\n", b"Date: x\n", b"\n", b">From x\n", b"From Russia\n", b"words\n"]
)


@given(st.lists(lines, max_size=40), st.binary(max_size=40))
def test_the_bytes_add_up(parts: list[bytes], rest: bytes) -> None:
    content = b"".join(parts) + rest
    messages = list(read_messages(io.BytesIO(content)))
    assert sum(message.size for message in messages) == len(content)
    assert b"".join(message.content for message in messages) == content
