"""The version of the content: the same words have the same, and any change of a word, a name or a place has another."""

from __future__ import annotations

import re
from pathlib import Path

from throughline.guidance.version import content_version, version_of


def write(folder: Path, **files: str) -> Path:
    for name, words in files.items():
        path = folder / name.replace("__", "/").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8")
    return folder


def test_the_version_that_ships_is_short_and_stays():
    assert re.fullmatch("[0-9a-f]{12}", content_version())
    assert content_version() == content_version()


def test_any_change_changes_it(tmp_path):
    first = version_of(write(tmp_path / "1", a_md="one", b__c_md="two"))
    assert version_of(write(tmp_path / "2", a_md="one", b__c_md="two")) == first
    others = [
        write(tmp_path / "3", a_md="one", b__c_md="twice"), write(tmp_path / "4", a_md="one", b__d_md="two"),
        write(tmp_path / "5", a_md="one"), write(tmp_path / "6", a_md="onetwo", b__c_md=""),
    ]  # fmt: skip
    assert len({version_of(it) for it in others} | {first}) == 5


def test_what_is_no_content_plays_no_part(tmp_path):
    before = version_of(write(tmp_path, a_md="one"))
    (tmp_path / "a.md~").write_text("left over")
    assert version_of(tmp_path) == before
