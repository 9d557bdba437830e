"""What changes the exhibits of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from throughline.casefile.intake import free_file, next_reference
from throughline.web.accounts.models import Account
from throughline.web.cases.actions import delete_files, record
from throughline.web.cases.queries import OpenCase, as_it_is_now
from throughline.web.cases.state import Change, State
from throughline.web.cases.uploads import SealedUpload
from throughline.web.exhibits.queries import imports_of
from throughline.web.exhibits.sniffing import type_of


def add_exhibits(*, by: Account, case: OpenCase, uploads: Sequence[SealedUpload], description: str) -> list[str]:
    """Make each upload an exhibit of that description; gives their references. None was ever used before."""
    with transaction.atomic():
        case = as_it_is_now(case)
        used = sorted(id for kind, id in case.state.used if kind == "exhibit")
        files = {exhibit.file for exhibit in case.case.exhibits}
        changes = []
        for upload in uploads:
            reference = next_reference(used)
            used.append(reference)
            change = exhibit_change(reference, upload, description, files)
            files.add(str(change.content["value"]["file"]))
            changes.append(change)
        record(by=by, case=case, changes=changes)
    return [change.id for change in changes]


def exhibit_change(reference: str, upload: SealedUpload, description: str, files: set[str | None]) -> Change:
    """The entry that makes a sealed upload an exhibit. `files` are the places in the case file that are taken."""
    file = free_file(upload.name or "original", reference, lambda place: place not in files)
    value = {"ref": reference, "file": file, "sha256": upload.sha256}
    if description:
        value["description"] = description
    kept = {
        "files": {"original": upload.file_id},
        "epoch": upload.epoch,
        "size": upload.size,
        "crc32": upload.crc32,
        "type": type_of(upload.head),
    }
    return Change("exhibit", reference, "recorded", value, kept)


def describe_exhibit(*, by: Account, case: OpenCase, ref: str, description: str) -> None:
    """Say otherwise what an exhibit is; the earlier words stay in the record."""
    with transaction.atomic():
        case = as_it_is_now(case)
        value = {**_value(case.state, "exhibit", ref), "description": description}
        kept = case.state.kept["exhibit", ref]
        record(by=by, case=case, changes=[Change("exhibit", ref, "amended", value, kept)])


def delete_exhibit(*, by: Account, case: OpenCase, ref: str) -> None:
    """Destroy an exhibit and whatever was read from it: its original, its imports, its place in incidents."""
    with transaction.atomic():
        case = as_it_is_now(case)
        gone = [Change("exhibit", ref, "deleted"), *(Change("bulk", id, "deleted") for id in imports_of(case, ref))]
        kept = [case.state.kept[change.kind, change.id] for change in gone]
        record(by=by, case=case, changes=[*gone, *_without(case, ref)])
    delete_files(by=by, case=case, ids=[id for it in kept for id in it.get("files", {}).values()])


def _without(case: OpenCase, ref: str) -> list[Change]:
    """The incidents that name an exhibit, so that they do not any more."""
    changes = []
    for incident in case.case.incidents:
        if ref in incident.exhibits:
            value = _value(case.state, "incident", incident.id)
            value["exhibits"] = [it for it in value["exhibits"] if it != ref]
            kept = case.state.kept["incident", incident.id]
            changes.append(Change("incident", incident.id, "amended", value, kept))
    return changes


def _value(state: State, kind: str, id: str) -> dict[str, Any]:
    content: Any = state.history[kind, id][-1].content
    return dict(content["value"])
