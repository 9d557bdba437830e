"""The exhibits of a case as its pages show them, and their originals unsealed for reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404

from throughline.domain.exhibit import Exhibit
from throughline.vault.files import SealedFile
from throughline.web.cases.queries import OpenCase
from throughline.web.cases.storage import open_file
from throughline.web.exhibits.sniffing import UNKNOWN, Look, look_of

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """An exhibit with what the service knows of it. `taken_in` is in the zone of the case; `name` is it in an address."""

    exhibit: Exhibit
    name: str
    file_id: str | None
    epoch: int
    size: int
    media_type: str
    taken_in: datetime
    earlier: tuple[str, ...]
    incidents: int
    imports: int

    @property
    def look(self) -> Look:
        """How it is shown."""
        return look_of(self.media_type)

    @property
    def taken_in_words(self) -> str:
        """When it was taken in, as people say it."""
        return f"{self.taken_in.day} {self.taken_in:%B %Y, %H:%M}"

    @property
    def download_name(self) -> str:
        """A name that says nothing to whoever sees it among downloads."""
        return f"{self.name}{self.look.suffix}"


def shown_of(case: OpenCase, exhibits: Iterable[Exhibit]) -> list[Shown]:
    """Those exhibits as their pages show them."""
    return [_shown(case, exhibit) for exhibit in exhibits]


def exhibit_named(case: OpenCase, name: str) -> Shown:
    """The exhibit of that name in an address. Raises Http404."""
    for exhibit in case.case.exhibits:
        if address_name(exhibit.ref) == name:
            return _shown(case, exhibit)
    raise Http404


def address_name(ref: str) -> str:
    """A reference as it stands in an address and in the name of a download: AB/1 is `AB-1`."""
    return _NOT_PLAIN.sub("-", ref)


def _shown(case: OpenCase, exhibit: Exhibit) -> Shown:
    key = ("exhibit", exhibit.ref)
    kept, told = case.state.kept[key], case.state.history[key]
    descriptions = [str(entry.content["value"].get("description", "")) for entry in told]  # type: ignore[index,call-overload,union-attr]
    return Shown(
        exhibit=exhibit,
        name=address_name(exhibit.ref),
        file_id=kept.get("files", {}).get("original"),
        epoch=kept.get("epoch", 1),
        size=kept.get("size", 0),
        media_type=kept.get("type", UNKNOWN),
        taken_in=told[0].recorded_at.astimezone(ZoneInfo(case.case.timezone)),
        earlier=tuple(it for it in dict.fromkeys(descriptions) if it and it != exhibit.description),
        incidents=sum(exhibit.ref in incident.exhibits for incident in case.case.incidents),
        imports=len(imports_of(case, exhibit.ref)),
    )


def imports_of(case: OpenCase, ref: str) -> list[str]:
    """The ids of the imports that were read from an exhibit."""
    bulks = [(kind, id) for kind, id in case.state.kept if kind == "bulk"]
    return [key[1] for key in bulks if case.state.history[key][-1].content["value"]["exhibit"] == ref]  # type: ignore[index,call-overload]


@contextmanager
def original_of(case: OpenCase, shown: Shown) -> Iterator[SealedFile]:
    """The exhibit's original, to be read anywhere in it. Raises Http404 where no file came with it, MissingFile, Tampered."""
    if shown.file_id is None:
        raise Http404
    with open_file(case.file_key(shown.file_id, shown.epoch)) as sealed:
        yield sealed
