"""The form for how customers are asked whether their matter is settled."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.cases.models import Kind
from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits, to_ascii
from sandali.kit.fields import DigitsIntegerField
from sandali.resolution.confirmation.rules import LONGEST, MOST_REMINDERS, Rules

# Whoever praises or suggests brings no matter that is to be settled.
KINDS = (Kind.COMPLAINT, Kind.REQUEST, Kind.QUESTION, Kind.INQUIRY)


class DaysField(forms.CharField):
    """Days in order, such as «۳، ۷» or "3, 7"; `cleaned_data` holds them as a tuple. Empty for none."""

    widget = forms.TextInput(attrs={"dir": False, "autocomplete": "off"})  # read from where the page begins

    def prepare_value(self, value: Any) -> Any:
        """The days as people write them."""
        if not isinstance(value, tuple):
            return value
        language = current_display().language
        return localize_digits(("، " if language == "fa" else ", ").join(map(str, value)), language)

    def clean(self, value: Any) -> tuple[int, ...]:
        """The days. Raises ValidationError for what are none, or out of order."""
        typed = re.split(r"[\s,،;؛]+", to_ascii(super().clean(value)).strip())
        parts = [part for part in typed if part]
        if not all(part.isascii() and part.isdigit() and 1 <= int(part[:6]) <= LONGEST for part in parts):
            raise ValidationError(_("Please write days as numbers, such as: %(example)s") % {"example": self.prepare_value((3, 7))})
        days = tuple(int(part) for part in parts)
        if list(days) != sorted(set(days)):
            raise ValidationError(_("Please write the days in order, each once."))
        if len(days) > MOST_REMINDERS:
            raise ValidationError(_("More than %(most)s reminders would be pressing.") % {"most": number(MOST_REMINDERS)})
        return days


class AskingForm(forms.Form):
    """Reminders, when silence counts, and second looks by kind of case; `was` is the version that was seen."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    remind_after = DaysField(
        label=gettext_lazy("Remind after this many days"), required=False,
        help_text=gettext_lazy("Counted from our question. Leave it empty to send no reminder."),
    )  # fmt: skip
    lapse_after = DigitsIntegerField(
        label=gettext_lazy("Count it as silence this many days after our last message"), min_value=1, max_value=LONGEST,
        help_text=gettext_lazy("The case then lapses. It is counted separately, and never as settled."),
    )  # fmt: skip

    def __init__(self, rules: Rules, version: int, data: Any = None) -> None:
        looks = {f"look_{kind}": rules.second_look.get(kind) for kind in KINDS}
        super().__init__(data, initial={"was": str(version), "remind_after": rules.remind_after, "lapse_after": rules.lapse_after, **looks})
        for kind in KINDS:
            self.fields[f"look_{kind}"] = DigitsIntegerField(label=kind.label, required=False, min_value=1, max_value=LONGEST)

    @property
    def looks(self) -> list[forms.BoundField]:
        """The fields of second looks."""
        return [self[f"look_{kind}"] for kind in KINDS]

    def rules(self) -> Rules:
        """What was typed, as rules."""
        values = self.cleaned_data
        looks = {kind.value: values[f"look_{kind}"] for kind in KINDS if values[f"look_{kind}"]}
        return Rules(values["remind_after"], values["lapse_after"], looks)


def sentences_of(rules: Rules) -> list[str]:
    """What will happen by these rules, in the order in which it does."""
    language = current_display().language
    said = [_("With our answer, the customer is asked whether their matter is settled.")]
    for place, day in enumerate(rules.remind_after):
        first = ngettext("Anyone who stays silent is reminded after %(days)s day, in opening hours.", "Anyone who stays silent is reminded after %(days)s days, in opening hours.", day)
        again = ngettext("Anyone still silent is reminded once more after %(days)s day.", "Anyone still silent is reminded once more after %(days)s days.", day)
        said.append((again if place else first) % {"days": localize_digits(day, language)})
    last = max(rules.remind_after, default=0) + rules.lapse_after
    words = ngettext("After %(days)s day of silence the case lapses.", "After %(days)s days of silence the case lapses.", last)
    said.append(words % {"days": localize_digits(last, language)})
    for kind in KINDS:
        if days_until := rules.second_look.get(kind):
            words = ngettext(
                "Anyone who said yes is asked once more %(days)s day later whether all is still well (%(kind)s).",
                "Anyone who said yes is asked once more %(days)s days later whether all is still well (%(kind)s).", days_until,
            )  # fmt: skip
            said.append(words % {"days": localize_digits(days_until, language), "kind": kind.label})
    return said
