"""What people fill in about tasks and links."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.actions.work import LONGEST_TEXT, LONGEST_TITLE
from sandali.cases.models import Task
from sandali.company.models import Department, Person
from sandali.company.queries import open_departments
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.fields import ClockField, JalaliDateField

END_OF_DAY: Final = time(17)  # what a day without a time means
DEPARTMENT, PERSON = "d", "p"


def doers(without: int | None = None) -> list[Any]:
    """Departments and people that a task can be for, as grouped choices; `without` is somebody who is not asked."""
    people = Person.objects.filter(is_active=True).exclude(pk=without or 0).order_by("name", "pk").values_list("pk", "name")
    return [
        ("", _("Choose a department or a person")),
        (_("Departments"), [(f"{DEPARTMENT}{pk}", name) for pk, name in open_departments().order_by("name").values_list("pk", "name")]),
        (_("People"), [(f"{PERSON}{pk}", name) for pk, name in people]),
    ]


def doer_of(value: str) -> dict[str, Any]:
    """What `doers` offered, as make_task and pass_task take it."""
    if value.startswith(DEPARTMENT):
        return {"department": Department.objects.filter(archived_at=None).get(pk=int(value[1:])), "owner": None}
    return {"department": None, "owner": Person.objects.filter(is_active=True).get(pk=int(value[1:]))}


class WordingForm(forms.Form):
    """What needs doing and by when; `due_at` is the moment, aware, or None."""

    title = forms.CharField(label=gettext_lazy("What needs doing"), max_length=LONGEST_TITLE, widget=forms.TextInput(attrs={"dir": "auto"}))
    text = forms.CharField(
        label=gettext_lazy("What they should know"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    day = JalaliDateField(label=gettext_lazy("By when"), required=False)
    clock = ClockField(label=gettext_lazy("Time"), required=False)

    def clean(self) -> dict[str, Any]:
        """Adds `due_at`. A time without a day is today's; a moment that has passed is refused, unless it stood there before."""
        values = super().clean() or self.cleaned_data
        day, clock, zone = values.get("day"), values.get("clock"), current_display().zone
        due = None
        if day is not None or clock is not None:
            due = datetime.combine(day or datetime.now(zone).date(), clock or END_OF_DAY, zone)
            if due <= timezone.now() and due != self.initial.get("due_at"):
                raise ValidationError(_("This time has passed already. Please choose a later one."))
        return values | {"due_at": due}


class TaskForm(WordingForm):
    """A new task, and whose it is."""

    to = forms.ChoiceField(label=gettext_lazy("Who does it"))
    field_order = ("title", "to", "text", "day", "clock")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = doers()  # type: ignore[attr-defined]


class PassForm(forms.Form):
    """Who goes on with a task."""

    to = forms.ChoiceField(label=gettext_lazy("Pass it on to"))

    def __init__(self, *args: Any, task: Task, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = doers(without=task.owner_id)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What came of a task."""

    answer = forms.CharField(
        label=gettext_lazy("What came of it"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )


def standing_wording(task: Task) -> dict[str, Any]:
    """How a task stands, for WordingForm."""
    local = task.due_at.astimezone(current_display().zone) if task.due_at is not None else None
    clock = localize_digits(f"{local:%H:%M}", current_display().language) if local is not None else None
    return {"title": task.title, "text": task.text, "day": local.date() if local else None, "clock": clock, "due_at": task.due_at}
