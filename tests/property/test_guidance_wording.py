"""Whatever somebody writes into a page, nothing but plain text, strong words, our own links and gaps comes out."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from throughline.guidance.wording import LINKED, gaps, plain, spans, targets

PIECES = [
    "**strong**", "[[first_day]]", "[a guide](guide:danger_now)", "[x](javascript:alert)", "[x](https://example.org)",
    "<script>", "![p](q)", "`code`", "&lt;", "*", "[", "]", "(", "{", "www.", "plain words", " ", "[a [b](way:999)](way:999)",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=8).map("".join))
@example("**[x](way:999)**")
@example("[**x**](way:999)")
def test_what_is_let_through_is_safe(body: str) -> None:
    try:
        found = spans(body)
    except ValueError:
        return
    for span in found:
        assert not re.search(r"[<>`*\[\]{}]|://|&\w*;", span.text)
        if span.kind == "link":
            assert re.fullmatch(rf"({'|'.join(LINKED)}):[a-z0-9_.]+", span.target)
    written = {"text": "{0}", "strong": "**{0}**", "link": "[{0}]({1})", "gap": "[[{1}]]"}
    assert "".join(written[span.kind].format(span.text, span.target) for span in found) == body


@pytest.mark.parametrize(
    "body", ["<b>x</b>", "![x](y)", "[x](https://example.org)", "`x`", "a*b", "[x]", "{x}", "www.example.org", "&nbsp;", "a|b"]
)  # fmt: skip
def test_what_is_not_in_the_subset_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match="is not in the Markdown"):
        spans(body)


def test_plain_words_of_each_kind() -> None:
    body = "Call **999** or [the helpline](way:helpline) on [[day]]."
    assert plain(body) == "Call 999 or the helpline on ........."
    assert plain(body, {"helpline": "0808 802 0300"}) == "Call 999 or the helpline (0808 802 0300) on ........."
    assert targets(body) == ("way:helpline",)
    assert gaps(body) == ("day",)
