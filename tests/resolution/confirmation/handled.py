"""What happens to a case in the room of cases: regrouped, put aside, handed on, answered later, and everything that reads like a yes
and is none of the customer's. Whoever answers, asks and sets states stands in test_nobody_else.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from sandali.cases.actions import record_contact, reply, withdraw_reply
from sandali.cases.actions.bulk import change_cases, restore_cases
from sandali.cases.actions.bulk_plans import stating
from sandali.cases.actions.closing import begin_again, lapse
from sandali.cases.actions.forwarding import forward
from sandali.cases.actions.freeing import free_cases, give_back
from sandali.cases.actions.handling import move_case, raise_priority, wake_case
from sandali.cases.actions.handover import accept_handover, offer_case
from sandali.cases.actions.intake import receive
from sandali.cases.actions.later import hold_answers, send_now, take_back_later
from sandali.cases.actions.regrouping import merge_cases, split_case, undo_regrouping
from sandali.cases.actions.spam import mark_spam, unmark_spam
from sandali.cases.actions.together import count_repeat
from sandali.cases.actions.work import answer_task, make_task, reopen_task
from sandali.cases.jobs import wake_snoozed
from sandali.cases.models import Case, Handover, Message, Regrouping, Task
from sandali.cases.threads import reply_token
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import REPORTED, Incoming, Party
from sandali.history.models import Event
from sandali.resolution.confirmation.asking import answer_case
from tests.cast import Cast

YES = "بله، حل شد. ممنون از شما."
HOUR = timedelta(hours=1)
Act = Callable[[Case], Any]
# Ways by which a yes comes that is no click and no word of the customer's own.
FOREIGN: dict[str, dict[str, Any]] = {
    "imported": {"is_history": True},
    "told by a program": {"remarks": (REPORTED,)},
    "a stranger's": {"sender": "kaveh@example.com"},
    "forged": {"sender_auth": "fail"},
    "a machine's": {"automatic": "auto-reply"},
}


def brought(cast: Cast, case: Case, key: str, how: dict[str, Any]) -> Message:
    """A mail that says yes to the question that was asked a moment ago."""
    answer_case(case, "پاسخ", by=cast.sara, dedupe_key=f"asked {key}")
    said = dict(how)
    arrival = store_arrival(cast.channel, f"raw {key}".encode(), source="test", is_history=said.pop("is_history", False))[0]
    to = f"support+{reply_token(case)}@simorgh.example"
    sender = Party("email", said.pop("sender", str(case.customer.identities.filter(kind="email").get())), "")
    return receive(Incoming(sender=sender, text=YES, delivered_to=(to,), sent_at=timezone.now(), **said), [], arrival)


def some(rows: Any, random: Random) -> Any:
    """One of the rows; an error like any other refusal where there is none."""
    return random.choice(list(rows.order_by("-pk")[:5]))


def handled(cast: Cast, random: Random, person: Any) -> dict[str, Act]:
    """Each as (name, function of a case)."""
    key = f"{random.random()}"
    said = Message.objects.select_related("case", "delivery")

    def other(case: Case) -> Case:
        return some(Case.objects.exclude(pk=case.pk).select_related("customer"), random)

    return {
        **{f"a yes, {name}": lambda case, how=how: brought(cast, case, key, how) for name, how in FOREIGN.items()},
        "visit": lambda case: record_contact(case, YES, by=person, direction="visit", at=timezone.now()),
        "merge": lambda case: merge_cases(case, other(case), by=person),
        "split": lambda case: split_case(case, [some(Message.objects.filter(case=case), random).pk], by=person, subject=YES),
        "undo regrouping": lambda _case: undo_regrouping(some(Regrouping.objects.select_related("source", "target").filter(undone_at=None), random), by=person),
        "spam": lambda case: mark_spam(case, by=person) or random.choice([]),
        "no spam": lambda _case: unmark_spam(some(Case.objects.filter(aside="spam"), random), by=person),
        "forward": lambda case: forward(case, Party("email", "supplier@example.com", ""), YES, YES, subject=YES, by=person, dedupe_key=key),
        "answer later": lambda case: reply(case, YES, by=person, dedupe_key=key, state="answered", leaves_at=timezone.now() + HOUR),
        "send now": lambda _case: send_now(some(said.filter(leaves_at__isnull=False, withdrawn_at=None), random), by=person),
        "take back later": lambda _case: take_back_later(some(said.filter(leaves_at__isnull=False, withdrawn_at=None), random), by=person),
        "hold": hold_answers,
        "withdraw": lambda case: withdraw_reply(some(said.filter(case=case, direction="out"), random), by=person),
        "many and back": lambda case: restore_cases(change_cases({case.pk: None}, stating("answered"), by=person).event or Event(), by=person),
        "undo many": lambda _case: restore_cases(some(Event.objects.filter(kind="cases_changed"), random), by=person),
        "lapse": lapse,
        "again": lambda case: begin_again(case, word=YES),
        "free": lambda case: free_cases([cast.reza.pk], only=case.pk),
        "give back": lambda _case: give_back(cast.reza),
        "move": lambda case: move_case(case, random.choice([cast.support, cast.accounting]), by=person),
        "priority": lambda case: raise_priority(case, 3),
        "offer": lambda case: offer_case(case, YES, by=person, person=random.choice([cast.sara, cast.reza])),
        "accept": lambda _case: (lambda one: accept_handover(one, by=one.to_person))(some(Handover.objects.select_related("case", "to_person").filter(state="offered"), random)),
        "repeat": lambda case: count_repeat(case, by=person),
        "task": lambda case: make_task(case, YES, by=person, owner=cast.reza),
        "task done": lambda _case: answer_task(some(Task.objects.select_related("case"), random), YES, by=person),
        "task again": lambda _case: reopen_task(some(Task.objects.select_related("case"), random), by=person),
        "asleep": lambda case: Case.objects.filter(pk=case.pk, state="snoozed").update(snoozed_until=timezone.now() - HOUR),
        "wake": wake_case,
        "wake all": lambda _case: wake_snoozed.func(),
    }
