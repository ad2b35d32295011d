"""Deals: opened, moved along their pipeline, given, won, lost; and their next steps."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.company.models import Department, Person
from sandali.company.queries import company_zone
from sandali.customers.models import Customer
from sandali.history.events import record
from sandali.history.rounds import tell_in_round
from sandali.kit.money import MOST
from sandali.kit.text import clean
from sandali.sales import events
from sandali.sales.actions.common import NotSellable, change, currency_now, one_line, rehouse, take_home
from sandali.sales.models import Deal, DealMove, DealState, LostReason, PipelineStage
from sandali.sales.words import index_deal

MORNING: Final = time(8)  # on the wall of the company's zone: when its owner is told of a step of the day
LONGEST_NOTE: Final = 5000
MOST_A_ROUND: Final = 500


@transaction.atomic
def open_deal(
    customer: Customer, title: str, *, by: Any, stage: PipelineStage, amount: int = 0, department: int | None = None, owner: Any = None,
    expected_on: date | None = None, note: str = "", case: int | None = None, at: datetime | None = None,
) -> Deal:  # fmt: skip
    """Something that a customer may buy. `case` is the number of the case out of which it came. Without `by` a form brought
    it, and it is nobody's until somebody takes it. Raises NotSellable."""
    title, now = one_line(title, 160), at or timezone.now()
    if not title or not 0 <= amount <= MOST:
        raise NotSellable(_("Please write what may be sold, and an amount that is not below zero."))
    deal = Deal.objects.create(
        title=title, customer=customer, stage=stage, amount=amount, currency=currency_now(), department_id=department, owner=owner or by,
        expected_on=expected_on, note=clean(note).strip()[:LONGEST_NOTE], case=case, created_at=now, state_at=now, stage_at=now,
    )  # fmt: skip
    move = DealMove.objects.create(deal=deal, stage=stage, state=DealState.OPEN, by=by, at=now)
    index_deal(deal, new=True)
    record(events.DEAL_OPENED if by is not None else events.DEAL_CAME, deal, by=by, at=now, name=deal.title)
    if case is not None:
        record(events.DEAL_FROM_CASE if by is not None else events.DEAL_OF_FORM, move, by=by, at=now)
    return deal


@transaction.atomic
def change_deal(
    deal: Deal, *, by: Any, version: int | None, title: str, amount: int, probability: int | None = None, expected_on: date | None = None, note: str = ""
) -> Deal:
    """Change what stands of a deal. Raises NotSellable, Overtaken."""
    title = one_line(title, 160)
    if not title or not 0 <= amount <= MOST:
        raise NotSellable(_("Please write what may be sold, and an amount that is not below zero."))
    fields = {"title": title, "amount": amount, "probability": probability, "expected_on": expected_on, "note": clean(note).strip()[:LONGEST_NOTE]}
    change(deal, version, {}, **fields)
    index_deal(deal)
    record(events.DEAL_CHANGED, deal, by=by, name=deal.title)
    return deal


@transaction.atomic
def give_deal(deal: Deal, to: Person, *, by: Any, version: int | None = None) -> Deal:
    """Let it be somebody else's. Whoever gets it is told. Raises Overtaken."""
    if deal.owner_id == to.pk:
        return deal
    change(deal, version, {}, owner=to)
    record(events.DEAL_GIVEN, deal, by=by, name=deal.title, to=to.name)
    return deal


@transaction.atomic
def rehouse_deal(deal: Deal, to: Department, *, by: Any, version: int | None = None) -> Deal:
    """Let it be another department's; whose it is stays. Raises Overtaken."""
    if deal.department_id == to.pk:
        return deal
    rehouse(deal, to, events.DEAL_REHOUSED, by=by, version=version, name=deal.title)
    return deal


@transaction.atomic
def return_deal(deal: Deal, *, by: Any) -> Deal:
    """Take back that the person brought it to another department. Raises Overtaken where it went on since."""
    take_home(deal, events.DEAL_REHOUSED, events.DEAL_HOME, by=by, name=deal.title)
    return deal


@transaction.atomic
def move_deal(deal: Deal, stage: PipelineStage, *, by: Any, version: int | None, at: datetime | None = None) -> Deal:
    """To another stage, also of another pipeline. Raises Overtaken with the deal as it stands, also where it is no longer open."""
    before, now = deal.stage, at or timezone.now()
    if before.pk == stage.pk:
        return deal
    change(deal, version, {"state": DealState.OPEN}, stage=stage, stage_at=now)
    DealMove.objects.create(deal=deal, before=before, stage=stage, state=DealState.OPEN, by=by, at=now)
    record(events.DEAL_MOVED, deal, by=by, at=now, name=deal.title, before=before.name, after=stage.name)
    return deal


def _end(deal: Deal, state: str, *, by: Any, version: int | None, at: datetime, **fields: Any) -> None:
    change(deal, version, {"state": DealState.OPEN}, state=state, state_at=at, next_step="", next_on=None, next_at=None, **fields)
    DealMove.objects.create(deal=deal, before=deal.stage, stage=deal.stage, state=state, by=by, at=at)


@transaction.atomic
def win_deal(deal: Deal, *, by: Any, version: int | None, at: datetime | None = None) -> Deal:
    """They buy. Raises Overtaken."""
    now = at or timezone.now()
    _end(deal, DealState.WON, by=by, version=version, at=now)
    record(events.DEAL_WON, deal, by=by, at=now, name=deal.title)
    return deal


@transaction.atomic
def lose_deal(deal: Deal, reason: LostReason, *, by: Any, version: int | None, words: str = "", at: datetime | None = None) -> Deal:
    """They do not buy, and why. Raises Overtaken."""
    now = at or timezone.now()
    _end(deal, DealState.LOST, by=by, version=version, at=now, lost_reason=reason, lost_words=one_line(words, 300))
    record(events.DEAL_LOST, deal, by=by, at=now, name=deal.title, reason=reason.name)
    return deal


@transaction.atomic
def reopen_deal(deal: Deal, *, by: Any, version: int | None = None) -> Deal:
    """It is not over after all. Raises Overtaken when it is open."""
    if deal.state == DealState.OPEN:
        raise Overtaken(deal)
    now = timezone.now()
    change(deal, version, {"state": deal.state}, state=DealState.OPEN, state_at=now, lost_reason=None, lost_words="")
    DealMove.objects.create(deal=deal, before=deal.stage, stage=deal.stage, state=DealState.OPEN, by=by, at=now)
    record(events.DEAL_REOPENED, deal, by=by, at=now, name=deal.title)
    return deal


# --- The next step ---------------------------------------------------------------------------------------------------
@transaction.atomic
def plan_step(deal: Deal, step: str, on: date, *, by: Any, version: int | None) -> Deal:
    """What is done next and on which day; its owner is told in that day's morning. Raises NotSellable, Overtaken."""
    step = one_line(step, 200)
    if not step:
        raise NotSellable(_("Please write what is to be done next."))
    change(deal, version, {"state": DealState.OPEN}, next_step=step, next_on=on, next_at=datetime.combine(on, MORNING, tzinfo=company_zone()))
    record(events.NEXT_STEP_PLANNED, deal, by=by, name=deal.title, step=step)
    return deal


@transaction.atomic
def finish_step(deal: Deal, *, by: Any, version: int | None) -> Deal:
    """The next step is done; nothing is planned until somebody plans it. Raises Overtaken."""
    step = deal.next_step
    if step:
        change(deal, version, {"next_step": step}, next_step="", next_on=None, next_at=None)
        record(events.NEXT_STEP_DONE, deal, by=by, name=deal.title, step=step)
    return deal


@transaction.atomic
def tell_of_steps(now: datetime | None = None) -> int:
    """Tell owners of the steps whose morning has come, once; returns how many were due. More than a few are one notice."""
    now = now or timezone.now()
    rows = Deal.objects.select_for_update().filter(next_at__lte=now).order_by("next_at", "pk")
    due = {one.pk: one for one in rows[:MOST_A_ROUND]}
    Deal.objects.filter(pk__in=list(due)).update(next_at=None)
    told: dict[int, list[int]] = {}
    for deal in due.values():
        if deal.owner_id is not None and deal.state == DealState.OPEN:
            told.setdefault(deal.owner_id, []).append(deal.pk)
    for number in tell_in_round(told, events.NEXT_STEPS_DUE, at=now):
        record(events.NEXT_STEP_DUE, due[number], at=now, name=due[number].title, step=due[number].next_step)
    return len(due)
