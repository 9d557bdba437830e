"""Small WhatsApp chats for the tests: how phones write the head of a line, and what comes of a chat when it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from throughline.communications.table import to_values
from throughline.domain.communication import Communication, Problem
from throughline.importers.base import Item, Options, Reading
from throughline.importers.original import open_original
from throughline.importers.whatsapp import reader

_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _twelve(moment: datetime, pattern: str) -> str:
    hour, half = moment.hour % 12 or 12, "PM" if moment.hour >= 12 else "AM"
    return moment.strftime(pattern.replace("{h}", str(hour)).replace("{p}", half))


HEADS: dict[str, Callable[[datetime], str]] = {
    "iphone": lambda at: f"[{at:%d/%m/%Y, %H:%M:%S}] ",
    "iphone, some marked": lambda at: ("\u200e" if at.second % 3 == 0 else "") + f"[{at:%d/%m/%y, %H:%M:%S}] ",
    "iphone, twelve hours": lambda at: _twelve(at, f"[{at.month}/{at.day}/%y, {{h}}:%M:%S\u202f{{p}}] "),
    "android": lambda at: f"{at:%d/%m/%Y, %H:%M} - ",
    "android, twelve hours": lambda at: _twelve(at, f"{at.month}/{at.day}/%y, {{h}}:%M {{p}} - "),
    "android, short hours": lambda at: f"{at.day}.{at.month}.{at:%y}, {at.hour}:{at:%M} - ",
    "year first": lambda at: f"{at:%Y-%m-%d, %H:%M} - ",
    "dots and a word": lambda at: f"[{at.day}.{at.month}.{at:%Y} klo {at.hour}.{at:%M.%S}] ",
    "time first": lambda at: f"[{at:%H:%M:%S, %d/%m/%Y}] ",
    "time first, twelve hours": lambda at: _twelve(at, "[{h}:%M:%S {p}, %d/%m/%Y] "),
    "arabic digits": lambda at: f"[{at.day}\u200f/{at.month}\u200f/{at:%Y، %H:%M:%S}] ".translate(_ARABIC),
    "emperor's reign": lambda at: f"[{at.month}/{at.day}/R{at.year - 2018}, {at:%H:%M:%S}] ",
    "buddhist": lambda at: f"[{at.day}/{at.month}/{at.year + 543} BE, {at:%H:%M:%S}] ",
    "no comma": lambda at: f"{at:%d-%m-%Y %H:%M} – ",
    "a word": lambda at: f"{at:%d/%m/%Y à %H:%M} - ",
}
"""How one phone or another begins a line, by a name for it."""


def read_chat(
    folder: Path, content: str | bytes, name: str = "chat.txt", **options: str
) -> list[Communication | Problem]:
    """What is in an export with this content, one value an item."""
    return flat(reading_of(folder, content, name, **options).items)


def reading_of(folder: Path, content: str | bytes, name: str = "chat.txt", **options: str) -> Reading:
    """The reading of an export with this content; its items are still to come."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return reader.read(open_original(path), Options(**options))  # type: ignore[arg-type]


def flat(items: Iterable[Item]) -> list[Communication | Problem]:
    """Items with the rows of their tables as values."""
    return list(_each(items))


def _each(items: Iterable[Item]) -> Iterator[Communication | Problem]:
    for item in items:
        if isinstance(item, (Communication, Problem)):
            yield item
        else:
            yield from to_values(item)


def brief(items: Iterable[Communication | Problem]) -> list[tuple[str, str | None, str | None]]:
    """The digits of each item's time, its sender and its words; a problem as its place."""
    return [
        ("problem", None, item.position) if isinstance(item, Problem)
        else (f"{item.at:%Y-%m-%d %H:%M:%S}", item.party_name, item.text)
        for item in items
    ]  # fmt: skip
