"""What is done on an organisation's page: tags and notes come and go, it is removed and comes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.customers.access import access_organisation, access_organisation_note
from sandali.customers.actions import NameTaken
from sandali.customers.models import Organisation
from sandali.customers.organising import (
    CannotDo,
    remove_organisation,
    remove_organisation_note,
    return_organisation,
    return_organisation_note,
    tag_organisation,
    untag_organisation,
    write_organisation_note,
)
from sandali.desk.customers.forms import NoteForm, TagForm
from sandali.desk.entering import staff
from sandali.desk.organisations.page import show_organisation
from sandali.kit.htmx import cleaned, done


def back(request: HttpRequest, number: int, message: str = "", undo: str | None = None) -> HttpResponse:
    """The organisation's page again."""
    return done(request, reverse("organisation", args=[number]), message, undo)


def added(request: HttpRequest, number: int, name: str, form: Form, add: Callable[[Organisation, str], Any], message: str = "") -> HttpResponse:
    """Add what the form's one field says; with something wrong, the page comes back with the form `name` as it was typed."""
    organisation = access_organisation(request.user, number, to="edit")
    values = cleaned(form, request)
    if values is None:
        return show_organisation(request, organisation, **{name: form})
    [value] = values.values()
    add(organisation, value)
    return back(request, organisation.pk, message)


@staff("edit_customers", methods=("POST",))
def tags(request: HttpRequest, number: int) -> HttpResponse:
    """One more tag."""
    return added(request, number, "tag_form", TagForm(request.POST), partial(tag_organisation, by=request.user))


@staff("edit_customers", methods=("POST",))
def tag_removal(request: HttpRequest, number: int, tag: int) -> HttpResponse:
    """Take a tag away."""
    organisation = access_organisation(request.user, number, to="edit")
    untag_organisation(organisation, organisation.tags.get(pk=tag), by=request.user)
    return back(request, organisation.pk)


@staff("edit_customers", methods=("POST",))
def notes(request: HttpRequest, number: int) -> HttpResponse:
    """Write a note."""
    return added(request, number, "note_form", NoteForm(request.POST), partial(write_organisation_note, by=request.user), _("The note was kept."))


@staff("edit_customers", methods=("POST",))
def note_removal(request: HttpRequest, number: int, remark: int) -> HttpResponse:
    """Hide a note; it can be brought back."""
    remove_organisation_note(access_organisation_note(request.user, number, remark), by=request.user)
    return back(request, number, _("The note was removed."), undo=reverse("organisation_note_return", args=[number, remark]))


@staff("edit_customers", methods=("POST",))
def note_return(request: HttpRequest, number: int, remark: int) -> HttpResponse:
    """Bring a hidden note back."""
    return_organisation_note(access_organisation_note(request.user, number, remark), by=request.user)
    return done(request, reverse("organisation", args=[number]), _("The note is back."), leave=True)


@staff("edit_customers", methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take an empty one out of the lists."""
    organisation = access_organisation(request.user, number, to="edit")
    try:
        remove_organisation(organisation, by=request.user)
    except CannotDo as why:
        return done(request, reverse("organisation", args=[organisation.pk]), str(why), leave=True)
    undo = reverse("organisation_return", args=[organisation.pk])
    return done(request, reverse("organisations"), _("The organisation was removed."), undo, leave=True)


@staff("edit_customers", methods=("POST",))
def bringing_back(request: HttpRequest, number: int) -> HttpResponse:
    """Bring a removed one back."""
    organisation = access_organisation(request.user, number, to="edit")
    try:
        return_organisation(organisation, by=request.user)
        said = _("The organisation is back.")
    except NameTaken as taken:
        said = str(taken)
    return done(request, reverse("organisation", args=[organisation.pk]), said, leave=True)
