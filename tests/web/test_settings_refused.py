"""A setting that is wrong stops the start with one sentence that says which, and never what was given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from running_service import without_settings
from throughline.web.settings import WrongSetting, database, is_on, number, setting


@pytest.mark.parametrize(
    ("given", "is_it"), [("on", True), ("YES", True), ("1", True), ("off", False), ("False", False)]
)
def test_a_switch_is_on_or_off(monkeypatch, given, is_it):
    monkeypatch.setenv("THROUGHLINE_TLS", given)
    assert is_on("TLS", default=not is_it) is is_it


@pytest.mark.parametrize("given", ["maybe", "onn", "2", "-"])
def test_a_switch_is_nothing_else(monkeypatch, given):
    monkeypatch.setenv("THROUGHLINE_TLS", given)
    with pytest.raises(ImproperlyConfigured, match="THROUGHLINE_TLS is neither on nor off"):
        is_on("TLS", default=False)


@pytest.mark.parametrize("given", ["0", "-3", "2.5", "many", "1e3"])
def test_a_number_is_whole_and_above_nought(monkeypatch, given):
    monkeypatch.setenv("THROUGHLINE_LOCK_AFTER_MINUTES", given)
    with pytest.raises(ImproperlyConfigured, match="THROUGHLINE_LOCK_AFTER_MINUTES"):
        number("LOCK_AFTER_MINUTES", 15)


def test_a_secret_comes_from_the_file_that_is_named(monkeypatch, tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("a secret of its own\n")
    monkeypatch.setenv("THROUGHLINE_SECRET_KEY_FILE", str(file))
    assert setting("SECRET_KEY") == "a secret of its own"
    monkeypatch.setenv("THROUGHLINE_SECRET_KEY", "another secret")
    with pytest.raises(WrongSetting, match="both given") as refused:
        setting("SECRET_KEY")
    assert "another" not in str(refused.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_said(monkeypatch, tmp_path: Path, content):
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("THROUGHLINE_SECRET_KEY_FILE", str(file))
    with pytest.raises(WrongSetting, match="THROUGHLINE_SECRET_KEY_FILE names cannot be read"):
        setting("SECRET_KEY")


@pytest.mark.parametrize("url", ["diary", "mysql://me:hunter2@db.example.org/diary", "nonsense://hunter2@x"])
def test_a_database_is_sqlite_or_postgresql(url):
    with pytest.raises(WrongSetting, match="THROUGHLINE_DATABASE_URL is not the address") as refused:
        database(url)
    assert "hunter2" not in str(refused.value)


def test_serve_does_not_start_with_a_wrong_one(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "throughline", "serve", "--data", tmp_path / "data"], check=False, text=True,
        capture_output=True, env=without_settings() | {"THROUGHLINE_TLS": "perhaps"},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == ["THROUGHLINE_TLS is neither on nor off."]
