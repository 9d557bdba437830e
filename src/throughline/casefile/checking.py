"""Everything that is wrong with a case file, each with its place; and what somebody should look at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from throughline.casefile.container import CASE, Container, locate
from throughline.casefile.decoding import Wrong, decode
from throughline.casefile.reading import CaseFile, load_case, read_with_wrongs
from throughline.domain.exhibit import Exhibit


def check_case_file(path: Path) -> list[Wrong]:
    """Everything that is wrong with the case file at a path, those faults first that stop it from being read. Raises
    CaseFileError where there is no case file at all."""
    return read_checked(locate(path))[1]


def read_checked(container: Container) -> tuple[CaseFile | None, list[Wrong]]:
    """The case file if it can be read, and everything that is wrong with it, those faults first that stop it.

    Beyond what reading needs, it checks that every exhibit is there and still has its hash, that nothing lies among the
    exhibits unnamed, and that written times exist.
    """
    case_file, wrongs = read_with_wrongs(container)
    wrongs.extend(_exhibit_faults(container))
    if case_file is not None:
        wrongs.extend(_impossible_times(case_file))
    return case_file, sorted(wrongs, key=lambda wrong: (not wrong.stops, wrong.is_note))


def _exhibit_faults(container: Container) -> Iterator[Wrong]:
    """What is wrong with the files of those exhibits that are written as they should be, whatever else is wrong."""
    case = load_case(container, [])
    if case is None:
        return
    if container.has_exhibits_elsewhere:
        yield Wrong("exhibits", "is a link out of the case; put the originals themselves there", stops=False)
        return
    listed = case.get("exhibits")
    if container.is_bare:
        if listed:
            why = "do not lie beside a case.json on its own, so their files were not looked at"
            yield Wrong(f"{CASE}.exhibits", why, stops=False, is_note=True)
        return
    files = set()
    for index, raw in enumerate(listed if isinstance(listed, list) else []):
        file = raw.get("file") if isinstance(raw, dict) else None
        if isinstance(file, str):  # also of an exhibit with another fault: its file is not unnamed for that
            files.add(file)
        exhibit = decode(Exhibit, raw, CASE, [])
        if exhibit is not None and exhibit.file is not None:
            yield from _file_faults(container, exhibit, exhibit.file, f"{CASE}.exhibits[{index}]")
    for name in container.exhibit_files():
        if name not in files:
            yield Wrong("exhibits", f"holds a file that no exhibit names: {name}", stops=False)


def _file_faults(container: Container, exhibit: Exhibit, file: str, place: str) -> Iterator[Wrong]:
    if not container.has(file):
        is_other = container.has_other(file)
        what = "something that is no file inside this case" if is_other else "a file that is not there"
        yield Wrong(f"{place}.file", f"names {what}: {file}", stops=False)
        return
    if exhibit.sha256 is None:
        yield Wrong(
            f"{place}.sha256", "is missing, so nothing shows that its file is unchanged", stops=False, is_note=True
        )
        return
    digest = hashlib.sha256()
    with container.open(file) as stream:
        while block := stream.read(2**20):
            digest.update(block)
    if digest.hexdigest() != exhibit.sha256:
        yield Wrong(f"{place}.sha256", f"is not that of the file, which has changed since: {file}", stops=False)


def _impossible_times(case_file: CaseFile) -> Iterator[Wrong]:
    case = case_file.case
    why = f"is a time that clocks in {case.timezone} jumped over; it is taken as either side of the jump"
    for index, incident in enumerate(case.incidents):
        for key, written in (("from", incident.occurred.start), ("to", incident.occurred.to)):
            if written is not None and written.is_missing_hour(case.zone):
                yield Wrong(f"{CASE}.incidents[{index}].occurred.{key}", why, stops=False, is_note=True)
        start, end = incident.occurred.start, incident.occurred.to
        if start and end and end.span(case.zone).latest < start.span(case.zone).earliest:
            yield Wrong(f"{CASE}.incidents[{index}].occurred.to", "lies before its from", stops=False)
    for index, milestone in enumerate(case.milestones):
        if milestone.at.is_missing_hour(case.zone):
            yield Wrong(f"{CASE}.milestones[{index}].at", why, stops=False, is_note=True)
        ends = milestone.order and milestone.order.ends
        if ends and ends.span(case.zone).latest < milestone.at.span(case.zone).earliest:
            yield Wrong(f"{CASE}.milestones[{index}].order.ends", "lies before the order was made", stops=False)
