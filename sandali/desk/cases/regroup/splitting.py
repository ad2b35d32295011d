"""Splitting a case: choose messages, say whose the new case is and what it is about."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import access_case
from sandali.cases.actions.regrouping import CannotRegroup, split_case
from sandali.cases.models import Case, Message
from sandali.cases.regrouping import messages_to_move
from sandali.company.models import Department
from sandali.company.queries import open_departments
from sandali.customers.access import access_customer
from sandali.customers.models import Customer
from sandali.desk.cases.came_from import filter_of
from sandali.desk.cases.head import number_of
from sandali.desk.cases.regroup.merging import undo_url
from sandali.desk.cases.regroup.pieces import line
from sandali.desk.customers.choosing import choice_of, is_choosing
from sandali.desk.entering import staff
from sandali.kit.htmx import cleaned, done, page

SPLITTING: Final = "desk/cases/regroup/splitting.html"


class SplitForm(forms.Form):
    """The new case. `customer` is a number; without one it is the old case's."""

    subject = forms.CharField(label=gettext_lazy("What the new case is about"), max_length=250, widget=forms.TextInput(attrs={"dir": "auto"}))
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        places = [(str(pk), name) for pk, name in open_departments().order_by("name").values_list("pk", "name")]
        self.fields["department"].choices = [("", _("No department")), *places]  # type: ignore[attr-defined]


@staff("regroup_cases", methods=("GET", "POST"))
def splitting(request: HttpRequest, number: int) -> HttpResponse:
    """The messages with boxes to tick, and the new case's form. `split-customer` is the part that finds another customer by `q`."""
    case = access_case(request.user, number, to="regroup")
    posted = request.method == "POST" and not is_choosing(request)
    start = {"subject": case.subject, "department": str(case.department_id or ""), "customer": case.customer_id}
    form = SplitForm(request.POST if posted else None, initial=start | {name: value for name, value in request.POST.items() if name in start})
    values = cleaned(form, request) if posted else None
    if values is not None:
        try:
            return split(request, case, values)
        except (CannotRegroup, Customer.DoesNotExist, Department.DoesNotExist) as why:
            form.add_error(None, str(why) if isinstance(why, CannotRegroup) else _("Please choose again."))
            request.form_is_wrong = True  # type: ignore[attr-defined]
    return page(request, SPLITTING, context_of(request, case, form), part=["split-customer"])


def split(request: HttpRequest, case: Case, values: dict[str, Any]) -> HttpResponse:
    """Do it. Raises CannotRegroup, Customer.DoesNotExist, Department.DoesNotExist."""
    customer = access_customer(request.user, values["customer"]) if values["customer"] else case.customer
    department = Department.objects.filter(archived_at=None).get(pk=int(values["department"])) if values["department"] else None
    made = split_case(case, chosen_of(request), by=request.user, subject=values["subject"], customer=customer, department=department)
    said = _("The messages are in the new case %(number)s.") % {"number": number_of(made.target)}
    seen = made.target if access_or_none(request.user, made.target_id) else case
    return done(request, filter_of(request).case_url(seen.pk), said, undo_url(made, case), leave=True)


def access_or_none(person: Any, number: int) -> Case | None:
    """The case where the person may still see it."""
    try:
        return access_case(person, number)
    except Case.DoesNotExist:
        return None


def chosen_of(request: HttpRequest) -> list[int]:
    """The messages that are ticked."""
    asked = [*request.POST.getlist("message"), *request.GET.getlist("message")]
    return [int(value) for value in asked if value.isascii() and value.isdigit() and len(value) < 18]


def context_of(request: HttpRequest, case: Case, form: SplitForm) -> dict[str, Any]:
    """The messages, those that are ticked, the customer chosen so far, and those found by what was typed."""
    chosen, wanted = set(chosen_of(request)), filter_of(request)
    return {
        "case": case,
        "number": number_of(case),
        "form": form,
        "lines": [(line(one, case), one.pk in chosen, side_of(one)) for one in messages_to_move(case)],
        **choice_of(request, form["customer"].value(), case.customer),
        "splitting_url": reverse("case_splitting", args=[case.pk]) + wanted.query,
        "back_url": wanted.case_url(case.pk),
    }


def side_of(message: Message) -> str:
    """Who speaks, for the line's look."""
    return "ours" if message.author_id else "theirs"
