"""A house that was brought in rests until an administrator lets it speak. What waited to leave in the old house does not leave here by
itself: nobody knows here what the old one sent since the archive was made. What somebody wrote while it rested leaves then."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.channels.models import Delivery, DeliveryState
from sandali.company.models import Company
from sandali.company.permissions import NotAllowed, may
from sandali.history.events import record
from sandali.history.models import Event
from sandali.resolution.models import Asked, Asking, Reached, Telling, Told
from sandali.transfer import events

OLD: Final[dict[str, type[Model]]] = {"delivery": Delivery, "asking": Asking, "telling": Telling}


def last_numbers() -> dict[str, int]:
    """Of what leaves a house, the highest numbers that are there: what came with the archive."""
    return {name: model._base_manager.aggregate(last=Max("pk"))["last"] or 0 for name, model in OLD.items()}


@transaction.atomic
def let_house_rest(**told: Any) -> bool:
    """From now on nothing leaves; what is there counts as of before. Returns whether it was awake. `told` goes into the event."""
    if not Company.objects.filter(pk=1, rests_since=None).update(rests_since=timezone.now()):
        return False
    record(events.HOUSE_RESTORED, Company.objects.get(pk=1), last=last_numbers(), **told)
    return True


def brought_in() -> Event | None:
    """When and how the house was brought in, the last time; None for one that grew here."""
    return Event.objects.filter(kind=events.HOUSE_RESTORED.name, subject_type="company", subject_id=1).order_by("-pk").first()


def waiting() -> dict[str, int]:
    """How much of the old house would have left: messages, questions to customers, letters to many."""
    event = brought_in()
    last = event.data["last"] if event else dict.fromkeys(OLD, 0)
    return {
        "messages": old_deliveries(last).count(),
        "questions": Asking.objects.filter(pk__lte=last["asking"], state__in=(Asked.PLANNED, Asked.OPEN), next_at__isnull=False).count(),
        "letters": Told.objects.filter(telling__lte=last["telling"], state=Reached.PLANNED, telling__ended_at=None).count(),
    }


def old_deliveries(last: dict[str, int]) -> Any:
    """Messages that waited when the archive was made."""
    return Delivery.objects.filter(pk__lte=last["delivery"], state__in=(DeliveryState.QUEUED, DeliveryState.SENDING))


@transaction.atomic
def let_house_speak(*, by: Any) -> bool:
    """End the rest; returns whether there was one. Raises NotAllowed.

    Old messages become unclear, so that a person decides on each; old questions are withdrawn where they were not asked, and remind
    nobody where they were; letters to many end; webhooks, which wait for a new secret, are told what happens from now on."""
    if not may(by, "export_everything"):
        raise NotAllowed
    company = Company.objects.select_for_update().get(pk=1)
    if company.rests_since is None:
        return False
    event, now = brought_in(), timezone.now()
    last = event.data["last"] if event else dict.fromkeys(OLD, 0)
    reason = _("It waited to leave when the archive was made. Whether the old house sent it since is not known here.")
    held = old_deliveries(last).update(state=DeliveryState.UNKNOWN, reason=reason, code="", lease_until=None, ask_at=None)
    Delivery.objects.filter(pk__lte=last["delivery"], state=DeliveryState.UNKNOWN, ask_at__isnull=False).update(ask_at=None)
    asked = Asking.objects.filter(pk__lte=last["asking"])
    asked.filter(state=Asked.PLANNED).update(state=Asked.WITHDRAWN, ended_at=now, next_at=None)
    asked.filter(state=Asked.OPEN).update(next_at=None)
    letters = Telling.objects.filter(pk__lte=last["telling"], ended_at=None)
    Told.objects.filter(telling__in=letters, state=Reached.PLANNED).update(state=Reached.NOT_TOLD, why="moved", at=now)
    letters.update(ended_at=now)
    apps.get_model("automation.Webhook")._base_manager.update(after=Event.objects.aggregate(last=Max("pk"))["last"] or 0)
    Company.objects.filter(pk=1).update(rests_since=None, speaks_since=now)
    record(events.HOUSE_SPEAKS, company, by=by, held=held)
    return True
