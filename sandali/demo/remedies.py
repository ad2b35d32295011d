"""What was given to put matters right: policies and a situation, good acts of the last months, one that waits, and stories."""

from __future__ import annotations

from datetime import datetime, timedelta

from sandali.cases.models import Case, Direction, Kind, Message, State
from sandali.company.models import Person
from sandali.company.permissions import Role
from sandali.demo.acts import Scene, not_before, note_event
from sandali.demo.matters import TEXTS
from sandali.kit.digits import parse_money
from sandali.resolution.exceptions import events as exceptions
from sandali.resolution.exceptions.affected import find_affected
from sandali.resolution.models import (
    Policy,
    PolicyException,
    Proposal,
    Remedy,
    RemedyKind,
    RemedyState,
    Situation,
    Story,
)
from sandali.resolution.remedies import events
from sandali.resolution.remedies.actions import answer_due

AFTER, ASKED_AGO, ANSWERED_AFTER = timedelta(minutes=25), timedelta(minutes=50), timedelta(minutes=35)
KINDS = {
    RemedyState.GIVEN: events.REMEDY_GIVEN, RemedyState.ASKED: events.REMEDY_ASKED, RemedyState.GRANTED: events.REMEDY_GRANTED,
    RemedyState.REFUSED: events.REMEDY_REFUSED,
}  # fmt: skip


def lines(language: str) -> list[list[str]]:
    """The lines of texts/<language>/remedies.txt, each as its parts."""
    text = (TEXTS / language / "remedies.txt").read_text(encoding="utf-8")
    return [[part.strip() for part in line.split("|")] for line in text.splitlines() if line and not line.startswith("#")]


def manager_of(scene: Scene) -> Person:
    """Whoever answers what is beyond an allowance."""
    return next(one for one in scene.house.people.values() if one.role == Role.MANAGER)


def troubled() -> list[Case]:
    """Complaints that somebody of ours worked on, those that were settled first."""
    found = Case.objects.filter(kind=Kind.COMPLAINT, assignee__isnull=False, aside="").select_related("assignee", "customer")
    first: dict[int, Case] = {}
    for case in found.order_by("-last_message_at", "-pk")[:90]:
        first.setdefault(case.customer_id, case)  # nobody is made up to twice
    return sorted(first.values(), key=lambda case: case.state != State.CONFIRMED)


def put_right(scene: Scene) -> None:
    """Let it all have been given."""
    told, cases = lines(scene.house.company.language), iter(troubled())
    policies = {name: keep(scene, owner, name, says) for word, owner, name, says in (one for one in told if one[0] == "policy")}
    given: list[Remedy] = []
    for word, *rest in told:
        if word == "situation":
            declare(scene, policies, *rest)
        elif word == "exception":
            if (case := next(cases, None)) is not None:
                make(scene, case, policies[rest[0]], rest[1])
        elif word == "story":
            if int(rest[0]) < len(given):
                tell(scene, given[int(rest[0])], rest[1], rest[2])
        elif word != "policy" and (case := unanswered() if word == RemedyState.ASKED else next(cases, None)) is not None:
            given.append(give(scene, case, word, *rest))


def unanswered() -> Case | None:
    """A case that somebody works on now, for what waits for an answer."""
    found = Case.objects.filter(state=State.OPEN, assignee__isnull=False, aside="", kind=Kind.COMPLAINT).select_related("assignee", "customer")
    return found.order_by("-last_message_at", "-pk").first()


def keep(scene: Scene, owner: str, name: str, says: str) -> Policy:
    """One policy."""
    return Policy.objects.create(name=name, says=says, owner=scene.house.people.get(owner))


def give(scene: Scene, case: Case, state: str, kind: str, amount: str, what: str, word: str = "") -> Remedy:
    """One good act, or one that waits, or one that was refused."""
    now, currency = scene.period.now, scene.house.company.currency
    manager, by = manager_of(scene), case.assignee or manager_of(scene)
    if by == manager and state != RemedyState.GIVEN:
        by = next(one for one in scene.house.team("support") if one != manager and one.role == "agent")
    at = min(not_before(case.customer_id, now - ASKED_AGO if state == RemedyState.ASKED else case.last_message_at + AFTER), now - timedelta(minutes=3))
    answered_at = min(at + ANSWERED_AFTER, now) if state in (RemedyState.GRANTED, RemedyState.REFUSED) else None
    remedy = Remedy.objects.create(
        case=case, customer=case.customer, kind=kind, amount=parse_money(amount, currency) if amount else None, currency=currency, what=what, by=by, at=at,
        state=state, from_allowance=state == RemedyState.GIVEN, due_at=None if state == RemedyState.GIVEN else answer_due(at),
        answered_by=manager if answered_at else None, answered_at=answered_at, answer=word, dedupe_key=f"demo-{case.pk}-{kind}-{Remedy.objects.filter(case=case).count()}",
    )  # fmt: skip
    data = {"remedy": [kind, remedy.amount, currency]}
    if answered_at is not None:
        note_event(scene, events.REMEDY_ASKED, remedy, at=at, by=by, told_elsewhere=[manager.pk], **data)
    note_event(scene, KINDS[RemedyState(state)], remedy, at=answered_at or at, by=manager if answered_at else by, **data | ({"word": word} if word else {}))
    return remedy


def make(scene: Scene, case: Case, policy: Policy, reason: str) -> None:
    """One exception; those that recur question their policy."""
    now = scene.period.now
    at: datetime = min(max(not_before(case.customer_id, case.last_message_at + AFTER), now - timedelta(days=20)), now - timedelta(minutes=2))
    by: Person = case.assignee or manager_of(scene)
    currency = scene.house.company.currency
    remedy = Remedy.objects.create(
        case=case, customer=case.customer, kind=RemedyKind.EXCEPTION, currency=currency, what=reason, by=by, at=at, state=RemedyState.GIVEN,
        from_allowance=True, dedupe_key=f"demo-exception-{case.pk}",
    )  # fmt: skip
    made = PolicyException.objects.create(case=case, policy=policy, remedy=remedy, reason=reason, by=by, at=at)
    note_event(scene, events.REMEDY_GIVEN, remedy, at=at, by=by, remedy=[remedy.kind, None, currency])
    note_event(scene, exceptions.EXCEPTION_MADE, made, at=at, by=by, policy=policy.name, reason=reason)
    count = PolicyException.objects.filter(policy=policy).count()
    if count == 3:
        Proposal.objects.create(policy=policy, count=count, since=now - timedelta(days=30), at=at)
        note_event(scene, exceptions.POLICY_QUESTIONED, policy, at=at, policy=policy.name, count=count, days=30)


def declare(scene: Scene, policies: dict[str, Policy], city: str, relaxed: str, name: str, what: str) -> None:
    """A situation that runs since two days."""
    begins = scene.period.now - timedelta(days=2)
    situation = Situation.objects.create(name=name, what=what, begins_at=begins, affects={"city": city}, by=manager_of(scene), at=begins)
    situation.policies.add(policies[relaxed])
    scene.happen(scene.period.now, lambda: find_affected(situation, now=scene.period.now))


def tell(scene: Scene, remedy: Remedy, title: str, text: str) -> None:
    """The story of a good act, with the longest line of what its customer said last: the first is a greeting."""
    said = Message.objects.filter(case=remedy.case_id, direction=Direction.IN, automatic="").order_by("-pk").first()
    at = min(remedy.at + timedelta(hours=5), scene.period.now)
    words = max((line.strip() for line in said.text.splitlines()), key=len, default="")[:300] if said is not None else ""
    story = Story.objects.create(remedy=remedy, title=title, text=text, message=said, words=words, by=remedy.by, at=at)
    note_event(scene, events.STORY_TOLD, story, at=at, by=remedy.by, title=title)
