"""Who wrote an old answer: one of ours, or somebody of the other program's staff by their name; never the system."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from sandali.cases.models import Case
from sandali.customers.models import Customer
from sandali.desk.cases.thread import name_of
from sandali.transfer.models import SourceKey
from tests.transfer.test_actions import bring

pytestmark = pytest.mark.django_db

PEOPLE = "id,name,email,role\n1,Shirin,shirin@there.example,end-user\n2,Somebody,{email},agent\n3,مریم کاظمی,maryam@there.example,agent\n"
TICKETS = "id,subject,customer id\n10,یخچال,1\n"
COMMENTS = (
    "id,ticket id,author id,text,is public\n1,10,1,سرد نمی‌کند,true\n2,10,2,می‌آییم,true\n3,10,3,قطعه را سفارش دادم,true\n4,10,3,مشتری عصبانی است,false\n5,10,99,تمام شد,true\n"
)


def said(case: Case) -> list[tuple[str, int | None, str]]:
    """Direction, our own author and the name that the thread shows, of each message."""
    with override("en"):
        return [(one.direction, one.author_id, name_of(one, case)) for one in case.messages.select_related("author", "channel").order_by("pk")]


@pytest.mark.practice("P03")
def test_an_old_answer_is_told_as_of_whoever_wrote_it(cast):
    """By their number: one of ours by the address, the others by the name they had there; a private comment is no rule's."""
    bring(cast, PEOPLE.format(email=cast.reza.email.upper()), source="other")
    bring(cast, TICKETS, source="other")
    bring(cast, COMMENTS, source="other")
    case, maryam = Case.objects.get(), "\u2068مریم کاظمی\u2069, in the program before"
    assert said(case) == [
        ("in", None, "Shirin"), ("out", cast.reza.pk, cast.reza.name), ("out", None, maryam), ("note", None, maryam), ("out", None, "Somebody of ours, in the program before"),
    ]  # fmt: skip
    assert list(SourceKey.objects.filter(kind="colleague").order_by("key").values_list("key", "number", "name")) == [("2", cast.reza.pk, "Somebody"), ("3", 0, "مریم کاظمی")]


def test_who_was_in_copy_wrote_as_a_customer_where_the_other_program_says_who_is_of_its_staff(cast):
    """By their name and address, as a mail of theirs would stand here; and they were in touch then. Their private comment stays a note."""
    comments = "id,ticket id,author id,text,is public,created at\n1,10,1,سرد نمی‌کند,true,2020-01-01\n2,10,4,من هم دیدم,true,2020-01-02\n3,10,4,میان خودمان,false,2020-01-03\n"
    people = "id,name,email,role\n1,Shirin,shirin@there.example,end-user\n4,Bahram,bahram@there.example,end-user\n"
    for staff in ("", "2,Somebody,x@there.example,agent\n"):
        source = "other" if staff else "another"
        bring(cast, people + staff, source=source)
        bring(cast, TICKETS, source=source)
        bring(cast, comments, source=source)
    unknown, known = Case.objects.order_by("pk")
    with override("en"):
        assert [direction for direction, _by, _name in said(unknown)] == ["in", "out", "note"]
        assert [(direction, name) for direction, _by, name in said(known)][:2] == [("in", "Shirin"), ("in", "Bahram")]
    written = known.messages.order_by("pk")[1]
    bahram = Customer.objects.get(name="Bahram")
    assert (written.is_stranger, written.from_value, written.customer) == (True, "bahram@there.example", bahram)
    assert bahram.last_contact_at == written.at
    assert said(known)[2][0] == "note"


def test_where_a_table_has_names_and_addresses_alone_the_customer_and_ours_are_told_by_these(cast):
    """A customer's own by the address or the whole name; of ours by the same; anybody else by their name."""
    bring(cast, "id,subject,name,email\n10,یخچال,Shirin,shirin@there.example\n", source="other")
    rows = ("Shirin <SHIRIN@there.example>", "shirin", cast.reza.name, f"<{cast.reza.email}>", "Maryam <maryam@there.example>", "help@there.example")
    bring(cast, "ticket id,from,text\n" + "".join(f"10,{who},{place}\n" for place, who in enumerate(rows)), source="other")
    ours = ("out", cast.reza.pk, cast.reza.name)
    assert said(Case.objects.get()) == [
        ("in", None, "Shirin"), ("in", None, "shirin"), ours, ours, ("out", None, "\u2068Maryam\u2069, in the program before"),
        ("out", None, "\u2068help@there.example\u2069, in the program before"),
    ]  # fmt: skip
