"""Fills a fresh database: a company of 20 agents, its customers, their cases over two years and every word said in them.

Run as a program (`python -m bench.filling`, with SANDALI_DATA set), as it needs a Django of its own."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up by the line above
from django.db import connection, transaction  # noqa: E402 - as above

from bench import words  # noqa: E402 - as above
from bench.saying import CaseBook  # noqa: E402 - as above
from bench.writing import in_parts, index, keep  # noqa: E402 - as above
from sandali.cases.figure_days import catch_up  # noqa: E402 - as above
from sandali.cases.models import Wait  # noqa: E402 - as above
from sandali.cases.old_waits import write_old_waits  # noqa: E402 - as above
from sandali.cases.search import CASES, MESSAGES  # noqa: E402 - as above
from sandali.channels.models import Channel  # noqa: E402 - as above
from sandali.channels.setup import create_channel  # noqa: E402 - as above
from sandali.company.actions import add_department, add_official_holidays, set_up_company  # noqa: E402 - as above
from sandali.company.models import Company, Department, Membership, Person  # noqa: E402 - as above
from sandali.company.queries import holiday_years  # noqa: E402 - as above
from sandali.customers.models import Customer, CustomerNote, Identity, Organisation, Stage, Tag  # noqa: E402 - as above
from sandali.customers.search import INDEX as CUSTOMERS  # noqa: E402 - as above
from sandali.customers.search import words_of  # noqa: E402 - as above
from sandali.history.jobs import checkpoint_sqlite  # noqa: E402 - as above
from sandali.kit.text import fold  # noqa: E402 - as above
from sandali.resolution.models import Standard  # noqa: E402 - as above
from sandali.resolution.standards.actions import add_usual_standards  # noqa: E402 - as above
from sandali.resolution.standards.settling import settle  # noqa: E402 - as above

AGENTS, DEPARTMENTS = 20, ("پشتیبانی", "فروش", "خدمات پس از فروش", "امور مالی")
NOW = datetime.now(UTC)
SPAN = timedelta(days=730)


def make_company(random: Random) -> tuple[list[Person], list[Department], Channel]:
    """The company, four departments (the last one private), 20 agents and a lead a department, a mail channel and a counter."""
    admin = set_up_company(
        name="سیمرغ", language="fa", zone="Asia/Tehran", weekend="fri", person_name="لادن", email="ladan@simorgh.example",
        password=f"{random.getrandbits(90):x}", department=DEPARTMENTS[0],
    )  # fmt: skip
    add_official_holidays(holiday_years(Company.objects.get()), by=admin)
    for number, name in enumerate(DEPARTMENTS[1:], start=2):
        add_department(name, by=admin, is_private=number == len(DEPARTMENTS))
    departments = list(Department.objects.order_by("pk"))
    people = [
        Person(
            email=f"agent{number}@simorgh.example", name=words.person_name(random, "fa"), password="!",
            role="agent" if number <= AGENTS else "lead", language="fa" if number % 4 else "en",
        )
        for number in range(1, AGENTS + len(departments) + 1)
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=person, department=departments[number % len(departments)]) for number, person in enumerate(people)
    )
    channel = create_channel(
        kind="email", name="پشتیبانی", slug="support", address="support@simorgh.example", department=departments[0], by=admin
    )
    create_channel(kind="counter", name="پیشخوان", slug="counter", department=departments[0], by=admin)
    return people[:AGENTS], departments, channel


def customers(random: Random, count: int, organisations: int) -> Iterator[Customer]:
    """People: a third belong to an organisation."""
    for number in range(1, count + 1):
        language = words.language(random)
        last = NOW - SPAN * random.random()
        yield Customer(
            pk=number,
            name=words.person_name(random, language) if random.random() < 0.97 else "",
            stage=random.choices(list(Stage.values), [50, 15, 30, 5])[0],
            organisation_id=random.randint(1, organisations) if random.random() < 0.33 else None,
            job_title=random.choice(words.JOBS) if random.random() < 0.2 else "",
            city=random.choice(words.CITIES) if random.random() < 0.4 else "",
            language=language,
            created_at=last - timedelta(days=random.randrange(400)),
            last_contact_at=last,
        )


def identities(random: Random, count: int) -> Iterator[Identity]:
    """Everybody has a mail address, half a telephone, some a second address."""
    for number in range(1, count + 1):
        address = words.address(random, number)
        yield Identity(customer_id=number, kind="email", value=address, shown=address)
        if random.random() < 0.5:
            local = f"9{random.choice('01239')}{number:08d}"
            yield Identity(customer_id=number, kind="phone", value=f"+98{local}", shown=f"0{local}")
        if random.random() < 0.06:
            yield Identity(customer_id=number, kind="email", value=f"work.{address}", shown=f"work.{address}")


def tag_links(random: Random, count: int, tags: int) -> Iterator[Any]:
    """Three of ten customers carry a tag or two."""
    through = Customer.tags.through
    for number in range(1, count + 1):
        if random.random() < 0.3:
            for tag in random.sample(range(1, tags + 1), random.randint(1, 2)):
                yield through(customer_id=number, tag_id=tag)


def make_customers(random: Random, count: int, people: list[Person]) -> None:
    """Customers with all that hangs on them, and their index."""
    organisations = max(2, count // 30)
    named = (f"{random.choice(words.COMPANY_FIRST)} {random.choice(words.COMPANY_LAST)} {number}" for number in range(1, organisations + 1))
    keep(Organisation(pk=number, name=name, folded=fold(name)) for number, name in enumerate(named, start=1))
    keep(Tag(pk=number, name=name, folded=fold(name)) for number, name in enumerate(words.TAGS, start=1))
    keep(customers(random, count, organisations))
    keep(identities(random, count))
    keep(tag_links(random, count, len(words.TAGS)))
    keep(
        CustomerNote(customer_id=random.randint(1, count), text=words.message(random, "fa", 1, 3), by=random.choice(people), at=NOW)
        for _ in range(count // 10)
    )
    everybody = Customer.objects.select_related("organisation").prefetch_related("identities", "tags")
    index(CUSTOMERS, ((one.pk, " ".join(words_of(one))) for one in in_parts(everybody)))


def make_figures() -> None:
    """The waits that the messages tell of, and their days packed, as jobs do it."""
    after: int | None = 0
    while after is not None:
        _written, after = write_old_waits(after, most=1000)
    while catch_up():
        pass


AT_ONCE = 500  # cases whose clocks are begun together


def make_clocks() -> None:
    """The usual standards, and the clocks of everybody who waits, as the events of their cases would have begun them."""
    if not Standard.objects.exists():
        add_usual_standards(by=Person.objects.order_by("pk").first())
    numbers = list(Wait.objects.filter(ended_at=None).order_by("case_id").values_list("case_id", flat=True).distinct())
    for start in range(0, len(numbers), AT_ONCE):
        settle(numbers[start : start + AT_ONCE])


def said(label: str, since: float) -> float:
    """Print how long a step took; returns the time now."""
    print(f"  {label:<34}{time.monotonic() - since:7.1f} s", flush=True)
    return time.monotonic()


def main() -> None:
    """Fill the database of SANDALI_DATA."""
    parser = argparse.ArgumentParser(prog="bench.filling")
    for name in ("cases", "messages", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    options = parser.parse_args()
    at = time.monotonic()
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA foreign_keys=OFF")  # messages come before their cases, which then know their last line
    random = Random(options.seed)
    with transaction.atomic():
        people, departments, channel = make_company(random)
    at = said("company", at)
    count = max(3, options.cases * 6 // 10)
    make_customers(random, count, people)
    at = said(f"{count:,} customers", at)
    book = CaseBook(random, options.cases, options.messages, count, people, departments, channel, now=NOW, span=SPAN)
    for step in book.steps():
        at = said(step, at)
    index(CASES, book.subjects())
    index(MESSAGES, book.texts())
    at = said("full-text index", at)
    make_figures()
    at = said("waits, and the days of figures", at)
    make_clocks()
    said("clocks", at)
    checkpoint_sqlite()


if __name__ == "__main__":
    main()
