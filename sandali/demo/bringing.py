"""A list from a fair that was brought in, and another that was only tried and waits for a decision on its rows.

In both: people who are new, one who is here, one who looks like somebody, and a row that cannot be read."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Final

from sandali.company.permissions import Role
from sandali.customers.models import Customer
from sandali.demo.acts import Scene
from sandali.transfer import actions
from sandali.transfer.models import Choice, Import

BROUGHT: Final = 5  # customers who are made here: the last looks like somebody
AGO: Final = timedelta(days=9)  # the fair
# Language → file, headings, job title of whoever is here already, and (name, city, local part or number) of who is new.
Sheets = dict[str, tuple[str, tuple[str, ...], str, tuple[tuple[str, str, str], ...], str]]
SHEETS: Final[Sheets] = {
    "fa": (
        "نمایشگاه هدیه.csv", ("نام و نام خانوادگی", "ایمیل", "شهر", "سمت", "تاریخ ثبت"), "مدیر خرید",
        (("آرزو تهرانی‌پور", "kashan", "کاشان"), ("فرشاد دلیری‌راد", "rasht", "رشت"), ("گلاره مهرگان‌فر", "sari", "ساری"), ("هومن آذرپیک", "ahvaz", "اهواز")), "نشانی ندارد",
    ),
    "en": (
        "gift-fair.csv", ("Name", "Email", "City", "Title", "Created"), "Buyer",
        (("Philippa Greatorex", "york", "York"), ("Desmond Okonjo", "leeds", "Leeds"), ("Ottilie Fairweather", "bath", "Bath"), ("Casper Lindqvist", "derby", "Derby")), "no address",
    ),
}  # fmt: skip
WAITING: Final[Sheets] = {
    "fa": (
        "فهرست همکاران فروش.csv", ("نام و نام خانوادگی", "ایمیل", "شهر", "سمت", "تاریخ ثبت"), "مسئول تدارکات",
        (("مهرناز کوشکی", "kooshki", "بوشهر"), ("سیامک ورزنده", "varzandeh", "قزوین")), "تلفن نداد",
    ),
    "en": ("sales-partners.csv", ("Name", "Email", "City", "Title", "Created"), "Purchasing", (("Rosalind Achterberg", "hull", "Hull"), ("Tobias Renshaw", "ripon", "Ripon")), "rang twice"),
}  # fmt: skip


def bring_in(scene: Scene) -> None:
    """Let a manager have tried the list, decided on one row alone, and brought it in."""
    now, manager = scene.period.now, next(person for person in scene.house.people.values() if person.role == Role.MANAGER)
    name, text = sheet(scene)
    one = actions.begin_import(BytesIO(text.encode("utf-8")), name=name, by=manager)
    actions.check_import(one)
    actions.work_on(one.pk)
    actions.decide_rows(one, {line.row: Choice.FILL.value for line in one.lines.filter(percent=0).exclude(number=None)})
    actions.start_import(one, by=manager)
    actions.work_on(one.pk)
    Import.objects.filter(pk=one.pk).update(created_at=now, finished_at=now)
    name, text = sheet(scene, WAITING, 4)
    waits = actions.begin_import(BytesIO(text.encode("utf-8")), name=name, by=manager)
    actions.check_import(waits)
    actions.work_on(waits.pk)
    Import.objects.filter(pk=waits.pk).update(created_at=now, finished_at=now)


def sheet(scene: Scene, sheets: Sheets = SHEETS, skip: int = 2) -> tuple[str, str]:
    """The file's name and text. `skip`: how many of those who are here are passed over before the two whom the list names."""
    language, day = scene.house.company.language, (scene.period.now - AGO).date()
    name, headings, title, people, nothing = sheets[language]
    known = Customer.objects.filter(identities__kind="email", merged_into=None, took_in=False, erased_at=None, name__contains=" ")
    here, twin = known.order_by("job_title", "pk").distinct()[skip : skip + 2]
    local, _at, domain = twin.identities.filter(kind="email").order_by("pk")[0].value.partition("@")
    rows = [(who, f"{local_part}.fair@example.org", city, "") for who, local_part, city in people]
    rows += [
        (here.name, here.identities.filter(kind="email").order_by("pk")[0].value, here.city, title), (twin.name, f"{local}+fair@{domain}", "", ""),
        (people[0][0].partition(" ")[0], nothing, "", ""),
    ]  # fmt: skip
    written = StringIO()
    csv.writer(written).writerows([headings, *((*row, day.isoformat()) for row in rows)])
    return name, written.getvalue()
