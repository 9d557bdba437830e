"""The questions of the self-check and of the directory. Nothing is required, and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from throughline.domain.vocabulary import Jurisdiction
from throughline.guidance.load import load_content
from throughline.guidance.self_check import ANSWERS, Answer
from throughline.web.guidance.leaves import AREA_NAMES, PLACE_NAMES, READER_NAMES
from throughline.web.guidance.listing import NEED_NAMES

ANSWER_NAMES: Mapping[Answer, str] = {"yes": "Yes", "no": "No", "not_sure": "Not sure", "skip": "Skip"}
PART_NAMES = {"danger": "First: danger", "happening": "What happens", "them": "About them", "you": "About you"}
WHERE = [*PLACE_NAMES.items(), ("elsewhere", "Somewhere else, or I would rather not say")]


class PlaceForm(forms.Form):
    """Where it happened: asked, never assumed."""

    where = forms.ChoiceField(
        label="Where did it happen?",
        help_text="The law is not the same everywhere.",
        choices=WHERE,
        required=False,
        widget=forms.RadioSelect,
    )


class SelfCheckForm(PlaceForm):
    """Every question, none of which must be answered. What is not an answer counts as skipped."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for question in load_content().questions.values():
            self.fields[question.id] = forms.ChoiceField(
                label=question.title, help_text=question.body, choices=list(ANSWER_NAMES.items()), required=False,
                widget=forms.RadioSelect(attrs={"inline": True}),
            )  # fmt: skip

    def parts(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """The questions part by part; where it happened is asked after the danger."""
        questions = load_content().questions.values()
        for part, heading in PART_NAMES.items():
            place = [self["where"]] if part == "happening" and "where" in self.fields else []
            yield part, heading, place + [self[it.id] for it in questions if it.part == part]


def answers_of(sent: Mapping[str, str]) -> dict[str, Answer]:
    """The answers in what was sent, by question; anything else is left out."""
    return {
        id: given for id in load_content().questions for given in ANSWERS if sent.get(id) == given and given != "skip"
    }


def place_of_law(sent: Mapping[str, str]) -> Jurisdiction | None:
    """The place that was chosen, where one was."""
    return next((place for place in PLACE_NAMES if place == sent.get("where")), None)


class DirectoryForm(forms.Form):
    """What somebody needs, where they are, and who they are; each may be left open."""

    need = forms.ChoiceField(label="What do you need?", choices=[("", "Anything"), *NEED_NAMES.items()], required=False)
    place = forms.ChoiceField(
        label="Where are you?", required=False,
        choices=[("", "Anywhere"), *((key, name) for key, name in AREA_NAMES.items() if key != "uk")],
    )  # fmt: skip
    person = forms.ChoiceField(
        label="Who is it for?", required=False,
        choices=[("", "Anybody"), *((key, name.capitalize() if key != "lgbt" else name) for key, name in READER_NAMES.items() if key != "anyone")],
    )  # fmt: skip
