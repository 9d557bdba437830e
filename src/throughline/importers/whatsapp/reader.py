"""WhatsApp's *Export chat*: a text of lines, or an archive with it and the media."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from throughline.communications.parties import canonical, party_from_name, without_marks
from throughline.domain.communication import Communication, Problem
from throughline.domain.errors import InputError
from throughline.domain.timing import zone_named
from throughline.importers.base import DateOrder, Importer, Item, Options, Reading
from throughline.importers.original import Original
from throughline.importers.whatsapp.careful import Chat, Line, gather, read_block
from throughline.importers.whatsapp.header import Layout, read_header
from throughline.importers.whatsapp.layout import Beginning, Learned, Survey, look_at_beginning
from throughline.importers.whatsapp.lines import chat_member, check_length, open_text, read_chunks
from throughline.importers.whatsapp.senders import split_sender
from throughline.importers.whatsapp.strangers import decide

if TYPE_CHECKING:  # the column library is not loaded before a chat is read
    from throughline.importers.whatsapp.plans import Plan

_FILE_NAME = re.compile(r"WhatsApp Chat (?:with|-) (?P<other>.+?)(?: \(\d+\))?\.(?:txt|zip)", re.IGNORECASE)
_OTHER_FORMAT = re.compile(r"From |<|[A-Za-z][A-Za-z-]*: ?\S|%PDF|BEGIN:")
_FIRST_LINES = 40
_HEAD_BYTES = 2**15
_FEW_LINES = 5
_MOST_BEFORE = 0.05


def recognises(original: Original) -> bool:
    """True for a text, or an archive with a chat in it, that begins like one: a framed head (bracket, dash or colon)
    among the first lines, or two heads without a frame but with senders."""
    if original.is_archive and chat_member(original) is None:
        return False
    with open_text(original) as stream:
        head = stream.read(_HEAD_BYTES)
    text = (
        head.decode("utf-16", "replace") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("utf-8", "replace")
    )
    lines = [line.removeprefix("\ufeff") for line in islice(re.split("\r?\n|\r", text), _FIRST_LINES)]
    first = next((line for line in lines if line.strip()), "")
    if _OTHER_FORMAT.match(first):
        return False
    headers = [(line, header) for line in lines if (header := read_header(line)) is not None]
    if any(header.layout.is_framed for _, header in headers):
        return True
    is_first = bool(headers) and headers[0][0] == first
    return (
        is_first
        and len(headers) > 1
        and all(split_sender(line[header.end :], frozenset())[0] for line, header in headers)
    )


def read(original: Original, options: Options) -> Reading:
    """Learn the layout of the whole file, then read it: in columns where the layout is a plain one, else line by line."""
    learned, plan = _learn(original, options.date_order)
    _check_start(original, learned)
    member = chat_member(original)
    chat = Chat(learned, zone_named(options.zone), "" if member is None else f"{member.split('/')[-1]} ")
    if options.owner is not None:
        chat = _owned(chat, original, options.owner, plan)
    facts = {"date_order": learned.orders[learned.layout], "layout": learned.sample}
    named = _FILE_NAME.fullmatch(original.name)
    if named is not None:
        facts["other_party_by_file_name"] = named["other"]
    warnings = _warnings(learned)
    return Reading(_with_media(_items(original, chat, plan), original, warnings), facts, warnings)


IMPORTER = Importer("whatsapp", "a WhatsApp chat", recognises, read)


def _learn(original: Original, stated: DateOrder | None) -> tuple[Learned, Plan | None]:
    """What the whole file shows, and how to read it in columns, where that can be. Its own layout is that of most lines
    at its beginning; where those turn out to be pasted text, that of the first; or that of most in the whole file."""
    beginning = look_at_beginning(_numbered(original), original.name)
    own = beginning.counts.most_common(1)[0][0]
    survey, plan = _survey(original, beginning, own)
    learned = decide(survey, beginning, stated, original.name)
    if own != beginning.first and 1 not in learned.strangers and learned.first_line not in learned.strangers:
        return _try_again(original, beginning, beginning.first, stated, (learned, plan))
    counts = {layout: evidence.count for layout, evidence in survey.evidence.items() if layout != own}
    most = max(counts, key=lambda layout: counts[layout], default=own)
    if most != own and counts[most] > len(learned.strangers) + survey.evidence[own].count and plan is None:
        return _try_again(original, beginning, most, stated, (learned, plan))
    return learned, plan


def _try_again(
    original: Original,
    beginning: Beginning,
    own: Layout,
    stated: DateOrder | None,
    otherwise: tuple[Learned, Plan | None],
) -> tuple[Learned, Plan | None]:
    """What the file shows when another layout is taken for its own; `otherwise` where that cannot be."""
    survey, plan = _survey(original, beginning, own)
    try:
        return decide(survey, beginning, stated, original.name), plan
    except InputError:
        return otherwise


def _survey(original: Original, beginning: Beginning, own: Layout) -> tuple[Survey, Plan | None]:
    from throughline.importers.whatsapp.plans import plan_for
    from throughline.importers.whatsapp.selection import Selection

    plan = plan_for(own, beginning.shapes[own])
    if plan is None:
        return Survey(own).take_lines(_numbered(original), original.name), None
    selection = Selection(original, plan)
    survey = Survey(own).take_lines(selection, original.name)
    return survey, selection.plan_found()


def _check_start(original: Original, learned: Learned) -> None:
    """Raise InputError where too much stands before the first message for the file to be a chat."""
    if learned.first_line <= _FEW_LINES + 1:
        return
    before = total = 0
    for chunk in read_chunks(original):
        total += len(chunk.content)
        if chunk.first_line < learned.first_line:
            before = next((start for number, start, _, _ in chunk.lines() if number == learned.first_line), total)
    if before > _MOST_BEFORE * total:
        why = (
            f"“{original.name}” has {learned.first_line - 1:,} lines before the first that begins like a WhatsApp message; "
            "give it as the phone exported it."
        )
        raise InputError(why, code="E_LAYOUT")


def _warnings(learned: Learned) -> list[str]:
    warnings = []
    if learned.kept:
        lines = "1 line looks" if learned.kept == 1 else f"{learned.kept:,} lines look"
        why = "but not in the file's order of time; kept as part of the message around it"
        warnings.append(f"{lines} like a message of another chat, {why} (first: line {learned.first_kept:,}).")
    if learned.backwards:
        times = "once" if learned.backwards == 1 else f"{learned.backwards:,} times"
        why = "what follows may be text that somebody pasted, and is read as messages"
        warnings.append(
            f"The dates run back by more than a day {times} (first: line {learned.first_backwards:,}); {why}."
        )
    return warnings


def _numbered(original: Original) -> Iterator[tuple[int, str]]:
    begun, last = 0, 1
    for number, start, end, line in _lines(original):
        if read_header(line) is not None:
            begun, last = start, number
        check_length(end - begun, last, original.name)
        yield number, line


def _lines(original: Original) -> Iterator[Line]:
    return chain.from_iterable(chunk.lines() for chunk in read_chunks(original))


def _items(original: Original, chat: Chat, plan: Plan | None) -> Iterator[Item]:
    if plan is None:
        return read_lines(_lines(original), chat)
    from throughline.importers.whatsapp import columns

    return columns.read_items(original, chat, plan)


def read_lines(lines: Iterator[Line], chat: Chat, number: int = 1) -> Iterator[Item]:
    """Items of lines, one at a time, ids from `c<number>` on."""
    for block in gather(lines, chat.learned):
        item = read_block(block, chat, number)
        if item is not None:
            yield item
            number += not isinstance(item, Problem)


def _owned(chat: Chat, original: Original, owner: str, plan: Plan | None) -> Chat:
    """The chat with its owner named. Raises InputError, naming those there are, where nobody in it is called that."""
    senders = _all_senders(_items(original, chat, plan))
    wanted = {canonical("other", owner), canonical("phone", owner)}
    own = [name for name in senders if wanted & {canonical(party_from_name(name).kind, party_from_name(name).value)}]
    if len(own) != 1:
        there = ", ".join(sorted(without_marks(name) for name in senders)[:20])
        raise InputError(f"Nobody in “{original.name}” is called “{owner}”; those in it are: {there}.", code="E_OWNER")
    others = sorted(senders - {own[0]})
    other = party_from_name(others[0]) if len(others) == 1 else None
    return replace(chat, owner=own[0], other=other, other_name=without_marks(others[0]) if other else None)


def _all_senders(items: Iterator[Item]) -> frozenset[str]:
    """Everybody who says something in a chat, as it writes them."""
    senders: set[str] = set()
    for item in items:
        if isinstance(item, Communication):
            if item.party is not None:
                senders.add(item.party.written or item.party.value)
        elif not isinstance(item, Problem):
            parties = item.select("party_written", "party_value").unique().rows()
            senders.update(written or value for written, value in parties if written or value)
    return frozenset(senders)


def _with_media(items: Iterator[Item], original: Original, warnings: list[str]) -> Iterator[Item]:
    """The items as they are; where the export is an archive, the media its lines name and it does not hold are counted."""
    if not original.is_archive:
        yield from items
        return
    held = {name.split("/")[-1] for name in original.members}
    missing = 0
    for item in items:
        if isinstance(item, Communication):
            missing += sum(name not in held for name in item.attachments)
        elif not isinstance(item, Problem):
            named = item["attachments"].filter(item["attachments"].list.len() > 0).explode()
            missing += sum(name not in held for name in named.to_list())
        yield item
    if missing:
        warnings.append(f"{missing:,} of the media files that the chat names are not in the archive.")
