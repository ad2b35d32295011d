"""The form for how somebody wants to be reached: the customer's own, and (with more fields) ours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.customers.models import Purpose, Wishes
from sandali.kit.dates import show_time
from sandali.kit.fields import ClockField
from sandali.kit.long_select import LongSelect
from sandali.kit.zones import is_zone, zone_choices
from sandali.portal.wish_words import LANGUAGES, language, way_choices, weekdays

PURPOSES = {
    Purpose.SERVICE: gettext_lazy("Write to me about my own matters without being asked: whether something is settled, and what has changed since"),
    Purpose.LISTENING: gettext_lazy("Ask me some days later whether all is still well"),
    Purpose.SURVEY: gettext_lazy("Send me a survey now and then"),
}


class WishForm(forms.Form):
    """How, when and in which language; `version` is the one that was seen, 0 for none."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    called = forms.CharField(label=gettext_lazy("How to address them"), max_length=120, required=False)
    way = forms.ChoiceField(label=gettext_lazy("Best way"), required=False)
    never = forms.MultipleChoiceField(label=gettext_lazy("Never by"), required=False, widget=forms.CheckboxSelectMultiple)
    hours_from = ClockField(label=gettext_lazy("From"), required=False)
    hours_until = ClockField(label=gettext_lazy("Until"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On these days"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked means every day."),
    )  # fmt: skip
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False, widget=LongSelect)

    def __init__(self, wishes: Wishes | None, data: Any = None, **options: Any) -> None:
        super().__init__(data, initial=first_values(wishes), **options)
        for name in ("hours_from", "hours_until"):
            self.fields[name].depends = True  # type: ignore[attr-defined]  # see kit.components.fields
        chosen = {wishes.way, *wishes.never} if wishes is not None else set()
        self.choose("language", [("", _("As they write")), *LANGUAGES.items()])
        self.choose("way", [("", _("Where they wrote last")), *way_choices(sends=True, besides=chosen)])
        self.choose("never", way_choices(besides=chosen))
        self.choose("days", weekdays())
        known = zone_choices(language())
        own = wishes.zone if wishes is not None else ""
        self.choose("zone", [("", _("As ours")), *([(own, own)] if own and own not in dict(known) and is_zone(own) else []), *known])

    def choose(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """What may be chosen in a field."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hours have both ends, and the best way is none that is never to be used."""
        values = super().clean() or self.cleaned_data
        ends = {"hours_from", "hours_until"}
        if not ends & set(self.errors):
            if bool(values.get("hours_from") is not None) != bool(values.get("hours_until") is not None):
                self.add_error("hours_until", _("Please give both times, or neither."))
            elif values.get("hours_from") is not None and values["hours_from"] == values["hours_until"]:
                self.add_error("hours_until", _("Both times are the same."))
        if values.get("way") and values["way"] in values.get("never", []):
            self.add_error("way", _("This way is ticked below as one never to use."))
        return values

    def wishes(self) -> dict[str, Any]:
        """The fields as the room takes them."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return values | {"days": [] if len(values["days"]) == len(weekdays()) else sorted(values["days"])}


class OwnWishForm(WishForm):
    """The customer's own, with what they agree to."""

    def __init__(self, wishes: Wishes | None, agrees: dict[str, bool], data: Any = None) -> None:
        super().__init__(wishes, data)
        labels = {
            "called": _("How we may address you"), "way": _("Best way to reach you"), "never": _("Never use"), "language": _("Write to me in")
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label = label
        self.choose("language", [("", _("The language in which I write")), *LANGUAGES.items()])
        self.choose("way", [("", _("Where I wrote last")), *way_choices(sends=True, besides={self.initial["way"]})])
        for purpose, words in PURPOSES.items():
            self.fields[f"agrees_{purpose}"] = forms.BooleanField(label=words, required=False, initial=agrees[purpose])

    @property
    def agreements(self) -> list[forms.BoundField]:
        """A tick for each purpose."""
        return [self[f"agrees_{purpose}"] for purpose in PURPOSES]

    def wishes(self) -> dict[str, Any]:
        """The fields as the room takes them."""
        return {name: value for name, value in super().wishes().items() if not name.startswith("agrees_")}

    def agreed(self) -> dict[str, bool]:
        """Purpose → whether it is ticked."""
        return {str(purpose): bool(self.cleaned_data[f"agrees_{purpose}"]) for purpose in PURPOSES}


def first_values(wishes: Wishes | None) -> dict[str, Any]:
    """Wishes as a form's first values."""
    row = wishes or Wishes(version=0)
    names = ("version", "language", "called", "way", "never", "days", "zone", "never_words", "likes")
    times = {name: show_time(value) if (value := getattr(row, name)) is not None else "" for name in ("hours_from", "hours_until")}
    return {name: getattr(row, name) for name in names} | times | {"identity": row.identity_id or ""}
