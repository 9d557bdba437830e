"""Whoever reads the threat model sees every column that there is, and whether it is plain."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from django.db.models import BinaryField

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "threat-model.md"
ROW = re.compile(r"^\| `(\w+)` \| ([`\w, ]+) \| (plain|sealed) \| (.+) \|$", re.MULTILINE)
Column = tuple[str, str]


def told() -> dict[Column, str]:
    """Each column that the page has, and whether it says plain or sealed."""
    section = PAGE.read_text("utf-8").split("## Every column", 1)[1]
    rows = [
        ((table, name), kept) for table, names, kept, _ in ROW.findall(section) for name in re.findall(r"\w+", names)
    ]
    assert len(rows) == len(dict(rows)), "a column stands twice in “Every column” of docs/explanation/threat-model.md"
    return dict(rows)


def there() -> dict[Column, bool]:
    """Each column of each table, and whether it is one of bytes."""
    return {
        (model._meta.db_table, field.column): isinstance(field, BinaryField)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
    }


def test_every_column_has_a_row_with_the_reason() -> None:
    missing = [
        f"| `{table}` | `{column}` | plain or sealed | why it is so, and what it tells to whoever has the database |"
        for table, column in sorted(set(there()) - set(told()))
    ]
    assert not missing, "add to “Every column” in docs/explanation/threat-model.md:\n" + "\n".join(missing)


def test_no_row_is_of_a_column_that_there_is_not() -> None:
    gone = sorted(set(told()) - set(there()))
    assert not gone, f"take out of “Every column” in docs/explanation/threat-model.md: {gone}"


def test_what_is_said_to_be_sealed_holds_bytes() -> None:
    columns = there()
    assert [column for column, kept in told().items() if kept == "sealed" and not columns[column]] == []
