"""Archives: one is asked for, written, fetched, forgotten; and a house that was brought in is told to speak."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.channels.kinds import CONNECTED_KINDS
from sandali.channels.models import Channel
from sandali.company.models import Person
from sandali.company.queries import current_company
from sandali.desk.account.mails import send_password_link
from sandali.desk.entering import staff
from sandali.desk.settings.saving import settings_page
from sandali.kit.downloads import download_headers
from sandali.kit.files import NoRoom
from sandali.kit.htmx import asked_by_htmx, asked_part, done
from sandali.transfer import archiving
from sandali.transfer.access import access_archive, archives_for
from sandali.transfer.archive.settling import let_house_speak, waiting
from sandali.transfer.archiving import OPEN, AnotherOne, path_of
from sandali.transfer.models import Archive, ArchiveState

PAGE = 20  # the newest; the file of an older one is gone anyway
RIGHT = "export_everything"
TONES = {ArchiveState.READY: "ok", ArchiveState.FAILED: "bad", ArchiveState.STOPPED: "warn"}


@staff(RIGHT, methods=("GET", "POST"))
def archives(request: HttpRequest) -> HttpResponse:
    """One's own archives, the newest first; another one is begun here. The page of one that is written asks for the list again."""
    if request.method == "POST":
        return begin(request)
    rows = list(archives_for(request.user)[:PAGE])
    is_busy = any(one.state in OPEN for one in rows)
    if asked_by_htmx(request) and asked_part(request) == "archive-state" and not is_busy:
        answer = HttpResponse(status=200)
        answer["HX-Redirect"] = reverse("settings_archives")
        return answer
    context = {"rows": [row_of(one) for one in rows], "is_busy": is_busy, **resting()}
    return settings_page(request, "archives/list.html", context, part="archive-state")


@reauthentication_required
def begin(request: HttpRequest) -> HttpResponse:
    """Begin another one, after the password was asked for once more."""
    here = reverse("settings_archives")
    try:
        archiving.ask_archive(by=request.user)
    except AnotherOne as problem:
        return done(request, here, str(problem), leave=True)
    except NoRoom:
        return done(request, here, _("There is too little room on the disk for an archive. Nothing was begun."), leave=True)
    return done(request, here, _("The archive is being written. A notice tells you when it is ready."), leave=True)


def row_of(one: Archive) -> dict[str, Any]:
    """One line of the list."""
    is_there = one.state == ArchiveState.READY and path_of(one).is_file()
    gone = one.state == ArchiveState.READY and not is_there
    return {
        "one": one, "state": _("Gone by now") if gone else one.get_state_display(), "tone": "" if gone else TONES.get(one.state, ""), "is_busy": one.state in OPEN,
        "is_there": is_there, "percent": min(99, one.done * 100 // one.reckoned) if one.reckoned else 0,
    }  # fmt: skip


def resting() -> dict[str, Any]:
    """What a house that was brought in waits for."""
    company = current_company()
    if company is None or company.rests_since is None:
        return {"rests_since": None}
    channels = Channel.objects.filter(kind__in=CONNECTED_KINDS, archived_at=None, secrets="").order_by("name")
    return {
        "rests_since": company.rests_since, "held": waiting(), "silent_channels": list(channels),
        "without_password": without_password().count(),
    }  # fmt: skip


def without_password() -> Any:
    """People of ours who have to choose a password first."""
    return Person.objects.filter(is_active=True, password__startswith="!")


@staff(RIGHT)
@reauthentication_required(allow_get=False)
def file(request: HttpRequest, number: int) -> HttpResponse:
    """The file, for whoever asked for it, after the password was asked for once more."""
    one = access_archive(request.user, number)
    path = path_of(one)
    if one.state != ArchiveState.READY or not path.is_file():
        raise Archive.DoesNotExist
    archiving.note_fetched(one, by=request.user)
    answer = FileResponse(path.open("rb"))
    for header, value in download_headers(f"sandali-{one.created_at:%Y-%m-%d}.zip", "application/zip").items():
        answer[header] = value
    answer["Cache-Control"] = "private, no-store"
    return answer


@staff(RIGHT, methods=("POST",))
def stopping(request: HttpRequest, number: int) -> HttpResponse:
    """Stop writing it."""
    archiving.stop_archive(access_archive(request.user, number))
    return done(request, reverse("settings_archives"), _("Stopped."), leave=True)


@staff(RIGHT, methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take its file away."""
    archiving.remove_archive(access_archive(request.user, number), by=request.user)
    return done(request, reverse("settings_archives"), _("The archive is deleted."), leave=True)


@staff(RIGHT, methods=("POST",))
def speaking(request: HttpRequest) -> HttpResponse:
    """Let the house speak."""
    spoke = let_house_speak(by=request.user)
    return done(request, reverse("settings_archives"), _("From now on, what is written here leaves.") if spoke else _("It speaks already."), leave=True)


@staff(RIGHT, methods=("POST",))
def links(request: HttpRequest) -> HttpResponse:
    """Mail everybody who has no password the link by which they choose one."""
    numbers = list(without_password().exclude(pk=request.user.pk).values_list("pk", flat=True))
    for number in numbers:
        send_password_link.enqueue(number, unique_key=f"password link {number} {timezone.now():%Y%m%d%H}")
    return done(request, reverse("settings_archives"), _("The links are on their way. Each works for an hour; later, “Forgotten password” sends another."), leave=True)
