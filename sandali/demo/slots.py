"""What fills the {slots} of a case: order number, goods, amounts, days. Chosen once a case, so that a thread agrees with itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sandali.demo.matters import table_of
from sandali.kit.calendar_names import GREGORIAN_MONTHS, JALALI_MONTHS, WEEKDAYS
from sandali.kit.digits import localize_digits
from sandali.kit.jalali import JalaliDate

GOODS = ("dish", "china", "textile", "lamp", "appliance", "furniture")
FIRST_ORDER, ORDERS_A_DAY = 18_240, 23


def day_name(at: datetime, zone: ZoneInfo, language: str) -> str:
    """«۱۲ آبان», "12 May"."""
    day = at.astimezone(zone).date()
    if language == "en":
        return f"{day.day} {GREGORIAN_MONTHS['en'][day.month - 1]}"
    jalali = JalaliDate.from_gregorian(day)
    return localize_digits(f"{jalali.day} {JALALI_MONTHS['fa'][jalali.month - 1]}", "fa")


def money(amount: int, language: str) -> str:
    """An amount as people write it in a letter: «۱٬۲۵۰٬۰۰۰ تومان», "£125"."""
    return f"{localize_digits(f'{amount * 10_000:,}'.replace(',', '٬'), 'fa')} تومان" if language == "fa" else f"£{amount}"


def make_slots(at: datetime, start: datetime, *, zone: ZoneInfo, language: str, city: str, random: Random) -> dict[str, str]:
    """Every slot of a case that begins at `at`."""
    lists = table_of(language, "lists")
    goods = {name: random.choice(lists[name]) for name in GOODS}
    ordered = at - timedelta(days=random.randrange(3, 9))
    order = FIRST_ORDER + int((ordered - start).total_seconds() / 86_400 * ORDERS_A_DAY) + random.randrange(ORDERS_A_DAY)
    amount, others = random.randrange(18, 460), random.sample(sorted(set(lists["names-of-goods"])), 2)
    days = [at + timedelta(days=number) for number in (random.randrange(2, 4), random.randrange(4, 7), random.randrange(8, 13))]
    relative = random.randrange(len(lists["relatives"]))
    return goods | {
        **{name: localize_digits(figure, language) for name, figure in figures(order, random).items()},
        "product": random.choice(list(goods.values())),
        "product2": others[0],
        "product3": others[1],
        "amount": money(amount, language),
        "amount2": money(max(amount // random.randrange(3, 8), 4), language),
        "date": day_name(ordered, zone, language),
        "soon": day_name(days[0], zone, language),
        "later": day_name(days[1], zone, language),
        "late": day_name(days[2], zone, language),
        "weekday": WEEKDAYS[language][days[0].astimezone(zone).weekday()],
        "few": random.choice(lists["few"]),
        "city": city,
        "street": random.choice(lists["streets"]),
        "color": random.choice(lists["colors"]),
        "color2": random.choice(lists["other-colors"]),
        "occasion": random.choice(lists["occasions"]),
        "relative": lists["relatives"][relative],
        "their_relative": lists["their-relatives"][relative],
    }


def figures(order: int, random: Random) -> dict[str, str]:
    """The slots that are numbers, in ASCII digits."""
    return {
        "order": str(order),
        "order2": str(order + random.randrange(5, 60)),
        "track": "".join(str(random.randrange(10)) for _digit in range(12)),
        "card": f"{random.randrange(10_000):04}",
        "many": str(random.choice((24, 30, 36, 40, 50, 60, 80, 120))),
        "percent": str(random.choice((5, 7, 10, 12, 15))),
        "width": str(random.choice((80, 90, 100, 120))),
        "length": str(random.choice((160, 180, 200, 220))),
        "hour": str(random.randrange(10, 18)),
        "minutes": str(random.choice((15, 20, 25, 35, 40))),
    }
