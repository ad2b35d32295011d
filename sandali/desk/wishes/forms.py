"""Forms of the desk: a customer's wishes as we write them down, a word of consent with its proof, the company's rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.channels.kinds import KINDS
from sandali.customers.contact import Rules
from sandali.customers.models import Given, Identity, Purpose, Wishes
from sandali.customers.wishing import MOST
from sandali.desk.cases.beside import shown_address
from sandali.kit.dates import show_time
from sandali.kit.fields import ClockField, DigitsIntegerField
from sandali.portal.wish_forms import WishForm
from sandali.portal.wish_words import way_choices

SPOKEN = [(str(given), given.label) for given in (Given.SAID, Given.WROTE)]


class DeskWishForm(WishForm):
    """With the address they want, and what is for us to know alone."""

    identity = forms.ChoiceField(label=gettext_lazy("At which address"), required=False)
    never_words = forms.CharField(
        label=gettext_lazy("What never to do"), max_length=300, required=False, help_text=gettext_lazy("Such as: never ring the bell, the baby is asleep.")
    )
    likes = forms.CharField(
        label=gettext_lazy("What they like"), max_length=300, required=False, help_text=gettext_lazy("Such as: short answers; the blue wrapping again.")
    )

    def __init__(self, wishes: Wishes | None, identities: list[Identity], data: Any = None) -> None:
        super().__init__(wishes, data)
        self.identities = {str(identity.pk): identity for identity in identities}
        self.choose("identity", [("", _("Any of theirs")), *((key, shown_address(one)) for key, one in self.identities.items())])

    def clean(self) -> dict[str, Any]:
        """The address is one that the best way reaches."""
        values = super().clean()
        identity, way = self.identities.get(values.get("identity", "")), values.get("way", "")
        if identity is not None and not self.errors and (not way or KINDS[way].can.reaches != identity.kind):
            self.add_error("identity", _("This address is not reached by the way that you chose."))
        return values

    def wishes(self) -> dict[str, Any]:
        """The fields as the room takes them."""
        values = super().wishes()
        return values | {"identity": self.identities.get(values["identity"])}


class ConsentForm(forms.Form):
    """A word of theirs, as one of us heard or read it."""

    purpose = forms.ChoiceField(label=gettext_lazy("For what"), choices=Purpose.choices)
    is_given = forms.ChoiceField(
        label=gettext_lazy("What they said"), choices=[("1", gettext_lazy("Yes, you may")), ("0", gettext_lazy("No, please do not"))]
    )
    way = forms.ChoiceField(label=gettext_lazy("By which way"), required=False)
    how = forms.ChoiceField(label=gettext_lazy("How we know"), choices=SPOKEN)
    words = forms.CharField(
        label=gettext_lazy("In their words"), max_length=500, help_text=gettext_lazy("What they said or wrote, and when; this is the proof.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="consent-%s")
        self.fields["way"].choices = [("", _("Every way")), *way_choices()]  # type: ignore[attr-defined]

    def clean_is_given(self) -> bool:
        """As yes or no."""
        return bool(self.cleaned_data["is_given"] == "1")


class RulesForm(forms.Form):
    """How the company reaches customers by itself; `was` is the version that was seen."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    quiet_from = ClockField(label=gettext_lazy("Quiet from"), required=False)
    quiet_until = ClockField(
        label=gettext_lazy("Quiet until"), required=False,
        help_text=gettext_lazy("In the customer's time zone where they named one, else in ours. Who said their own hours is reached in those."),
    )  # fmt: skip
    most = DigitsIntegerField(label=gettext_lazy("At most this many messages"), min_value=1, max_value=MOST)
    days = DigitsIntegerField(
        label=gettext_lazy("Within this many days"), min_value=1, max_value=MOST,
        help_text=gettext_lazy("Per customer, counting only what we begin. Answers are never counted and never held."),
    )  # fmt: skip
    asks_first = forms.MultipleChoiceField(
        label=gettext_lazy("Only to those who agreed"), required=False, choices=Purpose.choices, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For the others a word against it is enough."),
    )  # fmt: skip

    def __init__(self, rules: Rules, version: int, data: Any = None) -> None:
        times = {name: show_time(value) if (value := getattr(rules, name)) is not None else "" for name in ("quiet_from", "quiet_until")}
        super().__init__(data, initial={"was": str(version), "most": rules.most, "days": rules.days, "asks_first": list(rules.asks_first), **times})
        for name in times:
            self.fields[name].depends = True  # type: ignore[attr-defined]  # see kit.components.fields

    def clean(self) -> dict[str, Any]:
        """Quiet hours have both ends, or none."""
        values = super().clean() or self.cleaned_data
        if not {"quiet_from", "quiet_until"} & set(self.errors) and (values.get("quiet_from") is None) != (values.get("quiet_until") is None):
            self.add_error("quiet_until", _("Give both ends of the quiet hours, or neither."))
        return values

    def rules(self) -> Rules:
        """What was typed, as rules."""
        values = self.cleaned_data
        return Rules(values["quiet_from"], values["quiet_until"], values["most"], values["days"], tuple(values["asks_first"]))
