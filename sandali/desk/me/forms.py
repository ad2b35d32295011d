"""Forms for one's own account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sandali.company.models import Person
from sandali.company.queries import department_ids, open_departments
from sandali.desk.people_forms import ExtensionField, NameField
from sandali.history.kinds import EventKind
from sandali.history.models import Digest, MailWay
from sandali.history.ways import Ways, choices_of, muted_groups, settings_of, told_kinds
from sandali.kit.dates import show_time
from sandali.kit.fields import ClockField
from sandali.kit.long_select import LongSelect
from sandali.kit.zones import zone_choices

CLOCKS = ("quiet_from", "quiet_until", "digest_at")
WAY_NAMES = {"bell": _("In the app"), "mail": _("By mail"), "push": _("Push")}


class ProfileForm(forms.ModelForm):
    """How one is called, and how one reads: language, calendar, zone, keys. Empty choices follow the company."""

    name = NameField(label=_("Your name"), max_length=80)
    zone = forms.ChoiceField(label=_("Time zone"), required=False, widget=LongSelect)
    extension = ExtensionField()

    class Meta:
        model = Person
        fields = ("name", "job_title", "extension", "language", "calendar", "zone", "theme", "letter_keys")
        labels = {
            "job_title": _("What you do here"),
            "language": _("Language"),
            "calendar": _("Calendar"),
            "theme": _("Look"),
            "letter_keys": _("Single-letter keyboard shortcuts"),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        known = zone_choices(get_language() or "en")
        own = self.instance.zone
        # A browser may have said it by another of its names.
        other = [(own, own)] if own and own not in dict(known) else []
        self.fields["zone"].choices = [("", _("As the company")), *other, *known]
        for name in ("language", "calendar"):
            self.fields[name].choices = [("", _("As the company")), *[pair for pair in self.fields[name].choices if pair[0]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of notice on the page: what it is called, and its three controls."""

    title: str
    icon: str
    bell: forms.BoundField
    mail: forms.BoundField
    push: forms.BoundField


class WaysForm(forms.Form):
    """By which ways each kind of notice comes, and what holds for all: quiet hours, digest, push, muted departments.

    Every kind that somebody is told of has its row, whichever room declared it."""

    quiet_from = ClockField(label=_("Quiet from"), required=False)
    quiet_until = ClockField(
        label=_("Quiet until"), required=False,
        help_text=_("Such as 22:00 and 7:30. Mail and push wait until the quiet hours are over and then come as one. The bell is never held back."),
    )
    digest = forms.ChoiceField(label=_("The digest comes"), choices=Digest.choices)
    digest_at = ClockField(label=_("At"), help_text=_("For the digest once a day, in your time zone."))
    push_excerpts = forms.BooleanField(
        label=_("Show words of the message"), required=False,
        help_text=_("Without it, a push only says what happened and in which case, because others can read a lock screen."),
    )
    muted = forms.MultipleChoiceField(label=_("Departments"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, person: Person, data: Any = None) -> None:
        chosen, kept = choices_of(person), settings_of(person)
        mine = open_departments().filter(pk__in=department_ids(person))
        self.person, self.told = person, told_kinds()
        clocks = {name: show_time(at) if (at := getattr(kept, name)) else "" for name in CLOCKS}
        super().__init__(data, initial=clocks | {"digest": kept.digest, "push_excerpts": kept.push_excerpts, "muted": muted_groups(person)})
        self.fields["muted"].choices = [(f"department:{one.pk}", one.name) for one in mine]
        for kind in self.told:
            self.add_kind(kind, chosen[kind.name])

    def add_kind(self, kind: EventKind, ways: Ways) -> None:
        """The three controls of a kind, each named for who hears the page rather than sees it."""
        title = title_of(kind)
        said = {name: gettext("%(kind)s: %(way)s") % {"kind": title, "way": way} for name, way in WAY_NAMES.items()}
        for name in ("bell", "push"):
            box = forms.CheckboxInput(attrs={"aria-label": said[name], "class": "switch", "role": "switch"})
            self.fields[f"{name}-{kind.name}"] = forms.BooleanField(required=False, initial=getattr(ways, name), widget=box)
        select = forms.Select(attrs={"aria-label": said["mail"], "class": "input"})
        self.fields[f"mail-{kind.name}"] = forms.ChoiceField(choices=MailWay.choices, initial=ways.mail, widget=select)

    def rows(self) -> list[Row]:
        """A row for each kind."""
        return [
            Row(title_of(kind), kind.icon, self[f"bell-{kind.name}"], self[f"mail-{kind.name}"], self[f"push-{kind.name}"]) for kind in self.told
        ]

    def clean(self) -> dict[str, Any]:
        """Quiet hours have both ends or none."""
        values = super().clean() or {}
        if bool(values.get("quiet_from")) != bool(values.get("quiet_until")) and not {"quiet_from", "quiet_until"} & set(self.errors):
            self.add_error("quiet_until", _("Give both ends of the quiet hours, or neither."))
        return values

    def ways(self) -> dict[str, Ways]:
        """Kind → ways, of a form that is valid."""
        given = self.cleaned_data
        return {
            kind.name: Ways(given[f"bell-{kind.name}"], MailWay(given[f"mail-{kind.name}"]), given[f"push-{kind.name}"]) for kind in self.told
        }

    def kept(self) -> dict[str, Any]:
        """What holds for all kinds, of a form that is valid."""
        return {name: self.cleaned_data[name] for name in (*CLOCKS, "digest", "push_excerpts")}


def title_of(kind: EventKind) -> str:
    """What a kind is called on the page; one that was given no name is called by its sentence."""
    return str(kind.title) if kind.title else str(kind.sentence) % defaultdict(lambda: "…")
