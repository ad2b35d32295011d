"""Senders whose mail is kept out: the list, adding one, and letting them in again."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.actions.spam import LONGEST_REASON, block_sender, lift_block
from sandali.cases.regrouping import access_blocked, blocked_senders, kept_out
from sandali.cases.senders import CannotBlock
from sandali.desk.cases.regroup.blocking import why_not
from sandali.desk.entering import staff
from sandali.desk.settings.saving import settings_page
from sandali.kit.htmx import cleaned, done


class BlockForm(forms.Form):
    """Whom to block."""

    sender = forms.CharField(
        label=gettext_lazy("Address or domain"), max_length=254, widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "@example.com", "autocomplete": "off"})
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_REASON, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))


@staff("block_senders", methods=("GET", "POST"))
def blocked(request: HttpRequest) -> HttpResponse:
    """Everybody who is blocked or was, each with how much of theirs was kept out, and the form to add one."""
    form = BlockForm(request.POST or None)
    values = cleaned(form, request)
    if values is not None:
        try:
            made, is_new = block_sender(values["sender"], by=request.user, reason=values["reason"])
        except CannotBlock as problem:
            form.add_error("sender", why_not(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
        else:
            said = _("What %(sender)s sends is kept as spam from now on.") if is_new else _("%(sender)s is blocked already.")
            undo = reverse("settings_blocked_lifting", args=[made.pk]) if is_new else None
            return done(request, reverse("settings_blocked"), said % {"sender": made.value}, undo, leave=True)
    rows = blocked_senders()
    counts = kept_out(row.pk for row in rows)
    return settings_page(request, "blocked.html", {"form": form, "rows": [(row, counts.get(row.pk, 0)) for row in rows]})


@staff("block_senders", methods=("POST",))
def lifting(request: HttpRequest, number: int) -> HttpResponse:
    """Let their mail in again."""
    standing = access_blocked(request.user, number)
    lift_block(standing, by=request.user)
    return done(request, reverse("settings_blocked"), _("What %(sender)s sends comes in again.") % {"sender": standing.value}, leave=True)
