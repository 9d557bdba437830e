"""What changes the exhibits of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
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


def add_exhibits(
    *, by: Account, case: OpenCase, uploads: Sequence[SealedUpload], description: str, incident: str | None = None
) -> list[str]:
    """Make each upload an exhibit of that description, and put them to that incident where one is given; gives their
    references. None was ever used before."""
    with transaction.atomic():
        case = as_it_is_now(case)
        used = sorted(id for kind, id in case.state.used if kind == "exhibit")
        files = {exhibit.file for exhibit in case.case.exhibits}
        changes = []
        for upload in uploads:
            reference = next_reference(used, case.initials)
            used.append(reference)
            change = exhibit_change(reference, upload, description, files)
            files.add(str(change.content["value"]["file"]))
            changes.append(change)
        added = [change.id for change in changes]
        if incident is not None and ("incident", incident) in case.state.kept:
            changes.append(_with_exhibits(case, incident, lambda before: [*before, *added]))
        record(by=by, case=case, changes=changes)
    return added


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


def put_to_incidents(*, by: Account, case: OpenCase, ref: str, among: Iterable[str], chosen: Set[str]) -> None:
    """Put an exhibit to the incidents `chosen` of those `among` which the choice was made; the others keep what they have."""
    with transaction.atomic():
        case = as_it_is_now(case)
        changes = []
        for incident in case.case.incidents:
            is_there, is_wanted = ref in incident.exhibits, incident.id in chosen
            if incident.id in among and is_there != is_wanted:
                after = (lambda it: [*it, ref]) if is_wanted else _without_it(ref)
                changes.append(_with_exhibits(case, incident.id, after))
        if changes:
            record(by=by, case=case, changes=changes)


def _without_it(ref: str) -> Callable[[list[str]], list[str]]:
    return lambda before: [it for it in before if it != ref]


def _with_exhibits(case: OpenCase, incident: str, after: Callable[[list[str]], list[str]]) -> Change:
    value = _value(case.state, "incident", incident)
    value["exhibits"] = after(list(value.get("exhibits", [])))
    return Change("incident", incident, "amended", value, case.state.kept["incident", incident])


def _without(case: OpenCase, ref: str) -> list[Change]:
    """The incidents that name an exhibit, so that they do not any more."""
    named = [it.id for it in case.case.incidents if ref in it.exhibits]
    return [_with_exhibits(case, id, _without_it(ref)) for id in named]


def _value(state: State, kind: str, id: str) -> dict[str, Any]:
    content: Any = state.history[kind, id][-1].content
    return dict(content["value"])
