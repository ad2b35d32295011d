"""The company's own fields: which there are, a new one, changing one, its place, putting it away and back."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.actions import Overtaken
from sandali.customers.access import access_field
from sandali.customers.fields import actions
from sandali.customers.models import CustomField, FieldKind, Subject
from sandali.desk.entering import staff
from sandali.desk.settings.saving import settings_page
from sandali.kit.htmx import cleaned, done

ICONS: Final = {
    FieldKind.TEXT: "pencil", FieldKind.LONG: "note", FieldKind.NUMBER: "chart-bar", FieldKind.DATE: "calendar", FieldKind.YES_NO: "circle-check",
    FieldKind.CHOICE: "list-search", FieldKind.CHOICES: "checklist", FieldKind.LINK: "world", FieldKind.PHONE: "phone", FieldKind.MONEY: "coin",
}  # fmt: skip
OF_CHOICES: Final = (FieldKind.CHOICE, FieldKind.CHOICES)


class ChangeForm(forms.Form):
    """What may be changed of a field that is there."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, widget=forms.TextInput(attrs={"dir": "auto"}))
    hint = forms.CharField(
        label=gettext_lazy("A word of help below it"), max_length=160, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    choices = forms.CharField(
        label=gettext_lazy("Answers to choose from"), required=False, max_length=20_000,
        help_text=gettext_lazy("One a line; for “one of several” and “several of several” only."), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip
    is_required = forms.BooleanField(
        label=gettext_lazy("Must be filled in"), required=False, help_text=gettext_lazy("People ask only what they need: what must be filled in is filled with anything.")
    )

    def asked(self) -> dict[str, Any]:
        """The fields as the room takes them."""
        values = self.cleaned_data
        return {"name": values["name"], "hint": values["hint"], "is_required": values["is_required"], "choices": values["choices"].splitlines()}


class NewForm(ChangeForm):
    """A field that is not there yet: of whom, and of which kind."""

    subject = forms.ChoiceField(label=gettext_lazy("Whose field it is"), choices=Subject.choices)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=FieldKind.choices)
    field_order = ("name", "subject", "kind", "choices", "hint", "is_required")


def row(field: CustomField) -> dict[str, Any]:
    """A field as a line of the list."""
    return {"field": field, "kind": field.get_kind_display(), "icon": ICONS[FieldKind(field.kind)], "url": reverse("settings_field", args=[field.pk])}


@staff("manage_fields", methods=("GET", "POST"))
def fields(request: HttpRequest) -> HttpResponse:
    """All of them by what they are about, and a new one."""
    form = NewForm(request.POST if request.method == "POST" else None, auto_id="new-%s")
    if cleaned(form, request) is not None:
        try:
            actions.define_field(form.cleaned_data["subject"], form.cleaned_data["kind"], by=request.user, **form.asked())
            return done(request, reverse("settings_fields"), _("The field is added."), leave=True)
        except actions.CannotDefine as problem:
            form.add_error(problem.where, str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
    every = list(CustomField.objects.all())
    groups = [
        {"title": label, "rows": [row(field) for field in every if field.subject == subject and field.archived_at is None]}
        for subject, label in Subject.choices
    ]
    archived = [row(field) for field in every if field.archived_at is not None]
    return settings_page(request, "fields/list.html", {"groups": [group for group in groups if group["rows"]], "archived": archived, "form": form})


@staff("manage_fields", methods=("GET", "POST"))
def field(request: HttpRequest, number: int) -> HttpResponse:
    """One field. Who was overtaken sees how it stands, with what they typed."""
    standing = access_field(request.user, number)
    answers = "\n".join(one.name for one in standing.choices.filter(is_out=False))
    first = {"name": standing.name, "hint": standing.hint, "is_required": standing.is_required, "choices": answers}
    form, status = ChangeForm(request.POST if request.method == "POST" else None, initial=first), None
    if standing.kind not in OF_CHOICES:
        form.fields["choices"].widget = forms.HiddenInput()
    if cleaned(form, request) is not None:
        version = request.POST.get("version", "")
        try:
            actions.change_field(standing, by=request.user, version=int(version) if version.isdecimal() else 0, **form.asked())
            return done(request, reverse("settings_fields"), _("Saved."), leave=True)
        except actions.CannotDefine as problem:
            form.add_error(problem.where, str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
        except Overtaken as other:
            standing, status = other.current, 409
            form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
    return settings_page(request, "fields/field.html", {**row(standing), "form": form, "has_choices": standing.kind in OF_CHOICES}, status=status)


@staff("manage_fields", methods=("POST",))
def place(request: HttpRequest, number: int) -> HttpResponse:
    """One place up or down."""
    actions.move_field(access_field(request.user, number), up=request.POST.get("way") == "up", by=request.user)
    return done(request, reverse("settings_fields"), leave=True)


@staff("manage_fields", methods=("POST",))
def archive(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for it no more."""
    actions.archive_field(access_field(request.user, number), by=request.user)
    return done(request, reverse("settings_fields"), _("The field is put away. What was filled in stays."), undo=reverse("settings_field_return", args=[number]), leave=True)


@staff("manage_fields", methods=("POST",))
def returning(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for it again."""
    actions.return_field(access_field(request.user, number), by=request.user)
    return done(request, reverse("settings_fields"), _("The field is back."), leave=True)
