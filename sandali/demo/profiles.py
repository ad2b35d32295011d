"""What differs by language besides the texts: the company, its people, its week. Addresses end in .example, which nobody owns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Member:
    """One of our people. `first` is what colleagues and customers call them; `key` begins their address."""

    key: str
    name: str
    first: str
    job_title: str
    role: str
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A company for the demo."""

    name: str
    domain: str
    zone: str
    country: str
    currency: str
    weekend: str
    departments: dict[str, str]
    channels: tuple[tuple[str, str, str, str], ...]  # kind, name, local part of the address, department
    members: tuple[Member, ...]
    signature: str
    week: dict[int, list[tuple[time, time]]]
    half_day: str  # the name of a day on which we close early

    def address(self, local: str) -> str:
        """An address of ours."""
        return f"{local}@{self.domain}"


DAY, SHORT = [(time(9), time(18))], [(time(9), time(13))]
PERSIAN = Profile(
    name="بهارخواب",
    domain="baharkhab.example",
    zone="Asia/Tehran",
    country="IR",
    currency="IRR",
    weekend="fri",
    departments={"support": "پشتیبانی", "sales": "فروش", "accounting": "حسابداری", "warehouse": "انبار"},
    channels=(
        ("email", "ایمیل پشتیبانی", "support", "support"),
        ("email", "ایمیل فروش", "sales", "sales"),
        ("counter", "پیشخان فروشگاه ولیعصر", "", "support"),
    ),
    members=(
        Member("ladan", "لادن صالحی", "لادن", "مدیر سامانه", "admin", ("support", "sales", "warehouse")),
        Member("nasrin", "نسرین کاظمی", "نسرین", "مدیر خدمات مشتریان", "manager", ("support", "sales")),
        Member("parvaneh", "پروانه فرهمند", "پروانه", "مدیرعامل", "executive", ("support",)),
        Member("bahram", "بهرام دانش", "بهرام", "سرپرست پشتیبانی", "lead", ("support",)),
        Member("sara", "سارا محمودی", "سارا", "کارشناس پشتیبانی", "agent", ("support",)),
        Member("reza", "رضا نیک‌پور", "رضا", "کارشناس پشتیبانی", "agent", ("support",)),
        Member("shiva", "شیوا امینی", "شیوا", "کارشناس فروش", "agent", ("sales",)),
        Member("arash", "آرش بهادری", "آرش", "فروش سازمانی", "agent", ("sales",)),
        Member("omid", "امید زارع", "امید", "حسابدار", "agent", ("accounting",)),
        Member("younes", "یونس قربانی", "یونس", "مسئول انبار و ارسال", "agent", ("warehouse",)),
    ),
    signature="بهارخواب، لوازم خانه\nشنبه تا چهارشنبه ۹ تا ۱۸، پنجشنبه ۹ تا ۱۳",
    week={5: DAY, 6: DAY, 0: DAY, 1: DAY, 2: DAY, 3: SHORT},
    half_day="انبارگردانی پایان فصل",
)
ENGLISH = Profile(
    name="Fernhill Home",
    domain="fernhill.example",
    zone="Europe/London",
    country="GB",
    currency="GBP",
    weekend="sat-sun",
    departments={"support": "Support", "sales": "Sales", "accounting": "Accounts", "warehouse": "Warehouse"},
    channels=(
        ("email", "Support mailbox", "support", "support"),
        ("email", "Sales mailbox", "sales", "sales"),
        ("counter", "Mill Street shop", "", "support"),
    ),
    members=(
        Member("laura", "Laura Whitcombe", "Laura", "Systems", "admin", ("support", "sales", "warehouse")),
        Member("naomi", "Naomi Okafor", "Naomi", "Head of customer service", "manager", ("support", "sales")),
        Member("patricia", "Patricia Lindqvist", "Patricia", "Managing director", "executive", ("support",)),
        Member("ben", "Ben Hargreaves", "Ben", "Support lead", "lead", ("support",)),
        Member("sarah", "Sarah Doyle", "Sarah", "Customer support", "agent", ("support",)),
        Member("rob", "Rob Feeney", "Rob", "Customer support", "agent", ("support",)),
        Member("chloe", "Chloe Marsh", "Chloe", "Sales", "agent", ("sales",)),
        Member("adam", "Adam Rowntree", "Adam", "Trade sales", "agent", ("sales",)),
        Member("olive", "Olive Pritchard", "Olive", "Accounts", "agent", ("accounting",)),
        Member("yusuf", "Yusuf Demir", "Yusuf", "Warehouse and dispatch", "agent", ("warehouse",)),
    ),
    signature="Fernhill Home\nMonday to Friday, 9 to 5.30",
    week={day: [(time(9), time(17, 30))] for day in range(5)},
    half_day="End-of-season stocktake",
)
PROFILES = {"fa": PERSIAN, "en": ENGLISH}
