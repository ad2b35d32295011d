"""The cast of the tests: a small company and the people who come to it (DESIGN 6). Fixtures are in conftest.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from sandali.cases.models import Case, Direction, Message
from sandali.channels.models import Channel
from sandali.company.actions import set_up_company
from sandali.company.models import Company, Department, Membership, Person
from sandali.customers.actions import recognise
from sandali.customers.models import Customer

PASSWORD = "a long enough password"


@dataclass
class Cast:
    """Everybody by name. Sara and Reza are colleagues, Omid sits in another, private department."""

    company: Company
    support: Department
    accounting: Department
    admin: Person
    sara: Person
    reza: Person
    nahid: Person
    omid: Person
    parvaneh: Person
    mina: Customer
    kaveh: Customer
    channel: Channel
    counter: Channel


def person(name: str, role: str, department: Department, **fields) -> Person:
    """A person in a department, with a password that is not hashed slowly (tests sign in by force_login)."""
    made = Person.objects.create(email=f"{name.lower()}@example.ir", name=name, role=role, password="!", **fields)
    Membership.objects.create(person=made, department=department)
    return made


def make_cast() -> Cast:
    """Set the company up and bring everybody in."""
    admin = set_up_company(
        name="Simorgh", language="fa", zone="Asia/Tehran", weekend="fri", person_name="Ladan", email="ladan@example.ir",
        password=PASSWORD, department="پشتیبانی",
    )  # fmt: skip
    support = Department.objects.get()
    accounting = Department.objects.create(name="حسابداری", is_private=True)
    return Cast(
        company=Company.objects.get(),
        support=support,
        accounting=accounting,
        admin=admin,
        sara=person("Sara", "agent", support, language="fa"),
        reza=person("Reza", "agent", support, language="fa"),
        nahid=person("Nahid", "manager", support),
        omid=person("Omid", "agent", accounting),
        parvaneh=person("Parvaneh", "executive", support),
        mina=recognise("email", "mina@example.com", name="مینا کریمی", language="fa"),
        kaveh=recognise("email", "kaveh@example.com", name="کاوه", language="fa"),
        channel=Channel.objects.create(
            kind="email", name="Support", slug="support", address="support@simorgh.example", department=support
        ),
        counter=Channel.objects.create(kind="counter", name="Counter", slug="counter", department=support),
    )


def make_case(cast: Cast, *, customer: Customer | None = None, messages: int = 1, **fields) -> Case:
    """A case with incoming messages, as intake would have left it."""
    now = timezone.now()
    case = Case.objects.create(
        **{
            "customer": customer or cast.mina,
            "channel": cast.channel,
            "department": cast.support,
            "subject": "سفارش نرسیده",
            "waiting_since": now,
            "preview": "سلام",
            "last_direction": "in",
        }
        | fields
    )
    for number in range(messages):
        made = Message.objects.create(
            case=case, direction=Direction.IN, at=now - timedelta(minutes=messages - number), text=f"پیام {number + 1}",
            from_value="mina@example.com", from_name="مینا کریمی", channel=cast.channel, customer=case.customer,
            external_id=f"m{case.pk}.{number}@example.com",
        )  # fmt: skip
        case.last_message_id = made.pk
    case.message_count = messages
    case.save()
    return case
