"""What goes to a terminal is shown, and does nothing."""

import io
import sys

import pytest

from throughline.cli.terminal import counted, one_line, safe, say


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2J\x1b]0;title\x07", "�[2J�]0;title�"),
        ("a\rb", "a�b"),
        ("\u202egnp.exe", "�gnp.exe"),
        ("half \ud83d", "half �"),
        ("two\nlines and a\ttab", "two\nlines and a\ttab"),
        ("\u200eWhatsApp's own marks, naïve, 🙂", "\u200eWhatsApp's own marks, naïve, 🙂"),
    ],
)
def test_words_of_an_export_cannot_steer_a_terminal(hostile: str, shown: str) -> None:
    assert safe(hostile) == shown


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\t"])
def test_a_name_cannot_pass_for_a_line_of_ours(line_break: str) -> None:
    assert len(one_line(f"chat{line_break}The case file is as the format says.").splitlines()) == 1


def test_a_terminal_of_few_letters_shows_the_rest_as_question_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding="latin-1", write_through=True))
    say("“Zoë”")
    assert shown.getvalue().decode("latin-1") == "?Zoë?\n"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (2031, "2,031 entries")]
)
def test_numbers_agree_with_their_nouns(number: int, said: str) -> None:
    assert counted(number, "entry", "entries") == said
