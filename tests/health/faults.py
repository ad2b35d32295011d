"""Of each check a record at fault, and one beside it that is not, made as the rooms make them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from sandali.cases.models import Kind, State
from sandali.channels.actions import pause_address
from sandali.company.models import Person
from sandali.customers.actions import add_customer, named_organisation
from sandali.customers.duplicates.likeness import say_apart
from sandali.customers.fields.actions import define_field, set_values
from sandali.customers.mending import confirm_details
from sandali.customers.models import Customer, LikelyPair, Organisation
from sandali.customers.wishing import keep_wishes
from sandali.knowledge.actions import write_entry
from sandali.knowledge.models import Entry
from sandali.resolution.recovery.causes import add_cause, find_cause
from sandali.sales.actions.deals import plan_step
from tests.cast import Cast, make_case
from tests.sales.things import make_deal, placed

NOW = timezone.now()


def ago(days: float) -> Any:
    """A moment some days ago."""
    return NOW - timedelta(days=days)


def somebody(cast: Cast, name: str, *addresses: tuple[str, str], **fields: Any) -> Customer:
    """A customer who came today."""
    return add_customer(by=cast.sara, name=name, identities=list(addresses), **fields)


def no_address(cast: Cast) -> Customer:
    """Written down with nothing but a name."""
    return somebody(cast, "بی‌نشان")


def refused(cast: Cast) -> Customer:
    """Mail to the only address came back; of somebody else who has a telephone as well it does no harm."""
    one = somebody(cast, "برگشتی", ("email", "gone@example.ir"))
    somebody(cast, "دو نشانی", ("email", "also.gone@example.ir"), ("phone", "09121234501"))
    for value in ("gone@example.ir", "also.gone@example.ir"):
        pause_address("email", value, reason="userunknown")
    return one


def misspelt(cast: Cast) -> Customer:
    """gmial.com; a domain that only looks unusual is somebody's own."""
    somebody(cast, "دامنهٔ خودش", ("email", "ali@gmial.example.ir"))
    return somebody(cast, "لغزش", ("email", "Reza.K@Gmial.com"))


def forbidden(cast: Cast) -> Customer:
    """Never by mail, and mail is all there is; who has a telephone left is reached."""
    one, other = somebody(cast, "نه با ایمیل", ("email", "no.mail@example.ir")), somebody(cast, "پیامک", ("email", "sms@example.ir"), ("phone", "09121234502"))
    for customer in (one, other):
        keep_wishes(customer, by=cast.sara, version=0, never=["email"])
    return one


def no_name(cast: Cast) -> Customer:
    """Who wrote without one."""
    return somebody(cast, "", ("email", "nameless@example.ir"))


def no_phone(cast: Cast) -> Customer:
    """Mina bought; so did somebody whose number is known."""
    placed(cast, customer=cast.mina)
    placed(cast, customer=somebody(cast, "با تلفن", ("phone", "09121234503")))
    return cast.mina


def no_field(cast: Cast) -> Customer:
    """Only Kaveh has the field that must be filled."""
    field = define_field("customer", "text", "کد ملی", by=cast.admin, is_required=True)
    set_values(cast.kaveh, {field.pk: "0012345679"})
    return cast.mina


def no_people(cast: Cast) -> Organisation:
    """Nobody's, beside one that has somebody."""
    Customer.objects.filter(pk=cast.mina.pk).update(organisation=named_organisation("پارس‌خودرو"))
    made = named_organisation("متروک")
    assert made is not None
    return made


def no_kind(cast: Cast) -> Any:
    """Answered; one that is old, one that has a kind and one that still runs are none."""
    made = [make_case(cast, state=State.ANSWERED, waiting_since=None, opened_at=ago(3)) for _time in range(2)]
    make_case(cast, state=State.ANSWERED, waiting_since=None, opened_at=ago(120))
    make_case(cast, kind=Kind.QUESTION, state=State.ANSWERED, waiting_since=None)
    make_case(cast)
    type(made[0]).objects.filter(pk=made[1].pk).update(aside="spam")
    return made[0]


def no_cause(cast: Cast) -> Any:
    """A complaint; of another the cause is known."""
    made = [make_case(cast, kind=Kind.COMPLAINT, state=State.ANSWERED, waiting_since=None, opened_at=ago(3)) for _time in range(2)]
    find_cause(made[1], add_cause("پیک دیر رسید", by=cast.nahid).pk, by=cast.nahid)
    return made[0]


def no_owner(cast: Cast) -> Any:
    """Waiting since the day before yesterday; one since an hour ago, and one that is Sara's."""
    made = make_case(cast, waiting_since=ago(2))
    make_case(cast, waiting_since=ago(0.04))
    make_case(cast, waiting_since=ago(2), assignee=cast.sara)
    return made


def no_step(cast: Cast) -> Any:
    """Nothing is planned; of another something is, for tomorrow."""
    made = make_deal(cast)
    plan_step(make_deal(cast), "زنگ بزنیم", (NOW + timedelta(days=1)).date(), by=cast.sara, version=None)
    return made


def quiet_lead(cast: Cast) -> Customer:
    """Silent for forty days; one for twenty."""
    made = somebody(cast, "سرنخ", ("email", "lead@example.ir"), stage="lead", last_contact_at=ago(40))
    somebody(cast, "سرنخ تازه", ("email", "fresh@example.ir"), stage="lead", last_contact_at=ago(20))
    return made


def unchecked(cast: Cast) -> Customer:
    """Known for two years and in touch; of another somebody made sure."""
    made = somebody(cast, "قدیمی", ("email", "old@example.ir"), created_at=ago(800))
    confirm_details(somebody(cast, "پرسیده", ("email", "asked@example.ir"), created_at=ago(800)), by=cast.sara)
    return made


def overdue_entry(cast: Cast) -> Entry:
    """Due for a look ten days ago; another next month."""
    made, other = (write_entry(by=cast.sara, kind="fact", title=title, text="متن", language="fa") for title in ("ساعت کاری", "نشانی"))
    Entry.objects.filter(pk=made.pk).update(check_due_at=ago(10))
    Entry.objects.filter(pk=other.pk).update(check_due_at=ago(-30))
    return made


def never_here(cast: Cast) -> Person:
    """Reza's account was made a month ago; the others have been here."""
    Person.objects.exclude(pk=cast.reza.pk).update(seen_at=NOW)
    Person.objects.update(joined_at=ago(30))
    return cast.reza


def pairs(cast: Cast) -> LikelyPair:
    """Nobody has said yet; another pair was told apart, a third is too unsure to be shown."""
    others = [somebody(cast, f"نفر {number}") for number in range(3)]
    made = LikelyPair.objects.create(one=cast.mina, other=others[0], percent=90)
    LikelyPair.objects.create(one=cast.mina, other=others[1], percent=31)
    say_apart(cast.mina, others[2], by=cast.nahid)
    return made


def same_organisation(cast: Cast) -> list[Organisation]:
    """Two with one website."""
    made = [Organisation.objects.create(name=name, folded=name, website="https://pars.example") for name in ("پارس", "پارس خودرو")]
    Organisation.objects.create(name="سیمرغ", folded="سیمرغ")
    return made


MAKERS: dict[str, Callable[[Cast], Any]] = {
    maker.__name__: maker
    for maker in (
        no_address, refused, misspelt, forbidden, no_name, no_phone, no_field, no_people, no_kind, no_cause, no_owner, no_step, quiet_lead, unchecked,
        overdue_entry, never_here, pairs, same_organisation,
    )
}  # fmt: skip
