"""The ids of pages in addresses, as marks that tell nothing."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import get_converters

from throughline.web.guidance.leaves import ids_by_mark, mark_of


class Mark:
    """The id of a page, as the mark that stands for it in an address."""

    regex = "[0-9a-f]{8}"

    def to_python(self, mark: str) -> str:
        """The id. Raises ValueError where no page has that mark."""
        try:
            return ids_by_mark()[mark]
        except KeyError:
            raise ValueError from None

    def to_url(self, id: str) -> str:
        """The mark."""
        return mark_of(id)


def register() -> None:
    """Have `<mark:…>` in addresses."""
    if "mark" not in get_converters():
        register_converter(Mark, "mark")
