"""The first steps of a new company, each done or not by what is really there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.cases.models import Case, Message
from sandali.channels.kinds import CONNECTED_KINDS
from sandali.channels.models import Channel
from sandali.company.models import Invitation, Person
from sandali.company.permissions import may
from sandali.history.models import Event
from sandali.transfer.models import Import, ImportState


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, why, where, and whether it is done."""

    title: str
    why: str
    url: str
    icon: str
    done: bool


def steps(person: Any) -> list[Step]:
    """The steps that this person may take, in order; [] for somebody who put the list away, or when every step is done.

    At most five small queries, and none once the list is put away."""
    if person.checklist_hidden_at is not None or not may(person, "manage_company"):
        return []
    listed = [example_step(person), mailbox_step(), import_step(person), colleague_step(), hours_step()]
    found = [step for step in listed if step is not None]
    return [] if all(step.done for step in found) else found


def example_step(person: Any) -> Step | None:
    """Answer the example customer; left out where there is none."""
    # By the channel's number, so that the index on it is used: there may be a hundred thousand other cases.
    channel = Channel.objects.filter(slug="example").first()
    case = cases_for(person).filter(channel=channel).only("pk").order_by("pk").first() if channel else None
    if case is None:
        return None
    answered = Message.objects.filter(case=case, direction="out", withdrawn_at=None).exists()
    return Step(
        _("Answer the example case"), _("Nothing leaves the building: try everything."), case_url(case), "message-circle", answered
    )


def case_url(case: Case) -> str:
    """The page of a case."""
    return reverse("case", args=[case.pk])


def mailbox_step() -> Step:
    """Connect an address that customers write to."""
    connected = Channel.objects.filter(archived_at=None, kind__in=CONNECTED_KINDS).exists()
    why = _("Your customers' mail then arrives here.")
    return Step(_("Connect your e-mail"), why, reverse("settings_channel_new"), "mail", connected)


def import_step(person: Any) -> Step | None:
    """Bring the customers of before in; left out for who may not. One file that came in is the step done, whoever brought it."""
    if not may(person, "import_data"):
        return None
    brought = Import.objects.filter(state=ImportState.DONE).exists()
    why = _("From another program or a spreadsheet; nobody is written to, and it can be undone.")
    return Step(_("Bring your customers in"), why, reverse("settings_imports"), "upload", brought)


def colleague_step() -> Step:
    """Bring a second person in."""
    invited = Person.objects.count() > 1 or Invitation.objects.exists()
    return Step(_("Invite a colleague"), _("Two see more than one."), reverse("settings_people"), "user-plus", invited)


def hours_step() -> Step:
    """Look the opening hours over: anybody's change after the set-up counts."""
    changed = Event.objects.filter(subject_type="company", kind="hours_changed", data__holidays__isnull=True).exists()
    why = _("Deadlines run only while you are open.")
    return Step(_("Set your opening hours"), why, reverse("settings_hours"), "clock", changed)
