"""The questions of the self-check and of the directory. Nothing is required, and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from throughline.domain.vocabulary import Jurisdiction
from throughline.guidance.self_check import ANSWERS, Answer
from throughline.patterns.wording import at_start
from throughline.web.guidance.leaves import AREA_NAMES, PLACE_NAMES, READER_NAMES
from throughline.web.guidance.listing import NEED_NAMES
from throughline.web.languages import guidance

ANSWER_NAMES: Mapping[Answer, str] = {
    "yes": gettext_noop("Yes"), "no": gettext_noop("No"), "not_sure": gettext_noop("Not sure"), "skip": gettext_noop("Skip"),
}  # fmt: skip
PART_NAMES = {
    "danger": gettext_noop("First: danger"), "happening": gettext_noop("What happens"), "them": gettext_noop("About them"),
    "you": gettext_noop("About you"),
}  # fmt: skip
WHERE = (*PLACE_NAMES.items(), ("elsewhere", gettext_noop("Somewhere else, or I would rather not say")))


def _choices(names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Codes with their names in the language of the page."""
    return [(code, gettext(name)) for code, name in names]


class PlaceForm(forms.Form):
    """Where it happened: asked, never assumed."""

    where = forms.ChoiceField(
        label=_("Where did it happen?"),
        help_text=_("The law is not the same everywhere."),
        choices=lambda: _choices(WHERE),
        required=False,
        widget=forms.RadioSelect,
    )


class SelfCheckForm(PlaceForm):
    """Every question, none of which must be answered. What is not an answer counts as skipped."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for question in guidance().questions.values():
            self.fields[question.id] = forms.ChoiceField(
                label=question.title, help_text=question.body, choices=_choices(ANSWER_NAMES.items()), required=False,
                widget=forms.RadioSelect(attrs={"inline": True}),
            )  # fmt: skip

    def parts(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """The questions part by part; where it happened is asked after the danger."""
        questions = guidance().questions.values()
        for part, heading in PART_NAMES.items():
            place = [self["where"]] if part == "happening" and "where" in self.fields else []
            yield part, gettext(heading), place + [self[it.id] for it in questions if it.part == part]


def answers_of(sent: Mapping[str, str]) -> dict[str, Answer]:
    """The answers in what was sent, by question; anything else is left out."""
    return {id: given for id in guidance().questions for given in ANSWERS if sent.get(id) == given and given != "skip"}


def place_of_law(sent: Mapping[str, str]) -> Jurisdiction | None:
    """The place that was chosen, where one was."""
    return next((place for place in PLACE_NAMES if place == sent.get("where")), None)


def _places() -> list[tuple[str, str]]:
    names = _choices(AREA_NAMES.items())
    return [("", gettext("Anywhere")), *((code, name) for code, name in names if code != "uk")]


def _people() -> list[tuple[str, str]]:
    names = _choices(READER_NAMES.items())
    return [("", gettext("Anybody")), *((code, at_start(name)) for code, name in names if code != "anyone")]


class DirectoryForm(forms.Form):
    """What somebody needs, where they are, and who they are; each may be left open."""

    need = forms.ChoiceField(
        label=_("What do you need?"),
        required=False,
        choices=lambda: [("", gettext("Anything")), *_choices(NEED_NAMES.items())],
    )
    place = forms.ChoiceField(label=_("Where are you?"), required=False, choices=_places)
    person = forms.ChoiceField(label=_("Who is it for?"), required=False, choices=_people)
