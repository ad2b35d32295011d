"""What the demo's company sells: products, orders of the last months with what was paid, deals on their way, and their quotes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sandali.cases.models import Case, Kind, State
from sandali.customers.models import Customer
from sandali.demo.acts import Scene, not_before
from sandali.demo.matters import TEXTS
from sandali.kit.digits import parse_money
from sandali.sales.actions.common import Wanted
from sandali.sales.actions.deals import lose_deal, open_deal, plan_step, win_deal
from sandali.sales.actions.orders import draft_order, note_payment, step_order
from sandali.sales.actions.pipelines import begin_pipelines
from sandali.sales.actions.products import write_product
from sandali.sales.actions.quotes import (
    change_sales_rules,
    draft_quote,
    order_from_quote,
    release_quote,
    take_answer,
)
from sandali.sales.models import Deal, LostReason, Order, PaymentWay, PipelineStage, Product, Quote

ORDERS = 48
FATES = ("delivered", "delivered", "delivered", "delivered", "sent", "placed", "cancelled", "returned", "delivered", "draft")
WAYS = (PaymentWay.CARD, PaymentWay.GATEWAY, PaymentWay.GATEWAY, PaymentWay.TRANSFER)
AFTER = {"placed": timedelta(hours=2), "sent": timedelta(days=1), "delivered": timedelta(days=4), "returned": timedelta(days=7), "cancelled": timedelta(hours=9)}
FRESH = timedelta(days=6)  # whatever is not over yet was begun within


def rows(language: str) -> list[list[str]]:
    """The lines of texts/<language>/sales.txt, each as its parts."""
    text = (TEXTS / language / "sales.txt").read_text(encoding="utf-8")
    return [[part.strip() for part in line.split("|")] for line in text.splitlines() if line and not line.startswith("#")]


def sell(scene: Scene) -> None:
    """Write the products down, and let the orders and deals happen."""
    language, currency = scene.house.company.language, scene.house.company.currency
    told, random = rows(language), Random(f"sales:{language}")
    one = {word: rest[0] for word, *rest in told if word in ("head", "terms", "note")}
    seller = seller_of(scene)
    begin_pipelines(by=seller)
    change_sales_rules(by=seller, version=None, head=one["head"], terms=one["terms"], days=21)
    products = [
        write_product(by=seller, code=code, name=name, unit=unit, price=parse_money(price, currency), tax=int(tax) * 100)
        for word, code, name, unit, price, tax in (row for row in told if row[0] == "product")
    ]
    buyers = list(Customer.objects.filter(cases__aside="").distinct().order_by("pk")[: ORDERS // 2])
    for number in range(ORDERS):
        customer = buyers[number % len(buyers)] if number % 3 else buyers[random.randrange(len(buyers))]
        order_one(scene, customer, products, FATES[number % len(FATES)], random, number, one["note"])
    for number, row in enumerate(row for row in told if row[0] == "deal"):
        deal_one(scene, row[1:], products, number)


def seller_of(scene: Scene) -> Any:
    """Who keeps products: a manager."""
    return next(person for person in scene.house.people.values() if person.role == "manager")


def sellers(scene: Scene) -> list[Any]:
    """Who sells: the team of the sales department."""
    return scene.house.team("sales")


def some_lines(products: list[Product], random: Random) -> list[Wanted]:
    """One to three products in believable numbers."""
    chosen = random.sample(products, random.choice((1, 1, 2, 3)))
    return [Wanted(one.name, random.choice((1, 1, 2, 6)) * 1000, one.price, one, one.unit, 0, one.tax) for one in chosen]


def order_one(scene: Scene, customer: Customer, products: list[Product], fate: str, random: Random, number: int, note: str) -> None:
    """One order with what became of it, each thing in its time."""
    now, by = scene.period.now, random.choice(sellers(scene))
    over = fate in ("delivered", "returned", "cancelled")
    back = timedelta(days=random.uniform(9, 120)) if over else timedelta(hours=random.uniform(30, FRESH.total_seconds() / 3600))
    at, lines = now - back, some_lines(products, random)
    pays, way = random.random(), random.choice(WAYS)
    made: list[int] = []

    def begin() -> None:
        order = draft_order(customer, by=by, department=scene.house.departments["sales"].pk, lines=lines, at=at)
        Order.objects.filter(pk=order.pk).update(note=note if number % 7 == 0 else "", invoice=str(140500 + number) if over and fate != "cancelled" else "")
        made.append(order.pk)

    scene.happen(at, begin)
    way_there = {"draft": [], "placed": ["placed"], "sent": ["placed", "sent"], "delivered": ["placed", "sent", "delivered"]}
    states = way_there.get(fate) or {"returned": ["placed", "sent", "delivered", "returned"], "cancelled": ["placed", "cancelled"]}.get(fate, [])
    for state in states:
        scene.happen(min(at + AFTER[state], now), stepping(made, state, by, min(at + AFTER[state], now), way, pays, number))


def stepping(made: list[int], state: str, by: Any, at: datetime, way: str, pays: float, number: int) -> Callable[[], None]:
    """A step of an order as something to call; what is placed is mostly paid at once."""

    def step() -> None:
        order = Order.objects.get(pk=made[0])
        word = {"returned": "…", "cancelled": "…"}.get(state, "")
        if word:
            word = REASONS[order.customer.language if order.customer.language in REASONS else "fa"][number % 2]
        step_order(order, state, by=by, version=None, word=word, at=at)
        if state == "placed" and pays < 0.8:
            amount = order.total if pays < 0.65 else order.total // 2
            note_payment(order, amount, by=by, day=at.date(), way=way, key=f"demo-{number}", reference=str(880_000 + number * 37), at=at)

    return step


REASONS = {"fa": ("رنگ آن با سرویس خانه جور نبود", "مشتری پشیمان شد"), "en": ("The colour did not match", "The customer changed their mind")}


def buyers_to_be(scene: Scene) -> list[Customer]:
    """With whom deals are talked over: who complains right now among them, so that it is seen what is said first."""
    complaining = Case.objects.filter(kind=Kind.COMPLAINT, aside="").exclude(state__in=(State.CONFIRMED, State.LAPSED)).order_by("pk")
    upset = list(Customer.objects.filter(pk__in=complaining.values("customer")).order_by("pk")[:2])
    others = Customer.objects.filter(organisation__isnull=False).exclude(pk__in=[one.pk for one in upset]).order_by("-pk")[:12]
    found = list(others)
    return [*found[:4], *upset, *found[4:]] if found else upset


def deal_one(scene: Scene, row: list[str], products: list[Product], number: int) -> None:
    """One deal, and its quote where it has one."""
    hours, stage, state, title, amount, days, step, in_days, fate = row
    now, currency = scene.period.now, scene.house.company.currency
    people = buyers_to_be(scene) or list(Customer.objects.order_by("pk")[:10])
    customer, by = people[number % len(people)], sellers(scene)[number % len(sellers(scene))]
    at = not_before(customer.pk, now - timedelta(hours=int(hours))) if state == "open" else now - timedelta(hours=int(hours))
    at = min(at, now - timedelta(hours=2))
    today = now.date()

    def happen() -> None:
        place = PipelineStage.objects.order_by("position")[int(stage)]
        deal = open_deal(
            customer, title, by=by, stage=place, amount=parse_money(amount, currency), department=scene.house.departments["sales"].pk,
            expected_on=today + timedelta(days=int(days)), at=at,
        )  # fmt: skip
        if fate in ("sent", "accepted", "declined", "ordered"):
            quote_one(deal, products[number % 4 :: 3], fate, by, min(at + timedelta(hours=20), now - timedelta(hours=1)))
        if step:
            plan_step(deal, step, today + timedelta(days=int(in_days)), by=by, version=None)
            Deal.objects.filter(pk=deal.pk, next_at__lte=now).update(next_at=None)
        if state == "won":
            win_deal(deal, by=by, version=None, at=min(at + timedelta(days=4 + number % 5 * 3), now))
        if state == "lost":
            lose_deal(deal, LostReason.objects.order_by("position")[int(fate)], by=by, version=None, at=min(at + timedelta(days=9), now))

    scene.happen(at, happen)


def quote_one(deal: Deal, products: list[Product], fate: str, by: Any, at: datetime) -> None:
    """A quote that went to the customer, and what they said."""
    lines = [Wanted(one.name, 20_000, one.price, one, one.unit, one.price * 2, one.tax) for one in products[:3]]
    quote = draft_quote(deal, by=by, lines=lines, at=at)
    release_quote(quote, by=by, version=None, at=at)
    if fate == "sent":
        draft_quote(deal, by=by, lines=lines[:2], at=at + timedelta(minutes=30))  # another one, still being written
        return
    take_answer(quote, fate != "declined", at=at + timedelta(minutes=40))
    if fate == "ordered":
        order = order_from_quote(Quote.objects.select_related("deal__customer").get(pk=quote.pk), by=by)
        Order.objects.filter(pk=order.pk).update(created_at=at + timedelta(hours=1), state_at=at + timedelta(hours=1))
