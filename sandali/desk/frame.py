"""The frame of every desk page: the rail's entries, the bell, the person's menu."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from sandali.cases.queries import counted, newest_event
from sandali.company.permissions import may
from sandali.history.models import Event
from sandali.history.notices import unread_count
from sandali.kit.shell import NavEntry, Shell

RENDERING = timedelta(seconds=2)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for shell.html. What costs a query is asked when the template comes to it: a part of a page has no frame.

    The token for forms is masked once for a page, not once for each of its forms."""
    company = getattr(request, "company", None)
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"company": company, "language_post": reverse("language")}
    waiting = cache(lambda: counted(person, "mine", newest_of(request)))
    return {
        "company": company,
        "csrf_token": get_token(request),
        "here": request.get_full_path(),
        "nav": SimpleLazyObject(lambda: entries(request, person, waiting())),
        "shell": SimpleLazyObject(lambda: shell_of(request, person, waiting())),
    }


def entries(request: HttpRequest, person: Any, waiting: int) -> list[NavEntry]:
    """The modules of the rail that the person may enter."""
    wanted = [
        ("cases", _("Inbox"), reverse("cases"), "inbox", waiting, "see_cases"),
        ("customers", _("Customers"), reverse("customers"), "users", 0, "see_customers"),
        ("status", _("Health"), reverse("status"), "heartbeat", 0, "see_health"),
    ]
    here = request.path.split("/")[1]
    return [
        NavEntry(name, label, url, icon, count, current=here == name)
        for name, label, url, icon, count, right in wanted
        if may(person, right)
    ]


def shell_of(request: HttpRequest, person: Any, waiting: int) -> Shell:
    """The rest of the frame for this person."""
    return Shell(
        home_url=reverse("cases"),
        palette_url=reverse("search"),
        notices_url=reverse("notices"),
        notices=unread_count(person),
        unread=waiting,
        settings_url=reverse("settings"),
        profile_url=reverse("profile"),
        theme_post=reverse("theme"),
        language_post=reverse("language"),
        presence_post=reverse("presence"),
        presence=person.presence,
        sign_out_post=reverse("account_logout"),
        live_url=reverse("live"),
        live_last=str(surely_shown(request)),
        person_name=person.name,
        person_email=person.email,
        person_key=str(person.pk),
        theme=person.theme,
        keys=person.letter_keys,
    )


def newest_of(request: HttpRequest) -> tuple[int, datetime] | None:
    """(id, moment) of the last thing that happened when this page first asked: before it read what it shows, and once."""
    if not hasattr(request, "newest_event"):
        request.newest_event = newest_event()  # type: ignore[attr-defined]
    return request.newest_event  # type: ignore[attr-defined, no-any-return]


def surely_shown(request: HttpRequest) -> int:
    """The last event before this page was begun: the stream goes on from there, so that nothing falls between page and stream.

    What happened in the last two seconds is told once more, as the view may have read its rows before it."""
    until = timezone.now() - RENDERING
    newest = newest_of(request)
    if newest is None or newest[1] < until:
        return newest[0] if newest is not None else 0
    before = Event.objects.filter(at__lt=until).order_by("-pk").values_list("pk", flat=True)
    return before.first() or 0
