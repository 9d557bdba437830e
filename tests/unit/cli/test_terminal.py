"""What goes to a terminal is shown, and does nothing."""

import io
import json
import sys

import pytest

from throughline.cli.terminal import counted, one_line, safe, say, say_json


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "�[31mred"), ("evil\u202egnp.exe", "evil�gnp.exe"), ("\u2067abc\u2069 1", "abc 1"), ("\u202bx\u202c", "x"),
        ("one\ttwo", "one\ttwo"), ("שלום (x)", "שלום (x)"), ("\u009b31m", "�31m"),
    ],
)  # fmt: skip
def test_a_line_reads_as_it_runs(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize("text", ["\u202egnp.exe", "\u2067abc\u2069", "\x1b[2J\x00\u009b", "שלום", "“quoted”"])
def test_json_is_whole_and_steers_nothing(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    say_json({"text": text})
    line = capsys.readouterr().out
    assert json.loads(line) == {"text": text}
    assert safe(line) == line
