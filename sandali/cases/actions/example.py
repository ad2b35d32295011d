"""The first run: the company, a counter, and one example case, so that nobody starts before an empty page."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases.actions.handling import assign_case
from sandali.cases.actions.intake import receive_arrival
from sandali.cases.models import Case
from sandali.channels.actions import store_arrival
from sandali.channels.models import Channel
from sandali.channels.setup import create_channel
from sandali.company.actions import add_official_holidays, set_up_company
from sandali.company.models import Company, Department, Person
from sandali.company.queries import holiday_years
from sandali.kit.headers import header_value

# Reserved for examples by RFC 2606: nobody can ever own it.
DOMAIN = "example.com"
SLUG = "example"


@transaction.atomic
def begin(*, name: str, language: str, **rest: Any) -> Person:
    """The whole first run in one transaction; returns the first person, an administrator. `rest` is what set_up_company takes.

    Makes the company with its country's holidays, a counter, and the example case. Raises AlreadySetUp (I14), NoRoom."""
    with translation.override(language):
        person = set_up_company(name=name, language=language, department=_("Support"), **rest)
        company, department = Company.objects.get(pk=1), Department.objects.get()
        add_official_holidays(holiday_years(company), by=person)
        create_channel(kind="counter", slug="counter", name=_("Counter"), department=department, by=person)
    bring_example_case(company, person)
    return person


@transaction.atomic
def bring_example_case(company: Company, person: Person) -> Case | None:
    """A letter of an invented customer, taken in as any mail is, in the company's language, for `person`; returns its case.

    None when a company has its example channel already. Answers to it stay in the house."""
    if Channel.objects.filter(slug=SLUG).exists():
        return None
    with translation.override(company.language):
        raw = example_letter(company, person)
        department = Department.objects.filter(archived_at=None, memberships__person=person).first()
        channel = create_channel(kind="example", slug=SLUG, name=_("Example"), department=department, by=person)
    arrival, _made = store_arrival(channel, raw, source="example")
    messages = receive_arrival(arrival)
    if not messages:
        return None
    case = messages[0].case
    assign_case(case, person, by=person)
    return case


def example_letter(company: Company, person: Person) -> bytes:
    """The raw mail, in the language that is active now."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address(_("Nora Field"), "customer", DOMAIN)
    letter["To"] = Address(header_value(company.name), "you", DOMAIN)
    letter["Subject"] = _("A small question: where do I begin?")
    letter["Date"] = format_datetime(timezone.now())
    letter["Message-ID"] = make_msgid(domain=DOMAIN)
    greeting = _("Hello %(name)s,") % {"name": person.name}
    letter.set_content("\n\n".join([greeting, *paragraphs()]) + "\n")
    return letter.as_bytes()


def paragraphs() -> list[str]:
    """What the example customer writes."""
    return [
        _("I am Nora, an invented customer. Whatever you write to me stays here and is sent to nobody, so try everything:"),
        "\n".join(
            [
                _("1. Answer me in the box below. For a few seconds after sending you can take the message back."),
                _("2. Write an internal note. Only your colleagues see notes, customers never do."),
                _("3. Hand this case to a colleague, or put it aside until tomorrow."),
                _("4. Open my name: everything a customer ever said is in one place."),
                _("5. Press Ctrl+K and type a word to find anything."),
            ]
        ),
        _("When you are ready, connect your e-mail address under Settings, Channels. Real mail will then arrive right here."),
        _("With kind regards, Nora"),
    ]
