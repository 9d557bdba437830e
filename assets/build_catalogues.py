"""Build the translations: what there is to translate, for translators, and what is translated, for the service.

build_catalogues.py            each .po of ours as the .mo beside it, which the service reads; not committed
build_catalogues.py templates  build/pages.pot and build/guidance.pot: every text that a person reads, and where it stands

Needs Babel, Django and ours. Texts of pages are those marked in the templates and the Python of `throughline.web`; texts of the
guidance are those that `throughline.guidance.translating` knows.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "throughline"
PAGES, GUIDANCE = SOURCE / "web" / "locale", SOURCE / "guidance" / "locale"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
IN_ARGUMENTS = re.compile(r'_\("([^"]+)"\)')
"""Texts marked in the arguments of tags and filters of a template."""
Text = tuple[str | tuple[str, str], str]
"""The English words, with their plural where they have one, and where they stand."""


def main(arguments: list[str]) -> int:
    """Do what was asked for."""
    if arguments == ["templates"]:
        for name, texts in (("pages", texts_of_pages()), ("guidance", texts_of_guidance())):
            path = ROOT / "build" / f"{name}.pot"
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as stream:
                write_po(stream, template(texts), width=0)
            print(f"{path.relative_to(ROOT)} is written.")
        return 0
    if arguments:
        print(__doc__)
        return 2
    for path in catalogues():
        compile_one(path)
    return 0


def catalogues() -> list[Path]:
    """Every .po of ours."""
    return sorted(path for folder in (PAGES, GUIDANCE) for path in folder.glob("*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    """A .po. Raises babel.messages.pofile.PoFileError with the line where it is none."""
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parts[-3], abort_invalid=True)


def compile_one(path: Path) -> None:
    """Write the .mo beside a .po: whole, or not at all. What somebody marked as doubtful (fuzzy) is left out."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
        write_mo(stream, read(path))
    Path(stream.name).chmod(0o644)
    Path(stream.name).replace(path.with_suffix(".mo"))


def template(texts: Iterator[Text]) -> Catalog:
    """Texts as a catalogue without translations."""
    catalogue = Catalog(
        project="Throughline", version="1", copyright_holder="the authors of Throughline", fuzzy=False,
        header_comment="# What Throughline says. docs/how-to/translate.md says how to translate it.",
        msgid_bugs_address="docs/how-to/translate.md", last_translator="nobody yet", language_team="none yet",
    )  # fmt: skip
    for words, place in texts:
        catalogue.add(
            words, locations=() if " " in place else [(place, None)], auto_comments=[place] if " " in place else ()
        )
    return catalogue


def texts_of_guidance() -> Iterator[Text]:
    """Every text of the content that a reader sees."""
    from throughline.guidance.load import load_content
    from throughline.guidance.translating import texts

    yield from ((words, place) for place, words in texts(load_content()))


def texts_of_pages() -> Iterator[Text]:
    """Every text marked for translation in the Python and in the templates of the service."""
    web = SOURCE / "web"
    for name, _, words, _, _ in extract_from_dir(
        web, method_map=[("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True
    ):
        yield (words if isinstance(words, str) else (words[0], words[1]), f"web/{name}")
    yield from texts_of_templates(web / "templates")


def texts_of_templates(folder: Path) -> Iterator[Text]:
    """Every text marked in the templates under a folder."""
    from django.template import Engine
    from django.template.base import Node
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    engine = Engine.get_default()
    for path in sorted(folder.rglob("*.html")):
        place = f"web/templates/{path.relative_to(folder)}"
        source = path.read_text("utf-8")
        for node in engine.from_string(source).nodelist.get_nodes_by_type(Node):
            if isinstance(node, TranslateNode) and node.filter_expression.var.literal is not None:
                yield str(node.filter_expression.var.literal), place
            elif isinstance(node, BlockTranslateNode):
                words = node.render_token_list(node.singular)[0]
                plural = node.render_token_list(node.plural)[0] if node.plural else ""
                yield ((words, plural) if plural else words), place
        yield from ((words, place) for words in IN_ARGUMENTS.findall(source))


def begin() -> None:
    """Have Django know our templates. Its data folder is one that goes away."""
    import django

    folder = tempfile.mkdtemp(prefix="throughline-catalogues-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"THROUGHLINE_DATA": folder, "DJANGO_SETTINGS_MODULE": "throughline.web.settings"}
    django.setup()


if __name__ == "__main__":
    if sys.argv[1:] == ["templates"]:
        begin()
    sys.exit(main(sys.argv[1:]))
