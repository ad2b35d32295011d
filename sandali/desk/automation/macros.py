"""Macros: several acts under one name. Their list, one with its form, and the page of a case on which they are pressed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.automation.macros.access import access_macro, macros_for, may_change
from sandali.automation.macros.actions import (
    DraftStands,
    add_macro,
    change_macro,
    remove_macro,
    use_macro,
)
from sandali.automation.macros.undoing import access_use, take_back_use
from sandali.automation.models import Macro
from sandali.automation.rules.actions import EmptyRule
from sandali.automation.rules.doing import CannotDo
from sandali.cases.access import access_case, cases_for
from sandali.cases.actions import CannotAnswer
from sandali.cases.actions.handling import CannotOwn
from sandali.cases.actions.together import CannotName
from sandali.cases.models import Case, State
from sandali.desk.automation.macro_forms import MacroForm
from sandali.desk.automation.words import act_phrases, names_for
from sandali.desk.cases.came_from import filter_of
from sandali.desk.cases.head import number_of
from sandali.desk.entering import staff
from sandali.desk.sentences import isolated, label
from sandali.desk.settings.routing.rows import joined
from sandali.desk.settings.saving import SAVED, save
from sandali.kit.components.pieces import number as figure
from sandali.kit.htmx import done, page

RIGHT = "handle_cases"
REFUSED = (CannotDo, CannotOwn, CannotName, CannotAnswer, DraftStands)


@dataclass(frozen=True, slots=True)
class MacroRow:
    """A macro, what it does in words, and who has it."""

    macro: Macro
    says: str
    audience: str
    may: bool
    use_url: str = ""


def macro_rows(person: Any, case: int | None = None) -> list[MacroRow]:
    """The macros that a person has, for the list or (with a case's number) for pressing."""
    names = names_for([])
    found = macros_for(person).select_related("department", "owner").order_by("name", "pk")
    return [
        MacroRow(one, says(one, names), audience(one), may_change(person, one), reverse("case_macro", args=[case, one.pk]) if case else "")
        for one in found
    ]


def says(macro: Macro, names: Any) -> str:
    """What a macro does, in a line."""
    phrases = act_phrases(macro.acts.items(), names)
    if macro.state:
        phrases.append(_("set its state to “%(value)s”") % {"value": label(State, macro.state)})
    if macro.text:
        phrases.append(_("begin an answer"))
    return joined(phrases)


def audience(macro: Macro) -> str:
    """Who has a macro."""
    if macro.for_everybody:
        return _("Everybody")
    return isolated(macro.department.name) if macro.department is not None else _("Only me")


@staff(RIGHT)
def macros(request: HttpRequest) -> HttpResponse:
    """Every macro that the person has."""
    return page(request, "desk/macros/list.html", {"rows": macro_rows(request.user)})


def form_page(request: HttpRequest, form: MacroForm, macro: Macro | None, status: int) -> HttpResponse:
    """The form of a macro."""
    return page(request, "desk/macros/macro.html", {"form": form, "macro": macro}, status=status)


@staff(RIGHT, methods=("GET", "POST"))
def new_macro(request: HttpRequest) -> HttpResponse:
    """A new one."""
    form = MacroForm(request.user, None, request.POST or None)
    status = save(request, form, lambda: add_macro(by=request.user, **form.values()), {EmptyRule: None})
    return done(request, reverse("macros"), _("The macro is added."), leave=True) if status == SAVED else form_page(request, form, None, status)


@staff(RIGHT, methods=("GET", "POST"))
def macro(request: HttpRequest, number: int) -> HttpResponse:
    """One macro, to change."""
    standing = access_macro(request.user, number, to="change")
    form = MacroForm(request.user, standing, request.POST or None)
    status = save(request, form, lambda: change_macro(standing, by=request.user, version=form.version, **form.values()), {EmptyRule: None})
    return done(request, reverse("macros"), _("Saved."), leave=True) if status == SAVED else form_page(request, form, standing, status)


@staff(RIGHT, methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Nobody has it any more."""
    remove_macro(access_macro(request.user, number, to="change"), by=request.user)
    return done(request, reverse("macros"), _("The macro is removed."), leave=True)


@staff(RIGHT)
def of_case(request: HttpRequest, number: int) -> HttpResponse:
    """The macros that can be pressed for a case."""
    case = access_case(request.user, number, to="handle")
    return page(request, "desk/macros/of_case.html", {"case": case, "number": number_of(case), "rows": macro_rows(request.user, number)})


@staff(RIGHT, methods=("POST",))
def use(request: HttpRequest, number: int, macro: int) -> HttpResponse:
    """Do all that a macro says to a case, or nothing, and say why not."""
    case = access_case(request.user, number, to="handle")
    chosen = access_macro(request.user, macro)
    if chosen.text:
        access_case(request.user, number, to="answer")
    back = filter_of(request).case_url(number)
    try:
        use_macro(chosen, case, by=request.user)
    except REFUSED as why:
        messages.warning(request, str(why))
        return done(request, back, leave=True)
    return done(request, back, _("“%(macro)s” is done.") % {"macro": isolated(chosen.name)}, undo=reverse("case_macro_undoing", args=[number, macro]), leave=True)


@staff(RIGHT, methods=("POST",))
def undoing(request: HttpRequest, number: int, macro: int) -> HttpResponse:
    """Take one's own last use of a macro back, and say what cannot be."""
    with suppress(Case.DoesNotExist):  # the macro itself may have taken it out of their sight
        access_case(request.user, number, to="handle")
    restored, did = take_back_use(access_use(request.user, number, macro), by=request.user)
    back = filter_of(request).case_url(number) if cases_for(request.user).filter(pk=number).exists() else reverse("cases")
    if restored == did:
        return done(request, back, _("Everything is as it was before."), leave=True)
    said = _("%(restored)s of %(all)s are as they were before. Notes, tasks, notices and followers stay, and what somebody changed since.")
    messages.warning(request, said % {"restored": figure(restored), "all": figure(did)})
    return done(request, back, leave=True)
