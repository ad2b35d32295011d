"""What a visit or call becomes that was written without a connection, and the questions where something has changed since."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for, visible_case
from sandali.cases.actions import open_case, record_contact
from sandali.cases.actions.adding import StoredFile
from sandali.cases.models import BESIDE, Aside, Case, Message
from sandali.cases.threads import SETTLED, living
from sandali.customers.access import access_customer
from sandali.customers.actions import Taken
from sandali.customers.models import Customer
from sandali.desk.cases.new import addresses_in, counter, customer_of, may_write, running_cases
from sandali.desk.cases.uploads import stored_files
from sandali.desk.duplicates.writing import alike, is_somebodys
from sandali.kit.digits import localize_digits

Choice = tuple[str, str]  # the value of `decided`, and what its button says


class Choose(Exception):
    """Something changed while it waited, or is not ours to decide: the writer is asked. `choices` are what they may answer."""

    def __init__(self, why: str, *choices: Choice) -> None:
        super().__init__(why)
        self.choices = choices


def shown(number: int) -> str:
    """The number of a case in the reader's digits."""
    return localize_digits(str(number), get_language() or "en")


def write_down(request: HttpRequest, values: dict[str, Any]) -> Case:
    """The case that it stands in now. All or nothing, as the caller is in a transaction.

    Raises Choose, and with a sentence CannotAnswer, NotAnAddress, TooLarge."""
    files = stored_files(request, [])
    what, _colon, chosen = values["decided"].partition(":")
    if what == "case":
        case = writable(request.user, int(chosen), values)
    elif what == "nobody":
        case = opened(request, new_customer(request, values), values)
    elif what == "customer":
        case = opened(request, known_customer(request.user, int(chosen)), values)
    elif values["number"]:
        case = unchanged_case(request.user, values["number"], values)
    elif values["customer"]:
        case = opened(request, unchanged_customer(request.user, values), values)
    else:
        ask_who(values)
        case = opened(request, new_customer(request, values), values)
    return written(request, case, values, files)


def opened(request: HttpRequest, customer: Customer, values: dict[str, Any]) -> Case:
    """A new case of the customer."""
    return open_case(customer, by=request.user, subject=values["subject"], channel=counter(), kind=values["kind"])


def written(request: HttpRequest, case: Case, values: dict[str, Any], files: list[StoredFile]) -> Case:
    """The case, with what was said in it."""
    record_contact(case, values["text"], by=request.user, direction=values["direction"], channel=counter(), at=values["at"], files=files)
    return case


def ask_who(values: dict[str, Any]) -> None:
    """Raises Choose when whoever is written down may be somebody who is here already; whose the number or address is, is asked elsewhere."""
    likes = [] if is_somebodys(addresses_in(values)) else alike(values)
    if likes:
        known = [(f"customer:{like.side.pk}", _("%(name)s, who is here already") % {"name": like.side.name}) for like in likes]
        raise Choose(_("This may be somebody who is here already. Who was it?"), *known, ("nobody:0", _("Somebody new")))


def new_customer(request: HttpRequest, values: dict[str, Any]) -> Customer:
    """Somebody new. Raises Choose when the number or the address is known to be somebody's."""
    try:
        return customer_of(request, values)
    except Taken as taken:
        said = _("This number or address belongs to %(name)s. Is it about one of their cases?") % {"name": taken.customer}
        raise Choose(said, *running(request.user, taken.customer), anew(taken.customer)) from taken


def known_customer(person: Any, number: int) -> Customer:
    """The customer with this number. Raises Choose when they are gone."""
    try:
        return access_customer(person, number)
    except Customer.DoesNotExist as gone:
        raise Choose(_("The customer who was chosen is not known any more. Please write down who it was.")) from gone


def unchanged_customer(person: Any, values: dict[str, Any]) -> Customer:
    """The customer who was chosen. Raises Choose when something was said with them after this was written."""
    customer = known_customer(person, values["customer"])
    lately = cases_for(person).filter(customer=customer, last_message_at__gt=values["written_at"]).exclude(aside=Aside.MERGED)
    if lately.exists():
        said = _("Since you wrote this, something was said with %(name)s. Is it about one of their cases?") % {"name": customer}
        raise Choose(said, *running(person, customer), anew(customer))
    return customer


def running(person: Any, customer: Customer) -> list[Choice]:
    """The customer's matters that go on, as choices."""
    return [into(case) for case in running_cases(person, customer)]


def into(case: Case) -> Choice:
    """Write it in this case."""
    return f"case:{case.pk}", _("In case %(number)s: %(subject)s") % {"number": shown(case.pk), "subject": case.subject or "…"}


def anew(customer: Customer) -> Choice:
    """A new case for this customer."""
    return f"customer:{customer.pk}", _("A new case for %(name)s") % {"name": customer}


def writable(person: Any, number: int, values: dict[str, Any]) -> Case:
    """The case with this number. Raises Choose when there is none that the person may write in: it was merged, or handed on."""
    try:
        case = visible_case(person, number)
    except Case.DoesNotExist as missing:
        raise Choose(_("There is no case %(number)s that you may see.") % {"number": shown(number)}, *instead(person, values)) from missing
    if case.aside == Aside.MERGED:
        rest = living(case)
        choices = [into(rest)] if may_write(person, rest) else []
        raise Choose(_("Case %(number)s was merged into another one.") % {"number": shown(number)}, *choices, anew(case.customer))
    if not may_write(person, case):
        raise Choose(_("You may not write in case %(number)s any more.") % {"number": shown(number)}, anew(case.customer))
    return case


def instead(person: Any, values: dict[str, Any]) -> list[Choice]:
    """A new case for the customer whom the form names, where it names one who is known."""
    customer = Customer.objects.filter(pk=values["customer"] or 0).first()
    return [anew(access_customer(person, customer.pk))] if customer is not None else []


def unchanged_case(person: Any, number: int, values: dict[str, Any]) -> Case:
    """The case whose number was written. Raises Choose when it was settled, or something was said in it after this was written."""
    case = writable(person, number, values)
    if case.state in SETTLED:
        said = _("Case %(number)s is settled. What you wrote opens it again.") % {"number": shown(number)}
        raise Choose(said, into(case), anew(case.customer))
    later = Message.objects.filter(case=case, at__gt=values["written_at"], withdrawn_at=None, automatic="").exclude(direction__in=BESIDE)
    if later.exclude(author=person).exists():
        said = _("Since you wrote this, something was said in case %(number)s.") % {"number": shown(number)}
        raise Choose(said, into(case), anew(case.customer))
    return case
