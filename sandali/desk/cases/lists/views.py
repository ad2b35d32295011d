"""Saved views: kept, named, shared, put in order, removed with a way back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.actions.saved_views import (
    LONGEST_NAME,
    change_view,
    move_view,
    remove_view,
    replace_filter,
    restore_filter,
    restore_view,
    save_view,
)
from sandali.cases.models import SavedView
from sandali.cases.saved import access_removal, access_replacement, access_view, may_change_view
from sandali.company.actions import Overtaken
from sandali.company.models import Department
from sandali.company.permissions import may
from sandali.company.queries import department_ids
from sandali.desk.cases.boxes import BOX_NAMES, SHOWN_NAMES, asked_filter, overrides
from sandali.desk.cases.lists.tabs import views_of
from sandali.desk.cases.lists.words import chips
from sandali.desk.entering import staff
from sandali.kit.htmx import cleaned, done, page

OVERTAKEN = gettext_lazy("Somebody else changed this view in the meantime: it is called “%(name)s” now. Please look at it again.")
MINE, EVERYBODY = "me", "all"
NEW, EDIT, ALL = "desk/cases/lists/view_new.html", "desk/cases/lists/view.html", "desk/cases/lists/views.html"


class ViewForm(forms.Form):
    """A view's name, and whom it is for: "me", "all", or the id of a department of one's own."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"dir": "auto"}))
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), widget=forms.RadioSelect, initial=MINE)

    def __init__(self, person: Any, *args: Any, view: SavedView | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        near = {*department_ids(person), *([view.department_id] if view is not None else [])}
        self.near = {str(place.pk): place for place in Department.objects.filter(pk__in=near - {None}).order_by("name")}
        choices = [(MINE, _("Only me")), *((pk, place.name) for pk, place in self.near.items())]
        if may(person, "share_views"):
            choices.append((EVERYBODY, _("Everybody")))
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What `save_view` and `change_view` take."""
        audience = self.cleaned_data["audience"]
        return {"name": self.cleaned_data["name"], "department": self.near.get(audience), "for_everybody": audience == EVERYBODY}


def audience_of(view: SavedView) -> str:
    """Whom a view is for, as the form names it."""
    return EVERYBODY if view.for_everybody else str(view.department_id) if view.department_id else MINE


def words_of(asked: Any) -> list[str]:
    """What a view lists, in words."""
    wanted = asked_filter(asked)
    states = [] if overrides(wanted.asked) else [str(SHOWN_NAMES[wanted.shown])]
    return [str(BOX_NAMES[wanted.box]), *states, *(one.label for one in chips(wanted))]


@staff("see_cases", methods=("GET", "POST"))
def views(request: HttpRequest) -> HttpResponse:
    """All views of the person, to put in order; POST keeps the list of this address under a name."""
    if request.method == "POST":
        return saved(request)
    listed = views_of(request.user)
    names = dict(Department.objects.filter(pk__in={view.department_id for view in listed} - {None}).values_list("pk", "name"))
    rows = [
        {
            "view": view,
            "url": asked_filter(view.asked).url,
            "words": words_of(view.asked),
            "audience": _("For everybody") if view.for_everybody else names.get(view.department_id, _("Only me")),
            "may": may_change_view(request.user, view),
        }
        for view in listed
    ]
    return page(request, ALL, {"rows": rows})


def saved(request: HttpRequest) -> HttpResponse:
    """Keep a list under a name; without one the form comes back."""
    wanted = asked_filter(request.GET)
    form = ViewForm(request.user, request.POST)
    if cleaned(form, request) is None:
        return page(request, NEW, new_context(request, form), part="filter-panel")
    save_view(asked=request.GET, by=request.user, **form.values())
    return done(request, wanted.url, _("The view is saved."), leave=True)


@staff("see_cases")
def view_new(request: HttpRequest) -> HttpResponse:
    """The form that keeps the list of this address."""
    return page(request, NEW, new_context(request, ViewForm(request.user)), part="filter-panel")


def new_context(request: HttpRequest, form: ViewForm) -> dict[str, Any]:
    """Context of that form."""
    wanted = asked_filter(request.GET)
    return {
        "form": form, "said": words_of(request.GET), "save_url": reverse("saved_views") + wanted.query, "back_url": wanted.url,
        "replaceable": [
            (view, reverse("saved_view_filter", args=[view.pk]) + wanted.query) for view in views_of(request.user)
            if may_change_view(request.user, view) and asked_filter(view.asked) != wanted
        ],
    }  # fmt: skip


@staff("see_cases", methods=("POST",))
def view_filter(request: HttpRequest, number: int) -> HttpResponse:
    """Save the list of this address in a view that stands, with a way back."""
    found, wanted = access_view(request.user, number, to="change"), asked_filter(request.GET)
    try:
        replace_filter(found, request.GET, by=request.user, version=asked_version(request))
    except Overtaken as overtaken:
        return overtaken_view(request, overtaken.current, wanted.url)
    said = _("“%(name)s” lists this from now on.") % {"name": found.name}
    return done(request, wanted.url, said, undo=reverse("saved_view_filter_undoing", args=[number]), leave=True)


@staff("see_cases", methods=("POST",))
def view_filter_undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Give a view the filter back that the person just replaced."""
    found = access_view(request.user, number, to="change")
    try:
        current = restore_filter(found, access_replacement(request.user, found), by=request.user)
    except Overtaken as overtaken:
        return overtaken_view(request, overtaken.current, reverse("saved_views"))
    return done(request, asked_filter(current.asked).url, _("The view lists what it listed before."), leave=True)


def overtaken_view(request: HttpRequest, current: SavedView, url: str) -> HttpResponse:
    """Somebody else was faster: nothing was changed."""
    messages.warning(request, OVERTAKEN % {"name": current.name})
    return done(request, url, leave=True)


@staff("see_cases", methods=("GET", "POST"))
def view(request: HttpRequest, number: int) -> HttpResponse:
    """Rename a view, and choose whom it is for. Somebody else's change in between is shown, and nothing typed is lost."""
    found = access_view(request.user, number, to="change")
    initial = {"name": found.name, "audience": audience_of(found)}
    form = ViewForm(request.user, request.POST if request.method == "POST" else None, view=found, initial=initial)
    version, status = found.version, None
    if cleaned(form, request) is not None:
        try:
            change_view(found, by=request.user, version=asked_version(request), **form.values())
        except Overtaken as overtaken:
            messages.warning(request, OVERTAKEN % {"name": overtaken.current.name})
            version, status = overtaken.current.version, 409
        else:
            return done(request, reverse("saved_views"), _("The view was changed."))
    return page(request, EDIT, {"form": form, "view": found, "version": version, "said": words_of(found.asked)}, status=status)


def asked_version(request: HttpRequest) -> int:
    """The version that the form was opened with; one that there never was when it is missing."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


@staff("see_cases", methods=("POST",))
def place(request: HttpRequest, number: int) -> HttpResponse:
    """One place up or down."""
    found = access_view(request.user, number, to="change")
    move_view(found, -1 if request.POST.get("to") == "up" else 1, by=request.user)
    return done(request, reverse("saved_views"))


@staff("see_cases", methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a view, with a way back."""
    event = remove_view(access_view(request.user, number, to="change"), by=request.user)
    return done(request, reverse("saved_views"), _("The view was removed."), undo=reverse("saved_view_undoing", args=[event.pk]))


@staff("see_cases", methods=("POST",))
def undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Bring a view back that the person removed; `number` is the event that did it."""
    found = restore_view(access_removal(request.user, number), by=request.user)
    return done(request, reverse("saved_views"), _("The view is back.") if found else "", leave=True)
