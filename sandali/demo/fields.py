"""Fields of the company's own in the demo, and who has which values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from sandali.cases.models import Case, CaseValue
from sandali.company.models import Person
from sandali.company.permissions import Role
from sandali.customers import search
from sandali.customers.fields.actions import define_field, put_values, set_values
from sandali.customers.fields.values import Value, parse
from sandali.customers.models import Customer, CustomField, Organisation
from sandali.demo.acts import Scene

# Language → (subject, kind, name, hint, answers to choose from) of each field.
FIELDS: Mapping[str, tuple[tuple[str, str, str, str, tuple[str, ...]], ...]] = {
    "fa": (
        ("customer", "choice", "نحوهٔ آشنایی", "", ("معرفی دوستان", "اینستاگرام", "نمایشگاه", "جست‌وجو در وب")),
        ("customer", "date", "تاریخ تولد", "برای شادباش؛ اگر خودشان گفته باشند", ()),
        ("customer", "yes_no", "فاکتور رسمی می‌خواهند", "", ()),
        ("organisation", "text", "شناسهٔ ملی", "یازده رقم", ()),
        ("case", "choice", "گروه کالا", "", ("لوازم خانگی", "موبایل", "پوشاک", "کتاب")),
        ("case", "money", "مبلغ مورد اختلاف", "اگر سخن از پولی در میان است", ()),
        ("case", "date", "تاریخ خرید", "", ()),
        ("organisation", "choice", "نوع قرارداد", "", ("سالانه", "موردی", "بدون قرارداد")),
    ),
    "en": (
        ("customer", "choice", "How they found us", "", ("A friend", "Instagram", "A fair", "Searching the web")),
        ("customer", "date", "Birthday", "For a card, where they told us themselves", ()),
        ("customer", "yes_no", "Wants a formal invoice", "", ()),
        ("organisation", "text", "Company number", "Eight digits", ()),
        ("case", "choice", "Kind of product", "", ("Household", "Phones", "Clothes", "Books")),
        ("case", "money", "Amount in question", "Where it is about money", ()),
        ("case", "date", "Bought on", "", ()),
        ("organisation", "choice", "Contract", "", ("Yearly", "Case by case", "None")),
    ),
}
DIGITS = {"fa": 11, "en": 8}
DAYS_AGO = {"customer": (22 * 365, 60 * 365), "case": (3, 90)}
PART_WITH = 0.45  # of the customers; of the others nobody asked


def fill_fields(scene: Scene) -> None:
    """Define the fields, and give those whom we know better their values."""
    language = scene.period.language
    random = Random(f"fields:{language}")
    by = Person.objects.filter(role=Role.ADMIN).order_by("pk")[0]
    fields = [
        define_field(subject, kind, name, by=by, hint=hint, choices=answers) for subject, kind, name, hint, answers in FIELDS[language]
    ]
    makers: dict[str, Callable[[CustomField], str]] = {
        "choice": lambda field: random.choice([one.name for one in field.choices.all()]),
        "date": lambda field: (scene.period.now.date() - timedelta(days=random.randint(*DAYS_AGO[field.subject]))).isoformat(),
        "money": lambda field: str(random.randint(5, 400) * 10_000),
        "yes_no": lambda field: random.choice(("yes", "no")),
        "text": lambda field: "10" + "".join(random.choices("0123456789", k=DIGITS[language] - 2)),
    }

    def values_for(subject: str) -> dict[int, Value | None]:
        found: dict[int, Any] = {}
        for field in fields:
            if field.subject == subject and random.random() < 0.7:
                found[field.pk] = parse(field, makers[field.kind](field))
        return found

    for organisation in Organisation.objects.order_by("pk"):
        set_values(organisation, values_for("organisation"))
    for customer in Customer.objects.filter(merged_into=None).exclude(name="").order_by("pk"):
        if random.random() < PART_WITH:
            set_values(customer, values_for("customer"))
            search.index_customer(customer)
    for case in Case.objects.filter(aside="").order_by("pk"):
        if random.random() < PART_WITH:
            put_values(CaseValue, {"case": case}, "case", values_for("case"))
