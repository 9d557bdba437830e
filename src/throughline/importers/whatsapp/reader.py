"""WhatsApp's *Export chat*: a text of lines, or an archive with it and the media."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from throughline.communications.parties import canonical, party_from_name, without_marks
from throughline.domain.communication import Problem
from throughline.domain.errors import InputError
from throughline.domain.timing import zone_named
from throughline.importers.base import Importer, Item, Options, Reading
from throughline.importers.original import Original
from throughline.importers.whatsapp.careful import Chat, Line, gather, read_block
from throughline.importers.whatsapp.header import read_header
from throughline.importers.whatsapp.layout import Learned, learn
from throughline.importers.whatsapp.lines import chat_member, open_text, read_chunks

_FILE_NAME = re.compile(r"WhatsApp Chat (?:with|-) (?P<other>.+?)(?: \(\d+\))?\.(?:txt|zip)", re.IGNORECASE)
_FIRST_LINES = 40


def recognises(original: Original) -> bool:
    """True for a text, or an archive with a chat in it, one of whose first lines begins like a message."""
    if original.is_archive and chat_member(original) is None:
        return False
    with open_text(original) as stream:
        head = stream.read(2**15)
    text = (
        head.decode("utf-16", "replace") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("utf-8", "replace")
    )
    lines = islice(re.split("\r?\n|\r", text), _FIRST_LINES)
    return any(read_header(line.removeprefix("\ufeff")) is not None for line in lines)


def read(original: Original, options: Options) -> Reading:
    """Learn the layout of the whole file, then read it: in columns where the layout is a plain one, else line by line."""
    learned = learn(_numbered(original), options.date_order, original.name)
    member = chat_member(original)
    chat = Chat(learned, zone_named(options.zone), "" if member is None else f"{member.split('/')[-1]} ")
    if options.owner is not None:
        chat = _owned(chat, original, options.owner)
    facts = {"date_order": learned.orders[learned.layout], "layout": learned.sample}
    named = _FILE_NAME.fullmatch(original.name)
    if named is not None:
        facts["other_party_by_file_name"] = named["other"]
    warnings: list[str] = []
    return Reading(_with_media(_items(original, chat, options), original, warnings), facts, warnings)


IMPORTER = Importer("whatsapp", "a WhatsApp chat", recognises, read)


def _numbered(original: Original) -> Iterator[tuple[int, str]]:
    for number, _, _, line in _lines(original):
        yield number, line


def _lines(original: Original) -> Iterator[Line]:
    return chain.from_iterable(chunk.lines() for chunk in read_chunks(original))


def _items(original: Original, chat: Chat, options: Options) -> Iterator[Item]:
    # Imported here, so that the row-wise formats of the same list do not pay 40 MiB for a library they do not use.
    from throughline.importers.whatsapp import columns_path

    if columns_path.can_read(chat.learned):
        return columns_path.read_items(original, chat, lambda: _relearned(original, chat, options))
    whole = chat if chat.learned.is_whole else _relearned(original, chat, options)
    return read_lines(_lines(original), whole)


def _relearned(original: Original, chat: Chat, options: Options) -> Chat:
    """The chat with every line of the file looked at, for files in which a second layout turns up late."""
    learned = learn(_numbered(original), options.date_order, original.name, own=chat.learned.layout)
    return replace(chat, learned=learned)


def read_lines(lines: Iterator[Line], chat: Chat, number: int = 1) -> Iterator[Item]:
    """Items of lines, one at a time, ids from `c<number>` on."""
    for block in gather(lines, chat.learned):
        item = read_block(block, chat, number)
        if item is not None:
            yield item
            number += not isinstance(item, Problem)


def _owned(chat: Chat, original: Original, owner: str) -> Chat:
    """The chat with its owner named. Raises InputError, naming those there are, where nobody in it is called that."""
    senders = chat.learned.senders if chat.learned.is_whole else _all_senders(original, chat.learned)
    wanted = {canonical("other", owner), canonical("phone", owner)}
    own = [name for name in senders if wanted & {canonical(party_from_name(name).kind, party_from_name(name).value)}]
    if len(own) != 1:
        there = ", ".join(sorted(without_marks(name) for name in senders)[:20])
        raise InputError(f"Nobody in “{original.name}” is called “{owner}”; those in it are: {there}.", code="E_OWNER")
    others = sorted(senders - {own[0]})
    other = party_from_name(others[0]) if len(others) == 1 else None
    return replace(chat, owner=own[0], other=other, other_name=without_marks(others[0]) if other else None)


def _all_senders(original: Original, learned: Learned) -> frozenset[str]:
    return learn(_numbered(original), learned.orders[learned.layout], original.name, own=learned.layout).senders


def _with_media(items: Iterator[Item], original: Original, warnings: list[str]) -> Iterator[Item]:
    """The items as they are; where the export is an archive, the media its lines name and it does not hold are counted."""
    if not original.is_archive:
        yield from items
        return
    held = {name.split("/")[-1] for name in original.members}
    missing = 0
    for item in items:
        if not isinstance(item, Problem):
            named = (
                item.attachments
                if hasattr(item, "attachments")
                else item["attachments"].explode().drop_nulls().to_list()
            )
            missing += sum(name not in held for name in named)
        yield item
    if missing:
        warnings.append(f"{missing:,} of the media files that the chat names are not in the archive.")
