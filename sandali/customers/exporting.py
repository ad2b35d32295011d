"""Everything kept of one person as a file for them: JSON and the files that came along, in a zip that a job writes.

The link is for whoever asked, as long as they may have it, and for seven days: `cases.exporting.forget_old` clears the same folder."""

from __future__ import annotations

import json
import secrets
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from sandali.company.models import Person
from sandali.company.permissions import NotAllowed, may
from sandali.customers import events
from sandali.customers.access import access_customer
from sandali.customers.erasing import all_kept, event_sources, keepers
from sandali.customers.models import Customer
from sandali.history import queue
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.downloads import safe_name
from sandali.kit.files import NoRoom, open_file, room_left

KEPT_FOR: Final = timedelta(days=7)
CHUNK: Final = 500
JOB: Final = "sandali.customers.jobs.export_customer"
OUR_OWN: Final = frozenset(["version", "dedupe_key", "folded"])  # what only serves us


@transaction.atomic
def ask_export(customer: Customer, *, by: Any) -> None:
    """Have everything kept of a person written to a file for `by`; who took it is written down. Raises NotAllowed."""
    if not may(by, "export_customers"):
        raise NotAllowed
    record(events.CUSTOMER_EXPORTED, customer, by=by)
    queue.put(JOB, by.pk, customer.pk, f"person-{secrets.token_hex(16)}.zip")


def rows_of(customer: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """(table, row) of all that is kept, read in chunks by id. Who of us did something is told by name."""
    people = dict(Person.objects.values_list("pk", "name"))
    for kept in all_kept():
        columns = [column for column in kept.model._meta.concrete_fields if column.name not in OUR_OWN and not isinstance(column, models.BinaryField)]
        after = 0
        while rows := list(kept.rows(customer).filter(pk__gt=after).order_by("pk").values(*(column.attname for column in columns))[:CHUNK]):
            after = rows[-1][kept.model._meta.pk.attname]
            for row in rows:
                names = {c.attname: people.get(row[c.attname]) for c in columns if c.related_model is Person}
                yield str(kept.model._meta.model_name), row | names


def events_of(customer: int) -> Iterator[dict[str, Any]]:
    """What happened with them, each once."""
    seen: set[int] = set()
    for chosen in event_sources(customer):
        for event in chosen.select_related("by").order_by("pk").iterator(chunk_size=CHUNK):
            if event.pk not in seen:
                seen.add(event.pk)
                yield {"id": event.pk, "kind": event.kind, "at": event.at, "by": event.by.name if event.by else None, "case": event.case_id, "data": event.data}


def write_zip(customer: int, path: Path) -> None:
    """Write the zip: person.json with a list a table, events among them, and the files under files/. Raises NoRoom."""
    if not room_left():
        raise NoRoom("Too little free space is left.")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole: dict[str, list[Any]] = {}
    for table, row in rows_of(customer):
        whole.setdefault(table, []).append(row)
    whole["event"] = list(events_of(customer))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("person.json", json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        for keeper in keepers():
            for number, name, sha256 in keeper.files_of(customer) if hasattr(keeper, "files_of") else ():
                try:
                    with open_file(sha256) as source, out.open(f"files/{number}-{safe_name(name)}", "w") as target:
                        while portion := source.read(1024 * 1024):
                            target.write(portion)
                except FileNotFoundError:
                    continue  # its bytes are gone, which its row in the JSON still names


def write_export(person: Person, customer: int, name: str) -> Event | None:
    """Write the file and tell whoever asked; None when they may no longer have it, or nobody is left to export."""
    if not may(person, "export_customers") or not Customer.objects.filter(pk=customer, erased_at=None).exists():
        return None
    path = folder() / name
    partly = path.with_suffix(".part")
    try:
        write_zip(customer, partly)
        partly.replace(path)
    finally:
        partly.unlink(missing_ok=True)
    with transaction.atomic():
        return record(events.CUSTOMER_EXPORT_READY, person, customer=customer, file=name)


def folder() -> Path:
    """Where exports lie until they are fetched."""
    return Path(settings.FILES) / "exports"


def access_export(person: Any, number: int) -> tuple[Event, Path]:
    """An export that the person asked for and may still have. Raises Event.DoesNotExist for any other (K7), NotAllowed."""
    if not may(person, "export_customers"):
        raise NotAllowed
    own = Event.objects.filter(kind=events.CUSTOMER_EXPORT_READY.name, subject_type="person", subject_id=person.pk)
    event = own.get(pk=number, at__gt=timezone.now() - KEPT_FOR)
    access_customer(person, int(event.data["customer"]))
    path = folder() / str(event.data["file"])
    if not path.is_file():
        raise Event.DoesNotExist
    return event, path
