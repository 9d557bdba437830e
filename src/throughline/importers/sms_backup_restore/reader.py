"""SMS Backup & Restore's XML, streamed: one element at a time, whatever the size of the file or of an attribute."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from throughline.domain.communication import Communication, Problem
from throughline.domain.errors import HostileInput, InputError
from throughline.domain.timing import zone_named
from throughline.importers.base import Importer, Item, Options, Reading
from throughline.importers.original import Original
from throughline.importers.sms_backup_restore.clean import Cleaned, clean_blocks
from throughline.importers.sms_backup_restore.elements import Elements, read_elements
from throughline.importers.sms_backup_restore.items import read_item
from throughline.importers.sms_backup_restore.opening import (
    Prologue,
    backup_members,
    look_at,
    opened,
    prologue_of,
    utf8_blocks,
)

_FIRST_YEAR = 2000
"""No phone kept messages before it: an earlier date is that of a clock that was not set, or seconds taken for more."""


def recognises(original: Original) -> bool:
    """True for XML whose outermost element is that of a backup of messages or calls, and for a zip with such a file."""
    if original.is_archive:
        return bool(backup_members(original))
    return look_at(original.head).is_backup


def read(original: Original, options: Options) -> Reading:
    """Refuse entities before anything is parsed, then stream the elements."""
    member = _only_member(original) if original.is_archive else None
    prologue = prologue_of(original, member)
    if prologue.has_doctype:
        raise HostileInput(
            f"“{original.name}” defines its own XML entities, which no backup does; it was not read.", code="E_XML_DTD"
        )
    if not prologue.is_backup:
        raise InputError(
            f"“{original.name}” is not a backup of messages or calls; give the sms- or calls- file.", code="E_LAYOUT"
        )
    if not prologue.is_readable:
        raise InputError(
            f"“{original.name}” says that it is written in {prologue.encoding[:20]}, which no backup is; make the backup again.",
            code="E_ENCODING",
        )
    warnings: list[str] = []
    return Reading(_items(original, member, prologue, options, warnings), {}, warnings)


IMPORTER = Importer("sms_backup_restore", "an SMS Backup & Restore backup", recognises, read)


def _only_member(original: Original) -> str | None:
    members = backup_members(original)
    if len(members) > 1:
        raise InputError(
            f"“{original.name}” holds {len(members)} backups; unpack it and give each on its own.", code="E_LAYOUT"
        )
    return members[0] if members else None


def _items(
    original: Original, member: str | None, prologue: Prologue, options: Options, warnings: list[str]
) -> Iterator[Item]:
    zone = zone_named(options.zone)
    place = "item " if member is None else f"{member.split('/')[-1]} item "
    told, elements = Cleaned(), Elements()
    item = number = early = 0
    with opened(original, member) as stream:
        blocks = clean_blocks(utf8_blocks(stream, prologue.encoding), told)
        try:
            for element in read_elements(blocks, elements):
                item += 1
                read_one = read_item(element, f"c{number + 1}", f"{place}{item}", zone)
                if isinstance(read_one, Communication):
                    number += 1
                    early += read_one.at.year < _FIRST_YEAR
                yield read_one
        except etree.XMLSyntaxError:
            item += 1
            yield Problem(f"{place}{item}", "The file breaks off or is damaged here; what follows cannot be read.")
            warnings.append(
                f"The file is damaged or cut off after item {item - 1:,}; make the backup again if you can."
            )
    if prologue.count is not None and prologue.count != item:
        warnings.append(_other_count(prologue.count, item))
    if early:
        warnings.append(
            f"{early:,} items are dated before {_FIRST_YEAR}: the phone's clock was wrong, or the file does not count in milliseconds."
        )
    if told.replaced:
        warnings.append(
            f"{told.replaced:,} characters that cannot be read are shown as “\ufffd”; the original keeps them."
        )
    if elements.loose:
        warnings.append(
            "There are words between the items of the file, which no backup has; only the original keeps them."
        )


def _other_count(promised: int, found: int) -> str:
    end = "the backup may have been cut off" if promised > found else "which is more"
    return (
        f"The file says that it holds {promised:,} items, and holds {found:,}{';' if promised > found else ','} {end}."
    )
