"""The questions about a device. Each has three answers, and “I do not know” is one of them."""

from __future__ import annotations

from django import forms

ANSWERS = (("no", "No"), ("yes", "Yes"), ("maybe", "I do not know"))


def question(label: str, help_text: str = "") -> forms.ChoiceField:
    """One question, with nothing chosen beforehand."""
    missing = {"required": f"Choose an answer: “{label}”. “I do not know” is one too."}
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=ANSWERS,
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages=missing,
    )


class DeviceCheck(forms.Form):
    """Could somebody see what is done on this device?"""

    unlock = question("Could anybody else unlock this phone or computer?", "They may know the code, or you share it.")
    set_up = question("Did anybody else set it up, give it to you or pay for it?")
    shared = question(
        "Does it share an account with anybody?",
        "Photos, a cloud, Apple or Google, a family plan, a car or doorbell app.",
    )
    knows = question(
        "Does the person know things that they should not?", "Where you were, or what you wrote to others."
    )
    work = question("Does it belong to your work, school or college?")

    @property
    def is_doubtful(self) -> bool:
        """True when an answer is anything but no."""
        return any(answer != "no" for answer in self.cleaned_data.values())
