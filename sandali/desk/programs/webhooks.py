"""Webhooks: the list, one of them with what was sent, trying it, pausing it, and bringing it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.automation.access import access_delivery, access_webhook, webhooks_for
from sandali.automation.actions import (
    CannotTell,
    add_webhook,
    change_webhook,
    pause_webhook,
    remove_webhook,
    renew_secret,
    resume_webhook,
    retry_delivery,
    try_webhook,
)
from sandali.automation.models import Webhook, WebhookDelivery
from sandali.company.actions import Overtaken
from sandali.desk.entering import staff
from sandali.desk.programs.forms import WebhookForm
from sandali.desk.settings.side import side
from sandali.kit.htmx import cleaned, done, page

MOST_SHOWN = 50


def webhook_page(request: HttpRequest, webhook: Webhook, form: WebhookForm, *, secret: str = "", status: int | None = None) -> HttpResponse:
    """One webhook, the newest of what was sent there, and a secret just made, which is shown this once."""
    deliveries = list(WebhookDelivery.objects.filter(webhook=webhook).order_by("-pk")[:MOST_SHOWN])
    answer = page(request, "desk/programs/webhook.html", {**side(request), "webhook": webhook, "form": form, "secret": secret, "deliveries": deliveries}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def shown(request: HttpRequest, number: int, said: str) -> HttpResponse:
    """The page of the webhook, with what was done."""
    return done(request, reverse("settings_webhook", args=[number]), said, leave=True)


@staff("manage_company", methods=("GET", "POST"))
def webhooks(request: HttpRequest) -> HttpResponse:
    """The list, and adding one."""
    form = WebhookForm(request.POST or None)
    values, status = cleaned(form, request), None
    if values is not None:
        try:
            made, secret = add_webhook(by=request.user, **without_version(values))
        except CannotTell as why:
            form.add_error(why.field, str(why))
            status = 422
        else:
            return webhook_page(request, made, WebhookForm(webhook=made), secret=secret)
    return page(request, "desk/programs/webhooks.html", {**side(request), "webhooks": list(webhooks_for(request.user)), "form": form}, status=status)


def without_version(values: dict[str, Any]) -> dict[str, Any]:
    """What a form says of the webhook itself."""
    return {name: value for name, value in values.items() if name != "version"}


@staff("manage_company", methods=("GET", "POST"))
def webhook(request: HttpRequest, number: int) -> HttpResponse:
    """One of them, and changing it."""
    standing = access_webhook(request.user, number)
    form = WebhookForm(request.POST or None, webhook=standing)
    values = cleaned(form, request)
    if values is None:
        return webhook_page(request, standing, form)
    try:
        change_webhook(standing, by=request.user, version=values["version"], **without_version(values))
    except CannotTell as why:
        form.add_error(why.field, str(why))
        return webhook_page(request, standing, form, status=422)
    except Overtaken as other:
        form.data = form.data.copy()
        form.data["version"] = other.current.version
        form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
        return webhook_page(request, standing, form, status=409)
    return shown(request, number, _("Saved."))


@staff("manage_company", methods=("POST",))
def trial(request: HttpRequest, number: int) -> HttpResponse:
    """Send something that says nothing."""
    try_webhook(access_webhook(request.user, number))
    return shown(request, number, _("A trial is on its way. What came of it will stand below in a moment."))


@staff("manage_company", methods=("POST",))
def secret(request: HttpRequest, number: int) -> HttpResponse:
    """A new secret."""
    standing = access_webhook(request.user, number)
    made = renew_secret(standing, by=request.user)
    standing = access_webhook(request.user, number)
    return webhook_page(request, standing, WebhookForm(webhook=standing), secret=made)


@staff("manage_company", methods=("POST",))
def pause(request: HttpRequest, number: int) -> HttpResponse:
    """Nothing is sent for now."""
    pause_webhook(access_webhook(request.user, number), by=request.user)
    return done(
        request, reverse("settings_webhook", args=[number]), _("It is paused. What happens meanwhile is sent when it goes on."),
        reverse("settings_webhook_activation", args=[number]), leave=True,
    )  # fmt: skip


@staff("manage_company", methods=("POST",))
def activation(request: HttpRequest, number: int) -> HttpResponse:
    """It goes on, with what it missed."""
    resume_webhook(access_webhook(request.user, number), by=request.user)
    return shown(request, number, _("It goes on, beginning with what it missed."))


@staff("manage_company", methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Nothing is sent there any more."""
    standing = access_webhook(request.user, number)
    remove_webhook(standing, by=request.user)
    return done(request, reverse("settings_webhooks"), _("The webhook “%(name)s” is removed.") % {"name": standing.name}, leave=True)


@staff("manage_company", methods=("POST",))
def retry(request: HttpRequest, number: int, delivery: int) -> HttpResponse:
    """One that was given up is tried again."""
    done_so = retry_delivery(access_delivery(request.user, number, delivery))
    return shown(request, number, _("It is on its way again.") if done_so else _("There is nothing to send again."))
