"""Rules: the list in its order, one with its trial, and the history of what it did with the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.automation.models import Rule
from sandali.automation.rules.access import access_rule, access_run
from sandali.automation.rules.actions import (
    EmptyRule,
    add_rule,
    change_rule,
    move_rule,
    remove_rule,
    rule_fields,
    switch_rule,
    take_back,
)
from sandali.automation.rules.queries import PAGE, all_rules, runs_of
from sandali.automation.rules.trying import try_rule
from sandali.cases.access_routing import refuse_unless_everywhere
from sandali.desk.automation.forms import RuleForm
from sandali.desk.automation.rows import rule_rows, run_lines, trial_words
from sandali.desk.automation.words import names_for, rule_sentence
from sandali.desk.entering import staff
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.kit.components.pieces import number as figure
from sandali.kit.htmx import cleaned, done

RIGHT = "manage_routing"


@staff(RIGHT)
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule in its order."""
    refuse_unless_everywhere(request.user)
    return settings_page(request, "rules/list.html", {"rules": rule_rows(all_rules())})


def to_list(request: HttpRequest, message: str = "") -> HttpResponse:
    """Back to the list, which says what was done."""
    return done(request, reverse("settings_rules"), message, leave=True)


def rule_page(request: HttpRequest, form: RuleForm, rule: Rule | None, *, status: int | None = None, trial: bool = False) -> HttpResponse:
    """A rule's form; with `trial` what it would have done."""
    context = {"form": form, "rule": rule, "sentence": rule_sentence(rule, names_for([rule])) if rule is not None else "", "trial": None}
    if trial:
        try:
            context["trial"] = trial_words(try_rule(rule_fields(form.values()), by=request.user))
        except EmptyRule as problem:
            form.add_error(None, str(problem))
    return settings_page(request, "rules/rule.html", context, status=status, part="trial")


@staff(RIGHT, methods=("GET", "POST"))
def new_rule(request: HttpRequest) -> HttpResponse:
    """A rule that comes after all others."""
    refuse_unless_everywhere(request.user)
    form = RuleForm(None, request.POST or None)
    status = save(request, form, lambda: add_rule(by=request.user, **form.values()), {EmptyRule: None})
    return to_list(request, _("The rule is added.")) if status == SAVED else rule_page(request, form, None, status=status)


@staff(RIGHT, methods=("GET", "POST"))
def rule(request: HttpRequest, number: int) -> HttpResponse:
    """One rule."""
    standing = access_rule(request.user, number)
    form = RuleForm(standing, request.POST or None)
    status = save(request, form, lambda: change_rule(standing, by=request.user, version=form.version, **form.values()), {EmptyRule: None})
    return to_list(request, _("Saved.")) if status == SAVED else rule_page(request, form, standing, status=status)


@staff(RIGHT, methods=("POST",))
def new_rule_trial(request: HttpRequest) -> HttpResponse:
    """What a rule that is being written would have done."""
    refuse_unless_everywhere(request.user)
    form = RuleForm(None, request.POST)
    return rule_page(request, form, None, trial=cleaned(form, request) is not None)


@staff(RIGHT, methods=("POST",))
def rule_trial(request: HttpRequest, number: int) -> HttpResponse:
    """The same of a rule that stands, as its form says now."""
    standing = access_rule(request.user, number)
    form = RuleForm(standing, request.POST)
    return rule_page(request, form, standing, trial=cleaned(form, request) is not None)


@staff(RIGHT)
def history(request: HttpRequest, number: int) -> HttpResponse:
    """What a rule did, the newest first."""
    standing = access_rule(request.user, number)
    below = request.GET.get("below", "")
    runs = runs_of(request.user, standing, below=int(below) if below.isascii() and below.isdigit() and len(below) < 18 else None)
    more = f"{reverse('settings_rule_history', args=[number])}?below={runs[-1].pk}" if len(runs) == PAGE else ""
    context = {"rule": standing, "sentence": rule_sentence(standing, names_for([standing])), "lines": run_lines(runs), "more": more}
    return settings_page(request, "rules/history.html", context, part="run-rows")


@staff(RIGHT, methods=("POST",))
def place(request: HttpRequest, number: int) -> HttpResponse:
    """Let a rule come one place earlier ("up") or later."""
    move_rule(access_rule(request.user, number), by=request.user, up=request.POST.get("to") == "up")
    return to_list(request)


@staff(RIGHT, methods=("POST",))
def activity(request: HttpRequest, number: int) -> HttpResponse:
    """Switch a rule on ("on") or off."""
    on = request.POST.get("to") == "on"
    switch_rule(access_rule(request.user, number), by=request.user, on=on)
    return to_list(request, _("The rule is on.") if on else _("The rule is off."))


@staff(RIGHT, methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """The rule works no longer; what it did stays."""
    remove_rule(access_rule(request.user, number), by=request.user)
    return to_list(request, _("The rule is removed."))


@staff(RIGHT, methods=("POST",))
def undoing(request: HttpRequest, number: int, run: int) -> HttpResponse:
    """Take back what a rule did to a case, where nobody changed it since."""
    standing = access_rule(request.user, number)
    restored, all_of_them = take_back(access_run(request.user, standing, run), by=request.user)
    if restored == all_of_them:
        messages.success(request, _("The case is as it was before the rule."))
    else:
        said = _("%(restored)s of %(all)s things are as they were before. The others were changed by somebody since, and stay.")
        messages.warning(request, said % {"restored": figure(restored), "all": figure(all_of_them)})
    return done(request, reverse("settings_rule_history", args=[number]), leave=True)
