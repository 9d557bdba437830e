"""Every word that a person sees is marked for translation: in the templates, and in the forms and messages of the service."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import throughline

WEB = Path(throughline.__file__).parent / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
TAGS = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<(?:[^>{]|\{\{.*?\}\}|\{%.*?%\}|\{)*?>)", re.DOTALL)
"""Everything between tags of HTML, tags of templates and variables is text."""
BLOCKS = re.compile(
    r"\{%\s*(?:(?P<end>end)(?:blocktranslate|comment|block)\b|(?:blocktranslate|comment|block typed)\b)"
)
"""What begins and ends words that are marked, that nobody is shown, or that are the name of a form (`typed`)."""
SPOKEN = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"{]*[A-Za-z]{2}[^"]*)"')
"""Attributes that are read out, or shown."""
ARGUMENTS = re.compile(r'(?:\|default:|\bunsaved=)("[^"]*[A-Za-z]{2}[^"]*")')
"""Words in the arguments of tags and filters; a marked one stands in `_("…")`."""
NAMES = {"Throughline", "SHA-256:"}
"""What is called the same in every language."""
FIELD_WORDS = {"label", "help_text", "empty_label"}
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}


def bare_words(source: str) -> list[str]:
    """Words of a template that no translation can reach."""
    found = SPOKEN.findall(source) + ARGUMENTS.findall(source)
    is_marked = False
    for piece in TAGS.split(source):
        block = BLOCKS.match(piece)
        if block:
            is_marked = not block["end"]
        elif not is_marked and not TAGS.fullmatch(piece):
            text = " ".join(re.sub(r"&\w+;", "", piece).split())
            if re.search(r"[A-Za-z]{2}|\b[AIa]\b", text) and text not in NAMES:
                found.append(text)
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda it: str(it.relative_to(WEB / "templates")))
def test_every_word_of_a_template_is_marked(path):
    assert bare_words(path.read_text("utf-8")) == []


def test_a_bare_word_is_seen():
    assert bare_words('<p class="x">Hello {{ name }}</p>') == ["Hello"]
    assert bare_words('{% if a %}<b aria-label="Name it">{% translate "Yes" %}</b>no{% endif %}') == ["Name it", "no"]
    assert bare_words('{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}, {{ a|default:"nobody" }}') == [
        '"nobody"'
    ]
    assert (
        bare_words('{% comment %}For us{% endcomment %}<p>{{ a|default:_("nobody") }}: {% translate "x" %}.</p>') == []
    )


def unmarked(tree: ast.AST) -> list[str]:
    """Words given to a form's field, to a message on the next page, or to an error of a form, that no translation can reach."""
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        shown = [it.value for it in call.keywords if it.arg in FIELD_WORDS]
        if name in (
            "words_field",
            "line_field",
            "date_field",
            "time_field",
            "secret",
            "question",
            "RegexValidator",
            "ValidationError",
        ):
            shown += call.args[:2]
        elif name == "add_error" or (name in ("success", "info", "warning", "error") and is_messages(call.func)):
            shown += call.args[1:2]
        found += [text for it in shown for text in literals(it)]
    return found


def is_messages(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "messages"


def literals(node: ast.expr) -> list[str]:
    """Texts in an expression that stand in no mark."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and re.search(r"[A-Za-z]{2}", node.value) else []
    return [text for it in ast.iter_child_nodes(node) if isinstance(it, ast.expr) for text in literals(it)]


@pytest.mark.parametrize("path", sorted(WEB.rglob("*.py")), ids=lambda it: str(it.relative_to(WEB)))
def test_every_word_of_a_form_or_a_message_is_marked(path):
    assert unmarked(ast.parse(path.read_text("utf-8"))) == []


def test_an_unmarked_label_is_seen():
    assert unmarked(ast.parse("forms.CharField(label='Name', help_text=_('So'))")) == ["Name"]
    assert unmarked(ast.parse("messages.success(request, f'Saved {n}')")) == ["Saved "]
