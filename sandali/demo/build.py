"""Filling the demo: everything is planned first, then happens in the order of time, so that numbers and timelines are true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone, translation

from sandali.cases.models import Case, Message, State
from sandali.channels.models import Channel, Delivery
from sandali.company.actions import AlreadySetUp
from sandali.company.models import Company, Person
from sandali.company.queries import week_hours
from sandali.customers.models import Customer
from sandali.demo import specials
from sandali.demo.acquaintance import grow, know
from sandali.demo.acts import Scene, in_order, perform
from sandali.demo.bringing import BROUGHT, bring_in
from sandali.demo.chats import chat
from sandali.demo.company import House, make_house
from sandali.demo.customers import NOTED_AFTER, Comer, make_comers
from sandali.demo.endings import leave_desks
from sandali.demo.fields import fill_fields
from sandali.demo.health import count_today, leave_faults, nights
from sandali.demo.knowledge import write_knowledge
from sandali.demo.plans import Plan, Step, make_plans, steps_of
from sandali.demo.profiles import PROFILES
from sandali.demo.promises import promise_things
from sandali.demo.public import speak_in_public
from sandali.demo.recovery import recover
from sandali.demo.regroup import regroup
from sandali.demo.remedies import put_right
from sandali.demo.rhythm import Period, six_months_before
from sandali.demo.routing import set_routing_up
from sandali.demo.rules import set_rules_up
from sandali.demo.sales import sell
from sandali.demo.saved_views import save_views
from sandali.demo.segments import save_segments
from sandali.demo.suggestions import forget_old_bells, suggest_things
from sandali.demo.timing import plan_ahead
from sandali.demo.together import work_together
from sandali.demo.twins import TWINS, write_twice
from sandali.demo.understanding import understand
from sandali.demo.wishes import wish
from sandali.demo.work import do_work
from sandali.history.models import Event, Job, Notice, Outgoing

CUSTOMERS, CASES = 200, 400
SENDING = "sandali.channels.jobs.send_delivery"
FOREIGNERS = 6  # of the Persian company's customers write English

Moment = tuple[datetime, int, Callable[[], None]]


@dataclass(frozen=True)
class Filled:
    """What the demo made."""

    house: House
    customers: int
    cases: int
    messages: int


@transaction.atomic
def fill(
    language: str, *, seed: int, password: str, now: datetime | None = None, customers: int = CUSTOMERS, cases: int = CASES
) -> Filled:
    """Fill an empty database, in one transaction. `language` is "fa" or "en"; the same seed and moment give the same company.

    At least 60 cases, as that many are still on us or fresh, and no more customers than cases.
    Raises AlreadySetUp where there is a company, a person, a customer or a case: nobody's data meet invented ones."""
    if any(model.objects.exists() for model in (Company, Person, Customer, Case, Channel)):
        raise AlreadySetUp
    now, random = now or timezone.now(), Random(f"{language}:{seed}")
    last_job = Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with translation.override(language):
        zone = ZoneInfo(PROFILES[language].zone)
        start = six_months_before(now, zone)
        house = make_house(language, password, start, now)
        period = Period(start, now, zone, week_hours(), language)
        scene = Scene(house, period, random)
        # One more customer, with one more case, comes with the specials, one with what is kept out, two by their bots, those who are here twice, and those of a file.
        plans = make_plans(house, period, everybody(language, customers - 4 - TWINS - BROUGHT, random), cases - 4, random)
        run(moments(scene, plans))
        write_knowledge(house, now, Random(f"knowledge:{language}:{seed}"))
        set_routing_up()
        in_order(scene, (do_work, work_together, regroup, understand, promise_things, put_right, recover, speak_in_public, suggest_things, chat, wish, sell, fill_fields, leave_faults, write_twice))
        bring_in(scene)
        set_rules_up(now)
        forget_old_bells(scene)
        save_views(house)
        save_segments(house)
        leave_desks(house, now, random)
        count_today(scene)
    # What listeners and intake have queued is about the past: nothing may come of it.
    Job.objects.filter(pk__gt=last_job).delete()
    plan_ahead(scene)
    Job.objects.filter(pk__gt=last_job).exclude(task=SENDING).delete()
    stop_the_clock(now)
    number_by_time()
    return Filled(house, Customer.objects.count(), Case.objects.count(), Message.objects.count())


def stop_the_clock(now: datetime) -> None:
    """The last acts were written by the real clock; in the demo they happened at its own moment."""
    Event.objects.filter(at__gt=now).update(at=now)
    Notice.objects.filter(at__gt=now).update(at=now)
    Case.objects.filter(state_at__gt=now).update(state_at=now)
    Message.objects.filter(at__gt=now).update(at=now)
    Delivery.objects.filter(created_at__gt=now).update(created_at=now)


def number_by_time() -> None:
    """Parts that each know their own past have written it one after the other; timelines and news go by the numbers of events."""
    numbers = list(Event.objects.order_by("pk").values_list("pk", flat=True))
    moved = [(new, old) for new, old in zip(numbers, Event.objects.order_by("at", "pk").values_list("pk", flat=True), strict=True) if new != old]
    tables = ((Event._meta.db_table, "id"), (Notice._meta.db_table, "event_id"), (Outgoing._meta.db_table, "event_id"))
    with connection.cursor() as cursor:
        for table, column in tables:
            # By way of negative numbers, or two would meet; references are looked at when the transaction ends.
            cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", [(-new, old) for new, old in moved])
        for table, column in tables:
            cursor.execute(f"UPDATE {table} SET {column} = -{column} WHERE {column} < 0")


def everybody(language: str, count: int, random: Random) -> list[Comer]:
    """The customers, a few of whom write another language."""
    if language == "en":
        return make_comers("en", count, random)
    foreigners = make_comers("en", FOREIGNERS, random)
    natives = make_comers("fa", count - FOREIGNERS, random)
    for foreigner in foreigners:
        foreigner.city, foreigner.organisation, foreigner.tags, foreigner.note, foreigner.job_title = "تهران", "", (), "", ""
    return [*natives, *foreigners]


def moments(scene: Scene, plans: list[Plan]) -> list[Moment]:
    """Everything that happens, in order of time."""
    found: list[Step] = []
    met: set[str] = set()
    choose_troubles(plans)
    for plan in plans:
        steps = steps_of(plan, scene.house, scene.period)
        found += steps
        spoken = [step for step in steps if step.act == "answer"]
        if spoken and plan.comer.name not in met:
            met.add(plan.comer.name)
            found.append(later("know", spoken[0], scene))
        elif spoken:
            found.append(later("grow", spoken[-1], scene))
    happening: list[Moment] = [(step.at, number, doing(scene, step)) for number, step in enumerate(sorted(found, key=by_time))]
    return sorted([*happening, *special_moments(scene, plans), *nights(scene.period)], key=lambda moment: moment[:2])


def by_time(step: Step) -> tuple[datetime, int]:
    """The order of steps."""
    return step.at, step.number


def later(act: str, after: Step, scene: Scene) -> Step:
    """A step some time after another, before now."""
    at = min(after.at + NOTED_AFTER, max(after.at, scene.period.now - timedelta(minutes=1)))
    return Step(at, after.number + 5, act, after.plan, by=after.by)


def doing(scene: Scene, step: Step) -> Callable[[], None]:
    """The step as something to call."""
    act = {"know": know, "grow": grow}.get(step.act, perform)
    return lambda: act(scene, step)


def choose_troubles(plans: list[Plan]) -> None:
    """Of those who should write back, one's mail was refused, one's came back, and one is away."""
    waiting = [plan for plan in plans if plan.fate == State.WAITING and plan.channel.kind == "email"]
    for plan, trouble in zip(waiting, ("refused", "bounced", "away"), strict=False):
        plan.trouble = trouble


def special_moments(scene: Scene, plans: list[Plan]) -> list[Moment]:
    """The mail with the table and the one that cannot be read."""
    now, channels, language = scene.period.now, scene.house.channels, scene.house.company.language
    table = now - timedelta(hours=26, minutes=12)
    unreadable = now - timedelta(hours=3, minutes=7)
    return [
        (table, -1, lambda: specials.bring_table(channels["sales"], plans[0], language, table)),
        (unreadable, -1, lambda: specials.bring_unreadable(channels["support"], unreadable)),
    ]


def run(happening: list[Moment]) -> None:
    """Let everything happen."""
    for _at, _number, act in happening:
        act()
