"""The frame of every desk page: the rail's entries, the bell, the person's menu."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.queries import counted, newest_event
from sandali.company.permissions import may
from sandali.desk.calls.views import ringing_for
from sandali.desk.cases.boxes import BOX_NAMES, Filter
from sandali.history.models import Event
from sandali.history.notices import unread_count
from sandali.kit.page_addresses import reverse
from sandali.kit.shell import NavEntry, Shell

RENDERING = timedelta(seconds=2)
# Pages that have no entry of their own → the module under which they are found.
MODULES = {"organisations": "customers", "causes": "lessons", "remedies": "lessons", "suggestions": "lessons", "recovery": "lessons", "public": "board", "macros": "cases", "deals": "sales", "quotes": "sales", "orders": "sales", "products": "sales"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for shell.html. What costs a query is asked when the template comes to it: a part of a page has no frame.

    The token for forms is masked once for a page, not once for each of its forms."""
    company = getattr(request, "company", None)
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"company": company, "language_post": reverse("language")}
    waiting = cache(lambda: counted(person, "mine", newest_of(request)))
    rests = company is not None and company.rests_since is not None
    return {
        "company": company,
        "rests": rests, "rests_url": reverse("settings_archives") if rests and may(person, "export_everything") else "",
        "csrf_token": get_token(request),
        "here": request.get_full_path(),
        "ringing": SimpleLazyObject(lambda: ringing_for(person)),
        "nav": SimpleLazyObject(lambda: entries(request, person, waiting())),
        "shell": SimpleLazyObject(lambda: shell_of(request, person, waiting())),
    }


def entries(request: HttpRequest, person: Any, waiting: int) -> list[NavEntry]:
    """The modules of the rail that the person may enter."""
    wanted = [
        ("cases", _("Inbox"), reverse("cases"), "inbox", waiting, "see_cases"),
        ("tasks", _("Tasks"), reverse("tasks"), "list-check", 0, "see_cases"),
        ("board", _("Not confirmed yet"), reverse("board"), "target", 0, "see_cases"),
        ("promises", _("Promises"), reverse("promises"), "heart-handshake", 0, "see_cases"),
        ("lessons", _("Improving"), reverse("lessons"), "bulb", 0, "see_cases"),
        ("customers", _("Customers"), reverse("customers"), "users", 0, "see_customers"),
        ("sales", _("Sales"), reverse("deals"), "shopping-bag", 0, "see_sales"),
        *([("calls", _("Calls"), reverse("calls"), "phone", 0, "see_customers")] if person.extension else []),
        ("knowledge", _("Knowledge"), reverse("knowledge"), "book", 0, "see_knowledge"),
        ("reports", _("Reports"), reverse("reports"), "chart-bar", 0, "see_measures"),
        ("status", _("Health"), reverse("status"), "heartbeat", 0, "see_health"),
    ]
    here = request.path.split("/")[1]
    here = MODULES.get(here, here)
    return [
        NavEntry(name, label, url, icon, count, current=here == name)
        for name, label, url, icon, count, right in wanted
        if may(person, right)
    ]


def shell_of(request: HttpRequest, person: Any, waiting: int) -> Shell:
    """The rest of the frame for this person."""
    return Shell(
        **addresses(),
        calls_url=reverse("calls_ringing") if person.extension else "",
        notices=unread_count(person),
        unread=waiting,
        presence=person.presence,
        live_last=str(surely_shown(request)),
        person_name=person.name,
        person_email=person.email,
        person_key=str(person.pk),
        theme=person.theme,
        keys=person.letter_keys,
        places=places(person),
    )


def places(person: Any) -> tuple[NavEntry, ...]:
    """What a letter after g leads to, beside the modules: the boxes of the inbox, the notices, the settings."""
    boxes = [NavEntry(name, str(label), Filter(box=name).url, "inbox") for name, label in BOX_NAMES.items() if name != "mine" and may(person, "see_cases")]
    return (
        *boxes,
        NavEntry("notices", _("Notices"), reverse("notices"), "bell"),
        NavEntry("settings", _("Settings"), reverse("settings"), "settings"),
        NavEntry("profile", _("My account"), reverse("profile"), "user"),
    )


def bell_parts(request: HttpRequest) -> SafeString:
    """The bell as it stands now, where it is shown: in the rail, and at the edge of small screens. For htmx."""
    shell = Shell(**addresses(), notices=unread_count(request.user))
    places = (("bell", "kit/bell.html"), ("bell-small", "kit/bell_small.html"))
    return format_html_join(
        "\n", '<hx-partial hx-target="#{}" hx-swap="outerMorph">{}</hx-partial>',
        ((name, render_to_string(template, {"shell": shell})) for name, template in places),
    )  # fmt: skip


@cache
def addresses() -> dict[str, str]:
    """Where the pieces of the frame lead."""
    named = {
        "home_url": "cases", "palette_url": "search", "notices_url": "notices", "bell_url": "bell", "settings_url": "settings", "profile_url": "profile",
        "reminders_url": "reminders", "leaving_url": "leaving",
        "theme_post": "theme", "language_post": "language", "presence_post": "presence", "sign_out_post": "account_logout",
        "live_url": "live",
    }  # fmt: skip
    return {field: reverse(name) for field, name in named.items()}


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
