"""Tests of the service: a real database, the real vault, and a data folder of each test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline.web.cases import storage


@pytest.fixture(autouse=True)
def a_data_folder(settings, tmp_path: Path):
    """Sealed files and heads of a test lie in its own folder."""
    settings.FILES, settings.HEADS = tmp_path / "files", tmp_path / "heads"
    storage.store.cache_clear()
    yield
    storage.store.cache_clear()


@pytest.fixture
def someone(transactional_db):
    """Somebody new, signed in."""
    from people import new_person  # here, because it needs the settings of a test

    return new_person()


@pytest.fixture
def another(transactional_db):
    """Somebody else."""
    from people import new_person

    return new_person("other")


@pytest.fixture
def helpline(transactional_db):
    """A helpline, and its first supervisor."""
    from staff import new_helpline

    return new_helpline()


@pytest.fixture
def robin(helpline):
    """The helpline's supervisor."""
    return helpline[1]


@pytest.fixture
def kit(robin):
    """An adviser there."""
    from staff import new_worker

    return new_worker(robin)
