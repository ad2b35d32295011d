"""Handing a case over with a short brief, so that the customer never tells it twice (P08). The owner stays until somebody accepts."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sandali.cases import events_together as events
from sandali.cases.access import could_own, offers_to
from sandali.cases.actions.handling import assign_case, move_case
from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.offers import end_offer, name_of_receiver
from sandali.cases.models import Case, Handover, HandoverState
from sandali.company.actions import Overtaken
from sandali.company.models import Department, Person
from sandali.company.permissions import NotAllowed
from sandali.history.events import record
from sandali.kit.text import clean

LONGEST_BRIEF, LONGEST_WORD = 4_000, 500


class CannotHandOver(Exception):
    """A case cannot be handed over like this; the text says why."""


@transaction.atomic
def offer_case(case: Case, brief: str, *, by: Any, person: Person | None = None, department: Department | None = None) -> Handover:
    """Offer the case to a person or a department, with a brief. They may read it from now on.

    Raises CannotHandOver with a sentence, Overtaken (with the standing offer) when the case is being handed over already."""
    hold_case(case)
    brief = clean(brief).strip()[:LONGEST_BRIEF]
    if not brief:
        raise CannotHandOver(_("Write in a few words what the next person should know."))
    if (person is None) == (department is None):
        raise CannotHandOver(_("Choose a department or a person."))
    if person is not None:
        refuse_receiver(case, person, by=by)
    elif department is not None and department.archived_at is not None:
        raise CannotHandOver(_("Nobody works in this department any more."))
    standing = Handover.objects.filter(case=case, state=HandoverState.OFFERED).first()
    if standing is not None:
        raise Overtaken(standing)
    offer = Handover.objects.create(case=case, to_person=person, to_department=department, brief=brief, by=by)
    record(events.HANDOVER_OFFERED, offer, by=by, to=name_of_receiver(offer))
    return offer


def refuse_receiver(case: Case, person: Person, *, by: Any) -> None:
    """Raises CannotHandOver for somebody who could not own the case."""
    if not could_own(person, case.department_id):
        raise CannotHandOver(_("%(name)s cannot take cases.") % {"name": person.name})
    if person.pk == case.assignee_id:
        raise CannotHandOver(_("%(name)s owns this case already.") % {"name": person.name})
    if person.pk == by.pk:
        raise CannotHandOver(_("You can simply take the case."))


@transaction.atomic
def accept_handover(offer: Handover, *, by: Any) -> Case:
    """Become the case's owner; a department's case goes to that department with it.

    Raises NotAllowed for whom it was not offered, Overtaken when it is not open any more (somebody else accepted, it was withdrawn)."""
    case = hold_case(offer.case)
    refuse_others(offer, by)
    if not end_offer(offer, HandoverState.ACCEPTED, by=by):
        raise Overtaken(Handover.objects.get(pk=offer.pk))
    if offer.to_department is not None and offer.to_department_id != case.department_id:
        case = move_case(case, offer.to_department, by=by)
    case = assign_case(case, by, by=by)
    record(events.HANDOVER_ACCEPTED, offer, by=by)
    return case


@transaction.atomic
def decline_handover(offer: Handover, word: str, *, by: Any) -> None:
    """Say no, and why: the giver keeps the case. Raises CannotHandOver without a word, NotAllowed, Overtaken."""
    hold_case(offer.case)
    refuse_others(offer, by)
    said = " ".join(clean(word).split())[:LONGEST_WORD]
    if not said:
        raise CannotHandOver(_("Say in a word why, so that your colleague knows how to go on."))
    if not end_offer(offer, HandoverState.DECLINED, by=by, answer=said):
        raise Overtaken(Handover.objects.get(pk=offer.pk))
    record(events.HANDOVER_DECLINED, offer, by=by, word=said)


@transaction.atomic
def withdraw_handover(offer: Handover, *, by: Any) -> None:
    """It is not handed over after all. Whoever saw the case through the offer alone sees it no longer. Raises Overtaken."""
    hold_case(offer.case)
    if not end_offer(offer, HandoverState.WITHDRAWN, by=by):
        raise Overtaken(Handover.objects.get(pk=offer.pk))
    record(events.HANDOVER_WITHDRAWN, offer, by=by, to=name_of_receiver(offer))


def refuse_others(offer: Handover, by: Any) -> None:
    """Raises NotAllowed for whom the case was not offered, Overtaken for whom it was and is no longer."""
    current = Handover.objects.get(pk=offer.pk)
    if current.state != HandoverState.OFFERED:
        raise Overtaken(current)
    asked = Handover.objects.filter(offers_to(by), pk=offer.pk).exists()
    if not asked or not could_own(by, offer.to_department_id or offer.case.department_id):
        raise NotAllowed
