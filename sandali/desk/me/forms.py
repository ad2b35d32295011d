"""Forms for one's own account."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from sandali.company.models import Person
from sandali.history.events import KINDS


class ProfileForm(forms.ModelForm):
    """How one is called, and how one reads: language, calendar, zone, keys. Empty choices follow the company."""

    zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = Person
        fields = ("name", "job_title", "language", "calendar", "zone", "theme", "letter_keys")
        labels = {
            "name": _("Your name"),
            "job_title": _("What you do here"),
            "language": _("Language"),
            "calendar": _("Calendar"),
            "theme": _("Look"),
            "letter_keys": _("Single-letter keyboard shortcuts"),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = [("", _("As the company")), *((zone, zone) for zone in sorted(available_timezones()))]
        for name in ("language", "calendar"):
            self.fields[name].choices = [("", _("As the company")), *[pair for pair in self.fields[name].choices if pair[0]]]


class NoticeForm(forms.Form):
    """Which kinds of event one wants to be told of, and the hours in which it stays quiet."""

    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for kind in KINDS.values():
            if kind.audience and kind.title:
                self.fields[kind.name] = forms.BooleanField(label=kind.title, required=False)

    def kinds(self) -> list[forms.BoundField]:
        """The switches, one an event kind."""
        return [self[name] for name in self.fields if name not in ("quiet_from", "quiet_until")]

    def clean(self) -> dict:
        """Quiet hours have both ends or none."""
        values = super().clean() or {}
        if bool(values.get("quiet_from")) != bool(values.get("quiet_until")):
            self.add_error("quiet_until", _("Give both ends of the quiet hours, or neither."))
        return values
