"""Forms about our own people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandali.company.models import Department, Invitation, Person
from sandali.company.permissions import Role
from sandali.company.queries import department_stamp, open_departments, person_stamp
from sandali.desk.people_forms import ExtensionField, NameField, PasswordMixin

ROLE_HINT = _("What each role may do is under Rights.")


class DepartmentsField(forms.ModelMultipleChoiceField):
    """Departments in use, to tick."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            Department.objects.none(), label=_("Departments"), required=False, widget=forms.CheckboxSelectMultiple, **options
        )


class InvitationForm(forms.Form):
    """Who is invited, and what they will be."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = NameField(label=_("Name"), max_length=80, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.AGENT, help_text=ROLE_HINT)
    departments = DepartmentsField()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["departments"].queryset = open_departments()


class PersonForm(forms.Form):
    """What somebody may do and where they belong; nothing else can be sent with it."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, help_text=ROLE_HINT)
    job_title = NameField(label=_("Job title"), max_length=80, required=False)
    extension = ExtensionField()
    departments = DepartmentsField()

    def __init__(self, person: Person, data: Any = None) -> None:
        own = [department.pk for department in person.departments.all()]
        initial = {"role": person.role, "job_title": person.job_title, "extension": person.extension, "departments": own, "was": person_stamp(person)}
        super().__init__(data, initial=initial)
        self.fields["departments"].queryset = open_departments() | Department.objects.filter(pk__in=own)


class JoinForm(PasswordMixin):
    """The name and the password of somebody who was invited."""

    name = NameField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "password")

    def __init__(self, invitation: Invitation, data: Any = None) -> None:
        super().__init__(
            data, initial={"name": invitation.name}, person_so_far=lambda typed: Person(name=typed.get("name", ""), email=invitation.email)
        )


class DepartmentForm(forms.Form):
    """A department's name, and whether others may see its cases."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    name = NameField(label=_("Name"), max_length=80)
    is_private = forms.BooleanField(
        label=_("Private"), required=False, help_text=_("Only its members and administrators see its cases.")
    )

    def __init__(self, department: Department | None = None, data: Any = None) -> None:
        standing = {} if department is None else {"name": department.name, "is_private": department.is_private, "was": department_stamp(department)}
        super().__init__(data, initial=standing)
