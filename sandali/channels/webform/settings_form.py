"""The settings of a form without HTTP: its websites, its fields, what stands above it and what is said after sending."""

from __future__ import annotations

import secrets as random
from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandali.channels.channel_form import ChannelSettings
from sandali.channels.email.testing import Step
from sandali.channels.kinds import KINDS
from sandali.channels.models import Channel
from sandali.channels.webform.adapter import kind
from sandali.channels.webform.layout import Field, fields_of, usual, written
from sandali.channels.webform.rows_form import RowForm, fields_typed, rows_of
from sandali.channels.websites_form import clean_websites, opens_from, websites_field

# The kinds of cases by their codes, which the room `cases` knows; here they are words of the settings alone.
MATTERS = [
    ("", _("Whoever reads it decides")), ("question", _("Question")), ("request", _("Request")), ("complaint", _("Complaint")),
    ("praise", _("Praise")), ("suggestion", _("Suggestion")), ("inquiry", _("Inquiry")),
]  # fmt: skip


def words(label: Any, language: str, most: int, rows: int = 2, help_text: Any = "") -> forms.CharField:
    """A field for a text in one language."""
    attrs = {"rows": rows, "lang": language, "dir": "rtl" if language == "fa" else "ltr"}
    return forms.CharField(label=label, required=False, max_length=most, widget=forms.Textarea(attrs=attrs), help_text=help_text)


class FormSettings(ChannelSettings):
    """Fields of a form's settings; those that visitors see are rows of their own (rows_form.py), shown with the texts in both languages."""

    kind = kind
    not_kept: ClassVar[tuple[str, ...]] = ("origins",)
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Form"), ("name", "department", "matter", "pipeline", "origins")),
    ]
    sides: ClassVar[dict[str, Promise]] = {"form-address": _("Our address"), "form-origins": _("Websites"), "form-answers": _("Answers")}

    matter = forms.ChoiceField(label=_("Kind of case"), choices=MATTERS, required=False)
    pipeline = forms.ChoiceField(
        label=_("Opens a deal"), required=False, help_text=_("For a form by which people ask to buy: each is a deal in the first stage of this pipeline, with their own words.")
    )
    origins = websites_field(_("One address per line, such as https://www.example.com. The form opens on these sites, and always on a page of ours too."))
    title_fa = forms.CharField(label=_("Heading in Persian"), required=False, max_length=120, widget=forms.TextInput(attrs={"lang": "fa", "dir": "rtl"}))
    title_en = forms.CharField(label=_("Heading in English"), required=False, max_length=120, widget=forms.TextInput(attrs={"lang": "en", "dir": "ltr"}))
    intro_fa = words(_("Introduction in Persian"), "fa", 600)
    intro_en = words(_("Introduction in English"), "en", 600)
    thanks_fa = words(_("After sending, in Persian"), "fa", 600)
    thanks_en = words(_("After sending, in English"), "en", 600, help_text=_("Empty: that the message has arrived and somebody answers."))

    def __init__(self, data: Any = None, *args: Any, channel: Channel | None = None, **more: Any) -> None:
        super().__init__(data, *args, channel=channel, **more)
        standing = str(channel.settings.get("pipeline") or "") if channel is not None else ""
        # Channels know no customers, and so nobody who sells to them: a pipeline is a number with a name here.
        known = [(str(one.pk), one.name) for one in apps.get_model("sales", "Pipeline")._default_manager.all() if one.archived_at is None or str(one.pk) == standing]
        self.fields["pipeline"].choices = [("", _("No deal")), *known]  # type: ignore[attr-defined]
        self.field_rows: list[RowForm] = rows_of(data, self.laid_fields)
        self.laid_out: list[Field] = []

    def initial_of(self, channel: Channel) -> dict[str, Any]:
        """Its websites one a line."""
        return {**super().initial_of(channel), "origins": "\n".join(channel.settings.get("origins", []))}

    @property
    def laid_fields(self) -> list[Field]:
        """The fields as they stand, for the snippet that a page without scripts can have."""
        return fields_of(self.channel.settings) if self.channel is not None else usual()

    def clean_origins(self) -> str:
        """Origins, one a line, without what stands behind them."""
        return clean_websites(self.cleaned_data["origins"])

    def clean(self) -> dict[str, Any]:
        """Also the rows: what is wrong with one stands in it, and is said above as well."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        valid = [row.is_valid() for row in self.field_rows]
        if not all(valid):
            self.add_error(None, _("Something in the fields of the form is not right yet. It is marked below."))
        elif self.is_bound and "rows" in self.data:
            self.laid_out = fields_typed(self.field_rows)
        else:
            self.laid_out = self.laid_fields
        return typed

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings. `key` names the form in its address and stays."""
        key = (self.channel.settings.get("key") if self.channel is not None else "") or random.token_hex(16)
        return {**super().settings(), "key": key, "origins": self.cleaned_data["origins"].split(), "fields": [written(one) for one in self.laid_out]}

    def known(self) -> set[str]:
        """Also what no field of Django's shows."""
        return {*super().known(), "key", "fields"}

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Whether the form can work as it is typed: where it stands, and whether an answer finds its way."""
        origins = self.cleaned_data["origins"].split()
        named = gettext("It opens on the websites that are named, and on a page of ours.") if origins else gettext("It is only on a page of ours; name a website to have it there too.")
        return [opens_from("form-address", origins), Step("form-origins", True, named), self.answers_step()]

    def answers_step(self) -> Step:
        """Whether who fills it in can be answered: an address is asked for, and a channel sends there."""
        asked = {one.kind for one in self.laid_out} & {"email", "phone"}
        if not asked:
            return Step("form-answers", False, gettext("Nobody who fills it in can be answered: no field asks for an e-mail address or a telephone number."))
        open_kinds = Channel.objects.filter(is_active=True, archived_at=None).values_list("kind", flat=True).distinct()
        reached = {KINDS[one].can.reaches for one in open_kinds if one in KINDS and KINDS[one].can.send}
        if not asked & reached:
            return Step("form-answers", False, gettext("No channel of yours sends to what the form asks for. Connect e-mail or SMS, so that answers can leave."))
        return Step("form-answers", True, gettext("Answers leave by the address that was given."))
