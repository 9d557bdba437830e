"""What the documents show is what the commands print: every console block is run again."""

from __future__ import annotations

import pytest

from console_blocks import DOCUMENTS, shown, written_anew
from packed import needs_fonts


@needs_fonts
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_is_what_its_commands_print(document: str) -> None:
    before, after = written_anew(document)
    assert "```console" in before
    assert after == before, f"run: python tests/console_blocks.py {document}"


def test_what_is_left_out_is_marked() -> None:
    output = "a\n\nb 1\nb 2\n\nc\n\nd\n"
    assert shown(output, None, None) == ["a", "", "b 1", "b 2", "", "c", "", "d"]
    assert shown(output, "only", "b 1 b ;; d") == ["…", "b 1", "b 2", "…", "d"]
    assert shown(output, "only", "a ;; b") == ["a", "", "b 1", "b 2", "…"]
    assert shown(output, "lines", "2") == ["a", "", "…"]
    assert shown(output, "lines", "-1") == ["…", "d"]
    with pytest.raises(AssertionError, match="holds “e”"):
        shown(output, "only", "e")
