"""How one wants to be told: the choices page, the link under a notice mail, the browsers that take push."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.channels.actions import own_addresses
from sandali.company.models import Person
from sandali.desk.entering import staff, visitors
from sandali.desk.me.forms import WaysForm, title_of
from sandali.desk.me.jobs import HERE, reading
from sandali.desk.me.notice_mails import read_fewer
from sandali.history import queue
from sandali.history.kinds import KINDS
from sandali.history.models import MailWay
from sandali.history.outgoing import replan
from sandali.history.subscriptions import browsers_of, leave_browser, own_browser, subscribe, unsubscribe
from sandali.history.ways import change_settings, choices_of, choose_ways, mute_groups
from sandali.history.ways import fewer_mails as make_fewer
from sandali.kit.failures import failure
from sandali.kit.htmx import cleaned, done, page
from sandali.kit.web_push import own_public_key

PAGE, FEWER = "desk/me/ways.html", "desk/me/fewer.html"


@staff(methods=("GET", "POST"))
def notice_choices(request: HttpRequest) -> HttpResponse:
    """Kinds by ways, quiet hours, digest, muted departments, browsers."""
    form = WaysForm(request.user, request.POST or None)
    if request.method == "POST" and cleaned(form, request) is not None:
        choose_ways(request.user, form.ways())
        change_settings(request.user, **form.kept())
        mute_groups(request.user, form.cleaned_data["muted"])
        replan(request.user)
        return done(request, reverse("notice_choices"), _("Saved."), leave=True)
    return page(request, PAGE, {"form": form, **surroundings(request.user)}, part="browsers")


def surroundings(person: Any) -> dict[str, Any]:
    """What stands around the form: whether mail leaves at all, and the person's browsers."""
    return {
        "mail_is_off": not settings.EMAIL_URL and settings.EMAIL_BACKEND.endswith("console.EmailBackend"),
        "mail_is_ours": person.email.lower() in own_addresses(),
        "browsers": browsers_of(person),
        "push_key": own_public_key(),
    }


@visitors(methods=("GET", "POST"))
def fewer_mails(request: HttpRequest, token: str) -> HttpResponse:
    """The link under a notice mail: looking changes nothing (I4); a press makes such mails come in the digest, or not at all."""
    found = read_fewer(token)
    if found is None:
        raise Http404
    owner, kind = found
    with reading(owner):
        return fewer_page(request, owner, kind)


def fewer_page(request: HttpRequest, owner: Person, kind: str) -> HttpResponse:
    """That page in the language of whom the mail went to."""
    wanted = request.POST.get("to", "")
    if request.method == "POST" and wanted in (MailWay.DIGEST, MailWay.OFF):
        make_fewer(owner, kind=kind, to=wanted)
        replan(owner)
    mails = [name for name, ways in choices_of(owner).items() if ways.mail != MailWay.OFF]
    context = {
        "kind_title": title_of(KINDS[kind]) if kind else "",
        "now": MailWay(choices_of(owner)[kind].mail).label if kind else "",
        "mails_come": kind in mails if kind else bool(mails),
        "in_digest": all(choices_of(owner)[name].mail == MailWay.DIGEST for name in ([kind] if kind else mails)),
        "saved": request.method == "POST",
    }
    return page(request, FEWER, context)


@staff(methods=("POST",))
def browsers(request: HttpRequest) -> HttpResponse:
    """Take push in this browser: what it says of itself as `endpoint`, `key`, `secret`; `replaces` is the endpoint it had before."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "key", "secret")}
    try:
        subscribe(request.user, **given, browser=request.headers.get("User-Agent", ""))
    except ValueError:
        return failure(request, 400)
    if (before := request.POST.get("replaces", "")) != given["endpoint"]:
        leave_browser(request.user, before)
    return HttpResponse(status=204)


@staff(methods=("POST",))
def browser_removal(request: HttpRequest, number: int) -> HttpResponse:
    """No more push in one of one's browsers."""
    unsubscribe(request.user, number)
    return done(request, reverse("notice_choices"), _("That browser gets no more notices."), leave=True)


@staff(methods=("POST",))
def browser_trial(request: HttpRequest, number: int) -> HttpResponse:
    """Send oneself a test."""
    queue.put(f"{HERE}.push_trial", request.user.pk, own_browser(request.user, number).pk, unique_key=f"trial:{number}")
    return done(request, reverse("notice_choices"), _("On its way. It should appear in a moment."), leave=True)
