"""The company's own fields of a case: beside it, and the form in which they are filled in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.actions.filling import fill_case
from sandali.cases.fields import filled_of_case, has_own, values_of_case
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.customers.fields.values import NotAValue, Value, parse
from sandali.customers.models import Subject
from sandali.desk.cases.head import number_of
from sandali.desk.customers.own_fields import PREFIX, OwnField, WithOwnFields, facts
from sandali.desk.entering import staff
from sandali.kit.htmx import asked_by_htmx, cleaned, done, fragments, page

PAGE = "desk/cases/own_fields.html"


class FieldsForm(WithOwnFields):
    """Nothing but the fields in use. Each carries what stood there when the form was opened."""

    def __init__(self, data: Any, *, case: Case) -> None:
        super().__init__(data)
        self.add_own(Subject.CASE, values_of_case(case))

    def seen(self) -> dict[int, Value | None]:
        """Field's number → the value with which the form was opened, of those that were changed."""
        return {int(name.removeprefix(PREFIX)): self.value_seen(name) for name in self.own_names() if name in self.changed_data}

    def value_seen(self, name: str) -> Value | None:
        """What stood in a field when the form was opened; None for what is no value."""
        field = self.fields[name]
        typed = field.widget.value_from_datadict(self.data, {}, self.add_initial_prefix(name))
        try:
            return parse(field.field, str(typed or "")) if isinstance(field, OwnField) else None
        except NotAValue:
            return None


def fields_context(case: Case, rights: Any) -> dict[str, Any]:
    """Context of the section beside a case. No question where the company asks nothing of cases, one where the case has nothing of it."""
    if not has_own(case):
        return {"own_facts": [], "own_url": ""}
    return {"own_facts": facts(filled_of_case(case)), "own_url": reverse("case_fields", args=[case.pk]) if "handle" in rights else ""}


@staff("handle_cases", methods=("GET", "POST"))
def case_fields(request: HttpRequest, number: int) -> HttpResponse:
    """The form; POST saves what was changed in it. Who was overtaken sees how it stands, and keeps what they typed."""
    case = access_case(request.user, number, to="handle")
    form = FieldsForm(request.POST if request.method == "POST" else None, case=case)
    status = None
    if cleaned(form, request) is not None:
        try:
            fill_case(case, form.own_values(changed=True), by=request.user, seen=form.seen())
        except Overtaken:
            form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
            status = 409
        else:
            return saved(request, case)
    context = {"case": case, "number": number_of(case), "form": form, "own_url": reverse("case_fields", args=[case.pk])}
    if asked_by_htmx(request) and request.method == "POST":
        return fragments(request, PAGE, "case-fields-open", context=context, status=status or 422)
    return page(request, PAGE, context, part="case-fields-open", status=status)


def saved(request: HttpRequest, case: Case) -> HttpResponse:
    """The section as it stands now, its form closed."""
    if not asked_by_htmx(request):
        return done(request, reverse("case", args=[case.pk]), _("Saved."))
    messages.success(request, _("Saved."))
    return fragments(request, PAGE, "case-fields", "case-fields-closed", context={"case": case, **fields_context(case, {"handle"})})
