"""Every export that `read` knows goes through the pages: the same count, the same refusals, and no word meant for a terminal."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.cli.tally import Tally
from throughline.domain.errors import NothingReadable, Question, ThroughlineError
from throughline.importers.base import Options
from throughline.importers.listing import IMPORTERS, importer_for
from throughline.importers.original import open_original
from throughline.web.imports import worker, workers

GOLDEN = Path(__file__).parents[1] / "golden"
EXAMPLES = Path(__file__).parents[2] / "examples" / "riverside" / "exports"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "samples"
OURS = sorted(
    path
    for path in [*GOLDEN.glob("*/*"), *EXAMPLES.iterdir()]
    if path.is_file() and path.suffix != ".expected" and path.parent.name != "vault"
)
THEIRS = (
    sorted(path for path in SHARED.rglob("*") if path.is_file() and path.stat().st_size < 4 * 2**20)
    if SHARED.is_dir()
    else []
)
FOR_TERMINALS = re.compile(r"(?<!\w)--\w|/proc/|\bthroughline\b", re.ASCII)


def as_read(path: Path) -> Tally | ThroughlineError:
    """What the command line would say of a file."""
    tally = Tally()
    try:
        original = open_original(path)
        for item in importer_for(original).read(original, Options()).items:
            tally.count(item)
    except ThroughlineError as refused:
        return refused
    return tally if tally.communications + tally.notices else NothingReadable("Nothing.")


def check(person, path: Path) -> None:
    """The pages say of a file what the command line says."""
    at_work = worker.Work(workers.enrol())
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    answer = person.browser.post("/bring-in/", {"file": upload})
    if not path.stat().st_size:
        assert "That file is empty" in answer.content.decode()
        return
    address = answer["Location"]
    worker.work_once(at_work)
    answer = person.browser.get(address)
    page = html.unescape(answer.content.decode())
    main = re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("</main>")[0])
    assert FOR_TERMINALS.search(main) is None, main
    expected = as_read(path)
    if isinstance(expected, Question):
        assert "How are its dates written?" in page
    elif isinstance(expected, ThroughlineError):
        assert answer.status_code == 422
        assert "This could not be read" in page
    else:
        assert answer.status_code == 200
        assert f"{expected.communications + expected.notices:,} messages and calls, " in page
        if expected.problems:
            assert f"Could not be read: {expected.problems:,}" in page
        if expected.notices:
            assert f"{expected.notices:,} of them" in page
        them = next(iter(re.findall(r'name="them" value="([^"]*)"', answer.content.decode())), "nobody:")
        kept = person.browser.post(address, {"them": html.unescape(them), "person": "new:"}, follow=True)
        assert f"{expected.communications + expected.notices:,} added" in kept.content.decode()


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_our_own_samples_go_through_the_pages(someone, path):
    check(someone, path)


def test_our_samples_are_of_every_format():
    named = {importer.name for importer in IMPORTERS}
    seen = set()
    for path in OURS:
        try:
            seen.add(importer_for(open_original(path)).name)
        except ThroughlineError:
            continue
    assert seen == named


def test_the_shared_samples_go_through_the_pages(transactional_db):
    from people import new_person

    if not THEIRS:
        pytest.skip(
            "other projects' samples, which may not lie in this repository, are not in ../shared/samples; put them there"
        )
    for path in THEIRS:
        check(new_person(), path)
