"""Colleagues on each other's cases: one case is being handed over, one was, somebody is named, somebody follows, one was told twice."""

from __future__ import annotations

from datetime import timedelta

from sandali.cases import events_together as events
from sandali.cases.actions.adding import add_message
from sandali.cases.models import Case, Direction, Follower, Handover, HandoverState, Mention, Message
from sandali.company.models import Person
from sandali.company.permissions import Role
from sandali.demo.acts import Scene, not_before, note_event
from sandali.demo.matters import TEXTS
from sandali.demo.work import being_handled

OFFERED, ACCEPTED, NAMED = timedelta(minutes=35), timedelta(hours=20), timedelta(hours=3)


def texts(language: str) -> dict[str, str]:
    """The lines of texts/<language>/together.txt by their first word."""
    lines = (TEXTS / language / "together.txt").read_text(encoding="utf-8").splitlines()
    return {name: text.strip() for name, _sign, text in (line.partition(":") for line in lines if not line.startswith("#"))}


def work_together(scene: Scene) -> None:
    """Let it stand as it does on a morning."""
    said, people = texts(scene.house.company.language), scene.house.people
    # The first of each: whoever tries the demo is one of them, more likely than not.
    agent, manager = (next(person for person in people.values() if person.role == role) for role in (Role.AGENT, Role.MANAGER))
    others = list(being_handled().exclude(assignee=agent)[:6])
    if len(others) < 4:
        return
    hand_over(scene, others[0], agent, said["handover"])
    if (owner := others[1].assignee) is not None:
        hand_over(scene, others[1], owner, said["accepted"], giver=manager)
    name_somebody(scene, others[2], agent, said["note"].format(name=agent.name))
    for case in others[1:3]:
        Follower.objects.create(case=case, person=manager, since=max(case.opened_at, scene.period.now - timedelta(days=1)))
    Case.objects.filter(pk=others[3].pk).update(repeats=1)
    note_event(scene, events.TOLD_AGAIN, others[3], at=not_before(others[3].customer_id, scene.period.now - NAMED), by=others[3].assignee)


def hand_over(scene: Scene, case: Case, to: Person, brief: str, *, giver: Person | None = None) -> None:
    """A case that its owner offers to somebody, or that `giver` handed to its owner."""
    by, now = giver or case.assignee or to, scene.period.now
    at = not_before(case.customer_id, now - (ACCEPTED if giver else OFFERED))
    offer = Handover.objects.create(case=case, to_person=to, brief=brief, by=by, at=at)
    note_event(scene, events.HANDOVER_OFFERED, offer, at=at, by=by, to=to.name)
    if giver is not None:
        offer.state, offer.answered_by, offer.answered_at = HandoverState.ACCEPTED, to, at + timedelta(minutes=8)
        offer.save(update_fields=["state", "answered_by", "answered_at"])


def name_somebody(scene: Scene, case: Case, person: Person, text: str) -> None:
    """A note of the case's owner that names a colleague."""
    at = max(scene.period.now - NAMED, case.last_message_at)
    message = add_message(case, Message(direction=Direction.NOTE, at=at, author=case.assignee, text=text))
    Mention.objects.create(message=message, person=person)
    note_event(scene, events.MENTIONED, message, at=at, by=case.assignee)
