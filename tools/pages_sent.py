"""Pages that no address shows by itself: what went wrong, and the mails that leave. Made here as HTML, photographed from it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import timezone

from sandali.channels.actions import outgoing_of
from sandali.channels.models import Channel, Delivery
from sandali.company.models import Person
from sandali.desk.me import notice_mails
from sandali.desk.me.jobs import reading
from sandali.desk.me.telling import in_words
from sandali.desk.sentences import case_names
from sandali.history.kinds import KINDS
from sandali.history.models import Event, Outgoing, Way
from sandali.kit.failures import failure, stale_form

# What the server would answer with these, and no page of the demo does.
FAILURES = {"failure-400": 400, "failure-409": 409, "failure-429": 429, "failure-500": 500, "failure-503": 503, "failure-stale": 403}
MOST_TOLD = 6


def failing(request: HttpRequest, name: str) -> HttpResponse:
    """The page of one failure, through everything that stands around a view."""
    status = FAILURES[name]
    if status == 403:
        return stale_form(request)
    return failure(request, status, **({"retry_after": 40} if status == 429 else {}))


urlpatterns = [path("failing/<str:name>/", failing), path("", include("sandali.urls"))]


def failures(language: str) -> list[tuple[str, str]]:
    """Name and HTML of each."""
    client = Client(SERVER_NAME="localhost")
    client.cookies["lang"] = language
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"]):
        return [(name, client.get(f"/failing/{name}/").content.decode()) for name in FAILURES]


def letters() -> list[tuple[str, str]]:
    """An answer as its customer's mail program shows it, and one with the question whether the matter is settled."""
    sent = Delivery.objects.filter(channel__in=Channel.objects.filter(kind="email")).order_by("-pk")
    found = [("mail-answer", sent.filter(is_automatic=False).first()), ("mail-question", sent.filter(is_automatic=True).first())]
    return [(name, as_shown(outgoing_of(delivery).html)) for name, delivery in found if delivery is not None]


def as_shown(html: str) -> str:
    """A letter's HTML as a document of its own, as a mail program has it."""
    if "<html" in html.lower():
        return html
    return f'<!doctype html><html lang="und"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>.</title></head><body>{html}</body></html>'


def notices(person: Person) -> list[tuple[str, str]]:
    """The mail of a person's newest notices."""
    told_of = Event.objects.filter(kind__in=[name for name, kind in KINDS.items() if kind.audience]).exclude(case_id=None).order_by("-pk")
    now = timezone.now()
    rows = [
        Outgoing(person=person, way=Way.MAIL, how="at_once", kind=event.kind, about=f"case:{event.case_id}", event=event, at=event.at, fold_until=now, due_at=now)
        for event in told_of[:MOST_TOLD]
    ]
    if not rows:
        return []
    with reading(person):
        names = case_names(person, {row.event.case_id for row in rows if row.event.case_id})
        _text, html = notice_mails.body(person, [in_words(row, names, {}) for row in rows])
    return [("mail-notices", html)]
