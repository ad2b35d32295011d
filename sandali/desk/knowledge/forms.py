"""What people fill in about facts and articles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.models import Department, Language
from sandali.knowledge.access import departments_of_writer
from sandali.knowledge.actions import MOST_TEXT, MOST_WORD
from sandali.knowledge.models import Entry, EntryKind

CHECKS = [
    (30, gettext_lazy("Every month")),
    (90, gettext_lazy("Every three months")),
    (180, gettext_lazy("Every six months")),
    (365, gettext_lazy("Every year")),
    (0, gettext_lazy("Never")),
]


class EntryForm(forms.Form):
    """A fact or an article. Each field carries what stood there before, so that a lost race can be told apart."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    text = forms.CharField(label=gettext_lazy("Text"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 6}))
    keywords = forms.CharField(
        label=gettext_lazy("Other words for it"), max_length=300, required=False,
        help_text=gettext_lazy("What customers call it, separated by commas. It is suggested on a case by these words."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    department = forms.ModelChoiceField(label=gettext_lazy("Whose it is"), queryset=Department.objects.none(), required=False)
    check_every = forms.TypedChoiceField(label=gettext_lazy("Check again whether it is still right"), choices=CHECKS, coerce=int, initial=180)
    is_public = forms.BooleanField(
        label=gettext_lazy("Customers can read it too"), required=False,
        help_text=gettext_lazy("It appears on your help page, where nobody needs to sign in."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Any, kind: str, entry: Entry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        departments = departments_of_writer(person)
        if entry is not None and entry.department_id:
            departments = Department.objects.filter(Q(pk__in=departments.values("pk")) | Q(pk=entry.department_id))
        field = self.fields["department"]
        field.queryset, field.empty_label = departments, _("Everybody's")
        if kind == EntryKind.FACT:
            del self.fields["is_public"]
        else:
            self.fields["text"].widget.attrs["rows"] = 16
        for name in self.names():
            self.fields[name].show_hidden_initial = entry is not None

    def names(self) -> list[str]:
        """The fields that people edit."""
        return [name for name in EntryForm.base_fields if name in self.fields]

    def before(self) -> SafeString:
        """Hidden fields with what stood there when the form was read."""
        return format_html_join("", "{}", ((self[name].as_hidden(only_initial=True),) for name in self.names()))

    def clean(self) -> dict[str, Any]:
        """What is a private department's own is not for everybody."""
        values = super().clean() or self.cleaned_data
        department = values.get("department")
        if values.get("is_public") and department is not None and department.is_private:
            self.add_error("is_public", _("%(department)s is private, so customers cannot read this.") % {"department": department})
        return values

    def values(self) -> dict[str, Any]:
        """The cleaned fields as the room takes them."""
        return {name: self.cleaned_data[name] for name in self.names()}

    def changes(self) -> dict[str, Any]:
        """Only what the person changed."""
        return {name: value for name, value in self.values().items() if name in self.changed_data}


class EditForm(EntryForm):
    """Changing an entry: the version that was read travels along."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class VerdictForm(forms.Form):
    """An answer to "was it right?"."""

    is_right = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes")
    word = forms.CharField(max_length=MOST_WORD, required=False)


def first_values(entry: Entry) -> dict[str, Any]:
    """An entry as the form's first values."""
    return {
        "title": entry.title, "text": entry.text, "keywords": entry.keywords, "language": entry.language, "department": entry.department_id,
        "check_every": entry.check_every, "is_public": entry.is_public, "version": entry.version,
    }  # fmt: skip


def merged(form: EditForm, current: Entry, person: Any) -> EditForm:
    """The form of somebody who was overtaken: what they changed stays, everything else is as it stands now."""
    now = first_values(current)
    changed = set(form.changed_data)
    data: dict[str, Any] = {"version": current.version}
    for name in form.names():
        data[name] = form.data.get(name, "") if name in changed else now[name]
        data[f"initial-{name}"] = now[name]
    data = {name: value for name, value in data.items() if value is not False and value is not None}  # as a browser leaves them out
    fresh = EditForm(data, person=person, kind=current.kind, entry=current, initial=now)
    fresh.is_valid()
    return fresh
