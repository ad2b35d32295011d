"""Routing: the rules in their order with a trial, how departments give their cases out, and what people can."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access_routing import (
    access_routed_department,
    access_rule,
    access_skill,
    departments_routed_by,
    manages_rules,
    refuse_unless_everywhere,
)
from sandali.cases.actions.routing import (
    EmptyRule,
    SkillTaken,
    add_rule,
    add_skill,
    change_routing,
    change_rule,
    change_skills,
    move_rule,
    remove_rule,
    remove_skill,
    switch_rule,
)
from sandali.cases.models import RoutingRule
from sandali.cases.routing import (
    all_rules,
    departments_with_routing,
    routing_of,
    skills_with_people,
)
from sandali.company.models import Department
from sandali.desk.entering import staff
from sandali.desk.settings.routing.forms import DepartmentRoutingForm, RuleForm, SkillForm
from sandali.desk.settings.routing.rows import department_row, rule_row, skill_row, tried
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.kit.htmx import cleaned, done


def list_page(request: HttpRequest, form: SkillForm, *, status: int | None = None) -> HttpResponse:
    """Rules, departments and skills; a lead sees their own departments alone."""
    context = {"departments": [department_row(one) for one in departments_with_routing(departments_routed_by(request.user))]}
    if manages_rules(request.user):
        rules = all_rules()
        context["rules"] = [rule_row(rule, place, len(rules)) for place, rule in enumerate(rules)]
        context |= {"may_rule": True, "skills": [skill_row(skill) for skill in skills_with_people()], "form": form}
    return settings_page(request, "routing/list.html", context, status=status)


def to_list(request: HttpRequest, message: str, part: str = "") -> HttpResponse:
    """Back to the list, which says what was done."""
    return done(request, reverse("settings_routing") + part, message, leave=True)


@staff("manage_routing")
def routing(request: HttpRequest) -> HttpResponse:
    """Everything that decides where new cases go."""
    return list_page(request, SkillForm())


def rule_page(request: HttpRequest, form: RuleForm, rule: RoutingRule | None, *, status: int | None = None, trial: bool = False) -> HttpResponse:
    """A rule's form; with `trial` what it would have matched."""
    context = {"form": form, "rule": rule, "trial": tried(request.user, form.values(), rule) if trial else None}
    return settings_page(request, "routing/rule.html", context, status=status, part="trial")


@staff("manage_routing", methods=("GET", "POST"))
def new_rule(request: HttpRequest) -> HttpResponse:
    """A rule that is asked after all others."""
    refuse_unless_everywhere(request.user)
    form = RuleForm(None, request.POST or None)
    status = save(request, form, lambda: add_rule(by=request.user, **form.values()), {EmptyRule: None})
    return to_list(request, _("The rule is added.")) if status == SAVED else rule_page(request, form, None, status=status)


@staff("manage_routing", methods=("GET", "POST"))
def rule(request: HttpRequest, number: int) -> HttpResponse:
    """One rule."""
    standing = access_rule(request.user, number)
    form = RuleForm(standing, request.POST or None)
    status = save(request, form, lambda: change_rule(standing, by=request.user, version=form.version, **form.values()), {EmptyRule: None})
    return to_list(request, _("Saved.")) if status == SAVED else rule_page(request, form, standing, status=status)


@staff("manage_routing", methods=("POST",))
def new_rule_trial(request: HttpRequest) -> HttpResponse:
    """What a rule that is being written would have matched."""
    refuse_unless_everywhere(request.user)
    form = RuleForm(None, request.POST)
    return rule_page(request, form, None, trial=cleaned(form, request) is not None)


@staff("manage_routing", methods=("POST",))
def rule_trial(request: HttpRequest, number: int) -> HttpResponse:
    """The same of a rule that stands, as its form says now."""
    standing = access_rule(request.user, number)
    form = RuleForm(standing, request.POST)
    return rule_page(request, form, standing, trial=cleaned(form, request) is not None)


@staff("manage_routing", methods=("POST",))
def rule_place(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a rule one place earlier ("up") or later."""
    move_rule(access_rule(request.user, number), by=request.user, up=request.POST.get("to") == "up")
    return to_list(request, "", "#rules")


@staff("manage_routing", methods=("POST",))
def rule_activity(request: HttpRequest, number: int) -> HttpResponse:
    """Switch a rule on ("on") or off."""
    on = request.POST.get("to") == "on"
    switch_rule(access_rule(request.user, number), by=request.user, on=on)
    return to_list(request, _("The rule is on.") if on else _("The rule is off."))


@staff("manage_routing", methods=("POST",))
def rule_removal(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a rule."""
    remove_rule(access_rule(request.user, number), by=request.user)
    return to_list(request, _("The rule is removed."))


@staff("manage_routing", methods=("GET", "POST"))
def department(request: HttpRequest, number: int) -> HttpResponse:
    """How one department gives its cases out, the ceiling, and what its people can."""
    standing = access_routed_department(request.user, number)
    form = DepartmentRoutingForm(standing, routing_of(standing), request.POST or None)
    status = save(request, form, lambda: keep_department(standing, form, request))
    if status == SAVED:
        return to_list(request, _("Saved."))
    return settings_page(request, "routing/department.html", {"department": standing, "form": form}, status=status)


@transaction.atomic
def keep_department(standing: Department, form: DepartmentRoutingForm, request: HttpRequest) -> None:
    """Save both halves of the form, or neither. Raises Overtaken."""
    given = form.cleaned_data
    change_routing(standing, by=request.user, way=given["way"], ceiling=given["ceiling"], was=given["was"])
    change_skills(standing, form.able(), by=request.user)


@staff("manage_routing", methods=("POST",))
def skills(request: HttpRequest) -> HttpResponse:
    """A new skill."""
    refuse_unless_everywhere(request.user)
    form = SkillForm(request.POST)
    status = save(request, form, lambda: add_skill(form.cleaned_data["name"], by=request.user), {SkillTaken: "name"})
    return to_list(request, _("The skill is added."), "#skills") if status == SAVED else list_page(request, form, status=status)


@staff("manage_routing", methods=("POST",))
def skill_removal(request: HttpRequest, number: int) -> HttpResponse:
    """A skill that nobody asks for any more."""
    remove_skill(access_skill(request.user, number), by=request.user)
    return to_list(request, _("The skill is removed."), "#skills")
