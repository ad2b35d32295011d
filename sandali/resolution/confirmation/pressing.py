"""The customer's word by a button under our message, where their channel has buttons. Nothing of ours can press one."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from sandali.cases.contact import language_of
from sandali.cases.models import Aside, State
from sandali.cases.threads import living
from sandali.channels.models import Arrival
from sandali.customers.models import Customer
from sandali.kit.secrets import mac_ok
from sandali.resolution.confirmation.confirming import take_no, take_yes
from sandali.resolution.confirmation.question import PRESS_MAC
from sandali.resolution.models import Asking, Way


def take_press(data: str, customer: Customer | None, arrival: Arrival) -> str:
    """Take what a button carried (settings.PRESS_READERS); returns a word for who pressed it, in their language.

    It counts from the customer of the case alone: in a group anybody can press."""
    number, _dot, rest = data.partition(".")
    says, _dot, code = rest.partition(".")
    if not number.isdigit() or len(number) > 18 or says not in ("yes", "no") or not mac_ok(code, PRESS_MAC, int(number), says):
        return ""
    asking = Asking.objects.select_related("case__customer").filter(pk=int(number)).first()
    if asking is None or asking.case.aside == Aside.SPAM:
        return ""
    case = living(asking.case)
    with override(language_of(case)):
        if customer is None or customer.pk != case.customer_id:
            return _("Only who was asked can answer this.")
        if says == "no":
            take_no(asking, at=arrival.received_at, way=Way.BUTTON)
            return _("Thank you for telling us. We are carrying on with it. You can write here what is still missing.")
        if take_yes(asking, way=Way.BUTTON, at=arrival.received_at):
            return _("Thank you. We are glad to hear it.")
        case.refresh_from_db()
        return _("Thank you, we know it already.") if case.state == State.CONFIRMED else _("This question is not open any more. Just write to us here.")
