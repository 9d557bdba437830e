"""Every importer and detector is listed, and comes with its docs page, samples, hostile samples and tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline.importers.listing import IMPORTERS
from throughline.patterns.listing import DETECTORS, INFERRING, READING_LIST, TEXT_DETECTORS
from throughline.patterns.names import KIND_NAMED

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "throughline"
FOLDER_OF = {"whatsapp": "whatsapp", "sms_backup_restore": "sms_backup_restore", "email": "mail"}


def folders(parent: Path) -> set[str]:
    return {path.name for path in parent.iterdir() if path.is_dir() and not path.name.startswith("__")}


def test_every_importer_folder_is_listed() -> None:
    assert {FOLDER_OF[importer.name] for importer in IMPORTERS} == folders(SRC / "importers")


@pytest.mark.parametrize("name", [importer.name for importer in IMPORTERS])
def test_every_importer_is_whole(name: str) -> None:
    folder = FOLDER_OF[name]
    assert (SRC / "importers" / folder / "README.md").is_file()
    assert (ROOT / "docs" / "reference" / "formats" / f"{name}.md").is_file()
    golden = ROOT / "tests" / "golden" / folder
    assert len(list(golden.glob("*.expected"))) >= 2
    assert list((ROOT / "tests" / "unit" / "importers" / folder).glob("test_hostile*.py"))
    assert list((ROOT / "tests" / "property").glob(f"test_{folder.split('_')[0]}*.py"))


def test_every_detector_module_is_listed_and_has_its_heading() -> None:
    modules = {path.stem for path in (SRC / "patterns" / "detectors").glob("*.py") if not path.stem.startswith("_")}
    assert set(KIND_NAMED) == modules
    assert {detector.KIND for detector in (*DETECTORS, *TEXT_DETECTORS, READING_LIST)} == modules


@pytest.mark.parametrize("kind", [detector.KIND for detector in (*DETECTORS, *TEXT_DETECTORS, READING_LIST)])
def test_every_detector_has_its_page_and_its_spec(kind: str) -> None:
    assert (ROOT / "docs" / "reference" / "findings" / f"{kind}.md").is_file()
    assert (ROOT / "tests" / "spec" / "detectors" / f"test_{kind}.py").is_file()


def test_every_detector_that_infers_from_a_chance_says_at_which_chance_it_is_told() -> None:
    sources = {path.stem: path.read_text("utf-8") for path in (SRC / "patterns" / "detectors").glob("*.py")}
    tests = {kind for kind, source in sources.items() if '"inference"' in source and "chance=" in source}
    assert tests - {kind for kind, source in sources.items() if "probability=" in source} <= set(INFERRING) <= tests
