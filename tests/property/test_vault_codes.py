"""A recovery code survives how people write and type, and says where a slip is; canonical JSON has one spelling."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.vault.canonical import NotCanonical, canonical, read_canonical
from throughline.vault.recovery import ALPHABET, MistypedCode, new_recovery_code, read_recovery_code

CODE = new_recovery_code()
PLAIN = CODE.replace("-", "")

between = st.text(" -\n\t–—‐_.", max_size=3)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(st.lists(between, min_size=40, max_size=40), st.lists(st.booleans(), min_size=40, max_size=40))
def test_a_code_reads_back_however_it_was_written(gaps: list[str], lower: list[bool]) -> None:
    typed = "".join(gap + (it.lower() if low else it) for gap, it, low in zip(gaps, PLAIN, lower, strict=True))
    assert read_recovery_code(typed.replace("0", "o").replace("1", "l")) == CODE


@given(st.integers(0, 39), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed_and_its_group_named(place: int, other: str) -> None:
    if other == PLAIN[place]:
        return
    with pytest.raises(MistypedCode) as slip:
        read_recovery_code(PLAIN[:place] + other + PLAIN[place + 1 :])
    assert slip.value.groups == (place // 4 + 1,)
    assert other not in slip.value.message.split("group")[0].upper().split()


@given(st.integers(0, 9), st.integers(0, 3), st.integers(0, 3))
def test_two_characters_exchanged_in_a_group_are_noticed(group: int, one: int, other: int) -> None:
    typed = list(PLAIN)
    a, b = 4 * group + one, 4 * group + other
    typed[a], typed[b] = typed[b], typed[a]
    if typed == list(PLAIN):
        return
    with pytest.raises(MistypedCode) as slip:
        read_recovery_code("".join(typed))
    assert slip.value.groups == (group + 1,)


@given(st.permutations(range(10)))
def test_groups_in_another_order_are_noticed(order: list[int]) -> None:
    groups = CODE.split("-")
    typed = "-".join(groups[place] for place in order)
    if order == sorted(order):
        assert read_recovery_code(typed) == CODE
        return
    with pytest.raises(MistypedCode) as slip:
        read_recovery_code(typed)
    assert slip.value.groups == tuple(place + 1 for place, group in enumerate(order) if group != place)


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_mistyped(text: str) -> None:
    with pytest.raises(MistypedCode):
        read_recovery_code(text)


@given(values)
def test_a_value_comes_back_from_its_canonical_bytes_with_its_types(value: object) -> None:
    written = canonical(value)  # type: ignore[arg-type]
    again = read_canonical(written)
    assert repr(_ordered(again)) == repr(_ordered(value))  # repr tells 1 from 1.0 from True, and 0.0 from -0.0


@given(values)
def test_any_other_spelling_is_refused(value: object) -> None:
    written = canonical(value)  # type: ignore[arg-type]
    for other in (json.dumps(value, indent=1), json.dumps(value), " " + written.decode(), written.decode() + "\n"):
        if other.encode() != written:
            with pytest.raises(NotCanonical):
                read_canonical(other.encode())


@given(st.binary(max_size=40))
def test_any_bytes_are_canonical_or_refused(written: bytes) -> None:
    try:
        value = read_canonical(written)
    except NotCanonical:
        return
    assert canonical(value) == written


@pytest.mark.parametrize("value", [{1: 2}, {"a": {b"b"}}, b"x", float("nan"), float("inf"), 2**53, "\ud800", object()])
def test_what_json_has_no_form_for_is_refused_without_showing_it(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)  # type: ignore[arg-type]


def test_words_are_kept_exactly_and_a_tuple_is_a_list() -> None:
    assert canonical("e\u0301") != canonical("é")
    assert canonical((1, "a")) == canonical([1, "a"])


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return [(key, _ordered(value[key])) for key in sorted(value)]
    return [_ordered(it) for it in value] if isinstance(value, list) else value
