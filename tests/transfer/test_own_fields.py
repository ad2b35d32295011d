"""Fields that the company defined come in with the others: typed, where they are empty, and out again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from sandali.cases.fields import values_of_case
from sandali.cases.models import Case, CaseValue
from sandali.customers.actions import add_customer, edit_customer
from sandali.customers.fields.actions import archive_field, define_field, put_values, set_values
from sandali.customers.fields.queries import values_of
from sandali.customers.fields.values import Money
from sandali.customers.models import Customer, FieldValue, Organisation
from sandali.customers.search import INDEX, find_customers, index_all
from sandali.history.queue import drain
from sandali.kit.search import contents
from sandali.transfer import actions, ahead, work
from tests.transfer.test_actions import bring

pytestmark = pytest.mark.django_db

HEADINGS = "نام و نام خانوادگی;ایمیل;كد اشتراک;سقف خرید;تاريخ تولد;گارانتی;رنگ‌ها;تلفن انبار\n"
SARA = "سارا احمدی;sara@example.com;A-۷;۱۲٬۰۰۰٫۵;۱۳۷۰/۰۱/۱۵;ندارد;سبز؛ آبی;۰۲۱ ۸۸۷۷ ۶۶۵۵\n"
REZA = "رضا کریمی;reza@example.com;-;;1991-04-04 00:00:00;بله;;\n"
WRONG = "مریم نادری;maryam@example.com;B-1;زیاد;;شاید;زرد;12\n"


@pytest.fixture
def fields(cast):
    """One of several kinds; their names are typed otherwise than the file's headings."""
    said = {"کد اشتراک": "text", "سقف خرید": "number", "تاریخ تولد": "date", "گارانتی": "yes_no", "تلفن انبار": "phone"}
    made = {name: define_field("customer", kind, name, by=cast.admin) for name, kind in said.items()}
    return made | {"رنگها": define_field("customer", "choices", "رنگ‌ها", by=cast.admin, choices=["آبی", "سبز"])}


def said_of(customer: Customer) -> dict[str, object]:
    """Values by the name of their field."""
    names = dict(FieldValue.objects.filter(customer=customer).values_list("field", "field__name"))
    return {names[number]: value for number, value in values_of(customer).items()}


@pytest.mark.practice("P03")
def test_columns_are_known_by_the_fields_names_and_values_come_in_as_what_they_are(cast, fields):
    """In either calendar and any digits; a wrong value is the row's, with its column; the trial says the same, and undoing leaves nothing."""
    one = actions.begin_import(BytesIO((HEADINGS + SARA + REZA + WRONG).encode()), name="x.csv", by=cast.admin)
    names = ("کد اشتراک", "سقف خرید", "تاریخ تولد", "گارانتی", "رنگها", "تلفن انبار")
    assert one.plan == ["name", "email", *(f"field-{fields[name].pk}" for name in names)]
    actions.check_import(one)
    drain()
    one.refresh_from_db()
    reasons = list(one.lines.values_list("line", "outcome", "column"))
    assert (one.counts, FieldValue.objects.count()) == ({"made": 2, "wrong": 1}, 0)
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    assert (one.counts, list(one.lines.values_list("line", "outcome", "column"))) == ({"made": 2, "wrong": 1}, reasons)
    assert reasons == [(4, "wrong", "سقف خرید"), (4, "wrong", "گارانتی"), (4, "wrong", "رنگ‌ها"), (4, "wrong", "تلفن انبار")]
    sara, reza = Customer.objects.get(name="سارا احمدی"), Customer.objects.get(name="رضا کریمی")
    colours = tuple(fields["رنگها"].choices.values_list("pk", "name"))
    assert said_of(sara) == {
        "کد اشتراک": "A-۷", "سقف خرید": Decimal("12000.5"), "تاریخ تولد": date(1991, 4, 4), "گارانتی": False, "رنگ‌ها": colours, "تلفن انبار": "+982188776655",
    }  # fmt: skip
    assert said_of(reza) == {"تاریخ تولد": date(1991, 4, 4), "گارانتی": True}
    assert find_customers("a-7") == [sara.pk]
    written = contents(INDEX)
    index_all(Customer.objects.filter(pk__in=[sara.pk, reza.pk]))
    assert contents(INDEX) == written
    actions.undo_import(one)
    drain()
    assert (FieldValue.objects.count(), Customer.objects.filter(pk__in=[sara.pk, reza.pk]).count()) == (0, 0)


@pytest.mark.reliability("K2")
def test_of_who_is_here_only_what_is_empty_is_filled_in_and_undoing_leaves_what_somebody_changed(cast, fields):
    """The same file again fills nothing."""
    code, limit, day = fields["کد اشتراک"], fields["سقف خرید"], fields["تاریخ تولد"]
    sara = add_customer(name="سارا", identities=[("email", "sara@example.com")], by=cast.admin)
    reza = add_customer(name="رضا", identities=[("email", "reza@example.com")], by=cast.admin)
    set_values(sara, {code.pk: "own"})
    sara.refresh_from_db()
    version = sara.version
    one = bring(cast, HEADINGS + SARA + REZA)
    sara.refresh_from_db()
    assert (one.counts, sara.version, said_of(sara)["کد اشتراک"], len(said_of(sara))) == ({"known": 2, "filled": 2}, version + 1, "own", 6)
    assert bring(cast, HEADINGS + SARA + REZA).counts == {"known": 2, "filled": 0}
    edit_customer(sara, by=cast.admin, version=sara.version, values={limit.pk: Decimal(7)})
    actions.undo_import(one)
    drain()
    assert said_of(sara) == {"کد اشتراک": "own", "سقف خرید": Decimal(7)}
    assert (said_of(reza), FieldValue.objects.filter(field=day).count()) == ({}, 0)
    assert list(one.lines.values_list("outcome", "column")) == [("kept", "customer")]


def test_two_rows_of_one_person_make_one_customer_with_what_both_say(cast, fields):
    one = bring(cast, "name,email,کد اشتراک,سقف خرید\nAda,ada@example.com,A,\nAda,ada@example.com,B,5\n")
    assert (one.counts["made"], said_of(Customer.objects.get(name="Ada"))) == (1, {"کد اشتراک": "A", "سقف خرید": Decimal(5)})


def test_organisations_have_theirs_and_what_was_filled_in_goes_again(cast):
    """New ones with them, known ones where they have none; a customers' field of this name means nothing here."""
    field = define_field("organisation", "number", "Employees", by=cast.admin)
    define_field("customer", "text", "Employees", by=cast.admin)
    known = Organisation.objects.create(name="Acme", folded="acme")
    text = "Company name,Domain,Employees\nAcme,acme.example,1200\nNew,new.example,7\nBad,bad.example,many\n"
    one = bring(cast, text, subject="organisations", plan=["name", "website", f"field-{field.pk}"])
    one_more = bring(cast, text, subject="organisations")
    assert (one.plan[2], one_more.plan) == (f"field-{field.pk}", ["name", "website", f"field-{field.pk}"])
    assert one.counts == {"known": 1, "filled": 1, "made": 1, "wrong": 1}
    made = Organisation.objects.get(name="New")
    assert (values_of(known), values_of(made)) == ({field.pk: Decimal(1200)}, {field.pk: Decimal(7)})
    actions.undo_import(one_more)
    actions.undo_import(one)
    drain()
    assert (values_of(known), FieldValue.objects.count(), Organisation.objects.filter(name="New").exists()) == ({}, 0, False)


def test_a_value_that_cannot_be_read_is_kept_in_a_note_where_somebody_chose_so(cast, fields):
    bring(cast, HEADINGS + WRONG, unreadable="note")
    maryam = Customer.objects.get(name="مریم نادری")
    assert (said_of(maryam), maryam.notes.get().text) == ({"کد اشتراک": "B-1"}, "سقف خرید: زیاد\nگارانتی: شاید\nرنگ‌ها: زرد\nتلفن انبار: 12")


def test_a_field_that_is_put_away_meanwhile_still_gets_its_values(cast, fields):
    """They show again when it comes back; of a new file it is no meaning any more."""
    one = actions.begin_import(BytesIO((HEADINGS + SARA).encode()), name="x.csv", by=cast.admin)
    archive_field(fields["کد اشتراک"], by=cast.admin)
    actions.start_import(one, by=cast.admin)
    drain()
    assert said_of(Customer.objects.get(name="سارا احمدی"))["کد اشتراک"] == "A-۷"
    assert actions.begin_import(BytesIO((HEADINGS + SARA).encode()), name="y.csv", by=cast.admin).plan[2] == ""


def test_the_process_that_reads_ahead_knows_the_fields(cast, fields):
    """It is given them with the question, and reads nothing of the database."""
    one = actions.begin_import(BytesIO((HEADINGS + SARA + REZA + WRONG).encode()), name="x.csv", by=cast.admin)
    table = work.table_of(one)
    reading = work.reading_of(one, table.names)
    here = list(ahead.batches_of(table, reading, of_customers=True, start=0, size=2))
    assert list(ahead.batches_ahead(table, reading, of_customers=True, start=0, size=2)) == here
    assert [sorted(draft.own) for draft in here[0]] == [sorted(field.pk for field in fields.values()), sorted([fields["تاریخ تولد"].pk, fields["گارانتی"].pk])]


def of_case(number: int) -> dict[str, object]:
    """A case's values by the name of their field."""
    names = dict(CaseValue.objects.filter(case=number).values_list("field", "field__name"))
    return {names[field]: value for field, value in values_of_case(Case(pk=number)).items()}


TICKETS = (
    "id,subject,name,email,سريال,مبلغ خسارت,روز نصب,نوع دستگاه,تعمیر شد\n"
    "1,یخچال,سارا,sara@example.com,X-9,۱۲۰۰۰ تومان,1402/05/01,یخچال,بله\n2,کولر,رضا,reza@example.com,,۵۰۰ ریال,,,\n3,اجاق,مریم,maryam@example.com,Y,500,دیروز,تلویزیون,\n"
)


@pytest.fixture
def of_cases(cast):
    """Fields of cases by their names."""
    said = {"سریال": "text", "مبلغ خسارت": "money", "روز نصب": "date", "تعمیر شد": "yes_no"}
    made = {name: define_field("case", kind, name, by=cast.admin) for name, kind in said.items()}
    return made | {"نوع دستگاه": define_field("case", "choice", "نوع دستگاه", by=cast.admin, choices=["یخچال", "کولر"])}


@pytest.mark.practice("P03")
def test_cases_come_in_with_the_fields_of_cases_and_rials_are_not_guessed(cast, of_cases):
    """By their headings; a wrong value is the row's, with its column, in the trial as in the run; undoing leaves nothing."""
    numbers = [f"field-{of_cases[name].pk}" for name in ("سریال", "مبلغ خسارت", "روز نصب", "نوع دستگاه", "تعمیر شد")]
    one = actions.begin_import(BytesIO(TICKETS.encode()), name="tickets.csv", by=cast.admin)
    assert (one.subject, one.plan) == ("cases", ["key", "subject", "name", "email", *numbers])
    actions.check_import(one)
    drain()
    assert list(one.lines.values_list("line", "column")) == [(4, "مبلغ خسارت"), (4, "روز نصب"), (4, "نوع دستگاه")]
    actions.start_import(one, by=cast.admin)
    drain()
    fridge, cooler = Case.objects.order_by("pk")
    kind = of_cases["نوع دستگاه"].choices.get(name="یخچال")
    assert of_case(fridge.pk) == {
        "سریال": "X-9", "مبلغ خسارت": Money(120_000, "IRR"), "روز نصب": date(2023, 7, 23), "نوع دستگاه": ((kind.pk, "یخچال"),), "تعمیر شد": True,
    }  # fmt: skip
    assert of_case(cooler.pk) == {"مبلغ خسارت": Money(500, "IRR")}
    actions.undo_import(one)
    drain()
    assert (CaseValue.objects.count(), Case.objects.count()) == (0, 0)


@pytest.mark.reliability("K2")
def test_a_case_that_is_here_gets_the_fields_it_has_not_and_undoing_leaves_what_somebody_changed(cast, of_cases):
    """In the unit that was chosen; what could not be read of a new case stands in a note of it."""
    first = bring(cast, "id,subject,email\n1,یخچال,sara@example.com\n2,کولر,reza@example.com\n", source="other")
    fridge, cooler = Case.objects.order_by("pk")
    one = bring(cast, TICKETS, unit="IRT", unreadable="note", source="other")
    assert (first.counts["made"], one.counts["made"], one.counts["known"], one.counts["filled"]) == (2, 1, 2, 2)
    stove = Case.objects.get(subject="اجاق")
    assert of_case(stove.pk) == {"سریال": "Y", "مبلغ خسارت": Money(5_000, "IRR")}
    assert list(stove.messages.values_list("direction", "text", "author")) == [("note", "روز نصب: دیروز\nنوع دستگاه: تلویزیون", cast.admin.pk)]
    put_values(CaseValue, {"case": cooler}, "case", {of_cases["مبلغ خسارت"].pk: Money(7, "IRR")})
    actions.undo_import(one)
    drain()
    assert (of_case(fridge.pk), of_case(cooler.pk)) == ({}, {"مبلغ خسارت": Money(7, "IRR")})
    assert list(one.lines.filter(outcome="kept").values_list("column", "number")) == [("case", cooler.pk)]
