"""Questions about customers: read by an allow-list, asked of what the reader may see, said in one sentence of either language."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from sandali.cases.models import Kind
from sandali.company.actions import change_rights
from sandali.company.models import Person
from sandali.customers.actions import recognise, tag_customer
from sandali.customers.fields.actions import define_field, set_values
from sandali.customers.fields.values import parse
from sandali.customers.models import Customer, Tag
from sandali.customers.segments.questions import Unread, known_for, offered_to, question_of, typed_of
from sandali.customers.wishing import say_consent
from sandali.kit.dates import displayed
from tests.cast import make_case
from tests.customers.segments.asking import found, kept, sentence
from tests.sales.things import make_deal, placed

pytestmark = pytest.mark.django_db
OFTEN = {"how": "at_least", "times": "1"}
TWICE_ONCE_SILENT = (
    {"kind": "bought", "how": "at_least", "times": "۲"}, {"kind": "cases", "of_kind": "complaint", "how": "exactly", "times": "1"},
    {"kind": "silent", "since": "۱ مهر ۱۴۰۵"},
)  # fmt: skip


def heard(customer, days):
    """Their last word was so many days ago."""
    Customer.objects.filter(pk=customer.pk).update(last_contact_at=timezone.now() - timedelta(days=days))


def test_who_bought_twice_complained_once_and_is_silent_since_mehr_is_found(cast):
    others = [recognise("email", f"{name}@example.com", name=name) for name in ("once", "loud", "lately")]
    for customer in (cast.mina, *others):
        for _time in range(1 if customer.name == "once" else 2):
            placed(cast, customer=customer)
        make_case(cast, customer=customer, kind=Kind.COMPLAINT)
        heard(customer, 1 if customer.name == "lately" else 400)
    make_case(cast, customer=others[1], kind=Kind.COMPLAINT)
    Customer.objects.filter(pk__in=[cast.mina.pk, others[0].pk, others[1].pk]).update(last_contact_at=datetime(2026, 9, 1, tzinfo=UTC))
    with displayed("fa", "Asia/Tehran"):
        assert found(cast.sara, *TWICE_ONCE_SILENT) == {cast.mina.pk}


def test_the_sentence_is_one_in_both_languages(cast):
    with displayed("fa", "Asia/Tehran"), override("fa"):
        assert sentence(cast.sara, *TWICE_ONCE_SILENT) == "مشتریانی که دست‌کم ۲ بار خریده‌اند، درست یک بار شکایت کرده‌اند و از ۱ مهر ۱۴۰۵ خبری از آنان نیست."
    with displayed("en", "Asia/Tehran"), override("en"):
        typed = (TWICE_ONCE_SILENT[0], TWICE_ONCE_SILENT[1] | {"not": "1", "days": "30"}, {"kind": "city", "city": "Shiraz"})
        assert sentence(cast.sara, *typed, joined="any") == (
            "Customers who bought at least 2 times, who are not among those who complained exactly once in the last 30 days or who live in Shiraz."
        )


def test_all_or_any_and_not(cast):
    tag = tag_customer(cast.mina, "دوست", by=cast.sara)
    placed(cast, customer=cast.kaveh)
    everybody, tagged, bought = {cast.mina.pk, cast.kaveh.pk}, {"kind": "tag", "tag": tag.name}, {"kind": "bought", **OFTEN}
    assert [found(cast.sara, tagged, bought), found(cast.sara, tagged, bought, joined="any")] == [set(), everybody]
    assert [found(cast.sara, tagged | {"not": "on"}), found(cast.sara, bought | {"not": "1"}, tagged)] == [{cast.kaveh.pk}, {cast.mina.pk}]


def test_how_often_counts_from_never_to_at_most(cast):
    for _time in range(2):
        placed(cast, customer=cast.mina)
    asked = [{"kind": "bought", "how": how, "times": times} for how, times in (("never", ""), ("exactly", "2"), ("at_most", "1"), ("at_least", "3"))]
    assert [found(cast.sara, one) for one in asked] == [{cast.kaveh.pk}, {cast.mina.pk}, {cast.kaveh.pk}, set()]


def test_a_period_takes_in_both_of_its_days_on_the_company_s_wall(cast):
    placed(cast, customer=cast.mina, at=datetime(2026, 9, 22, 20, 30, tzinfo=UTC))  # midnight in Tehran: the 23rd, 1 Mehr
    days = {"in": ("2026-09-23", "2026-09-23"), "before": ("", "2026-09-22"), "after": ("2026-09-24", "")}
    asked = {name: {"kind": "bought", **OFTEN, "since": since, "until": until} for name, (since, until) in days.items()}
    assert {name: found(cast.sara, one) for name, one in asked.items()} == {"in": {cast.mina.pk}, "before": set(), "after": set()}


def test_spent_is_summed_in_one_currency_and_a_deal_is_open_or_not(cast):
    placed(cast, customer=cast.mina, price=3_000_000, count=2)
    make_deal(cast, customer=cast.kaveh)
    asked = {"kind": "spent", "how": "at_least", "currency": "IRR"}
    with displayed("fa", "Asia/Tehran"):
        given = [found(cast.sara, asked | one) for one in ({"amount": "۶۰۰٬۰۰۰"}, {"amount": "600001"}, {"amount": "1", "currency": "EUR"}, {"amount": "۶۰۰۰۰۰", "how": "at_most"})]
    assert given == [{cast.mina.pk}, set(), set(), {cast.mina.pk}]
    assert found(cast.sara, {"kind": "open_deal"}) == {cast.kaveh.pk}


def test_own_fields_are_asked_by_their_kind(cast):
    fields = {kind: define_field("customer", kind, kind, by=cast.admin) for kind in ("number", "date", "yes_no", "text", "phone")}
    typed = {"number": "12", "date": "2026-03-01", "yes_no": "yes", "text": "سبز", "phone": "09121112233"}
    set_values(cast.mina, {fields[kind].pk: parse(fields[kind], text) for kind, text in typed.items()})

    def asked(kind, **values):
        return found(cast.sara, {"kind": f"field-{fields[kind].pk}", **values})

    mina = {cast.mina.pk}
    assert [asked("number", **{"from": "12", "to": "12"}), asked("number", **{"from": "12.5"}), asked("date", to="2026-03-01")] == [mina, set(), mina]
    assert [asked("yes_no", value="no"), asked("yes_no", value="yes"), asked("text", value="سبز"), asked("text"), asked("phone")] == [set(), mina, mina, mina, mina]
    assert asked("phone", value="+989121112233", **{"from": "x"}) == mina  # a number is never asked for: the value is no part's


def test_the_newest_word_about_consent_holds_and_a_way_is_one_that_is_theirs(cast):
    say_consent(cast.mina, "survey", is_given=True, how="said", words="گفت", by=cast.sara)
    say_consent(cast.mina, "survey", is_given=False, how="said", words="گفت", by=cast.sara)
    assert [found(cast.sara, {"kind": "wish", "wish": wish}) for wish in ("yes:survey", "no:survey", "no:service")] == [set(), {cast.mina.pk}, set()]
    assert [found(cast.sara, {"kind": "reach", "way": way}) for way in ("email", "phone")] == [{cast.mina.pk, cast.kaveh.pk}, set()]


@pytest.mark.reliability("H3")
def test_what_somebody_may_not_see_makes_nobody_a_member_nor_keeps_anybody_out(cast):
    make_case(cast, customer=cast.mina, kind=Kind.COMPLAINT, department=cast.accounting, assignee=cast.omid)
    placed(cast, customer=cast.mina, department=cast.accounting.pk)
    complained, never = {"kind": "cases", "of_kind": "complaint", **OFTEN}, {"kind": "cases", "of_kind": "complaint", "how": "never"}
    everybody, mina = {cast.mina.pk, cast.kaveh.pk}, {cast.mina.pk}
    for person, sees in ((cast.omid, True), (cast.admin, True), (cast.sara, False), (cast.nahid, False), (cast.parvaneh, False)):
        assert [found(person, complained), found(person, never)] == ([mina, everybody - mina] if sees else [set(), everybody])
    assert [found(person, {"kind": "bought", **OFTEN}) for person in (cast.admin, cast.nahid)] == [mina, set()]


@pytest.mark.reliability("H7")
@pytest.mark.parametrize("typed", [
    {"kind": "customer__password"}, {"kind": ""}, {"kind": "field-1"}, {"kind": "stage", "stage": "admin"}, {"kind": "bought", "how": "raw", "times": "1"},
    {"kind": "bought", "how": "at_least", "times": "1; drop table"}, {"kind": "silent", "since": "2026-13-45"}, {"kind": "silent"},
    {"kind": "spent", "how": "at_least", "amount": "NaN", "currency": "IRR"}, {"kind": "spent", "how": "at_least", "amount": "1", "currency": "XXX"},
    {"kind": "tag", "tag": "no such tag"}, {"kind": "bought", "how": "at_least", "times": "99999999999999999999"},
    {"kind": "bought", **OFTEN, "since": "2026-02-01", "until": "2026-01-01"}, {"kind": "bought", **OFTEN, "since": "2026-02-01", "days": "3"},
])  # fmt: skip
def test_nothing_but_what_is_offered_can_be_asked(cast, typed):
    with pytest.raises(Unread) as refused:
        kept(cast.sara, typed)
    assert list(refused.value.wrong) == [0]
    assert str(refused.value.wrong[0])


def test_a_question_without_a_condition_is_none_and_sales_are_not_offered_to_who_sees_none(cast):
    with pytest.raises(Unread, match="شرط"):
        kept(cast.sara)
    change_rights({("agent", "see_sales"): ""}, by=cast.admin)
    sara = Person.objects.get(pk=cast.sara.pk)
    assert {"bought", "spent", "open_deal"}.isdisjoint(offered_to(sara))


def test_a_condition_that_is_gone_makes_nobody_a_member(cast):
    tag = tag_customer(cast.mina, "دوست", by=cast.sara)
    asked = kept(cast.sara, {"kind": "tag", "tag": tag.name, "not": "1"})
    gone = asked | {"of": [*asked["of"], {"kind": "field-777", "not": True, "values": {}}]}
    question = question_of(gone, known_for([gone]))
    assert (question.is_whole, Customer.objects.filter(question.holds(None)).count()) == (False, 0)


def test_a_kept_question_is_typed_again_as_it_was(cast):
    tag_customer(cast.mina, "دوست", by=cast.sara)
    typed = [
        {"kind": "tag", "tag": "دوست", "not": ""}, {"kind": "silent", "since": "2026-09-23", "not": "1"},
        {"kind": "spent", "how": "at_least", "amount": "12.50", "currency": "EUR", "not": ""},
    ]  # fmt: skip
    asked = kept(cast.sara, *typed)
    assert typed_of(asked, known_for([asked])) == typed
    Tag.objects.all().delete()
    assert typed_of(asked, known_for([asked]))[0] == {"kind": "tag", "tag": "", "not": ""}
