"""The careful path: one line at a time, every layout, nobody's words to anybody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from throughline.communications.parties import party_from_name, without_marks
from throughline.domain.communication import Communication, Party, Problem
from throughline.domain.timing import resolve_wall_clock
from throughline.importers.whatsapp.content import read_content
from throughline.importers.whatsapp.header import Header, read_header
from throughline.importers.whatsapp.layout import Learned
from throughline.importers.whatsapp.senders import split_sender

_NOTHING, _REST_OF_MINUTE = timedelta(0), timedelta(seconds=59)
Line = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class Chat:
    """What holds for a whole chat: how its lines look, its zone, how a position is told, and who its owner is.

    `owner` is the owner's name as the export has it, `other` the party their messages went to, each None where unknown.
    """

    learned: Learned
    zone: ZoneInfo
    place: str = ""
    owner: str | None = None
    other: Party | None = None
    other_name: str | None = None

    def position(self, line: int) -> str:
        """Where a line stands, for a reader of the original."""
        return f"{self.place}line {line}"


@dataclass(slots=True)
class Block:
    """A message or what came before the first: its head where it has one, its lines, and its bytes."""

    header: Header | None
    number: int
    start: int
    end: int
    words: list[str]


def gather(lines: Iterable[Line], learned: Learned) -> Iterator[Block]:
    """Lines as blocks, each beginning at a line that is a message's head. Every line is in exactly one block."""
    block: Block | None = None
    for number, start, end, line in lines:
        header = read_header(line)
        if header is not None and not learned.is_head(header, number):
            header = None
        if header is not None or block is None:
            if block is not None:
                yield block
            block = Block(header, number, start, end, [line if header is None else line[header.end :]])
        else:
            block.end = end
            block.words.append(line)
    if block is not None:
        yield block


def read_block(block: Block, chat: Chat, number: int) -> Communication | Problem | None:
    """The communication of a block with id `c<number>`; a problem where it cannot be one; None for blank lines that
    stand before the first message."""
    text = "\n".join(block.words).rstrip("\r\n")
    if block.header is None:
        why = "Text before the first message: nobody can be named for it."
        return Problem(chat.position(block.number), why) if text.strip() else None
    moment = block.header.wall_clock(chat.learned.orders[block.header.layout])
    if moment is None:
        return Problem(
            chat.position(block.number), "The date of this line does not exist in the order the file's dates are in."
        )
    return _communication(block, text, moment, chat, number)


def _communication(block: Block, text: str, moment: datetime, chat: Chat, number: int) -> Communication:
    assert block.header is not None
    at, at_latest = local_times(moment, chat.zone, has_seconds=block.header.layout.has_seconds)
    sender, words = split_sender(text, chat.learned.senders)
    content = read_content(words)
    kind = "notice" if sender is None and content.kind == "message" else content.kind
    is_own = sender is not None and sender == chat.owner
    party = chat.other if is_own else None if sender is None else party_from_name(sender)
    name = chat.other_name if is_own else None if sender is None else without_marks(sender)
    known = chat.owner is not None and sender is not None
    return Communication(
        id=f"c{number}", at=at, direction="unknown" if not known else "outgoing" if is_own else "incoming",
        kind=kind, channel="whatsapp", party=party, party_name=name, text=words,
        duration_seconds=content.duration_seconds, attachments=content.attachments,
        position=chat.position(block.number), at_latest=at_latest, state=content.state,
    )  # fmt: skip


def local_times(moment: datetime, zone: ZoneInfo, *, has_seconds: bool) -> tuple[datetime, datetime | None]:
    """The earliest instant a wall-clock time can be, and the latest where that is another, each with its offset fixed:
    two times of one zone compare by their digits alone, and the two rounds of a repeated hour have the same."""
    first, last = (
        end.replace(tzinfo=timezone(end.utcoffset() or _NOTHING)) for end in resolve_wall_clock(moment, zone)
    )
    if not has_seconds:
        last += _REST_OF_MINUTE
    return first, None if first == last else last
