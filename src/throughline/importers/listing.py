"""The formats Throughline reads, in one list. A new one is a folder, a line here, and a page in docs/reference/formats/."""

from __future__ import annotations

from throughline.domain.errors import InputError, UnknownFormat
from throughline.importers.base import Importer
from throughline.importers.mail import reader as mail
from throughline.importers.original import Original
from throughline.importers.sms_backup_restore import reader as sms_backup_restore
from throughline.importers.whatsapp import reader as whatsapp

IMPORTERS: tuple[Importer, ...] = (whatsapp.IMPORTER, sms_backup_restore.IMPORTER, mail.IMPORTER)


def importer_named(name: str) -> Importer:
    """The importer of that name. Raises UnknownFormat, naming those there are."""
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    raise UnknownFormat(f"“{name}” is not a format; those known are {_names()}.")


def importer_for(original: Original) -> Importer:
    """The one importer that recognises the file. Raises UnknownFormat where none does, InputError where two do."""
    matching = [importer for importer in IMPORTERS if importer.recognises(original)]
    if len(matching) == 1:
        return matching[0]
    if not matching:
        raise UnknownFormat(f"“{original.name}” is not an export that can be read; the formats known are {_names()}.")
    names = " or ".join(importer.name for importer in matching)
    raise InputError(f"“{original.name}” could be {names}; say which.", code="E_AMBIGUOUS_FORMAT")


def _names() -> str:
    return ", ".join(importer.name for importer in IMPORTERS)
