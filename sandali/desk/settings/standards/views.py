"""Service standards: the list, one standard with what it would mean now, and who hears of what is late."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.desk.customers.choosing import choice_of, is_choosing
from sandali.desk.entering import staff
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.desk.settings.standards.forms import StandardForm, TellingForm, version_of
from sandali.desk.settings.standards.rows import sentences, standard_rows
from sandali.kit.htmx import cleaned, done
from sandali.resolution.models import Standard
from sandali.resolution.standards.access import access_standard
from sandali.resolution.standards.actions import (
    EmptyStandard,
    add_standard,
    add_usual_standards,
    change_clock_rules,
    change_standard,
    clock_rules,
    remove_standard,
    switch_standard,
)
from sandali.resolution.standards.queries import standing_standards
from sandali.resolution.standards.settling import rule_of
from sandali.resolution.standards.timetable import timetable

RIGHT = "manage_standards"


def list_page(request: HttpRequest, form: TellingForm, *, status: int | None = None) -> HttpResponse:
    """All standards in the order in which they win, and who is told."""
    ordered = sorted(standing_standards(), key=lambda one: (-rule_of(one).weight, one.pk))
    return settings_page(request, "standards/list.html", {"standards": standard_rows(ordered), "form": form}, status=status)


def to_list(request: HttpRequest, message: str) -> HttpResponse:
    """Back to the list, which says what was done."""
    return done(request, reverse("settings_standards"), message, leave=True)


@staff(RIGHT)
def standards(request: HttpRequest) -> HttpResponse:
    """By when customers have our word."""
    return list_page(request, TellingForm(clock_rules()))


@staff(RIGHT, methods=("POST",))
def usual(request: HttpRequest) -> HttpResponse:
    """Begin with the usual standards, where there are none yet."""
    add_usual_standards(by=request.user)
    return to_list(request, _("The usual standards are there. Change them as you like."))


@staff(RIGHT, methods=("POST",))
def telling(request: HttpRequest) -> HttpResponse:
    """Who hears of what is late, and when."""
    form = TellingForm(clock_rules(), request.POST)

    def keep() -> None:
        given = form.cleaned_data
        change_clock_rules(by=request.user, leads_after=given["leads_after"] or 0, managers_after=given["managers_after"] or 0, was=version_of(form))

    status = save(request, form, keep)
    return to_list(request, _("Saved.")) if status == SAVED else list_page(request, form, status=status)


def standard_page(
    request: HttpRequest, form: StandardForm, standard: Standard | None, *, status: int | None = None, said: list[str] | None = None
) -> HttpResponse:
    """A standard's form, with what its times would mean now."""
    if said is None:
        given = {target: form[target].value() for target in ("first", "next", "answer", "confirm")} if standard is None else vars(standard)
        said = sentences(given, timetable(), timezone.now()) if standard is not None else []
    context = {"form": form, "standard": standard, "said": said, **choice_of(request, form["customer"].value())}
    return settings_page(request, "standards/standard.html", context, status=status, part="trial")


@staff(RIGHT, methods=("GET", "POST"))
def new_standard(request: HttpRequest) -> HttpResponse:
    """A standard more."""
    if is_choosing(request):
        return standard_page(request, StandardForm(typed=request.POST), None)
    form = StandardForm(None, request.POST or None)
    status = save(request, form, lambda: add_standard(by=request.user, **form.values()), {EmptyStandard: None})
    return to_list(request, _("The standard is added.")) if status == SAVED else standard_page(request, form, None, status=status)


@staff(RIGHT, methods=("POST",))
def trial(request: HttpRequest) -> HttpResponse:
    """What the times that are being written would mean for a message that came now."""
    form = StandardForm(None, request.POST)
    cleaned(form, request)
    return standard_page(request, form, None, said=sentences(form.cleaned_data, timetable(), timezone.now()))


@staff(RIGHT, methods=("GET", "POST"))
def standard(request: HttpRequest, number: int) -> HttpResponse:
    """One standard."""
    standing = access_standard(request.user, number)
    if is_choosing(request):
        return standard_page(request, StandardForm(standing, typed=request.POST), standing)
    form = StandardForm(standing, request.POST or None)
    status = save(request, form, lambda: change_standard(standing, by=request.user, version=form.version, **form.values()), {EmptyStandard: None})
    if status == SAVED:
        return to_list(request, _("Saved. Running deadlines are recalculated now."))
    return standard_page(request, form, standing, status=status)


@staff(RIGHT, methods=("POST",))
def activity(request: HttpRequest, number: int) -> HttpResponse:
    """Let a standard hold ("on"), or no longer."""
    on = request.POST.get("to") == "on"
    switch_standard(access_standard(request.user, number), by=request.user, on=on)
    return to_list(request, _("The standard holds again.") if on else _("The standard holds no longer."))


@staff(RIGHT, methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take a standard off the list."""
    remove_standard(access_standard(request.user, number), by=request.user)
    return to_list(request, _("The standard is removed. What was counted by it stays counted."))
