"""The form of a macro: what it does, for whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sandali.automation.macros.actions import LONGEST, STATES
from sandali.automation.models import Macro
from sandali.cases.models import State
from sandali.company.models import Department
from sandali.company.permissions import Role, may
from sandali.company.queries import department_ids, open_departments
from sandali.desk.automation.forms import AS_IT_IS, ActsForm, choice, standing_acts
from sandali.desk.people_forms import NameField


class MacroForm(ActsForm):
    """A macro, as somebody may make it: shared with their own departments, and with everybody where they may share."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    name = NameField(label=gettext_lazy("Name"), max_length=80)
    do_state = choice(gettext_lazy("Set the state"), [(state.value, state.label) for state in State if state in STATES], AS_IT_IS)
    text = forms.CharField(
        label=gettext_lazy("Begin an answer"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands in the composer for whoever uses the macro, to be finished and sent by them. Nothing is sent by itself."),
    )  # fmt: skip
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=gettext_lazy("Shared with the department"), empty_label=gettext_lazy("Only me"))
    for_everybody = forms.BooleanField(label=gettext_lazy("Shared with everybody"), required=False)

    def __init__(self, person: Any, macro: Macro | None = None, data: Any = None) -> None:
        standing: dict[str, Any] = {}
        if macro is not None:
            standing = standing_acts(macro.acts) | {
                "was": str(macro.version), "name": macro.name, "do_state": macro.state, "text": macro.text, "department": macro.department_id,
                "for_everybody": macro.for_everybody,
            }  # fmt: skip
        super().__init__(data, initial=standing)
        self.offer(macro.acts if macro is not None else {})
        own = open_departments() if person.role == Role.ADMIN else open_departments().filter(pk__in=department_ids(person))
        self.fields["department"].queryset = own
        if not may(person, "share_views"):
            del self.fields["for_everybody"]

    def values(self) -> dict[str, Any]:
        """What was posted, as the actions take it."""
        given = self.cleaned_data
        return {
            "name": given["name"], "acts": self.acts(), "state": given["do_state"], "text": given["text"], "department": given["department"],
            "for_everybody": given.get("for_everybody", False),
        }  # fmt: skip
