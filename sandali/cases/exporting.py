"""Cases as rows for other programs, one row a case: what was asked, how long it took, how it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases import events_measures as events
from sandali.cases.figures import Asked
from sandali.cases.measures import cases_behind
from sandali.cases.models import Case, Kind, State, Wait
from sandali.company.models import Person
from sandali.company.permissions import NotAllowed, may
from sandali.company.queries import current_company, display_for
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.dates import find_zone
from sandali.kit.files import NoRoom, room_left
from sandali.kit.sheets import write_csv, write_xlsx

FORMATS: Final = ("csv", "xlsx")
MOST_AT_ONCE: Final = 20_000  # rows; more take longer than people wait for a page
KEPT_FOR: Final = timedelta(days=7)
CHUNK: Final = 1000
CLOSED: Final = (State.ANSWERED, State.CONFIRMED, State.LAPSED)
COLUMNS: Final = (
    "pk", "subject", "kind", "state", "customer__name", "customer__organisation__name", "channel__name", "department__name",
    "assignee__name", "opened_at", "state_at", "reopened", "repeats",
)  # fmt: skip
WIDTHS: Final = (9, 42, 12, 20, 24, 24, 16, 18, 18, 17, 17, 14, 14, 8, 10, 10, 26, 17)


def header() -> list[str]:
    """The columns' words, in the language that is active."""
    return [
        _("Number"), _("Subject"), _("Kind"), _("State"), _("Customer"), _("Organisation"), _("Channel"), _("Department"),
        _("Owner"), _("Opened"), _("First reply at"), _("First reply after (hours)"), _("First reply after (working hours)"),
        _("Waits"), _("Reopened"), _("Explained again"), _("Tags"), _("Closed"),
    ]  # fmt: skip


def rows_of(cases: QuerySet[Case], zone: tzinfo) -> Iterator[list[Any]]:
    """Cases as rows in order of their numbers, read a thousand at a time. Moments are the zone's wall clock, without it.

    Values rather than models: of twenty thousand rows each would cost as much again."""
    kinds, states = ({value: str(label) for value, label in choices.choices} for choices in (Kind, State))

    def local(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)

    after = 0
    while part := list(cases.filter(pk__gt=after).order_by("pk").values_list(*COLUMNS)[:CHUNK]):
        after = part[-1][0]
        counts, firsts, tags = beside([row[0] for row in part])
        for number, subject, kind, state, *names, opened_at, state_at, reopened, repeats in part:
            at, clock, working = firsts.get(number, (None, None, None))
            yield [
                number, subject, kinds.get(kind, ""), states[state], *(name or "" for name in names), local(opened_at), local(at),
                hours(clock), hours(working), counts.get(number, 0), reopened, repeats, ", ".join(tags[number]),
                local(state_at if state in CLOSED else None),
            ]  # fmt: skip


def hours(seconds: int | None) -> float | None:
    """Seconds as hours, to the hundredth."""
    return None if seconds is None else round(seconds / 3600, 2)


def beside(numbers: list[int]) -> tuple[dict[int, int], dict[int, tuple[Any, ...]], dict[int, list[str]]]:
    """What stands in other tables of these cases: how many waits, (when, seconds, working seconds) of the first reply, tags."""
    waits = Wait.objects.filter(case__in=numbers).order_by()
    counts = dict(waits.values_list("case_id").annotate(Count("pk")))
    firsts = {row[0]: row[1:] for row in waits.filter(is_first=True).values_list("case_id", "ended_at", "seconds", "working_seconds")}
    tags: dict[int, list[str]] = defaultdict(list)
    named = Case.tags.through.objects.filter(case__in=numbers).order_by("tag__folded")
    for number, name in named.values_list("case_id", "tag__name"):
        tags[number].append(name)
    return counts, firsts, tags


def said(asked: Asked, figure: str) -> dict[str, Any]:
    """A question as JSON, for the event and the job; `heard` reads it."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(asked).items()} | {"figure": figure}


def heard(words: dict[str, Any]) -> tuple[Asked, str]:
    """The question and the figure that `said` wrote."""
    given = {one.name: words[one.name] for one in fields(Asked)}
    given |= {name: datetime.fromisoformat(given[name]) for name in ("start", "end")}
    return Asked(**given), words["figure"]


def note_export(person: Person, asked: Asked, figure: str, *, format: str, count: int) -> Event:
    """Write down who took what out of the house. Raises NotAllowed when they may not, ValueError for another format."""
    if not may(person, "export_cases"):
        raise NotAllowed
    if format not in FORMATS:
        raise ValueError(f"{format!r} is no format of an export")
    return record(events.CASES_EXPORTED, person, by=person, count=count, format=format.upper(), asked=said(asked, figure))


# --- Files that are fetched later ------------------------------------------------------------------------------------------
def path_of(event: Event) -> Path:
    """Where the file of an EXPORT_READY event lies."""
    return Path(settings.FILES) / "exports" / str(event.data["file"])


def write_file(person: Person, cases: QuerySet[Case], path: Path, format: str) -> int:
    """Write the cases to a file in the person's language and zone; returns how many rows. Raises NoRoom."""
    if not room_left():
        raise NoRoom("Too little free space is left.")
    display = display_for(person, current_company())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with translation.override(display.language):
        rows = rows_of(cases, find_zone(display.zone))
        if format == "xlsx":
            title, is_persian = _("Cases"), display.language == "fa"
            return write_xlsx(path, header(), rows, title=title, widths=WIDTHS, from_right=is_persian)
        with path.open("w", encoding="utf-8", newline="") as file:
            return write_csv(file, header(), rows)


def export_for_later(person: Person, words: dict[str, Any], *, format: str, name: str) -> Event | None:
    """Write a large export and tell whoever asked that it is ready; None when they may no longer have it.

    `name` is the file's, made by whoever asked for it so that writing it twice makes one."""
    if not may(person, "export_cases"):
        return None
    asked, figure = heard(words)
    path = Path(settings.FILES) / "exports" / name
    partly = path.with_suffix(".part")
    try:
        count = write_file(person, cases_behind(person, asked, figure), partly, format)
        partly.replace(path)
    finally:
        partly.unlink(missing_ok=True)
    with transaction.atomic():
        return record(events.EXPORT_READY, person, count=count, format=format.upper(), file=name, asked=words)


def asker_of(event: Event) -> list[int]:
    """Whose export it is; for the audience "export_asker"."""
    return list(Person.objects.filter(pk=event.subject_id, is_active=True).values_list("pk", flat=True))


def access_export(person: Any, number: int) -> Event:
    """An export that the person asked for and that is still kept. Raises Event.DoesNotExist for any other (K7)."""
    own = Event.objects.filter(kind=events.EXPORT_READY.name, subject_type="person", subject_id=person.pk)
    event = own.get(pk=number, at__gt=timezone.now() - KEPT_FOR)
    if not path_of(event).is_file():
        raise Event.DoesNotExist
    return event


def forget_old() -> int:
    """Delete the files of exports that are older than KEPT_FOR; returns how many."""
    folder, limit = Path(settings.FILES) / "exports", (timezone.now() - KEPT_FOR).timestamp()
    old = [path for path in folder.glob("*") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
