"""Forms for one's own account."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from sandali.company.models import Person
from sandali.desk.cases.forms import ClockField
from sandali.desk.people_forms import NameField
from sandali.history.events import KINDS
from sandali.kit.dates import show_time


class ProfileForm(forms.ModelForm):
    """How one is called, and how one reads: language, calendar, zone, keys. Empty choices follow the company."""

    name = NameField(label=_("Your name"), max_length=80)
    zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = Person
        fields = ("name", "job_title", "language", "calendar", "zone", "theme", "letter_keys")
        labels = {
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

    quiet_from = ClockField(label=_("Quiet from"), required=False, help_text=_("As in 22:00. In these hours the bell stays as it was; what came is there afterwards."))
    quiet_until = ClockField(label=_("Quiet until"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("quiet_from", "quiet_until"):
            at = self.initial.get(name)
            self.initial[name] = show_time(at) if at else ""
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
