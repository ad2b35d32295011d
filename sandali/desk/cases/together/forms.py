"""What people fill in when they hand a case over, or ask a colleague to follow it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sandali.cases.actions.handover import LONGEST_BRIEF
from sandali.cases.models import Case
from sandali.cases.together import people_for
from sandali.company.models import Person
from sandali.desk.cases.inside.forms import doers


class HandoverForm(forms.Form):
    """To whom, and what they should know."""

    to = forms.ChoiceField(label=gettext_lazy("Hand it over to"))
    brief = forms.CharField(
        label=gettext_lazy("What the next person should know"), max_length=LONGEST_BRIEF,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        able = people_for(case) - {person.pk, case.assignee_id}
        empty, departments, (label, people) = doers()
        chosen = [(value, name) for value, name in people if int(value[1:]) in able]
        self.fields["to"].choices = [empty, departments, (label, chosen)]  # type: ignore[attr-defined]


class FollowerForm(forms.Form):
    """Who shall follow a case: a colleague who may see it."""

    person = forms.TypedChoiceField(label=gettext_lazy("Who shall follow it"))

    def __init__(self, *args: Any, people: list[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        known = {str(one.pk): one for one in people}
        self.fields["person"].choices = [("", gettext_lazy("Choose a colleague")), *((pk, one.name) for pk, one in known.items())]  # type: ignore[attr-defined]
        self.fields["person"].coerce = known.__getitem__  # type: ignore[attr-defined]
