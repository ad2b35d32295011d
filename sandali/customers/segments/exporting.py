"""The customers of a segment as rows of a table for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from sandali.company.exports import write_for_later
from sandali.company.models import Person
from sandali.company.permissions import may
from sandali.customers import events
from sandali.customers.models import Customer, Identity, IdentityKind, Segment
from sandali.customers.segments.queries import access_segment, members_of
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.dates import current_display
from sandali.kit.files import NoRoom, room_left
from sandali.kit.sheets import write_csv, write_xlsx
from sandali.kit.text import isolate

FORMATS: Final = ("csv", "xlsx")
MOST_AT_ONCE: Final = 20_000  # rows: more take longer than people wait for a page, and a job writes them
WIDTHS: Final = (10, 28, 16, 28, 20, 16, 10, 32, 20, 30, 18, 18)


def header() -> list[str]:
    """The names of the columns."""
    return [
        _("Number"), _("Name"), _("Stage"), _("Organisation"), _("Job title"), _("City"), _("Language"), _("E-mail"), _("Phone"), _("Tags"),
        _("Known since"), _("Last contact"),
    ]  # fmt: skip


def rows_of(customers: QuerySet[Customer], zone: tzinfo) -> Iterator[list[Any]]:
    """A row a customer, the newest contact first, with flat memory."""
    known = Prefetch("identities", Identity.objects.filter(claimed_by=0).order_by("kind", "pk"))
    for one in customers.select_related("organisation").prefetch_related(known, "tags").order_by("-last_contact_at", "-pk").iterator(chunk_size=500):
        addresses = {kind: ", ".join(str(each) for each in one.identities.all() if each.kind == kind) for kind in (IdentityKind.EMAIL, IdentityKind.PHONE)}
        yield [
            one.pk, isolate(one.name), one.get_stage_display(), one.organisation.name if one.organisation else "", one.job_title, one.city, one.language,
            addresses[IdentityKind.EMAIL], addresses[IdentityKind.PHONE], ", ".join(tag.name for tag in one.tags.all()),
            one.created_at.astimezone(zone).replace(tzinfo=None), one.last_contact.astimezone(zone).replace(tzinfo=None) if one.last_contact else "",
        ]  # fmt: skip


@transaction.atomic
def note_export(segment: Segment, *, by: Any, format: str, count: int) -> None:
    """Write down who takes which customers along, before they have them. Raises ValueError for no format of ours."""
    if format not in FORMATS:
        raise ValueError(f"no format of ours: {format!r}")
    record(events.SEGMENT_EXPORTED, segment, by=by, name=segment.name, format=format, count=count)


def write_table(path: Path, customers: QuerySet[Customer], format: str) -> int:
    """Write them to a file in the reader's language; returns how many. Raises NoRoom."""
    if not room_left():
        raise NoRoom("Too little free space is left.")
    display = current_display()
    rows = rows_of(customers, display.zone)
    if format == "xlsx":
        return write_xlsx(path, header(), rows, title=_("Customers"), widths=WIDTHS, from_right=display.language in ("fa", "ar"))
    with path.open("w", encoding="utf-8", newline="") as file:
        return write_csv(file, header(), rows)


def write_segment(person: Person, segment: int, *, format: str, name: str) -> Event | None:
    """Write the customers of a large segment and tell whoever asked; None when they may no longer have them, or it is gone. Raises NoRoom."""
    try:
        found = access_segment(person, segment)
    except Segment.DoesNotExist:
        return None
    if not may(person, "export_customers"):
        return None

    def write(path: Path) -> int:
        """As the reader's days go, which the question is asked by."""
        return write_table(path, members_of(person, found), format)

    return write_for_later(person, events.SEGMENT_EXPORT_READY, write, file=name, called=f"segment-{found.pk}.{format}", format=format.upper(), name=found.name)
